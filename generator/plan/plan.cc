#include "generator/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "generator/plan/bits.h"
#include "generator/spec/canonical.h"

namespace gatewright {
namespace {

constexpr int64_t kMaxWeightWords = int64_t{1} << 24;
constexpr int kMaxSlots = 4096;
/// Slots from which accumulators go into a memory when the design says "auto".
constexpr int kAutoRamSlots = 32;

void LayOutLayers(const IntNetwork& network, Plan* plan) {
  for (const IntLayer& layer : network.layers) {
    LayerPlan place;
    place.kind = layer.kind;
    place.activation = layer.activation;
    place.inputs = layer.inputs;
    place.units = layer.units;
    place.gates = layer.gates();
    place.interval = layer.gates();
    place.unit_slots = CeilDiv(layer.units, plan->pes);
    place.column_words = place.gates * place.unit_slots;
    place.groups = CeilDiv(layer.units, plan->lanes);
    place.slot_base = plan->slots;
    place.weight_fraction = layer.weight_fraction;
    plan->slots += place.column_words;
    const int64_t words = place.column_words;
    place.x_base = plan->weight_words;
    plan->weight_words += CeilDiv(layer.inputs, plan->arrays) * words;
    if (layer.kind == CellKind::kLstm) {
      place.h_base = plan->weight_words;
      plan->weight_words += CeilDiv(layer.units, plan->arrays) * words;
      place.cell_base = plan->cell_words;
      plan->cell_words += place.groups;
    }
    plan->layers.push_back(place);
  }
}

int ShiftBits(const Plan& plan) {
  int bits = 1;
  for (const LayerPlan& layer : plan.layers) {
    bits = std::max(bits, IndexBits(layer.weight_fraction + (1 << plan.formats.row_shift_bits)));
  }
  return bits;
}

void AddQueues(const Plan& plan, std::vector<MemoryPlan>* memories) {
  const int value = plan.formats.state.width();
  const int layer_bits = IndexBits(static_cast<int>(plan.layers.size()));
  int most_groups = 1;
  for (const LayerPlan& layer : plan.layers) most_groups = std::max(most_groups, layer.groups);
  const int group_bits = IndexBits(most_groups);
  const int x_candidates = std::max(1, plan.elements_in / plan.arrays);
  const int x_words = CeilDiv(plan.beats_in, std::max(1, plan.arrays / plan.elements_in));
  const int h_candidates = std::max(1, plan.lanes / plan.arrays);
  const int h_width = layer_bits + group_bits + h_candidates * (value + 1);
  memories->push_back({"input event queue", "ram_1r1w", "", x_words + 2,
                       1 + IndexBits(x_words) + x_candidates * (value + 1), plan.arrays});
  memories->push_back(
      {"recurrent event queue", "ram_1r1w", "", plan.cell_words + 1, h_width, plan.arrays});
  if (plan.layers.size() > 1) {
    memories->push_back(
        {"inter-layer event queue", "ram_1r1w", "", most_groups + 1, h_width, plan.arrays});
  }
}

void ListMemories(Plan* plan) {
  const NumericFormats& f = plan->formats;
  std::vector<MemoryPlan>& memories = plan->memories;
  for (int m = 0; m < plan->arrays; ++m) {
    memories.push_back({"weights, array " + std::to_string(m), "rom", WeightFileName(m),
                        plan->weight_words, plan->pes * f.weight_bits, 1});
  }
  memories.push_back({"row table (bias, row shift)", "rom", "rows.hex", plan->slots,
                      plan->pes * (f.acc_bits + f.row_shift_bits), 1});
  const int64_t table_words = int64_t{1} << (f.table_in_integer + f.table_in_fraction);
  memories.push_back(
      {"sigmoid table", "rom", "sigmoid.hex", table_words, f.gate_fraction + 1, plan->lanes});
  memories.push_back(
      {"tanh table", "rom", "tanh.hex", table_words, f.gate_fraction + 2, plan->lanes});
  memories.push_back(
      {"cell state", "ram_1r1w", "", plan->cell_words, plan->lanes * f.cell.width(), 1});
  if (plan->accumulators_in_ram) {
    memories.push_back(
        {"accumulators", "ram_1r1w", "", plan->slots, f.acc_bits, plan->arrays * plan->pes});
  }
  AddQueues(*plan, &memories);
  memories.push_back({"output frame", "ram_1r1w", "", plan->layers.back().groups + 1,
                      plan->lanes * f.state.width(), 1});
}

/// The formats as resolved: with "auto" they come from the stimulus, not from the design file.
std::string DescribeFormats(const NumericFormats& formats) {
  return fmt::format("resolved state = {}\nresolved cell = {}\nresolved accumulator = {}\n",
                     formats.state.ToString(), formats.cell.ToString(), formats.acc_bits);
}

Diagnostics CheckLimits(const Plan& plan) {
  Diagnostics errors;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    if (plan.layers[k].weight_fraction >= 0) continue;
    errors.push_back({"", 0, fmt::format("layer {}", k),
                      fmt::format("weight fraction {}", plan.layers[k].weight_fraction),
                      "weights beyond the range of an integer format cannot be aligned",
                      "weights of magnitude below 2^(numerics.weight.bits - 1)"});
  }
  if (plan.weight_words > kMaxWeightWords) {
    errors.push_back({"", 0, "engine.pes", std::to_string(plan.pes),
                      fmt::format("an array holds at most {} weight words, this network needs {}",
                                  kMaxWeightWords, plan.weight_words),
                      "more engine.pes or engine.arrays"});
  }
  if (plan.slots > kMaxSlots) {
    errors.push_back({"", 0, "engine.pes", std::to_string(plan.pes),
                      fmt::format("a PE holds at most {} accumulators, this network needs {}",
                                  kMaxSlots, plan.slots),
                      "more engine.pes"});
  }
  return errors;
}

}  // namespace

