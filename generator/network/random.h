#pragma once

#include <cstdint>
#include <random>

namespace gatewright {

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
