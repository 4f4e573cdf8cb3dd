// SPDX-License-Identifier: Apache-2.0
#include "generator/presets/presets.h"

#include <gtest/gtest.h>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

TEST(Presets, EveryFileIsASoundDesignOfItsName) {
  ASSERT_EQ(Presets().size(), PresetFiles().size());
  for (const Preset& preset : Presets()) {
    const Result<Spec> spec = ParseSpecText(preset.text, preset.name + ".toml", ".");
    ASSERT_TRUE(spec.ok()) << ToString(spec.errors());
    EXPECT_EQ(spec->name, preset.name);
    EXPECT_FALSE(preset.figures.empty());
    EXPECT_FALSE(preset.source.empty());
    EXPECT_EQ(FindPreset(preset.name), &preset);
  }
}

TEST(Presets, UnknownNameFindsNothing) { EXPECT_EQ(FindPreset("spartan"), nullptr); }

TEST(Presets, EveryQuantityHasAName) {
  for (const Preset& preset : Presets()) {
    for (const PublishedFigure& figure : preset.figures) {
      EXPECT_FALSE(QuantityName(figure.quantity).empty());
    }
  }
}

}  // namespace
}  // namespace gatewright
