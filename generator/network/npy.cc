// SPDX-License-Identifier: Apache-2.0
// Reads and writes NumPy files.
#include "generator/network/npy.h"

#include <fmt/format.h>

#include <bit>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

#include "generator/base/read_file.h"
#include "generator/network/npy_header.h"

namespace gatewright {
namespace {

Diagnostic Error(const std::string& path, std::string key, std::string value, std::string rule,
                 std::string nearest = "") {
  return Diagnostic{path, 0, std::move(key), std::move(value), std::move(rule), std::move(nearest)};
}

// Bytes are assembled by shifts, so that the host's byte order does not matter.
uint64_t LoadLittleEndian(const char* bytes, size_t size) {
  uint64_t bits = 0;
  for (size_t i = 0; i < size; ++i) {
    bits |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return bits;
}

void StoreLittleEndian(uint64_t bits, size_t size, std::string& out) {
  for (size_t i = 0; i < size; ++i) out.push_back(static_cast<char>((bits >> (8 * i)) & 0xff));
}

double Decode(NpyType type, uint64_t bits) {
  switch (type) {
    case NpyType::kFloat32:
      return std::bit_cast<float>(static_cast<uint32_t>(bits));
    case NpyType::kFloat64:
      return std::bit_cast<double>(bits);
    case NpyType::kInt16:
      return static_cast<int16_t>(static_cast<uint16_t>(bits));
    case NpyType::kInt32:
      return static_cast<int32_t>(static_cast<uint32_t>(bits));
    case NpyType::kInt64:
      return static_cast<double>(static_cast<int64_t>(bits));
  }
  return 0;
}

uint64_t Encode(NpyType type, double value) {
  switch (type) {
    case NpyType::kFloat32:
      return std::bit_cast<uint32_t>(static_cast<float>(value));
    case NpyType::kFloat64:
      return std::bit_cast<uint64_t>(value);
    default: {
      const double rounded = std::nearbyint(value);
      [[maybe_unused]] const double limit =
          std::ldexp(1.0, 8 * static_cast<int>(NpyTypeSize(type)) - 1);
      assert(rounded >= -limit && rounded < limit);
      return static_cast<uint64_t>(static_cast<int64_t>(rounded));
    }
  }
}

bool ExactInDouble(uint64_t bits) {
  constexpr int64_t kLimit = int64_t{1} << 53;
  const int64_t value = static_cast<int64_t>(bits);
  return value >= -kLimit && value <= kLimit;
}

// "[3, 0]": the place of element `flat` of an array of shape `shape`.
std::string Place(const std::vector<int64_t>& shape, int64_t flat) {
  std::string text;
  for (auto size = shape.rbegin(); size != shape.rend(); ++size) {
    text = fmt::format("{}{}{}", flat % *size, text.empty() ? "" : ", ", text);
    flat /= *size;
  }
  return "[" + text + "]";
}

Result<std::vector<double>> DecodeAll(const std::string& path, const NpyHeader& header,
                                      std::string_view data) {
  const size_t size = NpyTypeSize(header.type);
  std::vector<double> values(data.size() / size);
  for (size_t i = 0; i < values.size(); ++i) {
    const uint64_t bits = LoadLittleEndian(data.data() + i * size, size);
    values[i] = Decode(header.type, bits);
    if (!std::isfinite(values[i])) {
      return Error(path, Place(header.shape, static_cast<int64_t>(i)), fmt::format("{}", values[i]),
                   "every element must be finite");
    }
    if (header.type == NpyType::kInt64 && !ExactInDouble(bits)) {
      return Error(path, Place(header.shape, static_cast<int64_t>(i)),
                   fmt::format("{}", static_cast<int64_t>(bits)),
                   "integers must lie within +-2^53 to be exact");
    }
  }
  return values;
}

}  // namespace

Result<NpyArray> ReadNpy(const std::string& path) {
  Result<std::string> bytes = ReadWholeFile(path);
  if (!bytes) return bytes.errors();
  Result<NpyHeader> header = ParseNpyHeader(path, *bytes);
  if (!header) return header.errors();
  const std::string_view data = std::string_view(*bytes).substr(header->data_offset);
  const std::optional<uint64_t> expected = NpyDataBytes(*header);
  if (!expected || *expected != data.size()) {
    const bool is_short = !expected || *expected > data.size();
    return Error(path, "shape", NpyShapeText(header->shape),
                 fmt::format("the file holds {} bytes of data, the shape needs {}: {}", data.size(),
                             expected ? std::to_string(*expected) : "over 2^64",
                             is_short ? "the file is truncated" : "bytes are left over"));
  }
  Result<std::vector<double>> values = DecodeAll(path, *header, data);
  if (!values) return values.errors();
  return NpyArray{header->type, header->shape, std::move(*values)};
}

Status WriteNpy(const std::string& path, const NpyArray& array) {
  std::string bytes = FormatNpyHeader(array.type, array.shape);
  const size_t size = NpyTypeSize(array.type);
  bytes.reserve(bytes.size() + size * array.values.size());
  for (double value : array.values) StoreLittleEndian(Encode(array.type, value), size, bytes);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out) return Error(path, "", "", "the file cannot be opened for writing");
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) {
    std::remove(path.c_str());
    return Error(path, "", "", "the file cannot be written completely");
  }
  return Ok();
}

}  // namespace gatewright
