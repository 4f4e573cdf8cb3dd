#include "cli/svg.h"

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

TEST(Svg, TextCannotBreakOut) {
  EXPECT_EQ(EscapeHtml("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
  EXPECT_THAT(BarChart("<x>", {{"<y>", 1, "<z>", "red"}}), Not(HasSubstr("<y>")));
}

}  // namespace
}  // namespace gatewright
