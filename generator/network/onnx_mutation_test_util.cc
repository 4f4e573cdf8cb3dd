// SPDX-License-Identifier: Apache-2.0
#include "generator/network/onnx_mutation_test_util.h"

#include <algorithm>
#include <map>
#include <set>

#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_raw.h"

namespace gatewright {

using onnx::AttributeProto;
using onnx::GraphProto;
using onnx::NodeProto;
using onnx::TensorProto;

namespace {

// A tensor of the elements of `raw` at `places`.
RawTensor Picked(const RawTensor& raw, const std::vector<int64_t>& shape,
                 const std::vector<int64_t>& places) {
  RawTensor picked{raw.type, shape, ""};
  const size_t size = ElementSize(raw.type);
  for (int64_t place : places) {
    picked.bytes += raw.bytes.substr(static_cast<size_t>(place) * size, size);
  }
  return picked;
}

std::vector<int64_t> Range(int64_t begin, int64_t end) {
  std::vector<int64_t> places;
  for (int64_t i = begin; i < end; ++i) places.push_back(i);
  return places;
}

void RenameIn(GraphProto& graph, const std::map<std::string, std::string>& names) {
  const auto rename = [&names](std::string* name) {
    const auto found = names.find(*name);
    if (found != names.end()) *name = found->second;
  };
  for (TensorProto& tensor : *graph.mutable_initializer()) rename(tensor.mutable_name());
  for (auto& input : *graph.mutable_input()) rename(input.mutable_name());
  for (auto& output : *graph.mutable_output()) rename(output.mutable_name());
  for (NodeProto& node : *graph.mutable_node()) {
    for (std::string& input : *node.mutable_input()) rename(&input);
    for (std::string& output : *node.mutable_output()) rename(&output);
    for (AttributeProto& attribute : *node.mutable_attribute()) {
      if (attribute.has_g()) RenameIn(*attribute.mutable_g(), names);
    }
  }
}

void CollectNames(const GraphProto& graph, std::set<std::string>& names) {
  for (const TensorProto& tensor : graph.initializer()) names.insert(tensor.name());
  for (const NodeProto& node : graph.node()) {
    names.insert(node.output().begin(), node.output().end());
    for (const AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) CollectNames(attribute.g(), names);
    }
  }
}

// What a node and those in its branches read.
void CollectReads(const NodeProto& node, std::set<std::string>& reads) {
  reads.insert(node.input().begin(), node.input().end());
  for (const AttributeProto& attribute : node.attribute()) {
    for (const NodeProto& inner : attribute.g().node()) CollectReads(inner, reads);
  }
}

}  // namespace

std::string OnnxMutator::Mutate() {
  using Step = void (OnnxMutator::*)();
  static const std::vector<std::pair<const char*, Step>> kSteps = {
      {"rename", &OnnxMutator::Rename},
      {"shuffle initializers", &OnnxMutator::ShuffleInitializers},
      {"shuffle nodes", &OnnxMutator::ShuffleNodes},
      {"identity", &OnnxMutator::AddIdentity},
      {"constant node", &OnnxMutator::MakeConstantNode},
      {"initializer as input", &OnnxMutator::ListAsInput},
      {"concat", &OnnxMutator::UnfoldConcat},
      {"transpose", &OnnxMutator::UnfoldTranspose},
      {"slice", &OnnxMutator::UnfoldSlice},
      {"reshape", &OnnxMutator::UnfoldReshape},
      {"cast", &OnnxMutator::UnfoldCast},
      {"dead nodes", &OnnxMutator::AddDeadNodes},
      {"if", &OnnxMutator::WrapInIf},
      {"unsqueeze and squeeze", &OnnxMutator::SplitUnsqueezeSqueeze}};
  const auto& [name, step] = kSteps[Below(kSteps.size())];
  (this->*step)();
  return name;
}

TensorProto* OnnxMutator::AnyWeights() {
  std::vector<TensorProto*> weights;
  for (TensorProto& tensor : *graph().mutable_initializer()) {
    if (tensor.data_type() == TensorProto::FLOAT && tensor.dims_size() > 0) {
      weights.push_back(&tensor);
    }
  }
  return weights.empty() ? nullptr : weights[Below(weights.size())];
}

