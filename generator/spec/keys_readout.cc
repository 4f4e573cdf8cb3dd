// SPDX-License-Identifier: Apache-2.0
// Keys of [stimulus] that say how outputs are judged.

#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr std::string_view kActivationWords[] = {"none", "relu", "sigmoid", "tanh"};
constexpr std::string_view kOfReadout = "must only be given together with stimulus.readout.weights";

bool Reads(const Spec& spec) { return !spec.stimulus.readout.empty(); }

}  // namespace

std::vector<Key> ReadoutKeys() {
  return {
      {.name = "stimulus.readout.weights",
       .domain = TextDomain{TextKind::kPath},
       .rule = "",
       .absent = "none: the outputs themselves are judged",
       .meaning = "A dense layer outside the hardware that reads its outputs, so that errors and "
                  "decisions are those of what your software makes of them: .npy or .csv, one row "
                  "a result, a weight for every output and then the bias. Not part of the RTL.",
       .example = "\"head.npy\"",
       .shapes_rtl = false,
       .store = [](Spec& spec, const Value& value) { spec.stimulus.readout = ToText(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!Reads(spec)) return std::nullopt;
         return FromText(spec.stimulus.readout);
       }},
      {.name = "stimulus.readout.input_relu",
       .domain = BooleanDomain{},
       .rule = kOfReadout,
       .absent = "false",
       .meaning = "Whether that layer takes negative outputs as zero, as with a ReLU before it.",
       .example = "true",
       .shapes_rtl = false,
       .store = [](Spec& spec,
                   const Value& value) { spec.stimulus.readout_relu = std::get<bool>(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!Reads(spec) || !spec.stimulus.readout_relu) return std::nullopt;
         return Value(true);
       }},
      {.name = "stimulus.readout.activation",
       .domain = Choice(kActivationWords),
       .rule = kOfReadout,
       .absent = "\"sigmoid\"",
       .meaning = "Activation of that layer.",
       .example = "\"none\"",
       .shapes_rtl = false,
       .store =
           [](Spec& spec, const Value& value) {
             spec.stimulus.readout_activation = ToEnum<HeadActivation>(value, kActivationWords);
           },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!Reads(spec)) return std::nullopt;
         return FromEnum(spec.stimulus.readout_activation, kActivationWords);
       }},
      {.name = "stimulus.decision_threshold",
       .domain = NumberDomain{-1e6, 1e6},
       .rule = "",
       .absent = "none: no decisions are counted",
       .meaning = "Every output above it is a decision, taken or not in every step: the results "
                  "then count the decisions that differ from those of the float network.",
       .example = "0.5",
       .shapes_rtl = false,
       .store = [](Spec& spec,
                   const Value& value) { spec.stimulus.decision_threshold = ToNumber(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!spec.stimulus.decision_threshold) return std::nullopt;
         return Value(*spec.stimulus.decision_threshold);
       }},
  };
}

}  // namespace gatewright::internal
