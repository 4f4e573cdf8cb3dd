// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/canonical.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "generator/spec/keys.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

using Literals = std::map<std::string, std::string>;

/// A design as key -> literal, so that single keys can be changed.
std::string Text(const Literals& literals) {
  std::string text;
  for (const auto& [key, literal] : literals) text += fmt::format("{} = {}\n", key, literal);
  return text;
}

Spec Parse(const std::string& text) {
  Result<Spec> spec = ParseSpecText(text, "d.toml", "");
  EXPECT_TRUE(spec.ok()) << text << (spec.ok() ? "" : ToString(spec.errors()));
  return spec.ok() ? *spec : Spec{};
}

const Literals& ShapeBase() {
  static const Literals base = {{"name", "\"d\""},         {"network.inputs", "3"},
                                {"network.hidden", "[4]"}, {"network.outputs", "2"},
                                {"engine.pes", "4"},       {"engine.cell_lanes", "4"}};
  return base;
}

/// A design in which `key` may be given: ShapeBase(), with a pattern of weights that has the key.
Literals BaseFor(const std::string& key) {
  Literals base = ShapeBase();
  const std::string events = "sparsity.events.";
  if (key.rfind(events, 0) == 0 && key != events + "kind") {
    const bool score = key.rfind(events + "t_", 0) == 0 || key == events + "refresh";
    base[events + "kind"] = score ? "\"similarity\"" : "\"delta\"";
    if (score) base[events + "t_skip"] = "\"1/2\"";
    if (score) base[events + "t_delta"] = "\"2\"";
  }
  if (key == "numerics.weight.digits") {
    base["numerics.weight.kind"] = "\"bit-sparse\"";
    base[key] = "1";
  }
  if (key == "numerics.multiplier.columns") {
    base["numerics.multiplier.kind"] = "\"truncated\"";
    base[key] = "1";
    base[events + "kind"] = "\"similarity\"";
    base[events + "t_skip"] = "1";
    base[events + "t_delta"] = "2";
    base[events + "refresh"] = "4";
  }
  if (key == "numerics.activation.segments") base["numerics.activation.kind"] = "\"pwl\"";
  const std::string readout = "stimulus.readout.";
  if (key.rfind(readout, 0) == 0) base[readout + "weights"] = "\"v.npy\"";
  const std::string prefix = "sparsity.weights.";
  if (key.rfind(prefix, 0) != 0 || key == prefix + "kind") return base;
  const std::string name = key.substr(prefix.size());
  if (name.rfind("keep", 0) == 0 || name == "method") {
    base[prefix + "kind"] = "\"cbtd\"";
    base[prefix + "keep"] = "\"1/2\"";
  } else if (name == "scope") {
    base[prefix + "kind"] = "\"unstructured\"";
    base[prefix + "keep"] = "\"1/2\"";
  } else {
    base[prefix + "kind"] = "\"hcgs\"";
    base[prefix + "outer"] = "[8, 1]";
    base[prefix + "inner"] = "[4, 1]";
    if (name == "seed") base[prefix + "method"] = "\"random\"";
  }
  return base;
}

