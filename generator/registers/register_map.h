// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/registers/register_source.h"

namespace gatewright {

/// What software may do with a field.
enum class Access {
  kRead,        ///< ro: writes answer SLVERR and change nothing
  kReadWrite,   ///< rw: a setting
  kWriteClear,  ///< w1c: rises by itself; writing 1 clears it
  kWrite,       ///< wo: writing 1 does something, reads 0
};
/// "ro", "rw", "w1c", "wo".
const char* AccessName(Access access);

/// Bits of a register with one meaning.
struct Field {
  std::string name;  ///< lower case; "value" when it is all there is in the register
  int low = 0;       ///< lowest bit
  int bits = 32;
  Access access = Access::kRead;
  uint32_t reset = 0;   ///< value after reset; of a kRead field of kConstant: the value
  std::string meaning;  ///< one sentence, with the unit
  uint32_t max() const { return bits >= 32 ? 0xffffffffU : (1U << bits) - 1; }
  uint32_t mask() const { return max() << low; }
};

/// What is behind a register.
enum class RegisterKind {
  kConstant,     ///< every field reads as its reset value
  kSetting,      ///< kReadWrite fields, and nothing else
  kSticky,       ///< kWriteClear fields
  kCommand,      ///< kWrite fields: snapshot and clear of the counters
  kCounterLow,   ///< bits 31:0 of the snapshot of `counter`
  kCounterHigh,  ///< bits 63:32
};

/// A 32-bit register. Settings that hold one "value" saturate: a greater number that is written is
/// stored as the field's maximum.
struct Register {
  std::string name;     ///< upper case
  uint32_t offset = 0;  ///< bytes from the base, a multiple of 4
  RegisterKind kind = RegisterKind::kConstant;
  std::vector<Field> fields;
  int counter = -1;  ///< index in RegisterMap::counters, of a word of a snapshot
  bool writable() const {
    return kind == RegisterKind::kSetting || kind == RegisterKind::kSticky ||
           kind == RegisterKind::kCommand;
  }
};

/// How much a counter may grow in a cycle.
enum class CountWidth {
  kOne,     ///< 0 or 1
  kArrays,  ///< 0 .. M
  kLanes,   ///< 0 .. L
};

/// A 64-bit counter with a readable snapshot: registers NAME_LO and NAME_HI.
struct Counter {
  std::string name;  ///< upper case
  CountWidth width = CountWidth::kOne;
  std::string meaning;  ///< what is counted, with the unit
};

/// The whole register block of a design: the single source of its Verilog, its C header, its page
/// and the models it is tested against.
struct RegisterMap {
  RegisterSource source;
  std::vector<Register> registers;  ///< by rising offset
  std::vector<Counter> counters;

  /// The register at a byte offset (its two lowest bits are ignored), or nullptr.
  const Register* At(uint32_t offset) const;
  /// The register of that name; it must exist.
  const Register& Find(const std::string& name) const;
};

/// Bits of a byte address inside the block, and the value of the register ID ("GWRT").
constexpr int kRegisterAddressBits = 9;
constexpr uint32_t kRegisterMagic = 0x47575254;
constexpr uint32_t kRegisterBytes = 1U << kRegisterAddressBits;

/// The registers of a design. What has a place in one design has the same in every other; what a
/// design has no use for (thresholds without delta events, saturations of the other cell) is left
/// out and answers like any address without a register.
RegisterMap DescribeRegisters(const RegisterSource& source);

}  // namespace gatewright
