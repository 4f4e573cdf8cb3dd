#include "generator/tools/process.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace gatewright {
namespace {

TEST(RunProcess, PassesArgumentsAsTheyAre) {
  const Result<ProcessResult> result = RunProcess({"printf", "%s|", "a b", "$HOME", "`id`", "*"});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->exit_code, 0);
  EXPECT_EQ(result->output, "a b|$HOME|`id`|*|");
}

TEST(RunProcess, RunsInTheFolderAskedFor) {
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
