#pragma once

#include <string>
#include <utility>
#include <vector>

#include "generator/spec/diagnostic.h"

namespace gatewright {

/// A group of a Liberty file: `kind(argument) { key : value; key(value); groups }`.
struct LibertyGroup {
  std::string kind;
  std::string argument;
  int line = 0;
  std::vector<std::pair<std::string, std::string>> attributes;  ///< simple and complex, in order
  std::vector<LibertyGroup> groups;

  /// Value of the first attribute of that name, nullptr if there is none.
  const std::string* Find(const std::string& key) const;
};

/// The whole file as one tree. Delay and power tables are checked for syntax and dropped.
/// Errors: see ParseLiberty.
Result<LibertyGroup> ParseLibertyGroups(const std::string& text, const std::string& file);

}  // namespace gatewright
