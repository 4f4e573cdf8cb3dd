// SPDX-License-Identifier: Apache-2.0
// Prints diagnostics.
#include "generator/base/diagnostic.h"

#include <fmt/format.h>

namespace gatewright {

std::string Diagnostic::ToString() const {
  std::string where = file;
  if (line > 0) where += fmt::format("{}{}", where.empty() ? "line " : ":", line);
  if (!where.empty()) where += ": ";
  std::string what = key;
  if (!value.empty()) what += (what.empty() ? "" : " = ") + value;
  if (!what.empty()) what += ": ";
  std::string hint = nearest.empty() ? "" : fmt::format(" (nearest legal: {})", nearest);
  return where + what + rule + hint;
}

std::string ToString(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += diagnostic.ToString() + "\n";
  return text;
}

}  // namespace gatewright
