// SPDX-License-Identifier: Apache-2.0
// Reads and writes modules as RTLIL text.
#include "synth/rtlil.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace gatewright {
namespace {

/// Yosys writes one statement a line: modules and their attributes unindented, parameters, wires
/// and cells of a module behind two blanks, whatever belongs to a cell deeper.
constexpr std::string_view kAttribute = "attribute ";
constexpr std::string_view kModule = "module ";
constexpr std::string_view kEnd = "end";
constexpr std::string_view kParameter = "  parameter ";
constexpr std::string_view kCell = "  cell ";
constexpr std::string_view kWire = "  wire ";

std::string Public(std::string_view name) {
  if (!name.empty() && name.front() == '\\') name.remove_prefix(1);
  return std::string(name);
}

std::string Escaped(const std::string& name) {
  return !name.empty() && name.front() == '$' ? name : "\\" + name;
}

bool TakePrefix(std::string_view* line, std::string_view prefix) {
  if (line->substr(0, prefix.size()) != prefix) return false;
  line->remove_prefix(prefix.size());
  return true;
}

/// The text up to the next blank; line keeps the rest.
std::string_view TakeWord(std::string_view* line) {
  const size_t end = std::min(line->find(' '), line->size());
  const std::string_view word = line->substr(0, end);
  line->remove_prefix(std::min(end + 1, line->size()));
  return word;
}

/// hdlname "\\gw_pe" -> gw_pe
std::string HdlName(std::string_view value) {
  std::string name;
  for (const char c : value) {
    if (c != '"' && c != '\\') name += c;
  }
  return name;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

template <typename Visit>
void ForEachLine(const std::string& text, Visit visit) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size());
    visit(std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
}

void ParseInside(std::string_view line, RtlilModule* module) {
  module->body.append(line).append("\n");
  if (TakePrefix(&line, kParameter)) {
    const std::string name = Public(TakeWord(&line));
    module->parameters[name] = std::string(line);
  } else if (TakePrefix(&line, kCell)) {
    const std::string type = Public(TakeWord(&line));
    module->cells.push_back({type, Public(line)});
  }
}

/// Gives the numbers that end generated names ($add$rtl/gw_pe.v:18$4711) in the order in which
/// they occur.
class Renumber {
 public:
  std::string Line(std::string_view line) {
    std::string result;
    while (!line.empty()) {
      const size_t blanks = std::min(line.find_first_not_of(' '), line.size());
      result.append(line.substr(0, blanks));
      line.remove_prefix(blanks);
      const size_t end = std::min(line.find(' '), line.size());
      AppendWord(line.substr(0, end), &result);
      line.remove_prefix(end);
    }
    return result;
  }
  size_t count() const { return numbers_.size(); }

 private:
  void AppendWord(std::string_view word, std::string* result) {
    const size_t dollar = word.rfind('$');
    if (word.empty() || word.front() != '$' || dollar == 0 || dollar + 1 == word.size() ||
        !IsDigit(word[dollar + 1])) {
      result->append(word);
      return;
    }
    size_t end = dollar + 1;
    while (end < word.size() && IsDigit(word[end])) ++end;
    const std::string old(word.substr(dollar + 1, end - dollar - 1));
    const size_t number = numbers_.try_emplace(old, numbers_.size() + 1).first->second;
    result->append(word.substr(0, dollar + 1))
        .append(std::to_string(number))
        .append(word.substr(end));
  }

  std::map<std::string, size_t> numbers_;
};

/// A module with its ports and nothing inside.
std::string BlackBox(const RtlilModule& module, const std::string& name) {
  std::string text = fmt::format("attribute \\blackbox 1\nmodule {}\n", Escaped(name));
  ForEachLine(module.body, [&text](std::string_view line) {
    if (line.substr(0, kWire.size()) != kWire) return;
    if (line.find(" input ") == std::string_view::npos &&
        line.find(" output ") == std::string_view::npos) {
      return;
    }
    text.append(line).append("\n");
  });
  return text + "end\n";
}

}  // namespace

std::vector<RtlilModule> ParseRtlil(const std::string& text) {
  std::vector<RtlilModule> modules;
  RtlilModule next;
  bool inside = false;
  ForEachLine(text, [&](std::string_view line) {
    if (inside && line == kEnd) {
      modules.push_back(std::move(next));
      next = RtlilModule();
      inside = false;
    } else if (inside) {
      ParseInside(line, &next);
    } else if (TakePrefix(&line, kAttribute)) {
      const std::string_view name = TakeWord(&line);
      if (name == "\\hdlname") next.source = HdlName(line);
      if (name == "\\blackbox") next.blackbox = true;
    } else if (TakePrefix(&line, kModule)) {
      next.name = Public(line);
      if (next.source.empty()) next.source = next.name;
      inside = true;
    }
  });
  return modules;
}

std::string IsolateModule(const RtlilModule& module,
                          const std::map<std::string, const RtlilModule*>& modules,
                          const std::map<std::string, std::string>& names) {
  std::string body;
  std::string boxes;
  std::set<std::string> boxed;
  Renumber renumber;
  ForEachLine(module.body, [&](std::string_view line) {
    std::string_view rest = line;
    if (TakePrefix(&rest, kCell)) {
      const auto used = modules.find(Public(TakeWord(&rest)));
      if (used != modules.end()) {
        const std::string& name = names.at(used->first);
        if (boxed.insert(name).second) boxes += BlackBox(*used->second, name);
        body += fmt::format("  cell {} {}\n", Escaped(name), rest);
        return;
      }
    }
    body += renumber.Line(line) + "\n";
  });
  return fmt::format("autoidx {}\n{}module {}\n{}end\n", renumber.count() + 1, boxes,
                     Escaped(names.at(module.name)), body);
}

}  // namespace gatewright
