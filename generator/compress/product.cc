// SPDX-License-Identifier: Apache-2.0
// Truncated products as the engine computes them.
#include "generator/compress/product.h"

#include <algorithm>
#include <cassert>

#include "generator/base/rounding.h"

namespace gatewright {

TruncatedProduct::TruncatedProduct(int weight_bits, int value_bits, int columns)
    : weight_bits_(weight_bits), value_bits_(value_bits), columns_(columns) {
  assert(2 <= weight_bits && weight_bits <= kMaxColumns && 2 <= value_bits && value_bits <= 31);
  assert(0 <= columns && columns <= weight_bits);
  const uint32_t sign = uint32_t{1} << (value_bits - 1);
  int64_t all = 0;
  int64_t quarters = 0;  // of the mean: 1/4 a bit, 3/4 a complemented one
  for (int i = 0; i < columns; ++i) {
    Row& row = rows_[static_cast<size_t>(i)];
    row.left_out = (uint32_t{1} << std::min(columns - i, value_bits)) - 1;
    row.complemented = i == weight_bits - 1 ? ~sign : sign;
    const uint32_t most = row.left_out & row.complemented;
    all += int64_t{row.left_out} << i;
    quarters += (int64_t{row.left_out} + 2 * int64_t{most}) << i;
  }
  offset_ = RoundNearestEven(quarters, columns + 2);
  const int64_t added = offset_ << columns;
  worst_error_ = std::max(added, all - added);
}

}  // namespace gatewright
