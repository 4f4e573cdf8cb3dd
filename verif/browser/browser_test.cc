// SPDX-License-Identifier: Apache-2.0
// The pages as people see them: written by the program, looked at in Chromium (check_pages.js).

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <future>

#include "generator/base/process.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

constexpr int kMissing = 77;  // exit status of check_pages.js without Chromium or playwright-core

/// Set where the browser must be there: on build servers, and by scripts/test.sh.
bool IsRequired() {
  for (const char* name : {"CI", "GATEWRIGHT_REQUIRE_BROWSER"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return true;
  }
  return false;
}

/// A network of four units with everything a report can show: events, a reference, decisions.
std::string Design(const std::string& name, const std::string& weight, int pes) {
  return "name = \"" + name +
         "\"\n[network]\ninputs = 2\nhidden = [4]\noutputs = 1\n[numerics]\nstate = \"Q3.6\"\n"
         "cell = \"Q2.8\"\nweight = " +
         weight +
         "\nactivation = { kind = \"pwl\", segments = 4, out_fraction = 8 }\n[engine]\npes = " +
         std::to_string(pes) +
         "\n[stimulus]\ninput = \"frames.csv\"\nreference = \"wanted.csv\"\nsample_rate = 100\n"
         "decision_threshold = 0.01\n[sparsity]\nevents = { kind = \"delta\", theta_x = \"1/16\" "
         "}\n"
         "[synth]\ntarget = \"mini.lib\"\nclock_ns = 40\n";
}

/// Two variants compared, the report of the first, its thresholds swept, its sessions verified, and
/// the report of a design of which nothing has run.
class Pages : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream frames(Path("frames.csv"));
    std::ofstream wanted(Path("wanted.csv"));
    for (int t = 0; t < 60; ++t) {
      frames << std::sin(0.3 * t) << ',' << std::cos(0.17 * t) << '\n';
      wanted << 0.1 * std::sin(0.3 * t) << '\n';
    }
    std::ofstream(Path("mini.lib")) << MiniLibrary();
    std::ofstream(Path("first.toml")) << Design("first", "{ kind = \"fixed\", bits = 8 }", 4);
    std::ofstream(Path("second.toml"))
        << Design("second", "{ kind = \"bit-sparse\", bits = 8, digits = 1 }", 1);
  }
  std::string Path(const std::string& name) const { return scratch_.path() + "/" + name; }
  void Run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), GATEWRIGHT_BINARY);
    const Result<ProcessResult> run = RunProcess(arguments, scratch_.path());
    ASSERT_TRUE(run.ok());
    ASSERT_EQ(run->exit_code, 0) << arguments[1] << ": " << run->output;
  }
  /// Exit status and output of check_pages.js.
  ProcessResult Look(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"node", GATEWRIGHT_SOURCE_DIR "/verif/browser/check_pages.js"});
    const Result<ProcessResult> run = RunProcess(arguments, scratch_.path());
    return run.ok() ? *run : ProcessResult{kMissing, ToString(run.errors())};
  }

  ScratchFolder scratch_;
};

TEST_F(Pages, LookRightAtEveryWidthLightAndDark) {
  const ProcessResult there = Look({"--version"});
  if (there.exit_code == kMissing) {
    ASSERT_FALSE(IsRequired()) << there.output;
    GTEST_SKIP() << there.output;
  }
  auto compared = std::async(std::launch::async, [this] {
    Run({"compare", "first.toml", "second.toml", "-o", "compare", "--steps", "16"});
    Run({"lint", "compare/first"});
    Run({"report", "compare/first"});
  });
  Run({"generate", "second.toml", "-o", "incomplete"});
  Run({"report", "incomplete"});
  Run({"tune", "first.toml", "-o", "tune", "--points", "16", "--max-error", "0.05"});
  Run({"verify", "first.toml", "-o", "verify", "--sessions", "2", "--no-icarus", "--coverage"});
  compared.get();
  ASSERT_FALSE(HasFatalFailure());
  const ProcessResult looked =
      Look({"--injected", "compare/first/report.html", "compare/compare.html", "tune/tune.html",
            "verify/verify.html", "incomplete/report.html"});
  EXPECT_EQ(looked.exit_code, 0) << looked.output;
}

}  // namespace
}  // namespace gatewright
