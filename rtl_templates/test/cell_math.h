// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/rounding.h"
#include "generator/compress/pwl.h"
#include "generator/pack/pack.h"
#include "rtl_templates/test/dut.h"
#include "rtl_templates/test/memory_folder.h"

namespace gatewright {

/// Lines of a function as gw_pwl takes them in its parameter.
template <size_t kWords>
PwlLines LinesOf(Squash function, int gate_fraction, const std::array<int, kWords>& words) {
  PwlLines lines;
  lines.function = function;
  lines.gate_fraction = gate_fraction;
  lines.segment_bits = words[0];
  lines.slope_fraction = words[1];
  for (size_t i = 2; i < kWords; i += 2) lines.lines.push_back({words[i], words[i + 1]});
  return lines;
}

/// The cell formulas of docs/numerics.md 3 for the parameters of a cell lane, in 64-bit integers.
template <typename Config>
class CellMath {
 public:
  struct Unit {
    int64_t c = 0;       ///< format C
    int64_t h = 0;       ///< format A
    bool c_cut = false;  ///< c' saturated
  };

  CellMath() {
    NumericFormats formats;
    formats.gate_fraction = Config::kGateF;
    formats.table_in_integer = Config::kTableI;
    formats.table_in_fraction = Config::kTableF;
    sigmoid_ = SigmoidTable(formats);
    tanh_ = TanhTable(formats);
    if constexpr (kLookup > 0) {
      sigmoid_lines_ = LinesOf(Squash::kSigmoid, Config::kGateF, Config::kSigmoidLines);
      tanh_lines_ = LinesOf(Squash::kTanh, Config::kGateF, Config::kTanhLines);
      tanh_lines_.fraction = FineFraction();
    }
  }

  /// Cycles that a lookup takes beyond one: X of gw_activation.
  static constexpr int kLookup = requires { Config::kSegments; }
  ? 2 : 0;
  /// The same for a unit of the dense head.
  static constexpr int kDenseLookup = [] {
    if constexpr (requires { Config::kHead; }) return Config::kHead >= 3 ? kLookup : 0;
    return 0;
  }();

  /// Writes the table files the model reads.
  void WriteTables() const {
    WriteTable(Config::kSigmoidFile, Config::kGateF + 1, sigmoid_);
    WriteTable(Config::kTanhFile, Config::kGateF + 2, tanh_);
  }

  int64_t Sigmoid(int64_t value, int fraction) const {
    return kLookup > 0 ? Evaluate(sigmoid_lines_, value) : Look(sigmoid_, value, fraction);
  }
  int64_t Tanh(int64_t value, int fraction) const {
    if (kLookup == 0) return Look(tanh_, value, fraction);
    return EvaluateFrom(tanh_lines_, value, fraction);
  }

  int64_t Preactivation(int64_t sum, int shift) const {
    return Saturate(R(sum, shift), Config::kStateW);
  }
  /// Whether it saturates.
  bool CutsPreactivation(int64_t sum, int shift) const {
    return Preactivation(sum, shift) != R(sum, shift);
  }

  /// One LSTM unit from its pre-activations and old cell state. F = 2 fo + fc is larger than the
  /// module's; any F that is large enough gives the same bits.
  Unit Lstm(int64_t a_i, int64_t a_f, int64_t a_g, int64_t a_o, int64_t c) const {
    constexpr int kFo = Config::kGateF;
    const int64_t i = Sigmoid(a_i, Config::kStateF);
    const int64_t f = Sigmoid(a_f, Config::kStateF);
    const int64_t g = Tanh(a_g, Config::kStateF);
    const int64_t o = Sigmoid(a_o, Config::kStateF);
    const int64_t sum = f * c * (int64_t{1} << kFo) + i * g * (int64_t{1} << Config::kCellF);
    Unit unit;
    unit.c = Saturate(R(sum, 2 * kFo), Config::kCellW);
    unit.c_cut = unit.c != R(sum, 2 * kFo);
    unit.h =
        Saturate(R(o * Tanh(unit.c, Config::kCellF), 2 * kFo - Config::kStateF), Config::kStateW);
    return unit;
  }

