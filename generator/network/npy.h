// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// Element types that ReadNpy accepts and WriteNpy writes; all little-endian.
enum class NpyType { kFloat32, kFloat64, kInt16, kInt32, kInt64 };

/// A numeric array of NumPy's .npy format, C order, 0 to 3 dimensions.
struct NpyArray {
  NpyType type = NpyType::kFloat32;  ///< element type in the file
  std::vector<int64_t> shape;        ///< sizes of the dimensions; empty = one number
  std::vector<double> values;        ///< row-major; product of `shape` finite elements
};

/// Reads a .npy file (format versions 1, 2 and 3). Nothing is allocated before the shape is known
/// to agree with the length of the file. Errors, each naming the file: unreadable, no .npy file,
/// truncated or with bytes left over, malformed header, Fortran order, an element type outside
/// NpyType, more than 3 dimensions, an element that is not finite (with its place), or an int64
/// that a double cannot hold exactly.
Result<NpyArray> ReadNpy(const std::string& path);

/// Writes `array` as .npy version 1 (header padded to 64 bytes, as NumPy writes it), rounding each
/// value to `array.type`: nearest for floats; integers must be in range (assertion). Errors: the
/// file cannot be written completely; then no partial file stays.
Status WriteNpy(const std::string& path, const NpyArray& array);

}  // namespace gatewright
