// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace gatewright {

/// Calls work(0) .. work(count - 1), in that order, on `jobs` threads, or on as many as the machine
/// has processors with 0. Returns when all have returned. The first exception ends the work and is
/// thrown again here.
void ForEachInParallel(size_t count, int jobs, const std::function<void(size_t)>& work);

}  // namespace gatewright
