// SPDX-License-Identifier: Apache-2.0
#include "generator/spec/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "generator/spec/keys.h"

namespace gatewright {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Explained(const std::string& key) {
  const Result<std::string> text = Explain(key);
  EXPECT_TRUE(text.ok()) << key;
  return text.ok() ? *text : "";
}

TEST(Explain, GivesMeaningTypeLegalValuesDefaultAndExample) {
  EXPECT_EQ(Explained("engine.cell_lanes"),
            "engine.cell_lanes\n"
            "  Lanes that turn pre-activations into cell and hidden states, 4 cycles a unit each.\n"
            "\n"
            "  type     integer\n"
            "  legal    an integer from 1 to 1024; must divide engine.pes\n"
            "  default  1\n"
            "  example  engine.cell_lanes = 16\n");
}

TEST(Explain, SaysWhatAnAbsentKeyMeans) {
  EXPECT_THAT(Explained("numerics.weight.fraction"),
              HasSubstr("default  derived: the most fraction bits"));
}

TEST(Explain, ListsTheKeysOfASection) {
  const std::string text = Explained("engine");
  EXPECT_THAT(text, HasSubstr("Size and style of the hardware."));
  EXPECT_THAT(text, HasSubstr("  engine.pes                        1\n"));
  EXPECT_THAT(text, Not(HasSubstr("stream.elements_in")));
}

TEST(Explain, ListsTheKeysOfASubTable) {
  const std::string text = Explained("numerics.weight");
  EXPECT_THAT(text, HasSubstr("numerics.weight.bits"));
  EXPECT_THAT(text, Not(HasSubstr("numerics.state")));
}

TEST(Explain, ListsEveryKeyWhenNothingIsNamed) {
  const std::string text = Explained("");
  for (const Key& key : Keys()) EXPECT_THAT(text, HasSubstr("  " + std::string(key.name) + " "));
}

TEST(Explain, ExplainsEveryKey) {
  for (const Key& key : Keys()) {
    EXPECT_THAT(Explained(std::string(key.name)), HasSubstr("  example  " + std::string(key.name)));
  }
}

TEST(Explain, NamesTheClosestKeyForAnUnknownOne) {
  const Result<std::string> text = Explain("engine.pse");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(ToString(text.errors()), "engine.pse: unknown key (nearest legal: engine.pes)\n");
}

// Update with: GATEWRIGHT_UPDATE_GOLDEN=1 ctest --preset dev -R ConfigurationPage
TEST(ConfigurationPage, IsWhatTheKeyTableSays) {
  const std::string path = std::string(GATEWRIGHT_SOURCE_DIR) + "/docs/configuration.md";
  if (std::getenv("GATEWRIGHT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << ConfigurationMarkdown();
  }
  std::ifstream stream(path);
  const std::string committed((std::istreambuf_iterator<char>(stream)),
                              std::istreambuf_iterator<char>());
  EXPECT_EQ(committed, ConfigurationMarkdown())
      << "docs/configuration.md is out of date; update it with\n"
         "  GATEWRIGHT_UPDATE_GOLDEN=1 ctest --preset dev -R ConfigurationPage";
}

}  // namespace
}  // namespace gatewright
