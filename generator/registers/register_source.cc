// SPDX-License-Identifier: Apache-2.0
// What of a plan its registers depend on.
#include "generator/registers/register_source.h"

namespace gatewright {
namespace {

uint64_t FromHex(const std::string& digits) { return std::stoull(digits, nullptr, 16); }

std::vector<LayerThresholds> ThresholdsOf(const Plan& plan) {
  std::vector<LayerThresholds> thresholds;
  if (plan.events.kind == EventKind::kNone) return thresholds;
  const Thresholds& of = plan.events.thresholds;
  for (size_t k = 0; k < plan.layers.size(); ++k) {
    LayerThresholds& both = thresholds.emplace_back();
    both.theta_x = static_cast<uint32_t>(of.theta_x(k));
    if (IsRecurrent(plan.layers[k].kind)) both.theta_h = static_cast<uint32_t>(of.theta_h(k));
  }
  return thresholds;
}

}  // namespace

RegisterSource SourceOfRegisters(const Plan& plan, const std::string& image_hash,
                                 const std::string& version) {
  RegisterSource source;
  source.prefix = plan.prefix;
  source.top = plan.top;
  source.version = version;
  source.spec_hash = FromHex(plan.spec_hash);
  source.image_hash = FromHex(image_hash);
  source.inputs = plan.inputs;
  source.outputs = plan.outputs;
  source.layers = static_cast<int>(plan.layers.size());
  source.cell = plan.cell();
  source.head = plan.has_head();
  source.state = plan.formats.state;
  source.events = plan.events.kind;
  source.thresholds = ThresholdsOf(plan);
  if (plan.events.kind == EventKind::kSimilarity) {
    source.score_bits = plan.score_bits;
    const ScoreLimits& limits = plan.events.thresholds.scores;
    source.t_skip = static_cast<uint32_t>(limits.skip);
    source.t_delta = static_cast<uint32_t>(limits.delta);
  }
  return source;
}

}  // namespace gatewright
