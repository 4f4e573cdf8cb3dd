// SPDX-License-Identifier: Apache-2.0
// Injects a fault into the emitted RTL, one at a time, at least one in every template, and shows
// that the sessions of a small design see each of them.
//
//   inject_faults [--save FOLDER] [MODULE, DESIGN OR MISTAKE ...]     default: all; minutes
//
// A fault counts as seen when values, cycles, the stream rules or the error flag of a session are
// wrong; lint is not asked. With --save each is made small and written as a case file
// (verif/regressions). Exit status 1 if a fault stays unseen, or a design fails without one.

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <string_view>

#include "verif/campaign/case_run.h"
#include "verif/campaign/replay.h"
#include "verif/campaign/shrink.h"
#include "verif/fault_injection/rtl_faults.h"

namespace gatewright {
namespace {

constexpr int kRounds = 4;   ///< of random sessions
constexpr int kBuilds = 30;  ///< designs tried to make a saved case small

struct Options {
  std::string save;
  std::vector<std::string> parts;
};

CaseOptions Quick() {
  CaseOptions options;
  options.lint = options.icarus = false;
  return options;
}

const FaultDesign& DesignOf(const std::string& name) {
  for (const FaultDesign& design : FaultDesigns()) {
    if (design.name == name) return design;
  }
  std::fprintf(stderr, "no design %s\n", name.c_str());
  std::exit(2);
}

bool Wanted(const Options& options, const TemplateFault& injected) {
  for (const std::string& part : options.parts) {
    if (injected.fault.module == part || injected.design == part || injected.fault.name == part) {
      return true;
    }
  }
  return options.parts.empty();
}

/// A design with nothing injected must hold, or what is seen means nothing.
bool HoldsWithout(const std::string& name) {
  Case which = FaultCase(DesignOf(name), nullptr, kRounds);
  const CaseResult result = RunCase(&which, 1, Quick());
  if (result.failure) {
    fmt::print("| {} | nothing injected | FAILS: {} |\n", name, result.failure.ToString());
  }
  return !result.failure;
}

void Save(const std::string& folder, int number, Case which, const CaseFailure& failure) {
  which.name = fmt::format("{}_{}", which.faults[0].module, number);
  ShrinkLimits limits;
  limits.builds = kBuilds;
  const std::string path = fmt::format("{}/{}.toml", folder, which.name);
  const Result<Replay> saved = SaveCase(which, Shrink(which, failure, limits), failure, path);
  if (!saved) fmt::print("{}\n", ToString(saved.errors()));
}

/// True when a session sees the fault.
bool InjectOne(const Options& options, int number, const TemplateFault& injected) {
  Case which = FaultCase(DesignOf(injected.design), &injected.fault, kRounds);
  const CaseResult result = RunCase(&which, 1, Quick());
  const CaseFailure& failure = result.failure;
  const bool seen = failure.session >= 0;
  fmt::print("| {} | {} | {} | {} |\n", injected.fault.module, injected.fault.name, injected.design,
             seen      ? fmt::format("{}, session {}", failure.check, failure.session)
             : failure ? "NO: " + failure.ToString()
                       : "NO");
  std::fflush(stdout);
  if (seen && !options.save.empty()) Save(options.save, number, which, failure);
  return seen;
}

int Main(const Options& options) {
  std::map<std::string, bool> holds;
  int injected_count = 0, unseen = 0, number = 0;
  fmt::print("| module | fault | design | seen by |\n|---|---|---|---|\n");
  for (const TemplateFault& injected : TemplateFaults()) {
    ++number;
    if (!Wanted(options, injected)) continue;
    if (!holds.contains(injected.design)) holds[injected.design] = HoldsWithout(injected.design);
    ++injected_count;
    if (!InjectOne(options, number, injected)) ++unseen;
  }
  int broken = 0;
  for (const auto& [name, held] : holds) broken += held ? 0 : 1;
  fmt::print("\n{} faults injected, {} unseen; {} designs, {} fail with nothing injected\n",
             injected_count, unseen, holds.size(), broken);
  return injected_count > 0 && unseen == 0 && broken == 0 ? 0 : 1;
}

}  // namespace
}  // namespace gatewright

int main(int argc, char** argv) {
  gatewright::Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--save" && i + 1 < argc) {
      options.save = argv[++i];
    } else {
      options.parts.emplace_back(argv[i]);
    }
  }
  return gatewright::Main(options);
}
