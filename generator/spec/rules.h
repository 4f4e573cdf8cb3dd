// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "generator/spec/spec.h"

namespace gatewright {

/// How the rules look at a design file.
struct RuleContext {
  const Spec& spec;
  /// True when the key is written in the file.
  std::function<bool(std::string_view key)> given;
  /// True when every one of the key's own rules held (absent keys included).
  std::function<bool(std::string_view key)> sound;
  /// Reports a broken rule of a key, `why` being appended to Key::rule.
  std::function<void(std::string_view key, std::string why, std::string nearest)> report;
};

/// Checks every rule that joins several keys. A rule is skipped when one of its keys is not sound
/// by itself, so that one error is reported once.
void CheckRules(const RuleContext& context);

/// Parts of it. About [sparsity]: weights, events.
void CheckSparsityRules(const RuleContext& context);
void CheckEventRules(const RuleContext& context);
/// What joins weights, multipliers and events.
void CheckMultiplierRules(const RuleContext& context);

}  // namespace gatewright
