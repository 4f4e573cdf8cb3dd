// SPDX-License-Identifier: Apache-2.0
// Reads TOML with the line of every value.
#include "generator/spec/toml_reader.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

namespace gatewright {
namespace {

constexpr size_t kMaxBytes = size_t{64} * 1024;
constexpr int kMaxDots = 2048;    // bounds the depth that dotted keys can reach
constexpr size_t kMaxShown = 60;  // characters of a value shown in a message
constexpr int kMaxDepth = 8;      // deeper tables are never legal; they are not entered

std::string Shorten(std::string text) {
  if (text.size() <= kMaxShown) return text;
  size_t end = kMaxShown - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // UTF-8
  return text.substr(0, end) + "...";
}

std::string Text(const toml::node& node) {
  if (const auto* value = node.as_string()) return QuoteToml(value->get());
  if (const auto* value = node.as_integer()) return TomlLiteral(value->get());
  if (const auto* value = node.as_floating_point()) return TomlLiteral(value->get());
  if (const auto* value = node.as_boolean()) return TomlLiteral(value->get());
  if (node.is_table()) return "{ ... }";
  if (const auto* list = node.as_array()) {
    std::string text;
    for (const toml::node& element : *list) {
      text += (text.empty() ? "" : ", ") + (element.is_array() ? "[ ... ]" : Text(element));
      if (text.size() > kMaxShown) break;
    }
    return "[" + text + "]";
  }
  std::ostringstream stream;
  node.visit([&stream](const auto& typed) {
    if constexpr (toml::is_date<decltype(typed)> || toml::is_time<decltype(typed)> ||
                  toml::is_date_time<decltype(typed)>) {
      stream << typed.get();
    }
  });
  return stream.str();
}

// A table of integers and truth values only; empty for any other.
std::optional<Table> ToTable(const toml::table& table) {
  Table members;
  for (const auto& [key, node] : table) {
    if (const auto* integer = node.as_integer()) {
      members[std::string(key.str())] = integer->get();
    } else if (const auto* boolean = node.as_boolean()) {
      members[std::string(key.str())] = boolean->get();
    } else {
      return std::nullopt;
    }
  }
  return members;
}

std::optional<Value> ToValue(const toml::node& node) {
  if (const auto* value = node.as_string()) return Value(value->get());
  if (const auto* value = node.as_integer()) return Value(value->get());
  if (const auto* value = node.as_floating_point()) return Value(value->get());
  if (const auto* value = node.as_boolean()) return Value(value->get());
  if (const auto* table = node.as_table()) {
    std::optional<Table> members = ToTable(*table);
    if (!members) return std::nullopt;
    return std::optional<Value>(std::in_place, std::move(*members));
  }
  const auto* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  if (!list->empty() && list->front().is_string()) {
    std::vector<std::string> texts;
    for (const toml::node& element : *list) {
      const auto* text = element.as_string();
      if (text == nullptr) return std::nullopt;
      texts.push_back(text->get());
    }
    return Value(std::move(texts));
  }
  std::vector<int64_t> integers;
  for (const toml::node& element : *list) {
    const auto* integer = element.as_integer();
    if (integer == nullptr) return std::nullopt;
    integers.push_back(integer->get());
  }
  return Value(std::move(integers));
}

void Flatten(const toml::table& table, const std::string& prefix, int depth,
             std::vector<TomlEntry>& entries) {
  for (const auto& [key, node] : table) {
    TomlEntry entry;
    entry.key = prefix + TomlKey(key.str());
    entry.line = static_cast<int>(key.source().begin.line);
    entry.is_table = node.is_table();
    entry.value = ToValue(node);
    entry.text = Shorten(Text(node));
    const std::string members = entry.key + ".";
    entries.push_back(std::move(entry));
    if (node.is_table() && depth < kMaxDepth)
      Flatten(*node.as_table(), members, depth + 1, entries);
  }
}

}  // namespace

Result<std::vector<TomlEntry>> ReadToml(const std::string& text, const std::string& file_name) {
  Diagnostic error;
  error.file = file_name;
  if (text.size() > kMaxBytes) {
    error.rule = fmt::format("must have at most {} bytes, has {}", kMaxBytes, text.size());
    return error;
  }
  if (std::count(text.begin(), text.end(), '.') > kMaxDots) {
    error.rule = fmt::format("must have at most {} dots", kMaxDots);
    return error;
  }
  try {
    const toml::table table = toml::parse(text, file_name);
    std::vector<TomlEntry> entries;
    Flatten(table, "", 0, entries);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const TomlEntry& a, const TomlEntry& b) { return a.line < b.line; });
    return entries;
  } catch (const toml::parse_error& parse_error) {
    error.line = static_cast<int>(parse_error.source().begin.line);
    error.rule = fmt::format("broken TOML syntax: {}", parse_error.description());
    return error;
  }
}

}  // namespace gatewright
