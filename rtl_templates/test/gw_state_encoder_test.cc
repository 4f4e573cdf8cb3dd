// SPDX-License-Identifier: Apache-2.0
// gw_state_encoder: which of the new h are events, for the next layer and for the next step,
// against references that follow docs/numerics.md 4.

#include <vector>

#include "generator/base/bits.h"
#include "gw_state_encoder_models.h"
#include "rtl_templates/test/dut.h"
#include "verif/model/events.h"

namespace gatewright {
namespace {

template <typename Config>
class StateEncoderBench {
 public:
  static constexpr bool kModes = Config::kEvents == 2;
  static constexpr int kRecurrent = Config::kHead != 0 ? Config::kLayers - 1 : Config::kLayers;

  explicit StateEncoderBench(uint64_t seed) : dut_(seed), draw_(seed) {
    const auto units = [](int k) { return static_cast<size_t>(GroupsOf(k) * Config::kLanes); };
    for (int k = 0; k < kRecurrent; ++k) {
      next_.emplace_back(units(k), 0);
      recurrent_.emplace_back(units(k), 0);
      pending_.emplace_back(units(k), 0);
      output_.emplace_back(units(k), 0);
    }
  }

  /// One step that is not skipped: every layer's phase, group by group.
  void Step(bool start, bool full) {
    std::vector<int64_t> theta_x;
    std::vector<int64_t> theta_h;
    for (int k = 0; k < Config::kLayers; ++k) {
      theta_x.push_back(draw_.Percent(30) ? 0 : std::abs(draw_.Scaled(Config::kStateW - 1)));
      theta_h.push_back(draw_.Percent(30) ? 0 : std::abs(draw_.Scaled(Config::kStateW - 1)));
      SetElement(dut_->theta_x_i, k, Config::kStateW, theta_x.back());
      SetElement(dut_->theta_h_i, k, Config::kStateW, theta_h.back());
    }
    for (int k = 0; k < kRecurrent; ++k) {
      Consume(static_cast<size_t>(k), start, full);
      const int64_t onward = k + 1 < Config::kLayers ? theta_x[static_cast<size_t>(k) + 1] : 0;
      for (int group = 0; group < GroupsOf(k); ++group) {
        Put(dut_->phase_layer_i, k);
        Put(dut_->phase_first_i, start ? 1 : 0);
        Put(dut_->phase_full_i, full ? 1 : 0);
        Present(k, group, onward, theta_h[static_cast<size_t>(k)], start, full);
        ASSERT_FALSE(testing::Test::HasFailure()) << "layer " << k << " group " << group;
      }
    }
  }
  int events() const { return events_; }
  Draw& draw() { return draw_; }

 private:
  static int GroupsOf(int k) {
    const auto i = static_cast<size_t>(k);
    return (k + 1 < kRecurrent ? Config::kFirstGroup[i + 1] : Config::kRecurrentGroups) -
           Config::kFirstGroup[i];
  }

  /// The events that waited are processed: their references move.
  void Consume(size_t k, bool start, bool full) {
    for (size_t u = 0; u < recurrent_[k].size(); ++u) {
      int64_t& reference = recurrent_[k][u];
      if (Config::kEvents == 1) reference += pending_[k][u];
      if (kModes) reference = full ? output_[k][u] : reference + pending_[k][u];
      if (start) reference = 0;
      if (full) next_[k][u] = 0;
    }
  }

  void Present(int k, int group, int64_t theta_n, int64_t theta_r, bool start, bool full) {
    Put(dut_->result_group_i, group);
    Put(dut_->result_valid_i, 0);
    Put(dut_->soon_i, 1);
    draw_.Fill(dut_->result_i, Config::kLanes * Config::kStateW);
    dut_.Edge();
    Put(dut_->soon_i, 0);
    dut_.Edge();
    Put(dut_->result_valid_i, 1);
    const bool relu = Config::kHeadRelu != 0 && k == Config::kLayers - 2;
    for (int lane = 0; lane < Config::kLanes; ++lane) {
      const auto u = static_cast<size_t>(group * Config::kLanes + lane);
      const auto layer = static_cast<size_t>(k);
      // Near the reference, the same again, or anything.
      const int64_t was = recurrent_[layer][u];
      const int64_t h = draw_.Percent(50)
                            ? Saturate(was + draw_.Between(-1, 1) * theta_r, Config::kStateW)
                            : draw_.Signed(Config::kStateW);
      output_[layer][u] = h;
      SetElement(dut_->result_i, lane, Config::kStateW, h);
    }
    dut_.Settle();
    for (int lane = 0; lane < Config::kLanes; ++lane) {
      CheckLane(static_cast<size_t>(k), static_cast<size_t>(group * Config::kLanes + lane), lane,
                relu, theta_n, theta_r, start, full);
    }
    dut_.Edge();
    Put(dut_->result_valid_i, 0);
    dut_.Edge();
  }

  void CheckLane(size_t k, size_t u, int lane, bool relu, int64_t theta_n, int64_t theta_r,
                 bool start, bool full) {
    const auto encode = [](int64_t v, int64_t reference, int64_t theta) {
      return Config::kEvents == 0
                 ? v
                 : EncodeEvent(static_cast<int32_t>(v), static_cast<int32_t>(reference),
                               static_cast<int>(theta));
    };
    const auto check = [&](const auto& valid, const auto& values, int64_t event) {
      ASSERT_EQ(GetBits(valid, lane, 1), event != 0 ? 1 : 0);
      if (event != 0) {
        ASSERT_EQ(GetSigned(values, lane, Config::kValueW), event);
      }
      events_ += event != 0 ? 1 : 0;
    };
    const int64_t h = output_[k][u];
    const int64_t onward = relu ? std::max<int64_t>(h, 0) : h;
    if (k + 1 < static_cast<size_t>(Config::kLayers)) {
      const int64_t n = encode(onward, next_[k][u], full ? 0 : theta_n);
      check(dut_->n_valid_o, dut_->n_values_o, n);
      next_[k][u] += n;
    }
    const int64_t r = encode(h, recurrent_[k][u], start && !kModes ? 0 : theta_r);
    check(dut_->r_valid_o, dut_->r_values_o, r);
    pending_[k][u] = r;
    check(dut_->f_valid_o, dut_->f_values_o, kModes ? h : 0);
  }

  Dut<Config> dut_;
  Draw draw_;
  // [layer][unit]: references of both uses, events and outputs of the step before.
  std::vector<std::vector<int64_t>> next_, recurrent_, pending_, output_;
  int events_ = 0;
};

template <typename Config>
class GwStateEncoder : public testing::Test {};
TYPED_TEST_SUITE(GwStateEncoder, GwStateEncoderModels, SetNames);

TYPED_TEST(GwStateEncoder, EventsFollowTheReferencesOfEachUse) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    StateEncoderBench<TypeParam> bench(seed);
    for (int step = 0; step < 400; ++step) {
      const bool start = step == 0 || bench.draw().Percent(10);
      const bool full = start || (TypeParam::kEvents == 2 && bench.draw().Percent(40));
      ASSERT_NO_FATAL_FAILURE(bench.Step(start, full)) << "step " << step;
      ASSERT_FALSE(testing::Test::HasFailure()) << "step " << step;
    }
    EXPECT_GT(bench.events(), 150);
  }
}

}  // namespace
}  // namespace gatewright
