// SPDX-License-Identifier: Apache-2.0
// The comparison itself: each kind of difference must be seen and named.

#include "verif/comparison/equivalence.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "generator/design/design.h"
#include "generator/spec/parse.h"
#include "verif/campaign/random_design.h"
#include "verif/model/counters.h"

namespace gatewright {
namespace {

/// A run that is equal in everything, made from the models alone.
class Comparison : public testing::Test {
 protected:
  void SetUp() override {
    const Result<Spec> spec = ParseSpecText(
        "name = \"t\"\n[network]\ninputs = 3\nhidden = [4]\n[engine]\npes = 4\ncell_lanes = 2",
        "t.toml", ".");
    ASSERT_TRUE(spec.ok());
    design_ = *MakeDesign(*spec);
    RandomFrames(design_.plan, 5, 3, &x_, &starts_);
    session_ = MakeSession(design_.plan, x_, starts_, StallProfile{});
    trace_ = RunReference(design_.integers, session_.x, session_.starts);
    prediction_ = PredictCycles(design_.plan, session_.script, trace_);
    observed_.cycles = prediction_.cycles;
    observed_.input_last_cycle = prediction_.input_last_cycle;
    for (const StepTiming& step : prediction_.steps) {
      observed_.output_last_cycle.push_back(step.sent);
    }
    for (int t = 0; t < 5; ++t) {
      const int16_t* y = trace_.output(0, t, 4);
      observed_.frames.emplace_back(y, y + 4);
      observed_.repeated.push_back(false);
    }
    for (size_t word = 0; word < 2; ++word) {
      observed_.cell.push_back({trace_.c[0][2 * word], trace_.c[0][2 * word + 1]});
    }
  }
  std::string Failure() const {
    return Compare(design_.plan, session_, trace_, prediction_, observed_).first_failure;
  }

