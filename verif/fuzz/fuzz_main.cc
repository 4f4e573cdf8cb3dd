// SPDX-License-Identifier: Apache-2.0
// Feeds every parser with damaged inputs for as long as asked.
//
//   fuzz CORPUS [--seed N] [--executions N] [--seconds N] [--reproduce FILE] [TARGET ...]
//
// An input that crashes, hangs for ten seconds or is refused without a reason is left in
// crash-TARGET in the current folder; --reproduce reads such a file. Build it with the preset asan.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "generator/base/read_file.h"
#include "verif/fuzz/fuzz_target.h"

#ifdef __SANITIZE_ADDRESS__
extern "C" const char* __asan_default_options() { return "abort_on_error=1"; }  // NOLINT
#endif

namespace gatewright {
namespace {

constexpr unsigned kHangSeconds = 10;
constexpr int64_t kBatch = 500;  ///< executions of one seed

// What the signal handler writes: nothing it calls may allocate.
const std::string* current_input = nullptr;
char crash_file[64] = "crash";

extern "C" void OnCrash(int signal) {
  std::signal(signal, SIG_DFL);
  const int file = ::open(crash_file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (file >= 0 && current_input != nullptr) {
    (void)!::write(file, current_input->data(), current_input->size());
    ::close(file);
  }
  ::raise(signal == SIGALRM ? SIGABRT : signal);
}

struct Options {
  std::string corpus, reproduce;
  uint64_t seed = 1;
  int64_t executions = 100000;
  double seconds = 1e9;  ///< of each target
  std::vector<std::string> names;
};

Options Read(const std::vector<std::string>& arguments) {
  Options options;
  for (size_t k = 0; k < arguments.size(); ++k) {
    const bool more = k + 1 < arguments.size();
    if (arguments[k] == "--seed" && more) {
      options.seed = std::strtoull(arguments[++k].c_str(), nullptr, 10);
    } else if (arguments[k] == "--executions" && more) {
      options.executions = std::strtoll(arguments[++k].c_str(), nullptr, 10);
    } else if (arguments[k] == "--seconds" && more) {
      options.seconds = std::strtod(arguments[++k].c_str(), nullptr);
    } else if (arguments[k] == "--reproduce" && more) {
      options.reproduce = arguments[++k];
    } else if (options.corpus.empty()) {
      options.corpus = arguments[k];
    } else {
      options.names.push_back(arguments[k]);
    }
  }
  return options;
}

bool Run(const FuzzTarget& target, const Options& options) {
  std::snprintf(crash_file, sizeof crash_file, "crash-%s", target.name.c_str());
  const auto start = std::chrono::steady_clock::now();
  double seconds = 0;
  int64_t done = 0;
  std::string silent;
  for (uint64_t seed = options.seed;
       done < options.executions && seconds < options.seconds && silent.empty(); ++seed) {
    const int64_t batch = std::min(kBatch, options.executions - done);
    silent = Fuzz(target, seed, batch, [](const std::string& input) {
      current_input = &input;
      ::alarm(kHangSeconds);
    });
    ::alarm(0);
    done += batch;
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  fmt::print("{}: {} executions from seed {}, {:.0f} s{}\n", target.name, done, options.seed,
             seconds, silent.empty() ? "" : ", REFUSED WITHOUT A REASON");
  std::fflush(stdout);
  if (!silent.empty()) {
    current_input = &silent;
    OnCrash(SIGURG);
  }
  return silent.empty();
}

int Main(const Options& options) {
  for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGALRM}) {
    std::signal(signal, OnCrash);
  }
  const Result<std::vector<FuzzTarget>> targets = FuzzTargets(options.corpus);
  if (!targets) {
    fmt::print("{}\n", ToString(targets.errors()));
    return 2;
  }
  bool good = true, any = false;
  for (const FuzzTarget& target : *targets) {
    if (!options.names.empty() &&
        std::find(options.names.begin(), options.names.end(), target.name) == options.names.end()) {
      continue;
    }
    any = true;
    if (!options.reproduce.empty()) {
      fmt::print("{}\n", ToString(target.read(*ReadWholeFile(options.reproduce))));
    } else {
      good &= Run(target, options);
    }
  }
  if (!any) {
    fmt::print("no parser has such a name\n");
    return 2;
  }
  return good ? 0 : 1;
}

}  // namespace
}  // namespace gatewright

int main(int argc, char** argv) {
  return gatewright::Main(gatewright::Read(std::vector<std::string>(argv + 1, argv + argc)));
}
