// SPDX-License-Identifier: Apache-2.0
#include "synth/library_text.h"

#include <gtest/gtest.h>

namespace gatewright {
namespace {

LibraryFile Read(const std::string& path, const std::string& text) {
  Result<LibertyGroup> root = ParseLibertyGroups(text, path, LibertyDetail::kTables);
  EXPECT_TRUE(root.ok()) << ToString(root.errors());
  return {path, text, root.ok() ? std::move(*root) : LibertyGroup()};
}

bool All(const std::string&) { return true; }

constexpr char kFirst[] = R"(/* head */ library (one) {
  nom_voltage : 1.1;
  wire_load("big") { capacitance : 1; }
  default_wire_load : "big";
  lu_table_template (t) { variable_1 : input_net_transition; index_1 ("1, 2"); }
  cell (A) { area : 1; leakage_power () { value : 3; }
    pin(Y) { timing () { cell_rise (t) { values ("1, 2"); } output_current_rise () { x : 1; } } } }
  cell (B) { area : 2; }
})";

TEST(LibraryText, LeavesOutModelsOfWiresWaveformsAndWhatMayNotBeUsed) {
  const LibraryFile file = Read("one.lib", kFirst);
  EXPECT_EQ(LibraryText({file}, LibraryUse::kMapping, [](const auto& name) { return name != "B"; }),
            R"(library (one) {
  nom_voltage : 1.1;
  
  ;
  lu_table_template (t) { variable_1 : input_net_transition; index_1 ("1, 2"); }
  cell (A) { area : 1; 
    pin(Y) { timing () { cell_rise (t) { values ("1, 2"); }  } } }
  
}
)");
  const std::string power = LibraryText({file}, LibraryUse::kPower, All);
  EXPECT_NE(power.find("leakage_power () { value : 3; }"), std::string::npos);
  EXPECT_NE(power.find("cell (B)"), std::string::npos);
  EXPECT_EQ(power.find("output_current"), std::string::npos);
  EXPECT_EQ(power.find("wire_load"), std::string::npos) << "a tool would add wires to every net";
}

TEST(LibraryText, TemplatesOfOneNameInTwoFilesKeepTheirTables) {
  const LibraryFile first = Read("one.lib", kFirst);
  const LibraryFile second = Read("two.lib", R"(library (two) { nom_voltage : 9;
  lu_table_template (t) { variable_1 : total_output_net_capacitance; index_1 ("5, 6"); }
  cell (C) { area : 3; pin(Y) { timing () { cell_rise (t) { values ("7, 8"); } } } } })");
  const std::string text = LibraryText({first, second}, LibraryUse::kMapping, All);
  const Result<LibertyGroup> root = ParseLibertyGroups(text, "x", LibertyDetail::kTables);
  ASSERT_TRUE(root.ok()) << ToString(root.errors()) << text;
  EXPECT_EQ(*root->Find("nom_voltage"), "1.1") << "of the first file";
  EXPECT_NE(text.find("lu_table_template (t_of_file_2) { variable_1 : total_output"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("cell_rise (t_of_file_2) { values (\"7, 8\"); }"), std::string::npos);
  EXPECT_NE(text.find("cell_rise (t) { values (\"1, 2\"); }"), std::string::npos);
}

}  // namespace
}  // namespace gatewright
