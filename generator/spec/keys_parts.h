// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>
#include <vector>

#include "generator/spec/keys.h"

// Private to keys*.cc: the table is written in several files, joined by Keys().
namespace gatewright::internal {

std::vector<Key> NetworkKeys();
std::vector<Key> NumericsKeys();
std::vector<Key> SparsityKeys();
std::vector<Key> EventKeys();
std::vector<Key> EngineKeys();
std::vector<Key> ReadoutKeys();
std::vector<Key> SynthKeys();

/// A key with one legal word in this version; the others are planned.
Key FixedKey(std::string_view name, std::string_view word, std::vector<std::string_view> planned,
             std::string_view meaning, std::optional<Value> (*load)(const Spec&));

inline int ToInt(const Value& value) { return static_cast<int>(std::get<int64_t>(value)); }
inline std::string ToText(const Value& value) { return std::get<std::string>(value); }
inline double ToNumber(const Value& value) {
  const auto* integer = std::get_if<int64_t>(&value);
  return integer != nullptr ? static_cast<double>(*integer) : std::get<double>(value);
}
inline std::optional<Value> FromInt(int64_t value) { return Value(value); }
inline std::optional<Value> FromText(std::string_view text) { return Value(std::string(text)); }

/// Word <-> enumerator of a choice key: words[i] names the i-th enumerator.
template <typename Enum, size_t kCount>
Enum ToEnum(const Value& value, const std::string_view (&words)[kCount]) {
  const std::string text = ToText(value);
  size_t index = 0;
  while (index + 1 < kCount && words[index] != text) ++index;
  return static_cast<Enum>(index);
}
template <typename Enum, size_t kCount>
std::optional<Value> FromEnum(Enum value, const std::string_view (&words)[kCount]) {
  return FromText(words[static_cast<size_t>(value)]);
}
template <size_t kCount>
ChoiceDomain Choice(const std::string_view (&words)[kCount]) {
  return ChoiceDomain{{words, words + kCount}};
}

}  // namespace gatewright::internal
