// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// Where something stands in the text: from byte `begin` to the one before `end`.
struct LibertySpan {
  size_t begin = 0, end = 0;
};

/// A group of a Liberty file: `kind(argument) { key : value; key(value); groups }`.
struct LibertyGroup {
  std::string kind;
  std::string argument;
  int line = 0;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< simple and complex, in order
  std::vector<LibertyGroup> groups;
  LibertySpan span;           ///< the whole group, from its kind to its closing brace
  LibertySpan argument_span;  ///< what stands between its parentheses
  std::vector<LibertySpan> attribute_spans;  ///< of `attributes`

  /// Value of the first attribute of that name, nullptr if there is none.
  const std::string* Find(const std::string& key) const;
};

/// How much of a Liberty file is kept.
enum class LibertyDetail {
  kCells,   ///< delay and power tables, nine tenths of a file, are checked for syntax and dropped
  kTables,  ///< everything
};

/// The whole file as one tree. Errors: see ParseLiberty.
Result<LibertyGroup> ParseLibertyGroups(const std::string& text, const std::string& file,
                                        LibertyDetail detail = LibertyDetail::kCells);

}  // namespace gatewright
