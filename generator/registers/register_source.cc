#include "generator/registers/register_source.h"

namespace gatewright {
namespace {

uint64_t FromHex(const std::string& digits) { return std::stoull(digits, nullptr, 16); }

std::vector<LayerThresholds> ThresholdsOf(const Plan& plan) {
  std::vector<LayerThresholds> thresholds;
  if (plan.events == EventKind::kNone) return thresholds;
  for (const LayerPlan& layer : plan.layers) {
    LayerThresholds& both = thresholds.emplace_back();
    both.theta_x = static_cast<uint32_t>(layer.theta_x);
    if (IsRecurrent(layer.kind)) both.theta_h = static_cast<uint32_t>(layer.theta_h);
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
  source.events = plan.events;
  source.thresholds = ThresholdsOf(plan);
  if (plan.events == EventKind::kSimilarity) {
    source.score_bits = plan.score_bits;
    source.t_skip = static_cast<uint32_t>(plan.scores.skip);
    source.t_delta = static_cast<uint32_t>(plan.scores.delta);
  }
  return source;
}

}  // namespace gatewright
