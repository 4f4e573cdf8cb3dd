// SPDX-License-Identifier: Apache-2.0
#include "generator/network/stimulus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "generator/base/file_test_util.h"
#include "generator/network/npy.h"

namespace gatewright {
namespace {

using ::testing::ElementsAre;

Result<Stimulus> LoadNpy(const NpyArray& array, int width) {
  const TemporaryFile file("frames.npy", "");
  EXPECT_TRUE(WriteNpy(file.path(), array).ok());
  return LoadStimulus(file.path(), width);
}

// The errors of a file, with the file's folder left out.
std::string ErrorsOf(const Result<Stimulus>& stimulus) {
  if (stimulus.ok()) return "accepted";
  std::string text;
  for (Diagnostic error : stimulus.errors()) {
    error.file = error.file.substr(error.file.rfind('/') + 1);
    text += error.ToString() + "\n";
  }
  return text;
}

Result<Stimulus> LoadCsv(const std::string& text, int width) {
  const TemporaryFile file("frames.csv", text);
  return LoadStimulus(file.path(), width);
}

TEST(Stimulus, ReadsFramesOfOneSequence) {
  const Result<Stimulus> stimulus = LoadNpy({NpyType::kFloat32, {3, 2}, {0, 1, 2, 3, 4, 5}}, 2);
  ASSERT_TRUE(stimulus.ok()) << ToString(stimulus.errors());
  EXPECT_EQ(stimulus->steps, 3);
  EXPECT_EQ(stimulus->width, 2);
  EXPECT_EQ(stimulus->frame(2)[1], 5);
  EXPECT_THAT(stimulus->starts, ElementsAre(true, false, false));
  EXPECT_EQ(stimulus->source, "frames.npy");
}

TEST(Stimulus, ReadsAVectorAsFramesOfOneElement) {
  const Result<Stimulus> stimulus = LoadNpy({NpyType::kInt16, {3}, {4, 5, 6}}, 1);
  ASSERT_TRUE(stimulus.ok()) << ToString(stimulus.errors());
  EXPECT_EQ(stimulus->steps, 3);
  EXPECT_EQ(stimulus->width, 1);
  EXPECT_THAT(stimulus->values, ElementsAre(4, 5, 6));
}

TEST(Stimulus, ReadsSeveralSequences) {
  const Result<Stimulus> stimulus = LoadNpy({NpyType::kFloat64, {2, 3, 1}, {1, 2, 3, 4, 5, 6}}, -1);
  ASSERT_TRUE(stimulus.ok()) << ToString(stimulus.errors());
  EXPECT_EQ(stimulus->steps, 6);
  EXPECT_EQ(stimulus->width, 1);
  EXPECT_THAT(stimulus->starts, ElementsAre(true, false, false, true, false, false));
}

TEST(Stimulus, RefusesAnotherWidthAndNamesBoth) {
  EXPECT_EQ(ErrorsOf(LoadNpy({NpyType::kFloat32, {1, 3}, {0, 1, 2}}, 2)),
            "frames.npy: width = 3: frames here have 3 elements, 2 are wanted "
            "(nearest legal: 2)\n");
}

TEST(Stimulus, RefusesFilesWithoutFrames) {
  EXPECT_EQ(ErrorsOf(LoadNpy({NpyType::kFloat32, {0, 2}, {}}, 2)),
            "frames.npy: the file holds no frames\n");
  EXPECT_EQ(ErrorsOf(LoadNpy({NpyType::kFloat32, {2, 0}, {}}, -1)),
            "frames.npy: the file holds no frames\n");
  EXPECT_EQ(ErrorsOf(LoadCsv("# nothing\n\n", 2)), "frames.csv: the file holds no frames\n");
  EXPECT_EQ(ErrorsOf(LoadNpy({NpyType::kFloat32, {}, {1}}, 1)),
            "frames.npy: shape = (): the file holds one number, no frames (nearest legal: "
            "[steps, width], [steps] or [sequences, steps, width])\n");
}

TEST(Stimulus, NamesThePlaceOfWhatIsNotFinite) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(ErrorsOf(LoadNpy({NpyType::kFloat32, {2, 2}, {0, 1, nan, 2}}, 2)),
            "frames.npy: [1, 0] = nan: every element must be finite\n");
}

TEST(Stimulus, RefusesAMissingFile) {
  for (const std::string path : {"no/such.npy", "no/such.csv"}) {
    const Result<Stimulus> stimulus = LoadStimulus(path, 1);
    ASSERT_FALSE(stimulus.ok());
    EXPECT_EQ(ToString(stimulus.errors()), path + ": the file cannot be opened\n");
  }
}

TEST(Stimulus, RefusesOtherExtensions) {
  const Result<Stimulus> stimulus = LoadStimulus("frames.wav", 1);
  ASSERT_FALSE(stimulus.ok());
  EXPECT_EQ(ToString(stimulus.errors()),
            "frames.wav: the name of a stimulus file must end in .npy or .csv "
            "(nearest legal: .npy, .csv)\n");
}

TEST(Stimulus, ReadsCsvWithCommentsBlanksAndSigns) {
  const Result<Stimulus> stimulus =
      LoadCsv("# time, value\n 0.5 , -1e-2\r\n\n+3,4 # last\n-0,.25", 2);
  ASSERT_TRUE(stimulus.ok()) << ToString(stimulus.errors());
  EXPECT_EQ(stimulus->steps, 3);
  EXPECT_THAT(stimulus->values, ElementsAre(0.5, -0.01, 3, 4, 0, 0.25));
  EXPECT_THAT(stimulus->starts, ElementsAre(true, false, false));
}

TEST(Stimulus, ReadsCsvOfASpreadsheetAndExplainsAHeading) {
  const Result<Stimulus> stimulus = LoadCsv(
      "\xef\xbb\xbf"
      "1,2\r\n3,4\r\n",
      2);
  ASSERT_TRUE(stimulus.ok()) << ToString(stimulus.errors());
  EXPECT_THAT(stimulus->values, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(ErrorsOf(LoadCsv("time\n3\n", 1)),
            "frames.csv:1: element 0 = time: this is not a decimal number that a double holds "
            "(nearest legal: a number; a heading needs a # before it)\n");
}

TEST(Stimulus, ReportsAllMistakesOfACsvFile) {
  EXPECT_EQ(ErrorsOf(LoadCsv("1,2\n1,x\n1,2,3\nnan,2\n1e999,2\n1,\n", 2)),
            "frames.csv:2: element 1 = x: this is not a decimal number that a double holds\n"
            "frames.csv:3: width = 3: frames here have 3 elements, 2 are wanted "
            "(nearest legal: 2)\n"
            "frames.csv:4: element 0 = nan: every element must be finite\n"
            "frames.csv:5: element 0 = 1e999: this is not a decimal number that a double holds\n"
            "frames.csv:6: element 1: this is not a decimal number that a double holds\n");
}

TEST(Stimulus, TakesTheWidthOfTheFirstCsvLineWhenAnyWillDo) {
  EXPECT_EQ(ErrorsOf(LoadCsv("1,2\n3\n", -1)),
            "frames.csv:2: width = 1: frames here have 1 elements, 2 are wanted "
            "(nearest legal: 2)\n");
}

TEST(Stimulus, StopsAfterTwentyMistakes) {
  std::string text;
  for (int line = 0; line < 100; ++line) text += "x\n";
  const Result<Stimulus> stimulus = LoadCsv(text, 1);
  ASSERT_FALSE(stimulus.ok());
  EXPECT_EQ(stimulus.errors().size(), 20u);
}

TEST(RandomStimulus, IsTheSameOnEveryPlatform) {
  const Stimulus stimulus = RandomStimulus(2, 3, 7);
  EXPECT_EQ(stimulus.source, "random, seed 7");
  EXPECT_THAT(stimulus.starts, ElementsAre(true, false));
  EXPECT_EQ(stimulus.values, RandomStimulus(2, 3, 7).values);
  EXPECT_NE(stimulus.values, RandomStimulus(2, 3, 8).values);
}

TEST(RandomStimulus, HasHalfOfItsElementsZeroAndTheRestWithinOne) {
  const Stimulus stimulus = RandomStimulus(1000, 10, 1);
  ASSERT_EQ(stimulus.values.size(), 10000u);
  const auto zeros = std::count(stimulus.values.begin(), stimulus.values.end(), 0.0);
  EXPECT_GT(zeros, 4800);  // four standard deviations of a fair coin
  EXPECT_LT(zeros, 5200);
  const auto [low, high] = std::minmax_element(stimulus.values.begin(), stimulus.values.end());
  EXPECT_GE(*low, -1.0);
  EXPECT_LT(*low, -0.99);
  EXPECT_LT(*high, 1.0);
  EXPECT_GT(*high, 0.99);
}

}  // namespace
}  // namespace gatewright