/// Another legal value for every key of BaseFor(key); empty where this version has one legal value
/// or another needs other keys (ParseMultiplier).
const Literals& Changes() {
  static const Literals changes = {
      {"name", "\"e\""},
      {"network.cell", "\"gru\""},
      {"network.inputs", "4"},
      {"network.hidden", "[4, 4]"},
      {"network.outputs", "1"},
      {"network.head", "\"tanh\""},
      {"network.input_relu", "true"},
      {"network.seed", "2"},
      {"network.gain", "4"},
      {"numerics.state", "\"Q7.9\""},
      {"numerics.cell", "\"auto\""},
      {"numerics.weight.kind", ""},
      {"numerics.weight.digits", "2"},
      {"numerics.weight.bits", "7"},
      {"numerics.weight.row_shift_bits", "1"},
      {"numerics.weight.fraction", "6"},
      {"numerics.multiplier.kind", ""},
      {"numerics.multiplier.columns", "3"},
      {"numerics.activation.kind", "\"pwl\""},
      {"numerics.activation.segments", "32"},
      {"numerics.activation.in_fraction", "5"},
      {"numerics.activation.in_integer", "3"},
      {"numerics.activation.out_fraction", "11"},
      {"numerics.bias_format", "\"Q4.4\""},
      {"numerics.rounding", "\"truncate\""},
      {"numerics.accumulator.bits", "32"},
      {"numerics.accumulator.wrap", "true"},
      {"sparsity.weights.kind", "\"unstructured\""},
      {"sparsity.weights.method", "\"check\""},
      {"sparsity.weights.seed", "2"},
      {"sparsity.weights.keep", "\"1/3\""},
      {"sparsity.weights.keep_x", "\"1/5\""},
      {"sparsity.weights.keep_h", "\"1/5\""},
      {"sparsity.weights.keep_head", "\"1/5\""},
      {"sparsity.weights.scope", "\"global\""},
      {"sparsity.weights.outer", "[16, 1]"},
      {"sparsity.weights.inner", "[8, 1]"},
      {"sparsity.weights.kept_x", "[2, 1]"},
      {"sparsity.weights.kept_h", "[2, 1]"},
      {"sparsity.events.kind", "\"delta\""},
      {"sparsity.events.theta_x", "\"1/16\""},
      {"sparsity.events.theta_h", "\"1/16\""},
      {"sparsity.events.theta_head", "\"1/16\""},
      {"sparsity.events.t_skip", "\"1/3\""},
      {"sparsity.events.t_delta", "\"4\""},
      {"sparsity.events.refresh", "9"},
      {"engine.arrays", "2"},
      {"engine.pes", "8"},
      {"engine.cell_lanes", "2"},
      {"engine.accumulators", "\"ram\""},
      {"engine.weights", ""},
      {"engine.multiplier.form", "\"array\""},
      {"engine.multiplier.stages", "2"},
      {"control.bus", "\"axi-lite\""},
      {"engine.reset", "\"sync\""},
      {"stream.elements_in", "2"},
      {"stream.elements_out", "2"},
      {"stimulus.input", "\"x.npy\""},
      {"stimulus.steps", "5"},
      {"stimulus.seed", "9"},
      {"stimulus.reference", "\"y.npy\""},
      {"stimulus.sample_rate", "360.0"},
      {"stimulus.readout.weights", "\"w.npy\""},
      {"stimulus.readout.input_relu", "true"},
      {"stimulus.readout.activation", "\"none\""},
      {"stimulus.decision_threshold", "0.5"},
      {"synth.target", "\"osu018\""},
      {"synth.libraries", "[\"seq.lib\"]"},
      {"synth.dont_use", "[\"HB*\"]"},
      {"synth.device", "\"up5k\""},
      {"synth.clock_ns", "5.0"},
      {"synth.memory_access_ns", "0.8"},
      {"synth.memory_setup_ns", "0.2"},
      {"synth.memory_table", "\"memories.csv\""},
      {"synth.power", "true"},
      {"output.prefix", "\"my_\""},
  };
  return changes;
}

TEST(Hash, ChangesWithEveryKeyThatShapesTheRtlAndWithNoOther) {
  std::set<std::string> seen;
  for (const Key& key : Keys()) {
    const std::string name(key.name);
    const bool of_model =
        name == "network.model" || name == "network.choose" || name == "network.subgraph";
    if (of_model) continue;  // have their own test
    ASSERT_EQ(Changes().count(name), 1U) << name << ": give it a row in Changes()";
    if (Changes().at(name).empty()) continue;
    Literals changed = BaseFor(name);
    const std::string base = Parse(Text(changed)).hash;
    seen.insert(base);
    changed[name] = Changes().at(name);
    const std::string hash = Parse(Text(changed)).hash;
    if (key.shapes_rtl) {
      EXPECT_TRUE(seen.insert(hash).second) << name << " leaves the hash as it was";
    } else {
      EXPECT_EQ(hash, base) << name;
    }
  }
}

