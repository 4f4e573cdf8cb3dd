// SPDX-License-Identifier: Apache-2.0
#include "generator/network/readout.h"

#include <gtest/gtest.h>

#include <cmath>

#include "generator/base/file_test_util.h"
#include "generator/network/npy.h"

namespace gatewright {
namespace {

StimulusSpec Plain() {
  StimulusSpec spec;
  spec.readout_activation = HeadActivation::kNone;
  return spec;
}

TEST(Readout, ReadsWeightsAndBiasOfEveryRow) {
  const TemporaryFile file("w.csv", "1, 10, 0.5\n-2, 3, 4\n");
  const Result<FloatLayer> layer = LoadReadout(file.path(), Plain(), 2);
  ASSERT_TRUE(layer.ok()) << ToString(layer.errors());
  EXPECT_EQ(ReadOut(*layer, {1, 2, -3, 0.25}), (std::vector<double>{21.5, 8, 0, 10.75}));
}

TEST(Readout, TakesAVectorAsOneRow) {
  const TemporaryFile folder("unused", "");
  const std::string path = folder.folder() + "/w.npy";
  ASSERT_TRUE(WriteNpy(path, {NpyType::kFloat64, {3}, {1, 10, 0.5}}).ok());
  const Result<FloatLayer> layer = LoadReadout(path, Plain(), 2);
  ASSERT_TRUE(layer.ok()) << ToString(layer.errors());
  EXPECT_EQ(ReadOut(*layer, {1, 2, -3, 0.25}), (std::vector<double>{21.5, 0}));
}

TEST(Readout, TakesNegativeOutputsAsZeroWhenAskedAndHasASigmoid) {
  const TemporaryFile file("w.csv", "1, 10, 0\n");
  StimulusSpec spec;
  spec.readout_relu = true;
  const Result<FloatLayer> layer = LoadReadout(file.path(), spec, 2);
  ASSERT_TRUE(layer.ok()) << ToString(layer.errors());
  EXPECT_EQ(ReadOut(*layer, {0, -7}), (std::vector<double>{0.5}));
  EXPECT_NEAR(ReadOut(*layer, {2, -7})[0], 1 / (1 + std::exp(-2.0)), 1e-15);
}

TEST(Readout, RefusesRowsOfAnotherLength) {
  const TemporaryFile file("w.csv", "1, 10, 0.5\n");
  const Result<FloatLayer> layer = LoadReadout(file.path(), Plain(), 3);
  ASSERT_FALSE(layer.ok());
  EXPECT_EQ(ToString(layer.errors()),
            file.path() +
                ": stimulus.readout.weights = 3 a row: every row must hold a weight for each of "
                "the 3 outputs, and the bias (nearest legal: 4)\n");
  EXPECT_FALSE(LoadReadout(file.folder() + "/none.npy", Plain(), 3).ok());
}

}  // namespace
}  // namespace gatewright
