// SPDX-License-Identifier: Apache-2.0
// Models rewritten at random, with the same meaning, must give the same network.

#include <gtest/gtest.h>

#include <cstdlib>

#include "generator/base/file_test_util.h"
#include "generator/network/onnx_builder_test_util.h"
#include "generator/network/onnx_import.h"
#include "generator/network/onnx_mutation_test_util.h"
#include "generator/network/random_network.h"

namespace gatewright {
namespace {

constexpr uint64_t kModels = 400;  // GATEWRIGHT_MUTATED_MODELS asks for more

uint64_t ModelCount() {
  const char* asked = std::getenv("GATEWRIGHT_MUTATED_MODELS");
  return asked == nullptr ? kModels : std::strtoull(asked, nullptr, 10);
}

FloatNetwork DrawNetwork(std::mt19937_64& random) {
  NetworkSpec spec;
  spec.inputs = 1 + static_cast<int>(random() % 5);
  for (uint64_t layers = 1 + random() % 3; layers > 0; --layers) {
    spec.hidden.push_back(1 + static_cast<int>(random() % 6));
  }
  spec.outputs = static_cast<int>(random() % 4);
  spec.head = static_cast<HeadActivation>(spec.outputs == 0 ? 0 : random() % 4);
  spec.input_relu = spec.outputs > 0 && random() % 2 == 0;
  spec.seed = random();
  spec.cell = random() % 2 == 0 ? CellKind::kLstm : CellKind::kGru;
  return RoundedToFloat32(RandomNetwork(spec));
}

TEST(MutatedModel, GivesTheSameNetwork) {
  for (uint64_t seed = 1; seed <= ModelCount(); ++seed) {
    std::string trace = "seed " + std::to_string(seed);
    std::mt19937_64 random(seed);
    const FloatNetwork expected = DrawNetwork(random);
    OnnxBuilder builder = ChainModel(expected, random() % 2 == 0);
    OnnxMutator mutator(&builder.model(), random());
    for (uint64_t n = 1 + random() % 14; n > 0; --n) trace += ", " + mutator.Mutate();
    SCOPED_TRACE(trace);
    const TemporaryFile file("model.onnx", builder.Bytes());
    const Result<FloatNetwork> network = ImportOnnx(file.path());
    ASSERT_TRUE(network.ok()) << ToString(network.errors());
    ASSERT_TRUE(*network == expected);
  }
}

}  // namespace
}  // namespace gatewright
