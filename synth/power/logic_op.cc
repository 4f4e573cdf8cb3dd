// SPDX-License-Identifier: Apache-2.0
// Logic functions as operations on words of 64 lanes.
#include "synth/power/logic_op.h"

#include <algorithm>
#include <bit>
#include <numeric>

// The processor's own instruction counts the bits of a word where there is one: the loops below are
// compiled twice and chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_UNDEFINED__)
#define GATEWRIGHT_FAST_POPCOUNT __attribute__((target_clones("popcnt", "default"), flatten))
#else
#define GATEWRIGHT_FAST_POPCOUNT
#endif

namespace gatewright {
namespace {

struct KnownKind {
  LogicKind kind;
  int inputs;
  uint32_t table;
};
constexpr KnownKind kKnown[] = {
    {LogicKind::kBuffer, 1, 0b10},   {LogicKind::kAnd2, 2, 0x8},  {LogicKind::kOr2, 2, 0xE},
    {LogicKind::kXor2, 2, 0x6},      {LogicKind::kAnd3, 3, 0x80}, {LogicKind::kOr3, 3, 0xFE},
    {LogicKind::kAo21, 3, 0xF8},     {LogicKind::kOa21, 3, 0xE0}, {LogicKind::kAo22, 4, 0xF888},
    {LogicKind::kOa22, 4, 0xEEE0},   {LogicKind::kMux2, 3, 0xAC}, {LogicKind::kXor3, 3, 0x96},
    {LogicKind::kMajority, 3, 0xE8},
};

/// The table seen with its inputs in another order: new input k is old input order[k].
uint32_t Reorder(uint32_t table, int inputs, const std::array<uint8_t, kMaxOpInputs>& order) {
  uint32_t result = 0;
  for (uint32_t row = 0; row < (1U << inputs); ++row) {
    uint32_t old = 0;
    for (int k = 0; k < inputs; ++k) {
      if ((row >> k) & 1) old |= 1U << order[static_cast<size_t>(k)];
    }
    if ((table >> old) & 1) result |= 1U << row;
  }
  return result;
}

/// A truth table by choosing with one input after the other.
uint64_t FromTable(uint32_t table, int inputs, const LogicOp& op, const uint64_t* values) {
  std::array<uint64_t, 1U << kMaxOpInputs> rows{};
  const uint32_t count = 1U << inputs;
  for (uint32_t row = 0; row < count; ++row) rows[row] = (table >> row) & 1 ? ~uint64_t{0} : 0;
  for (int k = 0; k < inputs; ++k) {
    const uint64_t choose = values[op.inputs[static_cast<size_t>(k)]];
    for (size_t row = 0; row < (count >> (k + 1)); ++row) {
      rows[row] = (rows[2 * row] & ~choose) | (rows[2 * row + 1] & choose);
    }
  }
  return rows[0];
}

template <typename Function>
inline void Loop(const LogicRun& run, const LogicOp* ops, uint64_t counted, uint64_t* values,
                 uint64_t* toggles, Function function) {
  const uint64_t invert = run.inverted ? ~uint64_t{0} : 0;
  if (!run.counts) {
    for (uint32_t k = run.begin; k < run.end; ++k) {
      values[ops[k].output] = function(ops[k]) ^ invert;
    }
    return;
  }
  for (uint32_t k = run.begin; k < run.end; ++k) {
    const LogicOp& op = ops[k];
    const uint64_t value = function(op) ^ invert;
    toggles[op.output] +=
        static_cast<uint64_t>(std::popcount((value ^ values[op.output]) & counted));
    values[op.output] = value;
  }
}

}  // namespace

LogicShape FindShape(uint32_t table, int inputs) {
  const uint32_t mask = inputs == kMaxOpInputs ? ~0U : (1U << (1U << inputs)) - 1;
  LogicShape shape;
  std::array<uint8_t, kMaxOpInputs> order{0, 1, 2, 3, 4};
  do {
    const uint32_t seen = Reorder(table, inputs, order);
    for (const KnownKind& known : kKnown) {
      if (known.inputs != inputs) continue;
      if (seen == known.table || (seen ^ mask) == known.table) {
        return {known.kind, seen != known.table, order};
      }
    }
  } while (std::next_permutation(order.begin(), order.begin() + inputs));
  return shape;
}

GATEWRIGHT_FAST_POPCOUNT
void RunLogic(const std::vector<LogicRun>& runs, const std::vector<LogicOp>& all, uint64_t counted,
              uint64_t* values, uint64_t* toggles) {
  const uint64_t* v = values;
  const LogicOp* ops = all.data();
  for (const LogicRun& run : runs) {
    const auto loop = [&](auto function) { Loop(run, ops, counted, values, toggles, function); };
    using Op = const LogicOp&;
    switch (run.kind) {
      case LogicKind::kBuffer:
        loop([v](Op o) { return v[o.inputs[0]]; });
        break;
      case LogicKind::kAnd2:
        loop([v](Op o) { return v[o.inputs[0]] & v[o.inputs[1]]; });
        break;
      case LogicKind::kOr2:
        loop([v](Op o) { return v[o.inputs[0]] | v[o.inputs[1]]; });
        break;
      case LogicKind::kXor2:
        loop([v](Op o) { return v[o.inputs[0]] ^ v[o.inputs[1]]; });
        break;
      case LogicKind::kAnd3:
        loop([v](Op o) { return v[o.inputs[0]] & v[o.inputs[1]] & v[o.inputs[2]]; });
        break;
      case LogicKind::kOr3:
        loop([v](Op o) { return v[o.inputs[0]] | v[o.inputs[1]] | v[o.inputs[2]]; });
        break;
      case LogicKind::kAo21:
        loop([v](Op o) { return (v[o.inputs[0]] & v[o.inputs[1]]) | v[o.inputs[2]]; });
        break;
      case LogicKind::kOa21:
        loop([v](Op o) { return (v[o.inputs[0]] | v[o.inputs[1]]) & v[o.inputs[2]]; });
        break;
      case LogicKind::kAo22:
        loop([v](Op o) {
          return (v[o.inputs[0]] & v[o.inputs[1]]) | (v[o.inputs[2]] & v[o.inputs[3]]);
        });
        break;
      case LogicKind::kOa22:
        loop([v](Op o) {
          return (v[o.inputs[0]] | v[o.inputs[1]]) & (v[o.inputs[2]] | v[o.inputs[3]]);
        });
        break;
      case LogicKind::kMux2:
        loop([v](Op o) {
          const uint64_t choose = v[o.inputs[2]];
          return (v[o.inputs[0]] & choose) | (v[o.inputs[1]] & ~choose);
        });
        break;
      case LogicKind::kXor3:
        loop([v](Op o) { return v[o.inputs[0]] ^ v[o.inputs[1]] ^ v[o.inputs[2]]; });
        break;
      case LogicKind::kMajority:
        loop([v](Op o) {
          const uint64_t a = v[o.inputs[0]];
          const uint64_t b = v[o.inputs[1]];
          return (a & b) | (v[o.inputs[2]] & (a | b));
        });
        break;
      case LogicKind::kTable:
        loop([v, &run](Op o) { return FromTable(run.table, run.inputs, o, v); });
        break;
    }
  }
}

}  // namespace gatewright
