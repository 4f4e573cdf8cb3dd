// SPDX-License-Identifier: Apache-2.0
// The lower bound of the cycles of a run.
#include <algorithm>
#include <numeric>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "generator/compress/pattern.h"
#include "verif/model/cycle_model.h"

namespace gatewright {
namespace {

/// Rows of a layer that one PE owns, padding left out.
int RealRows(const Plan& plan, const LayerPlan& place, int pe) {
  return place.gates * (pe < place.units ? CeilDiv(place.units - pe, plan.pes) : 0);
}

int Balanced(const Plan& plan, const LayerPlan& place, const MatrixPlan& matrix) {
  int sum = 0;
  for (int pe = 0; pe < plan.pes; ++pe) {
    sum += std::min(matrix.column_words, RealRows(plan, place, pe));
  }
  return sum;
}

/// Real rows of the inner blocks of one block column.
int BlockRows(const Plan& plan, const LayerPlan& place, const std::vector<int>& blocks) {
  const int per_gate = place.unit_slots * plan.pes / plan.block;
  int rows = 0;
  for (const int block : blocks) {
    rows += std::clamp(place.units - block % per_gate * plan.block, 0, plan.block);
  }
  return rows;
}

/// UsefulWeights of both matrices of a layer.
struct LayerWork {
  std::vector<int> x;
  std::vector<int> h;
};

}  // namespace

std::vector<int> UsefulWeights(const Plan& plan, const LayerPlan& place, const IntLayer& layer,
                               bool recurrent) {
  const MatrixPlan& matrix = recurrent ? place.h : place.x;
  const std::vector<int16_t>& weights = recurrent ? layer.wh : layer.wx;
  std::vector<int> useful(static_cast<size_t>(matrix.columns), 0);
  const auto rows = static_cast<int64_t>(layer.rows());
  for (int j = 0; j < matrix.columns; ++j) {
    int& count = useful[static_cast<size_t>(j)];
    switch (plan.pattern) {
      case WeightPattern::kDense:
        count = layer.rows();
        break;
      case WeightPattern::kCbtd:
        count = j > 0 ? useful[0] : Balanced(plan, place, matrix);
        break;
      case WeightPattern::kUnstructured:
        count = static_cast<int>(rows - std::count(weights.begin() + j * rows,
                                                   weights.begin() + (j + 1) * rows, int16_t{0}));
        break;
      case WeightPattern::kHcgs:
        count = j % plan.block > 0 ? useful[static_cast<size_t>(j - 1)]
                                   : BlockRows(plan, place,
                                               BlocksOf(weights, layer, recurrent, j / plan.block,
                                                        plan.block, place.unit_slots * plan.pes));
        break;
    }
  }
  return useful;
}

NecessaryWork CountNecessaryWork(const Plan& plan, const IntNetwork& network, const Trace& trace) {
  NecessaryWork work;
  work.array_words.assign(static_cast<size_t>(plan.arrays), 0);
  std::vector<LayerWork> useful;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    const LayerPlan& place = plan.layers[k];
    const IntLayer& layer = network.layers[k];
    useful.push_back(
        {UsefulWeights(plan, place, layer, false), UsefulWeights(plan, place, layer, true)});
  }
  const auto add = [&](const MatrixPlan& matrix, const std::vector<int>& macs,
                       const uint8_t* events, uint8_t bit) {
    for (int j = 0; j < matrix.columns; ++j) {
      if ((events[j] & bit) == 0) continue;
      work.array_words[static_cast<size_t>(j % plan.arrays)] += matrix.words(j);
      work.macs += macs[static_cast<size_t>(j)];
    }
  };
  const bool modes = plan.events.kind == EventKind::kSimilarity;
  for (int t = 1; t < trace.steps; ++t) {
    const StepMode mode = trace.events.modes[static_cast<size_t>(t)];
    if (mode == StepMode::kSkip) continue;
    for (size_t k = 0; k < plan.layers.size(); ++k) {
      const LayerPlan& layer = plan.layers[k];
      if (t > 1 || k > 0) {
        add(layer.x, useful[k].x, trace.events.x_of(k, t, layer.inputs), kEvent);
      }
      if (t > 1 && IsRecurrent(layer.kind)) {
        const RecurrentEvents recurrent =
            RecurrentOf(plan.events.kind, trace.events, k, modes ? t : t - 1, layer.units);
        if (recurrent.of != nullptr) add(layer.h, useful[k].h, recurrent.of, recurrent.bit);
      }
      work.cycles += static_cast<int64_t>(layer.groups) * layer.interval;
    }
  }
  work.cycles += *std::max_element(work.array_words.begin(), work.array_words.end());
  return work;
}

}  // namespace gatewright
