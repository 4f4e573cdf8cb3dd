// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatewright {

/// A design file of this folder as it stands: name (without .toml) and text.
struct PresetFile {
  std::string name;
  std::string text;
};

/// Every design file, in alphabetical order; embedded in the binary when it is built.
const std::vector<PresetFile>& PresetFiles();

/// What of a design a published figure is compared with.
enum class Quantity {
  kMultipliers,         ///< multipliers of the engine
  kPeakOperations,      ///< operations a cycle, multiply and add counted apart
  kNetworkWeights,      ///< weights of the network, zeros included
  kKeptShare,           ///< weights of the recurrent layers that are kept, 0..1
  kWeightBits,          ///< bits of a stored weight
  kSlotBits,            ///< bits of the slot stored with a weight
  kStateBits,           ///< bits of an activation
  kParameterKilobytes,  ///< stored weights and indices, KiB
  kWorstCaseCycles,     ///< cycles of a step in which every element is an event
  kAccumulatorBits,     ///< bits of an accumulator
  kUnits,               ///< units of the recurrent layers
  kEvents,              ///< temporal sparsity: kinds of steps
  kWeightDigits,        ///< signed powers of two that a weight is a sum of, at most
  kAreaSaved,           ///< area below that of another variant; not of one design alone
  kPowerSaved,          ///< power, likewise
};

/// A figure that the authors of a machine published, or that follows from theirs.
struct PublishedFigure {
  Quantity quantity;
  std::string value;  ///< as published: "512", "6.25 %"
  std::string note;   ///< "derived", "model", ...; empty = as printed
};

/// A published machine as a design of ours.
struct Preset {
  std::string name;    ///< "spartus"
  std::string title;   ///< one line
  std::string source;  ///< authors, year, where
  std::string text;    ///< design file
  std::vector<PublishedFigure> figures;
};

/// Every preset, in alphabetical order.
const std::vector<Preset>& Presets();

/// The preset of that name, or nullptr.
const Preset* FindPreset(std::string_view name);

/// "multipliers", "cycles of a step, every element an event", ...
std::string_view QuantityName(Quantity quantity);

}  // namespace gatewright
