// SPDX-License-Identifier: Apache-2.0
// What is installed works by itself. GATEWRIGHT_BUILD and GATEWRIGHT_CMAKE are the build folder and
// the cmake that made it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/spec/keys.h"

namespace gatewright {
namespace {

using testing::HasSubstr;

class Installed : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new ScratchFolder();
    const ProcessResult run = *RunProcess(
        {GATEWRIGHT_CMAKE, "--install", GATEWRIGHT_BUILD, "--prefix", Prefix()}, scratch_->path());
    ASSERT_EQ(run.exit_code, 0) << run.output;
  }
  static void TearDownTestSuite() {
    delete scratch_;
    scratch_ = nullptr;
  }
  static std::string Prefix() { return scratch_->path() + "/usr"; }
  static ProcessResult Shell(const std::string& command) {
    return *RunProcess({"bash", "-c", command}, scratch_->path());
  }
  /// What bash offers after `line`, which ends in the word being typed.
  static std::string Complete(const std::string& line) {
    return Shell("source " + Prefix() +
                 "/share/bash-completion/completions/gatewright\nCOMP_WORDS=(" + line +
                 " '')\n[[ '" + line +
                 "' == *' ' ]] || unset 'COMP_WORDS[-1]'\n"
                 "COMP_CWORD=$((${#COMP_WORDS[@]}-1))\n_gatewright\n"
                 "echo \"${COMPREPLY[*]}\"")
        .output;
  }

  static ScratchFolder* scratch_;
};
ScratchFolder* Installed::scratch_ = nullptr;

TEST_F(Installed, ProgramNeedsNeitherSourcesNorEnvironment) {
  const std::string program = Prefix() + "/bin/gatewright";
#ifdef GATEWRIGHT_PLAIN_BUILD  // sanitizers and coverage write paths into programs
  ASSERT_EQ(Shell("strip -o stripped " + program).exit_code, 0);
  EXPECT_EQ(ReadWholeFile(scratch_->path() + "/stripped")->find(GATEWRIGHT_SOURCE_DIR),
            std::string::npos)
      << "a path of the source tree in the program";
#endif
  std::ofstream(scratch_->path() + "/design.toml")
      << "name = \"t\"\n[network]\ninputs = 1\nhidden = [2]\n[stimulus]\nsteps = 4\n";
  const std::string run = "env -i PATH=/usr/bin:/bin HOME=/nonexistent " + program;
  const ProcessResult generate = Shell(run + " generate design.toml -o out");
  EXPECT_EQ(generate.exit_code, 0) << generate.output;
  const ProcessResult simulate = Shell(run + " simulate out --no-bench");
  EXPECT_EQ(simulate.exit_code, 0) << simulate.output;
  EXPECT_THAT(simulate.output, HasSubstr("0 mismatches"));
}

TEST_F(Installed, ExampleBuildsFromItsInstalledPlace) {
  const std::string examples = Prefix() + "/share/doc/gatewright/examples/causal_filter";
  const ProcessResult run =
      Shell(Prefix() + "/bin/gatewright -q generate " + examples + "/design.toml -o demo");
  EXPECT_EQ(run.exit_code, 0) << run.output;
}

TEST_F(Installed, ManualPageHasEveryCommandAndOptionOfTheHelp) {
  const std::string page = *ReadWholeFile(Prefix() + "/share/man/man1/gatewright.1");
  for (const char* command : {"build", "generate", "lint", "simulate", "synth", "report", "import",
                              "explain", "completion", "manual"}) {
    EXPECT_THAT(page, HasSubstr(std::string(".SS gatewright ") + command));
    const std::string help = Shell(Prefix() + "/bin/gatewright " + command + " --help").output;
    for (size_t at = help.find("  --"); at != std::string::npos; at = help.find("  --", at + 1)) {
      const size_t begin = at + 4;
      const std::string option = help.substr(begin, help.find_first_of(" ,{", begin) - begin);
      std::string roff;
      for (const char c : option) roff += c == '-' ? "\\-" : std::string(1, c);
      EXPECT_THAT(page, HasSubstr("\\-\\-" + roff)) << command;
    }
  }
}

TEST_F(Installed, CompletionOffersCommandsOptionsTargetsAndKeys) {
  std::ofstream(scratch_->path() + "/design.toml") << "name = \"t\"\n";
  EXPECT_THAT(Complete("gatewright sy"), HasSubstr("synth"));
  EXPECT_THAT(Complete("gatewright synth --t"), HasSubstr("--target"));
  EXPECT_THAT(Complete("gatewright synth --target ice"), HasSubstr("ice40"));
  EXPECT_THAT(Complete("gatewright explain engine.p"), HasSubstr("engine.pes"));
  EXPECT_THAT(Complete("gatewright -q build des"), HasSubstr("design.toml"));
  EXPECT_EQ(Complete("gatewright explain none"), "\n");
}

}  // namespace
}  // namespace gatewright
