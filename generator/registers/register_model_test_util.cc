// SPDX-License-Identifier: Apache-2.0
#include "generator/registers/register_model_test_util.h"

#include <algorithm>

namespace gatewright {

RegisterModel::RegisterModel(const RegisterMap& map) : counts_(map.counters.size()), map_(map) {
  for (const Register& reg : map.registers) {
    std::vector<uint32_t>& values = values_.emplace_back();
    for (const Field& field : reg.fields) values.push_back(field.reset);
  }
}

RegisterModel::Word RegisterModel::Read(uint32_t address) const {
  const Register* reg = map_.At(address);
  if (reg == nullptr) return {0, true};
  if (reg->kind == RegisterKind::kCommand) return {0, false};
  if (reg->counter >= 0) {
    const Count& count = counts_[static_cast<size_t>(reg->counter)];
    return {reg->kind == RegisterKind::kCounterLow ? count.shown_low : count.shown_high, false};
  }
  uint32_t data = 0;
  const std::vector<uint32_t>& values = values_[static_cast<size_t>(reg - map_.registers.data())];
  for (size_t f = 0; f < values.size(); ++f) data |= values[f] << reg->fields[f].low;
  return {data, false};
}

bool RegisterModel::WriteRefused(uint32_t address) const {
  const Register* reg = map_.At(address);
  return reg == nullptr || !reg->writable();
}

void RegisterModel::Step(const Inputs& inputs) {
  uint32_t mask = 0;
  for (int b = 0; b < 4; ++b) mask |= ((inputs.strobes >> b) & 1U) != 0 ? 0xffU << (8 * b) : 0;
  const Register* written = inputs.write ? map_.At(inputs.address) : nullptr;
  const uint32_t ones = inputs.data & mask;
  bool snapshot = false;
  bool clear = false;
  size_t sticky = 0;
  for (size_t r = 0; r < map_.registers.size(); ++r) {
    const Register& reg = map_.registers[r];
    const bool here = written == &reg;
    for (size_t f = 0; f < reg.fields.size(); ++f) {
      const Field& field = reg.fields[f];
      uint32_t& value = values_[r][f];
      const uint32_t ones_here = here ? (ones & field.mask()) >> field.low : 0;
      switch (reg.kind) {
        case RegisterKind::kSetting:
          if (!here) break;
          // A value alone in its register saturates; bits beside others take what is theirs.
          value = field.bits == 1 ? ((value & ~(mask >> field.low)) | ones_here) & 1U
                                  : std::min((value & ~mask) | ones, field.max());
          break;
        case RegisterKind::kSticky:
          value = (value & ~ones_here) | (inputs.sticky[sticky++] ? 1U : 0U);
          break;
        case RegisterKind::kCommand:
          if (field.name == "snapshot") snapshot = ones_here != 0;
          if (field.name == "clear") clear = ones_here != 0;
          break;
        default:
          break;
      }
    }
  }
  for (size_t c = 0; c < counts_.size(); ++c) {
    Count& count = counts_[c];
    if (snapshot_before_) count.shown_high = static_cast<uint32_t>(count.taken >> 32);
    if (snapshot) {
      count.taken = count.live;
      count.shown_low = static_cast<uint32_t>(count.live);
    }
    count.live = (clear ? 0 : count.live) + inputs.counts[c];
  }
  snapshot_before_ = snapshot;
}

std::vector<uint32_t> RegisterModel::Settings() const {
  std::vector<uint32_t> settings;
  for (size_t r = 0; r < map_.registers.size(); ++r) {
    if (map_.registers[r].kind != RegisterKind::kSetting) continue;
    settings.insert(settings.end(), values_[r].begin(), values_[r].end());
  }
  return settings;
}

}  // namespace gatewright
