// SPDX-License-Identifier: Apache-2.0
// The engine's parameters as the top sets them.

#include "generator/emit/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace gatewright {
namespace {

/// Pattern of gw_column_fetch.
int PatternCode(WeightPattern pattern) {
  switch (pattern) {
    case WeightPattern::kDense:
      return 0;
    case WeightPattern::kCbtd:
      return 1;
    case WeightPattern::kUnstructured:
      return 2;
    case WeightPattern::kHcgs:
      return 3;
  }
  return 0;
}

/// kind of a layer in gw_layer_table.
int KindCode(const LayerPlan& layer) {
  if (layer.kind == CellKind::kLstm) return 0;
  if (layer.kind == CellKind::kGru) return 1;
  switch (layer.activation) {
    case HeadActivation::kNone:
      return 2;
    case HeadActivation::kRelu:
      return 3;
    case HeadActivation::kSigmoid:
      return 4;
    case HeadActivation::kTanh:
      return 5;
  }
  return 2;
}

std::string KindName(const LayerPlan& layer) {
  return layer.kind == CellKind::kLstm ? "LSTM" : layer.kind == CellKind::kGru ? "GRU" : "dense";
}

std::string Word(int64_t value) { return fmt::format("32'd{}", value); }

std::string Parameter(const std::string& name, const std::string& value) {
  return fmt::format("    .{:<10} ({}),\n", name, value);
}

/// A table: the names of the fields above their columns, a line a layer, layer 0 lowest.
std::string LayerTable(const Plan& plan) {
  std::vector<size_t> widths;
  for (const LayerPlan& layer : plan.layers) {
    const std::vector<PackedField> fields = LayerFields(layer);
    widths.resize(fields.size());
    for (size_t i = 0; i < fields.size(); ++i) {
      widths[i] = std::max({widths[i], fields[i].name.size(), Word(fields[i].value).size() + 1});
    }
  }
  std::string names;
  std::string rows;
  for (size_t k = plan.layers.size(); k-- > 0;) {
    const LayerPlan& layer = plan.layers[k];
    names.clear();
    std::string row;
    const std::vector<PackedField> fields = LayerFields(layer);
    for (size_t i = 0; i < fields.size(); ++i) {
      row += fmt::format("{:<{}} ", Word(fields[i].value) + ",", widths[i]);
      names += fmt::format("{:<{}} ", fields[i].name, widths[i]);
    }
    if (k == 0) row[row.rfind(',')] = ' ';
    rows += fmt::format("         {} // layer {}: {} {} -> {}\n", row, k, KindName(layer),
                        layer.inputs, layer.units);
  }
  names.resize(names.find_last_not_of(' ') + 1);
  return Parameter("LayerTable", "{\n      // " + names + "\n" + rows + "    }");
}

/// A line a field with its name and meaning.
std::string Bundle(const std::string& name, const std::vector<PackedField>& fields) {
  std::string text = "{\n";
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string value = Word(fields[i].value) + (i + 1 < fields.size() ? "," : "");
    text += fmt::format("      {:<12} // {}: {}\n", value, fields[i].name, fields[i].meaning);
  }
  return Parameter(name, text + "    }");
}

/// The lines of a function as gw_pwl takes them, the first one lowest: slope and offset of each,
/// then fraction of the slopes and log2 of the inputs of a segment.
std::string FunctionLines(const PwlLines& lines) {
  std::string text;
  for (size_t i = lines.lines.size(); i-- > 0;) {
    const PwlLine& line = lines.lines[i];
    text += fmt::format("{}32'd{}, 32'd{},{}",
                        i % 4 == 3 || i + 1 == lines.lines.size() ? "      " : " ", line.slope,
                        line.offset, i % 4 == 0 ? "\n" : "");
  }
  return text + fmt::format("      32'd{}, 32'd{},\n", lines.slope_fraction, lines.segment_bits);
}

std::string Lines(const Plan& plan) {
  return Parameter(
      "Lines",
      "{\n      // tanh: slope and offset of each line, the last one first; fraction "
      "bits of slopes; log2 of\n      // the inputs of a line\n" +
          FunctionLines(plan.tanh) + "      // sigmoid\n" + FunctionLines(plan.sigmoid) +
          fmt::format("      32'd{}  // lines of each\n    }}", plan.formats.segments));
}

}  // namespace

