// SPDX-License-Identifier: Apache-2.0
// Keys of [engine], [stream], [control], [stimulus] and [output].

#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr std::string_view kStorageWords[] = {"auto", "flops", "ram"};
constexpr std::string_view kResetWords[] = {"async", "sync"};
constexpr std::string_view kFormWords[] = {"auto", "operator", "array"};
constexpr std::string_view kControlWords[] = {"none", "axi-lite"};

/// Absent when empty: an optional path.
std::optional<Value> FromPath(const std::string& path) {
  if (path.empty()) return std::nullopt;
  return FromText(path);
}

std::vector<Key> SizeKeys() {
  return {
      {.name = "engine.arrays",
       .domain = IntegerDomain{1, 64, /*power_of_two=*/true},
       .rule = "must divide engine.cell_lanes or be a multiple of it",
       .absent = "",
       .meaning = "Number of arrays that work on different columns at the same time. More arrays "
                  "cost as much area as more processing elements, but stay useful when a layer has "
                  "few units.",
       .example = "2",
       .store = [](Spec& spec, const Value& value) { spec.engine.arrays = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.engine.arrays); }},
      {.name = "engine.pes",
       .domain = IntegerDomain{1, 1024},
       .rule = "",
       .absent = "",
       .meaning = "Processing elements of each array: multipliers that work on different rows of "
                  "one column. Use a divisor of the layers' units, so that none idles.",
       .example = "16",
       .store = [](Spec& spec, const Value& value) { spec.engine.pes = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.engine.pes); }},
      {.name = "engine.cell_lanes",
       .domain = IntegerDomain{1, 1024},
       .rule = "must divide engine.pes",
       .absent = "",
       .meaning = "Lanes that turn pre-activations into cell and hidden states, 4 cycles a unit "
                  "each.",
       .example = "16",
       .store = [](Spec& spec, const Value& value) { spec.engine.cell_lanes = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.engine.cell_lanes); }},
  };
}

std::vector<Key> MultiplierFormKeys() {
  return {
      {.name = "engine.multiplier.form",
       .domain = Choice(kFormWords),
       .rule = "must be \"auto\" with bit-sparse weights",
       .absent = "",
       .meaning =
           "How products are written. \"operator\": as *, and as a sum of rows where they are "
           "truncated; FPGA tools take DSP blocks for *, and gatewright synth the array below "
           "for cell libraries. \"array\": as an array of full adders after Baugh, Wooley and "
           "Dadda, for library tools without good multipliers of their own; it simulates "
           "slowly. \"auto\" is \"operator\". Results are the same.",
       .example = "\"array\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.engine.multiplier = ToEnum<MultiplierForm>(value, kFormWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.engine.multiplier, kFormWords); }},
      {.name = "engine.multiplier.stages",
       .domain = IntegerDomain{1, 3},
       .rule = "",
       .absent = "",
       .meaning = "Cycles from a weight out of its memory to its product. 2 registers the weight "
                  "first, so memory and multiplier are on paths apart; 3 also registers what goes "
                  "into the last adder. Each adds a cycle to the latency of a layer.",
       .example = "2",
       .store = [](Spec& spec,
                   const Value& value) { spec.engine.multiplier_stages = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.engine.multiplier_stages); }},
  };
}

std::vector<Key> StyleKeys() {
  return {
      {.name = "engine.accumulators",
       .domain = Choice(kStorageWords),
       .rule = "",
       .absent = "",
       .meaning = "Where the accumulators live: in flip-flops, in RAM, or chosen by size.",
       .example = "\"ram\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.engine.accumulators = ToEnum<Storage>(value, kStorageWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.engine.accumulators, kStorageWords); }},
      {.name = "engine.weights",
       .domain = ChoiceDomain{{"rom"}, {"ram", "axi"}},
       .rule = "",
       .absent = "",
       .meaning = "Where the weights live: in on-chip ROM filled from memory files.",
       .example = "\"rom\"",
       .store = [](Spec&, const Value&) {},
       .load = [](const Spec&) { return FromText("rom"); }},
      {.name = "engine.reset",
       .domain = Choice(kResetWords),
       .rule = "",
       .absent = "",
       .meaning = "Whether the active-low reset acts at once or at the next clock edge.",
       .example = "\"sync\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.engine.reset = ToEnum<ResetStyle>(value, kResetWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.engine.reset, kResetWords); }},
      {.name = "stream.elements_in",
       .domain = IntegerDomain{1, 64, /*power_of_two=*/true},
       .rule = "",
       .absent = "",
       .meaning = "Elements of a beat of the input stream. An element is the state width rounded "
                  "up to whole bytes.",
       .example = "4",
       .store = [](Spec& spec, const Value& value) { spec.stream.elements_in = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.stream.elements_in); }},
      {.name = "stream.elements_out",
       .domain = IntegerDomain{1, 64, /*power_of_two=*/true},
       .rule = "must divide engine.cell_lanes",
       .absent = "",
       .meaning = "Elements of a beat of the output stream.",
       .example = "4",
       .store = [](Spec& spec, const Value& value) { spec.stream.elements_out = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.stream.elements_out); }},
  };
}

