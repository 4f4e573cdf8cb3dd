#pragma once

#include <string>

namespace gatewright {

/// ceil(a / b) for positive b.
template <typename A, typename B>
constexpr auto CeilDiv(A a, B b) {
  return (a + b - 1) / b;
}

/// Bits of an index below `count`, at least 1 (Verilog's $clog2 with a floor of one).
constexpr int IndexBits(long long count) {
  int bits = 1;
  while ((1LL << bits) < count) ++bits;
  return bits;
}

/// Name of the file with an array's weights: "weights_03.hex".
std::string WeightFileName(int array);

}  // namespace gatewright
