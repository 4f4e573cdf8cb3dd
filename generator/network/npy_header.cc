// SPDX-License-Identifier: Apache-2.0
// Parses the header of a NumPy file.
#include "generator/network/npy_header.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <limits>
#include <utility>

namespace gatewright {
namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr size_t kMaxDimensions = 3;

struct TypeName {
  std::string_view descr;
  NpyType type;
  size_t size;
};
constexpr std::array<TypeName, 5> kTypes = {{{"<f4", NpyType::kFloat32, 4},
                                             {"<f8", NpyType::kFloat64, 8},
                                             {"<i2", NpyType::kInt16, 2},
                                             {"<i4", NpyType::kInt32, 4},
                                             {"<i8", NpyType::kInt64, 8}}};

// Reads the Python dictionary literal of a header: the three keys that the format demands, in any
// order, and nothing else.
class DictionaryParser {
 public:
  DictionaryParser(const std::string& path, std::string_view text) : path_(path), text_(text) {}

  Result<NpyHeader> Parse() {
    if (!Take('{')) return Malformed("'{' is missing");
    while (!Take('}')) {
      const std::optional<std::string_view> key = String();
      if (!key || !Take(':')) return Malformed("a quoted key and ':' are missing");
      Status status = Value(*key);
      if (!status) return status.errors();
      if (!Take(',') && Peek() != '}') return Malformed("',' or '}' is missing");
    }
    if (Peek() != '\0') return Malformed("text follows the dictionary");
    if (!has_descr_ || !has_order_ || !has_shape_) {
      return Malformed("descr, fortran_order and shape must all be there");
    }
    return header_;
  }

 private:
  Status Value(std::string_view key) {
    if (key == "descr" && !std::exchange(has_descr_, true)) return Descr();
    if (key == "fortran_order" && !std::exchange(has_order_, true)) return Order();
    if (key == "shape" && !std::exchange(has_shape_, true)) return Shape();
    return Malformed(fmt::format("key '{}' is unknown or repeated", key));
  }

  Status Descr() {
    const std::optional<std::string_view> descr = String();
    if (!descr) {
      return Diagnostic{path_,
                        0,
                        "descr",
                        "",
                        "the element type must be one plain type",
                        "<f4, <f8, <i2, <i4, <i8"};
    }
    for (const TypeName& candidate : kTypes) {
      if (candidate.descr == *descr) {
        header_.type = candidate.type;
        return Ok();
      }
    }
    return Diagnostic{path_,
                      0,
                      "descr",
                      std::string(*descr),
                      "this element type is not supported",
                      "<f4, <f8, <i2, <i4, <i8 (save with array.astype(numpy.float32))"};
  }

  Status Order() {
    if (TakeWord("False")) return Ok();
    if (!TakeWord("True")) return Malformed("fortran_order must be True or False");
    return Diagnostic{path_,
                      0,
                      "fortran_order",
                      "True",
                      "the array must be in C order",
                      "save numpy.ascontiguousarray(array)"};
  }

  Status Shape() {
    if (!Take('(')) return Malformed("the shape must be a tuple");
    while (!Take(')')) {
      const std::optional<int64_t> size = Integer();
      if (!size) return Malformed("a dimension must be an integer of 0 to 2^63-1");
      header_.shape.push_back(*size);
      if (!Take(',') && Peek() != ')') return Malformed("',' or ')' is missing in the shape");
    }
    if (header_.shape.size() <= kMaxDimensions) return Ok();
    return Diagnostic{
        path_, 0, "shape", NpyShapeText(header_.shape), "at most 3 dimensions are supported", ""};
  }

  char Peek() {
    while (position_ < text_.size() && (text_[position_] == ' ' || text_[position_] == '\n')) {
      ++position_;
    }
    return position_ < text_.size() ? text_[position_] : '\0';
  }

  bool Take(char wanted) {
    if (Peek() != wanted) return false;
    ++position_;
    return true;
  }

