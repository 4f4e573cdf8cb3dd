// SPDX-License-Identifier: Apache-2.0
// The first screen of a report says no more than what ran, and praises nothing without accuracy.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

enum TileIndex { kBuilt, kProven, kFast, kBig, kAccurate };

StageFiles Generated() {
  StageFiles files;
  files.generate = Json::parse(R"({
    "design": {"network": "vad.onnx", "weights": 1700, "arrays": 2, "pes": 4, "memory_bits": 3000,
               "layers": [{"kind": "lstm", "inputs": 1, "units": 20}]},
    "formats": {"weights": "8 bits"},
    "accuracy": {"layers": [{"sqnr_db": 40.0}], "outputs": {}},
    "cycles": {"steps": 20, "interval_cycles": 100.0, "worst_case_cycles": 200, "clock_ns": 10}})");
  return files;
}

StageFiles Complete() {
  StageFiles files = Generated();
  files.lint = {{"ok", true}};
  files.simulate = Json::parse(R"({"ok": true, "sessions": [
    {"steps": 1000, "mismatches": 0, "cycles": 2000, "every_cycle_predicted": true},
    {"steps": 500, "mismatches": 0, "cycles": 900, "every_cycle_predicted": true}]})");
  files.metrics = Json::parse(R"({"ok": true, "kind": "area", "target": "osu018",
    "units": {"area": "um^2"}, "totals": {"logic_area": 1850000, "memory_area": 2430000},
    "timing": {"clock_mhz": 132.7, "target_period_ns": 10, "min_period_ns": 7.53, "met": true}})");
  return files;
}

DesignReport VerdictOf(const StageFiles& files) {
  DesignReport report;
  SetVerdict(files, &report);
  return report;
}

TEST(ReportTiles, AnswerTheFiveQuestions) {
  const std::vector<Tile> tiles = ReportTiles(Complete());
  ASSERT_EQ(tiles.size(), 5U);
  EXPECT_EQ(tiles[kBuilt].value, "LSTM 1 → 20");
  EXPECT_EQ(tiles[kBuilt].detail, "1,700 weights (8 bits), 2 × 4 PEs");
  EXPECT_EQ(tiles[kProven].value, "0 mismatches");
  EXPECT_THAT(tiles[kProven].detail, HasSubstr("1,500 steps, 2,900 cycles, every one predicted"));
  EXPECT_EQ(tiles[kProven].tone, Tone::kGood);
  EXPECT_EQ(tiles[kFast].value, "100 cycles/step");
  EXPECT_EQ(tiles[kFast].detail,
            "1,000,000 steps/s at 100 MHz; clock estimate 132.7 MHz, target met");
  EXPECT_EQ(tiles[kBig].value, "1.85 mm² of logic");
  EXPECT_THAT(tiles[kBig].detail, HasSubstr("2.43 mm² of memory (3,000 bits)"));
  EXPECT_EQ(tiles[kAccurate].value, "1 % error");
  EXPECT_EQ(tiles[kAccurate].tone, Tone::kGood);
  EXPECT_TRUE(VerdictOf(Complete()).complete);
  EXPECT_EQ(VerdictOf(Complete()).page.tone, Tone::kGood);
}

TEST(ReportTiles, SayWhatHasNotRun) {
  const std::vector<Tile> tiles = ReportTiles(Generated());
  EXPECT_EQ(tiles[kProven].value, "Not proven");
  EXPECT_EQ(tiles[kProven].tone, Tone::kWarn);
  EXPECT_THAT(tiles[kFast].detail, HasSubstr("clock not estimated"));
  EXPECT_EQ(tiles[kBig].value, "Not synthesized");
  EXPECT_FALSE(VerdictOf(Generated()).complete);
  EXPECT_EQ(VerdictOf(Generated()).page.badge, "Not proven");
}

TEST(ReportTiles, ADifferenceOrAnUnpredictedCycleIsNoProof) {
  StageFiles files = Complete();
  files.simulate["sessions"][1]["mismatches"] = 1;
  EXPECT_EQ(ReportTiles(files)[kProven].value, "1 mismatch");
  EXPECT_EQ(ReportTiles(files)[kProven].tone, Tone::kBad);
  files = Complete();
  files.simulate["sessions"][0]["every_cycle_predicted"] = false;
  EXPECT_THAT(ReportTiles(files)[kProven].detail, HasSubstr("NOT all predicted"));
  EXPECT_EQ(ReportTiles(files)[kProven].tone, Tone::kBad);
  files.simulate["ok"] = false;
  EXPECT_EQ(VerdictOf(files).page.tone, Tone::kBad);
}

TEST(ReportTiles, AClockThatIsNotMetGivesTheRateOfTheClockThereIs) {
  StageFiles files = Complete();
  files.metrics["timing"]["met"] = false;
  files.metrics["timing"]["min_period_ns"] = 20;
  const Tile fast = ReportTiles(files)[kFast];
  EXPECT_THAT(fast.detail, HasSubstr("500,000 steps/s at 50 MHz"));
  EXPECT_THAT(fast.detail, HasSubstr("target NOT met"));
  EXPECT_EQ(fast.tone, Tone::kWarn);
}

TEST(ReportTiles, AnFpgaThatIsTooSmallIsBad) {
  StageFiles files = Complete();
  files.metrics = Json::parse(R"({"ok": false, "kind": "fpga", "family": "iCE40", "timing": null,
    "totals": {"luts": 12345, "flip_flops": 10, "block_rams": 3, "dsps": 1}})");
  EXPECT_EQ(ReportTiles(files)[kBig].value, "12,345 LUTs");
  EXPECT_EQ(ReportTiles(files)[kBig].section, "FPGA resources");
  files.metrics["misfit"] = "hx8k has too little";
  EXPECT_EQ(ReportTiles(files)[kBig].tone, Tone::kBad);
  EXPECT_THAT(ReportTiles(files)[kBig].detail, HasSubstr("does NOT fit: hx8k"));
}

TEST(ReportTiles, RandomWeightsAreNotPraised) {
  StageFiles files = Complete();
  files.generate["design"]["network"] = "random, seed 1";
  const Tile accurate = ReportTiles(files)[kAccurate];
  EXPECT_EQ(accurate.tone, Tone::kPlain);
  EXPECT_THAT(accurate.detail, HasSubstr("task accuracy is not measured"));
}

TEST(ReportTiles, LostAccuracyTakesTheGreenFromTheVerdict) {
  StageFiles files = Complete();
  files.generate["accuracy"]["layers"][0]["sqnr_db"] = 0.9;
  EXPECT_EQ(ReportTiles(files)[kAccurate].tone, Tone::kBad);
  const DesignReport report = VerdictOf(files);
  EXPECT_EQ(report.page.tone, Tone::kWarn);
  EXPECT_THAT(report.page.verdict, HasSubstr("far from those of the float network"));
}

}  // namespace
}  // namespace gatewright
