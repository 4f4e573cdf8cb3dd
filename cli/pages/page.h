// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/pages/figure.h"

namespace gatewright {

/// How good what is said is: the colour of a tile, a row, a verdict.
enum class Tone { kPlain, kGood, kWarn, kBad };

/// A table of a page; the first row is its head, empty for a list of names and values.
struct PageTable {
  std::vector<std::vector<std::string>> rows;
  std::vector<Tone> tones = {};  ///< of each row's cell in column `toned`; empty: all plain
  size_t toned = 0;
  std::string summary = {};  ///< not empty: the table is folded below this line
};

/// One part of a page: figures, text and tables in this order. Figures appear in HTML only; what
/// they show stands in the tables too.
struct PageSection {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<PageTable> tables;
  std::vector<Figure> figures;
};

/// One answer of the first screen.
struct Tile {
  std::string question;  ///< "Is it proven?"
  std::string value;     ///< the figure, large
  std::string detail;    ///< what it means and what it leaves open
  std::string section;   ///< title of the section that has it all
  Tone tone = Tone::kPlain;
};

/// A page, before it is printed.
struct Page {
  std::string kind;   ///< "Design report"
  std::string title;  ///< what it is about
  std::string badge;  ///< one or two words: "Proven"
  Tone tone = Tone::kPlain;
  std::string verdict;      ///< one or two sentences
  std::vector<Tile> tiles;  ///< five: built, proven, fast, big, accurate
  std::vector<PageSection> sections;
};

/// The anchor of a section: "What was built" -> "what-was-built".
std::string SectionId(const std::string& title);

/// Prints a page that needs no other file and no network: HTML with its style sheet and SVG, or
/// Markdown.
std::string PageHtml(const Page& page);
std::string PageMarkdown(const Page& page);

}  // namespace gatewright
