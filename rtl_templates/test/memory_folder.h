// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "generator/pack/pack.h"

namespace gatewright {

/// A folder of its own for the memory files of one test, which runs inside it: models name their
/// files without a folder, and tests may run side by side.
class MemoryFolder {
 public:
  MemoryFolder() : before_(std::filesystem::current_path()) {
    std::string name = (std::filesystem::temp_directory_path() / "gatewright_rtl_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
    folder_ = name;
    std::filesystem::current_path(folder_);
  }
  ~MemoryFolder() {
    std::filesystem::current_path(before_);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  MemoryFolder(const MemoryFolder&) = delete;
  MemoryFolder& operator=(const MemoryFolder&) = delete;

  /// Writes an image as $readmemh reads it: one word a line, address 0 first.
  static void Write(const MemoryImage& image) {
    std::ofstream file(image.file);
    for (int64_t word = 0; word < image.words; ++word) {
      for (int digit = (image.width + 3) / 4 - 1; digit >= 0; --digit) {
        const int bits = std::min(4, image.width - 4 * digit);
        file << "0123456789abcdef"[image.Get(word, 4 * digit, bits)];
      }
      file << '\n';
    }
  }

  /// An image of zeros.
  static MemoryImage Blank(const std::string& file, int width, int64_t words) {
    MemoryImage image;
    image.file = file;
    image.width = width;
    image.words = words;
    image.limbs.assign(static_cast<size_t>(words * image.limbs_per_word()), 0);
    return image;
  }

 private:
  std::filesystem::path before_;
  std::filesystem::path folder_;
};

}  // namespace gatewright