// Inserts a node before node `at`.
NodeProto& OnnxMutator::Insert(int at, const std::string& op,
                               const std::vector<std::string>& inputs, const std::string& output) {
  NodeProto& node = *graph().add_node();
  node.set_op_type(op);
  if (Below(2) == 0) node.set_name(Fresh());
  for (const std::string& input : inputs) node.add_input(input);
  node.add_output(output);
  for (int i = graph().node_size() - 1; i > at; --i) {
    graph().mutable_node()->SwapElements(i, i - 1);
  }
  return *graph().mutable_node(at);
}

std::string OnnxMutator::AddIntegers(const std::vector<int64_t>& values) {
  const std::string name = Fresh();
  *graph().add_initializer() =
      ToTensor(IntegerTensor({static_cast<int64_t>(values.size())}, values), name);
  return name;
}

void OnnxMutator::Rename() {
  std::set<std::string> names;
  CollectNames(graph(), names);
  for (const auto& input : graph().input()) names.insert(input.name());
  std::map<std::string, std::string> renamed;
  for (const std::string& name : names) {
    if (!name.empty()) renamed[name] = Fresh();
  }
  RenameIn(graph(), renamed);
  for (NodeProto& node : *graph().mutable_node()) node.set_name(Below(3) == 0 ? "" : Fresh());
}

void OnnxMutator::ShuffleInitializers() {
  auto& all = *graph().mutable_initializer();
  for (int i = all.size() - 1; i > 0; --i) {
    all.SwapElements(i, static_cast<int>(Below(static_cast<size_t>(i) + 1)));
  }
}

