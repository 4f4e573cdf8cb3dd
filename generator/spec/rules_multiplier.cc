// SPDX-License-Identifier: Apache-2.0
// Rules between keys of the multiplier.
#include <fmt/format.h>

#include "generator/base/ceil_div.h"
#include "generator/spec/nearest.h"
#include "generator/spec/rules.h"

namespace gatewright {
namespace {

constexpr std::string_view kDigits = "numerics.weight.digits";
constexpr std::string_view kColumns = "numerics.multiplier.columns";
constexpr std::string_view kMultiplier = "numerics.multiplier.kind";
constexpr std::string_view kRefresh = "sparsity.events.refresh";
constexpr std::string_view kForm = "engine.multiplier.form";

void CheckDigits(const RuleContext& context) {
  const NumericsSpec& numerics = context.spec.numerics;
  if (!context.sound("numerics.weight.kind")) return;
  if (numerics.weight_kind == WeightKind::kFixed) {
    if (context.given(kDigits)) context.report(kDigits, "", fmt::format("leave {} out", kDigits));
    return;
  }
  if (!context.given(kDigits)) {
    context.report(kDigits, "", "digits = 2");
    return;
  }
  if (!context.sound(kDigits) || !context.sound("numerics.weight.bits")) return;
  const int most = CeilDiv(numerics.weight_bits, 2) - 1;
  if (numerics.weight_digits <= most) return;
  context.report(kDigits, fmt::format(" (numerics.weight.bits = {})", numerics.weight_bits),
                 most > 0
                     ? std::to_string(most)
                     : fmt::format("numerics.weight.bits = {}", 2 * numerics.weight_digits + 1));
}

void CheckTruncation(const RuleContext& context) {
  const Spec& spec = context.spec;
  if (!context.sound(kMultiplier)) return;
  if (!spec.numerics.truncated) {
    if (context.given(kColumns)) {
      context.report(kColumns, "", fmt::format("leave {} out", kColumns));
    }
    return;
  }
  const bool fixed = spec.numerics.weight_kind == WeightKind::kFixed;
  const bool similarity = spec.sparsity.events.kind == EventKind::kSimilarity;
  if ((!fixed && context.sound("numerics.weight.kind")) ||
      (!similarity && context.sound("sparsity.events.kind"))) {
    context.report(kMultiplier, "", "\"exact\"");
    return;
  }
  if (!context.given(kColumns)) {
    context.report(kColumns, "", "columns = 4");
  } else if (context.sound(kColumns) && context.sound("numerics.weight.bits") &&
             spec.numerics.dropped_columns > spec.numerics.weight_bits) {
    context.report(kColumns, fmt::format(" = {}", spec.numerics.weight_bits),
                   std::to_string(spec.numerics.weight_bits));
  }
  if (!context.given(kRefresh)) context.report(kRefresh, "", "refresh = 32");
}

void CheckForm(const RuleContext& context) {
  if (!context.sound(kForm) || !context.sound("numerics.weight.kind")) return;
  if (context.spec.numerics.weight_kind == WeightKind::kBitSparse &&
      context.spec.engine.multiplier != MultiplierForm::kAuto) {
    context.report(kForm, "", "\"auto\"");
  }
}

}  // namespace

void CheckMultiplierRules(const RuleContext& context) {
  CheckDigits(context);
  CheckTruncation(context);
  CheckForm(context);
  if (context.sound("sparsity.events.kind") && context.given(kRefresh) &&
      context.spec.sparsity.events.kind != EventKind::kSimilarity) {
    context.report(kRefresh, "", fmt::format("leave {} out", kRefresh));
  }
}

}  // namespace gatewright
