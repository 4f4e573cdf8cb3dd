// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

using ::testing::StartsWith;

std::string Errors(const std::string& text) {
  const Result<Spec> spec = ParseSpecText(text, "d.toml", "");
  return spec.ok() ? "no error" : ToString(spec.errors());
}

TEST(ParseSpecText, ReportsEveryMistakeOfAFileInTheOrderOfLines) {
  EXPECT_EQ(Errors("name = \"2 vad\"\n"
                   "[engine]\n"
                   "cell_lanes = 3\n"
                   "pes = 16\n"
                   "pse = 1\n"
                   "[network]\n"
                   "model = \"m.onnx\"\n"
                   "[numerics]\n"
                   "weight = { bits = 99 }\n"),
            "d.toml:1: name = \"2 vad\": must be a letter followed by letters, digits and "
            "underscores, 64 characters at most (nearest legal: \"n2_vad\")\n"
            "d.toml:3: engine.cell_lanes = 3: must divide engine.pes = 16 (nearest legal: 2, 4)\n"
            "d.toml:5: engine.pse = 1: unknown key (nearest legal: engine.pes)\n"
            "d.toml:9: numerics.weight.bits = 99: must be an integer from 2 to 16 (nearest legal: "
            "16)\n");
}

TEST(ParseSpecText, SkipsARuleThatJoinsAnUnsoundKey) {
  EXPECT_EQ(Errors("name = \"d\"\nnetwork.model = \"m\"\nengine = { pes = 0, cell_lanes = 3 }\n"),
            "d.toml:3: engine.pes = 0: must be an integer from 1 to 1024 (nearest legal: 1)\n");
}

TEST(ParseSpecText, WantsANameAndANetwork) {
  EXPECT_EQ(Errors(""),
            "d.toml: name: must be given (nearest legal: name = \"vad\")\n"
            "d.toml: network.model: must be given unless network.inputs and network.hidden are "
            "(nearest legal: model = \"lstm.onnx\", or inputs = 8 and hidden = [16])\n");
}

TEST(ParseSpecText, WantsTheWholeShapeAndPointsAtItsSection) {
  EXPECT_EQ(
      Errors("name = \"d\"\n\n[network]\nhidden = [4]\n"),
      "d.toml:3: network.inputs: must be given unless network.model is, and not together with "
      "it (nearest legal: inputs = 8)\n");
  EXPECT_EQ(
      Errors("name = \"d\"\n[network]\ninputs = 4\n"),
      "d.toml:2: network.hidden: must be given unless network.model is, and not together with "
      "it (nearest legal: hidden = [16])\n");
}

TEST(ParseSpecText, RefusesEveryShapeKeyBesideAModel) {
  EXPECT_EQ(Errors("name = \"d\"\n[network]\nmodel = \"m.onnx\"\ninputs = 4\nseed = 2\n"),
            "d.toml:4: network.inputs = 4: must be given unless network.model is, and not together "
            "with it (nearest legal: leave network.inputs out)\n"
            "d.toml:5: network.seed = 2: must not be given together with network.model (nearest "
            "legal: leave network.seed out)\n");
}

TEST(ParseSpecText, RefusesBadShapes) {
  const std::string name = "name = \"d\"\n";
  EXPECT_EQ(Errors(name + "network = { inputs = 0, hidden = [4] }"),
            "d.toml:2: network.inputs = 0: must be an integer from 1 to 4096 (nearest legal: 1)\n");
  EXPECT_EQ(Errors(name + "network = { inputs = 4097, hidden = [4] }"),
            "d.toml:2: network.inputs = 4097: must be an integer from 1 to 4096 (nearest legal: "
            "4096)\n");
  EXPECT_EQ(Errors(name + "network = { inputs = 1, hidden = [4], outputs = -1 }"),
            "d.toml:2: network.outputs = -1: must be an integer from 0 to 4096 (nearest legal: "
            "0)\n");
  EXPECT_EQ(Errors(name + "network = { inputs = 1, hidden = [4], cell = \"rnn\" }"),
            "d.toml:2: network.cell = \"rnn\": must be one of \"lstm\", \"gru\" (nearest legal: "
            "\"gru\")\n");
}

