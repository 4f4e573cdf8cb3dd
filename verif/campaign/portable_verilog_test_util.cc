// SPDX-License-Identifier: Apache-2.0
// Scans Verilog for what some tools take and others refuse.
#include "verif/campaign/portable_verilog_test_util.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>

namespace gatewright {
namespace {

struct Token {
  std::string text;
  int line = 1;
  bool name() const { return std::isalpha(static_cast<unsigned char>(text[0])) || text[0] == '_'; }
};

bool InName(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; }

/// Where what begins at `at` and says nothing ends: blanks, comments, texts, directives; `at` when
/// a token begins there.
size_t Skip(const std::string& text, size_t at) {
  const auto after = [&](size_t found, size_t length) {
    return found == std::string::npos ? text.size() : found + length;
  };
  if (std::isspace(static_cast<unsigned char>(text[at]))) return at + 1;
  if (text.compare(at, 2, "//") == 0 || text[at] == '`') return after(text.find('\n', at), 0);
  if (text.compare(at, 2, "/*") == 0) return after(text.find("*/", at), 2);
  if (text[at] == '"') return after(text.find('"', at + 1), 1);
  return at;
}

std::vector<Token> Tokens(const std::string& text) {
  std::vector<Token> tokens;
  int line = 1;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = Skip(text, at);
    if (end == at) {
      end = at + 1;
      // A number with its base is one token: 4'hf names nothing.
      const bool number = std::isdigit(static_cast<unsigned char>(text[at])) || text[at] == '\'';
      while (end < text.size() && (InName(text[end]) || (number && text[end] == '\'')) &&
             (InName(text[at]) || number))
        ++end;
      tokens.push_back({text.substr(at, end - at), line});
    }
    line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(at),
                                        text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    at = end;
  }
  return tokens;
}

const std::set<std::string_view> kDeclares = {"wire",   "reg",      "integer", "genvar",
                                              "input",  "output",   "inout",   "localparam",
                                              "signed", "parameter"};

class Scan {
 public:
  explicit Scan(const std::string& verilog) : tokens_(Tokens(verilog)) {}

  std::vector<std::string> Run() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      const std::string& text = tokens_[at_].text;
      Nest(text);
      if (text == "begin") CheckBlock();
      if (text == "for") CheckLoop();
      if (text == "function") {
        FunctionName();
      } else if (kDeclares.contains(text)) {
        Declaration(text == "integer");
      } else if (tokens_[at_].name()) {
        Use(tokens_[at_]);
      }
    }
    for (const auto& [name, line] : late_) {
      faults_.push_back(fmt::format("line {}: {} is used before it is declared", line, name));
    }
    return faults_;
  }

 private:
  const std::string& Text(size_t at) const {
    static const std::string none;
    return at < tokens_.size() ? tokens_[at].text : none;
  }

  /// Keeps count of where we are: in a function, in a process and its blocks.
  void Nest(const std::string& text) {
    if (text == "always" || text == "initial") {
      ++process_;
      in_process_ = true;
      blocks_ = 0;
    }
    if (text == "begin") ++blocks_;
    if (text == "end") --blocks_;
    if (blocks_ == 0 && (text == "end" || text == ";")) in_process_ = false;
    if (text == "endfunction") {
      in_function_ = false;
      local_.clear();
    }
  }

  /// Passes over the type of what a function gives, and its name.
  void FunctionName() {
    in_function_ = true;
    while (at_ + 1 < tokens_.size() && Text(at_ + 1) != "(" && Text(at_ + 1) != ";") {
      ++at_;
      const bool name = tokens_[at_].name() && !kDeclares.contains(Text(at_));
      if (name && Text(at_ + 1) != "(" && Text(at_ + 1) != ";") Use(tokens_[at_]);
    }
  }

  void Use(const Token& token) {
    const bool member = at_ > 0 && Text(at_ - 1) == ".";
    if (member || declared_.contains(token.text) || local_.contains(token.text)) return;
    used_.emplace(token.text, token.line);
  }

  /// The names of a list of declarations, from its keyword to the ';' or ')' that ends it; what
  /// stands in ranges and values is used there.
  void Declaration(bool integer) {
    int depth = 0;
    bool named = false;  // the name of this entry has been seen
    for (++at_; at_ < tokens_.size(); ++at_) {
      const Token& token = tokens_[at_];
      if (token.text == "(" || token.text == "[" || token.text == "{") ++depth;
      if (token.text == ")" || token.text == "]" || token.text == "}") --depth;
      if (depth < 0 || token.text == ";") return;
      if (depth == 0 && token.text == ",") named = false;
      if (!token.name() || kDeclares.contains(token.text)) continue;
      if (depth == 0 && !named) {
        named = true;
        Declare(token.text, integer);
      } else {
        Use(token);
      }
    }
  }

  void Declare(const std::string& name, bool integer) {
    if (in_function_) {
      local_.insert(name);
      return;
    }
    const auto used = used_.find(name);
    if (used != used_.end() && declared_.insert(name).second) late_.emplace(name, used->second);
    declared_.insert(name);
    if (integer) loops_in_[name] = 0;
  }

  void CheckBlock() {
    static const std::set<std::string_view> kBefore = {")", "else"};
    if (in_function_ || in_process_ || Text(at_ + 1) != ":" || kBefore.contains(Text(at_ - 1)))
      return;
    faults_.push_back(
        fmt::format("line {}: block {} without a condition", tokens_[at_].line, Text(at_ + 2)));
  }

  void CheckLoop() {
    const auto loop = loops_in_.find(Text(at_ + 2));
    if (loop == loops_in_.end() || !in_process_) return;
    if (loop->second != 0 && loop->second != process_) {
      faults_.push_back(
          fmt::format("line {}: {} loops in another process too", tokens_[at_].line, loop->first));
    }
    loop->second = process_;
  }

  std::vector<Token> tokens_;
  size_t at_ = 0;
  int process_ = 0;  ///< how many processes have begun
  bool in_process_ = false;
  int blocks_ = 0;  ///< open in this process
  bool in_function_ = false;
  std::set<std::string> local_;  ///< declared in this function
  std::set<std::string> declared_;
  std::map<std::string, int> used_;      ///< first line, of names not declared by then
  std::map<std::string, int> late_;      ///< those declared later
  std::map<std::string, int> loops_in_;  ///< integers: the process they loop in, 0 = none yet
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> PortabilityFaults(const std::string& verilog) {
  return Scan(verilog).Run();
}

}  // namespace gatewright
