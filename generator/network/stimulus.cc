// SPDX-License-Identifier: Apache-2.0
// Reads the frames that a design is calibrated and simulated with.
#include "generator/network/stimulus.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <sstream>
#include <string_view>
#include <utility>

#include "generator/base/random.h"
#include "generator/base/read_file.h"
#include "generator/network/npy.h"

namespace gatewright {
namespace {

constexpr size_t kMaxReported = 20;  // errors of one file that are worth reading

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

Diagnostic WrongWidth(const std::string& path, int line, int64_t found, int wanted) {
  return Diagnostic{path,
                    line,
                    "width",
                    std::to_string(found),
                    fmt::format("frames here have {} elements, {} are wanted", found, wanted),
                    std::to_string(wanted)};
}

Diagnostic Empty(const std::string& path) {
  return Diagnostic{path, 0, "", "", "the file holds no frames", ""};
}

// Shape [T], [T, I] or [S, T, I] as sequences, frames and elements.
struct Dimensions {
  int64_t sequences = 1;
  int64_t steps = 0;
  int64_t width = 1;
};

Dimensions DimensionsOf(const std::vector<int64_t>& shape) {
  switch (shape.size()) {
    case 1:
      return {1, shape[0], 1};
    case 2:
      return {1, shape[0], shape[1]};
    default:
      return {shape[0], shape[1], shape[2]};
  }
}

Result<Stimulus> LoadNpy(const std::string& path, int width) {
  Result<NpyArray> array = ReadNpy(path);
  if (!array) return array.errors();
  if (array->shape.empty()) {
    return Diagnostic{path,
                      0,
                      "shape",
                      "()",
                      "the file holds one number, no frames",
                      "[steps, width], [steps] or [sequences, steps, width]"};
  }
  if (array->values.empty()) return Empty(path);
  const Dimensions size = DimensionsOf(array->shape);
  if (width >= 0 && size.width != width) return WrongWidth(path, 0, size.width, width);
  if (array->values.size() > static_cast<size_t>(std::numeric_limits<int>::max())) {
    return Diagnostic{path, 0, "shape", "", "the file holds 2^31 elements or more", ""};
  }
  Stimulus stimulus;
  stimulus.steps = static_cast<int>(size.sequences * size.steps);
  stimulus.width = static_cast<int>(size.width);
  stimulus.values = std::move(array->values);
  stimulus.starts.resize(static_cast<size_t>(stimulus.steps));
  for (int64_t s = 0; s < size.sequences; ++s) {
    stimulus.starts[static_cast<size_t>(s * size.steps)] = true;
  }
  return stimulus;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

// Reads a CSV file line by line, collecting the errors of all lines.
class CsvReader {
 public:
  CsvReader(const std::string& path, int width) : path_(path), width_(width) {}

  Result<Stimulus> Read(std::istream& in) {
    std::string line;
    for (int number = 1; std::getline(in, line) && errors_.size() < kMaxReported; ++number) {
      const std::string_view text = Trim(std::string_view(line).substr(0, line.find('#')));
      if (!text.empty()) Frame(number, text);
    }
    if (!errors_.empty()) return errors_;
    if (stimulus_.steps == 0) return Empty(path_);
    stimulus_.width = width_;
    stimulus_.starts.assign(static_cast<size_t>(stimulus_.steps), false);
    stimulus_.starts[0] = true;
    return stimulus_;
  }

 private:
  void Frame(int line, std::string_view text) {
    int elements = 0;
    for (size_t begin = 0; begin <= text.size(); ++elements) {
      const size_t end = std::min(text.find(',', begin), text.size());
      Element(line, elements, Trim(text.substr(begin, end - begin)));
      begin = end + 1;
    }
    if (width_ < 0) width_ = elements;
    if (elements != width_) errors_.push_back(WrongWidth(path_, line, elements, width_));
    ++stimulus_.steps;
  }

  void Element(int line, int index, std::string_view text) {
    double value = 0;
    if (!text.empty() && text[0] == '+') text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool parsed = error == std::errc() && end == text.data() + text.size();
    if (!parsed || !std::isfinite(value)) {
      errors_.push_back(Diagnostic{
          path_, line, fmt::format("element {}", index), std::string(text),
          parsed ? "every element must be finite"
                 : "this is not a decimal number that a double holds",
          !parsed && stimulus_.steps == 0 ? "a number; a heading needs a # before it" : ""});
    }
    stimulus_.values.push_back(value);
  }

  const std::string& path_;
  int width_;
  Stimulus stimulus_;
  Diagnostics errors_;
};

Result<Stimulus> LoadCsv(const std::string& path, int width) {
  Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // spreadsheets write it
  if (text->starts_with(kByteOrderMark)) text->erase(0, kByteOrderMark.size());
  std::istringstream in(std::move(*text));
  return CsvReader(path, width).Read(in);
}

}  // namespace

Result<Stimulus> LoadStimulus(const std::string& path, int width) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension != ".npy" && extension != ".csv") {
    return Diagnostic{
        path, 0, "", "", "the name of a stimulus file must end in .npy or .csv", ".npy, .csv"};
  }
  Result<Stimulus> stimulus = extension == ".npy" ? LoadNpy(path, width) : LoadCsv(path, width);
  if (stimulus) stimulus->source = FileName(path);
  return stimulus;
}

Stimulus RandomStimulus(int steps, int width, uint64_t seed) {
  Random random(seed);
  Stimulus stimulus;
  stimulus.steps = steps;
  stimulus.width = width;
  stimulus.values.resize(static_cast<size_t>(steps) * static_cast<size_t>(width));
  for (double& value : stimulus.values) {
    const bool is_zero = random.Unit() < 0.5;
    value = is_zero ? 0.0 : random.Symmetric(1.0);
  }
  stimulus.starts.assign(static_cast<size_t>(steps), false);
  if (steps > 0) stimulus.starts[0] = true;
  stimulus.source = fmt::format("random, seed {}", seed);
  return stimulus;
}

}  // namespace gatewright
