// SPDX-License-Identifier: Apache-2.0
// Bins of functional coverage and what fills them.
#include "verif/campaign/functional_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "verif/campaign/event_bins.h"

namespace gatewright {
namespace {

std::vector<CoverageAxis> MakeAxes() {
  return {
      {"cell", "of the recurrent layers", {"lstm", "gru"}, true},
      {"layers", "recurrent ones", {"1", "2", "3", "4"}},
      {"head", "dense layer at the end", {"none", "linear", "relu", "sigmoid", "tanh"}, true},
      {"head_input", "of the head: as it is, or negative values as zero", {"plain", "relu"}},
      {"pattern", "of weights", {"dense", "unstructured", "cbtd", "hcgs"}, true},
      {"events", "which elements are processed", {"none", "delta", "similarity"}, true},
      {"refresh", "full steps after so many delta steps", {"none", "1", "more"}},
      {"weights", "kind of weights", {"fixed", "1-sbit", "2-sbit", "3-sbit"}, true},
      {"weight_bits", "of a weight", {"2..4", "5..8", "9..12", "13..16"}},
      {"row_shift", "bits of shifts by row", {"0", "1", "2", "3"}},
      {"multiplier",
       "of the PEs",
       {"operator", "array", "bit-sparse", "truncated operator", "truncated array"},
       true},
      {"stages", "of the multipliers", {"1", "2", "3"}, true},
      {"activation", "of sigmoid and tanh", {"table", "pwl"}, true},
      {"rounding", "of narrowings", {"nearest-even", "truncate"}, true},
      {"accumulators", "stored in", {"flops", "ram"}, true},
      {"accumulator_width", "", {"derived", "given", "wraps"}},
      {"bias", "", {"accumulator", "own format"}},
      {"gain", "of random weights", {"1", "2", "4", "8"}},
      {"state_bits", "of format A", {"4..8", "9..15", "16"}},
      {"cell_bits", "of format C", {"up to 16", "17..24"}},
      {"reset", "", {"async", "sync"}},
      {"bus", "of registers", {"none", "axi-lite"}, true},
      {"arrays", "M", {"1", "2", "4", "8"}, true},
      {"pes", "N of an array", {"1", "power of two", "other"}, true},
      {"lanes", "L", {"1", "some", "N"}},
      {"beat_in", "elements of an input beat", {"1", "2", "4", "8"}},
      {"frame_in", "beats of an input frame", {"one", "full", "last in part"}},
      {"beat_out", "elements of an output beat", {"1", "2", "4", "8", "16"}},
      {"units", "of a layer", {"1", "prime", "power of two", "other"}},
      {"event", "what happened in sessions", EventBinNames()},
  };
}

struct Impossible {
  const char* a;
  const char* b;
  const char* reason;
};
constexpr const char* kBitSparseIsItsOwn = "bit-sparse weights have a multiplier of their own";
constexpr const char* kTruncatedIsSimilarity =
    "only delta steps truncate, refreshed under similarity";
constexpr Impossible kImpossible[] = {
    {"weights=fixed", "multiplier=bit-sparse", "fixed weights are multiplied"},
    {"weights=1-sbit", "multiplier=operator", kBitSparseIsItsOwn},
    {"weights=1-sbit", "multiplier=array", kBitSparseIsItsOwn},
    {"weights=1-sbit", "multiplier=truncated operator", kBitSparseIsItsOwn},
    {"weights=1-sbit", "multiplier=truncated array", kBitSparseIsItsOwn},
    {"weights=2-sbit", "multiplier=operator", kBitSparseIsItsOwn},
    {"weights=2-sbit", "multiplier=array", kBitSparseIsItsOwn},
    {"weights=2-sbit", "multiplier=truncated operator", kBitSparseIsItsOwn},
    {"weights=2-sbit", "multiplier=truncated array", kBitSparseIsItsOwn},
    {"weights=3-sbit", "multiplier=operator", kBitSparseIsItsOwn},
    {"weights=3-sbit", "multiplier=array", kBitSparseIsItsOwn},
    {"weights=3-sbit", "multiplier=truncated operator", kBitSparseIsItsOwn},
    {"weights=3-sbit", "multiplier=truncated array", kBitSparseIsItsOwn},
    {"events=none", "multiplier=truncated operator", kTruncatedIsSimilarity},
    {"events=none", "multiplier=truncated array", kTruncatedIsSimilarity},
    {"events=delta", "multiplier=truncated operator", kTruncatedIsSimilarity},
    {"events=delta", "multiplier=truncated array", kTruncatedIsSimilarity},
    {"pattern=hcgs", "pes=other", "blocks are of a power of two of rows, and PEs divide them"},
};

/// Of a single bin.
std::string WhyImpossible(const std::string& name) {
  if (name != "event=output of a cell saturates" && name != "event=output of the head saturates") {
    return "";
  }
  return "with one integer bit pre-activations are below 1, sigmoid and tanh of them below 0.77; "
         "with more, what is at most 1 fits";
}

std::string WhyImpossible(const std::string& a, const std::string& b) {
  for (const Impossible& pair : kImpossible) {
    if ((a == pair.a && b == pair.b) || (a == pair.b && b == pair.a)) return pair.reason;
  }
  return "";
}

std::vector<CoverageBin> MakeBins() {
  std::vector<CoverageBin> bins;
  const std::vector<CoverageAxis>& axes = CoverageAxes();
  for (const CoverageAxis& axis : axes) {
    for (const std::string& value : axis.values) {
      const std::string name = fmt::format("{}={}", axis.name, value);
      bins.push_back({name, WhyImpossible(name)});
    }
  }
  for (size_t a = 0; a < axes.size(); ++a) {
    for (size_t b = a + 1; b < axes.size(); ++b) {
      if (!axes[a].crossed || !axes[b].crossed) continue;
      for (const std::string& first : axes[a].values) {
        for (const std::string& second : axes[b].values) {
          const std::string left = fmt::format("{}={}", axes[a].name, first);
          const std::string right = fmt::format("{}={}", axes[b].name, second);
          bins.push_back({fmt::format("{} {}", left, right), WhyImpossible(left, right)});
        }
      }
    }
  }
  return bins;
}

bool IsPrime(int n) {
  for (int d = 2; d * d <= n; ++d) {
    if (n % d == 0) return false;
  }
  return n > 1;
}
bool IsPowerOfTwo(int n) { return (n & (n - 1)) == 0; }

std::string Size(int n) {
  return n == 1 ? "1" : IsPowerOfTwo(n) ? "power of two" : IsPrime(n) ? "prime" : "other";
}

std::string Bits(int bits) {
  return bits <= 4 ? "2..4" : bits <= 8 ? "5..8" : bits <= 12 ? "9..12" : "13..16";
}

std::string MultiplierOf(const Plan& plan) {
  if (plan.multiplier.kind == MultiplierKind::kBitSparse) return "bit-sparse";
  const std::string form = plan.multiplier.kind == MultiplierKind::kArray ? "array" : "operator";
  return plan.multiplier.drop > 0 ? "truncated " + form : form;
}

constexpr const char* kPatterns[] = {"dense", "unstructured", "cbtd", "hcgs"};
constexpr const char* kEvents[] = {"none", "delta", "similarity"};
constexpr const char* kHeads[] = {"linear", "relu", "sigmoid", "tanh"};

}  // namespace

const std::vector<CoverageAxis>& CoverageAxes() {
  static const std::vector<CoverageAxis> axes = MakeAxes();
  return axes;
}

const std::vector<CoverageBin>& CoverageBins() {
  static const std::vector<CoverageBin> bins = MakeBins();
  return bins;
}

std::map<std::string, std::vector<std::string>> AxesOfDesign(const Spec& spec, const Plan& plan) {
  std::map<std::string, std::vector<std::string>> axes;
  const auto set = [&axes](const char* axis, const std::string& value) {
    axes[axis].push_back(value);
  };
  const LayerPlan& last = plan.layers.back();
  const NumericsSpec& numerics = spec.numerics;
  const bool sparse = numerics.weight_kind == WeightKind::kBitSparse;
  set("cell", CellName(plan.cell()));
  set("layers", std::to_string(plan.recurrent_layers()));
  set("head", plan.has_head() ? kHeads[static_cast<size_t>(last.activation)] : "none");
  if (plan.has_head()) set("head_input", last.input_relu ? "relu" : "plain");
  set("pattern", kPatterns[static_cast<size_t>(plan.pattern)]);
  set("events", kEvents[static_cast<size_t>(plan.events.kind)]);
  if (plan.events.kind == EventKind::kSimilarity) {
    set("refresh", plan.events.refresh == 0 ? "none" : plan.events.refresh == 1 ? "1" : "more");
  }
  set("weights", sparse ? fmt::format("{}-sbit", numerics.weight_digits) : "fixed");
  set("weight_bits", Bits(numerics.weight_bits));
  set("row_shift", std::to_string(numerics.row_shift_bits));
  set("multiplier", MultiplierOf(plan));
  set("stages", std::to_string(plan.multiplier.stages));
  set("activation", numerics.activation == ActivationKind::kPwl ? "pwl" : "table");
  set("rounding", numerics.rounding == Rounding::kTruncate ? "truncate" : "nearest-even");
  set("accumulators", plan.accumulators_in_ram ? "ram" : "flops");
  set("accumulator_width", numerics.accumulator_wrap       ? "wraps"
                           : numerics.accumulator_bits > 0 ? "given"
                                                           : "derived");
  set("bias", numerics.bias_format ? "own format" : "accumulator");
  const int state = plan.formats.state.width();
  set("state_bits", state <= 8 ? "4..8" : state < 16 ? "9..15" : "16");
  if (plan.cell() == CellKind::kLstm) {
    set("cell_bits", plan.formats.cell.width() <= 16 ? "up to 16" : "17..24");
  }
  set("reset", plan.reset == ResetStyle::kSync ? "sync" : "async");
  set("bus", plan.control == ControlBus::kNone ? "none" : "axi-lite");
  set("arrays", std::to_string(plan.arrays));
  set("pes", plan.pes == 1 ? "1" : IsPowerOfTwo(plan.pes) ? "power of two" : "other");
  set("lanes", plan.lanes == 1 ? "1" : plan.lanes == plan.pes ? "N" : "some");
  set("gain", std::to_string(spec.network.gain));
  set("beat_in", std::to_string(plan.elements_in));
  set("frame_in", plan.beats_in == 1                    ? "one"
                  : plan.inputs % plan.elements_in == 0 ? "full"
                                                        : "last in part");
  set("beat_out", std::to_string(plan.elements_out));
  for (const LayerPlan& layer : plan.layers) set("units", Size(layer.units));
  return axes;
}

void FunctionalCoverage::AddDesign(const Spec& spec, const Plan& plan) {
  const std::map<std::string, std::vector<std::string>> axes = AxesOfDesign(spec, plan);
  std::vector<std::string> crossed;
  for (const CoverageAxis& axis : CoverageAxes()) {
    const auto found = axes.find(axis.name);
    if (found == axes.end()) continue;
    const std::set<std::string> values(found->second.begin(), found->second.end());
    for (const std::string& value : values) Hit(fmt::format("{}={}", axis.name, value));
    if (axis.crossed) crossed.push_back(fmt::format("{}={}", axis.name, found->second.front()));
  }
  for (size_t a = 0; a < crossed.size(); ++a) {
    for (size_t b = a + 1; b < crossed.size(); ++b)
      Hit(fmt::format("{} {}", crossed[a], crossed[b]));
  }
}

void FunctionalCoverage::AddSession(const Design& design, const CaseSession& session,
                                    const Session& played, const Equivalence& result) {
  for (const std::string& event : EventsOfSession(design, session, played, result)) {
    Hit("event=" + event);
  }
}

void FunctionalCoverage::Add(const FunctionalCoverage& other) {
  for (const auto& [name, times] : other.hits_) hits_[name] += times;
}

int64_t FunctionalCoverage::hits(const std::string& name) const {
  const auto found = hits_.find(name);
  return found == hits_.end() ? 0 : found->second;
}

int64_t FunctionalCoverage::reachable() const {
  const std::vector<CoverageBin>& bins = CoverageBins();
  return std::count_if(bins.begin(), bins.end(),
                       [](const CoverageBin& bin) { return bin.reason.empty(); });
}

int64_t FunctionalCoverage::reached() const {
  return reachable() - static_cast<int64_t>(Holes().size());
}

std::vector<std::string> FunctionalCoverage::Holes() const {
  std::vector<std::string> holes;
  for (const CoverageBin& bin : CoverageBins()) {
    if (bin.reason.empty() && hits(bin.name) == 0) holes.push_back(bin.name);
  }
  return holes;
}

Result<AxisFilter> ParseAxisFilter(const std::string& text) {
  AxisFilter filter;
  Diagnostics errors;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    const std::string part = text.substr(at, end - at);
    at = end + 1;
    const size_t equal = std::min(part.find('='), part.size());
    const std::string name = part.substr(0, equal);
    std::vector<std::string> names;
    const CoverageAxis* axis = nullptr;
    for (const CoverageAxis& one : CoverageAxes()) {
      if (one.name == "event") continue;  // what happens in sessions cannot be requested
      names.push_back(one.name);
      if (one.name == name) axis = &one;
    }
    if (axis == nullptr) {
      errors.push_back(
          {"", 0, "--axes", name, "is not an axis", fmt::format("{}", fmt::join(names, ", "))});
      continue;
    }
    const std::string values = part.substr(std::min(equal + 1, part.size()));
    for (size_t from = 0; from <= values.size();) {
      const size_t to = std::min(values.find('|', from), values.size());
      const std::string value = values.substr(from, to - from);
      from = to + 1;
      if (std::find(axis->values.begin(), axis->values.end(), value) == axis->values.end()) {
        errors.push_back({"", 0, "--axes", part, fmt::format("axis {} has no such value", name),
                          fmt::format("{}", fmt::join(axis->values, ", "))});
        continue;
      }
      filter[name].push_back(value);
    }
  }
  if (!errors.empty()) return errors;
  return filter;
}

bool Matches(const AxisFilter& filter, const Spec& spec, const Plan& plan) {
  const std::map<std::string, std::vector<std::string>> axes = AxesOfDesign(spec, plan);
  return std::all_of(filter.begin(), filter.end(), [&axes](const auto& one) {
    const std::vector<std::string>& wanted = one.second;
    const auto found = axes.find(one.first);
    return found != axes.end() &&
           std::find_first_of(wanted.begin(), wanted.end(), found->second.begin(),
                              found->second.end()) != wanted.end();
  });
}

}  // namespace gatewright
