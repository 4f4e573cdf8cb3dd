// SPDX-License-Identifier: Apache-2.0
// Constant folding against the cases of the ONNX standard itself (Debian package
// libonnx-testdata), and by hand where the standard has none.

#include "generator/network/onnx_fold.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "generator/base/file_test_util.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
using onnx::TensorProto;
using ::testing::ElementsAre;

constexpr const char* kCases = "/usr/share/libonnx-testdata/data/node/";

// Operators folded; a case of the standard is named test_<operator>_<what>.
const std::set<std::string> kOperators = {"add",     "sub",
                                          "mul",     "div",
                                          "neg",     "equal",
                                          "greater", "less",
                                          "not",     "and",
                                          "or",      "slice",
                                          "concat",  "split",
                                          "gather",  "transpose",
                                          "reshape", "flatten",
                                          "squeeze", "unsqueeze",
                                          "expand",  "constantofshape",
                                          "size",    "cast"};

// Cases of those names that are of other operators, or whose types are not folded.
bool IsLeftOut(const std::string& name) {
  for (const char* part :
       {"elements", "gather_nd", "less_equal", "greater_equal", "BFLOAT16", "STRING", "to_FLOAT16",
        "log", "FLOAT8", "INT4", "_string", "split_to_sequence"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return false;
}

std::string OperatorOf(const std::string& name) {
  std::string word = name.substr(5, name.find('_', 5) - 5);
  for (const char* size : {"2d", "3d", "4d"}) {
    const size_t at = word.find(size);
    if (at != std::string::npos) word.resize(at);
  }
  return word;
}

std::vector<std::string> CaseNames() {
  std::vector<std::string> names;
  if (!fs::exists(kCases)) return names;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    const std::string name = entry.path().filename().string();
    if (kOperators.count(OperatorOf(name)) != 0 && !IsLeftOut(name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

RawTensor ReadTensor(const std::string& path) {
  TensorProto tensor;
  EXPECT_TRUE(tensor.ParseFromString(ReadBytes(path))) << path;
  const std::optional<RawTensor> raw = ToRaw(tensor);
  EXPECT_TRUE(raw.has_value()) << path;
  return raw.value_or(RawTensor{});
}

class FoldConformance : public ::testing::TestWithParam<std::string> {};

TEST_P(FoldConformance, GivesTheStandardsOutputs) {
  const std::string folder = kCases + GetParam() + "/";
  onnx::ModelProto model;
  ASSERT_TRUE(model.ParseFromString(ReadBytes(folder + "model.onnx")));
  ASSERT_EQ(model.graph().node_size(), 1);
  const onnx::NodeProto& node = model.graph().node(0);
  std::vector<RawTensor> tensors;
  for (int i = 0; i < model.graph().input_size(); ++i) {
    tensors.push_back(ReadTensor(folder + "test_data_set_0/input_" + std::to_string(i) + ".pb"));
  }
  RawInputs inputs;
  size_t next = 0;
  for (const std::string& name : node.input()) {
    inputs.push_back(name.empty() ? nullptr : &tensors.at(next++));
  }
  const std::optional<std::vector<RawTensor>> made = FoldNode(node, inputs);
  ASSERT_TRUE(made.has_value());
  ASSERT_EQ(made->size(), static_cast<size_t>(node.output_size()));
  for (size_t i = 0; i < made->size(); ++i) {
    const RawTensor wanted =
        ReadTensor(folder + "test_data_set_0/output_" + std::to_string(i) + ".pb");
    EXPECT_EQ((*made)[i].type, wanted.type);
    EXPECT_EQ((*made)[i].shape, wanted.shape);
    EXPECT_EQ((*made)[i].bytes, wanted.bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Onnx, FoldConformance, ::testing::ValuesIn(CaseNames()),
                         [](const auto& test) { return test.param; });

TEST(Fold, HasTheCasesOfTheStandard) {
  EXPECT_GE(CaseNames().size(), 100U) << "install the Debian package libonnx-testdata";
}

onnx::NodeProto Node(const std::string& op) {
  onnx::NodeProto node;
  node.set_op_type(op);
  node.add_output("y");
  return node;
}

std::vector<int64_t> Folded(const onnx::NodeProto& node, const RawInputs& inputs) {
  const std::optional<std::vector<RawTensor>> made = FoldNode(node, inputs);
  return made ? Integers(made->front()) : std::vector<int64_t>{-999};
}

TEST(Fold, MovesSizesKnownOnlyAtRunTimeAndComputesNothingFromThem) {
  const RawTensor sizes = IntegerTensor({3}, {2, kRuntimeSize, 5});
  const RawTensor last = IntegerTensor({}, {1});
  const RawTensor three = IntegerTensor({}, {3});
  EXPECT_THAT(Folded(Node("Gather"), {&sizes, &last}), ElementsAre(kRuntimeSize));
  EXPECT_THAT(Folded(Node("Mul"), {&sizes, &three}), ElementsAre(6, kRuntimeSize, 15));
  EXPECT_FALSE(FoldNode(Node("Equal"), {&sizes, &three}).has_value());
  EXPECT_FALSE(FoldNode(Node("Neg"), {&sizes}).has_value());
}

TEST(Fold, SplitsUnevenlyWhenThePartsDoNotDivideTheSize) {
  onnx::NodeProto node = Node("Split");
  node.add_output("z");
  const RawTensor data = IntegerTensor({5}, {1, 2, 3, 4, 5});
  const std::optional<std::vector<RawTensor>> made = FoldNode(node, {&data});
  ASSERT_TRUE(made.has_value());
  EXPECT_THAT(Integers((*made)[0]), ElementsAre(1, 2, 3));
  EXPECT_THAT(Integers((*made)[1]), ElementsAre(4, 5));
}

TEST(Fold, LeavesWhatIsNotLegal) {
  const RawTensor matrix = IntegerTensor({2, 2}, {1, 2, 3, 4});
  const RawTensor row = IntegerTensor({3}, {1, 2, 3});
  const RawTensor far = IntegerTensor({1}, {7});
  const RawTensor huge = IntegerTensor({2}, {1 << 20, 1 << 20});
  const RawTensor zero = IntegerTensor({}, {0});
  EXPECT_FALSE(FoldNode(Node("Add"), {&matrix, &row}).has_value());
  EXPECT_FALSE(FoldNode(Node("Concat"), {&matrix, &row}).has_value());
  EXPECT_FALSE(FoldNode(Node("Gather"), {&row, &far}).has_value());
  EXPECT_FALSE(FoldNode(Node("Reshape"), {&matrix, &row}).has_value());
  EXPECT_FALSE(FoldNode(Node("Squeeze"), {&matrix, &zero}).has_value());
  EXPECT_FALSE(FoldNode(Node("Expand"), {&zero, &huge}).has_value());
  EXPECT_FALSE(FoldNode(Node("ConstantOfShape"), {&huge}).has_value());
  EXPECT_FALSE(FoldNode(Node("Div"), {&row, &zero}).has_value());
  EXPECT_FALSE(FoldNode(Node("Transpose"), {nullptr}).has_value());
  EXPECT_FALSE(FoldNode(Node("Softmax"), {&row}).has_value());
  onnx::NodeProto other = Node("Add");
  other.set_domain("com.example");
  EXPECT_FALSE(FoldNode(other, {&row, &row}).has_value());
}

}  // namespace
}  // namespace gatewright
