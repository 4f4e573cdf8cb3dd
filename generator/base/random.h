// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>

namespace gatewright {

/// The step of splitmix64 between two states.
inline constexpr uint64_t kSplitMixStep = 0x9e3779b97f4a7c15ULL;

/// splitmix64: the word of a state. Fast, and the same everywhere.
inline uint64_t SplitMix(uint64_t state) {
  state = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9ULL;
  state = (state ^ (state >> 27)) * 0x94d049bb133111ebULL;
  return state ^ (state >> 31);
}

/// Random numbers that are the same on every platform and standard library: std::mt19937_64, whose
/// sequence the C++ standard fixes, and our own conversion to double.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  /// 64 random bits.
  uint64_t Bits() { return engine_(); }
  /// Uniform in [0, 1): a multiple of 2^-53.
  double Unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  /// Uniform in [-bound, bound).
  double Symmetric(double bound) { return (2.0 * Unit() - 1.0) * bound; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace gatewright
