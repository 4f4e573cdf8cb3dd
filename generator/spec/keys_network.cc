// SPDX-License-Identifier: Apache-2.0
// Keys of [network].

#include "generator/spec/keys_parts.h"

namespace gatewright::internal {
namespace {

constexpr std::string_view kCellWords[] = {"lstm", "gru"};
constexpr std::string_view kHeadWords[] = {"none", "relu", "sigmoid", "tanh"};
constexpr std::string_view kNotWithModel = "must not be given together with network.model";
constexpr std::string_view kNeedsModel = "must be given only together with network.model";
constexpr std::string_view kNeedsShape =
    "must be given unless network.model is, and not together with it";

/// `value` of a shape key, absent when the network is a model file.
std::optional<Value> OfShape(const Spec& spec, std::optional<Value> value) {
  return spec.network.model.empty() ? std::move(value) : std::nullopt;
}

std::optional<Value> LoadHidden(const Spec& spec) {
  if (spec.network.hidden.empty()) return std::nullopt;
  return Value(std::vector<int64_t>(spec.network.hidden.begin(), spec.network.hidden.end()));
}

void StoreHidden(Spec& spec, const Value& value) {
  const auto& list = std::get<std::vector<int64_t>>(value);
  spec.network.hidden.assign(list.begin(), list.end());
}

}  // namespace

std::vector<Key> NetworkKeys() {
  return {
      {.name = "network.model",
       .domain = TextDomain{TextKind::kPath},
       .rule = "must be given unless network.inputs and network.hidden are",
       .absent = "none: the network is a shape",
       .meaning = "ONNX file of the trained network, relative to the design file: a chain of 1 to "
                  "8 forward LSTM or GRU nodes, all of one kind, and at most one dense head. "
                  "`gatewright import FILE` lists what is in a file.",
       .example = "\"vad.onnx\"",
       .store = [](Spec& spec, const Value& value) { spec.network.model = ToText(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.network.model.empty()) return std::nullopt;
         return FromText(spec.network.model);
       }},
      {.name = "network.choose",
       .domain = TableDomain{},
       .rule = kNeedsModel,
       .absent = "none: only what the model says is constant",
       .meaning = "Constants for graph inputs and other tensors of the model, by their names. They "
                  "decide which branch of an If is built: a model for two sample rates becomes the "
                  "one for the rate chosen.",
       .example = "{ sr = 16000 }",
       .store = [](Spec& spec,
                   const Value& value) { spec.network.choose = std::get<Table>(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.network.choose.empty()) return std::nullopt;
         return Value(spec.network.choose);
       }},
      {.name = "network.subgraph",
       .domain = BooleanDomain{},
       .rule = kNeedsModel,
       .absent = "false",
       .meaning =
           "Accept that only the recurrent layers and their head are built, and that what else "
           "the model computes before and after them is left to you. `gatewright import "
           "FILE` lists it and names the tensor whose frames are the design's input.",
       .example = "true",
       .store = [](Spec& spec,
                   const Value& value) { spec.network.subgraph = std::get<bool>(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!spec.network.subgraph) return std::nullopt;
         return Value(true);
       }},
      {.name = "network.cell",
       .domain = Choice(kCellWords),
       .rule = kNotWithModel,
       .absent = "",
       .meaning = "Cell of the recurrent layers of a network given by its shape.",
       .example = "\"gru\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.network.cell = ToText(value) == "gru" ? CellKind::kGru : CellKind::kLstm;
           },
       .load =
           [](const Spec& spec) { return OfShape(spec, FromText(CellName(spec.network.cell))); }},
      {.name = "network.inputs",
       .domain = IntegerDomain{1, 4096},
       .rule = kNeedsShape,
       .absent = "required when there is no network.model",
       .meaning = "Elements of an input frame of a network given by its shape.",
       .example = "8",
       .store = [](Spec& spec, const Value& value) { spec.network.inputs = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.network.inputs == 0) return std::nullopt;
         return OfShape(spec, FromInt(spec.network.inputs));
       }},
      {.name = "network.hidden",
       .domain = IntegerListDomain{8, 1, 4096},
       .rule = kNeedsShape,
       .absent = "required when there is no network.model",
       .meaning =
           "Units of each recurrent layer, first layer first, of a network given by its shape.",
       .example = "[128, 64]",
       .store = StoreHidden,
       .load = [](const Spec& spec) { return OfShape(spec, LoadHidden(spec)); }},
      {.name = "network.outputs",
       .domain = IntegerDomain{0, 4096},
       .rule = kNotWithModel,
       .absent = "",
       .meaning = "Units of the dense head of a network given by its shape; 0 leaves the head out, "
                  "and the last hidden layer is the output.",
       .example = "1",
       .store = [](Spec& spec, const Value& value) { spec.network.outputs = ToInt(value); },
       .load = [](const Spec& spec) { return OfShape(spec, FromInt(spec.network.outputs)); }},
      {.name = "network.head",
       .domain = Choice(kHeadWords),
       .rule = "must be \"none\" while network.outputs is 0, and not given together with "
               "network.model",
       .absent = "",
       .meaning = "Activation of the dense head of a network given by its shape.",
       .example = "\"sigmoid\"",
       .store =
           [](Spec& spec, const Value& value) {
             spec.network.head = ToEnum<HeadActivation>(value, kHeadWords);
           },
       .load =
           [](const Spec& spec) { return OfShape(spec, FromEnum(spec.network.head, kHeadWords)); }},
      {.name = "network.input_relu",
       .domain = BooleanDomain{},
       .rule = "must be false while network.outputs is 0, and not given together with "
               "network.model",
       .absent = "false",
       .meaning = "Whether the dense head of a network given by its shape takes negative inputs "
                  "as zero, as with a ReLU before it. They then cost no cycles.",
       .example = "true",
       .store = [](Spec& spec,
                   const Value& value) { spec.network.input_relu = std::get<bool>(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (!spec.network.input_relu) return std::nullopt;
         return OfShape(spec, Value(true));
       }},
      {.name = "network.seed",
       .domain = IntegerDomain{0, INT64_MAX},
       .rule = kNotWithModel,
       .absent = "",
       .meaning = "Seed of the random weights of a network given by its shape. The same seed gives "
                  "the same weights on every machine.",
       .example = "7",
       .store =
           [](Spec& spec, const Value& value) {
             spec.network.seed = static_cast<uint64_t>(std::get<int64_t>(value));
           },
       .load =
           [](const Spec& spec) {
             return OfShape(spec, FromInt(static_cast<int64_t>(spec.network.seed)));
           }},
      {.name = "network.gain",
       .domain = IntegerDomain{1, 64},
       .rule = kNotWithModel,
       .absent = "1",
       .meaning = "How many times larger than those of a fresh network the random weights and "
                  "biases of a network given by its shape are. Trained networks swing further "
                  "than fresh ones: 4 fills the range of their cells.",
       .example = "4",
       .store = [](Spec& spec, const Value& value) { spec.network.gain = ToInt(value); },
       .load = [](const Spec& spec) -> std::optional<Value> {
         if (spec.network.gain == 1) return std::nullopt;
         return OfShape(spec, FromInt(spec.network.gain));
       }},
  };
}

}  // namespace gatewright::internal
