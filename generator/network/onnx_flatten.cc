// SPDX-License-Identifier: Apache-2.0
// Flattens conditions, loops of one pass and functions of an ONNX graph.
#include "generator/network/onnx_flatten.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "generator/network/onnx_node.h"
#include "generator/spec/nearest.h"

namespace gatewright {
namespace {

using onnx::AttributeProto;
using onnx::GraphProto;
using onnx::NodeProto;
using onnx::TensorProto;

// Names of a graph and of those around it, as the file has them -> flat.
struct Scope {
  const Scope* outer = nullptr;
  std::map<std::string, std::string> names;

  std::string Resolve(const std::string& name) const {
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer) {
      const auto found = scope->names.find(name);
      if (found != scope->names.end()) return found->second;
    }
    return name;
  }
};

int CountRecurrent(const GraphProto& graph) {
  int count = 0;
  for (const NodeProto& node : graph.node()) {
    count += IsRecurrentNode(node) ? 1 : 0;
    for (const AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) count += CountRecurrent(attribute.g());
    }
  }
  return count;
}

// Tensors that a subgraph takes from around it.
void CollectCaptures(const GraphProto& graph, std::set<std::string> made,
                     std::vector<std::string>& captures) {
  for (const TensorProto& tensor : graph.initializer()) made.insert(tensor.name());
  for (const onnx::ValueInfoProto& input : graph.input()) made.insert(input.name());
  for (const NodeProto& node : graph.node()) {
    for (const std::string& input : node.input()) {
      if (!input.empty() && made.count(input) == 0) captures.push_back(input);
    }
    for (const AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) CollectCaptures(attribute.g(), made, captures);
    }
    made.insert(node.output().begin(), node.output().end());
  }
  for (const onnx::ValueInfoProto& output : graph.output()) {
    if (made.count(output.name()) == 0) captures.push_back(output.name());
  }
}

// Constant: the tensor itself, or one made from the short forms; empty for other kinds.
std::optional<TensorProto> ShortConstant(const NodeProto& node) {
  for (const AttributeProto& attribute : node.attribute()) {
    RawTensor raw;
    const std::string& name = attribute.name();
    const bool is_list = name == "value_floats" || name == "value_ints";
    if (name == "value_float" || name == "value_floats") {
      raw.type = TensorProto::FLOAT;
      if (!is_list) AppendFloat(raw, attribute.f());
      for (float value : attribute.floats()) AppendFloat(raw, value);
    } else if (name == "value_int" || name == "value_ints") {
      raw.type = TensorProto::INT64;
      if (!is_list) AppendInteger(raw, attribute.i());
      for (int64_t value : attribute.ints()) AppendInteger(raw, value);
    } else {
      continue;
    }
    if (is_list) raw.shape = {raw.count()};
    return ToTensor(raw, node.output(0));
  }
  return std::nullopt;
}

OnnxShape DeclaredShape(const onnx::ValueInfoProto& input) {
  const onnx::TypeProto::Tensor& type = input.type().tensor_type();
  if (!type.has_shape()) return std::nullopt;
  std::vector<int64_t> shape;
  for (const auto& dimension : type.shape().dim()) {
    const int64_t size = dimension.has_dim_value() ? dimension.dim_value() : -1;
    shape.push_back(size > 0 && size < (int64_t{1} << 31) ? size : -1);
  }
  return shape;
}

bool IsMover(std::string_view op) {
  constexpr std::array<std::string_view, 8> kMovers = {
      "Cast", "Reshape", "Squeeze", "Unsqueeze", "Identity", "Gather", "Slice", "Flatten"};
  return std::find(kMovers.begin(), kMovers.end(), op) != kMovers.end();
}

void Join(std::string& texts, const std::string& more) {
  if (more.empty() || texts.find(more) != std::string::npos) return;
  texts += (texts.empty() ? "" : "; ") + more;
}

class Flattener {
 public:
  Flattener(const Table& choose, std::string file) : choose_(choose), file_(std::move(file)) {}