  bool TakeWord(std::string_view word) {
    Peek();
    if (text_.substr(position_, word.size()) != word) return false;
    position_ += word.size();
    return true;
  }

  std::optional<std::string_view> String() {
    const char quote = Peek();
    if (quote != '\'' && quote != '"') return std::nullopt;
    const size_t end = text_.find(quote, position_ + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = text_.substr(position_ + 1, end - position_ - 1);
    position_ = end + 1;
    return inside;
  }

  std::optional<int64_t> Integer() {
    constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
    if (Peek() < '0' || Peek() > '9') return std::nullopt;
    int64_t value = 0;
    while (position_ < text_.size() && text_[position_] >= '0' && text_[position_] <= '9') {
      const int digit = text_[position_++] - '0';
      if (value > (kMax - digit) / 10) return std::nullopt;
      value = 10 * value + digit;
    }
    return value;
  }

  Diagnostic Malformed(std::string what) const {
    return Diagnostic{path_, 0, "header", "", "the header is malformed: " + std::move(what), ""};
  }

  const std::string& path_;
  std::string_view text_;
  size_t position_ = 0;
  NpyHeader header_;
  bool has_descr_ = false;
  bool has_order_ = false;
  bool has_shape_ = false;
};

size_t LittleEndian(std::string_view bytes) {
  size_t value = 0;
  for (size_t i = bytes.size(); i > 0; --i) {
    value = (value << 8) | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

}  // namespace

size_t NpyTypeSize(NpyType type) { return kTypes[static_cast<size_t>(type)].size; }

std::optional<uint64_t> NpyDataBytes(const NpyHeader& header) {
  for (int64_t size : header.shape) {
    if (size == 0) return 0;
  }
  uint64_t bytes = NpyTypeSize(header.type);
  for (int64_t size : header.shape) {
    if (bytes > std::numeric_limits<uint64_t>::max() / static_cast<uint64_t>(size)) {
      return std::nullopt;
    }
    bytes *= static_cast<uint64_t>(size);
  }
  return bytes;
}

std::string NpyShapeText(const std::vector<int64_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

Result<NpyHeader> ParseNpyHeader(const std::string& path, std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return Diagnostic{
        path, 0, "", "", "this is not a .npy file (it does not start with \\x93NUMPY)", ""};
  }
  const Diagnostic truncated{path, 0, "header", "", "the file is truncated inside the header", ""};
  if (bytes.size() < kMagic.size() + 2) return truncated;
  const int version = static_cast<unsigned char>(bytes[kMagic.size()]);
  if (version < 1 || version > 3) {
    return Diagnostic{path,
                      0,
                      "version",
                      std::to_string(version),
                      "this version of the .npy format is unknown",
                      "1, 2, 3"};
  }
  const size_t length_size = version == 1 ? 2 : 4;
  const size_t length_at = kMagic.size() + 2;
  if (bytes.size() < length_at + length_size) return truncated;
  const size_t length = LittleEndian(bytes.substr(length_at, length_size));
  const size_t begin = length_at + length_size;
  if (bytes.size() - begin < length) return truncated;
  Result<NpyHeader> header = DictionaryParser(path, bytes.substr(begin, length)).Parse();
  if (header) header->data_offset = begin + length;
  return header;
}

std::string FormatNpyHeader(NpyType type, const std::vector<int64_t>& shape) {
  std::string dictionary =
      fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                  kTypes[static_cast<size_t>(type)].descr, NpyShapeText(shape));
  const size_t prefix = kMagic.size() + 4;
  while ((prefix + dictionary.size() + 1) % 64 != 0) dictionary.push_back(' ');
  dictionary.push_back('\n');
  std::string header(kMagic);
  header += {'\1', '\0'};
  header.push_back(static_cast<char>(dictionary.size() & 0xff));
  header.push_back(static_cast<char>(dictionary.size() >> 8));
  return header + dictionary;
}

}  // namespace gatewright
