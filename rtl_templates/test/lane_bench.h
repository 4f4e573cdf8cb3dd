// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "rtl_templates/test/cell_math.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {

/// One sum with its shift, as it arrives at a lane.
struct LaneSum {
  int64_t value = 0;
  int shift = 0;
};

/// What the benches of the cell lanes share: sums, and the dense head, which every lane has.
template <typename Config>
class LaneBench {
 public:
  LaneBench() {
    math_.WriteTables();
    dut_ = std::make_unique<Dut<Config>>(9);
  }
  virtual ~LaneBench() = default;

  LaneSum DrawOne() {
    LaneSum sum;
    sum.shift = static_cast<int>(draw_.Between(0, (1 << Config::kShiftW) - 1));
    sum.value = DrawSum<Config>(draw_, sum.shift);
    return sum;
  }

  /// Runs dense units, one a cycle; y is due three cycles after its sum, later
  /// when its activation takes longer.
  void RunDense(const std::vector<LaneSum>& units) {
    const int count = static_cast<int>(units.size());
    const int load = 2 + kDenseLookup;
    for (int cycle = 0; cycle < count + load + 1; ++cycle) {
      Idle();
      if (cycle < count) Present(units[static_cast<size_t>(cycle)]);
      const bool lookup = cycle >= 1 && cycle - 1 < count;
      Put(dut()->lookup_sigmoid_i, lookup && Config::kHead == 3 ? 1 : 0);
      Put(dut()->lookup_tanh_i, lookup && Config::kHead == 4 ? 1 : 0);
      Put(dut()->dense_load_i, cycle >= load && cycle - load < count ? 1 : 0);
      dut().Settle();
      if (cycle >= load + 1) {
        const LaneSum& unit = units[static_cast<size_t>(cycle - load - 1)];
        ASSERT_EQ(GetSigned(dut()->h_o, 0, Config::kStateW),
                  math_.Dense(math_.Preactivation(unit.value, unit.shift)))
            << "sum " << unit.value << " shift " << unit.shift;
      }
      dut().Edge();
    }
  }
  Draw& draw() { return draw_; }

 protected:
  static constexpr int kLookup = CellMath<Config>::kLookup;
  static constexpr int kDenseLookup = CellMath<Config>::kDenseLookup;
  Dut<Config>& dut() { return *dut_; }
  const CellMath<Config>& math() const { return math_; }

  /// No control of the cell set, any data on its operands.
  virtual void IdleCell() = 0;
  void Idle() {
    draw_.Fill(dut()->sum_i, Config::kAccW);
    draw_.Fill(dut()->shift_i, Config::kShiftW);
    Put(dut()->lookup_sigmoid_i, 0);
    Put(dut()->lookup_tanh_i, 0);
    Put(dut()->dense_load_i, 0);
    Put(dut()->out_mul_i, 0);
    Put(dut()->h_load_i, 0);
    IdleCell();
  }

  void Present(const LaneSum& sum) {
    Put(dut()->sum_i, Wire(sum.value, Config::kAccW));
    Put(dut()->shift_i, sum.shift);
  }

 private:
  MemoryFolder folder_;
  CellMath<Config> math_;
  std::unique_ptr<Dut<Config>> dut_;
  Draw draw_{9};
};

}  // namespace gatewright
