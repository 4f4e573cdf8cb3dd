// SPDX-License-Identifier: Apache-2.0
#include "cli/pages/figure.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/pages/canvas.h"

namespace gatewright {
namespace {

using testing::HasSubstr;
using testing::Not;

/// How often `part` is in `text`.
size_t Count(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Figure, LinePlotPutsExtremesWhereTheAxisHasThem) {
  const Figure figure = LinePlot({"t", "s", "V", 0, 1, {{"a", Color::kBlue, 1, {0, 10}}}});
  // The axis runs from -0.5 to 10.5 over 220 px below 26 px: 0 at 236, 10 at 36.
  EXPECT_THAT(figure.wide.body, HasSubstr("points=\"56.0,236.0 820.0,36.0\""));
  EXPECT_THAT(figure.wide.body, HasSubstr(">s</text>"));
  EXPECT_THAT(figure.wide.body, HasSubstr(">V</text>"));
  EXPECT_THAT(figure.description, HasSubstr("a: 2 values from 0 to 10."));
  EXPECT_TRUE(figure.legend.empty()) << "one curve needs none";
}

TEST(Figure, LinePlotLeavesEmptyCurvesOut) {
  const Figure figure = LinePlot({"t",
                                  "s",
                                  "V",
                                  0,
                                  1,
                                  {{"gone", Color::kGrey, 6, {}},
                                   {"a", Color::kOrange, 3, {1, 2}},
                                   {"b", Color::kBlue, 1, {1, 2}}}});
  ASSERT_EQ(figure.legend.size(), 2U);
  EXPECT_EQ(figure.legend[0].name, "a");
  EXPECT_THAT(figure.description, Not(HasSubstr("gone")));
}

TEST(Figure, LinePlotKeepsTheExtremesOfMoreValuesThanPixels) {
  std::vector<double> values(5000, 0);
  values[1234] = 8;
  values[4321] = -8;
  const Figure figure = LinePlot({"t", "s", "V", 0, 1, {{"a", Color::kBlue, 1, values}}});
  for (const Drawing& drawing : {figure.wide, figure.narrow}) {
    const double height = drawing.height - 26 - 42;
    // The axis runs from -8.8 to 8.8.
    EXPECT_THAT(drawing.body, HasSubstr(fmt::format(",{:.1f} ", 26 + height / 22)));
    EXPECT_THAT(drawing.body, HasSubstr(fmt::format(",{:.1f} ", 26 + height - height / 22)));
    EXPECT_LT(Count(drawing.body, ","), 2 * drawing.width);
  }
}

TEST(Figure, BarsAreProportionalOverAnAxisWithTitle) {
  const Figure figure =
      BarChart({"t", "ns", {}, {{"a", {1}, "one"}, {"b", {4}, "four", Color::kGreen}}});
  // Names take 0.64 x 13 + 10 px, labels at the right at least 4 characters and 8 px.
  const double right = 840 - (pages::TextWidth("four") + 8);
  const double unit = (right - (pages::TextWidth("b") + 10)) / 4;
  EXPECT_THAT(figure.wide.body, HasSubstr(fmt::format("width=\"{:.1f}\" height=\"16.0\"", unit)));
  EXPECT_THAT(figure.wide.body,
              HasSubstr(fmt::format("width=\"{:.1f}\" height=\"16.0\"", 4 * unit)));
  EXPECT_THAT(figure.wide.body, HasSubstr("class=\"axis\""));
  EXPECT_THAT(figure.wide.body, HasSubstr(">ns</text>"));
  EXPECT_GT(Count(figure.wide.body, "class=\"tick\""), 2U);
  EXPECT_THAT(figure.description, HasSubstr("a: one. b: four."));
}

TEST(Figure, StackedBarsHaveALegendAndSaySegmentsInWords) {
  const Figure figure = BarChart(
      {"t", "mW", {{"clock", Color::kGreen}, {"leakage", Color::kGold}}, {{"a", {3, 1}, "4 mW"}}});
  ASSERT_EQ(figure.legend.size(), 2U);
  EXPECT_EQ(figure.legend[1].name, "leakage");
  EXPECT_THAT(figure.description, HasSubstr("a: 4 mW of it clock 3, leakage 1."));
  EXPECT_EQ(Count(figure.wide.body, "<rect"), 2U);
}

TEST(Figure, LongNamesAreShortenedToTheirColumn) {
  const std::string name(200, 'm');
  const Figure figure = BarChart({"t", "ns", {}, {{name, {1}, "1"}}});
  EXPECT_THAT(figure.wide.body, Not(HasSubstr(name)));
  EXPECT_THAT(figure.wide.body, HasSubstr("…"));
  EXPECT_THAT(figure.description, HasSubstr(name));
  EXPECT_EQ(pages::Shorten("µµµµ", pages::TextWidth("µµ…")), "µµ…");
}

TEST(Figure, ScatterPlotIsLogarithmicAndShowsZerosOnALineOfTheirOwn) {
  const Figure figure = ScatterPlot(
      {"t",
       "%",
       "rms",
       {{"a", Color::kBlue, 3, true, {{0, 0.1, "x"}, {50, 1, "<b>"}, {100, 10, ""}, {100, 0, ""}}}},
       1.0,
       "limit"});
  // y from 0.1 to 10 over 306..26: one decade is 140 px; zeros 24 px below.
  const std::string& body = figure.wide.body;
  EXPECT_THAT(body, HasSubstr("cy=\"306.0\""));
  EXPECT_THAT(body, HasSubstr("cy=\"166.0\""));
  EXPECT_THAT(body, HasSubstr("cy=\"26.0\""));
  EXPECT_THAT(body, HasSubstr("cy=\"330.0\""));
  EXPECT_THAT(body, HasSubstr("<title>&lt;b&gt;</title>"));
  EXPECT_THAT(body, HasSubstr("class=\"limit\""));
  EXPECT_EQ(figure.legend.back().name, "limit");
  EXPECT_THAT(figure.description, HasSubstr("a: 4 marks, x 0 to 100, y 0 to 10. limit: 1."));
}

TEST(Figure, ScatterPlotLeavesEmptySeriesOutAndTakesNoMarksAtAll) {
  const Figure figure =
      ScatterPlot({"t", "x", "y", {{"gone", Color::kBlue, 3, false, {}}}, {}, ""});
  EXPECT_TRUE(figure.legend.empty());
  EXPECT_THAT(figure.description, Not(HasSubstr("gone")));
}

TEST(Figure, TicksAreRoundAndShort) {
  EXPECT_EQ(pages::TickStep(10, 5), 2);
  EXPECT_EQ(pages::TickStep(0.9, 5), 0.2);
  EXPECT_EQ(pages::TickLabel(1500000), "1.5M");
  EXPECT_EQ(pages::TickLabel(20000), "20k");
  EXPECT_EQ(pages::TickLabel(-0.25), "-0.25");
}

}  // namespace
}  // namespace gatewright
