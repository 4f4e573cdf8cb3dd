// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// What a finished program left behind.
struct ProcessResult {
  int exit_code = 0;   ///< exit status, or 128 + signal
  std::string output;  ///< stdout and stderr, as they came
};

/// Runs a program found in PATH, without a shell: argv[0] is its name, the others are passed as
/// they are. stdin is empty; `directory` is its working folder ("" = ours).
/// Error: the program is not installed; the diagnostic names the Debian package that has it.
Result<ProcessResult> RunProcess(const std::vector<std::string>& argv,
                                 const std::string& directory = "");

/// RunProcess, and an error with the end of its output when it exits non-zero; else its output.
Result<std::string> RunTool(const std::vector<std::string>& argv,
                            const std::string& directory = "");

/// Full path of a program in PATH, or a diagnostic that names its Debian package.
Result<std::string> FindTool(const std::string& name);

/// The last `lines` lines of a text.
std::string Tail(const std::string& text, int lines);

/// A new private folder under the system's temporary folder, removed with everything in it when
/// this goes out of scope.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gatewright
