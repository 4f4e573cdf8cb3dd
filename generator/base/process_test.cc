// SPDX-License-Identifier: Apache-2.0
#include "generator/base/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "generator/base/cleanup.h"

namespace gatewright {
namespace {

TEST(RunProcess, PassesArgumentsAsTheyAre) {
  const Result<ProcessResult> result = RunProcess({"printf", "%s|", "a b", "$HOME", "`id`", "*"});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->exit_code, 0);
  EXPECT_EQ(result->output, "a b|$HOME|`id`|*|");
}

TEST(RunProcess, RunsInTheFolderRequested) {
  const Result<ProcessResult> result = RunProcess({"pwd"}, "/");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->output, "/\n");
}

TEST(RunProcess, GivesTheExitStatusAndStderr) {
  const Result<ProcessResult> result = RunProcess({"sh", "-c", "echo bad >&2; exit 7"});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->exit_code, 7);
  EXPECT_EQ(result->output, "bad\n");
}

TEST(RunTool, FailsWithTheEndOfTheOutput) {
  const Result<std::string> result = RunTool({"sh", "-c", "echo first; echo last; exit 3"});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.errors()[0].ToString(), "sh: ended with status 3:\nfirst\nlast");
}

TEST(Process, NamesTheProgramThatAFailedToolMisses) {
  const Result<std::string> shell = RunTool({"sh", "-c", "no-such-tool x"});
  EXPECT_EQ(shell.errors()[0].ToString(),
            "sh: it needs the program no-such-tool, which is not installed "
            "(nearest legal: apt-get install no-such-tool)");
  const Result<std::string> yosys = RunTool(
      {"sh", "-c",
       "echo 'ERROR: ABC: execution of command \"\"/usr/bin/yosys-abc\" -s -f x.script 2>&1\" "
       "failed: return code 127.'; exit 1"});
  EXPECT_EQ(yosys.errors()[0].ToString(),
            "sh: it needs the program yosys-abc, which is not installed "
            "(nearest legal: apt-get install yosys)");
  const Result<std::string> other = RunTool({"sh", "-c", "echo file x: not found; exit 1"});
  EXPECT_NE(other.errors()[0].ToString().find("ended with status 1"), std::string::npos);
}

TEST(FindTool, NamesThePackageOfAMissingProgram) {
  const char* path = std::getenv("PATH");
  const std::string saved = path != nullptr ? path : "";
  ::setenv("PATH", "/nowhere", 1);
  const Result<std::string> found = FindTool("sta");
  ::setenv("PATH", saved.c_str(), 1);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.errors()[0].ToString(),
            "sta: the program is not installed (nearest legal: apt-get install opensta)");
}

TEST(Tail, KeepsTheLastLines) {
  EXPECT_EQ(Tail("a\nb\nc\n\n", 2), "b\nc");
  EXPECT_EQ(Tail("a", 5), "a");
  EXPECT_EQ(Tail("", 5), "");
}

/// Runs `body` in a child that is interrupted by `signal`; its exit status.
template <typename Body>
int ExitOfInterrupted(int signal, Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    CleanUpOnInterrupt();
    body();
    ::kill(::getpid(), signal);
    ::pause();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(CleanUp, InterruptRemovesWhatIsUnfinishedAndNothingElse) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const ScratchFolder scratch;
    const std::string kept = scratch.path() + "/kept";
    const std::string partial = scratch.path() + "/partial";
    const int status = ExitOfInterrupted(signal, [&] {
      Keep(scratch.path());  // the child shares our scratch folder
      RemoveOnInterrupt(kept);
      std::ofstream(kept) << "complete";
      Keep(kept);
      RemoveOnInterrupt(partial);
      std::filesystem::create_directories(partial + "/deep");
      std::ofstream(partial + "/deep/file") << "half";
    });
    EXPECT_EQ(status, 128 + signal);
    EXPECT_TRUE(std::filesystem::exists(kept));
    EXPECT_FALSE(std::filesystem::exists(partial));
  }
}

TEST(ScratchFolder, IsGoneAfterwards) {
  std::string path;
  {
    const ScratchFolder scratch;
    path = scratch.path();
    EXPECT_TRUE(std::filesystem::is_directory(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace gatewright
