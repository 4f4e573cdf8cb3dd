// SPDX-License-Identifier: Apache-2.0
#include "synth/liberty.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "generator/base/file_test_util.h"
#include "synth/liberty_function.h"
#include "synth/test_util.h"

namespace gatewright {
namespace {

std::string Gzip(const std::string& text) {
  const TemporaryFile file("x.gz", "");
  const gzFile out = ::gzopen(file.path().c_str(), "wb");
  ::gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  ::gzclose(out);
  return ReadBytes(file.path());
}

std::string ParseError(const std::string& text) {
  const Result<CellLibrary> library = ParseLiberty(text, "x.lib");
  return library.ok() ? "no error" : ToString(library.errors());
}

constexpr char kHint[] = " (nearest legal: a cell library in Liberty format (.lib or .lib.gz))\n";

TEST(TruthTable, KnowsTheOperatorsAndTheirStrength) {
  EXPECT_EQ(TruthTable("(A B)'", {"A", "B"}), 0b0111U);
  EXPECT_EQ(TruthTable("!(A&B)", {"A", "B"}), 0b0111U);
  EXPECT_EQ(TruthTable("A'+B'", {"A", "B"}), 0b0111U);
  EXPECT_EQ(TruthTable("A ^ B", {"A", "B"}), 0b0110U);
  EXPECT_EQ(TruthTable("A + B * C", {"A", "B", "C"}), 0b11101010U);
  EXPECT_EQ(TruthTable("A ^ B C", {"A", "B", "C"}), 0b01100000U);
  EXPECT_EQ(TruthTable("((A !S) | (B S))", {"A", "B", "S"}), 0b11001010U);
  EXPECT_EQ(TruthTable("1", {}), 1U);
  EXPECT_EQ(TruthTable("A1 A2 A3 A4 A5", {"A1", "A2", "A3", "A4", "A5"}), 0x80000000U);
}

TEST(TruthTable, ReadsTheLargestCellsOfRealLibraries) {
  const std::vector<std::string> inputs = {"A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3"};
  const auto table = TruthTable("!(A1*A2*A3 + B1*B2*B3 + C1*C2*C3)", inputs);
  ASSERT_TRUE(table.has_value());
  ASSERT_EQ(table->rows(), 512U);
  for (size_t row = 0; row < table->rows(); ++row) {
    const bool any = (row & 7) == 7 || ((row >> 3) & 7) == 7 || (row >> 6) == 7;
    ASSERT_EQ(table->At(row), !any) << row;
  }
  EXPECT_EQ(table->Where(8, true).Where(7, true).Where(6, true),
            *TruthTable("0", {"A", "B", "C", "D", "E", "F"}));
  EXPECT_TRUE(table->DependsOn(4));
  EXPECT_FALSE(TruthTable("A + B B'", {"A", "B"})->DependsOn(1));
}

TEST(TruthTable, RefusesWhatIsNoFunctionOfTheInputs) {
  EXPECT_FALSE(TruthTable("IQ", {"A"}).has_value());
  EXPECT_FALSE(TruthTable("(A B", {"A", "B"}).has_value());
  EXPECT_FALSE(TruthTable("A +", {"A", "B"}).has_value());
  EXPECT_FALSE(TruthTable("", {"A"}).has_value());
  EXPECT_FALSE(TruthTable("A B)", {"A", "B"}).has_value());
  EXPECT_FALSE(TruthTable(std::string(100, '('), {"A"}).has_value());
  EXPECT_FALSE(TruthTable("A", std::vector<std::string>(kMaxFunctionInputs + 1, "A")).has_value());
}

TEST(ParseLiberty, FindsAreasAndRoles) {
  const Result<CellLibrary> library = ParseLiberty(MiniLibrary(), "mini.lib");
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  EXPECT_EQ(library->name, "mini_018");
  EXPECT_EQ(library->cells.size(), 12U);
  EXPECT_EQ(library->cells.at("DFFR").area, 15'125'000);
  EXPECT_EQ(library->cells.at("INV").role, CellRole::kInverter);
  EXPECT_EQ(library->cells.at("BUF").role, CellRole::kBuffer);
  EXPECT_EQ(library->cells.at("NAND2").role, CellRole::kNand2);
  EXPECT_EQ(library->cells.at("NOR2").role, CellRole::kGate2);
  EXPECT_EQ(library->cells.at("XOR2").role, CellRole::kOther);
  EXPECT_EQ(library->cells.at("MUX2").role, CellRole::kOther);
  EXPECT_EQ(library->cells.at("DFF").role, CellRole::kFlipFlop);
  EXPECT_EQ(library->FlipFlop(-1)->name, "DFF");
  EXPECT_EQ(library->FlipFlop(0)->name, "DFFR");
  EXPECT_EQ(library->FlipFlop(1)->name, "DFFR") << "with an inverter before and behind it";
  EXPECT_DOUBLE_EQ(library->cells.at("BUF").input_cap, 5);
}

TEST(ParseLiberty, ReadsWhatRealLibrariesContain) {
  const Result<CellLibrary> library = ParseLiberty(R"(// comment
library("quoted name") { /* two
lines */ capacitive_load_unit (2.0,"ff");
  cell("T0") { area : 1.5 ; pin(Y) { direction : "output"; function : "0" } }
  cell(B1) { area : 2; dont_use : true; pin(A) { direction : input; capacitance : 1.5; }
    pin(Y) { direction : output; function : "A"; timing() { related_pin : "A"; cell_rise(t) {
      values ("1, 2", \
              "3, 4"); } } } }
  cell(B2) { area : 3; pin(A) { direction : input; capacitance : 2.5; }
    pin(Y) { direction : output; function : "A"; } }
  cell(Z1) { area : 1; pin(A) { direction : input; }
    pin(Y) { direction : output; function : "A"; three_state : "A"; } }
  cell(L1) { area : 0; latch(IQ,IQN) { enable : "G"; } }
})",
                                                   "x.lib");
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  EXPECT_EQ(library->name, "quoted name");
  EXPECT_EQ(library->cells.at("T0").role, CellRole::kTie);
  EXPECT_EQ(library->cells.at("Z1").role, CellRole::kOther);
  EXPECT_EQ(library->cells.at("L1").role, CellRole::kLatch);
  ASSERT_NE(library->Smallest(CellRole::kBuffer), nullptr);
  EXPECT_EQ(library->Smallest(CellRole::kBuffer)->name, "B2") << "B1 must not be used";
  EXPECT_DOUBLE_EQ(library->cells.at("B2").input_cap, 5);
  EXPECT_EQ(library->Smallest(CellRole::kInverter), nullptr);
}

TEST(ParseLiberty, NamesTheLineOfASyntaxError) {
  EXPECT_EQ(
      ParseError("library(x) {\n  cell(a) {\n    area 5;\n"),
      "x.lib:3: expected \"name : value;\" or \"name(...)\", found 'area 5'" + std::string(kHint));
  EXPECT_EQ(ParseError("library(x) {\n cell(a) {\n area : 5;\n"),
            "x.lib:4: the file ends within the group cell(a) of line 2" + std::string(kHint));
  EXPECT_EQ(ParseError("module m; endmodule"),
            "x.lib:1: expected \"name : value;\" or \"name(...)\", found 'module m'" +
                std::string(kHint));
  EXPECT_EQ(ParseError("library(x) { values (1, 2"),
            "x.lib:1: the file ends within values(" + std::string(kHint));
}

TEST(ParseLiberty, RefusesWhatIsNoLibrary) {
  EXPECT_EQ(ParseError(""),
            "x.lib:1: the file holds no library, so it is not a Liberty file" + std::string(kHint));
  EXPECT_EQ(ParseError("library(x) { }"), "x.lib: the library holds no cells" + std::string(kHint));
  std::string deep = "library(x) { ";
  for (int i = 0; i < 100000; ++i) deep += "g(x) {";
  EXPECT_EQ(ParseError(deep), "x.lib:1: groups are nested too deep" + std::string(kHint));
}

TEST(ParseLiberty, RefusesALibraryCutShortAnywhere) {
  const std::string text = MiniLibrary();
  const size_t end = text.rfind('}');
  for (size_t length = 0; length <= end; length += 13) {
    EXPECT_FALSE(ParseLiberty(text.substr(0, length), "x.lib").ok()) << length;
  }
  EXPECT_FALSE(ParseLiberty(text.substr(0, end), "x.lib").ok());
  EXPECT_TRUE(ParseLiberty(text.substr(0, end + 1), "x.lib").ok());
}

TEST(ParseLiberty, LeavesOutEveryCellWithoutASensibleArea) {
  const Result<CellLibrary> library = ParseLiberty(
      "library(x) {\ncell(a) { }\ncell(b) { area : -1; }\ncell(c) { area : 1; }\n"
      "cell(d) { area : big; } }",
      "x.lib");
  ASSERT_TRUE(library.ok()) << ToString(library.errors());
  EXPECT_EQ(library->cells.size(), 1U);
  EXPECT_EQ(library->left_out,
            (std::vector<std::string>{"a (area not given)", "b (area -1)", "d (area big)"}));
}

TEST(ReadLiberty, ReadsPlainAndGzippedFiles) {
  const TemporaryFile plain("a.lib", "some text");
  const TemporaryFile packed("a.lib.gz", Gzip("some text"));
  EXPECT_EQ(*ReadLiberty(plain.path()), "some text");
  EXPECT_EQ(*ReadLiberty(packed.path()), "some text");
}

TEST(ReadLiberty, RefusesADamagedStream) {
  std::string bytes = Gzip(MiniLibrary());
  const TemporaryFile cut("cut.lib.gz", bytes.substr(0, bytes.size() / 2));
  bytes[bytes.size() - 6] = static_cast<char>(bytes[bytes.size() - 6] ^ 1);  // checksum
  const TemporaryFile changed("changed.lib.gz", bytes);
  for (const TemporaryFile* file : {&cut, &changed}) {
    const Result<std::string> text = ReadLiberty(file->path());
    ASSERT_FALSE(text.ok());
    EXPECT_EQ(ToString(text.errors()),
              file->path() + ": the gzip stream is damaged or cut short" + kHint);
  }
}

}  // namespace
}  // namespace gatewright
