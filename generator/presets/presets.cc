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
  }
  return "";
}

}  // namespace gatewright
