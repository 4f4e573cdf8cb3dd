// SPDX-License-Identifier: Apache-2.0
// The registers of a design: offsets, fields, reset values.
#include "generator/registers/register_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <utility>

namespace gatewright {
namespace {

// Offsets that every design shares.
constexpr uint32_t kThresholds = 0x80;  // 8 bytes a layer: THETA_X, THETA_H
constexpr uint32_t kCounters = 0x100;   // 8 bytes a counter: low word, high word

Field Constant(std::string name, int low, int bits, uint32_t value, std::string meaning) {
  return {std::move(name), low, bits, Access::kRead, value, std::move(meaning)};
}

Register Whole(std::string name, uint32_t offset, uint32_t value, std::string meaning) {
  return {std::move(name),
          offset,
          RegisterKind::kConstant,
          {Constant("value", 0, 32, value, std::move(meaning))}};
}

/// "1.2.3" as fields of 8, 8 and 16 bits; what is missing counts as 0.
Register Version(uint32_t offset, const std::string& text) {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned patch = 0;
  std::sscanf(text.c_str(), "%u.%u.%u", &major, &minor, &patch);
  return {"VERSION",
          offset,
          RegisterKind::kConstant,
          {Constant("patch", 0, 16, patch & 0xffffU, "Third part of the version of the tool."),
           Constant("minor", 16, 8, minor & 0xffU, "Second part."),
           Constant("major", 24, 8, major & 0xffU, "First part of the version of the tool.")}};
}

void AddIdentity(const RegisterSource& source, std::vector<Register>* list) {
  const auto low = [](uint64_t hash) { return static_cast<uint32_t>(hash); };
  const auto high = [](uint64_t hash) { return static_cast<uint32_t>(hash >> 32); };
  list->push_back(Whole("ID", 0x00, kRegisterMagic, "\"GWRT\": a register block of gatewright."));
  list->push_back(Version(0x04, source.version));
  list->push_back(Whole("CONFIG_HASH_LO", 0x08, low(source.spec_hash),
                        "Hash of the configuration and the formats chosen, bits 31:0."));
  list->push_back(Whole("CONFIG_HASH_HI", 0x0c, high(source.spec_hash), "The same, bits 63:32."));
  list->push_back(Whole("IMAGE_HASH_LO", 0x10, low(source.image_hash),
                        "Hash of the memory contents (weights, tables), bits 31:0."));
  list->push_back(Whole("IMAGE_HASH_HI", 0x14, high(source.image_hash), "The same, bits 63:32."));
  const auto number = [](int value) { return static_cast<uint32_t>(value); };
  list->push_back(
      {"FRAME",
       0x18,
       RegisterKind::kConstant,
       {Constant("inputs", 0, 16, number(source.inputs), "Elements of an input frame."),
        Constant("outputs", 16, 16, number(source.outputs), "Elements of an output frame.")}});
  list->push_back(
      {"NETWORK",
       0x1c,
       RegisterKind::kConstant,
       {Constant("layers", 0, 8, number(source.layers), "Layers, a dense head included."),
        Constant("cell", 8, 4, source.cell == CellKind::kGru ? 1 : 0,
                 "Recurrent layers: 0 LSTM, 1 GRU."),
        Constant("head", 12, 1, source.head ? 1 : 0, "1: the last layer is dense."),
        Constant("events", 13, 2, static_cast<uint32_t>(source.events),
                 "What is an event: 0 every element that is not zero, 1 delta, 2 similarity."),
        Constant("state_fraction", 16, 8, number(source.state.fraction_bits),
                 "Fraction bits of an element and of the thresholds."),
        Constant("state_bits", 24, 8, number(source.state.width()), "Bits of an element.")}});
}

void AddControl(std::vector<Register>* list) {
  list->push_back({"CONTROL",
                   0x20,
                   RegisterKind::kSetting,
                   {{"enable", 0, 1, Access::kReadWrite, 1,
                     "1: frames are taken. 0: the step under way is finished, its output leaves, "
                     "and input waits; nothing is lost."}}});
  list->push_back({"ERROR",
                   0x24,
                   RegisterKind::kSticky,
                   {{"frame_length", 0, 1, Access::kWriteClear, 0,
                     "A frame of the wrong length came in and was dropped."}}});
  list->push_back({"COMMAND",
                   0x28,
                   RegisterKind::kCommand,
                   {{"snapshot", 0, 1, Access::kWrite, 0,
                     "1: all counters are copied, at one clock edge, to where they can be read."},
                    {"clear", 1, 1, Access::kWrite, 0,
                     "1: all counters start again from 0. Together with snapshot nothing is lost "
                     "and nothing counted twice."}}});
}

Register Threshold(std::string name, uint32_t offset, int bits, uint32_t reset,
                   std::string meaning) {
  return {std::move(name),
          offset,
          RegisterKind::kSetting,
          {{"value", 0, bits, Access::kReadWrite, reset, std::move(meaning)}}};
}

void AddThresholds(const RegisterSource& source, std::vector<Register>* list) {
  if (source.events == EventKind::kSimilarity) {
    list->push_back(Threshold("T_SKIP", 0x30, source.score_bits, source.t_skip,
                              fmt::format("A step whose frame has a lower score is skipped: it "
                                          "repeats the output before. In {}.",
                                          source.state.ToString())));
    list->push_back(Threshold("T_DELTA", 0x34, source.score_bits, source.t_delta,
                              fmt::format("Of the other steps those with a lower score work on "
                                          "changes, the others start again from the bias. In {}.",
                                          source.state.ToString())));
  }
  const int bits = source.state.width() - 1;
  for (size_t k = 0; k < source.thresholds.size(); ++k) {
    const uint32_t offset = kThresholds + 8 * static_cast<uint32_t>(k);
    list->push_back(Threshold(fmt::format("THETA_X{}", k), offset, bits,
                              source.thresholds[k].theta_x,
                              fmt::format("Least change of an input of layer {} that is an event, "
                                          "in {}.",
                                          k, source.state.ToString())));
    if (!source.thresholds[k].theta_h) continue;
    list->push_back(Threshold(fmt::format("THETA_H{}", k), offset + 4, bits,
                              *source.thresholds[k].theta_h,
                              fmt::format("The same of the recurrent inputs of layer {}, in {}.", k,
                                          source.state.ToString())));
  }
}

/// Every counter there may be, in the order of their offsets.
struct Place {
  Counter counter;
  bool present;
};

std::vector<Place> CounterPlaces(const RegisterSource& source) {
  using enum CountWidth;
  const bool delta = source.events != EventKind::kNone;
  const bool similarity = source.events == EventKind::kSimilarity;
  const bool gru = source.cell == CellKind::kGru;
  return {
      {{"STEPS", kOne, "steps begun"}, true},
      {{"CYCLES", kOne, "clock cycles with CONTROL.enable at 1"}, true},
      {{"STEPS_FULL", kOne, "steps begun that start again from the bias"}, delta},
      {{"STEPS_DELTA", kOne, "steps begun that work on changes"}, delta},
      {{"STEPS_SKIP", kOne, "steps begun that repeat the output before"}, similarity},
      {{"EVENTS_X", kArrays, "events of layer inputs (columns of W_x) taken by the arrays"}, true},
      {{"EVENTS_H", kArrays, "recurrent events (columns of W_h) taken by the arrays"}, true},
      {{"WORDS", kArrays, "weight words fetched, over all arrays"}, true},
      {{"SAT_A", kLanes, "saturated pre-activations a"}, true},
      {{"SAT_Q", kLanes, "saturated pre-activations q of the reset product"}, gru},
      {{"SAT_A_C", kLanes, "saturated pre-activations a_c of the candidate"}, gru},
      {{"SAT_C", kLanes, "saturated cell states c'"}, !gru},
  };
}

void AddCounters(const RegisterSource& source, RegisterMap* map) {
  uint32_t offset = kCounters;
  for (Place& place : CounterPlaces(source)) {
    if (place.present) {
      const int index = static_cast<int>(map->counters.size());
      const std::string& name = place.counter.name;
      map->registers.push_back(
          {name + "_LO",
           offset,
           RegisterKind::kCounterLow,
           {Constant("value", 0, 32, 0, "Snapshot of the counter, bits 31:0.")},
           index});
      map->registers.push_back(
          {name + "_HI",
           offset + 4,
           RegisterKind::kCounterHigh,
           {Constant("value", 0, 32, 0, "Snapshot of the counter, bits 63:32.")},
           index});
      map->counters.push_back(std::move(place.counter));
    }
    offset += 8;
  }
  assert(offset <= kRegisterBytes);
}

}  // namespace

const char* AccessName(Access access) {
  switch (access) {
    case Access::kRead:
      return "ro";
    case Access::kReadWrite:
      return "rw";
    case Access::kWriteClear:
      return "w1c";
    case Access::kWrite:
      return "wo";
  }
  return "";
}

const Register* RegisterMap::At(uint32_t offset) const {
  const auto found = std::find_if(registers.begin(), registers.end(), [offset](const Register& r) {
    return r.offset == (offset & ~3U);
  });
  return found == registers.end() ? nullptr : &*found;
}

const Register& RegisterMap::Find(const std::string& name) const {
  const auto found = std::find_if(registers.begin(), registers.end(),
                                  [&name](const Register& r) { return r.name == name; });
  assert(found != registers.end());
  return *found;
}

RegisterMap DescribeRegisters(const RegisterSource& source) {
  assert(source.layers <= static_cast<int>((kCounters - kThresholds) / 8));
  RegisterMap map;
  map.source = source;
  AddIdentity(source, &map.registers);
  AddControl(&map.registers);
  AddThresholds(source, &map.registers);
  AddCounters(source, &map);
  return map;
}

}  // namespace gatewright
