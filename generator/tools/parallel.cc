#include "generator/tools/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace gatewright {

void ForEachInParallel(size_t count, int jobs, const std::function<void(size_t)>& work) {
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const size_t threads = std::min(count, jobs > 0 ? static_cast<size_t>(jobs) : cores);
  std::atomic<size_t> next = 0;
  const auto loop = [&] {
    for (size_t k = next++; k < count; k = next++) work(k);
  };
  std::vector<std::jthread> others;
  for (size_t t = 1; t < threads; ++t) others.emplace_back(loop);
  loop();
}

}  // namespace gatewright
