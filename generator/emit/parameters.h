// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/plan/plan.h"

// Private to emit and the proofs of verif/multipliers: the parameters of the engine that hold
// several numbers, 32 bits each. What the fields mean stands where the templates read them,
// rtl_templates/gw_*.vh; a test holds both lists equal.
namespace gatewright {

/// A number of a packed parameter.
struct PackedField {
  std::string name;  ///< as in the header of the templates
  int64_t value = 0;
  std::string meaning;  ///< for the comment beside it
};

/// The entry of a layer in LayerTable, the highest field first, as all of these.
std::vector<PackedField> LayerFields(const LayerPlan& layer);
std::vector<PackedField> FormatFields(const Plan& plan);
std::vector<PackedField> MultiplierFields(const Plan& plan);
std::vector<PackedField> StorageFields(const Plan& plan);

/// The parameters of the engine that depend on the design, as they stand in its instance in the
/// top: lines ".Name (value),", tables with a line a layer or a field.
std::string EngineParameters(const Plan& plan);

}  // namespace gatewright
