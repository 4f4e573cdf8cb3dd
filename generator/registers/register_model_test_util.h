// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "generator/registers/register_map.h"

namespace gatewright {

/// What a register block does, in C++, from its description alone: one call of Step a clock cycle.
class RegisterModel {
 public:
  explicit RegisterModel(const RegisterMap& map);

  struct Word {
    uint32_t data = 0;
    bool error = false;
  };
  /// What a read in this cycle answers.
  Word Read(uint32_t address) const;
  /// Whether a write is refused.
  bool WriteRefused(uint32_t address) const;

  struct Inputs {
    bool write = false;
    uint32_t address = 0, data = 0, strobes = 0;
    std::vector<bool> sticky;      ///< pulses, in the order of the map's fields
    std::vector<uint32_t> counts;  ///< of each counter
  };
  void Step(const Inputs& inputs);

  /// Settings in the order of the map's fields.
  std::vector<uint32_t> Settings() const;

 private:
  struct Count {
    uint64_t live = 0;
    uint64_t taken = 0;  ///< by the last snapshot
    uint32_t shown_low = 0, shown_high = 0;
  };
  /// Stored value of every field, [register][field].
  std::vector<std::vector<uint32_t>> values_;
  std::vector<Count> counts_;
  bool snapshot_before_ = false;
  RegisterMap map_;
};

}  // namespace gatewright