  Result<FlatGraph> Run(const GraphProto& graph) {
    Scope scope;
    AddInitializers(graph, scope);
    for (const onnx::ValueInfoProto& input : graph.input()) AddInput(input, scope);
    for (const NodeProto& node : graph.node()) Add(node, scope);
    for (const onnx::ValueInfoProto& output : graph.output()) {
      flat_.outputs.emplace_back(output.name(), scope.Resolve(output.name()));
    }
    CheckChoices();
    if (!errors_.empty()) return errors_;
    return std::move(flat_);
  }

 private:
  // A flat name for `name`, which the scope's graph makes.
  std::string Declare(const std::string& name, Scope& scope) {
    std::string unique = name;
    for (int i = 2; flat_.tensors.count(unique) != 0; ++i) unique = fmt::format("{}_{}", name, i);
    scope.names[name] = unique;
    flat_.tensors[unique].origin = unique;
    return unique;
  }

  void SetConstant(const std::string& name, const TensorProto& tensor) {
    FlatTensor& known = flat_.tensors[name];
    known.constant = &tensor;
    known.type = tensor.data_type();
    known.shape = std::vector<int64_t>(tensor.dims().begin(), tensor.dims().end());
  }

  void AddInitializers(const GraphProto& graph, Scope& scope) {
    for (const TensorProto& tensor : graph.initializer()) {
      SetConstant(Declare(tensor.name(), scope), tensor);
    }
  }

  void AddInput(const onnx::ValueInfoProto& input, Scope& scope) {
    if (scope.names.count(input.name()) != 0) return;  // an initializer, listed as older files do
    const std::string name = Declare(input.name(), scope);
    FlatTensor& known = flat_.tensors[name];
    known.type = input.type().tensor_type().elem_type();
    known.shape = DeclaredShape(input);
    if (!Choose(name)) flat_.inputs.push_back(name);
  }

  // Gives `name` its constant if the user chose one.
  bool Choose(const std::string& name) {
    const auto chosen = choose_.find(name);
    if (chosen == choose_.end()) return false;
    used_.insert(name);
    FlatTensor& known = flat_.tensors[name];
    const bool is_bool = std::holds_alternative<bool>(chosen->second);
    if (known.type == 0) known.type = is_bool ? TensorProto::BOOL : TensorProto::INT64;
    RawTensor raw{known.type, {}, ""};
    if (known.shape && CountOf(*known.shape) == 1) raw.shape = *known.shape;
    const std::string text =
        std::visit([](auto v) { return fmt::format("{}", v); }, chosen->second);
    if (is_bool != (known.type == TensorProto::BOOL) || !IsIntegerType(known.type)) {
      const bool legal = IsIntegerType(known.type);
      Refuse(name, text, legal ? "the tensor is of another type" : "only integers can be chosen",
             legal ? (is_bool ? "an integer" : "true, false") : "leave it out");
      return false;
    }
    AppendInteger(raw, std::visit([](auto v) { return static_cast<int64_t>(v); }, chosen->second));
    SetConstant(name, flat_.owned.emplace_back(ToTensor(raw, name)));
    flat_.tensors[name].because = fmt::format("{} = {} (chosen)", name, text);
    return true;
  }

  void Refuse(const std::string& name, std::string value, std::string rule, std::string nearest) {
    errors_.push_back(Diagnostic{file_, 0, "network.choose." + name, std::move(value),
                                 std::move(rule), std::move(nearest)});
  }

  void CheckChoices() {
    for (const auto& [name, value] : choose_) {
      if (used_.count(name) != 0) continue;
      std::vector<std::string> known = flat_.inputs;
      for (const FlatUndecided& undecided : flat_.undecided) known.push_back(undecided.condition);
      Refuse(name, std::visit([](auto v) { return fmt::format("{}", v); }, value),
             "the graph has no such input or computed tensor",
             known.empty() ? "" : Closest(name, known));
    }
  }

