// SPDX-License-Identifier: Apache-2.0
// gw_engine, in brief: whole sequences equal the reference model. random_equivalence_test covers
// the engine over all its parameters, with cycles, stalls and final cell states.

#include <algorithm>
#include <vector>

#include "generator/base/bits.h"
#include "generator/plan/plan.h"
#include "generator/spec/parse.h"
#include "gw_engine_models.h"
#include "rtl_templates/test/dut.h"
#include "rtl_templates/test/memory_folder.h"
#include "verif/model/reference.h"

namespace gatewright {
namespace {

template <typename Config>
class EngineBench {
 public:
  explicit EngineBench(uint64_t seed) : draw_(seed) {
    DrawNetwork();
    const Result<Spec> spec = ParseSpecText(
        "name = \"t\"\n[network]\ninputs = 3\nhidden = [8]\n[engine]\narrays = " +
            std::to_string(Config::kArrays) + "\npes = " + std::to_string(Config::kPes) +
            "\ncell_lanes = " + std::to_string(Config::kLanes) + "\n",
        "t.toml", ".");
    EXPECT_TRUE(spec.ok());
    const Result<Plan> plan = MakePlan(*spec, network_);
    EXPECT_TRUE(plan.ok());
    plan_ = *plan;
    for (const MemoryImage& image : Pack(plan_, network_).images) MemoryFolder::Write(image);
    dut_ = std::make_unique<Dut<Config>>(seed);
    Put(dut()->s_axis_tvalid_i, 0);
    Put(dut()->m_axis_tready_i, 0);
    thresholds_ = network_.events.thresholds;
    PutThresholds();
    Put(dut()->enable_i, 1);
    dut_->Reset();
  }

  /// The parameter set under test is the one the plan of this network needs.
  void ExpectPlanAgrees() const {
    EXPECT_EQ(plan_.slots, Config::kSlots);
    EXPECT_EQ(plan_.weight_words, Config::kWeightWords);
    for (size_t k = 0; k < plan_.layers.size(); ++k) {
      EXPECT_EQ(plan_.layers[k].first_slot(false), Config::kXSlot[k]);
      EXPECT_EQ(plan_.layers[k].first_slot(true), Config::kHSlot[k]);
      EXPECT_EQ(plan_.layers[k].x.column_words - 1, Config::kXLast[k]);
      EXPECT_EQ(plan_.layers[k].x.base, Config::kXBase[k]);
      if (IsRecurrent(plan_.layers[k].kind)) {
        EXPECT_EQ(plan_.layers[k].h.column_words - 1, Config::kHLast[k]);
        EXPECT_EQ(plan_.layers[k].h.base, Config::kHBase[k]);
      }
    }
  }

  /// From now on the engine is halted now and then.
  void Halt() { halts_ = true; }
  /// From now on every cycle brings other thresholds.
  void ChangeThresholds() { changes_ = true; }

  /// Sends valid frames, some after a frame that is too long, and compares every output frame.
  void Run(int steps) {
    std::vector<int16_t> x;
    std::vector<bool> starts;
    std::vector<Beat> beats;
    for (int t = 0; t < steps; ++t) {
      starts.push_back(t == 0 || draw_.Percent(20));
      if (draw_.Percent(20)) AddFrame(&beats, Config::kInputs + 1, false, nullptr);
      AddFrame(&beats, Config::kInputs, starts.back(), &x);
    }
    const auto units = static_cast<size_t>(network_.outputs());
    const std::vector<int16_t> seen = Play(beats, units * starts.size());
    ASSERT_EQ(in_force_.size(), starts.size());
    Reference model(network_);
    std::vector<int16_t> expected;
    std::vector<bool> skipped;
    for (size_t t = 0; t < starts.size(); ++t) {
      model.SetThresholds(in_force_[t]);
      model.Step(x.data() + t * static_cast<size_t>(Config::kInputs), starts[t]);
      const std::vector<int16_t>& y = model.h(model.layer_count() - 1);
      expected.insert(expected.end(), y.begin(), y.end());
      skipped.push_back(model.mode() == StepMode::kSkip);
    }
    EXPECT_EQ(seen, expected);
    EXPECT_EQ(repeated_, skipped);
    EXPECT_EQ(dut()->frame_error_o, 1) << "invalid frames were sent";
  }

