// SPDX-License-Identifier: Apache-2.0
// Prunes a float network to the pattern of the design.
#include "generator/compress/prune.h"

#include <fmt/format.h>

#include <algorithm>

#include "generator/base/ceil_div.h"
#include "generator/compress/prune_matrix.h"

namespace gatewright {

using internal::BlockRule;
using internal::MatrixView;

std::string internal::MatrixView::Name() const {
  return fmt::format("W_{} of layer {}", recurrent ? 'h' : 'x', layer);
}

Diagnostic internal::Violation(const MatrixView& matrix, const std::string& place, int64_t found,
                               const std::string& what, int64_t kept) {
  return {.key = "sparsity.weights.method",
          .value = "\"check\"",
          .rule = fmt::format("{} must have the pattern already, but {} has {} {} that are not "
                              "zero, {} are kept",
                              matrix.Name(), place, found, what, kept),
          .nearest = "\"magnitude\", which prunes it"};
}

namespace {

bool IsHead(const FloatLayer& layer) { return layer.kind == CellKind::kDense; }

/// Views of every matrix of the network, W_x before W_h.
std::vector<MatrixView> Views(FloatNetwork* network) {
  std::vector<MatrixView> views;
  for (size_t k = 0; k < network->layers.size(); ++k) {
    FloatLayer& layer = network->layers[k];
    const int index = static_cast<int>(k);
    views.push_back(
        {&layer.wx, index, false, layer.kind, layer.gates(), layer.units, layer.inputs});
    if (!IsHead(layer)) {
      views.push_back(
          {&layer.wh, index, true, layer.kind, layer.gates(), layer.units, layer.units});
    }
  }
  return views;
}

/// What is in a matrix: how many weights that are not zero, and the sum of their squares.
struct Content {
  int64_t present = 0;
  double energy = 0;
};

Content ContentOf(const std::vector<double>& weights) {
  Content content;
  for (const double w : weights) {
    content.present += w != 0 ? 1 : 0;
    content.energy += w * w;
  }
  return content;
}

/// Prunes the matrices of one network by the rules of one design.
class Pruner {
 public:
  Pruner(FloatNetwork* network, const Spec& spec)
      : network_(network), spec_(spec), views_(Views(network)) {
    for (const MatrixView& view : views_) {
      MatrixPruning facts;
      facts.layer = view.layer;
      facts.recurrent = view.recurrent;
      facts.weights = static_cast<int64_t>(view.weights->size());
      facts.kept = facts.weights;
      facts_.push_back(facts);
    }
  }

  Status Run() {
    switch (spec_.sparsity.weights) {
      case WeightPattern::kDense:
        return Ok();
      case WeightPattern::kUnstructured:
        return Shares();
      case WeightPattern::kCbtd:
        return Each([this](size_t i) { return Columns(i); });
      case WeightPattern::kHcgs:
        return Each([this](size_t i) { return Blocks(i); });
    }
    return Ok();
  }

  std::vector<MatrixPruning> TakeFacts() { return std::move(facts_); }

 private:
  bool check() const { return spec_.sparsity.method == PruneMethod::kCheck; }
  bool Head(size_t i) const {
    return IsHead(network_->layers[static_cast<size_t>(views_[i].layer)]);
  }
  Ratio Share(size_t i) const {
    const SparsitySpec& sparsity = spec_.sparsity;
    if (Head(i)) return sparsity.share_head();
    return views_[i].recurrent ? sparsity.share_h() : sparsity.share_x();
  }

  template <typename PruneOne>
  Status Each(PruneOne prune) {
    for (size_t i = 0; i < views_.size(); ++i) {
      const Content before = ContentOf(*views_[i].weights);
      Result<int64_t> kept = prune(i);
      if (!kept) return kept.errors();
      Account(i, before, *kept);
    }
    return Ok();
  }

  void Account(size_t i, const Content& before, int64_t kept) {
    const Content after = ContentOf(*views_[i].weights);
    facts_[i].kept = kept;
    facts_[i].energy_lost = before.energy > 0 ? 1 - after.energy / before.energy : 0;
    facts_[i].had_pattern = facts_[i].target < 1 && after.present == before.present;
  }

  Result<int64_t> Columns(size_t i) {
    const Ratio keep = Share(i);
    facts_[i].target = keep.value();
    return internal::PruneColumns(views_[i], keep, spec_.engine.pes, check());
  }

  Result<int64_t> Blocks(size_t i) {
    if (Head(i)) return facts_[i].weights;
    const SparsitySpec& s = spec_.sparsity;
    const BlockRule rule{
        s.outer_block, s.inner_block, views_[i].recurrent ? s.quota_h() : s.quota_x(), s.method,
        s.seed + 2 * static_cast<uint64_t>(views_[i].layer) + (views_[i].recurrent ? 1 : 0)};
    const int columns = CeilDiv(views_[i].columns, rule.outer);
    facts_[i].target = static_cast<double>(std::min(rule.quota.outer, columns)) / columns *
                       rule.quota.inner * rule.inner / rule.outer;
    bool had_pattern = false;
    return internal::PruneBlocks(views_[i], rule, &had_pattern);
  }

  /// One share over several matrices at once.
  Status Together(const std::vector<size_t>& members) {
    std::vector<MatrixView> group;
    std::vector<Content> before;
    for (const size_t i : members) {
      group.push_back(views_[i]);
      before.push_back(ContentOf(*views_[i].weights));
      facts_[i].target = Share(i).value();
    }
    std::vector<int64_t> kept;
    Status pruned = internal::PruneShare(group, Share(members.front()), check(), &kept);
    if (!pruned) return pruned;
    for (size_t m = 0; m < members.size(); ++m) Account(members[m], before[m], kept[m]);
    return Ok();
  }

  Status Shares() {
    std::vector<std::vector<size_t>> groups;
    if (spec_.sparsity.scope == PruneScope::kGlobal) groups.resize(2);
    for (size_t i = 0; i < views_.size(); ++i) {
      if (groups.size() < 2 || Head(i) || spec_.sparsity.scope == PruneScope::kLayer) {
        groups.push_back({i});
      } else {
        groups[views_[i].recurrent ? 1 : 0].push_back(i);
      }
    }
    for (const std::vector<size_t>& group : groups) {
      if (group.empty()) continue;
      Status pruned = Together(group);
      if (!pruned) return pruned;
    }
    return Ok();
  }

  FloatNetwork* network_;
  const Spec& spec_;
  std::vector<MatrixView> views_;
  std::vector<MatrixPruning> facts_;
};

}  // namespace

Result<FloatNetwork> Prune(const FloatNetwork& network, const Spec& spec, PruningReport* report) {
  FloatNetwork pruned = network;
  Pruner pruner(&pruned, spec);
  Status done = pruner.Run();
  if (!done) return done.errors();
  if (report != nullptr) report->matrices = pruner.TakeFacts();
  return pruned;
}

}  // namespace gatewright
