// SPDX-License-Identifier: Apache-2.0
// Explains a key of the design file.
#include "generator/spec/explain.h"

#include <fmt/format.h>

#include <sstream>

#include "generator/spec/keys.h"
#include "generator/spec/nearest.h"

namespace gatewright {
namespace {

std::string Wrap(std::string_view text, const std::string& indent, size_t columns) {
  std::istringstream words{std::string(text)};
  std::string wrapped;
  std::string line = indent;
  for (std::string word; words >> word;) {
    if (line.size() > indent.size() && line.size() + 1 + word.size() > columns) {
      wrapped += line + "\n";
      line = indent;
    }
    if (line.size() > indent.size()) line += " ";
    line += word;
  }
  return wrapped + line + "\n";
}

std::string LegalOf(const Key& key) {
  const std::string legal = LegalText(key.domain);
  return key.rule.empty() ? legal : fmt::format("{}; {}", legal, key.rule);
}

std::string DefaultOf(const Key& key) {
  const std::string literal = key.Default();
  return literal.empty() ? std::string(key.absent) : literal;
}

std::string ExampleOf(const Key& key) {
  return fmt::format("{} = {}", key.name,
                     key.example.empty() ? key.Default() : std::string(key.example));
}

std::string ExplainKey(const Key& key) {
  return fmt::format("{}\n{}\n  type     {}\n  legal    {}\n  default  {}\n  example  {}\n",
                     key.name, Wrap(key.meaning, "  ", 88), TypeName(key.domain), LegalOf(key),
                     DefaultOf(key), ExampleOf(key));
}

/// Keys whose name starts with `prefix`, one a line with its default.
std::string ListKeys(std::string_view prefix) {
  std::string text;
  for (const Key& key : Keys()) {
    if (key.name.substr(0, prefix.size()) != prefix) continue;
    text += fmt::format("  {:<34}{}\n", key.name, DefaultOf(key));
  }
  return text;
}

std::string ListAll() {
  std::string text = "name: the keys outside any section\n";
  text += ListKeys("name");
  for (const Section& section : Sections()) {
    text += fmt::format("\n[{}] {}\n{}", section.name, section.meaning,
                        ListKeys(std::string(section.name) + "."));
  }
  return text + "\nEach line: key, default. Name a key for its meaning and legal values.\n";
}

std::string ExplainTable(const std::string& name) {
  std::string text = name + "\n";
  for (const Section& section : Sections()) {
    if (section.name == name) text += Wrap(section.meaning, "  ", 88);
  }
  return text + "\n" + ListKeys(name + ".");
}

/// `text` inside a cell of a Markdown table.
std::string Cell(std::string text) {
  for (size_t bar = text.find('|'); bar != std::string::npos; bar = text.find('|', bar + 2)) {
    text.replace(bar, 1, "\\|");
  }
  return text;
}

std::string MarkdownRow(const Key& key) {
  const std::string literal = key.Default();
  return fmt::format("| `{}` | {} | {} | {} | `{}` |\n", key.name, Cell(std::string(key.meaning)),
                     Cell(LegalOf(key)),
                     literal.empty() ? std::string(key.absent) : "`" + literal + "`",
                     ExampleOf(key).substr(key.name.size() + 3));
}

std::string MarkdownTable(std::string_view prefix) {
  std::string text =
      "| key | meaning | legal values | default | example |\n|---|---|---|---|---|\n";
  for (const Key& key : Keys()) {
    if (key.name.substr(0, prefix.size()) == prefix) text += MarkdownRow(key);
  }
  return text;
}

}  // namespace

Result<std::string> Explain(const std::string& key) {
  if (key.empty()) return ListAll();
  if (const Key* known = FindKey(key)) return ExplainKey(*known);
  if (IsTableName(key)) return ExplainTable(key);
  return Diagnostic{.key = key, .rule = "unknown key", .nearest = Closest(key, KnownNames())};
}

std::string ConfigurationMarkdown() {
  std::string text =
      "# Configuration reference\n\n"
      "<!-- Written from the key table in generator/spec/keys*.cc; a test holds it equal. -->\n\n"
      "A design is one TOML file. `gatewright explain KEY` prints one entry of this page. Keys may "
      "be written dotted\n(`engine.pes = 16`), below a section header (`[engine]`, `pes = 16`) or "
      "in "
      "an inline table\n(`weight = { bits = 8 }`). Every error of a file is reported at once, "
      "with "
      "its line and the nearest legal value.\n\n"
      "## name\n\n";
  text += MarkdownTable("name");
  for (const Section& section : Sections()) {
    text += fmt::format("\n## {}\n\n{}\n\n{}", section.name, section.meaning,
                        MarkdownTable(std::string(section.name) + "."));
  }
  return text;
}

}  // namespace gatewright
