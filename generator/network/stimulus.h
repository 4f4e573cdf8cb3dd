// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Input frames for a network: `steps` frames of `width` elements, row-major.
struct Stimulus {
  int steps = 0;
  int width = 0;
  std::vector<double> values;  ///< [steps][width], finite
  std::vector<bool> starts;    ///< [steps]: frame starts a new sequence; starts[0] is true
  std::string source;          ///< file name or "random, seed S"
  const double* frame(int step) const {
    return values.data() + static_cast<size_t>(step) * static_cast<size_t>(width);
  }
};

/// Reads .npy (float32/float64/int, C order, [T, I], [T] as [T, 1], or [S, T, I] = S sequences) or
/// .csv (one frame a line, comma separated, '#' comments). Errors: unreadable, empty, not finite,
/// or width different from `width` (width < 0 accepts any), each naming the file and the place.
Result<Stimulus> LoadStimulus(const std::string& path, int width);

/// `steps` frames: half of the elements zero, the others uniform in [-1, 1); one sequence.
Stimulus RandomStimulus(int steps, int width, uint64_t seed);

}  // namespace gatewright
