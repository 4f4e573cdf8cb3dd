// SPDX-License-Identifier: Apache-2.0
// Stored weights of a design, and published figures beside its own, as JSON.
#include <fmt/format.h>

#include <numeric>

#include "cli/describe/describe.h"
#include "generator/base/bits.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

const char* PatternName(WeightPattern pattern) {
  switch (pattern) {
    case WeightPattern::kDense:
      return "dense";
    case WeightPattern::kUnstructured:
      return "unstructured";
    case WeightPattern::kCbtd:
      return "cbtd";
    case WeightPattern::kHcgs:
      return "hcgs";
  }
  return "dense";
}

/// Bits of everything that is stored for the weights, padding included.
struct StoredBits {
  int64_t weights = 0, slots = 0, indices = 0, pointers = 0;
  int64_t total() const { return weights + slots + indices + pointers; }
};

StoredBits BitsOf(const Plan& plan) {
  const int64_t places = plan.weight_words * plan.arrays * plan.pes;
  const int pointer_bits = plan.count_bits + IndexBits(plan.weight_words);
  return {places * plan.multiplier.weight_bits, places * plan.slot_bits,
          plan.index_words * plan.index_bits * plan.arrays,
          plan.pointer_words * pointer_bits * plan.arrays};
}

/// Share of the weights of the recurrent layers that is kept.
double KeptShare(const Design& design) {
  double kept = 0;
  double weights = 0;
  for (const MatrixPruning& matrix : design.pruning.matrices) {
    if (design.plan.layers[static_cast<size_t>(matrix.layer)].kind == CellKind::kDense) continue;
    kept += static_cast<double>(matrix.kept);
    weights += static_cast<double>(matrix.weights);
  }
  return weights > 0 ? kept / weights : 1;
}

std::string ValueOf(const Design& design, const Performance& performance, Quantity quantity) {
  const Plan& plan = design.plan;
  const StoredBits bits = BitsOf(plan);
  switch (quantity) {
    case Quantity::kMultipliers:
      return std::to_string(plan.arrays * plan.pes);
    case Quantity::kPeakOperations:
      return std::to_string(2 * plan.arrays * plan.pes);
    case Quantity::kNetworkWeights:
      return fmt::format("{:.2f} M", static_cast<double>(plan.operations()) / 2e6);
    case Quantity::kKeptShare:
      return fmt::format("{:.2f} %", 100 * KeptShare(design));
    case Quantity::kWeightBits:
      return std::to_string(plan.formats.weight_bits);
    case Quantity::kSlotBits:
      return std::to_string(plan.slot_bits);
    case Quantity::kStateBits:
      return std::to_string(plan.formats.state.width());
    case Quantity::kParameterKilobytes:
      return fmt::format("{:.0f}", static_cast<double>(bits.total()) / 8192);
    case Quantity::kWorstCaseCycles:
      return fmt::format("{:.0f}", performance.worst_interval);
    case Quantity::kAccumulatorBits:
      return std::to_string(plan.formats.acc_bits);
    case Quantity::kUnits:
      return std::to_string(std::accumulate(
          plan.layers.begin(), plan.layers.end(), 0, [](int sum, const LayerPlan& layer) {
            return sum + (IsRecurrent(layer.kind) ? layer.units : 0);
          }));
    case Quantity::kEvents:
      return plan.events.kind == EventKind::kSimilarity ? "full, delta, skipped"
                                                        : EventsName(plan.events.kind);
    case Quantity::kWeightDigits:
      return plan.formats.weight_kind == WeightKind::kFixed
                 ? "-"
                 : std::to_string(plan.multiplier.digits);
    case Quantity::kAreaSaved:
    case Quantity::kPowerSaved:
      return "gatewright compare";
  }
  return "";
}

}  // namespace

ordered_json DescribeWeights(const Design& design) {
  const Plan& plan = design.plan;
  ordered_json matrices = ordered_json::array();
  for (const MatrixPruning& matrix : design.pruning.matrices) {
    matrices.push_back({{"layer", matrix.layer},
                        {"matrix", matrix.recurrent ? "W_h" : "W_x"},
                        {"weights", matrix.weights},
                        {"kept", matrix.kept},
                        {"target_share", JsonNumber(matrix.target)},
                        {"share_kept", JsonNumber(matrix.reached())},
                        {"energy_lost", JsonNumber(matrix.energy_lost)},
                        {"had_pattern", matrix.had_pattern}});
  }
  const StoredBits bits = BitsOf(plan);
  const int64_t dense = plan.operations() / 2 * plan.formats.weight_bits;
  return {
      {"pattern", PatternName(plan.pattern)},
      {"matrices", matrices},
      {"stored_bits",
       {{"weights", bits.weights},
        {"slots", bits.slots},
        {"indices", bits.indices},
        {"pointers", bits.pointers},
        {"total", bits.total()},
        {"dense", dense}}},
      {"compression", JsonNumber(static_cast<double>(dense) / static_cast<double>(bits.total()))}};
}

ordered_json DescribePublished(const Design& design, const Performance& performance,
                               const Preset& preset) {
  ordered_json figures = ordered_json::array();
  for (const PublishedFigure& figure : preset.figures) {
    figures.push_back({{"quantity", QuantityName(figure.quantity)},
                       {"published", figure.value},
                       {"note", figure.note},
                       {"design", ValueOf(design, performance, figure.quantity)}});
  }
  return {{"preset", preset.name}, {"source", preset.source}, {"figures", figures}};
}

}  // namespace gatewright
