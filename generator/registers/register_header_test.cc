// SPDX-License-Identifier: Apache-2.0
// The C header, compiled by the system's C compiler as C99 with every warning an error, and run
// against an array in memory: what it reads, what it writes, and that it reads the snapshot only.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>

#include "generator/base/process.h"
#include "generator/registers/print.h"
#include "generator/registers/samples_test_util.h"

namespace gatewright {
namespace {

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// A C program that fails (exit status = number of the check) when an accessor does not do what the
/// map says.
class Program {
 public:
  explicit Program(const RegisterMap& map) : map_(map), low_(map.source.top) {
    text_ = fmt::format(
        "#include \"{0}_registers.h\"\n#include \"{0}_registers.h\"\n#include <string.h>\n"
        "static uint32_t mmio[{1}];\n"
        "static uint32_t changed(unsigned word, uint32_t value) {{\n"
        "  unsigned i;\n  for (i = 0; i < {1}u; ++i)\n"
        "    if (mmio[i] != (i == word ? value : 0xa5a50000u + i)) return 0;\n  return 1;\n}}\n"
        "static void fill(void) {{\n  unsigned i;\n"
        "  for (i = 0; i < {1}u; ++i) mmio[i] = 0xa5a50000u + i;\n}}\n"
        "int main(void) {{\n",
        low_, kRegisterBytes / 4);
    Reads();
    Writes();
    Identity();
    text_ += "  return 0;\n}\n";
  }
  const std::string& text() const { return text_; }
  int checks() const { return checks_; }

 private:
  void Check(const std::string& condition) {
    text_ += fmt::format("  if (!({})) return {};\n", condition, 1 + checks_++ % 250);
  }

  /// Every field and counter of a block filled with numbers.
  void Reads() {
    text_ += "  fill();\n";
    for (const Register& reg : map_.registers) {
      const uint32_t word = 0xa5a50000U + reg.offset / 4;
      if (reg.kind == RegisterKind::kCounterLow) {
        const std::string& name = map_.counters[static_cast<size_t>(reg.counter)].name;
        Check(fmt::format("{}_{}(mmio) == 0x{:08x}{:08x}ull", low_, Lower(name), word + 1, word));
      }
      if (reg.counter >= 0 || reg.kind == RegisterKind::kCommand) continue;
      for (const Field& field : reg.fields) {
        Check(fmt::format("{}_{}(mmio) == {}u", low_, SignalName(reg, field),
                          (word & field.mask()) >> field.low));
      }
    }
  }

  /// Every write, which must change its own word and no other.
  void Writes() {
    const auto write = [this](const std::string& call, const Register& reg, uint32_t value) {
      text_ += fmt::format("  fill();\n  {};\n", call);
      Check(fmt::format("changed({}u, 0x{:x}u)", reg.offset / 4, value));
    };
    for (const Register& reg : map_.registers) {
      for (const Field& field : reg.fields) {
        const std::string signal = SignalName(reg, field);
        if (reg.kind == RegisterKind::kSetting) {
          const uint32_t value = field.max() - field.max() / 3;
          write(fmt::format("{}_set_{}(mmio, {}u)", low_, signal, value), reg, value);
        } else if (reg.kind == RegisterKind::kSticky) {
          write(fmt::format("{}_clear_{}(mmio)", low_, signal), reg, field.mask());
        }
      }
    }
    const Register& command = map_.Find("COMMAND");
    write(low_ + "_snapshot(mmio)", command, 1);
    write(low_ + "_clear_counters(mmio)", command, 2);
    write(low_ + "_snapshot_and_clear(mmio)", command, 3);
    write(low_ + "_set_control_enable(mmio, 0u)", map_.Find("CONTROL"), 0);
    write(low_ + "_set_control_enable(mmio, 2u)", map_.Find("CONTROL"), 1);
  }

  void Identity() {
    Check("!" + low_ + "_matches(mmio)");
    for (const Register& reg : map_.registers) {
      uint32_t value = 0;
      for (const Field& field : reg.fields) value |= field.reset << field.low;
      text_ += fmt::format("  mmio[{}] = 0x{:x}u;\n", reg.offset / 4, value);
    }
    Check(low_ + "_matches(mmio)");
    text_ += fmt::format("  mmio[{}] ^= 0x10u;\n", map_.Find("IMAGE_HASH_HI").offset / 4);
    Check("!" + low_ + "_matches(mmio)");
    if (map_.source.events == EventKind::kNone) return;
    // Q2.2 and Q8.8: value = integer / 4 and / 256.
    const bool narrow = map_.source.state.width() == 4;
    Check(fmt::format("{}_threshold(0.5) == {}u", low_, narrow ? 2 : 128));
    Check(fmt::format("{}_threshold(0.62) == {}u", low_, narrow ? 2 : 159));
    const double lsb = narrow ? 0.25 : 1.0 / 256;
    Check(fmt::format("{}_threshold({}) == 0u", low_, 0.5 * lsb));  // ties go to even
    Check(fmt::format("{}_threshold({}) == 2u", low_, 1.5 * lsb));
    Check(fmt::format("{}_threshold({}) == 2u", low_, 2.5 * lsb));
    Check(fmt::format("{}_threshold(-1.0) == 0u", low_));
    Check(fmt::format("{}_threshold(1e300) == {}u", low_, narrow ? 7 : 32767));
    Check(fmt::format("{}_threshold_value({}u) == 1.25", low_, narrow ? 5 : 320));
  }

  const RegisterMap map_;
  std::string low_;
  std::string text_;
  int checks_ = 0;
};

void WriteFile(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

TEST(RegisterHeader, CompilesAsC99WithoutAWarningAndAccessesTheRightBits) {
  for (const RegisterMap& map : SampleRegisterMaps()) {
    SCOPED_TRACE(map.source.top);
    const ScratchFolder scratch;
    const Program program(map);
    EXPECT_GT(program.checks(), 30);
    WriteFile(scratch.path() + "/" + map.source.top + "_registers.h", PrintRegisterHeader(map));
    WriteFile(scratch.path() + "/main.c", program.text());
    const Result<std::string> compiled =
        RunTool({"cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-Wconversion",
                 "-O1", "-o", "main", "main.c"},
                scratch.path());
    ASSERT_TRUE(compiled.ok()) << ToString(compiled.errors());
    const Result<ProcessResult> run = RunProcess({scratch.path() + "/main"}, scratch.path());
    ASSERT_TRUE(run.ok());
    EXPECT_EQ(run->exit_code, 0) << "the check of that number failed";
  }
}

}  // namespace
}  // namespace gatewright