  void Add(const NodeProto& node, Scope& scope) {
    const std::string op = OperatorName(node);
    if (op == "Constant" && node.output_size() > 0 && AddConstant(node, scope)) return;
    if (op == "Identity" && HasInput(node, 0) && node.output_size() > 0 &&
        choose_.count(node.output(0)) == 0) {
      scope.names[node.output(0)] = scope.Resolve(node.input(0));
      return;
    }
    if (op == "If" && Follow(node, scope)) return;
    NodeProto flat = node;
    for (std::string& input : *flat.mutable_input()) {
      if (!input.empty()) input = scope.Resolve(input);
    }
    for (const AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) AddCaptures(attribute.g(), scope, flat);
    }
    for (std::string& output : *flat.mutable_output()) {
      if (!output.empty()) output = Declare(output, scope);
    }
    Evaluate(flat);
    bool is_constant = flat.output_size() > 0;
    for (const std::string& output : flat.output()) {
      if (output.empty()) continue;
      if (choose_.count(output) != 0) Choose(output);
      is_constant = is_constant && flat_.Constant(output) != nullptr;
    }
    if (!is_constant) flat_.nodes.push_back(std::move(flat));
  }

  bool AddConstant(const NodeProto& node, Scope& scope) {
    const AttributeProto* value = FindAttribute(node, "value");
    if (value != nullptr && value->has_t()) {
      SetConstant(Declare(node.output(0), scope), value->t());
      return true;
    }
    const std::optional<TensorProto> made = ShortConstant(node);
    if (!made) return false;
    SetConstant(Declare(node.output(0), scope), flat_.owned.emplace_back(*made));
    return true;
  }

  // What a node with subgraphs reads of the outside counts as its input: nothing that it needs may
  // be taken for unused.
  void AddCaptures(const GraphProto& graph, const Scope& scope, NodeProto& flat) {
    std::vector<std::string> captures;
    CollectCaptures(graph, {}, captures);
    for (const std::string& name : captures) {
      const std::string resolved = scope.Resolve(name);
      const auto& inputs = flat.input();
      if (std::find(inputs.begin(), inputs.end(), resolved) == inputs.end()) {
        flat.add_input(resolved);
      }
    }
  }

  // Replaces an If by the branch its condition selects; false when the condition is not known.
  bool Follow(const NodeProto& node, Scope& scope) {
    if (!HasInput(node, 0)) return false;
    const std::string condition = scope.Resolve(node.input(0));
    const FlatTensor* known = flat_.Find(condition);
    const TensorProto* constant = flat_.Constant(condition);
    const std::optional<RawTensor> raw = constant == nullptr ? std::nullopt : ToRaw(*constant);
    if (!raw || raw->count() != 1 || !IsIntegerType(raw->type)) {
      AddUndecided(node, condition, known);
      return false;
    }
    const char* branch = IntegerAt(*raw, 0) != 0 ? "then_branch" : "else_branch";
    const AttributeProto* attribute = FindAttribute(node, branch);
    if (attribute == nullptr || !attribute->has_g()) return false;
    flat_.choices.push_back({NodeLabel(node), branch, known->because});
    const GraphProto& graph = attribute->g();
    Scope inner{&scope, {}};
    AddInitializers(graph, inner);
    for (const NodeProto& member : graph.node()) Add(member, inner);
    const int outputs = std::min(node.output_size(), graph.output_size());
    for (int i = 0; i < outputs; ++i) {
      if (node.output(i).empty()) continue;
      scope.names[node.output(i)] = inner.Resolve(graph.output(i).name());
    }
    return true;
  }

  void AddUndecided(const NodeProto& node, const std::string& condition, const FlatTensor* known) {
    FlatUndecided undecided{NodeLabel(node), condition, "", "", 0};
    if (known != nullptr) {
      undecided.comparison = known->comparison;
      undecided.suggestion = known->suggestion;
      const bool is_input =
          std::find(flat_.inputs.begin(), flat_.inputs.end(), condition) != flat_.inputs.end();
      if (known->suggestion.empty()) {
        undecided.suggestion =
            condition + (is_input && known->type != TensorProto::BOOL ? " = 1" : " = true");
      }
    }
    for (const AttributeProto& attribute : node.attribute()) {
      if (attribute.has_g()) undecided.recurrent += CountRecurrent(attribute.g());
    }
    flat_.undecided.push_back(std::move(undecided));
  }

  // What follows of the node's outputs: their elements, else their shapes.
  void Evaluate(const NodeProto& node) {
    std::vector<std::optional<RawTensor>> raws(static_cast<size_t>(node.input_size()));
    RawInputs values;
    std::vector<OnnxShape> shapes;
    bool all_constant = node.input_size() > 0;
    bool may_fold = true;
    for (int i = 0; i < node.input_size(); ++i) {
      const FlatTensor* known = flat_.Find(node.input(i));
      shapes.push_back(known == nullptr ? std::nullopt : known->shape);
      if (known != nullptr && known->constant != nullptr && NeedsElements(node, i)) {
        raws[static_cast<size_t>(i)] = ToRaw(*known->constant);
      }
      const std::optional<RawTensor>& raw = raws[static_cast<size_t>(i)];
      values.push_back(raw ? &*raw : nullptr);
      const bool is_absent = node.input(i).empty();
      all_constant = all_constant && (is_absent || raw.has_value());
      const bool is_partial = known != nullptr && known->partial;
      may_fold =
          may_fold && !(is_partial && i > 0 && node.op_type() != "Concat" && IsMovedBy(node));
    }
    Describe(node, values);
    const bool is_shape = OperatorName(node) == "Shape" && !shapes.empty() && shapes[0];
    if (is_shape) return SetShapeValue(node, *shapes[0]);
    if (all_constant && may_fold) {
      if (std::optional<std::vector<RawTensor>> made = FoldNode(node, values)) {
        return SetFolded(node, *made);
      }
    }
    AssumeOne(node, values);
    const std::vector<OnnxShape> inferred = InferShapes(node, shapes, values);
    for (int i = 0; i < node.output_size(); ++i) {
      FlatTensor& output = flat_.tensors[node.output(i)];
      if (output.constant == nullptr) output.shape = inferred[static_cast<size_t>(i)];
    }
  }

  // Reading elements costs time: only what is folded or decides about shapes is worth it.
  bool NeedsElements(const NodeProto& node, int input) const {
    const std::string& op = node.op_type();
    if (op == "Conv" || op == "Gemm" || op == "MatMul" || IsRecurrentNode(node)) return false;
    const TensorProto* tensor = flat_.Find(node.input(input))->constant;
    constexpr int64_t kSmall =
        64;  // shapes, axes and indices; larger ones only where all is constant
    const std::vector<int64_t> shape(tensor->dims().begin(), tensor->dims().end());
    if (CountOf(shape).value_or(kSmall + 1) <= kSmall) return true;
    return std::all_of(node.input().begin(), node.input().end(), [this](const std::string& name) {
      const FlatTensor* known = flat_.Find(name);
      return name.empty() || (known != nullptr && known->constant != nullptr);
    });
  }

  static bool IsMovedBy(const NodeProto& node) {
    const std::string& op = node.op_type();
    return IsMover(op) || op == "Split" || op == "Expand" || op == "Transpose";
  }

  void SetShapeValue(const NodeProto& node, const std::vector<int64_t>& shape) {
    const auto rank = static_cast<int64_t>(shape.size());
    const SliceRange range = RangeOf(IntOr(node, "start", 0), IntOr(node, "end", rank), 1, rank);
    std::vector<int64_t> sizes(shape.begin() + range.begin,
                               shape.begin() + range.begin + range.count);
    for (int64_t& size : sizes) size = size < 0 ? kRuntimeSize : size;
    SetFolded(node, {IntegerTensor({range.count}, sizes)});
    flat_.tensors[node.output(0)].origin = fmt::format("a size of '{}'", node.input(0));
  }

  void SetFolded(const NodeProto& node, const std::vector<RawTensor>& made) {
    std::string because;
    for (const std::string& input : node.input()) {
      if (const FlatTensor* known = flat_.Find(input)) Join(because, known->because);
    }
    const int outputs = std::min(node.output_size(), static_cast<int>(made.size()));
    for (int i = 0; i < outputs; ++i) {
      if (node.output(i).empty()) continue;
      const RawTensor& raw = made[static_cast<size_t>(i)];
      SetConstant(node.output(i), flat_.owned.emplace_back(ToTensor(raw, node.output(i))));
      FlatTensor& known = flat_.tensors[node.output(i)];
      known.because = because;
      if (raw.type != TensorProto::INT64) continue;
      const std::vector<int64_t> values = Integers(raw);
      known.partial = std::find(values.begin(), values.end(), kRuntimeSize) != values.end();
    }
  }

  // Texts about the first output: where it comes from, what it compares.
  void Describe(const NodeProto& node, const RawInputs& values) {
    if (node.output_size() == 0 || node.output(0).empty()) return;
    const FlatTensor* first = HasInput(node, 0) ? flat_.Find(node.input(0)) : nullptr;
    if (first == nullptr || OperatorName(node) != node.op_type()) return;
    FlatTensor& output = flat_.tensors[node.output(0)];
    if (IsMover(node.op_type())) {
      output.origin = first->origin;
      output.comparison = first->comparison;
      output.suggestion = first->suggestion;
    }
    if (node.op_type() != "Equal" || node.input_size() != 2) return;
    for (size_t i = 0; i < 2; ++i) {
      const RawTensor* constant = values[1 - i];
      const FlatTensor* other = flat_.Find(node.input(static_cast<int>(i)));
      if (constant == nullptr || constant->count() != 1 || !IsIntegerType(constant->type) ||
          other == nullptr || values[i] != nullptr) {
        continue;
      }
      const int64_t value = IntegerAt(*constant, 0);
      output.comparison = fmt::format("{} == {}", other->origin, value);
      output.suggestion = fmt::format("{} = {}", other->origin, value);
    }
  }

  // "size == 1" of a size known only at run time is taken as true.
  void AssumeOne(const NodeProto& node, const RawInputs& values) {
    if (OperatorName(node) != "Equal" || values.size() != 2) return;
    for (size_t i = 0; i < 2; ++i) {
      const RawTensor* size = values[i];
      const RawTensor* one = values[1 - i];
      if (size == nullptr || one == nullptr || size->count() != 1 || one->count() != 1) continue;
      if (size->type != TensorProto::INT64 || one->type != TensorProto::INT64) continue;
      if (IntegerAt(*size, 0) != kRuntimeSize || IntegerAt(*one, 0) != 1) continue;
      RawTensor yes{TensorProto::BOOL, *Broadcast(size->shape, one->shape), "\1"};
      SetFolded(node, {yes});
      const FlatTensor* source = flat_.Find(node.input(static_cast<int>(i)));
      Join(flat_.tensors[node.output(0)].because,
           fmt::format("{}, known only at run time, is 1 (assumed)", source->origin));
      return;
    }
  }

  const Table& choose_;
  const std::string file_;
  FlatGraph flat_;
  Diagnostics errors_;
  std::set<std::string> used_;
};

}  // namespace

const FlatTensor* FlatGraph::Find(const std::string& name) const {
  const auto found = tensors.find(name);
  return found == tensors.end() ? nullptr : &found->second;
}

const TensorProto* FlatGraph::Constant(const std::string& name) const {
  const FlatTensor* known = Find(name);
  return known == nullptr || known->partial ? nullptr : known->constant;
}

Result<FlatGraph> FlattenOnnx(const GraphProto& graph, const Table& choose,
                              const std::string& file) {
  return Flattener(choose, file).Run(graph);
}

}  // namespace gatewright
