// SPDX-License-Identifier: Apache-2.0
// The activation functions of a design and their errors as JSON.
#include <cmath>

#include "cli/describe/describe.h"
#include "generator/pack/pack.h"

namespace gatewright {

namespace {

using nlohmann::ordered_json;

/// An error counted in 1/256 of a unit 2^-fo.
ordered_json Error(int64_t fine, int gate_fraction) {
  return {{"worst_units", static_cast<double>(fine) / 256},
          {"worst_error", std::ldexp(static_cast<double>(fine), -gate_fraction - 8)}};
}

ordered_json DescribeLines(const PwlLines& lines) {
  ordered_json value{{"function", lines.function == Squash::kTanh ? "tanh" : "sigmoid"},
                     {"input_fraction", lines.fraction}};
  value.update(Error(lines.worst, lines.gate_fraction));
  value.update({{"worst_at", std::ldexp(static_cast<double>(lines.worst_input), -lines.fraction)},
                {"reach", std::ldexp(static_cast<double>(lines.last() + 1), -lines.fraction)},
                {"slope_fraction", lines.slope_fraction},
                {"table_bits", lines.table_bits()}});
  return value;
}

}  // namespace

ordered_json DescribeActivation(const Plan& plan) {
  const NumericFormats& f = plan.formats;
  if (f.segments > 0) {
    return {{"kind", "pwl"},
            {"segments", f.segments},
            {"functions", {DescribeLines(plan.sigmoid), DescribeLines(plan.tanh)}}};
  }
  const auto error = [&f](Squash function, const std::vector<int32_t>& table,
                          const QFormat& input) { return TableError(function, table, f, input); };
  const std::vector<int32_t> tanh_table = TanhTable(f);
  int64_t tanh = error(Squash::kTanh, tanh_table, f.state);
  if (plan.cell() == CellKind::kLstm) {
    tanh = std::max(tanh, error(Squash::kTanh, tanh_table, f.cell));
  }
  const int64_t words = int64_t{1} << (f.table_in_integer + f.table_in_fraction);
  const auto function = [&](const char* name, int64_t worst, int width) {
    ordered_json value{{"function", name}};
    value.update(Error(worst, f.gate_fraction));
    value["table_bits"] = words * width;
    return value;
  };
  return {
      {"kind", "table"},
      {"entries", words},
      {"functions",
       {function("sigmoid", error(Squash::kSigmoid, SigmoidTable(f), f.state), f.gate_fraction + 1),
        function("tanh", tanh, f.gate_fraction + 2)}}};
}

}  // namespace gatewright
