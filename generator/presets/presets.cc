// SPDX-License-Identifier: Apache-2.0
// Published machines as design files, with their published figures.
#include "generator/presets/presets.h"

#include <algorithm>
#include <cassert>

namespace gatewright {
namespace {

constexpr const char* kHcgsSource =
    "Kadetotad et al., An 8.93 TOPS/W LSTM Recurrent Neural Network Accelerator Featuring "
    "Hierarchical Coarse-Grain Sparsity, ESSCIRC 2019 and JSSC 2020";

std::vector<PublishedFigure> HcgsFigures(const char* parameters) {
  return {{Quantity::kMultipliers, "64", "derived from peak operations and clock"},
          {Quantity::kKeptShare, "6.25 %", "16 times fewer"},
          {Quantity::kWeightBits, "6", ""},
          {Quantity::kStateBits, "13", ""},
          {Quantity::kParameterKilobytes, "288", parameters}};
}

struct Facts {
  const char* name;
  const char* title;
  const char* source;
  std::vector<PublishedFigure> figures;
};

std::vector<Facts> AllFacts() {
  return {
      {"chen2022",
       "LSTM of 20 units, weights of two signed powers of two, 60 % pruned",
       "Chen, Blair, Cong, Energy-Efficient LSTM Inference Accelerator for Real-Time Causal "
       "Prediction, TODAES 2022",
       {{Quantity::kWeightBits, "16", "2-sbit/16"},
        {Quantity::kWeightDigits, "2", ""},
        {Quantity::kKeptShare, "40 %", "60 % pruned"},
        {Quantity::kUnits, "20", "the larger of the group's two kernels before"},
        {Quantity::kWorstCaseCycles, "2258", "that kernel, from high-level synthesis"},
        {Quantity::kAreaSaved, "54.1 %",
         "against 16 bits; 38.7 % in the design before, without pruning"},
        {Quantity::kPowerSaved, "56.3 %", "likewise; 38.4 %"}}},
      {"deltarnn",
       "Delta GRU of 256 units, weights on chip",
       "Gao, Neil, Ceolini, Liu, Delbruck, DeltaRNN: A Power-efficient Recurrent Neural Network "
       "Accelerator, FPGA 2018",
       {{Quantity::kUnits, "256", ""},
        {Quantity::kPeakOperations, "1053",
         "derived: 1.2 TOp/s with deltas, 5.7 times as fast, at 200 MHz"},
        {Quantity::kEvents, "delta", ""}}},
      {"edgedrnn",
       "Delta GRU, 8 PEs, two layers of 16 units",
       "Gao, Rios-Navarro, Chen, Liu, Delbruck, EdgeDRNN: Recurrent Neural Network Accelerator for "
       "Edge Inference, JETCAS 2020",
       {{Quantity::kMultipliers, "8", ""},
        {Quantity::kPeakOperations, "16", "derived: 2 GOp/s at 125 MHz"},
        {Quantity::kWeightBits, "8", ""},
        {Quantity::kStateBits, "16", "Q8.8"},
        {Quantity::kAccumulatorBits, "24", ""},
        {Quantity::kEvents, "delta", ""}}},
      {"jo2020",
       "LSTM with normal, delta and skipped steps",
       "Jo, Kung, Lee, Approximate LSTM Computing for Energy-Efficient Speech Recognition, "
       "Electronics 2020",
       {{Quantity::kEvents, "normal, delta, skip", "55 % of the operations saved, on its speech"}}},
      {"kadetotad2019", "HCGS LSTM, two layers of 512, 64 multipliers", kHcgsSource,
       HcgsFigures("capacity of the chip, for three layers")},
      {"kadetotad2019_3layer", "HCGS LSTM, three layers of 512, 64 multipliers", kHcgsSource,
       HcgsFigures("capacity of the chip, all parameters")},
      {"spartus",
       "Column-balanced LSTM 123 to 1024, 8 arrays of 64 PEs",
       "Gao, Delbruck, Liu, Spartus: A 9.4 TOp/s FPGA-based LSTM Accelerator Exploiting "
       "Spatio-Temporal Sparsity, TNNLS 2022",
       {{Quantity::kMultipliers, "512", ""},
        {Quantity::kPeakOperations, "1024", "204.8 GOp/s at 200 MHz"},
        {Quantity::kNetworkWeights, "4.70 M", ""},
        {Quantity::kKeptShare, "6.25 %", "BLEN 4 of 64"},
        {Quantity::kWeightBits, "8", ""},
        {Quantity::kSlotBits, "6", ""},
        {Quantity::kEvents, "delta", ""},
        {Quantity::kWorstCaseCycles, "648", "their model, without temporal sparsity"}}},
  };
}

std::vector<Preset> Join() {
  std::vector<Preset> presets;
  for (const Facts& facts : AllFacts()) {
    const auto file = std::find_if(PresetFiles().begin(), PresetFiles().end(),
                                   [&](const PresetFile& f) { return f.name == facts.name; });
    assert(file != PresetFiles().end());
    presets.push_back({facts.name, facts.title, facts.source, file->text, facts.figures});
  }
  return presets;
}

}  // namespace

const std::vector<Preset>& Presets() {
  static const std::vector<Preset> presets = Join();
  return presets;
}

const Preset* FindPreset(std::string_view name) {
  const auto found = std::find_if(Presets().begin(), Presets().end(),
                                  [name](const Preset& preset) { return preset.name == name; });
  return found == Presets().end() ? nullptr : &*found;
}

std::string_view QuantityName(Quantity quantity) {
  switch (quantity) {
    case Quantity::kMultipliers:
      return "multipliers";
    case Quantity::kPeakOperations:
      return "peak operations a cycle";
    case Quantity::kNetworkWeights:
      return "weights of the network";
    case Quantity::kKeptShare:
      return "weights kept in the recurrent layers";
    case Quantity::kWeightBits:
      return "bits of a weight";
    case Quantity::kSlotBits:
      return "bits of the slot stored with a weight";
    case Quantity::kStateBits:
      return "bits of an activation";
    case Quantity::kParameterKilobytes:
      return "stored weights and indices, KiB";
    case Quantity::kWorstCaseCycles:
      return "cycles of a step, every element an event";
    case Quantity::kAccumulatorBits:
      return "bits of an accumulator";
    case Quantity::kUnits:
      return "units of the recurrent layers";
    case Quantity::kEvents:
      return "temporal sparsity";
    case Quantity::kWeightDigits:
      return "signed powers of two of a weight";
    case Quantity::kAreaSaved:
      return "area saved against the dense one with 16-bit multipliers";
    case Quantity::kPowerSaved:
      return "power saved against the dense one with 16-bit multipliers";
  }
  return "";
}

}  // namespace gatewright
