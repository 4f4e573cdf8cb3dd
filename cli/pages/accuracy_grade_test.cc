// SPDX-License-Identifier: Apache-2.0
#include "cli/pages/accuracy_grade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

AccuracyInput OfSqnr(const Json& db) { return {db, Json::object(), nullptr, nullptr}; }

TEST(AccuracyGrade, FollowsTheErrorAgainstFloatWhereNothingElseIsKnown) {
  EXPECT_EQ(JudgeAccuracy(OfSqnr(40)).grade, AccuracyGrade::kKept);
  EXPECT_EQ(JudgeAccuracy(OfSqnr(40)).value, "1 % error");
  EXPECT_EQ(JudgeAccuracy(OfSqnr(20)).grade, AccuracyGrade::kReduced);
  EXPECT_EQ(JudgeAccuracy(OfSqnr(0.9)).grade, AccuracyGrade::kLost);
  EXPECT_EQ(JudgeAccuracy(OfSqnr(0.9)).value, "90.2 % error");
  const AccuracyFigure exact = JudgeAccuracy(OfSqnr(nullptr));
  EXPECT_EQ(exact.grade, AccuracyGrade::kKept);
  EXPECT_THAT(exact.detail, HasSubstr("exactly"));
}

TEST(AccuracyGrade, DecisionsWeighMoreThanTheErrorOfOutputs) {
  AccuracyInput input = OfSqnr(15);
  input.outputs = {{"decisions_changed_share", 0.0015}};
  EXPECT_EQ(JudgeAccuracy(input).grade, AccuracyGrade::kKept);
  EXPECT_EQ(JudgeAccuracy(input).value, "0.15 % of decisions changed");
  input.outputs = {{"decisions_changed_share", 0.02}};
  EXPECT_EQ(JudgeAccuracy(input).grade, AccuracyGrade::kReduced);
  input.outputs = {{"decisions_changed_share", 0.1}};
  EXPECT_EQ(JudgeAccuracy(input).grade, AccuracyGrade::kLost);
}

TEST(AccuracyGrade, TheFloatNetworksOwnErrorAgainstTheReferenceDoesNotCount) {
  AccuracyInput input = OfSqnr(40);
  input.reference_error = 0.52;
  input.float_reference_error = 0.51;
  const AccuracyFigure hard_task = JudgeAccuracy(input);
  EXPECT_EQ(hard_task.grade, AccuracyGrade::kKept);
  EXPECT_EQ(hard_task.value, "52 % error");
  EXPECT_THAT(hard_task.detail, HasSubstr("float network 51 %"));
  input.reference_error = 0.9;
  input.float_reference_error = 0.005;
  EXPECT_EQ(JudgeAccuracy(input).grade, AccuracyGrade::kLost);
}

TEST(AccuracyGrade, TheWorseOfReferenceAndDecisionsCounts) {
  AccuracyInput input = OfSqnr(40);
  input.reference_error = 0.02;
  input.float_reference_error = 0.01;
  input.outputs = {{"decisions_changed_share", 0.3}};
  EXPECT_EQ(JudgeAccuracy(input).grade, AccuracyGrade::kLost);
  EXPECT_THAT(JudgeAccuracy(input).detail, HasSubstr("30 % of decisions changed"));
}

TEST(AccuracyGrade, OnlyKeptAccuracyIsGood) {
  EXPECT_EQ(GradeTone(AccuracyGrade::kKept), Tone::kGood);
  EXPECT_EQ(GradeTone(AccuracyGrade::kReduced), Tone::kWarn);
  EXPECT_EQ(GradeTone(AccuracyGrade::kLost), Tone::kBad);
  EXPECT_THAT(GradeRule(), HasSubstr("5 % of the signal or 1 % of changed decisions"));
}

}  // namespace
}  // namespace gatewright
