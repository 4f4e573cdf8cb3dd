// SPDX-License-Identifier: Apache-2.0
// Codes of bit-sparse weights: sums of a few signed powers of two.
#include "generator/compress/weight_code.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "generator/base/rounding.h"

namespace gatewright {
namespace {

int BitsToTellApart(size_t count) { return static_cast<int>(std::bit_width(count - 1)); }

/// Bits of a digit's position.
int PositionBits(int width) { return BitsToTellApart(static_cast<size_t>(width)); }

/// More digits first, then by positions from the highest, then by signs: an order that a table of
/// few gates decodes.
bool TableOrder(const std::vector<Digit>& a, const std::vector<Digit>& b) {
  if (a.size() != b.size()) return a.size() > b.size();
  const auto key = [](const std::vector<Digit>& digits) {
    std::vector<int> numbers;
    for (const Digit& digit : digits) numbers.push_back(digit.position);
    for (const Digit& digit : digits) numbers.push_back(digit.negative ? 1 : 0);
    return numbers;
  };
  return key(a) < key(b);
}

/// {negative, position}, or two positions folded into a rectangle (rtl_templates/
/// gw_digit_decoder.v).
uint64_t DirectCode(const std::vector<Digit>& digits, int max_digits, int position_bits) {
  const uint64_t top = (uint64_t{1} << position_bits) - 1;  // greatest position
  // No digit: a positive one at the greatest position, which no weight has.
  const Digit a = digits.empty() ? Digit{static_cast<int>(top), false} : digits[0];
  const auto pa = static_cast<uint64_t>(a.position);
  const uint64_t na = a.negative ? 1 : 0;
  if (max_digits == 1) return na << position_bits | pa;
  const uint64_t half = (top + 1) / 2;
  uint64_t column = 0;
  uint64_t row = 0;
  uint64_t nb = 0;
  if (digits.size() < 2) {
    column = row = pa % half;
    nb = pa / half;
  } else {
    const auto pb = static_cast<uint64_t>(digits[1].position);
    column = pb < half ? pa : top - pa;
    row = pb < half ? pb : top - pb;
    nb = digits[1].negative ? 1 : 0;
  }
  return ((nb << 1 | na) << (position_bits - 1) | row) << position_bits | column;
}

}  // namespace

std::vector<Digit> NonAdjacentForm(int32_t value) {
  std::vector<Digit> digits;
  for (int position = 0; value != 0; ++position) {
    if ((value & 1) != 0) {
      const bool negative = (value & 3) == 3;
      digits.push_back({position, negative});
      value += negative ? 1 : -1;
    }
    value /= 2;  // even here
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

WeightCode::WeightCode(const NumericFormats& formats)
    : width_(formats.weight_bits), bits_(formats.weight_bits) {
  if (formats.weight_kind == WeightKind::kFixed) return;
  const auto digits = static_cast<size_t>(formats.weight_digits);
  const int32_t end = 1 << (width_ - 1);
  for (int32_t value = -end; value < end; ++value) {
    if (NonAdjacentForm(value).size() <= digits) values_.push_back(static_cast<int16_t>(value));
  }
  bits_ = BitsToTellApart(values_.size());
  const int direct_bits = formats.weight_digits * PositionBits(width_) + 1;
  form_ = formats.weight_digits <= 2 && direct_bits == bits_ ? 0 : 1;
  codes_.assign(size_t{1} << width_, 0);
  decoded_.assign(size_t{1} << bits_, 0);
  form_ == 0 ? AssignDirect(formats.weight_digits) : AssignTable();
}

void WeightCode::Assign(int16_t value, uint64_t code) {
  codes_[static_cast<size_t>(value + (1 << (width_ - 1)))] = code;
  decoded_[code] = value;
}

void WeightCode::AssignDirect(int digits) {
  for (const int16_t value : values_) {
    Assign(value, DirectCode(NonAdjacentForm(value), digits, PositionBits(width_)));
  }
}

/// {negative, index of the magnitude}; zero and the least value, whose magnitude no other weight
/// has, share the last index.
void WeightCode::AssignTable() {
  for (const int16_t value : values_) {
    if (value > 0) table_.push_back(NonAdjacentForm(value));
  }
  std::sort(table_.begin(), table_.end(), TableOrder);
  last_ = static_cast<int>(table_.size());
  const uint64_t sign = uint64_t{1} << (bits_ - 1);
  for (size_t i = 0; i < table_.size(); ++i) {
    int value = 0;
    for (const Digit& digit : table_[i]) {
      value += (digit.negative ? -1 : 1) * (1 << digit.position);
    }
    Assign(static_cast<int16_t>(value), i);
    Assign(static_cast<int16_t>(-value), sign | i);
  }
  Assign(0, static_cast<uint64_t>(last_));
  Assign(static_cast<int16_t>(-(1 << (width_ - 1))), sign | static_cast<uint64_t>(last_));
  table_.push_back({{width_ - 1, false}});
}

int64_t WeightCode::Nearest(double x) const {
  if (values_.empty()) return Saturate(RoundDouble(x), width_);
  const auto above = std::lower_bound(values_.begin(), values_.end(), x,
                                      [](int16_t value, double bound) { return value < bound; });
  if (above == values_.end()) return values_.back();
  if (above == values_.begin()) return values_.front();
  const int16_t high = *above;
  const int16_t low = *(above - 1);
  const double middle = (low + high) / 2.0;  // exact
  if (x != middle) return x > middle ? high : low;
  return std::abs(high) < std::abs(low) ? high : low;
}

uint64_t WeightCode::Encode(int16_t weight) const {
  if (codes_.empty()) return static_cast<uint64_t>(weight) & ((uint64_t{1} << bits_) - 1);
  assert(std::binary_search(values_.begin(), values_.end(), weight));
  return codes_[static_cast<size_t>(weight + (1 << (width_ - 1)))];
}

int16_t WeightCode::Decode(uint64_t code) const {
  if (decoded_.empty()) {
    return static_cast<int16_t>(WrapSigned(static_cast<int64_t>(code), bits_));
  }
  return decoded_[code];
}

}  // namespace gatewright
