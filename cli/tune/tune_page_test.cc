// SPDX-License-Identifier: Apache-2.0
// tune.html marks a point by what it costs, not by what it saves.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/tune/tune_report.h"

namespace gatewright {
namespace {

using testing::HasSubstr;
using testing::Not;

TunePoint Point(EventKind kind, double macs, double rms, double sqnr_db) {
  TunePoint point;
  point.events.kind = kind;
  point.macs = macs;
  point.cycles = macs / 4;
  point.outputs.error = {sqnr_db, rms, rms, rms};
  return point;
}

/// A point without loss, and one that halves the operations at the SQNR given.
TuneResults Results(double sqnr_db) {
  TuneResults results;
  results.name = "vad";
  results.stimulus = "frames.npy";
  results.steps = 100;
  results.formats = {QFormat{6, 10}};
  results.baselines = {Point(EventKind::kNone, 1000, 0.001, 40)};
  results.points = {Point(EventKind::kDelta, 900, 0.001, 40),
                    Point(EventKind::kDelta, 500, 0.1, sqnr_db)};
  results.points[1].pareto = true;
  results.limits.max_error = 0.2;
  results.chosen = 1;
  return results;
}

TEST(TunePage, AChosenPointIsGoodOnlyWithItsAccuracyKept) {
  EXPECT_THAT(TuneHtml(Results(38), "Chosen."), HasSubstr("badge good\">Within the limit"));
  EXPECT_THAT(TuneHtml(Results(20), "Chosen."), HasSubstr("badge warn\">Accuracy reduced"));
  const std::string lost = TuneHtml(Results(1), "Chosen.");
  EXPECT_THAT(lost, HasSubstr("badge bad\">Accuracy lost"));
  EXPECT_THAT(lost, HasSubstr("<td class=\"bad\">accuracy LOST</td>"));
  EXPECT_THAT(lost, Not(HasSubstr("tile good")));
}

TEST(TunePage, WithoutALimitNothingIsChosenAndNothingPraised) {
  TuneResults results = Results(38);
  results.limits = {};
  results.chosen.reset();
  const std::string html = TuneHtml(results, "No limit.");
  EXPECT_THAT(html, HasSubstr("No limit given"));
  EXPECT_THAT(html, HasSubstr("125 to 225 cycles/step"));
  EXPECT_THAT(html, HasSubstr("50.0 to 90.0 % of operations"));
  EXPECT_THAT(html, Not(HasSubstr("tile good")));
  EXPECT_THAT(html, Not(HasSubstr("class=\"limit\"")));
}

TEST(TunePage, LimitsThatNoPointMeetsAreBad) {
  TuneResults results = Results(38);
  results.chosen.reset();
  EXPECT_THAT(TuneHtml(results, "None."), HasSubstr("badge bad\">No point fits"));
}

}  // namespace
}  // namespace gatewright