std::string WeightFileName(int array) { return fmt::format("weights_{:02}.hex", array); }

int64_t Plan::operations() const {
  int64_t weights = 0;
  for (const LayerPlan& layer : layers) {
    const int64_t columns = layer.inputs + (layer.kind == CellKind::kLstm ? layer.units : 0);
    weights += columns * layer.gates * layer.units;
  }
  return 2 * weights;
}

int64_t Plan::memory_bits() const {
  int64_t bits = 0;
  for (const MemoryPlan& memory : memories) bits += memory.bits();
  return bits;
}

Result<Plan> MakePlan(const Spec& spec, const IntNetwork& network) {
  Plan plan;
  plan.arrays = spec.engine.arrays;
  plan.pes = spec.engine.pes;
  plan.lanes = spec.engine.cell_lanes;
  plan.elements_in = spec.stream.elements_in;
  plan.elements_out = spec.stream.elements_out;
  plan.inputs = network.inputs();
  plan.outputs = network.outputs();
  plan.formats = network.formats;
  plan.reset = spec.engine.reset;
  plan.prefix = spec.output.prefix;
  plan.top = spec.output.prefix + spec.name;
  plan.spec_hash = HashText(spec.canonical + DescribeFormats(network.formats));
  LayOutLayers(network, &plan);
  plan.accumulators_in_ram =
      spec.engine.accumulators == Storage::kRam ||
      (spec.engine.accumulators == Storage::kAuto && plan.slots >= kAutoRamSlots);
  plan.element_bits = CeilDiv(network.formats.state.width(), 8) * 8;
  plan.beats_in = CeilDiv(plan.inputs, plan.elements_in);
  plan.beats_out = CeilDiv(plan.outputs, plan.elements_out);
  plan.shift_bits = ShiftBits(plan);
  if (plan.arrays > 1) {
    ++plan.timing.read_to_lstm;
    ++plan.timing.read_to_dense;
  }
  Diagnostics errors = CheckLimits(plan);
  if (!errors.empty()) return errors;
  ListMemories(&plan);
  return plan;
}

}  // namespace gatewright
