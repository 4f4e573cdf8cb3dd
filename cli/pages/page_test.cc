// SPDX-License-Identifier: Apache-2.0
#include "cli/pages/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/pages/html.h"
#include "cli/pages/numbers.h"

namespace gatewright {
namespace {

using testing::HasSubstr;
using testing::Not;

Page Sample() {
  Page page;
  page.kind = "design report";
  page.title = "gw_<x>";
  page.badge = "Proven";
  page.tone = Tone::kGood;
  page.verdict = "All equal.";
  page.tiles = {{"How fast?", "12 cycles", "at 1 MHz", "Cycles per step", Tone::kWarn}};
  PageSection section{"Cycles per step", {"First.", "A note."}, {}, {}};
  section.tables.push_back({{{"what", "cycles"}, {"a", "1,234"}, {"b", "-"}}});
  section.tables.push_back({{{"", ""}, {"network", "lstm"}}});
  section.tables.push_back({{{"hole"}, {"x"}}, {Tone::kPlain, Tone::kBad}, 0, "Show 1 hole"});
  section.figures.push_back(BarChart({"Bars", "ns", {}, {{"a", {1}, "1"}}}));
  page.sections = {section};
  return page;
}

TEST(Page, TilesLinkToSections) {
  const std::string html = PageHtml(Sample());
  EXPECT_EQ(SectionId("What was <built>?"), "what-was-built");
  EXPECT_THAT(html, HasSubstr("<a class=\"tile warn\" href=\"#cycles-per-step\">"));
  EXPECT_THAT(html, HasSubstr("<section id=\"cycles-per-step\">"));
  EXPECT_THAT(html, HasSubstr("<span class=\"badge good\">Proven</span>All equal."));
}

TEST(Page, NeedsNoOtherFileAndHasBothSchemes) {
  const std::string html = PageHtml(Sample());
  EXPECT_THAT(html, Not(HasSubstr("http")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("prefers-color-scheme: dark"));
  EXPECT_THAT(html, HasSubstr("gw_&lt;x&gt;"));
}

TEST(Page, TablesScrollInABoxOfTheirOwnAndAlignNumbers) {
  const std::string html = PageHtml(Sample());
  EXPECT_THAT(html, HasSubstr("<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
                              "aria-label=\"Cycles per step\"><table>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"num\">1,234</td>"));
  EXPECT_THAT(html,
              HasSubstr("<table class=\"pairs\">\n<tbody>\n<tr><th scope=\"row\">network</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"bad\">x</td>"));
  EXPECT_THAT(html, HasSubstr("<details><summary>Show 1 hole</summary>"));
}

TEST(Page, FiguresHaveANameADescriptionAndADrawingForPhones) {
  const std::string html = PageHtml(Sample());
  EXPECT_THAT(html, HasSubstr("<figcaption>Bars</figcaption>"));
  for (const char* kind : {"wide", "narrow"}) {
    EXPECT_THAT(html, HasSubstr(std::string("<svg class=\"plot ") + kind));
    EXPECT_THAT(html, HasSubstr(std::string("<title id=\"figure1-") + kind + "\">Bars</title>"));
    EXPECT_THAT(html, HasSubstr(std::string("<desc id=\"figure1-") + kind + "-text\">Bars, ns. a"));
  }
}

TEST(Page, NotesStandBelowTables) {
  const std::string html = PageHtml(Sample());
  EXPECT_LT(html.find("First."), html.find("<figure>"));
  EXPECT_LT(html.find("</details>"), html.find("A note."));
}

TEST(Page, MarkdownHasTheAnswersAndEveryTable) {
  const std::string text = PageMarkdown(Sample());
  EXPECT_THAT(text, HasSubstr("**Proven: All equal.**"));
  EXPECT_THAT(text, HasSubstr("| How fast? | 12 cycles | at 1 MHz |"));
  EXPECT_THAT(text, HasSubstr("| what | cycles |\n|---|---|\n| a | 1,234 |"));
}

TEST(Page, TextCannotBreakOut) {
  EXPECT_EQ(EscapeHtml("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
  EXPECT_EQ(EscapeHtml("a\x1b[1m\tb\nc"), "a[1m\tb\nc") << "XML knows no other control characters";
  Page page = Sample();
  page.sections[0].figures = {BarChart({"<x>", "<u>", {{"<k>"}}, {{"<y>", {1}, "<z>"}}})};
  const std::string html = PageHtml(page);
  for (const char* tag : {"<x>", "<u>", "<k>", "<y>", "<z>"})
    EXPECT_THAT(html, Not(HasSubstr(tag)));
}

TEST(Page, NumbersAreReadable) {
  EXPECT_EQ(report::Show(229912.4), "229,912");
  EXPECT_EQ(report::Show(0.000123456), "0.0001235");
  EXPECT_EQ(report::Show(12), "12");
  EXPECT_EQ(report::Show(nullptr), "-");
  EXPECT_EQ(report::Grouped(-1234567), "-1,234,567");
}

TEST(Page, SharesAreNeverRoundedUpToAllOfIt) {
  EXPECT_EQ(report::PercentOf(0.0015), "0.15 %");
  EXPECT_EQ(report::PercentOf(0.99999), "99.9 %");
  EXPECT_EQ(report::PercentOf(1), "100 %");
}

}  // namespace
}  // namespace gatewright