  Design design_;
  std::vector<int16_t> x_;
  std::vector<bool> starts_;
  Session session_;
  Trace trace_;
  CyclePrediction prediction_;
  Observed observed_;
};

TEST_F(Comparison, EqualRunsHold) {
  const Equivalence result = Compare(design_.plan, session_, trace_, prediction_, observed_);
  EXPECT_EQ(result.first_failure, "");
  EXPECT_EQ(result.elements, 20);
  EXPECT_EQ(result.cells, 4);
  EXPECT_EQ(result.mismatches, 0);
}

TEST_F(Comparison, OneWrongOutputIsNamed) {
  const int16_t right = observed_.frames[3][2];
  observed_.frames[3][2] = static_cast<int16_t>(right ^ 1);
  EXPECT_EQ(Failure(), "step 3 layer 0 unit 2: expected " + std::to_string(right) + ", got " +
                           std::to_string(right ^ 1) + " (tlast in cycle " +
                           std::to_string(observed_.output_last_cycle[3]) + ")");
}

TEST_F(Comparison, OneWrongCellStateIsNamed) {
  const int32_t right = observed_.cell[1][0]++;
  EXPECT_EQ(Failure(), "final cell state of layer 0 unit 2: expected " + std::to_string(right) +
                           ", got " + std::to_string(right + 1));
}

TEST_F(Comparison, OneWrongAccumulatorIsNamed) {
  const std::vector<std::vector<int64_t>> expected = RestingSums(design_.integers, trace_);
  Equivalence result = Compare(design_.plan, session_, trace_, prediction_, observed_);
  result.observed.sums.assign(4, std::vector<int64_t>(4, 0));
  for (size_t gate = 0; gate < 4; ++gate) {
    for (size_t unit = 0; unit < 4; ++unit) {
      result.observed.sums[unit][gate] = expected[0][gate * 4 + unit];
    }
  }
  CompareSums(design_.plan, expected, &result);
  EXPECT_EQ(result.first_failure, "");
  EXPECT_EQ(result.sums, 16);
  ++result.observed.sums[2][1];
  CompareSums(design_.plan, expected, &result);
  EXPECT_EQ(result.first_failure, "accumulator at rest of layer 0 gate 1 unit 2: expected " +
                                      std::to_string(expected[0][6]) + ", got " +
                                      std::to_string(expected[0][6] + 1));
}

TEST_F(Comparison, OneWrongCounterIsNamed) {
  Equivalence result = Compare(design_.plan, session_, trace_, prediction_, observed_);
  std::map<std::string, int64_t> expected = PredictCounters(design_.plan, trace_);
  EXPECT_EQ(expected.at("STEPS"), 5);
  EXPECT_GT(expected.at("WORDS"), 5);
  expected["CYCLES"] = result.observed.snapshot_cycle = 1234;
  for (const auto& [name, value] : expected) {
    result.observed.counters.push_back({name, static_cast<uint64_t>(value)});
  }
  CompareCounters(design_.plan, trace_, &result);
  EXPECT_EQ(result.first_failure, "");
  EXPECT_EQ(result.counters, 12);
  Trace impossible = trace_;
  impossible.saturations.output = 1;
  CompareCounters(design_.plan, impossible, &result);
  EXPECT_THAT(result.first_failure, testing::HasSubstr("outputs saturate"));
  result.first_failure.clear();
  result.observed.error_register = 1;
  CompareCounters(design_.plan, trace_, &result);
  EXPECT_EQ(result.first_failure, "register ERROR: expected 0, got 1, and 0 after it was cleared");
  result.observed.error_register = 0;
  for (CounterReading& reading : result.observed.counters) {
    result.first_failure.clear();
    ++reading.value;
    CompareCounters(design_.plan, trace_, &result);
    EXPECT_EQ(result.first_failure, fmt::format("counter {}: expected {}, got {}", reading.name,
                                                reading.value - 1, reading.value));
    --reading.value;
  }
  result.first_failure.clear();
  result.observed.cycles_since_clear = 7;
  result.observed.cleared_counters = {{"CYCLES", 7}, {"STEPS", 0}};
  CompareCounters(design_.plan, trace_, &result);
  EXPECT_EQ(result.first_failure, "");
  result.observed.cleared_counters = {{"CYCLES", 7}, {"STEPS", 1}};
  CompareCounters(design_.plan, trace_, &result);
  EXPECT_EQ(result.first_failure, "counter STEPS after it was cleared: expected 0, got 1");
}

TEST_F(Comparison, AWrongMarkOfARepeatIsNamed) {
  observed_.repeated[2] = true;
  EXPECT_EQ(Failure(), "tuser of the output frame of step 2: expected false, got true");
}

TEST_F(Comparison, OneCycleMoreIsNamed) {
  const int64_t right = observed_.output_last_cycle[2]++;
  EXPECT_EQ(Failure(), "cycle of output tlast 2: predicted " + std::to_string(right) +
                           ", simulated " + std::to_string(right + 1));
}

TEST_F(Comparison, AMissingFrameIsNamed) {
  observed_.frames.pop_back();
  observed_.output_last_cycle.pop_back();
  EXPECT_EQ(Failure(), "cycle of output tlast 4: predicted " +
                           std::to_string(prediction_.steps[4].sent) + ", simulated -1");
}

TEST_F(Comparison, FrameErrorAndBrokenStreamRulesAreNamed) {
  observed_.frame_error = true;
  EXPECT_EQ(Failure(), "frame_error_o: expected false, got true");
  observed_.protocol_error = "m_axis_tvalid fell without tready, cycle 9";
  EXPECT_EQ(Failure(), "m_axis_tvalid fell without tready, cycle 9");
}

TEST(Session, InvalidFramesKeepAStartPending) {
  const Result<Spec> spec = ParseSpecText(
      "name = \"t\"\n[network]\ninputs = 3\nhidden = [4]\n[engine]\npes = 4", "t.toml", ".");
  const Design design = *MakeDesign(*spec);
  StallProfile profile;
  profile.invalid_frame_percent = 70;
  profile.seed = 4;
  const std::vector<bool> starts(40, false);
  const Session session = MakeSession(design.plan, std::vector<int16_t>(120, 1), starts, profile);
  // Follow the beats: a frame is good when it has 3 beats; a start of any frame stays pending.
  bool pending = true;
  size_t beats = 0;
  bool first_user = false;
  std::vector<bool> effective;
  for (const Beat& beat : session.script.beats) {
    if (beats++ == 0) first_user = beat.start;
    if (!beat.last) continue;
    pending = pending || first_user;
    if (beats == 3) {
      effective.push_back(pending);
      pending = false;
    }
    beats = 0;
  }
  EXPECT_EQ(effective, session.starts);
  EXPECT_GT(std::count(effective.begin(), effective.end(), true), 5);
}

}  // namespace
}  // namespace gatewright
