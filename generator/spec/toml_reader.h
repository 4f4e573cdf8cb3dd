// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/spec/value.h"

namespace gatewright {

/// One key of a TOML text, flattened.
struct TomlEntry {
  std::string key;             ///< dotted; parts that are not bare words are quoted
  int line = 0;                ///< 1-based line of the key
  bool is_table = false;       ///< a table; its members are entries of their own
  std::optional<Value> value;  ///< empty for dates, lists of other than integers, tables of other
                               ///< than integers and truth values
  std::string text;            ///< the value as TOML, shortened, for messages
};

/// Reads TOML 1.0 text: every table and key in the order of their lines, parents before members.
/// Errors (with their line): broken syntax, text of more than 64 KiB or nested too deep.
Result<std::vector<TomlEntry>> ReadToml(const std::string& text, const std::string& file_name);

}  // namespace gatewright
