// SPDX-License-Identifier: Apache-2.0
// The canonical text of a spec, and its hash.
#include "generator/spec/canonical.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <map>

#include "generator/spec/keys.h"

namespace gatewright {

std::string CanonicalToml(const Spec& spec) {
  std::map<std::string_view, std::string> literals;
  for (const Key& key : Keys()) {
    if (!key.shapes_rtl) continue;
    if (const std::optional<Value> value = key.load(spec)) literals[key.name] = TomlLiteral(*value);
  }
  std::string text;
  for (const auto& [name, literal] : literals) text += fmt::format("{} = {}\n", name, literal);
  return text;
}

std::string HashText(std::string_view text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

}  // namespace gatewright
