// SPDX-License-Identifier: Apache-2.0
// A loop over threads.
#include "generator/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace gatewright {

void ForEachInParallel(size_t count, int jobs, const std::function<void(size_t)>& work) {
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const size_t threads = std::min(count, jobs > 0 ? static_cast<size_t>(jobs) : cores);
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr first;
  const auto loop = [&] {
    try {
      for (size_t k = next++; k < count; k = next++) work(k);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!first) first = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (size_t t = 1; t < threads; ++t) others.emplace_back(loop);
    loop();
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace gatewright
