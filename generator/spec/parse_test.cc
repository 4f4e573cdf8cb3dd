// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/parse.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "generator/spec/keys.h"

namespace gatewright {
namespace {

constexpr char kModel[] = "name = \"vad\"\n[network]\nmodel = \"vad.onnx\"\n";

Spec Parse(const std::string& text) {
  Result<Spec> spec = ParseSpecText(text, "d.toml", "dir");
  EXPECT_TRUE(spec.ok()) << (spec.ok() ? "" : ToString(spec.errors()));
  return spec.ok() ? *spec : Spec{};
}

TEST(ParseSpecText, TakesDefaultsFromTheSpecStruct) {
  const Spec spec = Parse(kModel);
  EXPECT_EQ(spec.name, "vad");
  EXPECT_EQ(spec.directory, "dir");
  EXPECT_EQ(spec.network.model, "vad.onnx");
  EXPECT_EQ(spec.numerics.state, (QFormat{8, 8}));
  EXPECT_EQ(spec.numerics.cell, (QFormat{8, 8}));
  EXPECT_EQ(spec.numerics.weight_bits, 8);
  EXPECT_EQ(spec.numerics.rounding, Rounding::kNearestEven);
  EXPECT_EQ(spec.engine.pes, 1);
  EXPECT_EQ(spec.synth.target, "generic");
  EXPECT_EQ(spec.output.prefix, "gw_");
}

constexpr char kEveryKey[] = R"(
name = "all_2"
[network]
cell = "lstm"
inputs = 5
hidden = [20, 7]
outputs = 3
head = "tanh"
seed = 99
[numerics]
state = "Q6.10"
cell = "auto:20"
weight = { kind = "fixed", bits = 6, row_shift_bits = 3, fraction = 5 }
activation = { kind = "table", in_fraction = 7, in_integer = 5, out_fraction = 10 }
bias_format = "Q4.12"
rounding = "truncate"
accumulator = { bits = 40, wrap = true }
[sparsity]
weights = { kind = "dense" }
events = { kind = "none" }
[engine]
arrays = 8
pes = 12
cell_lanes = 4
accumulators = "ram"
weights = "rom"
reset = "sync"
[stream]
elements_in = 16
elements_out = 2
[stimulus]
input = "x.npy"
steps = 10
seed = 4
reference = "y.csv"
sample_rate = 360
[synth]
target = "cells/my.lib"
clock_ns = 2.5
[output]
prefix = "my_"
)";

TEST(ParseSpecText, ReadsNetworkAndEngineKeys) {
  const Spec spec = Parse(kEveryKey);
  EXPECT_EQ(spec.name, "all_2");
  EXPECT_EQ(spec.network.model, "");
  EXPECT_EQ(spec.network.inputs, 5);
  EXPECT_EQ(spec.network.hidden, (std::vector<int>{20, 7}));
  EXPECT_EQ(spec.network.outputs, 3);
  EXPECT_EQ(spec.network.head, HeadActivation::kTanh);
  EXPECT_EQ(spec.network.seed, 99U);
  EXPECT_EQ(spec.engine.arrays, 8);
  EXPECT_EQ(spec.engine.pes, 12);
  EXPECT_EQ(spec.engine.cell_lanes, 4);
  EXPECT_EQ(spec.engine.accumulators, Storage::kRam);
  EXPECT_EQ(spec.engine.reset, ResetStyle::kSync);
  EXPECT_EQ(spec.stream.elements_in, 16);
  EXPECT_EQ(spec.stream.elements_out, 2);
}

TEST(ParseSpecText, ReadsNumericsKeys) {
  const NumericsSpec numerics = Parse(kEveryKey).numerics;
  EXPECT_EQ(numerics.state, (QFormat{6, 10}));
  EXPECT_FALSE(numerics.cell);
  EXPECT_EQ(numerics.auto_cell_bits, 20);
  EXPECT_EQ(numerics.weight_bits, 6);
  EXPECT_EQ(numerics.row_shift_bits, 3);
  EXPECT_EQ(numerics.weight_fraction, 5);
  EXPECT_EQ(numerics.table_in_fraction, 7);
  EXPECT_EQ(numerics.table_in_integer, 5);
  EXPECT_EQ(numerics.gate_fraction, 10);
  EXPECT_EQ(numerics.bias_format, (QFormat{4, 12}));
  EXPECT_EQ(numerics.rounding, Rounding::kTruncate);
  EXPECT_EQ(numerics.accumulator_bits, 40);
  EXPECT_TRUE(numerics.accumulator_wrap);
}

TEST(ParseSpecText, ReadsStimulusSynthAndOutputKeys) {
  const Spec spec = Parse(kEveryKey);
  EXPECT_EQ(spec.stimulus.input, "x.npy");
  EXPECT_EQ(spec.stimulus.steps, 10);
  EXPECT_EQ(spec.stimulus.seed, 4U);
  EXPECT_EQ(spec.stimulus.reference, "y.csv");
  EXPECT_EQ(spec.stimulus.sample_rate, 360.0);
  EXPECT_EQ(spec.synth.target, "cells/my.lib");
  EXPECT_EQ(spec.synth.clock_ns, 2.5);
  EXPECT_EQ(spec.output.prefix, "my_");
}

TEST(ParseSpecText, TakesPlainAutoAsSixteenBits) {
  const Spec spec = Parse(std::string(kModel) + "[numerics]\nstate = \"auto\"\n");
  EXPECT_FALSE(spec.numerics.state);
  EXPECT_EQ(spec.numerics.auto_state_bits, 16);
}

TEST(ParseSpecText, AllowsMoreArraysThanPes) {
  const Spec spec = Parse(std::string(kModel) + "[engine]\narrays = 8\npes = 4\ncell_lanes = 2\n");
  EXPECT_EQ(spec.engine.arrays, 8);
}

TEST(ParseSpecText, ReadsInlineDottedAndSectionedKeysAlike) {
  const std::string dotted = "name = \"vad\"\nnetwork.model = \"vad.onnx\"\n";
  EXPECT_EQ(Parse(dotted + "numerics.weight.bits = 6\n").hash,
            Parse(dotted + "[numerics.weight]\nbits = 6\n").hash);
  EXPECT_EQ(Parse(dotted + "numerics.weight.bits = 6\n").hash,
            Parse(dotted + "numerics = { weight = { bits = 6 } }\n").hash);
}

TEST(KeyTable, HasExamplesAndDefaultsThatAreLegal) {
  for (const Key& key : Keys()) {
    const std::optional<Value> fallback = key.load(Spec{});
    if (fallback) {
      EXPECT_FALSE(Check(key.domain, fallback, "")) << key.name;
    } else {
      EXPECT_FALSE(key.absent.empty()) << key.name;
    }
    if (key.example.empty()) continue;
    // Only the key's own legality: rules that join keys may well be broken.
    const std::string text = std::string(key.name) + " = " + std::string(key.example) + "\n";
    const Result<Spec> spec = ParseSpecText(text, "d.toml", "");
    ASSERT_FALSE(spec.ok()) << key.name;
    const std::string own = "must be " + LegalText(key.domain);
    for (const Diagnostic& error : spec.errors()) EXPECT_NE(error.rule, own) << key.name;
  }
}

class TemporaryFolder : public ::testing::Test {
 protected:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gw_spec_XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() override {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path path_;
};

TEST_F(TemporaryFolder, ParseSpecStartsRelativePathsAtTheFilesFolder) {
  const std::string file = (path_ / "d.toml").string();
  std::ofstream(file) << kModel;
  const Result<Spec> spec = ParseSpec(file);
  ASSERT_TRUE(spec.ok());
  EXPECT_EQ(spec->directory, path_.string());
  EXPECT_EQ(spec->hash, Parse(kModel).hash);
}

TEST_F(TemporaryFolder, ParseSpecNamesAMissingFile) {
  const std::string file = (path_ / "none.toml").string();
  const Result<Spec> spec = ParseSpec(file);
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()), file + ": cannot be read: No such file or directory\n");
}

TEST_F(TemporaryFolder, ParseSpecRefusesAFolder) {
  const Result<Spec> spec = ParseSpec(path_.string());
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()),
            path_.string() + ": cannot be read: is a folder, not a design file\n");
}

}  // namespace
}  // namespace gatewright
