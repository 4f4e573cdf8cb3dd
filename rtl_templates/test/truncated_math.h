// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "generator/compress/product.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {

/// Holds a multiplier of operands w_i and v_i, `Product` reads its result, to the plain product
/// and, with approx_i, to docs/numerics.md 5: the product without its low columns plus the offset
/// (that a product of 0 is 0 is the business of gw_pe).
template <typename Config>
class TruncatedBench {
 public:
  static constexpr int kProductW = Config::kWW + Config::kVW;
  static constexpr int kMaxPairs = 16;  // bits

  template <typename Product>
  void Check(int64_t w, int64_t v, Product product) {
    Put(dut_->w_i, Wire(w, Config::kWW));
    Put(dut_->v_i, Wire(v, Config::kVW));
    for (int approx = 0; approx < 2; ++approx) {
      dut_->approx_i = static_cast<uint8_t>(approx);
      dut_.Settle();
      int64_t expected = w * v;
      if (approx != 0 && Config::kDroppedColumns > 0) {
        expected += (truncated_.offset() << Config::kDroppedColumns) -
                    truncated_.LeftOut(static_cast<int32_t>(w), static_cast<int32_t>(v));
      }
      ASSERT_EQ(WrapSigned(product(dut_), kProductW), WrapSigned(expected, kProductW))
          << w << " * " << v << " approx " << approx;
    }
  }

  /// Every pair of operands, or with more bits than that takes random ones and the extremes of one
  /// with many of the other.
  template <typename Product>
  void CheckAll(Product product) {
    ASSERT_EQ(truncated_.offset(), Config::kDropOffset) << "parameterised as the tool would";
    constexpr int64_t kW = int64_t{1} << (Config::kWW - 1);
    constexpr int64_t kV = int64_t{1} << (Config::kVW - 1);
    if (kProductW <= kMaxPairs) {
      for (int64_t w = -kW; w < kW; ++w) {
        for (int64_t v = -kV; v < kV; ++v) ASSERT_NO_FATAL_FAILURE(Check(w, v, product));
      }
      return;
    }
    Draw draw(7);
    for (int n = 0; n < 30000; ++n) {
      ASSERT_NO_FATAL_FAILURE(Check(draw.Signed(Config::kWW), draw.Signed(Config::kVW), product));
    }
    for (const int64_t w : {-kW, kW - 1, int64_t{-1}, int64_t{0}, int64_t{1}}) {
      for (const int64_t v : {-kV, kV - 1, int64_t{-1}, int64_t{0}, int64_t{1}}) {
        ASSERT_NO_FATAL_FAILURE(Check(w, v, product));
      }
    }
  }

 private:
  const TruncatedProduct truncated_{Config::kWW, Config::kVW, Config::kDroppedColumns};
  Dut<Config> dut_{1};
};

}  // namespace gatewright
