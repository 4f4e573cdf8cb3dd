// SPDX-License-Identifier: Apache-2.0
// Parses the boolean functions of a cell library.
#include "synth/liberty_function.h"

#include <algorithm>
#include <cctype>
#include <functional>

namespace gatewright {
namespace {

/// Deepest nesting of parentheses and inversions.
constexpr int kMaxDepth = 50;

using Words = std::vector<uint64_t>;

/// Recursive descent over one expression; every level returns the words of a truth table.
class Parser {
 public:
  Parser(const std::string& text, const std::vector<std::string>& inputs)
      : text_(text), inputs_(inputs), rows_(size_t{1} << inputs.size()) {}

  std::optional<LogicTable> Run() {
    Words words = Or();
    Skip();
    if (failed_ || at_ != text_.size()) return std::nullopt;
    if (rows_ < 64) words[0] &= (uint64_t{1} << rows_) - 1;
    return LogicTable{static_cast<int>(inputs_.size()), std::move(words)};
  }

 private:
  void Skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  bool Take(char a, char b) {
    Skip();
    if (at_ == text_.size() || (text_[at_] != a && text_[at_] != b)) return false;
    ++at_;
    return true;
  }
  static bool IsNameChar(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']';
  }
  bool OperandFollows() {
    Skip();
    if (at_ == text_.size()) return false;
    const char c = text_[at_];
    return c == '!' || c == '(' || c == '"' || IsNameChar(c);
  }
  Words Constant(bool value) const {
    return Words((rows_ + 63) / 64, value ? ~uint64_t{0} : uint64_t{0});
  }
  template <typename Operator>
  static void Combine(Words* words, const Words& other, Operator combine) {
    for (size_t k = 0; k < words->size(); ++k) (*words)[k] = combine((*words)[k], other[k]);
  }

  Words Or() {
    Words words = And();
    while (!failed_ && Take('+', '|')) Combine(&words, And(), std::bit_or<>());
    return words;
  }
  Words And() {
    Words words = Xor();
    while (!failed_ && (Take('&', '*') || OperandFollows())) {
      Combine(&words, Xor(), std::bit_and<>());
    }
    return words;
  }
  Words Xor() {
    Words words = Factor();
    while (!failed_ && Take('^', '^')) Combine(&words, Factor(), std::bit_xor<>());
    return words;
  }
  static void Invert(Words* words) {
    for (uint64_t& word : *words) word = ~word;
  }
  Words Factor() {
    if (++depth_ > kMaxDepth) failed_ = true;
    Words words = Constant(false);
    if (failed_) return words;
    if (Take('!', '!')) {
      words = Factor();
      Invert(&words);
    } else if (Take('(', '(')) {
      words = Or();
      if (!Take(')', ')')) failed_ = true;
    } else {
      words = Name();
    }
    while (!failed_ && Take('\'', '\'')) Invert(&words);
    --depth_;
    return words;
  }
  Words Name() {
    Skip();
    const size_t begin = at_;
    while (at_ < text_.size() && IsNameChar(text_[at_])) ++at_;
    const std::string name = text_.substr(begin, at_ - begin);
    if (name == "0" || name == "1") return Constant(name == "1");
    const auto found = std::find(inputs_.begin(), inputs_.end(), name);
    if (found == inputs_.end()) {
      failed_ = true;
      return Constant(false);
    }
    return Column(static_cast<size_t>(found - inputs_.begin()));
  }
  /// The table of input k alone: bit k of the row. The first six repeat in every word.
  Words Column(size_t k) const {
    static constexpr uint64_t kColumns[] = {0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC,
                                            0xF0F0F0F0F0F0F0F0, 0xFF00FF00FF00FF00,
                                            0xFFFF0000FFFF0000, 0xFFFFFFFF00000000};
    constexpr size_t kInWord = std::size(kColumns);
    Words words = Constant(false);
    for (size_t w = 0; w < words.size(); ++w) {
      words[w] = k < kInWord ? kColumns[k] : ((w >> (k - kInWord)) & 1) != 0 ? ~uint64_t{0} : 0;
    }
    return words;
  }

  const std::string& text_;
  const std::vector<std::string>& inputs_;
  const size_t rows_;
  size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

LogicTable LogicTable::Where(int input, bool value) const {
  LogicTable result;
  result.inputs = inputs - 1;
  result.words.assign((result.rows() + 63) / 64, 0);
  const size_t below = (size_t{1} << input) - 1;
  for (size_t row = 0; row < result.rows(); ++row) {
    const size_t of = (row & below) | ((row & ~below) << 1) | (size_t{value} << input);
    if (At(of)) result.words[row / 64] |= uint64_t{1} << (row % 64);
  }
  return result;
}

bool LogicTable::DependsOn(int input) const { return Where(input, false) != Where(input, true); }

std::optional<LogicTable> TruthTable(const std::string& expression,
                                     const std::vector<std::string>& inputs) {
  if (inputs.size() > static_cast<size_t>(kMaxFunctionInputs)) return std::nullopt;
  return Parser(expression, inputs).Run();
}

}  // namespace gatewright
