// SPDX-License-Identifier: Apache-2.0
// CircuitSim::Run alone: compiled for the widest words that the processor has.

#include "verif/multipliers/gate_circuit.h"

namespace gatewright {
namespace {

[[gnu::always_inline]] inline void RunOp(const CircuitSim::Op& op, uint64_t* words) {
  const auto net = [words](uint32_t place) { return words + size_t{place} * CircuitSim::kWords; };
  const uint64_t* __restrict a = net(op.a);
  const uint64_t* __restrict b = net(op.b);
  const uint64_t* __restrict c = net(op.c);
  uint64_t* __restrict output = net(op.output);
  const uint64_t flip = op.inverted ? ~uint64_t{0} : 0;
  switch (op.kind) {
    case CircuitKind::kAnd:
      for (int w = 0; w < CircuitSim::kWords; ++w) output[w] = (a[w] & b[w]) ^ flip;
      break;
    case CircuitKind::kOr:
      for (int w = 0; w < CircuitSim::kWords; ++w) output[w] = (a[w] | b[w]) ^ flip;
      break;
    case CircuitKind::kXor:
      for (int w = 0; w < CircuitSim::kWords; ++w) output[w] = a[w] ^ b[w] ^ flip;
      break;
    case CircuitKind::kMux:
      for (int w = 0; w < CircuitSim::kWords; ++w) {
        output[w] = (a[w] ^ ((a[w] ^ b[w]) & c[w])) ^ flip;
      }
      break;
  }
}

using Ops = std::vector<CircuitSim::Op>;

void RunPlain(const Ops& ops, uint64_t* words) {
  for (const CircuitSim::Op& op : ops) RunOp(op, words);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) void RunAvx2(const Ops& ops, uint64_t* words) {
  for (const CircuitSim::Op& op : ops) RunOp(op, words);
}
__attribute__((target("avx512f,prefer-vector-width=512"))) void RunAvx512(const Ops& ops,
                                                                          uint64_t* words) {
  for (const CircuitSim::Op& op : ops) RunOp(op, words);
}
#endif

using Runner = void (*)(const Ops&, uint64_t*);

Runner ChooseRunner() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f")) return RunAvx512;
  if (__builtin_cpu_supports("avx2")) return RunAvx2;
#endif
  return RunPlain;
}

}  // namespace

void CircuitSim::Run() {
  static const Runner run = ChooseRunner();
  run(ops_, words_.data());
}

}  // namespace gatewright