std::vector<Key> ControlKeys() {
  return {
      {.name = "control.bus",
       .domain = Choice(kControlWords),
       .rule = "",
       .absent = "",
       .meaning =
           "The bus of a register block with identity, enable, thresholds, sticky errors and "
           "counters. Without one the design has no registers, runs as soon as reset is "
           "released and keeps the thresholds of this file.",
       .example = "\"axi-lite\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.control.bus = ToEnum<ControlBus>(value, kControlWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.control.bus, kControlWords); }},
  };
}

std::vector<Key> StimulusKeys() {
  return {
      {.name = "stimulus.input",
       .domain = TextDomain{TextKind::kPath},
       .rule = "",
       .absent = "none: random frames",
       .meaning =
           "Input frames, .npy or .csv, relative to the design file. They calibrate \"auto\" "
           "formats and drive the accuracy report and the simulation.",
       .example = "\"frames.npy\"",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.stimulus.input = ToText(value); },
       .load = [](const Spec& spec) { return FromPath(spec.stimulus.input); }},
      {.name = "stimulus.steps",
       .domain = IntegerDomain{0, 1000000000},
       .rule = "",
       .absent = "",
       .meaning = "Frames used, from the first one; 0 uses all of them (64 random ones).",
       .example = "200",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.stimulus.steps = ToInt(value); },
       .load = [](const Spec& spec) { return FromInt(spec.stimulus.steps); }},
      {.name = "stimulus.seed",
       .domain = IntegerDomain{0, INT64_MAX},
       .rule = "",
       .absent = "",
       .meaning = "Seed of the random frames used when there is no stimulus.input.",
       .example = "7",
       .shapes_rtl = false,
       .store =
           [](Spec& spec, const Value& value) {
             spec.stimulus.seed = static_cast<uint64_t>(std::get<int64_t>(value));
           },
       .load = [](const Spec& spec) { return FromInt(static_cast<int64_t>(spec.stimulus.seed)); }},
      {.name = "stimulus.reference",
       .domain = TextDomain{TextKind::kPath},
       .rule = "",
       .absent = "none",
       .meaning = "Reference outputs, .npy or .csv, relative to the design file, shown beside the "
                  "model's own in the report.",
       .example = "\"target.npy\"",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.stimulus.reference = ToText(value); },
       .load = [](const Spec& spec) { return FromPath(spec.stimulus.reference); }},
      {.name = "stimulus.sample_rate",
       .domain = NumberDomain{0, 1e12},
       .rule = "",
       .absent = "",
       .meaning = "Frames a second, for the time axes of the report; 0 when unknown.",
       .example = "360",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.stimulus.sample_rate = ToNumber(value); },
       .load = [](const Spec& spec) { return std::optional<Value>(spec.stimulus.sample_rate); }},
  };
}

std::vector<Key> OutputKeys() {
  return {
      {.name = "output.prefix",
       .domain = TextDomain{TextKind::kPrefix},
       .rule = "",
       .absent = "",
       .meaning = "First letters of every emitted module and file name, so that two designs can "
                  "live in one chip.",
       .example = "\"vad_\"",
       .store = [](Spec& spec, const Value& value) { spec.output.prefix = ToText(value); },
       .load = [](const Spec& spec) { return FromText(spec.output.prefix); }},
  };
}

}  // namespace

std::vector<Key> EngineKeys() {
  std::vector<Key> keys;
  for (auto part : {SizeKeys, MultiplierFormKeys, StyleKeys, ControlKeys, StimulusKeys, ReadoutKeys,
                    SynthKeys, OutputKeys}) {
    for (Key& key : part()) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace gatewright::internal
