// SPDX-License-Identifier: Apache-2.0
// Runs other programs, finds them, and makes scratch folders.
#include "generator/base/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>  // NOLINT: sigset_t is POSIX's
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "generator/base/cleanup.h"

extern char** environ;  // NOLINT: POSIX names it

namespace gatewright {
namespace {

struct ToolPackage {
  const char* tool;
  const char* package;
};
constexpr ToolPackage kPackages[] = {
    {"verilator", "verilator"},
    {"yosys", "yosys"},
    {"yosys-abc", "yosys"},
    {"berkeley-abc", "berkeley-abc"},
    {"yosys-smtbmc", "yosys"},
    {"iverilog", "iverilog"},
    {"vvp", "iverilog"},
    {"sta", "opensta"},
    {"nextpnr-ice40", "nextpnr-ice40"},
    {"g++", "g++"},
    {"make", "make"},
    {"node", "nodejs"},
};

std::string PackageOf(const std::string& tool) {
  for (const ToolPackage& entry : kPackages) {
    if (tool == entry.tool) return entry.package;
  }
  return tool;
}

Diagnostic Failure(const std::string& what, int code) {
  return {"", 0, "", what, fmt::format("cannot be run: {}", std::strerror(code)), ""};
}

std::string ReadAll(int descriptor) {
  std::string text;
  std::array<char, 1 << 14> buffer{};
  for (;;) {
    const ssize_t n = ::read(descriptor, buffer.data(), buffer.size());
    if (n > 0) {
      text.append(buffer.data(), static_cast<size_t>(n));
    } else if (n == 0 || errno != EINTR) {
      return text;
    }
  }
}

int WaitFor(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Result<std::string> FindTool(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* path = std::getenv("PATH");
  std::string folders = path != nullptr ? path : "/usr/bin:/bin";
  size_t at = 0;
  while (at <= folders.size()) {
    const size_t end = std::min(folders.find(':', at), folders.size());
    const std::string candidate = folders.substr(at, end - at) + "/" + name;
    if (end > at && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    at = end + 1;
  }
  return Diagnostic{"",
                    0,
                    "",
                    name,
                    "the program is not installed",
                    fmt::format("apt-get install {}", PackageOf(name))};
}

Result<ProcessResult> RunProcess(const std::vector<std::string>& argv,
                                 const std::string& directory) {
  const Result<std::string> program = FindTool(argv[0]);
  if (!program) return program.errors();
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return Failure(argv[0], errno);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  if (!directory.empty()) posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
  // Children take the signals that we wait for in a thread of our own.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::vector<char*> arguments;
  std::vector<std::string> copies = argv;
  arguments.reserve(copies.size() + 1);
  for (std::string& copy : copies) arguments.push_back(copy.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  const int code =
      ::posix_spawn(&child, program->c_str(), &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (code != 0) {
    ::close(ends[0]);
    return Failure(argv[0], code);
  }
  ProcessResult result;
  result.output = ReadAll(ends[0]);
  ::close(ends[0]);
  result.exit_code = WaitFor(child);
  return result;
}

namespace {

/// The program that a failed tool could not start, from what it printed: a shell's "NAME: not
/// found", or Yosys' 'execution of command ""NAME" ...' that ended with the shell's code for that.
/// Empty when it failed otherwise.
std::string MissingCompanion(const std::string& output) {
  const auto word_before = [&output](size_t end) {
    const size_t begin = output.find_last_of(" \n", end);
    return output.substr(begin + 1, end - begin - 1);  // npos + 1 = 0
  };
  const size_t shell = output.find(": not found");
  if (shell != std::string::npos && output.compare(0, 4, "sh: ") == 0) return word_before(shell);
  constexpr std::string_view kCommand = "execution of command \"\"";
  const size_t command = output.find(kCommand);
  if (command == std::string::npos || output.find("return code 127") == std::string::npos)
    return "";
  const size_t begin = command + kCommand.size();
  const std::string path = output.substr(begin, output.find('"', begin) - begin);
  return path.substr(path.find_last_of('/') + 1);
}

}  // namespace

Result<std::string> RunTool(const std::vector<std::string>& argv, const std::string& directory) {
  Result<ProcessResult> result = RunProcess(argv, directory);
  if (!result) return result.errors();
  if (result->exit_code == 0) return result->output;
  const std::string missing = MissingCompanion(result->output);
  if (!missing.empty()) {
    return Diagnostic{"",
                      0,
                      "",
                      argv[0],
                      fmt::format("it needs the program {}, which is not installed", missing),
                      fmt::format("apt-get install {}", PackageOf(missing))};
  }
  return Diagnostic{
      "",
      0,
      "",
      argv[0],
      fmt::format("ended with status {}:\n{}", result->exit_code, Tail(result->output, 20)),
      ""};
}

std::string Tail(const std::string& text, int lines) {
  size_t at = text.size();
  while (at > 0 && text[at - 1] == '\n') --at;
  const size_t end = at;
  while (at > 0 && lines > 0) {
    --at;
    if (text[at] == '\n' && --lines == 0) return text.substr(at + 1, end - at - 1);
  }
  return text.substr(at, end - at);
}

ScratchFolder::ScratchFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "gatewright-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "no temporary folder " + pattern);
  }
  path_ = pattern;
  RemoveOnInterrupt(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
  Keep(path_);
}

}  // namespace gatewright
