// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

/// A design with an error and the message it must give, the file's name left out.
struct Mistake {
  const char* name;
  const char* text;     ///< added below the two lines of a sound design
  const char* message;  ///< from the line number on
};

class EngineMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(EngineMistake, IsReportedExactly) {
  const std::string sound = "name = \"d\"\nnetwork.model = \"m.onnx\"\n";
  ASSERT_TRUE(ParseSpecText(sound, "d.toml", "").ok());
  const Result<Spec> spec = ParseSpecText(sound + GetParam().text + "\n", "d.toml", "");
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(ToString(spec.errors()), std::string("d.toml:") + GetParam().message + "\n");
}

constexpr Mistake kMistakes[] = {
    {"EngineArraysNotPowerOfTwo", "engine.arrays = 6",
     "3: engine.arrays = 6: must be a power of two from 1 to 64 (nearest legal: 4, 8)"},
    {"EngineArraysTooMany", "engine.arrays = 128",
     "3: engine.arrays = 128: must be a power of two from 1 to 64 (nearest legal: 64)"},
    {"EngineArraysZero", "engine.arrays = 0",
     "3: engine.arrays = 0: must be a power of two from 1 to 64 (nearest legal: 1)"},
    {"EngineArraysNeitherDivideNorMultiplyLanes",
     "engine = { arrays = 4, pes = 6, cell_lanes = 6 }",
     "3: engine.arrays = 4: must divide engine.cell_lanes or be a multiple of it "
     "(engine.cell_lanes = 6) (nearest legal: 2)"},
    {"EnginePesZero", "engine.pes = 0",
     "3: engine.pes = 0: must be an integer from 1 to 1024 (nearest legal: 1)"},
    {"EnginePesTooMany", "engine.pes = 1025",
     "3: engine.pes = 1025: must be an integer from 1 to 1024 (nearest legal: 1024)"},
    {"EnginePesNegative", "engine.pes = -9223372036854775808",
     "3: engine.pes = -9223372036854775808: must be an integer from 1 to 1024 (nearest legal: 1)"},
    {"EnginePesAsText", "engine.pes = \"16\"",
     "3: engine.pes = \"16\": must be an integer from 1 to 1024 (nearest legal: 16)"},
    {"EnginePesAsFloat", "engine.pes = 15.7",
     "3: engine.pes = 15.7: must be an integer from 1 to 1024 (nearest legal: 16)"},
    {"EnginePesAsBoolean", "engine.pes = true",
     "3: engine.pes = true: must be an integer from 1 to 1024 (nearest legal: 1)"},
    {"EnginePesAsDate", "engine.pes = 1979-05-27",
     "3: engine.pes = 1979-05-27: must be an integer from 1 to 1024 (nearest legal: 1)"},
    {"EnginePesAsTable", "engine.pes = { n = 1 }",
     "3: engine.pes = { ... }: must be an integer from 1 to 1024 (nearest legal: 1)"},
    {"CellLanesNotADivisor", "engine = { pes = 16, cell_lanes = 3 }",
     "3: engine.cell_lanes = 3: must divide engine.pes = 16 (nearest legal: 2, 4)"},
    {"CellLanesAbovePes", "engine = { pes = 12, cell_lanes = 16 }",
     "3: engine.cell_lanes = 16: must divide engine.pes = 12 (nearest legal: 12)"},
    {"CellLanesZero", "engine.cell_lanes = 0",
     "3: engine.cell_lanes = 0: must be an integer from 1 to 1024 (nearest legal: 1)"},
    {"AccumulatorsUnknownWord", "engine.accumulators = \"rams\"",
     "3: engine.accumulators = \"rams\": must be one of \"auto\", \"flops\", \"ram\" (nearest "
     "legal: \"ram\")"},
    {"AccumulatorsOfAnotherType", "engine.accumulators = 1",
     "3: engine.accumulators = 1: must be one of \"auto\", \"flops\", \"ram\" (nearest legal: "
     "\"auto\", \"flops\", \"ram\")"},
    {"WeightsRam", "engine.weights = \"ram\"",
     "3: engine.weights = \"ram\": must be \"rom\" (\"ram\" is planned, this version lacks it) "
     "(nearest legal: \"rom\")"},
    {"ControlBusUnknown", "control.bus = \"apb\"",
     "3: control.bus = \"apb\": must be one of \"none\", \"axi-lite\" (nearest legal: \"none\")"},
    {"WeightsAxi", "engine.weights = \"axi\"",
     "3: engine.weights = \"axi\": must be \"rom\" (\"axi\" is planned, this version lacks it) "
     "(nearest legal: \"rom\")"},
    {"ResetUnknownWord", "engine.reset = \"asinc\"",
     "3: engine.reset = \"asinc\": must be one of \"async\", \"sync\" (nearest legal: \"async\")"},
    {"ElementsInNotPowerOfTwo", "stream.elements_in = 3",
     "3: stream.elements_in = 3: must be a power of two from 1 to 64 (nearest legal: 2, 4)"},
    {"ElementsInTooMany", "stream.elements_in = 128",
     "3: stream.elements_in = 128: must be a power of two from 1 to 64 (nearest legal: 64)"},
    {"ElementsOutNotADivisor", "engine = { pes = 12, cell_lanes = 12 }\nstream.elements_out = 8",
     "4: stream.elements_out = 8: must divide engine.cell_lanes = 12 (nearest legal: 4)"},
    {"ElementsOutNotPowerOfTwo", "engine = { pes = 12, cell_lanes = 12 }\nstream.elements_out = 6",
     "4: stream.elements_out = 6: must be a power of two from 1 to 64 (nearest legal: 4, 8)"},
    {"StimulusStepsNegative", "stimulus.steps = -1",
     "3: stimulus.steps = -1: must be an integer from 0 to 1000000000 (nearest legal: 0)"},
    {"StimulusSeedNegative", "stimulus.seed = -1",
     "3: stimulus.seed = -1: must be an integer from 0 to 9223372036854775807 (nearest legal: 0)"},
    {"StimulusInputEmpty", "stimulus.input = \"\"",
     "3: stimulus.input = \"\": must be a file path: not empty, no control characters (nearest "
     "legal: \"frames.npy\")"},
    {"StimulusReferenceWithNewline", "stimulus.reference = \"a\\nb\"",
     "3: stimulus.reference = \"a\\u000Ab\": must be a file path: not empty, no control characters "
     "(nearest legal: \"target.npy\")"},
    {"SampleRateNegative", "stimulus.sample_rate = -1.5",
     "3: stimulus.sample_rate = -1.5: must be a number from 0 to 1000000000000 (nearest legal: 0)"},
    {"SampleRateNotFinite", "stimulus.sample_rate = inf",
     "3: stimulus.sample_rate = inf: must be a number from 0 to 1000000000000 (nearest legal: "
     "1000000000000)"},
    {"SampleRateNotANumber", "stimulus.sample_rate = nan",
     "3: stimulus.sample_rate = nan: must be a number from 0 to 1000000000000 (nearest legal: "
     "0.0)"},
    {"SynthTargetUnknown", "synth.target = \"asic\"",
     "3: synth.target = \"asic\": must be \"generic\", \"osu018\", \"ice40\", \"ecp5\", \"xc7\" or "
     "the path of a liberty file (.lib, .lib.gz) (nearest legal: \"generic\", \"osu018\", "
     "\"ice40\", \"ecp5\", \"xc7\")"},
    {"SynthTargetNotText", "synth.target = 180",
     "3: synth.target = 180: must be \"generic\", \"osu018\", \"ice40\", \"ecp5\", \"xc7\" or the "
     "path of a liberty file (.lib, .lib.gz) (nearest legal: \"generic\")"},
    {"SynthDeviceUnknown", "synth.device = \"hx1k\"",
     "3: synth.device = \"hx1k\": must be one of \"hx8k\", \"up5k\" (nearest legal: \"hx8k\")"},
    {"MemoryAccessNegative", "synth.memory_access_ns = -1",
     "3: synth.memory_access_ns = -1: must be a number from 0 to 1000000 (nearest legal: 0)"},
    {"ClockZero", "synth.clock_ns = 0",
     "3: synth.clock_ns = 0: must be a number from 0.01 to 1000000 (nearest legal: 0.01)"},
    {"ClockAsText", "synth.clock_ns = \"10\"",
     "3: synth.clock_ns = \"10\": must be a number from 0.01 to 1000000 (nearest legal: 10.0)"},
    {"PrefixStartsWithADigit", "output.prefix = \"9x_\"",
     "3: output.prefix = \"9x_\": must be a letter or underscore followed by letters, digits and "
     "underscores, 32 characters at most (nearest legal: \"n9x_\")"},
    {"PrefixEmpty", "output.prefix = \"\"",
     "3: output.prefix = \"\": must be a letter or underscore followed by letters, digits and "
     "underscores, 32 characters at most (nearest legal: \"gw_\")"},
    {"PrefixWithADash", "output.prefix = \"my-\"",
     "3: output.prefix = \"my-\": must be a letter or underscore followed by letters, digits and "
     "underscores, 32 characters at most (nearest legal: \"my_\")"},
    {"UnknownKey", "engine.pse = 4", "3: engine.pse = 4: unknown key (nearest legal: engine.pes)"},
    {"UnknownKeyInAnotherSection", "network.pes = 4",
     "3: network.pes = 4: unknown key (nearest legal: engine.pes)"},
    {"UnknownSection", "[enigne]\npes = 4\narrays = 2",
     "3: enigne: unknown key (nearest legal: engine)"},
    {"QuotedDottedKey", "\"engine.pes\" = 4",
     "3: \"engine.pes\" = 4: unknown key (nearest legal: engine.pes)"},
    {"SectionAsNumber", "engine = 3",
     "3: engine = 3: must be a table (nearest legal: { arrays = 1 })"},
    {"SectionAsArrayOfTables", "[[engine]]\npes = 4",
     "3: engine = [{ ... }]: must be a table (nearest legal: { arrays = 1 })"},
};

INSTANTIATE_TEST_SUITE_P(Mistakes, EngineMistake, ::testing::ValuesIn(kMistakes),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace gatewright
