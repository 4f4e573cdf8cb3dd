// SPDX-License-Identifier: Apache-2.0
// Rules between keys of weight sparsity.
#include <fmt/format.h>

#include <algorithm>

#include "generator/spec/nearest.h"
#include "generator/spec/rules.h"

namespace gatewright {
namespace {

constexpr std::string_view kPrefix = "sparsity.weights.";

struct OwnedKey {
  std::string_view name;
  WeightPattern pattern;
  WeightPattern other;  ///< a second pattern that takes the key
};

constexpr OwnedKey kOwned[] = {
    {"keep", WeightPattern::kCbtd, WeightPattern::kUnstructured},
    {"keep_x", WeightPattern::kCbtd, WeightPattern::kUnstructured},
    {"keep_h", WeightPattern::kCbtd, WeightPattern::kUnstructured},
    {"keep_head", WeightPattern::kCbtd, WeightPattern::kUnstructured},
    {"scope", WeightPattern::kUnstructured, WeightPattern::kUnstructured},
    {"outer", WeightPattern::kHcgs, WeightPattern::kHcgs},
    {"inner", WeightPattern::kHcgs, WeightPattern::kHcgs},
    {"kept_x", WeightPattern::kHcgs, WeightPattern::kHcgs},
    {"kept_h", WeightPattern::kHcgs, WeightPattern::kHcgs},
};

std::string Full(std::string_view name) { return std::string(kPrefix) + std::string(name); }

/// Keys of another pattern.
void CheckOwners(const RuleContext& context) {
  const SparsitySpec& sparsity = context.spec.sparsity;
  for (const OwnedKey& key : kOwned) {
    const std::string name = Full(key.name);
    const bool owned = sparsity.weights == key.pattern || sparsity.weights == key.other;
    if (context.given(name) && !owned) {
      context.report(name, "", fmt::format("leave {} out", name));
    }
  }
  const bool random = sparsity.method == PruneMethod::kRandom;
  if (context.given(Full("method")) && context.sound(Full("method"))) {
    if (sparsity.weights == WeightPattern::kDense) {
      context.report(Full("method"), "", fmt::format("leave {} out", Full("method")));
    } else if (random && sparsity.weights != WeightPattern::kHcgs) {
      context.report(Full("method"), "", "\"magnitude\", \"check\"");
    }
  }
  if (context.given(Full("seed")) && context.sound(Full("method")) && !random) {
    context.report(Full("seed"), "", "method = \"random\"");
  }
}

void CheckKeep(const RuleContext& context) {
  const SparsitySpec& sparsity = context.spec.sparsity;
  const bool both = context.given(Full("keep_x")) && context.given(Full("keep_h"));
  if (context.given(Full("keep")) && both) {
    context.report(Full("keep"), "; keep_x and keep_h leave nothing for it",
                   fmt::format("leave {} out", Full("keep")));
  }
  const bool any_share = context.given(Full("keep")) || context.given(Full("keep_x")) ||
                         context.given(Full("keep_h")) || context.given(Full("keep_head"));
  if (sparsity.weights == WeightPattern::kUnstructured && sparsity.method == PruneMethod::kCheck &&
      !any_share) {
    context.report(Full("keep"), ", and with method \"check\": there is nothing to check",
                   "keep = \"1/4\"");
  }
  if (sparsity.weights != WeightPattern::kCbtd || context.given(Full("keep"))) return;
  if (both) return;
  context.report(Full("keep"), "", "keep = \"1/4\"");
}

void CheckQuota(const RuleContext& context, std::string_view name, const BlockQuota& quota,
                int most) {
  if (!context.given(Full(name)) || !context.sound(Full(name)) || quota.inner <= most) return;
  context.report(Full(name),
                 fmt::format(" ({} / {} = {})", context.spec.sparsity.outer_block,
                             context.spec.sparsity.inner_block, most),
                 fmt::format("[{}, {}]", quota.outer, most));
}

/// Block sizes: powers of two, N | B2 | B1, quotas that fit.
void CheckBlocks(const RuleContext& context) {
  const SparsitySpec& sparsity = context.spec.sparsity;
  const std::string outer = Full("outer");
  const std::string inner = Full("inner");
  if (!context.given(outer)) context.report(outer, "", "outer = [64, 2]");
  if (!context.given(inner)) context.report(inner, "", "inner = [16, 2]");
  if (!context.given(outer) || !context.given(inner)) return;
  if (!context.sound(outer) || !context.sound(inner) || !context.sound("engine.pes")) return;
  const int b1 = sparsity.outer_block;
  const int b2 = sparsity.inner_block;
  const int pes = context.spec.engine.pes;
  const auto inner_legal = [pes](int64_t v) { return IsPowerOfTwo(v) && v % pes == 0; };
  if (!IsPowerOfTwo(pes)) {
    context.report(inner, fmt::format(", but engine.pes = {} divides no power of two", pes),
                   "engine.pes = " + NearestIntegers(pes, 1, 1024, IsPowerOfTwo));
    return;
  }
  if (!inner_legal(b2)) {
    const std::string nearest = NearestIntegers(b2, 1, 4096, inner_legal);
    context.report(inner, fmt::format(", but B2 = {} (engine.pes = {})", b2, pes),
                   "B2 = " + nearest);
    return;
  }
  if (!IsPowerOfTwo(b1) || b1 % b2 != 0) {
    context.report(outer, fmt::format(", but B1 = {}, B2 = {}", b1, b2),
                   "B1 = " + NearestIntegers(b1, b2, 4096, [b2](int64_t v) {
                     return IsPowerOfTwo(v) && v % b2 == 0;
                   }));
    return;
  }
  const bool overridden = context.given(Full("kept_x")) && context.given(Full("kept_h"));
  if (sparsity.kept.inner > b1 / b2 && !overridden) {
    context.report(inner, fmt::format(", but B1 / B2 = {}", b1 / b2),
                   fmt::format("[{}, {}]", b2, b1 / b2));
  }
  CheckQuota(context, "kept_x", sparsity.kept_x, b1 / b2);
  CheckQuota(context, "kept_h", sparsity.kept_h, b1 / b2);
}

}  // namespace

void CheckSparsityRules(const RuleContext& context) {
  if (!context.sound(Full("kind"))) return;
  CheckOwners(context);
  CheckKeep(context);
  if (context.spec.sparsity.weights == WeightPattern::kHcgs) CheckBlocks(context);
}

}  // namespace gatewright
