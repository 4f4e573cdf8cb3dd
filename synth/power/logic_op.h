// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace gatewright {

/// Most inputs of an operation; larger functions are several.
inline constexpr int kMaxOpInputs = 5;

/// What an operation computes of its inputs a, b, c ...; most library cells are one of these under
/// some order of their inputs, perhaps inverted.
enum class LogicKind : uint8_t {
  kBuffer,  ///< a
  kAnd2,    ///< a b
  kOr2,     ///< a + b
  kXor2,    ///< a ^ b
  kAnd3,
  kOr3,
  kAo21,      ///< a b + c
  kOa21,      ///< (a + b) c
  kAo22,      ///< a b + c d
  kOa22,      ///< (a + b) (c + d)
  kMux2,      ///< c ? a : b
  kXor3,      ///< a ^ b ^ c
  kMajority,  ///< a b + b c + c a
  kTable,     ///< anything else of up to kMaxOpInputs inputs
};

/// One function of a netlist over 64 lanes.
struct LogicOp {
  uint32_t output = 0;
  std::array<uint32_t, kMaxOpInputs> inputs{};
};

/// Operations of one kind whose inputs are known before any of them runs.
struct LogicRun {
  LogicKind kind = LogicKind::kBuffer;
  bool inverted = false;
  uint32_t table = 0;  ///< kTable only
  int inputs = 0;      ///< kTable only
  uint32_t begin = 0;  ///< operations
  uint32_t end = 0;
  bool counts = true;  ///< toggles
};

/// The kind of a truth table over `inputs` inputs, and in which order an operation takes them:
/// operation input k is table input order[k].
struct LogicShape {
  LogicKind kind = LogicKind::kTable;
  bool inverted = false;
  std::array<uint8_t, kMaxOpInputs> order{0, 1, 2, 3, 4};
};
LogicShape FindShape(uint32_t table, int inputs);

/// Runs the operations in order: values[op.output] = function of values; toggles[op.output] grows
/// by the lanes of `counted` in which the value changed.
void RunLogic(const std::vector<LogicRun>& runs, const std::vector<LogicOp>& ops, uint64_t counted,
              uint64_t* values, uint64_t* toggles);

}  // namespace gatewright
