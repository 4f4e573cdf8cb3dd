// SPDX-License-Identifier: Apache-2.0
#include "generator/network/onnxruntime_test_util.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "generator/base/file_test_util.h"

namespace gatewright {
namespace {

constexpr const char* kScript = GATEWRIGHT_SOURCE_DIR "/verif/onnxruntime/run.js";
constexpr int kNotFound = 127;
constexpr int kPackageMissing = 3;

// Runs a program; its exit status.
int Run(std::vector<std::string> words) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    execvp(arguments[0], arguments.data());
    _exit(kNotFound);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

}  // namespace

bool SkipsOnnxruntime() {
  const char* skip = std::getenv("GATEWRIGHT_SKIP_ONNXRUNTIME");
  return skip != nullptr && std::string(skip) == "1";
}

NpyArray RunInOnnxruntime(const std::string& model, const NpyArray& input,
                          const std::vector<std::string>& options) {
  const TemporaryFile file("x.npy", "");
  EXPECT_TRUE(WriteNpy(file.path(), input).ok());
  const std::string output = file.folder() + "/y.npy";
  std::vector<std::string> words = {"node", kScript, model, file.path(), output};
  words.insert(words.end(), options.begin(), options.end());
  const int status = Run(words);
  EXPECT_NE(status, kNotFound) << "node is missing: run scripts/setup.sh, or set "
                                  "GATEWRIGHT_SKIP_ONNXRUNTIME=1 to leave this test out";
  EXPECT_NE(status, kPackageMissing) << "onnxruntime-node is missing: run scripts/setup.sh, or set "
                                        "GATEWRIGHT_SKIP_ONNXRUNTIME=1 to leave this test out";
  EXPECT_EQ(status, 0);
  if (status != 0) return {};
  const Result<NpyArray> result = ReadNpy(output);
  EXPECT_TRUE(result.ok()) << ToString(result.errors());
  return result.ok() ? *result : NpyArray{};
}

}  // namespace gatewright
