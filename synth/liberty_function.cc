// SPDX-License-Identifier: Apache-2.0
// Parses the boolean functions of a cell library.
#include "synth/liberty_function.h"

#include <algorithm>
#include <cctype>

namespace gatewright {
namespace {

/// Deepest nesting of parentheses and inversions.
constexpr int kMaxDepth = 50;

/// Recursive descent over one expression; every level returns a truth table.
class Parser {
 public:
  Parser(const std::string& text, const std::vector<std::string>& inputs)
      : text_(text), inputs_(inputs) {
    const unsigned rows = 1U << inputs.size();
    mask_ = rows == 32 ? ~0U : (1U << rows) - 1;
  }

  std::optional<uint32_t> Run() {
    const uint32_t table = Or();
    Skip();
    if (failed_ || at_ != text_.size()) return std::nullopt;
    return table & mask_;
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

  uint32_t Or() {
    uint32_t table = And();
    while (!failed_ && Take('+', '|')) table |= And();
    return table;
  }
  uint32_t And() {
    uint32_t table = Xor();
    while (!failed_ && (Take('&', '*') || OperandFollows())) table &= Xor();
    return table;
  }
  uint32_t Xor() {
    uint32_t table = Factor();
    while (!failed_ && Take('^', '^')) table ^= Factor();
    return table;
  }
  uint32_t Factor() {
    if (++depth_ > kMaxDepth) failed_ = true;
    uint32_t table = 0;
    if (failed_) return table;
    if (Take('!', '!')) {
      table = ~Factor();
    } else if (Take('(', '(')) {
      table = Or();
      if (!Take(')', ')')) failed_ = true;
    } else {
      table = Name();
    }
    while (!failed_ && Take('\'', '\'')) table = ~table;
    --depth_;
    return table;
  }
  uint32_t Name() {
    Skip();
    const size_t begin = at_;
    while (at_ < text_.size() && IsNameChar(text_[at_])) ++at_;
    const std::string name = text_.substr(begin, at_ - begin);
    if (name == "0") return 0;
    if (name == "1") return ~0U;
    static constexpr uint32_t kColumns[kMaxFunctionInputs] = {0xAAAAAAAA, 0xCCCCCCCC, 0xF0F0F0F0,
                                                              0xFF00FF00, 0xFFFF0000};
    for (size_t k = 0; k < inputs_.size(); ++k) {
      if (inputs_[k] == name) return kColumns[k];
    }
    failed_ = true;
    return 0;
  }

  const std::string& text_;
  const std::vector<std::string>& inputs_;
  uint32_t mask_ = 0;
  size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<uint32_t> TruthTable(const std::string& expression,
                                   const std::vector<std::string>& inputs) {
  if (inputs.size() > kMaxFunctionInputs) return std::nullopt;
  return Parser(expression, inputs).Run();
}

}  // namespace gatewright