 private:
  struct Beat {
    int64_t value = 0;
    bool last = false, start = false;
    bool first = false;  ///< of its frame
    bool good = false;   ///< the frame has the right length
  };

  Dut<Config>& dut() { return *dut_; }

  /// Other thresholds, in every cycle.
  void DrawThresholds() {
    for (size_t k = 0; k < network_.layers.size(); ++k) {
      thresholds_.x[k] = static_cast<int>(draw_.Between(0, 600));
      if (IsRecurrent(network_.layers[k].kind)) {
        thresholds_.h[k] = static_cast<int>(draw_.Between(0, 40));
      }
    }
    thresholds_.scores = {draw_.Between(0, 4000), draw_.Between(0, 60000)};
    PutThresholds();
  }

  /// thresholds_i: theta_x and theta_h of the layers, T_delta, T_skip, the first lowest.
  void PutThresholds() {
    int at = 0;
    const auto put = [&](int64_t value, int bits) {
      SetBits(dut()->thresholds_i, at, bits, static_cast<uint64_t>(value));
      at += bits;
    };
    for (const int theta : thresholds_.x) put(theta, 16);
    for (const int theta : thresholds_.h) put(theta, 16);
    put(thresholds_.scores.delta, Config::kScoreW);
    put(thresholds_.scores.skip, Config::kScoreW);
  }

  void DrawNetwork() {
    network_.formats.state = {8, 8};
    network_.formats.cell = {8, 8};
    network_.formats.row_shift_bits = Config::kRowShiftW;
    network_.formats.acc_bits = Config::kAccW;
    network_.events.kind = static_cast<EventKind>(Config::kEvents);
    if (Config::kEvents == 2) network_.events.thresholds.scores = {2000, 40000};
    int inputs = Config::kInputs;
    for (int k = 0; k < Config::kLayers; ++k) {
      IntLayer layer;
      layer.kind = Config::kCell == 1 ? CellKind::kGru : CellKind::kLstm;
      if (Config::kHead != 0 && k == Config::kLayers - 1) {
        layer.kind = CellKind::kDense;
        layer.input_relu = Config::kHeadRelu != 0;
      }
      layer.inputs = inputs;
      const bool events = Config::kEvents != 0;
      network_.events.thresholds.x.push_back(events ? (k == 0 ? 500 : 3) : 0);
      network_.events.thresholds.h.push_back(events && IsRecurrent(layer.kind) ? 5 : 0);
      layer.units = Config::kUnits[static_cast<size_t>(k)];
      layer.weight_fraction = Config::kFraction[static_cast<size_t>(k)];
      const auto rows = static_cast<size_t>(layer.rows());
      for (int r = 0; r < layer.sums(); ++r) {
        layer.row_shift.push_back(static_cast<uint8_t>(draw_.Bits(Config::kRowShiftW)));
        layer.bias.push_back(draw_.Scaled(20));
      }
      const auto weights = [&](int columns) {
        std::vector<int16_t> values(static_cast<size_t>(columns) * rows);
        for (int16_t& w : values) w = static_cast<int16_t>(draw_.Signed(8));
        return values;
      };
      layer.wx = weights(layer.inputs);
      if (IsRecurrent(layer.kind)) layer.wh = weights(layer.units);
      network_.layers.push_back(layer);
      inputs = layer.units;
    }
  }