std::vector<PackedField> LayerFields(const LayerPlan& layer) {
  return {{"units", layer.units, ""},
          {"input_relu", layer.input_relu ? 1 : 0, ""},
          {"fraction", layer.weight_fraction, ""},
          {"first_slot", layer.slot_base, ""},
          {"sum_slots", layer.unit_slots, ""},
          {"x_base", layer.x.base, ""},
          {"x_words", layer.x.column_words, ""},
          {"x_index", layer.x.index_base, ""},
          {"h_base", layer.h.base, ""},
          {"h_words", layer.h.column_words, ""},
          {"h_index", layer.h.index_base, ""},
          {"kind", KindCode(layer), ""}};
}

std::vector<PackedField> FormatFields(const Plan& plan) {
  const NumericFormats& f = plan.formats;
  return {{"StateF", f.state.fraction_bits, "fraction bits of states"},
          {"CellW", f.cell.width(), "bits of c of an LSTM"},
          {"CellF", f.cell.fraction_bits, "its fraction bits"},
          {"GateF", f.gate_fraction, "fraction bits of sigmoid and tanh values"},
          {"TableI", f.table_in_integer, "integer bits of the table input"},
          {"TableF", f.table_in_fraction, "fraction bits of the table input"},
          {"RowShiftW", f.row_shift_bits, "bits of a row's extra fraction"},
          {"Nearest", f.rounding == Rounding::kNearestEven ? 1 : 0,
           "1 rounds to nearest even, 0 down"}};
}

std::vector<PackedField> MultiplierFields(const Plan& plan) {
  const MultiplierPlan& m = plan.multiplier;
  const bool bit_sparse = m.kind == MultiplierKind::kBitSparse;
  return {{"MultiplierKind", static_cast<int>(m.kind), "0 operator, 1 full adders, 2 bit-sparse"},
          {"Stages", m.stages, "cycles from a weight to its product"},
          {"StoredW", m.weight_bits, "bits of a stored weight or code"},
          {"WeightW", bit_sparse ? plan.formats.weight_bits : m.weight_bits, "bits of a weight"},
          {"Digits", m.digits, "digits of a bit-sparse weight"},
          {"CodeTable", m.form, "1: codes are indices of a table of digits"},
          {"ZeroIndex", m.last, "index that stands for zero"},
          {"DroppedColumns", m.drop, "columns that delta steps leave out"},
          {"DropOffset", m.offset, "what stands for them"}};
}

std::vector<PackedField> StorageFields(const Plan& plan) {
  const int shift = plan.block > 0 ? std::countr_zero(static_cast<unsigned>(plan.block)) : 0;
  return {
      {"Pattern", PatternCode(plan.pattern), "0 dense, 1 slots, 2 pointers, 3 blocks"},
      {"WeightWords", plan.weight_words, "words of an array's weight memory"},
      {"StoredSlotW", plan.slot_bits, "bits of a slot stored with each weight"},
      {"PointerWords", plan.pointer_words, "words of an array's pointer memory"},
      {"ColumnWordsW", plan.count_bits, "bits of the words of a column in a pointer"},
      {"IndexWords", plan.index_words, "words of the memory of block indices"},
      {"IndexW", plan.index_bits, "bits of a block index"},
      {"BlockWords", plan.block_words(), "words of a column of an inner block"},
      {"BlockShift", shift, "log2 of the columns of an inner block"},
      {"SumsInMemory", plan.accumulators_in_ram ? 1 : 0, "accumulators: 0 flip-flops, 1 memory"}};
}

std::string EngineParameters(const Plan& plan) {
  const auto number = [](int64_t value) { return std::to_string(value); };
  std::string text = Parameter("Inputs", number(plan.inputs)) +
                     Parameter("Layers", number(static_cast<int64_t>(plan.layers.size()))) +
                     LayerTable(plan) +
                     Parameter("Events", number(static_cast<int>(plan.events.kind)));
  if (plan.events.kind == EventKind::kSimilarity)
    text += Parameter("Refresh", number(plan.events.refresh));
  const bool registers = plan.control != ControlBus::kNone;
  if (registers && plan.events.kind != EventKind::kNone) text += Parameter("Runtime", "1");
  text += Parameter("StateW", number(plan.formats.state.width())) +
          Parameter("AccW", number(plan.formats.acc_bits)) + Bundle("Formats", FormatFields(plan));
  if (plan.formats.segments > 0) text += Lines(plan);
  text += Bundle("Multiplier", MultiplierFields(plan)) + Bundle("Storage", StorageFields(plan));
  if (registers) text += Parameter("Counters", "1");
  return text;
}

}  // namespace gatewright
