// SPDX-License-Identifier: Apache-2.0
// Prints a report as HTML and as Markdown.
#include <fmt/format.h>

#include <string_view>

#include "cli/report/report.h"
#include "cli/report/svg.h"
#include "generator/base/version.h"

namespace gatewright {
namespace {

constexpr std::string_view kStyle = R"GW(
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2933; background: #fff;
  max-width: 820px; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.7em; margin-bottom: 0.2em; } h2 { margin-top: 1.8em; font-size: 1.2em; }
table { border-collapse: collapse; margin: 0.8em 0; font-size: 14px; }
td, th { border-bottom: 1px solid #e4e7eb; padding: 0.25em 0.9em 0.25em 0; text-align: left;
  vertical-align: top; }
.verdict { padding: 0.6em 0.9em; border-left: 5px solid #d9822b; background: #fdf3e7; }
.verdict.held { border-color: #3a8f5c; background: #edf7f0; }
svg { max-width: 100%; height: auto; font: 12px system-ui, sans-serif; display: block;
  margin: 1em 0; }
svg text { fill: #3e4c59; } svg .title { font-weight: 600; font-size: 13px; }
svg .grid { stroke: #e4e7eb; stroke-width: 1; }
footer { margin-top: 3em; color: #7b8794; font-size: 13px; }
)GW";

std::string HtmlTable(const ReportTable& table) {
  std::string html = "<table>\n";
  bool head = true;
  for (const std::vector<std::string>& row : table.rows) {
    bool empty = true;
    for (const std::string& cell : row) empty = empty && cell.empty();
    if (!empty) {
      html += "<tr>";
      for (const std::string& cell : row) {
        html += fmt::format("<{0}>{1}</{0}>", head ? "th" : "td", EscapeHtml(cell));
      }
      html += "</tr>\n";
    }
    head = false;
  }
  return html + "</table>\n";
}

std::string MarkdownTable(const ReportTable& table) {
  std::string text;
  bool head = true;
  for (const std::vector<std::string>& row : table.rows) {
    text += "|";
    for (const std::string& cell : row) text += " " + cell + " |";
    text += "\n";
    if (head) {
      text += "|";
      for (size_t i = 0; i < row.size(); ++i) text += "---|";
      text += "\n";
    }
    head = false;
  }
  return text + "\n";
}

}  // namespace

std::string ReportHtml(const Report& report) {
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n"
      "<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<p class=\"verdict{2}\">{3}</p>\n",
      EscapeHtml(report.title), kStyle, report.complete ? " held" : "", EscapeHtml(report.verdict));
  for (const ReportSection& section : report.sections) {
    html += fmt::format("<h2>{}</h2>\n", EscapeHtml(section.title));
    for (const std::string& picture : section.pictures) html += picture;
    for (const std::string& paragraph : section.paragraphs) {
      html += fmt::format("<p>{}</p>\n", EscapeHtml(paragraph));
    }
    for (const ReportTable& table : section.tables) html += HtmlTable(table);
  }
  return html + fmt::format("<footer>Written by gatewright {}.</footer>\n</body>\n</html>\n",
                            ToolVersion());
}

std::string ReportMarkdown(const Report& report) {
  std::string text = fmt::format("# {}\n\n**{}**\n\n", report.title, report.verdict);
  for (const ReportSection& section : report.sections) {
    text += fmt::format("## {}\n\n", section.title);
    for (const std::string& paragraph : section.paragraphs) text += paragraph + "\n\n";
    for (const ReportTable& table : section.tables) text += MarkdownTable(table);
  }
  return text + fmt::format("Written by gatewright {}.\n", ToolVersion());
}

}  // namespace gatewright
