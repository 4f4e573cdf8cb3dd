// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <verilated.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>

#include "generator/base/bits.h"
#include "generator/base/random.h"
#include "generator/base/rounding.h"

/// Support of the module tests: a verilated module with its clock, ports of any width, stimulus.
namespace gatewright {

/// Mask of the low `bits` (0..64).
constexpr uint64_t Mask(int bits) { return bits >= 64 ? ~uint64_t{0} : (uint64_t{1} << bits) - 1; }

/// The low `width` bits of `value`, as they lie on a wire.
constexpr uint64_t Wire(int64_t value, int width) {
  return static_cast<uint64_t>(value) & Mask(width);
}

/// Bits [offset, offset + bits) of a port; bits <= 64.
template <std::unsigned_integral T>
uint64_t GetBits(const T& port, int offset, int bits) {
  return (static_cast<uint64_t>(port) >> offset) & Mask(bits);
}
template <std::size_t N>
uint64_t GetBits(const VlWide<N>& port, int offset, int bits) {
  uint64_t value = 0;
  for (int b = 0; b < bits; ++b) {
    const size_t at = static_cast<size_t>(offset + b);
    value |= static_cast<uint64_t>((port.at(at / 32) >> (at % 32)) & 1U) << b;
  }
  return value;
}

/// Writes the low `bits` (<= 64) of `value` at `offset` of a port.
template <std::unsigned_integral T>
void SetBits(T& port, int offset, int bits, uint64_t value) {
  const uint64_t mask = Mask(bits) << offset;
  port = static_cast<T>((static_cast<uint64_t>(port) & ~mask) | ((value << offset) & mask));
}
template <std::size_t N>
void SetBits(VlWide<N>& port, int offset, int bits, uint64_t value) {
  for (int b = 0; b < bits; ++b) {
    const size_t at = static_cast<size_t>(offset + b);
    const uint32_t mask = 1U << (at % 32);
    const uint32_t word = port.at(at / 32);
    port.at(at / 32) = ((value >> b) & 1) != 0 ? word | mask : word & ~mask;
  }
}

/// Element `index` of a port that is an array of `width`-bit signed elements, element 0 lowest.
template <typename Port>
int64_t GetSigned(const Port& port, int index, int width) {
  return WrapSigned(static_cast<int64_t>(GetBits(port, index * width, width)), width);
}
template <typename Port>
void SetElement(Port& port, int index, int width, int64_t value) {
  SetBits(port, index * width, width, static_cast<uint64_t>(value));
}

/// Random numbers and the values that break arithmetic.
class Draw {
 public:
  explicit Draw(uint64_t seed) : random_(seed) {}
  uint64_t Bits(int bits) { return random_.Bits() & Mask(bits); }
  /// Uniform in [low, high].
  int64_t Between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(random_.Bits() % static_cast<uint64_t>(high - low + 1));
  }
  bool Percent(int share) { return Between(0, 99) < share; }
  /// A signed number of `width` bits: extremes, numbers around zero and powers of two, any number.
  int64_t Signed(int width) {
    const int64_t max = (int64_t{1} << (width - 1)) - 1;
    switch (Between(0, 7)) {
      case 0:
        return Percent(50) ? max : -max - 1;
      case 1:
        return Saturate(Between(-2, 2), width);
      case 2: {
        const int64_t power = int64_t{1} << Between(0, width - 1);
        return Saturate((Percent(50) ? power : -power) + Between(-1, 1), width);
      }
      default:
        return WrapSigned(static_cast<int64_t>(random_.Bits()), width);
    }
  }
  /// A magnitude of random size: small numbers are as likely as large ones.
  int64_t Scaled(int width) { return Signed(static_cast<int>(Between(1, width))); }
  template <typename Port>
  void Fill(Port& port, int width) {
    for (int at = 0; at < width; at += 32) {
      SetBits(port, at, std::min(32, width - at), random_.Bits());
    }
  }

 private:
  Random random_;
};

/// A verilated module. Registers start at random values drawn from `seed`, as after power-up.
template <typename Config>
class Dut {
 public:
  using Model = typename Config::Model;
  explicit Dut(uint64_t seed) {
    context_.randReset(2);
    context_.randSeed(static_cast<int>(seed & 0x7fffffff) + 1);
    model_ = std::make_unique<Model>(&context_);
    if constexpr (requires(Model m) { m.rst_ni; }) model_->rst_ni = 1;
    Settle();
  }
  ~Dut() { model_->final(); }
  Dut(const Dut&) = delete;
  Dut& operator=(const Dut&) = delete;

  Model* operator->() { return model_.get(); }
  /// Makes the outputs those of the inputs set so far, within the cycle.
  void Settle() { model_->eval(); }
  /// One rising clock edge: the inputs set so far belong to the cycle it ends.
  void Edge() {
    model_->clk_i = 1;
    model_->eval();
    model_->clk_i = 0;
    model_->eval();
    ++cycle_;
  }
  void Reset() {
    model_->rst_ni = 0;
    Settle();
    Edge();
    Edge();
    model_->rst_ni = 1;
    Settle();
    cycle_ = 0;
  }
  /// Clock edges since construction or reset.
  int64_t cycle() const { return cycle_; }

 private:
  VerilatedContext context_;
  std::unique_ptr<Model> model_;
  int64_t cycle_ = 0;
};

/// Names the parameter sets in the names of typed tests.
struct SetNames {
  template <typename Config>
  static std::string GetName(int /*index*/) {
    return Config::kName;
  }
};

/// Sets a scalar port to a value of its width or less.
template <std::unsigned_integral T, std::integral V>
void Put(T& port, V value) {
  port = static_cast<T>(value);
}

}  // namespace gatewright
