// SPDX-License-Identifier: Apache-2.0
// Parses a design file to a validated spec.
#include "generator/spec/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "generator/spec/canonical.h"
#include "generator/spec/keys.h"
#include "generator/spec/nearest.h"
#include "generator/spec/rules.h"
#include "generator/spec/toml_reader.h"

namespace gatewright {
namespace {

/// One pass over the entries of a file: fills the spec and collects the errors.
class SpecParser {
 public:
  SpecParser(const std::vector<TomlEntry>& entries, std::string file_name)
      : entries_(entries), file_name_(std::move(file_name)) {}

  Result<Spec> Run(const std::string& directory) {
    for (const TomlEntry& entry : entries_) Read(entry);
    if (!Given("name")) {
      Report("name", 0, "", "must be given", "name = " + std::string(FindKey("name")->example));
    }
    CheckRules(
        {.spec = spec_,
         .given = [this](std::string_view key) { return Given(key); },
         .sound = [this](std::string_view key) { return unsound_.count(key) == 0; },
         .report = [this](std::string_view key, const std::string& why,
                          std::string nearest) { ReportRule(key, why, std::move(nearest)); }});
    if (!errors_.empty()) {
      std::stable_sort(errors_.begin(), errors_.end(),
                       [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
      return std::move(errors_);
    }
    spec_.directory = directory;
    spec_.canonical = CanonicalToml(spec_);
    spec_.hash = HashText(spec_.canonical);
    return std::move(spec_);
  }

 private:
  bool Given(std::string_view key) const { return given_.count(key) != 0; }

  void Report(std::string_view key, int line, const std::string& value, std::string rule,
              std::string nearest) {
    errors_.push_back({.file = file_name_,
                       .line = line,
                       .key = std::string(key),
                       .value = value,
                       .rule = std::move(rule),
                       .nearest = std::move(nearest)});
  }

  /// A rule that joins keys: at the key's line, or at its section's when the key is not written.
  void ReportRule(std::string_view key, const std::string& why, std::string nearest) {
    const auto found = given_.find(key);
    const std::string rule = std::string(FindKey(key)->rule) + why;
    if (found != given_.end()) {
      Report(key, found->second->line, found->second->text, rule, std::move(nearest));
      return;
    }
    const std::string_view section = key.substr(0, key.find('.'));
    const auto table = std::find_if(entries_.begin(), entries_.end(), [section](const auto& entry) {
      return entry.is_table && entry.key == section;
    });
    Report(key, table == entries_.end() ? 0 : table->line, "", rule, std::move(nearest));
  }

  void Read(const TomlEntry& entry) {
    for (const std::string& skipped : skipped_) {
      if (entry.key.compare(0, skipped.size(), skipped) == 0) return;
    }
    if (const Key* key = FindKey(entry.key)) {
      ReadKey(*key, entry);
    } else if (!IsTableName(entry.key)) {
      if (PlannedKind(entry.key)) return;
      Report(entry.key, entry.line, entry.is_table ? "" : entry.text, "unknown key",
             Closest(entry.key, KnownNames()));
      skipped_.push_back(entry.key + ".");
    } else if (!entry.is_table) {
      Report(entry.key, entry.line, entry.text, "must be a table", MembersOf(entry.key));
      MarkMembers(entry.key);
    }
  }

  void ReadKey(const Key& key, const TomlEntry& entry) {
    given_[key.name] = &entry;
    const std::string fallback = key.Default().empty() ? std::string(key.example) : key.Default();
    if (const std::optional<Refusal> refusal = Check(key.domain, entry.value, fallback)) {
      Report(key.name, entry.line, entry.text, refusal->rule, refusal->nearest);
      unsound_.insert(key.name);
      skipped_.push_back(entry.key + ".");
    } else {
      key.store(spec_, *entry.value);
      if (entry.is_table) skipped_.push_back(entry.key + ".");  // its members are no keys
    }
  }

  /// True for a member of a table whose `kind` is itself refused: it belongs to that kind.
  bool PlannedKind(const std::string& key) const {
    const std::string kind = key.substr(0, key.rfind('.') + 1) + "kind";
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [&kind](const TomlEntry& e) { return e.key == kind; });
    const Key* known = FindKey(kind);
    return known != nullptr && entry != entries_.end() &&
           Check(known->domain, entry->value, "").has_value();
  }

  static std::string MembersOf(const std::string& table) {
    std::string members;
    for (const Key& key : Keys()) {
      if (key.name.substr(0, table.size() + 1) != table + ".") continue;
      const std::string literal = key.Default().empty() ? std::string(key.example) : key.Default();
      return fmt::format("{{ {} = {} }}", key.name.substr(table.size() + 1), literal);
    }
    return members;
  }

  void MarkMembers(const std::string& table) {
    for (const Key& key : Keys()) {
      if (key.name.substr(0, table.size() + 1) == table + ".") unsound_.insert(key.name);
    }
  }

  const std::vector<TomlEntry>& entries_;
  const std::string file_name_;
  Spec spec_;
  Diagnostics errors_;
  std::map<std::string_view, const TomlEntry*> given_;
  std::set<std::string_view> unsound_;
  std::vector<std::string> skipped_;  // prefixes of entries already answered for
};

}  // namespace

Result<Spec> ParseSpecText(const std::string& text, const std::string& file_name,
                           const std::string& directory) {
  const Result<std::vector<TomlEntry>> entries = ReadToml(text, file_name);
  if (!entries) return entries.errors();
  return SpecParser(*entries, file_name).Run(directory);
}

Result<Spec> ParseSpec(const std::string& path) {
  std::error_code is_directory_error;
  if (std::filesystem::is_directory(path, is_directory_error)) {
    return Diagnostic{.file = path, .rule = "cannot be read: is a folder, not a design file"};
  }
  std::ifstream stream(path, std::ios::binary);
  const int cause = errno;
  if (!stream) {
    return Diagnostic{.file = path,
                      .rule = fmt::format("cannot be read: {}", std::strerror(cause))};
  }
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  if (stream.bad()) return Diagnostic{.file = path, .rule = "cannot be read to its end"};
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return ParseSpecText(text, path, directory.empty() ? "." : directory);
}

}  // namespace gatewright
