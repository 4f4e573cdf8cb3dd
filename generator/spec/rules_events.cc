// SPDX-License-Identifier: Apache-2.0
// Rules between keys of temporal sparsity.
#include <fmt/format.h>

#include "generator/spec/rules.h"

namespace gatewright {
namespace {

constexpr std::string_view kThetas[] = {"sparsity.events.theta_x", "sparsity.events.theta_h",
                                        "sparsity.events.theta_head"};
constexpr std::string_view kSkip = "sparsity.events.t_skip";
constexpr std::string_view kDelta = "sparsity.events.t_delta";

void CheckScores(const RuleContext& context) {
  const EventSpec& events = context.spec.sparsity.events;
  for (const std::string_view key : {kSkip, kDelta}) {
    const bool given = context.given(key);
    if (events.kind != EventKind::kSimilarity && given) {
      context.report(key, "", fmt::format("leave {} out", key));
    } else if (events.kind == EventKind::kSimilarity && !given) {
      context.report(key, "", key == kSkip ? "t_skip = \"0.5\"" : "t_delta = \"2\"");
    }
  }
  if (!context.given(kSkip) || !context.given(kDelta) || !context.sound(kSkip) ||
      !context.sound(kDelta)) {
    return;
  }
  const Ratio& skip = events.t_skip;
  const Ratio& delta = events.t_delta;
  if (skip.numerator * delta.denominator > delta.numerator * skip.denominator) {
    context.report(kSkip, fmt::format(" = {}", delta.ToString()),
                   fmt::format("\"{}\"", delta.ToString()));
  }
}

}  // namespace

void CheckEventRules(const RuleContext& context) {
  if (!context.sound("sparsity.events.kind")) return;
  for (const std::string_view key : kThetas) {
    if (context.spec.sparsity.events.kind == EventKind::kNone && context.given(key)) {
      context.report(key, "", fmt::format("leave {} out", key));
    }
  }
  const bool shape_without_head = context.given("network.hidden") &&
                                  context.sound("network.outputs") &&
                                  context.spec.network.outputs == 0;
  if (context.given(kThetas[2]) && shape_without_head &&
      context.spec.sparsity.events.kind != EventKind::kNone) {
    context.report(kThetas[2], ", and the network must have a head",
                   fmt::format("leave {} out", kThetas[2]));
  }
  CheckScores(context);
}

}  // namespace gatewright
