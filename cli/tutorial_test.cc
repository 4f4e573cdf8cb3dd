// SPDX-License-Identifier: Apache-2.0
// docs/tutorial.md: its commands, from the page itself, in the order of the page.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

using testing::HasSubstr;

/// A fenced block of a page: what stands behind the fence, and its lines.
struct Block {
  std::string kind;  ///< "sh", "toml file=design.toml"
  std::string text;
};

std::vector<Block> Blocks(const std::string& page) {
  std::vector<Block> blocks;
  std::istringstream lines(page);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      if (!inside) blocks.push_back({line.substr(3), ""});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

class Tutorial : public testing::Test {
 protected:
  /// A block of shell commands, in the folder of the tutorial, with the program in PATH.
  ProcessResult Run(const std::string& commands) {
    const std::string program = std::filesystem::path(GATEWRIGHT_BINARY).parent_path();
    const std::string setting = fmt::format("export PATH='{}':\"$PATH\" EXAMPLES='{}/examples'\n",
                                            program, GATEWRIGHT_SOURCE_DIR);
    return *RunProcess({"bash", "-euo", "pipefail", "-c", setting + commands}, scratch_.path());
  }
  nlohmann::json Results(const std::string& file) {
    return nlohmann::json::parse(*ReadWholeFile(scratch_.path() + "/" + file));
  }
  ScratchFolder scratch_;
};

TEST_F(Tutorial, EveryCommandOfThePageHolds) {
  const std::string root = GATEWRIGHT_SOURCE_DIR;
  int commands = 0;
  for (const Block& block : Blocks(*ReadWholeFile(root + "/docs/tutorial.md"))) {
    const std::string file = "toml file=";
    if (block.kind.starts_with(file)) {
      const std::string path = scratch_.path() + "/" + block.kind.substr(file.size());
      ASSERT_TRUE(WriteFileAtomically(path, block.text).ok());
    } else if (block.kind == "sh") {
      const ProcessResult run = Run(block.text);
      ASSERT_EQ(run.exit_code, 0) << block.text << run.output;
      ++commands;
    } else {
      EXPECT_EQ(block.kind, "python") << "neither run nor said to be something else";
    }
  }
  EXPECT_EQ(commands, 6);
  // What the page promises of them.
  EXPECT_EQ(Results("out/results/simulate.json").at("ok"), true);
  EXPECT_EQ(Results("verify/verify.json").at("ok"), true);
  EXPECT_EQ(Results("out_ice40/metrics.json").at("kind"), "fpga");
  EXPECT_THAT(*ReadWholeFile(scratch_.path() + "/tune/tuned.toml"), HasSubstr("theta_x"));
}

}  // namespace
}  // namespace gatewright
