// SPDX-License-Identifier: Apache-2.0
// The command activation: tables and lines for sigmoid and tanh, with their errors and areas.
#include "cli/activation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "generator/design/design.h"
#include "generator/pack/pack.h"
#include "synth/activation_cost.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

/// One way to evaluate sigmoid and tanh.
struct Candidate {
  std::string text;  ///< the value of numerics.activation
  double worst_error = 0;
  ActivationCost cost;
  double price = 0;  ///< gate equivalents, or the share of the device
};

struct Target {
  std::string name;
  const FpgaFamily* family = nullptr;
  const FpgaDevice* device = nullptr;
};

Result<Target> ChooseTarget(const Spec& spec, const ActivationCommand& command) {
  Target target{command.target.empty() ? spec.synth.target : command.target};
  target.family = FindFpgaFamily(target.name);
  if (target.family == nullptr) return target;
  std::string wanted = command.device;
  if (wanted.empty()) {
    wanted = target.name == "ice40"  ? spec.synth.device
             : target.name == "ecp5" ? "LFE5U-25F"
                                     : "xc7a35t";
  }
  std::string names;
  for (const FpgaDevice& device : target.family->devices) {
    if (device.name == wanted) target.device = &device;
    names += (names.empty() ? "" : ", ") + device.name;
  }
  if (target.device == nullptr) {
    return Diagnostic{"", 0, "--device", wanted, "must be a device of " + target.name, names};
  }
  return target;
}

double Real(int64_t fine, int gate_fraction) {
  return std::ldexp(static_cast<double>(fine), -gate_fraction - 8);
}

void Price(const Target& target, Candidate* candidate) {
  candidate->price =
      target.family == nullptr ? candidate->cost.gate_equivalents : candidate->cost.share;
}

Candidate TableCandidate(NumericFormats formats, CellKind cell, const Target& target) {
  int64_t worst = TableError(Squash::kSigmoid, SigmoidTable(formats), formats, formats.state);
  const std::vector<int32_t> tanh = TanhTable(formats);
  worst = std::max(worst, TableError(Squash::kTanh, tanh, formats, formats.state));
  if (cell == CellKind::kLstm) {
    worst = std::max(worst, TableError(Squash::kTanh, tanh, formats, formats.cell));
  }
  Candidate candidate{
      fmt::format("{{ kind = \"table\", in_integer = {}, in_fraction = {}, out_fraction = {} }}",
                  formats.table_in_integer, formats.table_in_fraction, formats.gate_fraction),
      Real(worst, formats.gate_fraction),
      TableCost(int64_t{1} << (formats.table_in_integer + formats.table_in_fraction),
                formats.gate_fraction, target.family, target.device)};
  Price(target, &candidate);
  return candidate;
}

Candidate LinesCandidate(NumericFormats formats, CellKind cell, const Target& target) {
  const PwlLines sigmoid = SigmoidLines(formats);
  const PwlLines tanh = TanhLines(formats, cell);
  Candidate candidate{fmt::format("{{ kind = \"pwl\", segments = {}, out_fraction = {} }}",
                                  formats.segments, formats.gate_fraction),
                      std::max(sigmoid.worst_error(), tanh.worst_error()),
                      LinesCost(sigmoid, tanh, target.family, target.device)};
  Price(target, &candidate);
  return candidate;
}

/// All of them, tables of a range of 8 and of that of the design.
std::vector<Candidate> Candidates(const Design& design, const Target& target) {
  NumericFormats formats = design.plan.formats;
  const CellKind cell = design.plan.cell();
  std::vector<Candidate> candidates;
  for (int segments = 2; segments <= 256; segments *= 2) {
    formats.segments = segments;
    candidates.push_back(LinesCandidate(formats, cell, target));
  }
  formats.segments = 0;
  const int most = std::max({1, formats.state.fraction_bits, formats.cell.fraction_bits});
  for (const int integer : {4, 5}) {
    for (int fraction = 2; fraction <= std::min({10, 14 - integer, most}); ++fraction) {
      formats.table_in_integer = integer;
      formats.table_in_fraction = fraction;
      candidates.push_back(TableCandidate(formats, cell, target));
    }
  }
  return candidates;
}

std::string CostText(const Target& target, const ActivationCost& cost) {
  if (target.family == nullptr) {
    return fmt::format(
        "about {:.0f} GE a lane{}", cost.gate_equivalents,
        cost.memory_bits > 0 ? fmt::format(" as logic, or {} memory bits", cost.memory_bits) : "");
  }
  return fmt::format("about {:.0f} LUTs, {} block RAMs, {} DSPs a lane: {:.2g} % of {}", cost.luts,
                     cost.block_rams, cost.dsps, 100 * cost.share, target.device->name);
}

ordered_json Describe(const Candidate& candidate) {
  return {{"activation", candidate.text},
          {"worst_error", candidate.worst_error},
          {"memory_bits", candidate.cost.memory_bits},
          {"gate_equivalents", candidate.cost.gate_equivalents},
          {"luts", candidate.cost.luts},
          {"block_rams", candidate.cost.block_rams},
          {"dsps", candidate.cost.dsps},
          {"device_share", candidate.cost.share}};
}

Diagnostic Unreachable(const std::vector<Candidate>& candidates, double target, int fo) {
  const auto best = std::min_element(
      candidates.begin(), candidates.end(),
      [](const Candidate& a, const Candidate& b) { return a.worst_error < b.worst_error; });
  return {"",
          0,
          "--max-error",
          fmt::format("{:g}", target),
          fmt::format("must be at least {:.3g}, what the best reaches with out_fraction = {}",
                      best->worst_error, fo),
          fmt::format("{:.3g}{}", best->worst_error,
                      fo < 14 ? fmt::format(", or out_fraction = {}", fo + 1) : "")};
}

}  // namespace

StageResult ActivationStage(const Spec& spec, const ActivationCommand& command, Console* console) {
  const Result<Target> target = ChooseTarget(spec, command);
  if (!target) return target.errors();
  const Result<Design> design = MakeDesign(spec);
  if (!design) return design.errors();
  const std::vector<Candidate> candidates = Candidates(*design, *target);
  const Candidate* chosen = nullptr;
  ordered_json list = ordered_json::array();
  for (const Candidate& candidate : candidates) {
    list.push_back(Describe(candidate));
    console->Detail(fmt::format("  {:<74} worst error {:<9.3g} {}", candidate.text,
                                candidate.worst_error, CostText(*target, candidate.cost)));
    if (candidate.worst_error > command.max_error) continue;
    if (chosen == nullptr || candidate.price < chosen->price) chosen = &candidate;
  }
  const NumericFormats& f = design->plan.formats;
  if (chosen == nullptr) return Unreachable(candidates, command.max_error, f.gate_fraction);
  console->Say(fmt::format("For a worst error of {:g} on {} ({} lanes), cheapest of {}:",
                           command.max_error, target->name, design->plan.lanes, candidates.size()));
  console->Say("  activation = " + chosen->text);
  console->Say(fmt::format("  worst error {:.3g}; {}", chosen->worst_error,
                           CostText(*target, chosen->cost)));
  return ordered_json{{"max_error", command.max_error},
                      {"target", target->name},
                      {"device", target->device != nullptr ? target->device->name : ""},
                      {"chosen", Describe(*chosen)},
                      {"candidates", list}};
}

}  // namespace gatewright