TEST(ParseSpecText, RefusesBadHiddenLists) {
  const std::string head = "name = \"d\"\nnetwork.inputs = 1\nnetwork.hidden = ";
  const std::string rule = ": must be a list of 1 to 8 integers from 1 to 4096 (nearest legal: ";
  const std::string key = "d.toml:3: network.hidden = ";
  EXPECT_EQ(Errors(head + "[]"), key + "[]" + rule + "[128, 64])\n");
  EXPECT_EQ(Errors(head + "16"), key + "16" + rule + "[16])\n");
  EXPECT_EQ(Errors(head + "[4, 0]"), key + "[4, 0]" + rule + "[4, 1])\n");
  EXPECT_EQ(Errors(head + "[4097]"), key + "[4097]" + rule + "[4096])\n");
  EXPECT_EQ(Errors(head + "[1, 2.5]"), key + "[1, 2.5]" + rule + "[128, 64])\n");
  EXPECT_EQ(Errors(head + "[[1], 2]"), key + "[[ ... ], 2]" + rule + "[128, 64])\n");
  EXPECT_EQ(Errors(head + "[1, 2, 3, 4, 5, 6, 7, 8, 9]"),
            key + "[1, 2, 3, 4, 5, 6, 7, 8, 9]" + rule + "[1, 2, 3, 4, 5, 6, 7, 8])\n");
}

TEST(ParseSpecText, RefusesAHeadActivationWithoutAHead) {
  EXPECT_EQ(Errors("name = \"d\"\nnetwork = { inputs = 1, hidden = [4], head = \"relu\" }"),
            "d.toml:2: network.head = \"relu\": must be \"none\" while network.outputs is 0, and "
            "not given together with network.model (nearest legal: \"none\", or network.outputs = "
            "1)\n");
}

TEST(ParseSpecText, ShortensLongValuesAtACharacter) {
  const std::string long_name = "\"" + std::string(55, 'a') + "\xc3\xa9" + std::string(20, 'b');
  EXPECT_THAT(Errors("network.model = \"m\"\nname = " + long_name + "\""),
              StartsWith("d.toml:2: name = " + long_name.substr(0, 56) + "...: must be a letter"));
}

TEST(ParseSpecText, ReportsBrokenSyntaxWithItsLine) {
  // The words after the colon are toml++'s own and may change with its version.
  EXPECT_THAT(Errors("name = \"d\"\nnetwork = \n"), StartsWith("d.toml:2: broken TOML syntax: "));
  EXPECT_THAT(Errors("a = 1\na = 2\n"), StartsWith("d.toml:2: broken TOML syntax: "));
  EXPECT_THAT(Errors("\n\na = 'x"), StartsWith("d.toml:3: broken TOML syntax: "));
  EXPECT_THAT(Errors("a = \"\xff\"\n"), StartsWith("d.toml:1: broken TOML syntax: "));
  EXPECT_THAT(Errors(std::string("a = 1\0", 6)), StartsWith("d.toml:1: broken TOML syntax: "));
  EXPECT_THAT(Errors("a = 99999999999999999999\n"), StartsWith("d.toml:1: broken TOML syntax: "));
}

TEST(ParseSpecText, RefusesTextsThatAreTooLargeOrTooDeep) {
  EXPECT_EQ(Errors(std::string(65537, '#')), "d.toml: must have at most 65536 bytes, has 65537\n");
  std::string dotted = "a";
  for (int i = 0; i < 2049; ++i) dotted += ".a";
  EXPECT_EQ(Errors(dotted + " = 1"), "d.toml: must have at most 2048 dots\n");
  EXPECT_THAT(Errors("a = " + std::string(60000, '[')), StartsWith("d.toml:1: broken TOML syntax"));
}

