// SPDX-License-Identifier: Apache-2.0
// Chooses fixed-point formats from the ranges of a float run.
#include "generator/compress/calibrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>

#include "generator/base/rounding.h"

namespace gatewright {
namespace {

constexpr int kMinCellFraction = 8;  // docs/numerics.md 2

FormatCandidate Examine(const std::vector<ObservedGroup>& groups, QFormat format) {
  const double scale = std::ldexp(1.0, format.fraction_bits);
  const double step = 1.0 / scale;
  FormatCandidate candidate;
  candidate.format = format;
  candidate.low = static_cast<double>(format.min()) * step;
  candidate.high = static_cast<double>(format.max()) * step;
  double signal = 0;
  double noise = 0;
  int64_t clipped = 0;
  int64_t harmful = 0;
  int64_t count = 0;
  for (const ObservedGroup& group : groups) {
    // A format that ends one step below the limit reaches it as well as one can.
    const double upper = std::min(group.limit, std::max(candidate.high, group.limit - step));
    for (const double value : group.values) {
      const int64_t rounded = RoundDouble(value * scale);
      const int64_t stored = Saturate(rounded, format.width());
      const double wanted = std::clamp(value, -group.limit, upper);
      const double held = std::clamp(static_cast<double>(stored) * step, -group.limit, upper);
      signal += wanted * wanted;
      noise += (held - wanted) * (held - wanted);
      clipped += stored != rounded ? 1 : 0;
      harmful += stored != rounded && held != wanted ? 1 : 0;
      ++count;
    }
  }
  const auto all = static_cast<double>(std::max<int64_t>(count, 1));
  candidate.clipped_share = static_cast<double>(clipped) / all;
  candidate.harmful_share = static_cast<double>(harmful) / all;
  candidate.sqnr_db =
      noise == 0 ? std::numeric_limits<double>::infinity() : 10 * std::log10(signal / noise);
  return candidate;
}

/// "0 %", "3.4 %", "less than 0.01 %".
std::string Percent(double share) {
  if (share == 0) return "0 %";
  if (share < 1e-4) return "less than 0.01 %";
  return fmt::format("{:.2g} %", 100 * share);
}

std::string Reason(const FormatCandidate& candidate, const FormatChoice& choice) {
  const std::string saturating =
      fmt::format("{} of the values saturate, {} where it matters",
                  Percent(candidate.clipped_share), Percent(candidate.harmful_share));
  if (!choice.automatic) return fmt::format("Not chosen from the stimulus; {}.", saturating);
  if (candidate.chosen) {
    return fmt::format("Best SQNR of all {}-bit formats; {}.", candidate.format.width(),
                       saturating);
  }
  const int wider = candidate.format.integer_bits - choice.chosen.integer_bits;
  if (wider < 0) return fmt::format("Too small a range: {}.", saturating);
  return fmt::format("More range than the values need: its step of 2^-{} is {} times as coarse.",
                     candidate.format.fraction_bits, int64_t{1} << wider);
}

/// The sums of a GRU: the tables read c, r and u; W_h h + bR of c is scaled by r first, so that its
/// values beyond the tables' range matter.
void ObserveGruSums(const FloatLayerTrace& trace, double table_limit,
                    std::vector<ObservedGroup>& state) {
  const double unlimited = std::numeric_limits<double>::infinity();
  const auto rows = static_cast<size_t>(trace.rows);
  const auto read = rows - static_cast<size_t>(trace.units);
  const std::span<const double> sums = trace.a;
  for (size_t first = 0; first < sums.size(); first += rows) {
    state.push_back({sums.subspan(first, read), table_limit});
    state.push_back({sums.subspan(first + read, rows - read), unlimited});
  }
}

/// The values of pre-activations and cells, hidden states and outputs of every layer.
void Observe(const FloatLayer& layer, const FloatLayerTrace& trace, double table_limit,
             std::vector<ObservedGroup>& state, std::vector<ObservedGroup>& cell) {
  const double unlimited = std::numeric_limits<double>::infinity();
  // The pre-activations of a head without a table are its output, which is observed anyway.
  if (layer.kind == CellKind::kGru) {
    ObserveGruSums(trace, table_limit, state);
  } else if (layer.kind == CellKind::kLstm || layer.activation == HeadActivation::kSigmoid ||
             layer.activation == HeadActivation::kTanh) {
    state.push_back({trace.a, table_limit});
  }
  state.push_back({trace.h, unlimited});
  // Twice the table's range: measured on a voice detector whose cells grow past 480, the choice
  // made so (Q5.11) is also the one with the best SQNR of the hidden states: 60 dB, against 46 dB
  // of Q4.12 and 53 dB of Q6.10.
  if (layer.kind == CellKind::kLstm) cell.push_back({trace.c, 2 * table_limit});
}

}  // namespace

FormatChoice ChooseFormat(const std::string& name, const std::vector<ObservedGroup>& groups,
                          const std::optional<QFormat>& given, int width, int min_fraction) {
  FormatChoice choice;
  choice.name = name;
  choice.automatic = !given.has_value();
  for (const ObservedGroup& group : groups) {
    for (const double value : group.values) {
      choice.observed_low = std::min(choice.observed_low, value);
      choice.observed_high = std::max(choice.observed_high, value);
    }
  }
  if (given) {
    choice.candidates.push_back(Examine(groups, *given));
  } else {
    assert(width > min_fraction);
    for (int integer_bits = 1; integer_bits <= width - min_fraction; ++integer_bits) {
      choice.candidates.push_back(Examine(groups, {integer_bits, width - integer_bits}));
    }
  }
  const auto best = std::max_element(
      choice.candidates.begin(), choice.candidates.end(),
      [](const FormatCandidate& a, const FormatCandidate& b) { return a.sqnr_db < b.sqnr_db; });
  best->chosen = true;
  choice.chosen = best->format;
  for (FormatCandidate& candidate : choice.candidates) {
    candidate.reason = Reason(candidate, choice);
  }
  return choice;
}

Calibration Calibrate(const FloatNetwork& network, const FloatTrace& trace,
                      const Stimulus& stimulus, const NumericsSpec& numerics) {
  assert(network.layers.size() == trace.layers.size());
  const double table_limit = std::ldexp(1.0, numerics.table_in_integer - 1);
  std::vector<ObservedGroup> state = {{stimulus.values, std::numeric_limits<double>::infinity()}};
  std::vector<ObservedGroup> cell;
  for (size_t l = 0; l < network.layers.size(); ++l) {
    Observe(network.layers[l], trace.layers[l], table_limit, state, cell);
  }
  return {ChooseFormat("state", state, numerics.state, numerics.auto_state_bits, 0),
          ChooseFormat("cell", cell, numerics.cell, numerics.auto_cell_bits, kMinCellFraction)};
}

NumericFormats FormatsOf(const NumericsSpec& numerics, const Calibration& calibration) {
  return {.state = calibration.state.chosen,
          .cell = calibration.cell.chosen,
          .weight_bits = numerics.weight_bits,
          .row_shift_bits = numerics.row_shift_bits,
          .gate_fraction = numerics.gate_fraction,
          .segments = numerics.activation == ActivationKind::kPwl ? numerics.segments : 0,
          .table_in_fraction = numerics.table_in_fraction,
          .table_in_integer = numerics.table_in_integer,
          .acc_bits = 0,
          .rounding = numerics.rounding,
          .weight_kind = numerics.weight_kind,
          .weight_digits = numerics.weight_digits,
          .dropped_columns = numerics.truncated ? numerics.dropped_columns : 0};
}

}  // namespace gatewright
