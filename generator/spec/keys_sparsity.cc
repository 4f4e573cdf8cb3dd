// SPDX-License-Identifier: Apache-2.0
// Keys of [sparsity].

#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr std::string_view kPatternWords[] = {"dense", "unstructured", "cbtd", "hcgs"};
constexpr std::string_view kMethodWords[] = {"magnitude", "random", "check"};
constexpr std::string_view kScopeWords[] = {"layer", "global"};
constexpr int kMaxBlock = 4096;

std::optional<Value> FromRatio(const std::optional<Ratio>& ratio) {
  if (!ratio) return std::nullopt;
  return FromText(ratio->ToString());
}

std::optional<Value> FromPair(int first, int second) {
  if (first == 0) return std::nullopt;
  return Value(std::vector<int64_t>{first, second});
}

int At(const Value& value, size_t index) {
  return static_cast<int>(std::get<std::vector<int64_t>>(value)[index]);
}

IntegerListDomain Pair() { return {2, 1, kMaxBlock, /*min_length=*/2}; }

bool Pruned(const Spec& spec) { return spec.sparsity.weights != WeightPattern::kDense; }

std::vector<Key> PatternKeys() {
  return {
      {.name = "sparsity.weights.kind",
       .domain = Choice(kPatternWords),
       .rule = "",
       .absent = "",
       .meaning =
           "Which weights are stored: all of them; \"unstructured\": any zeros are left out, "
           "with a slot a weight and a pointer a column; \"cbtd\" (column-balanced): the same "
           "number in every column of every processing element, with a slot a weight and no "
           "pointers; \"hcgs\" (hierarchical coarse grain): square blocks inside square "
           "blocks, with an index a block. docs/sparsity.md defines them.",
       .example = "\"cbtd\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.weights = ToEnum<WeightPattern>(value, kPatternWords);
           },
       .load = [](const Spec& spec) { return FromEnum(spec.sparsity.weights, kPatternWords); }},
      {.name = "sparsity.weights.method",
       .domain = Choice(kMethodWords),
       .rule = "must be \"random\" only with kind \"hcgs\", and not be given with kind \"dense\"",
       .absent = "\"magnitude\"",
       .meaning = "How the weights to keep are chosen: the greatest ones; blocks drawn at random; "
                  "or \"check\": none is pruned, and a network without the pattern is refused with "
                  "the first place that breaks it. A network that has the pattern keeps it in "
                  "any case.",
       .example = "\"check\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.method = ToEnum<PruneMethod>(value, kMethodWords);
           },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!Pruned(spec)) return std::nullopt;
         return FromEnum(spec.sparsity.method, kMethodWords);
       }},
      {.name = "sparsity.weights.seed",
       .domain = IntegerDomain{0, INT64_MAX},
       .rule = "must only be given with method \"random\"",
       .absent = "1",
       .meaning = "Seed of the random blocks. The same seed gives the same blocks everywhere.",
       .example = "7",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.seed = static_cast<uint64_t>(std::get<int64_t>(value));
           },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.sparsity.method != PruneMethod::kRandom) return std::nullopt;
         return FromInt(static_cast<int64_t>(spec.sparsity.seed));
       }},
  };
}

