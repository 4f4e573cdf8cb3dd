// SPDX-License-Identifier: Apache-2.0
// Cuts a library for a tool out of the files of a user.
#include "synth/library_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace gatewright {
namespace {

/// Models of wires: groups and attributes of a library.
bool IsWireModel(std::string_view name) {
  return name.starts_with("wire_load") || name.starts_with("default_wire_load");
}

/// Groups of cells and pins that neither mapping, nor timing, nor power takes.
bool IsWaveform(std::string_view kind) {
  constexpr std::string_view kPrefixes[] = {
      "output_current_", "receiver_capacitance", "ccsn_", "input_ccb",        "output_ccb",
      "dc_current",      "intrinsic_parasitic",  "ocv_",  "normalized_driver"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [kind](std::string_view prefix) { return kind.starts_with(prefix); });
}

bool IsEnergy(std::string_view kind) { return kind == "internal_power" || kind == "leakage_power"; }

bool IsTemplate(const LibertyGroup& group) { return group.kind.ends_with("_template"); }

/// A stretch of the text that is left out, or replaced.
struct Edit {
  LibertySpan span;
  std::string text;
};

/// The text of a span with the edits within it, which are in order.
std::string Edited(const std::string& text, LibertySpan span, const std::vector<Edit>& edits) {
  std::string result;
  size_t at = span.begin;
  for (const Edit& edit : edits) {
    result.append(text, at, edit.span.begin - at);
    result += edit.text;
    at = edit.span.end;
  }
  return result.append(text, at, span.end - at);
}

/// New names of templates.
using Renamed = std::map<std::string, std::string>;

/// What is taken out of one file, in the order of its text: tools look things up as they read.
class Cutter {
 public:
  Cutter(LibraryUse use, const std::function<bool(const std::string&)>& keep)
      : use_(use), keep_(keep) {}

  /// The file from its library group to the last statement in it.
  std::string First(const LibraryFile& file) {
    for (const LibertyGroup& group : file.root.groups) {
      if (IsTemplate(group)) templates_[group.argument] = Edited(file.text, group.span, {});
    }
    edits_.clear();
    Library(file.root);
    std::sort(edits_.begin(), edits_.end(),
              [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
    return Edited(file.text, {file.root.span.begin, file.root.span.end - 1}, edits_);
  }

  /// The templates and cells of file `number`.
  std::string Other(const LibraryFile& file, size_t number) {
    std::string text;
    renamed_.clear();
    for (const LibertyGroup& group : file.root.groups) {
      if (!IsTemplate(group)) continue;
      const std::string own = Edited(file.text, group.span, {});
      const auto [place, fresh] = templates_.try_emplace(group.argument, own);
      if (!fresh && place->second == own) continue;
      if (!fresh) {
        renamed_[group.argument] = fmt::format("{}_of_file_{}", group.argument, number);
      }
      text += Cut(file.text, group);
    }
    for (const LibertyGroup& group : file.root.groups) {
      if (group.kind == "cell" && keep_(group.argument)) text += Cut(file.text, group);
    }
    return text;
  }

 private:
  void Drop(LibertySpan span) { edits_.push_back({span, ""}); }

  void Library(const LibertyGroup& library) {
    for (size_t k = 0; k < library.attributes.size(); ++k) {
      if (IsWireModel(library.attributes[k].first)) Drop(library.attribute_spans[k]);
    }
    for (const LibertyGroup& group : library.groups) {
      if (IsWireModel(group.kind) || IsWaveform(group.kind) ||
          (group.kind == "cell" && !keep_(group.argument))) {
        Drop(group.span);
      } else if (!IsTemplate(group)) {
        Visit(group);
      }
    }
  }
  std::string Cut(const std::string& text, const LibertyGroup& group) {
    edits_.clear();
    Visit(group);
    return Edited(text, group.span, edits_) + "\n";
  }
  void Visit(const LibertyGroup& group) {
    const auto renamed = renamed_.find(group.argument);
    if (renamed != renamed_.end() && group.kind != "cell") {
      edits_.push_back({group.argument_span, renamed->second});
    }
    for (const LibertyGroup& child : group.groups) {
      if (IsWaveform(child.kind) || (use_ == LibraryUse::kMapping && IsEnergy(child.kind))) {
        Drop(child.span);
      } else {
        Visit(child);
      }
    }
  }

  const LibraryUse use_;
  const std::function<bool(const std::string&)>& keep_;
  std::map<std::string, std::string> templates_;  ///< text of each by its name
  Renamed renamed_;                               ///< of the file at hand
  std::vector<Edit> edits_;
};

}  // namespace

std::string LibraryText(const std::vector<LibraryFile>& files, LibraryUse use,
                        const std::function<bool(const std::string& cell)>& keep) {
  Cutter cutter(use, keep);
  std::string text = cutter.First(files[0]);
  for (size_t f = 1; f < files.size(); ++f) text += cutter.Other(files[f], f + 1);
  return text + "}\n";
}

}  // namespace gatewright
