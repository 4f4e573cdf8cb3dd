// SPDX-License-Identifier: Apache-2.0
// Changes inputs for fuzzing.
#include "verif/fuzz/mutate.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <set>
#include <string_view>
#include <utility>

namespace gatewright {
namespace {

/// Where readers of numbers go wrong: ends of ranges, signs, other notations, none at all.
constexpr std::array<std::string_view, 28> kNumbers = {"0",
                                                       "-0",
                                                       "1",
                                                       "-1",
                                                       "2",
                                                       "3",
                                                       "7",
                                                       "16",
                                                       "31",
                                                       "33",
                                                       "255",
                                                       "65535",
                                                       "65536",
                                                       "1000000",
                                                       "2147483647",
                                                       "-2147483648",
                                                       "4294967296",
                                                       "9223372036854775807",
                                                       "-9223372036854775808",
                                                       "18446744073709551616",
                                                       "1e308",
                                                       "1e-320",
                                                       "1e999",
                                                       "nan",
                                                       "inf",
                                                       "0x7fffffff",
                                                       "0.1",
                                                       ""};
constexpr size_t kMaxWords = 4096;

bool IsWord(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
}

}  // namespace

Mutator::Mutator(uint64_t seed, std::vector<std::string> corpus, size_t max_bytes)
    : random_(seed), corpus_(std::move(corpus)), max_bytes_(max_bytes) {
  assert(!corpus_.empty());
  std::set<std::string> words = {"[", "]", "{", "}", "\"", "\n", ",", "=", "(", ")", ";", "#", ":"};
  for (const std::string& text : corpus_) {
    for (size_t at = 0; at < text.size() && words.size() < kMaxWords;) {
      size_t end = at;
      while (end < text.size() && IsWord(text[end])) ++end;
      if (end > at && end - at < 40) words.insert(text.substr(at, end - at));
      at = std::max(end, at + 1);
    }
  }
  words_.assign(words.begin(), words.end());
}

std::string Mutator::Next() {
  std::string text = corpus_[Below(corpus_.size())];
  for (size_t changes = 1 + Below(1 + Below(6)); changes > 0; --changes) Change(&text);
  if (text.size() > max_bytes_) text.resize(max_bytes_);
  return text;
}

void Mutator::Change(std::string* text) {
  switch (Below(4)) {
    case 0:
      return ChangeBytes(text);
    case 1:
      return ChangeRange(text);
    case 2:
      return ChangeNumber(text);
    default:
      return InsertWord(text);
  }
}

void Mutator::ChangeBytes(std::string* text) {
  if (text->empty()) return;
  const size_t at = Below(text->size());
  switch (Below(4)) {
    case 0:
      (*text)[at] = static_cast<char>((*text)[at] ^ (1 << Below(8)));
      return;
    case 1:
      (*text)[at] = static_cast<char>(random_());
      return;
    case 2:
      (*text)[at] = static_cast<char>((*text)[at] + (Below(2) == 0 ? 1 : -1));
      return;
    default: {  // a little-endian number at an end of its range
      const uint64_t value = std::array<uint64_t, 5>{0, ~uint64_t{0}, 0x7fffffff, 0x80000000,
                                                     uint64_t{1} << 62}[Below(5)];
      for (size_t k = 0; k < (size_t{1} << Below(4)) && at + k < text->size(); ++k) {
        (*text)[at + k] = static_cast<char>(value >> (8 * k));
      }
    }
  }
}

void Mutator::ChangeRange(std::string* text) {
  const size_t from = Place(*text);
  const size_t length = Below(1 + std::min<size_t>(text->size() - from, size_t{1} << Below(10)));
  switch (Below(5)) {
    case 0:
      text->erase(from, length);
      return;
    case 1:
      text->insert(Place(*text), text->substr(from, length));
      return;
    case 2:  // the end is missing
      text->resize(from);
      return;
    case 3: {  // another input goes on from here
      const std::string& other = corpus_[Below(corpus_.size())];
      text->resize(from);
      *text += other.substr(Place(other));
      return;
    }
    default: {  // one thing very often
      const std::string piece = text->substr(from, std::min<size_t>(length, 8));
      std::string many;
      for (size_t k = size_t{1} << Below(11); k > 0; --k) many += piece;
      text->insert(from, many);
    }
  }
}

void Mutator::ChangeNumber(std::string* text) {
  const size_t start = Place(*text);
  const size_t at = text->find_first_of("0123456789", start);
  if (at == std::string::npos) return;
  size_t end = at;
  while (end < text->size() && std::isdigit(static_cast<unsigned char>((*text)[end])) != 0) ++end;
  text->replace(at, end - at, kNumbers[Below(kNumbers.size())]);
}

void Mutator::InsertWord(std::string* text) {
  const std::string& word = words_[Below(words_.size())];
  const size_t at = Place(*text);
  if (Below(2) == 0) {
    text->insert(at, word);
    return;
  }
  size_t from = at;
  size_t to = at;
  while (from > 0 && IsWord((*text)[from - 1])) --from;
  while (to < text->size() && IsWord((*text)[to])) ++to;
  text->replace(from, to - from, word);
}

}  // namespace gatewright
