// SPDX-License-Identifier: Apache-2.0
#include "generator/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace gatewright {
namespace {

TEST(ForEachInParallel, CallsEveryIndexOnce) {
  for (const int jobs : {0, 1, 3, 40}) {
    SCOPED_TRACE(jobs);
    std::vector<std::atomic<int>> calls(20);
    ForEachInParallel(calls.size(), jobs, [&](size_t k) { ++calls[k]; });
    for (const std::atomic<int>& times : calls) EXPECT_EQ(times, 1);
  }
  ForEachInParallel(0, 2, [](size_t) { FAIL() << "nothing to do"; });
}

TEST(ForEachInParallel, EndsTheWorkAndThrowsAgainWhatWasThrown) {
  for (const int jobs : {1, 2}) {
    std::atomic<int> calls = 0;
    const auto work = [&](size_t k) {
      ++calls;
      if (k == 3) throw std::runtime_error("of 3");
    };
    try {
      ForEachInParallel(1'000'000, jobs, work);
      FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "of 3");
    }
    EXPECT_LT(calls, 1'000'000) << "the rest was left";
  }
}

}  // namespace
}  // namespace gatewright