// Another order in which every node still follows what it reads.
void OnnxMutator::ShuffleNodes() {
  std::vector<NodeProto> left(graph().node().begin(), graph().node().end());
  graph().clear_node();
  while (!left.empty()) {
    std::set<std::string> pending;
    for (const NodeProto& node : left) pending.insert(node.output().begin(), node.output().end());
    std::vector<size_t> ready;
    for (size_t i = 0; i < left.size(); ++i) {
      std::set<std::string> reads;
      CollectReads(left[i], reads);
      reads.erase("");
      const bool waits = std::any_of(reads.begin(), reads.end(), [&](const std::string& name) {
        return pending.count(name) != 0;
      });
      if (!waits) ready.push_back(i);
    }
    const size_t chosen = ready[Below(ready.size())];
    *graph().add_node() = left[chosen];
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
}

void OnnxMutator::AddIdentity() {
  const int at = static_cast<int>(Below(static_cast<size_t>(graph().node_size())));
  const NodeProto node = graph().node(at);
  if (node.input_size() == 0) return;
  const int input = static_cast<int>(Below(static_cast<size_t>(node.input_size())));
  if (node.input(input).empty()) return;
  const std::string copy = Fresh();
  graph().mutable_node(at)->set_input(input, copy);
  Insert(at, "Identity", {node.input(input)}, copy);
}

void OnnxMutator::MakeConstantNode() {
  auto& all = *graph().mutable_initializer();
  if (all.empty()) return;
  const int chosen = static_cast<int>(Below(static_cast<size_t>(all.size())));
  const TensorProto tensor = all[chosen];
  for (const auto& input : graph().input()) {
    if (input.name() == tensor.name()) return;
  }
  all.DeleteSubrange(chosen, 1);
  NodeProto& node = Insert(0, "Constant", {}, tensor.name());
  AttributeProto& value = *node.add_attribute();
  value.set_name("value");
  value.set_type(AttributeProto::TENSOR);
  *value.mutable_t() = tensor;
  if (Below(2) == 0) value.mutable_t()->clear_name();
}

void OnnxMutator::ListAsInput() {
  const TensorProto* tensor = AnyWeights();
  if (tensor != nullptr) graph().add_input()->set_name(tensor->name());
}

// W becomes two parts and a Concat.
void OnnxMutator::UnfoldConcat() {
  TensorProto* tensor = AnyWeights();
  if (tensor == nullptr) return;
  const RawTensor raw = *ToRaw(*tensor);
  size_t axis = 0;
  while (axis + 1 < raw.shape.size() && raw.shape[axis] == 1) ++axis;
  const int64_t size = raw.shape[axis];
  if (size < 2) return;
  const int64_t cut = 1 + static_cast<int64_t>(Below(static_cast<size_t>(size - 1)));
  const int64_t block = raw.count() / size;  // every dimension before `axis` has size 1
  std::vector<int64_t> first = raw.shape;
  std::vector<int64_t> second = raw.shape;
  first[axis] = cut;
  second[axis] = size - cut;
  const std::string whole = tensor->name();
  const std::string a = Fresh();
  const std::string b = Fresh();
  for (const auto& input : graph().input()) {
    if (input.name() == whole) return;
  }
  *tensor = ToTensor(Picked(raw, first, Range(0, cut * block)), a);
  *graph().add_initializer() = ToTensor(Picked(raw, second, Range(cut * block, size * block)), b);
  const int64_t written = Below(2) == 0
                              ? static_cast<int64_t>(axis)
                              : static_cast<int64_t>(axis) - static_cast<int64_t>(raw.shape.size());
  SetInt(Insert(0, "Concat", {a, b}, whole), "axis", written);
}

// W becomes its transpose and a Transpose.
void OnnxMutator::UnfoldTranspose() {
  TensorProto* tensor = AnyWeights();
  if (tensor == nullptr) return;
  const RawTensor raw = *ToRaw(*tensor);
  const std::string whole = tensor->name();
  for (const auto& input : graph().input()) {
    if (input.name() == whole) return;
  }
  const size_t rank = raw.shape.size();
  const int64_t rows = rank < 2 ? 1 : raw.shape[rank - 2];
  const int64_t columns = raw.shape[rank - 1];
  if (rank < 2 || raw.count() != rows * columns) return;
  std::vector<int64_t> places;
  for (int64_t c = 0; c < columns; ++c) {
    for (int64_t r = 0; r < rows; ++r) places.push_back(r * columns + c);
  }
  std::vector<int64_t> shape = raw.shape;
  std::swap(shape[rank - 1], shape[rank - 2]);
  std::vector<int64_t> order = Range(0, static_cast<int64_t>(rank));
  std::swap(order[rank - 1], order[rank - 2]);
  const std::string flipped = Fresh();
  *tensor = ToTensor(Picked(raw, shape, places), flipped);
  SetInts(Insert(0, "Transpose", {flipped}, whole), "perm", order);
}

// W becomes a part of a larger tensor.
void OnnxMutator::UnfoldSlice() {
  TensorProto* tensor = AnyWeights();
  if (tensor == nullptr) return;
  const RawTensor raw = *ToRaw(*tensor);
  const std::string whole = tensor->name();
  for (const auto& input : graph().input()) {
    if (input.name() == whole) return;
  }
  const int64_t size = raw.shape[0];
  const int64_t block = size == 0 ? 0 : raw.count() / size;
  const int64_t before = static_cast<int64_t>(Below(3));
  const int64_t after = static_cast<int64_t>(Below(3));
  std::vector<int64_t> places(static_cast<size_t>(before * block), 0);
  for (int64_t i = 0; i < raw.count(); ++i) places.push_back(i);
  places.insert(places.end(), static_cast<size_t>(after * block), 0);
  std::vector<int64_t> shape = raw.shape;
  shape[0] = before + size + after;
  const std::string larger = Fresh();
  *tensor = ToTensor(Picked(raw, shape, places), larger);
  const int64_t end = after == 0 ? INT64_MAX : -after;
  const std::string starts = AddIntegers({before});
  const std::string ends = AddIntegers({end});
  const std::string axes = AddIntegers({Below(2) == 0 ? 0 : -static_cast<int64_t>(shape.size())});
  Insert(0, "Slice", {larger, starts, ends, axes}, whole);
}

// W becomes a flat list and a Reshape.
void OnnxMutator::UnfoldReshape() {
  TensorProto* tensor = AnyWeights();
  if (tensor == nullptr) return;
  const RawTensor raw = *ToRaw(*tensor);
  const std::string whole = tensor->name();
  for (const auto& input : graph().input()) {
    if (input.name() == whole) return;
  }
  const std::string flat = Fresh();
  *tensor = ToTensor({raw.type, {raw.count()}, raw.bytes}, flat);
  std::vector<int64_t> target = raw.shape;
  if (Below(2) == 0) target[Below(target.size())] = -1;
  const std::string shape = AddIntegers(target);
  Insert(0, "Reshape", {flat, shape}, whole);
}

// W becomes a tensor of doubles and a Cast.
void OnnxMutator::UnfoldCast() {
  TensorProto* tensor = AnyWeights();
  if (tensor == nullptr) return;
  const RawTensor raw = *ToRaw(*tensor);
  const std::string whole = tensor->name();
  for (const auto& input : graph().input()) {
    if (input.name() == whole) return;
  }
  RawTensor wide{TensorProto::DOUBLE, raw.shape, ""};
  for (int64_t i = 0; i < raw.count(); ++i) AppendFloat(wide, FloatAt(raw, i));
  const std::string doubles = Fresh();
  *tensor = ToTensor(wide, doubles);
  SetInt(Insert(0, "Cast", {doubles}, whole), "to", TensorProto::FLOAT);
}

void OnnxMutator::AddDeadNodes() {
  const std::string shape = Fresh();
  Insert(0, "Shape", {graph().input(0).name()}, shape);
  Insert(1, Below(2) == 0 ? "Softmax" : "Cast", {shape}, Fresh());
}

// A run of nodes moves into the branch of an If whose condition is constant.
void OnnxMutator::WrapInIf() {
  const int count = graph().node_size();
  const int first = static_cast<int>(Below(static_cast<size_t>(count)));
  const int last = first + static_cast<int>(Below(static_cast<size_t>(std::min(4, count - first))));
  std::set<std::string> made;
  GraphProto branch;
  for (int i = first; i <= last; ++i) {
    *branch.add_node() = graph().node(i);
    for (const std::string& output : graph().node(i).output()) {
      if (!output.empty()) made.insert(output);
    }
  }
  const bool taken = Below(2) == 0;
  const std::string condition = Fresh();
  *graph().add_initializer() =
      ToTensor({TensorProto::BOOL, {}, std::string(1, taken ? '\1' : '\0')}, condition);
  graph().mutable_node()->DeleteSubrange(first, last - first + 1);
  GraphProto other;
  NodeProto node;
  node.set_op_type("If");
  node.add_input(condition);
  std::map<std::string, std::string> inner;
  for (const std::string& output : made) {
    node.add_output(output);
    inner[output] = Fresh();
    branch.add_output()->set_name(output);
    NodeProto& copy = *other.add_node();
    copy.set_op_type("Exp");
    copy.add_input(graph().input(0).name());
    copy.add_output(Fresh());
    other.add_output()->set_name(copy.output(0));
  }
  RenameIn(branch, inner);
  for (const bool then : {true, false}) {
    AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(then ? "then_branch" : "else_branch");
    attribute.set_type(AttributeProto::GRAPH);
    *attribute.mutable_g() = then == taken ? branch : other;
  }
  Insert(first, "If", {}, "");
  *graph().mutable_node(first) = node;
}

// Some data get a dimension that the next node drops again.
void OnnxMutator::SplitUnsqueezeSqueeze() {
  const int at = static_cast<int>(Below(static_cast<size_t>(graph().node_size())));
  const NodeProto node = graph().node(at);
  if (node.input_size() == 0 || node.input(0).empty()) return;
  const std::string wide = Fresh();
  const std::string narrow = Fresh();
  graph().mutable_node(at)->set_input(0, narrow);
  const std::string axes = AddIntegers({0});
  Insert(at, "Unsqueeze", {node.input(0), axes}, wide);
  Insert(at + 1, "Squeeze", {wide, axes}, narrow);
}

}  // namespace gatewright
