// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gatewright {

/// A table of the report; the first row is its head.
struct ReportTable {
  std::vector<std::vector<std::string>> rows;
};

/// One part of the report: text, tables and pictures in this order. Pictures are SVG and appear in
/// HTML only; what they show stands in the tables too.
struct ReportSection {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<ReportTable> tables;
  std::vector<std::string> pictures;
};

/// The report of a design, before it is printed.
struct Report {
  std::string title;
  bool complete = false;  ///< every stage has run and held
  std::string verdict;    ///< one sentence
  std::vector<ReportSection> sections;
};

/// Results of the stages as their JSON files hold them; null where a stage has not run.
struct StageFiles {
  nlohmann::ordered_json generate, lint, simulate, metrics, power;
};

/// Builds the report. Missing stages are named, never passed over.
Report MakeReport(const StageFiles& files);

/// Printers.
std::string ReportHtml(const Report& report);
std::string ReportMarkdown(const Report& report);

}  // namespace gatewright
