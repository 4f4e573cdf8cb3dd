// SPDX-License-Identifier: Apache-2.0
// A page as HTML: the shell that all pages share.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/pages/canvas.h"
#include "cli/pages/html.h"
#include "cli/pages/page.h"
#include "cli/pages/page_style.h"
#include "generator/base/version.h"

namespace gatewright {
namespace {

constexpr size_t kLongCell = 36;  // characters from which a column gets room to wrap

const char* ToneName(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kGood:
      return "good";
    case Tone::kWarn:
      return "warn";
    case Tone::kBad:
      return "bad";
  }
  return "";
}

bool Empty(const std::vector<std::string>& row) {
  return std::all_of(row.begin(), row.end(), [](const std::string& c) { return c.empty(); });
}

/// A number, perhaps signed, with a short unit or several of them: "1,234", "+3.5 %", "12/14".
bool IsNumber(const std::string& cell) {
  const size_t first = cell.find_first_not_of("+-");
  if (first == std::string::npos) return true;
  return std::isdigit(static_cast<unsigned char>(cell[first])) != 0 && cell.size() < 16;
}

/// The class of a column: numbers are aligned at their right, long text may wrap.
std::string ColumnClass(const PageTable& table, size_t column) {
  bool numbers = true;
  bool any = false;
  size_t longest = 0;
  for (size_t i = 1; i < table.rows.size(); ++i) {
    if (column >= table.rows[i].size()) continue;
    const std::string& cell = table.rows[i][column];
    numbers = numbers && IsNumber(cell);
    any = any || !cell.empty();
    longest = std::max(longest, cell.size());
  }
  if (numbers && any) return "num";
  return longest >= kLongCell ? "long" : "";
}

std::string Cell(const std::string& tag, const std::string& kind, const std::string& text) {
  const std::string name = tag.substr(0, tag.find(' '));
  const std::string attribute = kind.empty() ? "" : fmt::format(" class=\"{}\"", kind);
  return fmt::format("<{}{}>{}</{}>", tag, attribute, EscapeHtml(text), name);
}

/// A row; `kinds` are the classes of its cells.
std::string Row(const std::vector<std::string>& cells, const std::vector<std::string>& kinds,
                bool head, bool named) {
  std::string html = "<tr>";
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool is_name = named && i == 0;
    const char* tag = head ? "th scope=\"col\"" : is_name ? "th scope=\"row\"" : "td";
    html += Cell(tag, i < kinds.size() ? kinds[i] : "", cells[i]);
  }
  return html + "</tr>\n";
}

std::string HtmlTable(const PageTable& table, const std::string& label) {
  if (table.rows.empty()) return "";
  const bool pairs = Empty(table.rows[0]) && table.rows[0].size() == 2;
  std::vector<std::string> kinds;
  for (size_t i = 0; i < table.rows[0].size() && !pairs; ++i) {
    kinds.push_back(ColumnClass(table, i));
  }
  std::string html = fmt::format("<table{}>\n", pairs ? " class=\"pairs\"" : "");
  if (!Empty(table.rows[0])) {
    html += "<thead>" + Row(table.rows[0], kinds, true, false) + "</thead>\n";
  }
  html += "<tbody>\n";
  for (size_t i = 1; i < table.rows.size(); ++i) {
    const bool named = !table.rows[i][0].empty() && kinds.size() != 1;
    std::vector<std::string> of_row = kinds;
    if (i < table.tones.size() && table.tones[i] != Tone::kPlain) {
      of_row.at(table.toned) = ToneName(table.tones[i]);
    }
    html += Row(table.rows[i], of_row, false, named);
  }
  html += "</tbody></table>";
  html = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">{}</div>\n",
      EscapeHtml(label), html);
  if (table.summary.empty()) return html;
  return fmt::format("<details><summary>{}</summary>\n{}</details>\n", EscapeHtml(table.summary),
                     html);
}

std::string Svg(const Drawing& drawing, const char* kind, const std::string& id,
                const Figure& figure) {
  return fmt::format(
      "<svg class=\"plot {0}\" viewBox=\"0 0 {1:g} {2:g}\" role=\"img\" "
      "aria-labelledby=\"{3}{0}\" aria-describedby=\"{3}{0}-text\">\n<title id=\"{3}{0}\">{4}"
      "</title><desc id=\"{3}{0}-text\">{5}</desc>\n{6}</svg>\n",
      kind, drawing.width, drawing.height, id, EscapeHtml(figure.title),
      EscapeHtml(figure.description), drawing.body);
}

