// SPDX-License-Identifier: Apache-2.0
// Circuits as and-inverter graphs, hashed.
#include "verif/mutation/aig.h"

#include <fmt/format.h>

#include <cassert>
#include <sstream>

#include "generator/base/read_file.h"

namespace gatewright {
namespace {

/// A difference of two literals in AIGER's binary form: seven bits a byte, low ones first.
void AddDifference(uint32_t value, std::string* text) {
  for (; value >= 0x80; value >>= 7) text->push_back(static_cast<char>((value & 0x7f) | 0x80));
  text->push_back(static_cast<char>(value));
}

struct AigerHeader {
  size_t most = 0, inputs = 0, registers = 0, outputs = 0, ands = 0;
};

/// Reads the numbers of a file, checking each.
class AigerReader {
 public:
  explicit AigerReader(const std::string& text) : stream_(text) {}

  bool Read(Aig* aig) {
    std::string kind;
    AigerHeader header;
    stream_ >> kind >> header.most >> header.inputs >> header.registers >> header.outputs >>
        header.ands;
    if (!stream_ || kind != "aag" || header.most > (size_t{1} << 30)) return false;
    numbers_.assign(header.most + 1, kUnknown);
    numbers_[0] = 0;
    aig->inputs.resize(header.inputs);
    aig->outputs.resize(header.outputs);
    for (size_t k = 0; k < header.inputs; ++k) Define(Number());
    std::vector<uint64_t> next;
    for (size_t k = 0; k < header.registers; ++k) {
      Define(Number());
      next.push_back(Number());
      stream_.ignore(1 << 20, '\n');  // and its initial value
    }
    std::vector<uint64_t> outputs;
    for (size_t k = 0; k < header.outputs; ++k) outputs.push_back(Number());
    for (size_t k = 0; k < header.ands; ++k) {
      const uint64_t result = Number(), a = Number(), b = Number();
      aig->ands.push_back({Value(a), Value(b)});
      Define(result);
    }
    for (const uint64_t one : next) aig->next.push_back(Value(one));
    for (const uint64_t one : outputs) aig->driven.push_back(Value(one));
    ReadNames(aig);
    return good_;
  }

 private:
  static constexpr AigValue kUnknown = ~AigValue{0};

  uint64_t Number() {
    uint64_t number = 0;
    stream_ >> number;
    good_ = good_ && !stream_.fail();
    return number;
  }
  void Define(uint64_t literal) {
    good_ = good_ && literal % 2 == 0 && literal / 2 < numbers_.size();
    if (good_) numbers_[literal / 2] = 2 * ++defined_;
  }
  AigValue Value(uint64_t literal) {
    good_ = good_ && literal / 2 < numbers_.size() && numbers_[literal / 2] != kUnknown;
    return good_ ? numbers_[literal / 2] ^ static_cast<AigValue>(literal & 1) : 0;
  }
  void ReadNames(Aig* aig) {
    std::string line;
    while (std::getline(stream_, line)) {
      if (line == "c") return;
      const size_t space = line.find(' ');
      if (space == std::string::npos || space < 2) continue;
      std::vector<std::string>& names = line[0] == 'i' ? aig->inputs : aig->outputs;
      const size_t at = std::strtoull(line.c_str() + 1, nullptr, 10);
      if ((line[0] == 'i' || line[0] == 'o') && at < names.size()) {
        names[at] = line.substr(space + 1);
      }
    }
  }

  std::istringstream stream_;
  std::vector<AigValue> numbers_;  ///< [variable] its value here
  AigValue defined_ = 0;
  bool good_ = true;
};

}  // namespace

Result<Aig> ReadAiger(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  Aig aig;
  if (!AigerReader(*text).Read(&aig)) {
    return Diagnostic{path, 0, "", "", "is no circuit in AIGER's ASCII form", ""};
  }
  return aig;
}

void Evaluate(const Aig& aig, std::vector<uint64_t>* values) {
  assert(values->size() == aig.nodes());
  size_t node = aig.first_and();
  for (const Aig::And& one : aig.ands) {
    (*values)[node++] = Lanes(*values, one.a) & Lanes(*values, one.b);
  }
}

AigValue AigBuilder::Input() {
  nodes_.emplace_back(kNone, kNone);
  return static_cast<AigValue>(2 * (nodes_.size() - 1));
}

AigValue AigBuilder::And(AigValue a, AigValue b) {
  if (a > b) std::swap(a, b);
  if (a == 0 || (a ^ 1) == b) return 0;
  if (a == 1 || a == b) return b;
  const auto [at, fresh] = known_.try_emplace(uint64_t{a} << 32 | b, 0);
  if (fresh) {
    nodes_.emplace_back(a, b);
    at->second = static_cast<AigValue>(2 * (nodes_.size() - 1));
  }
  return at->second;
}

std::vector<AigValue> AigBuilder::Copy(const Aig& aig, const std::vector<AigValue>& sources) {
  assert(sources.size() == aig.first_and() - 1);
  std::vector<AigValue> values(aig.nodes(), 0);
  for (size_t k = 0; k < sources.size(); ++k) values[k + 1] = sources[k];
  const auto of = [&](AigValue value) { return values[value >> 1] ^ (value & 1); };
  size_t node = aig.first_and();
  for (const Aig::And& one : aig.ands) values[node++] = And(of(one.a), of(one.b));
  return values;
}

std::string AigBuilder::Write(const std::vector<Register>& registers,
                              const std::vector<AigValue>& outputs) const {
  std::vector<const Register*> of(nodes_.size(), nullptr);
  for (const Register& one : registers) of[one.now >> 1] = &one;
  std::vector<bool> needed(nodes_.size(), false);
  std::vector<size_t> open;
  open.reserve(outputs.size());
  for (const AigValue output : outputs) open.push_back(output >> 1);
  while (!open.empty()) {
    const size_t node = open.back();
    open.pop_back();
    if (node == 0 || needed[node]) continue;
    needed[node] = true;
    if (of[node] != nullptr) open.push_back(of[node]->next >> 1);
    if (nodes_[node].first == kNone) continue;
    open.push_back(nodes_[node].first >> 1);
    open.push_back(nodes_[node].second >> 1);
  }
  // Inputs first, then registers, then ANDs, which stand behind their operands already.
  std::vector<AigValue> numbers(nodes_.size(), 0);
  AigValue last = 0;
  size_t counts[3] = {0, 0, 0};
  for (int kind = 0; kind < 3; ++kind) {
    for (size_t node = 1; node < nodes_.size(); ++node) {
      const int its = nodes_[node].first != kNone ? 2 : of[node] != nullptr ? 1 : 0;
      if (!needed[node] || its != kind) continue;
      numbers[node] = 2 * ++last;
      ++counts[kind];
    }
  }
  const auto number = [&](AigValue value) { return numbers[value >> 1] ^ (value & 1); };
  std::string text =
      fmt::format("aig {} {} {} {} {}\n", last, counts[0], counts[1], outputs.size(), counts[2]);
  for (size_t node = 1; node < nodes_.size(); ++node) {
    if (needed[node] && of[node] != nullptr) text += fmt::format("{}\n", number(of[node]->next));
  }
  for (const AigValue output : outputs) text += fmt::format("{}\n", number(output));
  for (size_t node = 1; node < nodes_.size(); ++node) {
    if (!needed[node] || nodes_[node].first == kNone) continue;
    const AigValue a = number(nodes_[node].first), b = number(nodes_[node].second);
    AddDifference(numbers[node] - std::max(a, b), &text);
    AddDifference(std::max(a, b) - std::min(a, b), &text);
  }
  return text;
}

}  // namespace gatewright
