// SPDX-License-Identifier: Apache-2.0
// Derives every width, depth, base and table of a design, once.
#include "generator/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "generator/compress/events.h"
#include "generator/compress/pattern.h"
#include "generator/compress/product.h"
#include "generator/compress/weight_code.h"
#include "generator/plan/memory_files.h"
#include "generator/spec/canonical.h"

namespace gatewright {
namespace {

constexpr int64_t kMaxWeightWords = int64_t{1} << 24;
constexpr int kMaxSlots = 4096;
/// Slots from which accumulators go into a memory when the design says "auto".
constexpr int kAutoRamSlots = 32;

/// Weight words of the columns of a matrix with `slots` slots.
ColumnWords WordsOf(const Spec& spec, const Ratio& keep, int slots, const ColumnWords& counted) {
  switch (spec.sparsity.weights) {
    case WeightPattern::kDense:
      return {slots, {}};
    case WeightPattern::kCbtd:
      return {static_cast<int>(keep.Kept(slots)), {}};
    case WeightPattern::kUnstructured:
    case WeightPattern::kHcgs:
      break;
  }
  return counted;
}

/// Gives a matrix its place behind those already laid out.
MatrixPlan Place(int columns, const ColumnWords& words, Plan* plan) {
  MatrixPlan matrix{columns, plan->weight_words, words.words, words.of_column, 0};
  const int64_t rounds = CeilDiv(columns, plan->arrays);
  if (plan->pattern == WeightPattern::kUnstructured) {
    matrix.base = plan->pointer_words;
    plan->pointer_words += rounds;
    return matrix;
  }
  plan->weight_words += rounds * words.words;
  if (plan->pattern == WeightPattern::kHcgs) {
    matrix.index_base = plan->index_words;
    plan->index_words +=
        int64_t{CeilDiv(columns, plan->block)} * (words.words / plan->block_words());
  }
  return matrix;
}

void LayOutLayers(const Spec& spec, const IntNetwork& network, Plan* plan) {
  const SparsitySpec& sparsity = spec.sparsity;
  for (const IntLayer& layer : network.layers) {
    const bool recurrent = IsRecurrent(layer.kind);
    LayerPlan place;
    place.kind = layer.kind;
    place.activation = layer.activation;
    place.input_relu = layer.input_relu;
    place.inputs = layer.inputs;
    place.units = layer.units;
    place.gates = layer.gates();
    place.interval = SumGroups(layer.kind);
    place.unit_slots = UnitSlots(spec, layer.kind, layer.units);
    place.groups = CeilDiv(layer.units, plan->lanes);
    place.slot_base = plan->slots;
    place.weight_fraction = layer.weight_fraction;
    plan->slots += place.slots();
    const Ratio keep_x = recurrent ? sparsity.share_x() : sparsity.share_head();
    place.x = Place(layer.inputs, WordsOf(spec, keep_x, place.row_slots(), layer.x_words), plan);
    if (recurrent) {
      const ColumnWords words = WordsOf(spec, sparsity.share_h(), place.row_slots(), layer.h_words);
      place.h = Place(layer.units, words, plan);
      place.cell_base = plan->cell_words;
      plan->cell_words += place.groups;
    }
    plan->layers.push_back(std::move(place));
  }
}

/// Unstructured: every array stores its own columns; the memories have the size of the fullest.
int64_t MaxWords(const Plan& plan) {
  std::vector<int64_t> words(static_cast<size_t>(plan.arrays), 0);
  for (const LayerPlan& layer : plan.layers) {
    for (const MatrixPlan* matrix : {&layer.x, &layer.h}) {
      for (int j = 0; j < matrix->columns; ++j) {
        words[static_cast<size_t>(j % plan.arrays)] += matrix->words(j);
      }
    }
  }
  return std::max<int64_t>(1, *std::max_element(words.begin(), words.end()));
}

/// Widths of what the pattern stores beside the weights.
void SizePattern(Plan* plan) {
  int max_slots = 1;
  int max_words = 1;
  for (const LayerPlan& layer : plan->layers) {
    max_slots = std::max(max_slots, layer.row_slots());
    max_words = std::max({max_words, layer.x.column_words, layer.h.column_words});
  }
  switch (plan->pattern) {
    case WeightPattern::kDense:
      break;
    case WeightPattern::kUnstructured:
      plan->weight_words = MaxWords(*plan);
      plan->count_bits = IndexBits(max_words + 1);
      plan->slot_bits = IndexBits(max_slots);
      break;
    case WeightPattern::kCbtd:
      plan->slot_bits = IndexBits(max_slots);
      break;
    case WeightPattern::kHcgs:
      plan->index_bits = IndexBits(max_slots / plan->block_words());
      break;
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
  const int value = plan.event_bits();
  const int copies = plan.arrays * (plan.events.kind == EventKind::kSimilarity ? 2 : 1);
  const int layer_bits = IndexBits(static_cast<int>(plan.layers.size()));
  int max_groups = 1;
  for (const LayerPlan& layer : plan.layers) max_groups = std::max(max_groups, layer.groups);
  const int group_bits = IndexBits(max_groups);
  const int x_candidates = std::max(1, plan.elements_in / plan.arrays);
  const int x_words = CeilDiv(plan.beats_in, std::max(1, plan.arrays / plan.elements_in));
  const int h_candidates = std::max(1, plan.lanes / plan.arrays);
  const int h_width = layer_bits + group_bits + h_candidates * (value + 1);
  memories->push_back({"input event queue", "ram_1r1w", "", x_words + 2,
                       1 + IndexBits(x_words) + x_candidates * (value + 1), copies});
  memories->push_back(
      {"recurrent event queue", "ram_1r1w", "", plan.cell_words + 1, h_width, copies});
  if (plan.layers.size() > 1) {
    memories->push_back(
        {"inter-layer event queue", "ram_1r1w", "", max_groups + 1, h_width, plan.arrays});
  }
}

/// What elements are compared with: gw_input, gw_state_encoder.
void AddReferences(const Plan& plan, std::vector<MemoryPlan>* memories) {
  const bool modes = plan.events.kind == EventKind::kSimilarity;
  const int width = plan.formats.state.width();
  memories->push_back({"input references", "ram_1r1w", "", 2 * plan.beats_in,
                       (modes ? 2 : 1) * plan.elements_in * width, 1});
  const int sets = 1 + (plan.layers.size() > 1 ? 1 : 0) + (modes ? 1 : 0);
  memories->push_back(
      {"state references", "ram_1r1w", "", plan.cell_words, sets * plan.lanes * width, 1});
}

void ListMemories(Plan* plan) {
  const NumericFormats& f = plan->formats;
  std::vector<MemoryPlan>& memories = plan->memories;
  for (int m = 0; m < plan->arrays; ++m) {
    memories.push_back({"weights, array " + std::to_string(m), "rom", WeightFileName(m),
                        plan->weight_words, plan->word_bits(), 1});
  }
  for (int m = 0; m < plan->arrays && plan->pointer_words > 0; ++m) {
    memories.push_back({"column pointers, array " + std::to_string(m), "rom", PointerFileName(m),
                        plan->pointer_words, plan->count_bits + IndexBits(plan->weight_words), 1});
  }
  if (plan->index_words > 0) {
    memories.push_back({"block indices, each array", "rom", "indices.hex", plan->index_words,
                        plan->index_bits, plan->arrays});
  }
  memories.push_back({"row table (bias, row shift)", "rom", "rows.hex", plan->slots,
                      plan->pes * (f.acc_bits + f.row_shift_bits), 1});
  if (f.segments == 0) {
    const int64_t table_words = int64_t{1} << (f.table_in_integer + f.table_in_fraction);
    memories.push_back(
        {"sigmoid table", "rom", "sigmoid.hex", table_words, f.gate_fraction + 1, plan->lanes});
    memories.push_back(
        {"tanh table", "rom", "tanh.hex", table_words, f.gate_fraction + 2, plan->lanes});
  }
  memories.push_back({plan->cell() == CellKind::kGru ? "hidden state" : "cell state", "ram_1r1w",
                      "", plan->cell_words, plan->lanes * plan->kept_bits(), 1});
  if (plan->accumulators_in_ram) {
    memories.push_back(
        {"accumulators", "ram_1r1w", "", plan->slots, f.acc_bits, plan->arrays * plan->pes});
  }
  AddQueues(*plan, &memories);
  if (plan->events.kind != EventKind::kNone) AddReferences(*plan, &memories);
  memories.push_back({"output frame", "ram_1r1w", "", plan->layers.back().groups + 1,
                      plan->lanes * f.state.width(), 1});
}

MultiplierPlan PlanMultiplier(const Spec& spec, const NumericFormats& formats) {
  const WeightCode code(formats);
  MultiplierPlan plan;
  plan.stages = spec.engine.multiplier_stages;
  plan.weight_bits = code.bits();
  if (formats.weight_kind == WeightKind::kBitSparse) {
    plan.kind = MultiplierKind::kBitSparse;
    plan.digits = formats.weight_digits;
    plan.form = code.form();
    plan.last = code.last();
    return plan;
  }
  const bool array = spec.engine.multiplier == MultiplierForm::kArray;
  plan.kind = array ? MultiplierKind::kArray : MultiplierKind::kOperator;
  plan.drop = formats.dropped_columns;
  plan.offset = static_cast<int>(TruncatedProductOf(formats).offset());
  return plan;
}

/// Lines instead of tables: what they are, and the cycles they take longer.
void FitActivations(Plan* plan) {
  if (plan->formats.segments == 0) return;
  plan->sigmoid = SigmoidLines(plan->formats);
  plan->tanh = TanhLines(plan->formats, plan->cell());
  const HeadActivation head = plan->layers.back().activation;
  const bool looked_up = head == HeadActivation::kSigmoid || head == HeadActivation::kTanh;
  plan->timing.read_to_lstm += plan->cell() == CellKind::kGru ? 3 : 4;
  if (plan->has_head() && looked_up) plan->timing.read_to_dense += 2;
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

std::string PointerFileName(int array) { return fmt::format("pointers_{:02}.hex", array); }

std::string WeightFileName(int array) { return fmt::format("weights_{:02}.hex", array); }

int64_t Plan::operations() const {
  int64_t weights = 0;
  for (const LayerPlan& layer : layers) {
    const int64_t columns = layer.inputs + (IsRecurrent(layer.kind) ? layer.units : 0);
    weights += columns * layer.gates * layer.units;
  }
  return 2 * weights;
}

std::string Plan::weight_format() const {
  if (formats.weight_kind == WeightKind::kFixed) return fmt::format("{} bits", formats.weight_bits);
  return fmt::format("{}-sbit/{} in codes of {} bits", formats.weight_digits, formats.weight_bits,
                     multiplier.weight_bits);
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
  plan.control = spec.control.bus;
  plan.prefix = spec.output.prefix;
  plan.top = spec.output.prefix + spec.name;
  plan.multiplier = PlanMultiplier(spec, network.formats);
  plan.spec_hash = HashText(spec.canonical + DescribeFormats(network.formats));
  plan.pattern = spec.sparsity.weights;
  plan.events = network.events;
  plan.score_bits = ScoreBits(network.formats.state, network.inputs());
  if (plan.pattern == WeightPattern::kHcgs) plan.block = spec.sparsity.inner_block;
  LayOutLayers(spec, network, &plan);
  SizePattern(&plan);
  plan.accumulators_in_ram =
      spec.engine.accumulators == Storage::kRam ||
      (spec.engine.accumulators == Storage::kAuto && plan.slots >= kAutoRamSlots);
  plan.element_bits = CeilDiv(network.formats.state.width(), 8) * 8;
  plan.beats_in = CeilDiv(plan.inputs, plan.elements_in);
  plan.beats_out = CeilDiv(plan.outputs, plan.elements_out);
  plan.shift_bits = ShiftBits(plan);
  const int later = (plan.arrays > 1 ? 1 : 0) + plan.multiplier.stages - 1;
  plan.timing.read_to_lstm += later;
  plan.timing.read_to_dense += later;
  plan.timing.issue_to_sum += plan.multiplier.stages - 1;
  FitActivations(&plan);
  Diagnostics errors = CheckLimits(plan);
  if (!errors.empty()) return errors;
  ListMemories(&plan);
  return plan;
}

}  // namespace gatewright
