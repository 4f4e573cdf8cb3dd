// SPDX-License-Identifier: Apache-2.0
// Changes values in the text of a design file and keeps the rest.
#include "generator/spec/toml_edit.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

namespace gatewright {
namespace {

/// Byte of a place of the text; toml++ counts lines and characters from 1.
size_t ByteOf(const std::string& text, const toml::source_position& place) {
  size_t at = 0;
  for (toml::source_index line = 1; line < place.line; ++line) at = text.find('\n', at) + 1;
  for (toml::source_index column = 1; column < place.column && at < text.size(); ++column) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

/// First byte after the line that holds `at`, the line end included if there is one.
size_t LineEnd(const std::string& text, size_t at) {
  const size_t end = text.find('\n', at);
  return end == std::string::npos ? text.size() : end + 1;
}

std::string InsertLine(std::string text, size_t at, const std::string& line) {
  const bool needs_end = at > 0 && text[at - 1] != '\n';
  return text.insert(at, (needs_end ? "\n" : "") + line + "\n");
}

/// The last member of a table that stands in it with a value: by its place in the text.
struct Member {
  const toml::key* key = nullptr;
  const toml::node* value = nullptr;
};
Member LastMember(const toml::table& table) {
  Member last;
  for (const auto& [key, value] : table) {
    if (value.is_table() && !value.as_table()->is_inline()) continue;
    const toml::source_position& begin = value.source().begin;
    if (last.value == nullptr || last.value->source().begin < begin) last = {&key, &value};
  }
  return last;
}

std::optional<std::string> AddMember(const std::string& text, const toml::table& table,
                                     const std::string& name, const std::string& literal) {
  const Member last = LastMember(table);
  if (table.is_inline()) {
    std::string edited = text;
    if (last.value == nullptr) {
      const size_t begin = ByteOf(text, table.source().begin);
      const size_t end = text.find('}', begin);
      if (end == std::string::npos || text[begin] != '{') return std::nullopt;
      return edited.replace(begin, end + 1 - begin, "{ " + name + " = " + literal + " }");
    }
    return edited.insert(ByteOf(text, last.value->source().end), ", " + name + " = " + literal);
  }
  if (last.value != nullptr) {
    const size_t key = ByteOf(text, last.key->source().begin);
    const size_t line = key == 0 ? 0 : text.rfind('\n', key - 1) + 1;
    const size_t end = LineEnd(text, ByteOf(text, last.value->source().end));
    return InsertLine(text, end, text.substr(line, key - line) + name + " = " + literal);
  }
  const size_t heading = ByteOf(text, table.source().begin);
  if (heading >= text.size() || text[heading] != '[') return std::nullopt;
  return InsertLine(text, LineEnd(text, heading), name + " = " + literal);
}

/// Adds a key whose table is missing: inside the inline table that it belongs into, which no
/// heading can extend, or below a heading of its own at the end.
std::optional<std::string> AddTable(const std::string& text, const toml::table& root,
                                    std::string parent, std::string literal,
                                    const std::string& name) {
  const char* blank = text.empty() || text.ends_with("\n\n") ? "" : "\n";
  const std::string section = blank + ("[" + parent + "]\n") + name + " = " + literal;
  literal = "{ " + name + " = " + literal + " }";
  for (size_t dot = parent.rfind('.'); dot != std::string::npos; dot = parent.rfind('.')) {
    const std::string member = parent.substr(dot + 1);
    parent.resize(dot);
    if (const toml::node* node = root.at_path(parent).node()) {
      const toml::table* table = node->as_table();
      if (table != nullptr && table->is_inline()) return AddMember(text, *table, member, literal);
      break;
    }
    literal = fmt::format("{{ {} = {} }}", member, literal);
  }
  return InsertLine(text, text.size(), section);
}

/// `text` with the key, sound TOML or not.
std::optional<std::string> Edit(const std::string& text, std::string_view key,
                                const std::string& literal) {
  const toml::table root = toml::parse(text);
  const size_t dot = key.rfind('.');
  const std::string name(key.substr(dot == std::string_view::npos ? 0 : dot + 1));
  const std::string parent(key.substr(0, dot == std::string_view::npos ? 0 : dot));
  if (const toml::node* value = root.at_path(key).node()) {
    const size_t begin = ByteOf(text, value->source().begin);
    const size_t end = ByteOf(text, value->source().end);
    if (value->is_table() && !value->as_table()->is_inline()) return std::nullopt;
    std::string edited = text;
    return edited.replace(begin, end - begin, literal);
  }
  const toml::node* node = parent.empty() ? &root : root.at_path(parent).node();
  if (node == nullptr) return AddTable(text, root, parent, literal, name);
  if (!node->is_table()) return std::nullopt;
  return AddMember(text, *node->as_table(), name, literal);
}

}  // namespace

std::optional<std::string> SetTomlKey(const std::string& text, std::string_view key,
                                      const std::string& literal) {
  std::optional<std::string> edited = Edit(text, key, literal);
  if (!edited) return std::nullopt;
  try {
    (void)toml::parse(*edited);
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
  return edited;
}

}  // namespace gatewright
