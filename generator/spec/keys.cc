// SPDX-License-Identifier: Apache-2.0
// The table of all keys of a design file.
#include "generator/spec/keys.h"

#include <algorithm>

#include "generator/spec/keys_parts.h"

namespace gatewright {
namespace {

void Append(std::vector<Key>& keys, std::vector<Key> more) {
  keys.insert(keys.end(), std::make_move_iterator(more.begin()),
              std::make_move_iterator(more.end()));
}

std::vector<Key> MakeKeys() {
  std::vector<Key> keys = {
      {.name = "name",
       .domain = TextDomain{TextKind::kIdentifier},
       .rule = "",
       .absent = "required",
       .meaning = "Name of the design. The top module is the prefix followed by this name, and "
                  "reports carry it as their title.",
       .example = "\"vad\"",
       .store = [](Spec& spec, const Value& value) { spec.name = internal::ToText(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.name.empty()) return std::nullopt;
         return internal::FromText(spec.name);
       }}};
  Append(keys, internal::NetworkKeys());
  Append(keys, internal::NumericsKeys());
  Append(keys, internal::SparsityKeys());
  Append(keys, internal::EngineKeys());
  return keys;
}

}  // namespace

Key internal::FixedKey(std::string_view name, std::string_view word,
                       std::vector<std::string_view> planned, std::string_view meaning,
                       std::optional<Value> (*load)(const Spec&)) {
  return {.name = name,
          .domain = ChoiceDomain{{word}, std::move(planned)},
          .rule = "",
          .absent = "",
          .meaning = meaning,
          .example = "",
          .store = [](Spec&, const Value&) {},
          .load = load};
}

std::string Key::Default() const {
  const std::optional<Value> value = load(Spec{});
  return value ? TomlLiteral(*value) : "";
}

const std::vector<Key>& Keys() {
  static const std::vector<Key> keys = MakeKeys();
  return keys;
}

const std::vector<Section>& Sections() {
  static const std::vector<Section> sections = {
      {"network", "The network to build: a trained model file, or a shape with random weights."},
      {"numerics", "Formats and rounding: the bit-exact contract of docs/numerics.md."},
      {"sparsity", "Which weights and which events are left out."},
      {"engine", "Size and style of the hardware."},
      {"stream", "Width of the AXI4-Stream ports."},
      {"control", "Registers that software reads and writes (docs/registers.md)."},
      {"stimulus", "Input frames for calibration, simulation and reports. Not part of the RTL."},
      {"synth", "Target of synthesis. Not part of the RTL."},
      {"output", "Names of what is emitted."},
  };
  return sections;
}

const Key* FindKey(std::string_view name) {
  const auto found = std::find_if(Keys().begin(), Keys().end(),
                                  [name](const Key& key) { return key.name == name; });
  return found == Keys().end() ? nullptr : &*found;
}

bool IsTableName(std::string_view name) {
  return std::any_of(Keys().begin(), Keys().end(), [name](const Key& key) {
    return key.name.size() > name.size() && key.name.substr(0, name.size()) == name &&
           key.name[name.size()] == '.';
  });
}

std::vector<std::string> KnownNames() {
  std::vector<std::string> names;
  for (const Key& key : Keys()) names.emplace_back(key.name);
  for (const Key& key : Keys()) {
    for (size_t dot = key.name.find('.'); dot != std::string_view::npos;
         dot = key.name.find('.', dot + 1)) {
      std::string table(key.name.substr(0, dot));
      if (std::find(names.begin(), names.end(), table) == names.end()) names.push_back(table);
    }
  }
  return names;
}

}  // namespace gatewright
