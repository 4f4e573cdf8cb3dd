// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace gatewright {

/// Makes inputs for a parser out of good ones: a few changes at a time, of bytes, ranges, numbers,
/// words and lines. The same seed and corpus give the same inputs on every machine.
class Mutator {
 public:
  /// `corpus` holds at least one input; inputs grow to at most `max_bytes`.
  Mutator(uint64_t seed, std::vector<std::string> corpus, size_t max_bytes = 1 << 16);
  /// The next input.
  std::string Next();

 private:
  size_t Below(size_t count) { return static_cast<size_t>(random_() % count); }
  size_t Place(const std::string& text) { return Below(text.size() + 1); }
  void Change(std::string* text);
  void ChangeBytes(std::string* text);
  void ChangeRange(std::string* text);
  void ChangeNumber(std::string* text);
  void InsertWord(std::string* text);

  std::mt19937_64 random_;
  std::vector<std::string> corpus_;
  std::vector<std::string> words_;  ///< of the corpus: names, numbers, signs
  size_t max_bytes_;
};

}  // namespace gatewright