  /// One GRU unit from its sums and old output: a_r, a_u and q are pre-activations, m_cx the sum of
  /// the candidate's input part with its shift fw + e. Any alignment that is large enough gives the
  /// same bits; this one multiplies both terms by 2^fo and 2^shift. `a_c_cut`: a_c saturated.
  int64_t Gru(int64_t a_r, int64_t a_u, int64_t q, int64_t m_cx, int shift, int64_t h,
              bool* a_c_cut = nullptr) const {
    constexpr int kFo = Config::kGateF;
    const int64_t r = Sigmoid(a_r, Config::kStateF);
    const int64_t u = Sigmoid(a_u, Config::kStateF);
    const auto wide = static_cast<__int128>(r * q) * (int64_t{1} << shift) +
                      static_cast<__int128>(m_cx) * (int64_t{1} << kFo);
    const int64_t a_c = Saturate(RWide(wide, kFo + shift), Config::kStateW);
    if (a_c_cut != nullptr) *a_c_cut = a_c != RWide(wide, kFo + shift);
    const int64_t c = Tanh(a_c, Config::kStateF);
    const int64_t sum = R(((int64_t{1} << kFo) - u) * c, 2 * kFo - Config::kStateF) + R(u * h, kFo);
    return Saturate(sum, Config::kStateW);
  }

  /// One unit of the dense head from its pre-activation.
  int64_t Dense(int64_t a) const { return Saturate(WideDense(a), Config::kStateW); }

 private:
  /// Before it is cut to format A.
  int64_t WideDense(int64_t a) const {
    constexpr int kShift = Config::kGateF - Config::kStateF;
    switch (Config::kHead) {
      case 1:
        return a;
      case 2:
        return std::max<int64_t>(a, 0);
      case 3:
        return R(Sigmoid(a, Config::kStateF), kShift);
      default:
        return R(Tanh(a, Config::kStateF), kShift);
    }
  }

  /// Fraction in which tanh is taken: the finer one of both of its users, 16 at most.
  static constexpr int FineFraction() {
    int other = Config::kStateF;
    if constexpr (requires { Config::kOtherF; }) other = Config::kOtherF;
    if constexpr (requires { Config::kCellF; }) other = Config::kCellF;
    if constexpr (requires { Config::kCell; }) {
      if (Config::kCell == 1) other = Config::kStateF;
    }
    return std::min(16, std::max(Config::kStateF, other));
  }
  static int64_t R(int64_t v, int shift) {
    return Round(v, shift, Config::kNearest != 0 ? Rounding::kNearestEven : Rounding::kTruncate);
  }
  /// R of a number too wide for 64 bits, kept within 62 bits.
  static int64_t RWide(__int128 v, int shift) {
    const __int128 floor = v >> shift;
    const __int128 rest = v - (floor << shift);
    const __int128 half = shift > 0 ? static_cast<__int128>(1) << (shift - 1) : 1;
    const bool up = Config::kNearest != 0 && (rest > half || (rest == half && (floor & 1) != 0));
    const __int128 limit = static_cast<__int128>(1) << 62;
    return static_cast<int64_t>(std::clamp<__int128>(floor + (up ? 1 : 0), -limit, limit));
  }
  static int64_t Look(const std::vector<int32_t>& table, int64_t k, int fraction) {
    constexpr int kBits = Config::kTableI + Config::kTableF;
    return table[Wire(Saturate(R(k, fraction - Config::kTableF), kBits), kBits)];
  }
  static void WriteTable(const std::string& file, int width, const std::vector<int32_t>& table) {
    MemoryImage image = MemoryFolder::Blank(file, width, static_cast<int64_t>(table.size()));
    for (size_t n = 0; n < table.size(); ++n) {
      image.Set(static_cast<int64_t>(n), 0, width, Wire(table[n], width));
    }
    MemoryFolder::Write(image);
  }

  std::vector<int32_t> sigmoid_;
  std::vector<int32_t> tanh_;
  PwlLines sigmoid_lines_, tanh_lines_;
};

/// A sum whose pre-activation is worth a test: any, or one near a chosen value of format A.
template <typename Config>
int64_t DrawSum(Draw& draw, int shift) {
  const int64_t any = draw.Signed(Config::kAccW);
  if (draw.Percent(30)) return any;
  const int64_t target =
      draw.Percent(50) ? draw.Signed(Config::kStateW) : draw.Scaled(Config::kStateW);
  if (shift + Config::kStateW > 60) return any;
  const int64_t noise = static_cast<int64_t>(draw.Bits(shift));
  return Saturate((target << shift) + (draw.Percent(50) ? noise : 0), Config::kAccW);
}

}  // namespace gatewright
