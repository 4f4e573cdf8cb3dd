// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/network/npy.h"

namespace gatewright {

/// What the header of a .npy file says.
struct NpyHeader {
  NpyType type = NpyType::kFloat32;
  std::vector<int64_t> shape;  ///< 0 to 3 sizes, each >= 0
  size_t data_offset = 0;      ///< byte of the first element
};

/// Bytes of one element.
size_t NpyTypeSize(NpyType type);

/// Bytes of data that the header promises; empty when they do not fit 64 bits.
std::optional<uint64_t> NpyDataBytes(const NpyHeader& header);

/// "(2000, 128)", as Python writes it.
std::string NpyShapeText(const std::vector<int64_t>& shape);

/// Parses magic, version and dictionary at the start of `bytes`; `path` is named in errors.
Result<NpyHeader> ParseNpyHeader(const std::string& path, std::string_view bytes);

/// Header of version 1.0 for an array of this type and shape, padded to a multiple of 64 bytes.
std::string FormatNpyHeader(NpyType type, const std::vector<int64_t>& shape);

}  // namespace gatewright
