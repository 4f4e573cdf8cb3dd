// SPDX-License-Identifier: Apache-2.0
// Keys of sparsity.events.

#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr std::string_view kEventWords[] = {"none", "delta", "similarity"};
constexpr RatioDomain kThreshold{32768};
constexpr RatioDomain kScore{1000000};
constexpr std::string_view kNotNone = "must only be given with kind \"delta\" or \"similarity\"";
constexpr std::string_view kOnlySimilarity =
    "must be given with kind \"similarity\" and only then, t_skip at most t_delta";

bool Persistent(const Spec& spec) { return spec.sparsity.events.kind != EventKind::kNone; }
bool Similarity(const Spec& spec) { return spec.sparsity.events.kind == EventKind::kSimilarity; }

/// A threshold of single elements.
Key Threshold(std::string_view name, std::string_view absent, std::string_view meaning) {
  return {.name = name,
          .domain = kThreshold,
          .rule = kNotNone,
          .absent = absent,
          .meaning = meaning,
          .example = "\"1/16\""};
}

/// A threshold of the score of a frame.
Key Score(std::string_view name, std::string_view meaning) {
  return {.name = name,
          .domain = kScore,
          .rule = kOnlySimilarity,
          .absent = "required with kind \"similarity\"",
          .meaning = meaning,
          .example = "\"0.5\""};
}

}  // namespace

std::vector<Key> EventKeys() {
  Key kind{
      .name = "sparsity.events.kind",
      .domain = Choice(kEventWords),
      .rule = "",
      .absent = "",
      .meaning =
          "Which elements of a step are processed. \"none\": every element that is not zero. "
          "\"delta\": the changes of elements since they were last processed. \"similarity\": "
          "whole steps are normal, delta steps or skipped, by how much the input frame changed. "
          "docs/numerics.md 4 defines them.",
      .example = "\"delta\"",
      .store =
          [](Spec& spec, const Value& value) {
            spec.sparsity.events.kind = ToEnum<EventKind>(value, kEventWords);
          },
      .load = [](const Spec& spec) { return FromEnum(spec.sparsity.events.kind, kEventWords); }};
  Key theta_x = Threshold("sparsity.events.theta_x", "0",
                          "The input of a recurrent layer is processed where it changed by this "
                          "much or more, in the unit of the signal; rounded to the state format.");
  theta_x.store = [](Spec& spec, const Value& value) {
    spec.sparsity.events.theta_x = *RatioOf(value, kThreshold);
  };
  theta_x.load = [](const Spec& spec) -> std::optional<Value> {
    if (!Persistent(spec)) return std::nullopt;
    return FromText(spec.sparsity.events.theta_x.ToString());
  };
  Key theta_h = Threshold("sparsity.events.theta_h", "0",
                          "The same for the output of a layer on its way back into it.");
  theta_h.store = [](Spec& spec, const Value& value) {
    spec.sparsity.events.theta_h = *RatioOf(value, kThreshold);
  };
  theta_h.load = [](const Spec& spec) -> std::optional<Value> {
    if (!Persistent(spec)) return std::nullopt;
    return FromText(spec.sparsity.events.theta_h.ToString());
  };
  Key theta_head = Threshold("sparsity.events.theta_head", "as sparsity.events.theta_x",
                             "The same for the input of the dense head.");
  theta_head.store = [](Spec& spec, const Value& value) {
    spec.sparsity.events.theta_head = RatioOf(value, kThreshold);
  };
  theta_head.load = [](const Spec& spec) -> std::optional<Value> {
    if (!Persistent(spec) || !spec.sparsity.events.theta_head) return std::nullopt;
    return FromText(spec.sparsity.events.theta_head->ToString());
  };
  Key t_skip = Score("sparsity.events.t_skip",
                     "Frames whose elements changed by less than this in sum, since they were "
                     "last processed, are skipped: the output before is repeated.");
  t_skip.store = [](Spec& spec, const Value& value) {
    spec.sparsity.events.t_skip = *RatioOf(value, kScore);
  };
  t_skip.load = [](const Spec& spec) -> std::optional<Value> {
    if (!Similarity(spec)) return std::nullopt;
    return FromText(spec.sparsity.events.t_skip.ToString());
  };
  Key t_delta = Score("sparsity.events.t_delta",
                      "Frames that changed by less than this in sum, but not less than t_skip, are "
                      "delta steps; all others are recomputed.");
  t_delta.store = [](Spec& spec, const Value& value) {
    spec.sparsity.events.t_delta = *RatioOf(value, kScore);
  };
  t_delta.load = [](const Spec& spec) -> std::optional<Value> {
    if (!Similarity(spec)) return std::nullopt;
    return FromText(spec.sparsity.events.t_delta.ToString());
  };
  Key refresh{
      .name = "sparsity.events.refresh",
      .domain = IntegerDomain{1, 65535},
      .rule =
          "must only be given with kind \"similarity\", and be given with "
          "numerics.multiplier.kind \"truncated\"",
      .absent = "no limit",
      .meaning =
          "After this many delta steps without a normal one the next step that is "
          "not skipped is normal, so that errors of truncated products end.",
      .example = "32",
      .store = [](Spec& spec, const Value& value) { spec.sparsity.events.refresh = ToInt(value); },
      .load = [](const Spec& spec) -> std::optional<Value> {
        if (!Similarity(spec) || spec.sparsity.events.refresh == 0) return std::nullopt;
        return FromInt(spec.sparsity.events.refresh);
      }};
  return {kind, theta_x, theta_h, theta_head, t_skip, t_delta, refresh};
}

}  // namespace gatewright::internal