TEST(Hash, ChangesWithTheModelPathAndWhatIsTakenOfIt) {
  const std::string text = "name = \"d\"\nnetwork.model = ";
  const std::string a = text + "\"a.onnx\"\n";
  EXPECT_NE(Parse(a).hash, Parse(text + "\"b.onnx\"").hash);
  EXPECT_NE(Parse(a).hash, Parse(a + "network.subgraph = true").hash);
  EXPECT_EQ(Parse(a).hash, Parse(a + "network.subgraph = false").hash);
  EXPECT_NE(Parse(a + "network.choose = { sr = 1 }").hash,
            Parse(a + "network.choose = { sr = true }").hash);
}

TEST(Hash, IgnoresCommentsOrderSpacingAndSpelledOutDefaults) {
  const std::string a = "name = \"d\"\n[network]\nmodel = \"a.onnx\"\n[engine]\npes = 4\n";
  const std::string b =
      "# a comment\n[engine]\npes   = 0x4  # four\narrays = 1\n[numerics]\ncell = \"Q8.8\"\n"
      "[network]\nmodel = 'a.onnx'\n";
  EXPECT_EQ(Parse(a).hash, Parse("name = \"d\"\n" + b).hash);
}

TEST(Hash, IgnoresTheFolderAndTheNameOfTheFile) {
  const std::string text = Text(ShapeBase());
  EXPECT_EQ(ParseSpecText(text, "a.toml", "/x")->hash, ParseSpecText(text, "b.toml", "/y")->hash);
}

TEST(Hash, IsXxh3OfTheCanonicalTextInSixteenDigits) {
  // XXH3-64 of the empty text, from the xxHash specification.
  EXPECT_EQ(HashText(""), "2d06800538d394c2");
  const Spec spec = Parse(Text(ShapeBase()));
  EXPECT_EQ(spec.hash, HashText(spec.canonical));
  EXPECT_EQ(spec.hash.size(), 16U);
}

TEST(CanonicalToml, SpellsOutEveryDefaultSorted) {
  EXPECT_EQ(Parse("name = \"d\"\nnetwork.model = \"a.onnx\"").canonical,
            "control.bus = \"none\"\n"
            "engine.accumulators = \"auto\"\n"
            "engine.arrays = 1\n"
            "engine.cell_lanes = 1\n"
            "engine.multiplier.form = \"auto\"\n"
            "engine.multiplier.stages = 1\n"
            "engine.pes = 1\n"
            "engine.reset = \"async\"\n"
            "engine.weights = \"rom\"\n"
            "name = \"d\"\n"
            "network.model = \"a.onnx\"\n"
            "numerics.accumulator.wrap = false\n"
            "numerics.activation.in_fraction = 6\n"
            "numerics.activation.in_integer = 4\n"
            "numerics.activation.kind = \"table\"\n"
            "numerics.activation.out_fraction = 12\n"
            "numerics.cell = \"Q8.8\"\n"
            "numerics.multiplier.kind = \"exact\"\n"
            "numerics.rounding = \"nearest-even\"\n"
            "numerics.state = \"Q8.8\"\n"
            "numerics.weight.bits = 8\n"
            "numerics.weight.kind = \"fixed\"\n"
            "numerics.weight.row_shift_bits = 0\n"
            "output.prefix = \"gw_\"\n"
            "sparsity.events.kind = \"none\"\n"
            "sparsity.weights.kind = \"dense\"\n"
            "stream.elements_in = 1\n"
            "stream.elements_out = 1\n");
}

TEST(CanonicalToml, ReadsBackAsTheSameDesign) {
  for (const auto& [name, literal] : Changes()) {
    if (literal.empty()) continue;
    Literals changed = BaseFor(name);
    changed[name] = literal;
    const Spec spec = Parse(Text(changed));
    EXPECT_EQ(Parse(spec.canonical).canonical, spec.canonical) << name;
  }
}

}  // namespace
}  // namespace gatewright
