// SPDX-License-Identifier: Apache-2.0
// Builds a design with Verilator as a shared library.
#include "sim/build.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "sim/shim_text.h"

namespace gatewright {
namespace {

namespace fs = std::filesystem;

const char* OptimiseFlag(const SimBuildOptions& options) {
  // The counters of coverage take a compiler that optimises minutes.
  if (options.coverage) return "-O0";
  return options.optimise ? "-O3" : "-O1";
}

fs::path CacheFolder() {
  if (const char* chosen = std::getenv("GATEWRIGHT_CACHE")) return chosen;
  if (const char* xdg = std::getenv("XDG_CACHE_HOME")) return fs::path(xdg) / "gatewright";
  if (const char* home = std::getenv("HOME")) return fs::path(home) / ".cache" / "gatewright";
  return fs::temp_directory_path() / "gatewright-cache";
}

/// "5.006" and the folder of its headers.
struct Verilator {
  std::string version;
  std::string include;
};

Result<Verilator> FindVerilator() {
  Result<std::string> version = RunTool({"verilator", "--version"});
  if (!version) return version.errors();
  Result<std::string> root = RunTool({"verilator", "--getenv", "VERILATOR_ROOT"});
  if (!root) return root.errors();
  Verilator found;
  const size_t first = version->find(' ');
  found.version = version->substr(first + 1, version->find(' ', first + 1) - first - 1);
  std::string folder = *root;
  while (!folder.empty() && folder.back() == '\n') folder.pop_back();
  found.include = folder + "/include";
  return found;
}

std::vector<std::string> CompilerCommand(const Verilator& verilator,
                                         const SimBuildOptions& options) {
  std::vector<std::string> command = {"g++",
                                      "-std=gnu++17",
                                      OptimiseFlag(options),
                                      "-fPIC",
                                      "-w",
                                      "-fno-gnu-unique",
                                      options.coverage ? "-DVM_COVERAGE=1" : "-DVM_COVERAGE=0",
                                      "-DVM_SC=0",
                                      options.waves ? "-DVM_TRACE=1" : "-DVM_TRACE=0",
                                      "-DVM_TRACE_VCD=0",
                                      options.waves ? "-DVM_TRACE_FST=1" : "-DVM_TRACE_FST=0"};
  command.insert(command.end(),
                 {"-isystem", verilator.include, "-isystem", verilator.include + "/vltstd"});
  return command;
}

/// Verilator's runtime as an object file, compiled at most once. The rename makes it safe for
/// several processes at a time.
Result<std::string> RuntimeObject(const Verilator& verilator, const std::string& source,
                                  const SimBuildOptions& options) {
  const fs::path folder = CacheFolder() / ("verilator-" + verilator.version + "-local");
  const fs::path object =
      folder / fmt::format("{}{}{}{}.o", source, OptimiseFlag(options), options.waves ? "-fst" : "",
                           options.coverage ? "-cov" : "");
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::error_code error;
  if (fs::exists(object, error)) return object.string();
  fs::create_directories(folder, error);
  if (error) {
    return Diagnostic{folder.string(),
                      0,
                      "",
                      "",
                      "cannot create the folder: " + error.message(),
                      "GATEWRIGHT_CACHE set to a folder that can be written"};
  }
  const std::string partial = fmt::format("{}.{}", object.string(), ::getpid());
  std::vector<std::string> command = CompilerCommand(verilator, options);
  command.insert(command.end(), {"-c", verilator.include + "/" + source + ".cpp", "-o", partial});
  Result<std::string> built = RunTool(command);
  if (!built) return built.errors();
  fs::rename(partial, object, error);
  return object.string();
}

Result<std::vector<std::string>> Runtime(const Verilator& verilator,
                                         const SimBuildOptions& options) {
  std::vector<std::string> objects;
  std::vector<std::string> sources = {"verilated", "verilated_threads"};
  if (options.waves) sources.push_back("verilated_fst_c");
  if (options.coverage) sources.push_back("verilated_cov");
  for (const std::string& source : sources) {
    Result<std::string> object = RuntimeObject(verilator, source, options);
    if (!object) return object.errors();
    objects.push_back(*object);
  }
  return objects;
}

/// The verilated sources, in a fixed order.
std::vector<std::string> VerilatedSources(const fs::path& folder) {
  std::vector<std::string> sources;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".cpp") sources.push_back(entry.path().filename().string());
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

Status Verilate(const Plan& plan, const std::string& design, const std::string& build,
                const SimBuildOptions& options) {
  const std::string memories = fs::absolute(fs::path(design) / "mem").string();
  std::vector<std::string> command = {"verilator",
                                      "--cc",
                                      "-O3",
                                      "--x-assign",
                                      "fast",
                                      "--x-initial",
                                      "unique",
                                      "--noassert",
                                      "--threads",
                                      "1",
                                      "-fno-const-bit-op-tree",
                                      "-Wno-fatal",
                                      "--prefix",
                                      "Vgw",
                                      "--top-module",
                                      plan.top,
                                      "--Mdir",
                                      build,
                                      build + "/shim.vlt",
                                      "-f",
                                      "filelist.f"};
  if (!options.pins_only && !options.of_yosys)
    command.push_back(fmt::format("-GMemDir=\"{}\"", memories));
  if (options.waves) command.insert(command.begin() + 2, "--trace-fst");
  if (options.coverage) {
    command.insert(command.begin() + 2, {"--coverage-line", "--coverage-toggle"});
  }
  Result<std::string> verilated = RunTool(command, design);
  if (!verilated) return verilated.errors();
  return Ok();
}

/// Verilator begins its warnings and errors with '%'; from 5.024 on it prints a summary besides.
bool HasWarning(const std::string& output) {
  return output.compare(0, 1, "%") == 0 || output.find("\n%") != std::string::npos;
}

}  // namespace

Status LintDesign(const Plan& plan, const std::string& design_folder) {
  Result<ProcessResult> lint = RunProcess(
      {"verilator", "--lint-only", "-Wall", "--top-module", plan.top, "-f", "filelist.f"},
      design_folder);
  if (!lint) return lint.errors();
  if (lint->exit_code == 0 && !HasWarning(lint->output)) return Ok();
  return Diagnostic{design_folder, 0, "", "", "verilator -Wall warns:\n" + lint->output, ""};
}

Result<std::string> BuildSimulation(const Plan& plan, const std::string& design_folder,
                                    const std::string& build_folder,
                                    const SimBuildOptions& options) {
  const Result<Verilator> verilator = FindVerilator();
  if (!verilator) return verilator.errors();
  const std::string build = fs::absolute(build_folder).string();
  const std::vector<std::pair<std::string, std::string>> inputs = {
      {"shim.cc", ShimText(plan, options)}, {"shim.vlt", ShimControl(plan, options)}};
  for (const auto& [name, text] : inputs) {
    Status written = WriteFileAtomically(fmt::format("{}/{}", build, name), text);
    if (!written) return written.errors();
  }
  Status verilated = Verilate(plan, design_folder, build, options);
  if (!verilated) return verilated.errors();
  std::string all;
  for (const std::string& source : VerilatedSources(build)) {
    all.append("#include \"").append(source).append("\"\n");
  }
  all.append("#include \"shim.cc\"\n");
  Status written = WriteFileAtomically(build + "/all.cc", all);
  if (!written) return written.errors();
  const Result<std::vector<std::string>> runtime = Runtime(*verilator, options);
  if (!runtime) return runtime.errors();
  const std::string library = build + "/design.so";
  std::vector<std::string> command = CompilerCommand(*verilator, options);
  command.insert(command.end(), {"-shared", "-I", build, build + "/all.cc"});
  command.insert(command.end(), runtime->begin(), runtime->end());
  command.insert(command.end(), {"-o", library, "-pthread"});
  if (options.waves) command.push_back("-lz");
  Result<std::string> compiled = RunTool(command);
  if (!compiled) return compiled.errors();
  return library;
}

}  // namespace gatewright
