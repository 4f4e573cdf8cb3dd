// SPDX-License-Identifier: Apache-2.0
// The integration kit and the netlist as a stranger meets them: read by other programs, linted,
// simulated with the bench of the design.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "generator/base/process.h"
#include "generator/base/read_file.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

const char kDesign[] =
    "name = \"t\"\n[network]\ninputs = 2\nhidden = [4]\noutputs = 1\n"
    "[numerics]\nstate = \"Q4.6\"\ncell = \"Q4.8\"\nweight.bits = 4\n"
    "activation = { in_integer = 2, in_fraction = 5, out_fraction = 6 }\n"
    "[engine]\narrays = 2\npes = 2\ncell_lanes = 2\naccumulators = \"ram\"\n"
    "[stimulus]\nsteps = 20\n";

class Kit : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(scratch_.path() + "/design.toml") << kDesign;
    const ProcessResult run = *RunProcess(
        {GATEWRIGHT_BINARY, "-q", "generate", "design.toml", "-o", "out"}, scratch_.path());
    ASSERT_EQ(run.exit_code, 0) << run.output;
  }
  std::string Out() const { return scratch_.path() + "/out"; }
  std::string Read(const std::string& name) const { return *ReadWholeFile(Out() + "/" + name); }
  ProcessResult Shell(const std::string& command) const {
    return *RunProcess({"sh", "-c", command}, Out());
  }
  /// A YAML file as JSON, by Debian's python3-yaml.
  nlohmann::json Yaml(const std::string& name) const {
    const ProcessResult run = Shell(
        "/usr/bin/python3 -c 'import json, sys, yaml; "
        "print(json.dumps(yaml.safe_load(open(sys.argv[1]))))' " +
        name);
    EXPECT_EQ(run.exit_code, 0) << run.output;
    return nlohmann::json::parse(run.output, nullptr, false);
  }
  /// The files of filelist.f.
  std::vector<std::string> Listed() const {
    std::vector<std::string> files;
    std::ifstream list(Out() + "/filelist.f");
    for (std::string line; std::getline(list, line);) {
      if (!line.starts_with("//")) files.push_back(line);
    }
    return files;
  }

  const ScratchFolder scratch_;
};

TEST_F(Kit, FuseSocCoreNamesEveryFileAndTheTops) {
  EXPECT_TRUE(Read("gw_t.core").starts_with("CAPI=2:\n"));
  const nlohmann::json core = Yaml("gw_t.core");
  EXPECT_TRUE(core.contains("CAPI=2"));
  EXPECT_EQ(core.at("name"), "gatewright:generated:gw_t:0");
  const nlohmann::json& sets = core.at("filesets");
  EXPECT_EQ(sets.at("rtl").at("files"), nlohmann::json(Listed()));
  size_t copied = 0;
  for (const char* set : {"memories", "bench", "constraints"}) {
    for (const nlohmann::json& entry : sets.at(set).at("files")) {
      for (const auto& [path, attributes] : entry.items()) {
        EXPECT_TRUE(fs::exists(Out() + "/" + path)) << path;
        if (attributes.at("file_type") == "user") {
          EXPECT_EQ(attributes.at("copyto"), path) << "where the RTL looks for it";
          ++copied;
        }
      }
    }
  }
  EXPECT_EQ(copied, 5U + 2U) << "two weight files, three tables, two vector files";
  for (const auto& [name, target] : core.at("targets").items()) {
    for (const auto& set : target.at("filesets")) EXPECT_TRUE(sets.contains(set)) << name;
    EXPECT_EQ(target.at("toplevel"), name == "sim" ? "tb_gw_t" : "gw_t");
  }
}

TEST_F(Kit, BenderManifestListsTheSources) {
  const nlohmann::json bender = Yaml("Bender.yml");
  EXPECT_EQ(bender.at("package").at("name"), "gw_t");
  EXPECT_EQ(bender.at("sources").at(0).at("files"), nlohmann::json(Listed()));
  EXPECT_FALSE(bender.at("sources").at(0).contains("target"));
  EXPECT_EQ(bender.at("sources").at(1).at("target"), "simulation");
}

TEST_F(Kit, InstanceToCopyLintsWithoutAWord) {
  const ProcessResult lint = Shell(
      "verilator --lint-only -Wall -f filelist.f integration/gw_t_instance.v "
      "--top-module gw_t_instance");
  EXPECT_EQ(lint.exit_code, 0);
  EXPECT_THAT(lint.output, Not(HasSubstr("%"))) << "newer versions print a summary";
}

TEST_F(Kit, MacrosSwappedInByFileListPassTheBenchAndAWrongOneFails) {
  const ProcessResult lint =
      Shell("verilator --lint-only -Wall -f integration/macros/filelist.f --top-module gw_t");
  EXPECT_EQ(lint.exit_code, 0);
  EXPECT_THAT(lint.output, Not(HasSubstr("%"))) << "newer versions print a summary";
  const std::string bench =
      "iverilog -g2005 -o ../tb.vvp -f integration/macros/filelist.f tb/tb_gw_t.v && "
      "vvp -N ../tb.vvp";
  EXPECT_THAT(Read("integration/macros/gw_rom.v"), HasSubstr("gw_macro_rom_128x7"));
  const ProcessResult right = Shell(bench);
  EXPECT_EQ(right.exit_code, 0) << right.output;
  EXPECT_THAT(right.output, HasSubstr("PASS: 20 steps"));
  const ProcessResult wrong =
      Shell("sed -i 's/CEN(~re_i)/CEN(re_i)/' integration/macros/gw_rom.v && " + bench);
  EXPECT_NE(wrong.exit_code, 0) << "an enable of the wrong sense";
}

TEST_F(Kit, InventoryHasTheBitsOfTheDesign) {
  const nlohmann::json memories = nlohmann::json::parse(Read("integration/memories.json"));
  int64_t bits = 0;
  for (const nlohmann::json& memory : memories.at("memories")) {
    bits += memory.at("words").get<int64_t>() * memory.at("width_bits").get<int64_t>() *
            memory.at("instances").get<int64_t>();
  }
  EXPECT_EQ(memories.at("total_bits"), bits);
  EXPECT_THAT(Read("integration/memories.md"), HasSubstr("Together " + std::to_string(bits)));
}

TEST_F(Kit, NetlistPassesTheBenchWithTheMemoryWrappersOfTheRtl) {
  const ProcessResult synth = *RunProcess(
      {GATEWRIGHT_BINARY, "-q", "synth", "out", "--target", "generic"}, scratch_.path());
  ASSERT_EQ(synth.exit_code, 0) << synth.output;
  // Gates pass X on where the RTL does not, so every register starts with some value.
  const std::string bench =
      "sed -E 's/^  reg (\\[[^]]*\\] )?(.*);$/  reg \\1\\2; initial \\2 = $random;/' "
      "netlist/gw_t.v > ../netlist.v && "
      "iverilog -g2005 -o ../tb.vvp ../netlist.v rtl/gw_rom.v rtl/gw_ram_1r1w.v tb/tb_gw_t.v && "
      "vvp -N ../tb.vvp";
  const ProcessResult run = Shell(bench);
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("PASS: 20 steps"));
  const ProcessResult wrong = Shell("sed -i 's/weights_01/weights_00/' netlist/gw_t.v && " + bench);
  EXPECT_NE(wrong.exit_code, 0) << "the second array has weights of its own";
}

}  // namespace
}  // namespace gatewright
