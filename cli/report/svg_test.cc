// SPDX-License-Identifier: Apache-2.0
#include "cli/report/svg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatewright {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Svg, LinePlotPutsExtremesAtTheEdges) {
  const std::string svg = LinePlot("t", {{"a", "red", 1, {0, 10}}}, 0, 1, "s");
  // The axis runs from -0.5 to 10.5 over 220 px below 28 px: 0 at 238, 10 at 38.
  EXPECT_THAT(svg, HasSubstr("points=\"56.0,238.0 748.0,38.0\""));
}

TEST(Svg, EmptyCurvesAreLeftOut) {
  const std::string svg =
      LinePlot("t", {{"gone", "red", 1, {}}, {"a", "blue", 1, {1, 2}}}, 0, 1, "");
  EXPECT_THAT(svg, Not(HasSubstr("gone")));
}

TEST(Svg, BarsAreProportional) {
  const std::string svg = BarChart("t", {{"a", 1, "", "red"}, {"b", 4, "", "red"}});
  EXPECT_THAT(svg, HasSubstr("width=\"80.0\" height=\"16\""));
  EXPECT_THAT(svg, HasSubstr("width=\"320.0\" height=\"16\""));
}

TEST(Svg, ScatterPlotHasALogarithmicScaleAndShowsZerosAtItsFoot) {
  const std::string svg = ScatterPlot(
      "t", {{"a", "red", 3, true, {{0, 0.1, "x"}, {50, 1, "<b>"}, {100, 10, ""}, {100, 0, ""}}}},
      "%", "rms");
  // x from 0 to 100 over 70..748; y from 0.1 to 10 over 308..28: one decade is 140 px.
  EXPECT_THAT(svg, HasSubstr("cx=\"70.0\" cy=\"308.0\""));
  EXPECT_THAT(svg, HasSubstr("cx=\"409.0\" cy=\"168.0\""));
  EXPECT_THAT(svg, HasSubstr("cx=\"748.0\" cy=\"28.0\""));
  EXPECT_THAT(svg, HasSubstr("cx=\"748.0\" cy=\"308.0\""));
  EXPECT_THAT(svg, HasSubstr("points=\"70.0,308.0 409.0,168.0 748.0,28.0 748.0,308.0\""));
  EXPECT_THAT(svg, HasSubstr("<title>&lt;b&gt;</title>"));
  EXPECT_THAT(ScatterPlot("t", {{"gone", "red", 3, false, {}}}, "", ""), Not(HasSubstr("gone")));
}

TEST(Svg, TextCannotBreakOut) {
  EXPECT_EQ(EscapeHtml("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
  EXPECT_EQ(EscapeHtml("a\x1b[1m\tb\nc"), "a[1m\tb\nc") << "XML knows no other control characters";
  EXPECT_THAT(BarChart("<x>", {{"<y>", 1, "<z>", "red"}}), Not(HasSubstr("<y>")));
}

}  // namespace
}  // namespace gatewright