std::string HtmlLegend(const LegendEntry& entry) {
  using Shape = LegendEntry::Shape;
  const bool broad = entry.shape == Shape::kLine && entry.size > pages::kBroad;
  const std::string width =
      entry.shape == Shape::kDot ? fmt::format(";width:{:g}px;border-radius:50%", entry.size) : "";
  return fmt::format("<li><i class=\"{}{}\" style=\"height:{:g}px{}\"></i>{}</li>",
                     pages::ColorName(entry.color), broad ? " broad" : "", entry.size, width,
                     EscapeHtml(entry.name));
}

std::string HtmlFigure(const Figure& figure, int number) {
  std::string html =
      fmt::format("<figure>\n<figcaption>{}</figcaption>\n", EscapeHtml(figure.title));
  if (!figure.legend.empty()) {
    html += "<ul class=\"legend\">";
    for (const LegendEntry& entry : figure.legend) html += HtmlLegend(entry);
    html += "</ul>\n";
  }
  const std::string id = fmt::format("figure{}-", number);
  return html + Svg(figure.wide, "wide", id, figure) + Svg(figure.narrow, "narrow", id, figure) +
         "</figure>\n";
}

/// The first paragraph, figures and tables, and the other paragraphs as notes below them.
std::string HtmlSection(const PageSection& section, int* figures) {
  std::string html = fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n", SectionId(section.title),
                                 EscapeHtml(section.title));
  std::string notes;
  for (const std::string& paragraph : section.paragraphs) {
    const bool first = &paragraph == &section.paragraphs.front();
    (first ? html : notes) +=
        fmt::format("<p{}>{}</p>\n", first ? "" : " class=\"note\"", EscapeHtml(paragraph));
  }
  for (const Figure& figure : section.figures) html += HtmlFigure(figure, ++*figures);
  for (const PageTable& table : section.tables) html += HtmlTable(table, section.title);
  return html + notes + "</section>\n";
}

std::string HtmlTiles(const std::vector<Tile>& tiles) {
  if (tiles.empty()) return "";
  std::string html = "<nav class=\"tiles\" aria-label=\"Summary\">\n";
  for (const Tile& tile : tiles) {
    html += fmt::format(
        "<a class=\"tile {}\" href=\"#{}\"><span>{}</span><strong>{}</strong><span>{}</span></a>\n",
        ToneName(tile.tone), SectionId(tile.section), EscapeHtml(tile.question),
        EscapeHtml(tile.value), EscapeHtml(tile.detail));
  }
  return html + "</nav>\n";
}

std::string Contents(const Page& page) {
  if (page.sections.size() < 4) return "";
  std::string html = "<nav class=\"contents\" aria-label=\"Sections\">\n";
  for (const PageSection& section : page.sections) {
    html += fmt::format("<a href=\"#{}\">{}</a>\n", SectionId(section.title),
                        EscapeHtml(section.title));
  }
  return html + "</nav>\n";
}

std::string Head(const Page& page) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<link rel=\"icon\" href=\"data:,\">\n<title>{}: {}</title>\n<style>\n{}</style>\n</head>\n",
      EscapeHtml(page.title), EscapeHtml(page.kind), PageStyles().front().text);
}

}  // namespace

std::string SectionId(const std::string& title) {
  std::string id;
  for (const char c : title) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      id += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  if (!id.empty() && id.back() == '-') id.pop_back();
  return id;
}

std::string PageHtml(const Page& page) {
  std::string html = Head(page);
  html += fmt::format(
      "<body>\n<header>\n<p class=\"kind\">Gatewright {}</p>\n<h1>{}</h1>\n"
      "<p class=\"verdict\"><span class=\"badge {}\">{}</span>{}</p>\n{}</header>\n{}<main>\n",
      EscapeHtml(page.kind), EscapeHtml(page.title), ToneName(page.tone), EscapeHtml(page.badge),
      EscapeHtml(page.verdict), HtmlTiles(page.tiles), Contents(page));
  int figures = 0;
  for (const PageSection& section : page.sections) html += HtmlSection(section, &figures);
  return html +
         fmt::format("</main>\n<footer>Written by gatewright {}.</footer>\n</body>\n</html>\n",
                     ToolVersion());
}

}  // namespace gatewright