std::vector<Key> KeepKeys() {
  constexpr std::string_view kOnlyShares =
      "must only be given with kind \"cbtd\" or \"unstructured\"";
  return {
      {.name = "sparsity.weights.keep",
       .domain = RatioDomain{},
       .rule = "must be given with kind \"cbtd\" unless keep_x and keep_h are, and only with "
               "\"cbtd\" or \"unstructured\"",
       .absent = "1 with \"unstructured\": the zeros that the network has",
       .meaning = "Share of the weights of the recurrent layers that is kept. With \"cbtd\": "
                  "of every column and processing element.",
       .example = "\"1/4\"",
       .store = [](Spec& spec, const Value& value) { spec.sparsity.keep = RatioOf(value); },
       .load = [](const Spec& spec) { return FromRatio(spec.sparsity.keep); }},
      {.name = "sparsity.weights.keep_x",
       .domain = RatioDomain{},
       .rule = kOnlyShares,
       .absent = "as sparsity.weights.keep",
       .meaning = "Share kept of the input matrices W_x.",
       .example = "\"1/2\"",
       .store = [](Spec& spec, const Value& value) { spec.sparsity.keep_x = RatioOf(value); },
       .load = [](const Spec& spec) { return FromRatio(spec.sparsity.keep_x); }},
      {.name = "sparsity.weights.keep_h",
       .domain = RatioDomain{},
       .rule = kOnlyShares,
       .absent = "as sparsity.weights.keep",
       .meaning = "Share kept of the recurrent matrices W_h.",
       .example = "\"1/8\"",
       .store = [](Spec& spec, const Value& value) { spec.sparsity.keep_h = RatioOf(value); },
       .load = [](const Spec& spec) { return FromRatio(spec.sparsity.keep_h); }},
      {.name = "sparsity.weights.keep_head",
       .domain = RatioDomain{},
       .rule = kOnlyShares,
       .absent = "1: the head is not pruned",
       .meaning = "Share kept of the matrix of the dense head.",
       .example = "\"1/2\"",
       .store = [](Spec& spec, const Value& value) { spec.sparsity.keep_head = RatioOf(value); },
       .load = [](const Spec& spec) { return FromRatio(spec.sparsity.keep_head); }},
      {.name = "sparsity.weights.scope",
       .domain = Choice(kScopeWords),
       .rule = "must only be given with kind \"unstructured\"",
       .absent = "\"layer\"",
       .meaning = "What the share counts over: each matrix by itself, or the W_x of all recurrent "
                  "layers together and their W_h together.",
       .example = "\"global\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.scope = ToEnum<PruneScope>(value, kScopeWords);
           },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.sparsity.weights != WeightPattern::kUnstructured) return std::nullopt;
         return FromEnum(spec.sparsity.scope, kScopeWords);
       }},
  };
}

std::vector<Key> BlockKeys() {
  constexpr std::string_view kQuotaRule =
      "must only be given with kind \"hcgs\", its second number at most outer block / inner block";
  return {
      {.name = "sparsity.weights.outer",
       .domain = Pair(),
       .rule = "must be given with kind \"hcgs\" and only then: [B1, k1], B1 a power of two and a "
               "multiple of the inner block",
       .absent = "required with kind \"hcgs\"",
       .meaning = "Outer blocks: B1 x B1 weights of a gate each; k1 of them are kept in every row "
                  "of blocks (all of them where a matrix has fewer).",
       .example = "[64, 2]",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.outer_block = At(value, 0);
             spec.sparsity.kept.outer = At(value, 1);
           },
       .load =
           [](const Spec& spec) {
             return FromPair(spec.sparsity.outer_block, spec.sparsity.kept.outer);
           }},
      {.name = "sparsity.weights.inner",
       .domain = Pair(),
       .rule = "must be given with kind \"hcgs\" and only then: [B2, k2], B2 a power of two, a "
               "divisor of the outer block and a multiple of engine.pes, k2 at most B1 / B2",
       .absent = "required with kind \"hcgs\"",
       .meaning = "Inner blocks: B2 x B2 weights each; k2 of them are kept in every row of inner "
                  "blocks of a kept outer block.",
       .example = "[16, 2]",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.inner_block = At(value, 0);
             spec.sparsity.kept.inner = At(value, 1);
           },
       .load =
           [](const Spec& spec) {
             return FromPair(spec.sparsity.inner_block, spec.sparsity.kept.inner);
           }},
      {.name = "sparsity.weights.kept_x",
       .domain = Pair(),
       .rule = kQuotaRule,
       .absent = "[k1, k2] of outer and inner",
       .meaning = "[k1, k2] for the input matrices W_x.",
       .example = "[1, 2]",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.kept_x = {At(value, 0), At(value, 1)};
           },
       .load =
           [](const Spec& spec) {
             return FromPair(spec.sparsity.kept_x.outer, spec.sparsity.kept_x.inner);
           }},
      {.name = "sparsity.weights.kept_h",
       .domain = Pair(),
       .rule = kQuotaRule,
       .absent = "[k1, k2] of outer and inner",
       .meaning = "[k1, k2] for the recurrent matrices W_h.",
       .example = "[2, 1]",
       .store =
           [](Spec& spec, const Value& value) {
             spec.sparsity.kept_h = {At(value, 0), At(value, 1)};
           },
       .load =
           [](const Spec& spec) {
             return FromPair(spec.sparsity.kept_h.outer, spec.sparsity.kept_h.inner);
           }},
  };
}

}  // namespace

std::vector<Key> SparsityKeys() {
  std::vector<Key> keys;
  for (auto part : {PatternKeys, KeepKeys, BlockKeys, EventKeys}) {
    for (Key& key : part()) keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace gatewright::internal
