// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/spec/domain.h"
#include "generator/spec/spec.h"
#include "generator/spec/value.h"

namespace gatewright {

/// One key of a design file: the single source of its parsing, validation, explanation,
/// documentation and canonical form.
struct Key {
  std::string_view name;     ///< dotted: "engine.pes"
  Domain domain;             ///< legal values of the key by itself
  std::string_view rule;     ///< rule that joins it with other keys, "must ..."; empty = none
  std::string_view absent;   ///< what holds when it is not written and has no default value
  std::string_view meaning;  ///< one paragraph
  std::string_view example;  ///< a TOML literal
  bool shapes_rtl = true;    ///< part of the canonical text and of the hash
  /// Stores a legal value.
  void (*store)(Spec& spec, const Value& value) = nullptr;
  /// The value `spec` holds; empty when the key is absent. Of `Spec{}`: the default.
  std::optional<Value> (*load)(const Spec& spec) = nullptr;

  /// TOML literal of the default; empty when there is none.
  std::string Default() const;
};

/// A section or sub-table: "engine", "numerics.weight".
struct Section {
  std::string_view name;
  std::string_view meaning;
};

/// All keys, in the order of the documentation. Keys of one section follow one another.
const std::vector<Key>& Keys();

/// The top-level sections, in the same order.
const std::vector<Section>& Sections();

/// The key of that name, or nullptr.
const Key* FindKey(std::string_view name);

/// True for the name of a table that holds keys, at any depth: "numerics", "numerics.weight".
bool IsTableName(std::string_view name);

/// Names of all keys and tables, keys first: what an unknown name is compared with.
std::vector<std::string> KnownNames();

}  // namespace gatewright
