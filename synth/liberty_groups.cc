// SPDX-License-Identifier: Apache-2.0
// Parses the groups of a liberty file.
#include "synth/liberty_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace gatewright {
namespace {

/// Groups nest about five deep in real libraries.
constexpr int kMaxDepth = 64;

/// Groups dropped with LibertyDetail::kCells.
constexpr std::string_view kDropped[] = {"timing", "internal_power", "leakage_power",
                                         "output_voltage", "input_voltage"};

bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string Unquote(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

class GroupParser {
 public:
  GroupParser(const std::string& text, const std::string& file, LibertyDetail detail)
      : text_(text), file_(file), detail_(detail) {}

  Result<LibertyGroup> Run() {
    LibertyGroup root;
    Statements(&root, 0, false);
    if (error_) return *error_;
    for (LibertyGroup& group : root.groups) {
      if (group.kind == "library") return std::move(group);
    }
    return Error("the file holds no library, so it is not a Liberty file");
  }

 private:
  Diagnostic Error(const std::string& rule) const {
    return {file_, line_, "", "", rule, "a cell library in Liberty format (.lib or .lib.gz)"};
  }
  void Fail(const std::string& rule) {
    if (!error_) error_ = Error(rule);
    at_ = text_.size();
  }
  bool AtEnd() const { return at_ >= text_.size(); }
  bool Starts(std::string_view word) const { return text_.compare(at_, word.size(), word) == 0; }
  void Step() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  void StepPast(std::string_view word) {
    while (!AtEnd() && !Starts(word)) Step();
    for (size_t i = 0; i < word.size() && !AtEnd(); ++i) Step();
  }
  /// Blanks, comments and continued lines.
  void Skip() {
    while (!AtEnd()) {
      if (Starts("/*")) {
        at_ += 2;
        StepPast("*/");
      } else if (Starts("//")) {
        StepPast("\n");
      } else if (IsSpace(text_[at_]) || text_[at_] == '\\') {
        Step();
      } else {
        return;
      }
    }
  }
  /// Text up to one of `ends` outside quotes; the end is not taken.
  std::string_view Until(std::string_view ends) {
    const size_t begin = at_;
    bool quoted = false;
    while (!AtEnd() && (quoted || ends.find(text_[at_]) == std::string_view::npos)) {
      if (text_[at_] == '"') quoted = !quoted;
      Step();
    }
    return std::string_view(text_).substr(begin, at_ - begin);
  }

  /// Statements up to the closing brace, or up to the end of the file for the outermost level.
  void Statements(LibertyGroup* group, int depth, bool braced) {
    if (depth > kMaxDepth) return Fail("groups are nested too deep");
    for (;;) {
      Skip();
      if (AtEnd()) {
        if (braced) {
          Fail(fmt::format("the file ends within the group {}({}) of line {}", group->kind,
                           group->argument, group->line));
        }
        return;
      }
      if (text_[at_] == ';') {
        ++at_;
      } else if (text_[at_] == '}' && braced) {
        ++at_;
        return;
      } else {
        Statement(group, depth);
      }
    }
  }

  void Statement(LibertyGroup* group, int depth) {
    const int line = line_;
    const size_t begin = at_;
    const std::string name = Unquote(Until(":(){};\n"));
    Skip();
    if (AtEnd() || name.empty() || (text_[at_] != ':' && text_[at_] != '(')) {
      line_ = line;
      return Fail(fmt::format("expected \"name : value;\" or \"name(...)\", found '{:.40}'",
                              name.empty() && !AtEnd() ? text_.substr(at_, 1) : name));
    }
    if (text_[at_++] == ':') {
      group->attributes.emplace_back(name, Unquote(Until(";}\n")));
      group->attribute_spans.push_back({begin, at_});
      return;
    }
    const size_t open = at_;
    const std::string argument = Unquote(Until(")"));
    const LibertySpan between{open, at_};
    if (AtEnd()) return Fail(fmt::format("the file ends within {}(", name));
    ++at_;
    Skip();
    if (AtEnd() || text_[at_] != '{') {
      group->attributes.emplace_back(name, argument);
      group->attribute_spans.push_back({begin, between.end + 1});
      return;
    }
    ++at_;
    LibertyGroup child{name, argument, line, {}, {}, {begin, begin}, between, {}};
    Statements(&child, depth + 1, true);
    child.span.end = at_;
    const bool dropped =
        detail_ == LibertyDetail::kCells &&
        std::find(std::begin(kDropped), std::end(kDropped), name) != std::end(kDropped);
    if (!dropped) group->groups.push_back(std::move(child));
  }

  const std::string& text_;
  const std::string& file_;
  const LibertyDetail detail_;
  size_t at_ = 0;
  int line_ = 1;
  std::optional<Diagnostic> error_;
};

}  // namespace

const std::string* LibertyGroup::Find(const std::string& key) const {
  for (const auto& [name, value] : attributes) {
    if (name == key) return &value;
  }
  return nullptr;
}

Result<LibertyGroup> ParseLibertyGroups(const std::string& text, const std::string& file,
                                        LibertyDetail detail) {
  return GroupParser(text, file, detail).Run();
}

}  // namespace gatewright
