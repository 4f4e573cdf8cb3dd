#pragma once

#include <string>

#include "generator/spec/ceil_div.h"

namespace gatewright {

/// Bits of an index below `count`, at least 1 (Verilog's $clog2 with a floor of one).
constexpr int IndexBits(long long count) {
  int bits = 1;
  while ((1LL << bits) < count) ++bits;
  return bits;
}

/// Name of the file with an array's weights: "weights_03.hex".
std::string WeightFileName(int array);
/// Name of the file with an array's column pointers: "pointers_03.hex".
std::string PointerFileName(int array);

}  // namespace gatewright
