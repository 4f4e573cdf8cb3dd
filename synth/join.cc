// SPDX-License-Identifier: Apache-2.0
// Joins modules that were mapped apart to one netlist.
#include "synth/join.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace gatewright {
namespace {

using ModuleIndex = std::map<std::string, const RtlilModule*>;

/// A parameter of a memory file, which RTLIL may hold as the bits of its letters.
std::string TextParameter(const std::string& value) {
  const size_t quote = value.find('\'');
  if (value.empty() || value.front() == '"' || quote == std::string::npos) return value;
  const std::string bits = value.substr(quote + 1);
  std::string text;
  for (size_t at = bits.size() % 8; at + 8 <= bits.size(); at += 8) {
    const char letter = static_cast<char>(std::strtol(bits.substr(at, 8).c_str(), nullptr, 2));
    if (letter != 0) text += letter;
  }
  return "\"" + text + "\"";
}

class Joiner {
 public:
  Joiner(const std::vector<RtlilModule>& elaborated, const UniqueModules& unique,
         const std::vector<RtlilModule>& mapped, MemoryStyle style)
      : unique_(unique), style_(style) {
    for (const RtlilModule& module : elaborated) elaborated_[module.name] = &module;
    for (const RtlilModule& module : mapped) mapped_[module.name] = &module;
  }

  std::string Run(const std::string& top) {
    used_.insert(top);
    names_[top] = top;
    Emit(*elaborated_.at(top));
    return std::move(text_);
  }

 private:
  /// The name of an elaborated module in the netlist, given when it is first met.
  const std::string& NameOf(const RtlilModule& module) {
    std::string& name = names_[module.name];
    if (!name.empty()) return name;
    name = module.source;
    for (int number = 2; !used_.insert(name).second; ++number) {
      name = fmt::format("{}__{}", module.source, number);
    }
    return name;
  }
  void Emit(const RtlilModule& module) {
    std::map<std::string, const RtlilModule*> below;  // instance -> module
    for (const RtlilCell& cell : module.cells) {
      const auto found = elaborated_.find(cell.type);
      if (found != elaborated_.end()) below[cell.name] = found->second;
    }
    std::string body;
    std::vector<const RtlilModule*> next;
    const std::string& text = mapped_.at(unique_.names.at(module.name))->body;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      AppendLine(std::string_view(text).substr(at, end - at), below, &body, &next);
      at = end + 1;
    }
    text_ += fmt::format("module \\{}\n{}end\n", NameOf(module), body);
    for (const RtlilModule* child : next) {
      if (emitted_.insert(child->name).second) Emit(*child);
    }
  }
  /// A line of a mapped module; the cells that are modules get their own names.
  void AppendLine(std::string_view line, const std::map<std::string, const RtlilModule*>& below,
                  std::string* body, std::vector<const RtlilModule*>* next) {
    constexpr std::string_view kCell = "  cell ";
    if (line.starts_with(kCell)) {
      const std::string_view rest = line.substr(kCell.size());
      const std::string_view instance = rest.substr(rest.find(' ') + 1);
      const auto child = below.find(std::string(instance.substr(instance.front() == '\\' ? 1 : 0)));
      if (child != below.end()) {
        if (child->second->blackbox) {
          AppendMemory(*child->second, instance, body);
        } else {
          *body += fmt::format("  cell \\{} {}\n", NameOf(*child->second), instance);
          next->push_back(child->second);
        }
        return;
      }
    }
    body->append(line).append("\n");
  }
  void AppendMemory(const RtlilModule& memory, std::string_view instance, std::string* body) const {
    if (style_ == MemoryStyle::kMacro) {
      const std::string name =
          MacroName(memory.source, ParameterValue(memory.parameters.at("Depth")),
                    ParameterValue(memory.parameters.at("Width")));
      *body += fmt::format("  cell \\{} {}\n", name, instance);
      return;
    }
    *body += fmt::format("  cell \\{} {}\n", memory.source, instance);
    for (const auto& [name, value] : memory.parameters) {
      *body += name == "File" ? fmt::format("    parameter \\{} {}\n", name, TextParameter(value))
                              : fmt::format("    parameter \\{} {}\n", name, ParameterValue(value));
    }
  }

  const UniqueModules& unique_;
  const MemoryStyle style_;
  ModuleIndex elaborated_, mapped_;
  std::map<std::string, std::string> names_;  // elaborated -> in the netlist
  std::set<std::string> used_, emitted_;
  std::string text_;
};

}  // namespace

std::string MacroName(const std::string& module, int64_t words, int64_t width) {
  return fmt::format("{}_{}x{}", module, words, width);
}

std::string JoinNetlist(const std::vector<RtlilModule>& elaborated, const UniqueModules& unique,
                        const std::vector<RtlilModule>& mapped, const std::string& top,
                        MemoryStyle style) {
  return Joiner(elaborated, unique, mapped, style).Run(top);
}

}  // namespace gatewright
