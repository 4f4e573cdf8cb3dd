#include "generator/compress/product.h"

#include <algorithm>

#include "generator/compress/rounding.h"

namespace gatewright {

int64_t TruncatedProduct::LeftOut(int32_t weight, int32_t value) const {
  int64_t sum = 0;
  for (int i = 0; i < std::min(columns, weight_bits); ++i) {
    const bool weight_bit = ((weight >> i) & 1) != 0;
    for (int j = 0; i + j < columns && j < value_bits; ++j) {
      const bool product = weight_bit && ((value >> j) & 1) != 0;
      if (product != Complemented(i, j)) sum += int64_t{1} << (i + j);
    }
  }
  return sum;
}

int64_t TruncatedProduct::Offset() const {
  int64_t quarters = 0;  // of the mean: 1/4 a bit, 3/4 a complemented one
  for (int i = 0; i < std::min(columns, weight_bits); ++i) {
    for (int j = 0; i + j < columns && j < value_bits; ++j) {
      quarters += int64_t{Complemented(i, j) ? 3 : 1} << (i + j);
    }
  }
  return RoundNearestEven(quarters, columns + 2);
}

int64_t TruncatedProduct::WorstError() const {
  int64_t all = 0;
  for (int i = 0; i < std::min(columns, weight_bits); ++i) {
    for (int j = 0; i + j < columns && j < value_bits; ++j) all += int64_t{1} << (i + j);
  }
  const int64_t offset = Offset() << columns;
  return std::max(offset, all - offset);
}

}  // namespace gatewright
