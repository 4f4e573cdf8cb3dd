// SPDX-License-Identifier: Apache-2.0
// Writes the thresholds that were chosen into the text of a design file.
#include "cli/tune/tuned_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "cli/describe/describe.h"
#include "generator/spec/keys.h"
#include "generator/spec/parse.h"
#include "generator/spec/toml_edit.h"
#include "synth/fpga_family.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

using Changes = std::vector<std::pair<std::string, std::string>>;  // key, literal

/// A path of the design file as seen from `out`.
std::string Moved(const Spec& spec, const std::string& path, const std::string& out) {
  if (fs::path(path).is_absolute()) return path;
  std::error_code error;
  const fs::path file = fs::weakly_canonical(fs::absolute(fs::path(spec.directory) / path), error);
  const fs::path folder = fs::weakly_canonical(fs::absolute(out.empty() ? "." : out), error);
  return file.lexically_relative(folder).generic_string();
}

bool IsPath(const Key& key, const std::string& value) {
  const auto* text = std::get_if<TextDomain>(&key.domain);
  if (text == nullptr) return false;
  if (text->kind == TextKind::kPath) return true;
  return text->kind == TextKind::kTarget && value != "generic" && value != "osu018" &&
         FindFpgaFamily(value) == nullptr;
}

Changes PathChanges(const Spec& spec, const std::string& out) {
  Changes changes;
  for (const Key& key : Keys()) {
    const std::optional<Value> value = key.load(spec);
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    if (text == nullptr || !IsPath(key, *text)) continue;
    const std::string moved = Moved(spec, *text, out);
    if (moved != *text) changes.emplace_back(key.name, QuoteToml(moved));
  }
  return changes;
}

Changes EventChanges(const EventSpec& events) {
  const std::string table = "sparsity.events.";
  const auto quoted = [](const Ratio& ratio) { return QuoteToml(ratio.ToString()); };
  Changes changes = {{table + "kind", QuoteToml(EventsName(events.kind))},
                     {table + "theta_x", quoted(events.theta_x)},
                     {table + "theta_h", quoted(events.theta_h)}};
  if (events.theta_head) changes.emplace_back(table + "theta_head", quoted(*events.theta_head));
  if (events.kind == EventKind::kSimilarity) {
    changes.emplace_back(table + "t_skip", quoted(events.t_skip));
    changes.emplace_back(table + "t_delta", quoted(events.t_delta));
  }
  return changes;
}

/// Every key of a design with its value.
std::map<std::string, std::string> Literals(const Spec& spec) {
  std::map<std::string, std::string> literals;
  for (const Key& key : Keys()) {
    if (const std::optional<Value> value = key.load(spec)) {
      literals[std::string(key.name)] = TomlLiteral(*value);
    }
  }
  return literals;
}

std::optional<std::string> Edited(std::string text, const Changes& changes) {
  for (const auto& [key, literal] : changes) {
    const std::optional<std::string> next = SetTomlKey(text, key, literal);
    if (!next) return std::nullopt;
    text = *next;
  }
  return text;
}

/// `text` without the first lines that former tunings gave it.
std::string WithoutHeadlines(std::string text) {
  while (text.starts_with(kTunedHeadline)) {
    const size_t end = text.find('\n');
    text.erase(0, end == std::string::npos ? end : end + 1);
  }
  return text;
}

}  // namespace

Result<std::string> TunedFile(const std::string& text, const Spec& spec, const EventSpec& events,
                              const std::string& state, const std::string& out,
                              const std::string& setting) {
  const std::string headline = kTunedHeadline + setting + "\n";
  Changes changes = PathChanges(spec, out);
  for (auto& change : EventChanges(events)) changes.push_back(std::move(change));
  if (!state.empty()) changes.emplace_back("numerics.state", QuoteToml(state));
  Spec former = spec;
  former.sparsity.events = {};
  std::map<std::string, std::string> wanted = Literals(former);
  for (const auto& [key, literal] : changes) wanted[key] = literal;
  const std::string name = out + "/tuned.toml";
  if (const std::optional<std::string> edited = Edited(WithoutHeadlines(text), changes)) {
    const Result<Spec> parsed = ParseSpecText(headline + *edited, name, out);
    if (parsed && Literals(*parsed) == wanted) return headline + *edited;
  }
  std::string fresh = headline;
  for (const auto& [key, literal] : wanted) fresh += fmt::format("{} = {}\n", key, literal);
  const Result<Spec> parsed = ParseSpecText(fresh, name, out);
  if (!parsed) return parsed.errors();
  return fresh;
}

}  // namespace gatewright
