// SPDX-License-Identifier: Apache-2.0
// Random traffic on the register bus, and what it must read.
#include "sim/register_traffic.h"

#include <fmt/format.h>

#include <algorithm>

#include "generator/registers/register_source.h"

namespace gatewright {
namespace {

constexpr uint8_t kAllBytes = 15;

/// What software reads of a register that no event changes.
uint32_t AfterReset(const Register& reg) {
  uint32_t value = 0;
  for (const Field& field : reg.fields) value |= field.reset << field.low;
  return value;
}

/// What a setting holds of what is written to it.
uint32_t Stored(const Register& reg, uint32_t value) {
  if (reg.fields[0].name == "value") return std::min(value, reg.fields[0].max());
  uint32_t mask = 0;
  for (const Field& field : reg.fields) mask |= field.mask();
  return value & mask;
}

}  // namespace

RegisterTraffic::RegisterTraffic(const Plan& plan, GwSimPins* pins, uint64_t seed)
    : registers_(DescribeRegisters(SourceOfRegisters(plan, "0", ""))), bus_(pins, seed) {
  for (const Register& reg : registers_.registers) {
    if (reg.kind == RegisterKind::kSetting) settings_[reg.offset] = AfterReset(reg);
  }
}

RegisterTraffic::Expected RegisterTraffic::ExpectedOfRead(uint32_t offset) const {
  const Register* reg = registers_.At(offset);
  if (reg == nullptr) return {true, 0};
  if (reg->kind == RegisterKind::kSetting) return {false, settings_.at(reg->offset)};
  if (reg->kind == RegisterKind::kCommand) return {false, 0};
  const bool known = reg->name != "VERSION" && !reg->name.starts_with("IMAGE_HASH");
  if (reg->kind == RegisterKind::kConstant && known) return {false, AfterReset(*reg)};
  return {false, std::nullopt};
}

void RegisterTraffic::AddRead(uint32_t offset) {
  expected_.push_back(ExpectedOfRead(offset));
  bus_.Add({false, offset});
}

void RegisterTraffic::AddWrite(const RegisterWrite& write) {
  AddWrite(write.offset, write.value, kAllBytes);
}

void RegisterTraffic::AddWrite(uint32_t offset, uint32_t value, uint8_t strobe) {
  const Register* reg = registers_.At(offset);
  expected_.push_back({reg == nullptr || !reg->writable(), std::nullopt});
  if (reg != nullptr && reg->kind == RegisterKind::kSetting && strobe == kAllBytes) {
    settings_[reg->offset] = Stored(*reg, value);
  }
  BusMaster::Access access{true, offset, value};
  access.strobe = strobe;
  bus_.Add(access);
}

void RegisterTraffic::AddAny(uint32_t word) {
  if (busy()) return;
  const uint32_t choice = word % 8, draw = word >> 3;
  const Register& reg = registers_.registers[draw % registers_.registers.size()];
  if (choice < 4) return AddRead(reg.offset);
  const uint32_t any = draw % kRegisterBytes & ~3U;
  if (choice < 6) return AddRead(any);
  // What is written must change nothing: the address is refused, or no byte is written.
  const Register* meant = registers_.At(choice == 6 ? any : reg.offset);
  const bool refused = meant == nullptr || !meant->writable();
  AddWrite(choice == 6 ? any : reg.offset, ~draw, refused ? kAllBytes : 0);
}

void RegisterTraffic::Judge(const BusMaster::Access& access, const Expected& expected) {
  if (!complaint_.empty()) return;
  const char* what = access.write ? "write to" : "read of";
  if (access.error != expected.error) {
    complaint_ = fmt::format("{} register 0x{:03x} answers {}", what, access.address,
                             access.error ? "SLVERR" : "OKAY");
  } else if (!access.write && expected.data && access.data != *expected.data) {
    complaint_ = fmt::format("register 0x{:03x} holds 0x{:x}, not 0x{:x}", access.address,
                             access.data, *expected.data);
  }
}

void RegisterTraffic::Sample(int64_t edge) {
  bus_.Sample(edge);
  if (complaint_.empty()) complaint_ = bus_.broken();
  for (const BusMaster::Access& access : bus_.done()) {
    Judge(access, expected_.front());
    expected_.pop_front();
    done_.push_back(access);
  }
  bus_.done().clear();
}

}  // namespace gatewright
