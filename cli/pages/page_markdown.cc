// SPDX-License-Identifier: Apache-2.0
// A page as Markdown, for terminals and pull requests.

#include <fmt/format.h>

#include "cli/pages/page.h"
#include "generator/base/version.h"

namespace gatewright {
namespace {

std::string MarkdownTable(const PageTable& table) {
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

std::string PageMarkdown(const Page& page) {
  std::string text = fmt::format("# {}\n\n**{}: {}**\n\n", page.title, page.badge, page.verdict);
  PageTable summary{{{"", "", ""}}};
  for (const Tile& tile : page.tiles) {
    summary.rows.push_back({tile.question, tile.value, tile.detail});
  }
  if (!page.tiles.empty()) text += MarkdownTable(summary);
  for (const PageSection& section : page.sections) {
    text += fmt::format("## {}\n\n", section.title);
    for (const std::string& paragraph : section.paragraphs) text += paragraph + "\n\n";
    for (const PageTable& table : section.tables) text += MarkdownTable(table);
  }
  return text + fmt::format("Written by gatewright {}.\n", ToolVersion());
}

}  // namespace gatewright