TEST(ParseSpecText, SurvivesEveryTruncationAndEveryFlippedByte) {
  const std::string text =
      "name = \"d\" # x\n[network]\ninputs = 5\nhidden = [20, 7]\n[engine]\npes = 4\n"
      "[numerics]\nweight = { kind = \"fixed\", bits = 6 }\nstate = \"auto:12\"\n";
  ASSERT_EQ(Errors(text), "no error");
  for (size_t i = 0; i < text.size(); ++i) {
    Errors(text.substr(0, i));
    for (const char c : {'\0', '"', '[', '=', '\n', '\x80', '.', '9'}) {
      std::string flipped = text;
      flipped[i] = c;
      Errors(flipped);
    }
  }
}

TEST(Choose, TakesAnyNameWithAnIntegerOrATruthValue) {
  const std::string text = "name = \"d\"\n[network]\nmodel = \"m.onnx\"\n";
  for (const char* table : {"choose = { sr = 16000, \"a/b.c\" = true }\n",
                            "choose.sr = 16000\nchoose.\"a/b.c\" = true\n",
                            "[network.choose]\nsr = 16000\n\"a/b.c\" = true\n"}) {
    const Result<Spec> spec = ParseSpecText(text + table, "d.toml", "");
    ASSERT_TRUE(spec.ok()) << table << ToString(spec.errors());
    const Table wanted = {{"sr", int64_t{16000}}, {"a/b.c", true}};
    EXPECT_EQ(spec->network.choose, wanted) << table;
    // The canonical text is read again by later stages.
    const Result<Spec> again = ParseSpecText(spec->canonical, "c.toml", "");
    ASSERT_TRUE(again.ok()) << spec->canonical << ToString(again.errors());
    EXPECT_EQ(again->network.choose, wanted);
    EXPECT_EQ(again->hash, spec->hash);
  }
}

TEST(Choose, RefusesOtherValuesAndShapes) {
  EXPECT_EQ(Errors("name = \"d\"\n[network]\nmodel = \"m\"\nchoose = { sr = \"fast\" }\n"),
            "d.toml:4: network.choose = { ... }: must be a table of names with an integer, true or "
            "false each (nearest legal: { sr = 16000 })\n");
  EXPECT_EQ(Errors("name = \"d\"\n[network]\nmodel = \"m\"\nchoose = 16000\nsubgraph = 1\n"),
            "d.toml:4: network.choose = 16000: must be a table of names with an integer, true or "
            "false each (nearest legal: { sr = 16000 })\n"
            "d.toml:5: network.subgraph = 1: must be true or false (nearest legal: true, false)\n");
  EXPECT_EQ(Errors("name = \"d\"\n[network]\ninputs = 1\nhidden = [4]\nchoose = { sr = 1 }\n"
                   "subgraph = true\ninput_relu = true\n"),
            "d.toml:5: network.choose = { ... }: must be given only together with network.model "
            "(nearest legal: leave network.choose out)\n"
            "d.toml:6: network.subgraph = true: must be given only together with network.model "
            "(nearest legal: leave network.subgraph out)\n"
            "d.toml:7: network.input_relu = true: must be false while network.outputs is 0, and "
            "not given together with network.model (nearest legal: false, or network.outputs = "
            "1)\n");
}

TEST(ParseSpecText, RefusesWhatBelongsToAReadoutWithoutOne) {
  EXPECT_EQ(Errors("name = \"d\"\nnetwork.model = \"m.onnx\"\n"
                   "stimulus.readout.activation = \"none\"\n"),
            "d.toml:3: stimulus.readout.activation = \"none\": must only be given together with "
            "stimulus.readout.weights (nearest legal: leave stimulus.readout.activation out)\n");
}

}  // namespace
}  // namespace gatewright
