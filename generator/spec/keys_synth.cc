// SPDX-License-Identifier: Apache-2.0
// Keys of [synth].

#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr int kMaxTexts = 64;

std::vector<std::string> ToTexts(const Value& value) {
  const auto* texts = std::get_if<std::vector<std::string>>(&value);
  return texts == nullptr ? std::vector<std::string>() : *texts;  // "[]" is a list of integers
}
std::optional<Value> FromTexts(const std::vector<std::string>& texts) {
  return texts.empty() ? std::nullopt : std::optional<Value>(texts);
}

constexpr std::string_view kDevices[] = {"hx8k", "up5k"};

std::vector<Key> TargetKeys() {
  return {
      {.name = "synth.target",
       .domain = TextDomain{TextKind::kTarget},
       .rule = "",
       .absent = "",
       .meaning = "What synthesis maps to: generic gates counted in gate equivalents, the osu018 "
                  "cells of Debian's qflow-tech-osu018, a liberty file of yours (relative to the "
                  "design file), or an FPGA family: Lattice iCE40 (placed and routed too), Lattice "
                  "ECP5, AMD 7 series.",
       .example = "\"osu018\"",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.target = ToText(value); },
       .load = [](const Spec& spec) { return FromText(spec.synth.target); }},
      {.name = "synth.libraries",
       .domain = TextListDomain{kMaxTexts},
       .rule = "",
       .absent = "none",
       .meaning =
           "Further liberty files of the technology of synth.target, where that is a liberty "
           "file (relative to the design file): for libraries that come in parts. Units and "
           "voltage must be those of synth.target, and no cell may be in two of them. Other "
           "targets leave it unread.",
       .example = "[\"seq.lib.gz\", \"simple.lib.gz\"]",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.libraries = ToTexts(value); },
       .load = [](const Spec& spec) { return FromTexts(spec.synth.libraries); }},
      {.name = "synth.dont_use",
       .domain = TextListDomain{kMaxTexts},
       .rule = "",
       .absent = "what the library and its family say",
       .meaning =
           "Names of library cells that synthesis must not use, with * for any letters and ? "
           "for one. Cells that a library marks, clock gates, scan cells, latches and tie "
           "cells are never used; nor are isolation, delay, hold, clock and probe cells of "
           "sky130, asap7, nangate45 and sg13g2, by their names.",
       .example = "[\"*_x1\", \"AOI222*\"]",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.dont_use = ToTexts(value); },
       .load = [](const Spec& spec) { return FromTexts(spec.synth.dont_use); }},
      {.name = "synth.device",
       .domain = Choice(kDevices),
       .rule = "",
       .absent = "",
       .meaning =
           "iCE40 device that target \"ice40\" places and routes for: hx8k in ct256, which is "
           "fast, or up5k in sg48, which has multipliers. Other targets leave it unread.",
       .example = "\"up5k\"",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.device = ToText(value); },
       .load = [](const Spec& spec) { return FromText(spec.synth.device); }},
  };
}

std::vector<Key> TimingKeys() {
  return {
      {.name = "synth.clock_ns",
       .domain = NumberDomain{0.01, 1e6},
       .rule = "",
       .absent = "",
       .meaning =
           "Target clock period of synthesis and written to the constraints, in nanoseconds.",
       .example = "5.0",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.clock_ns = ToNumber(value); },
       .load = [](const Spec& spec) { return std::optional<Value>(spec.synth.clock_ns); }},
      {.name = "synth.memory_access_ns",
       .domain = NumberDomain{0, 1e6},
       .rule = "",
       .absent = "",
       .meaning =
           "Time from the clock edge to the data output of a memory macro, which timing on a "
           "liberty library takes for every memory, in nanoseconds: cell libraries hold no "
           "memories. Take the number of your memory compiler.",
       .example = "0.8",
       .shapes_rtl = false,
       .store = [](Spec& spec,
                   const Value& value) { spec.synth.memory_access_ns = ToNumber(value); },
       .load = [](const Spec& spec) { return std::optional<Value>(spec.synth.memory_access_ns); }},
      {.name = "synth.memory_setup_ns",
       .domain = NumberDomain{0, 1e6},
       .rule = "",
       .absent = "",
       .meaning = "Time that addresses, data and enables must be stable at a memory macro before "
                  "the clock edge, in nanoseconds; see synth.memory_access_ns.",
       .example = "0.2",
       .shapes_rtl = false,
       .store = [](Spec& spec,
                   const Value& value) { spec.synth.memory_setup_ns = ToNumber(value); },
       .load = [](const Spec& spec) { return std::optional<Value>(spec.synth.memory_setup_ns); }},
  };
}

std::vector<Key> PowerKeys() {
  return {
      {.name = "synth.memory_table",
       .domain = TextDomain{TextKind::kPath},
       .rule = "",
       .absent = "the model",
       .meaning = "Memory macros of yours as a CSV file (relative to the design file), a macro a "
                  "line below words,width,ports,area_um2,read_pj,write_pj,leakage_uw: area and "
                  "power of the memories are then those of the macros that cover them. Without it "
                  "they are a model of SRAM in 0.18 um.",
       .example = "\"memories.csv\"",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.memory_table = ToText(value); },
       .load =
           [](const Spec& spec) {
             return spec.synth.memory_table.empty() ? std::nullopt
                                                    : FromText(spec.synth.memory_table);
           }},
      {.name = "synth.power",
       .domain = BooleanDomain{},
       .rule = "",
       .absent = "",
       .meaning = "build also measures power: the mapped netlist simulated on the stimulus. Needs "
                  "a target that is a cell library.",
       .example = "true",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.synth.power = std::get<bool>(value); },
       .load = [](const Spec& spec) { return std::optional<Value>(spec.synth.power); }},
  };
}

}  // namespace

std::vector<Key> SynthKeys() {
  std::vector<Key> keys = TargetKeys();
  for (Key& key : TimingKeys()) keys.push_back(std::move(key));
  for (Key& key : PowerKeys()) keys.push_back(std::move(key));
  return keys;
}

}  // namespace gatewright::internal
