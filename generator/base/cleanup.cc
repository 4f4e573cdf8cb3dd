// SPDX-License-Identifier: Apache-2.0
// Removes unfinished files when the program is interrupted.
#include "generator/base/cleanup.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

namespace gatewright {
namespace {

struct Unfinished {
  std::mutex mutex;
  std::set<std::string> paths;
};

Unfinished& Registry() {
  static Unfinished unfinished;
  return unfinished;
}

}  // namespace

void RemoveOnInterrupt(const std::string& path) {
  const std::lock_guard lock(Registry().mutex);
  Registry().paths.insert(path);
}

void Keep(const std::string& path) {
  const std::lock_guard lock(Registry().mutex);
  Registry().paths.erase(path);
}

void RemoveUnfinished() {
  const std::lock_guard lock(Registry().mutex);
  std::error_code ignored;
  for (const std::string& path : Registry().paths) std::filesystem::remove_all(path, ignored);
  Registry().paths.clear();
}

void CleanUpOnInterrupt() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    RemoveUnfinished();
    std::_Exit(128 + signal);
  }).detach();
}

}  // namespace gatewright