  void AddFrame(std::vector<Beat>* beats, int length, bool start, std::vector<int16_t>* x) {
    for (int b = 0; b < length; ++b) {
      const int64_t value = draw_.Percent(30) ? 0 : draw_.Scaled(16);
      beats->push_back(
          {value, b == length - 1, b == 0 && start, b == 0, length == Config::kInputs});
      if (x != nullptr) x->push_back(static_cast<int16_t>(value));
    }
  }

  /// Plays the beats with random gaps and back-pressure; returns the elements of all frames.
  std::vector<int16_t> Play(const std::vector<Beat>& beats, size_t wanted) {
    std::vector<int16_t> seen;
    repeated_.clear();
    in_force_.clear();
    Thresholds arriving;
    size_t next = 0;
    bool valid = false;
    for (int n = 0; n < 50000 && seen.size() < wanted; ++n) {
      valid = next < beats.size() && (valid || draw_.Percent(70));
      draw_.Fill(dut()->s_axis_tdata_i, 16);
      if (valid) Put(dut()->s_axis_tdata_i, Wire(beats[next].value, 16));
      Put(dut()->s_axis_tvalid_i, valid ? 1 : 0);
      Put(dut()->s_axis_tlast_i, valid ? beats[next].last : draw_.Bits(1));
      Put(dut()->s_axis_tuser_i, valid ? beats[next].start : draw_.Bits(1));
      Put(dut()->m_axis_tready_i, draw_.Bits(1));
      if (changes_) DrawThresholds();
      // Halted for 700 cycles of 1000: the step under way ends in the first 400.
      const bool halted = halts_ && n % 1000 < 700;
      Put(dut()->enable_i, halted ? 0 : 1);
      dut_->Settle();
      if (halted && n % 1000 >= 400) {
        EXPECT_EQ(dut()->m_axis_tvalid_o, 0) << "halted, cycle " << n;
      }
      if (dut()->m_axis_tvalid_o != 0 && dut()->m_axis_tready_i != 0) {
        seen.push_back(static_cast<int16_t>(dut()->m_axis_tdata_o));
        const bool last = seen.size() % static_cast<size_t>(network_.outputs()) == 0;
        EXPECT_EQ(dut()->m_axis_tlast_o, last ? 1 : 0);
        if (last) repeated_.push_back(dut()->m_axis_tuser_o != 0);
      }
      const bool accepted = valid && dut()->s_axis_tready_o != 0;
      if (accepted && beats[next].first) arriving = thresholds_;
      if (accepted && beats[next].last && beats[next].good) in_force_.push_back(arriving);
      dut_->Edge();
      if (accepted) {
        ++next;
        valid = false;
      }
    }
    return seen;
  }

  MemoryFolder folder_;
  Draw draw_;
  IntNetwork network_;
  Plan plan_;
  std::unique_ptr<Dut<Config>> dut_;
  bool halts_ = false, changes_ = false;
  Thresholds thresholds_;             // on thresholds_i
  std::vector<Thresholds> in_force_;  // when the first beat of each valid frame was accepted
  std::vector<bool> repeated_;        // tuser of each output frame
};

template <typename Config>
class GwEngine : public testing::Test {};
TYPED_TEST_SUITE(GwEngine, GwEngineModels, SetNames);

TYPED_TEST(GwEngine, OutputsEqualTheReferenceModel) {
  for (uint64_t seed = 1; seed <= 2; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    EngineBench<TypeParam> bench(seed);
    bench.ExpectPlanAgrees();
    bench.Run(40);
  }
}

TYPED_TEST(GwEngine, WorksOnAFrameWithTheThresholdsOfItsFirstBeat) {
  if (TypeParam::kRuntime == 0) return;  // constants
  EngineBench<TypeParam> bench(4);
  bench.ChangeThresholds();
  bench.Run(60);
}

TYPED_TEST(GwEngine, HaltsBetweenStepsAndLosesNothing) {
  EngineBench<TypeParam> bench(3);
  bench.Halt();
  bench.Run(40);
}

}  // namespace
}  // namespace gatewright
