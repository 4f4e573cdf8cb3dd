// SPDX-License-Identifier: Apache-2.0
#include "generator/pack/pack.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>
#include <set>

#include "generator/compress/pattern.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

/// A random integer network and the plan of a random engine for it.
struct Case {
  IntNetwork network;
  Plan plan;
};

/// A number in low..high.
using Between = std::function<int(int low, int high)>;

std::string Weights(const std::string& kind, int pes, const Between& between) {
  if (kind == "cbtd") {
    return fmt::format(", keep = \"{}/8\", keep_x = \"{}/8\", keep_head = \"{}/8\"", between(1, 8),
                       between(1, 8), between(1, 8));
  }
  if (kind != "hcgs") return "";
  const int inner = pes << between(0, 2);
  const int along = 1 << between(0, 2);
  return fmt::format(", outer = [{}, 1], inner = [{}, 1]", inner * along, inner);
}

Spec RandomSpec(const std::string& kind, const Between& between) {
  const bool blocks = kind == "hcgs";
  const int lanes = blocks ? 1 << between(0, 1) : between(1, 3);
  const int pes = lanes * (blocks ? 1 << between(0, 2) : between(1, 4));
  const std::string text = fmt::format(
      "name = \"t\"\n[network]\ninputs = 1\nhidden = [1]\n[engine]\narrays = {}\npes = {}\n"
      "cell_lanes = {}\n[sparsity]\nweights = {{ kind = \"{}\"{} }}",
      1 << between(0, 2), pes, lanes == 3 ? 1 : lanes, kind, Weights(kind, pes, between));
  const Result<Spec> spec = ParseSpecText(text, "t.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  return *spec;
}

/// Sets weights of a matrix to 0 until it has the pattern.
void Sparsify(const Spec& spec, const IntLayer& layer, bool recurrent, const Between& between,
              std::vector<int16_t>* weights) {
  const int rows = layer.rows();
  const int pes = spec.engine.pes;
  const int unit_slots = UnitSlots(spec, layer.kind, layer.units);
  const Ratio keep = layer.kind == CellKind::kDense ? spec.sparsity.share_head()
                     : recurrent                    ? spec.sparsity.share_h()
                                                    : spec.sparsity.share_x();
  const int most = static_cast<int>(keep.Kept(layer.gates() * unit_slots));
  const int zeros = between(0, 100);
  const int columns = static_cast<int>(weights->size()) / rows;
  for (int column = 0; column < columns; ++column) {
    std::vector<int> of_pe(static_cast<size_t>(pes), 0);
    const bool empty = between(0, 9) == 0;
    for (int r = 0; r < rows; ++r) {
      int16_t& w = (*weights)[static_cast<size_t>(column * rows + r)];
      int& count = of_pe[static_cast<size_t>(r % layer.units % pes)];
      const bool dense = spec.sparsity.weights == WeightPattern::kDense;
      if (!dense && (empty || between(0, 99) < zeros)) w = 0;
      if (spec.sparsity.weights == WeightPattern::kCbtd && count >= most) w = 0;
      count += w != 0 ? 1 : 0;
    }
  }
}

Case RandomCase(uint64_t seed, const std::string& kind) {
  std::mt19937_64 random(seed);
  const Between between = [&random](int low, int high) {
    return low + static_cast<int>(random() % static_cast<uint64_t>(high - low + 1));
  };
  const Spec spec = RandomSpec(kind, between);
  Case result;
  result.network.formats.weight_bits = between(2, 16);
  result.network.formats.row_shift_bits = between(0, 3);
  result.network.formats.acc_bits = between(20, 48);
  const int64_t w = int64_t{1} << (result.network.formats.weight_bits - 1);
  const int64_t a = int64_t{1} << (result.network.formats.acc_bits - 1);
  int inputs = between(1, 20);
  for (int k = 0; k < 3; ++k) {
    IntLayer layer;
    const CellKind cell = seed % 2 == 0 ? CellKind::kGru : CellKind::kLstm;
    layer.kind = k < 2 ? cell : CellKind::kDense;
    layer.inputs = inputs;
    layer.units = between(1, 20);
    layer.weight_fraction = between(0, 9);
    const auto draw = [&](int columns, bool recurrent, std::vector<int16_t>* weights) {
      for (int i = 0; i < columns * layer.rows(); ++i) {
        weights->push_back(static_cast<int16_t>(
            static_cast<int64_t>(random() % static_cast<uint64_t>(2 * w)) - w));
      }
      Sparsify(spec, layer, recurrent, between, weights);
    };
    draw(layer.inputs, false, &layer.wx);
    if (IsRecurrent(layer.kind)) draw(layer.units, true, &layer.wh);
    for (int r = 0; r < layer.sums(); ++r) {
      layer.bias.push_back(static_cast<int64_t>(random() % static_cast<uint64_t>(2 * a)) - a);
      layer.row_shift.push_back(
          static_cast<uint8_t>(between(0, (1 << result.network.formats.row_shift_bits) - 1)));
    }
    inputs = layer.units;
    result.network.layers.push_back(layer);
  }
  CountColumnWords(spec, &result.network);
  result.plan = *MakePlan(spec, result.network);
  return result;
}

TEST(Pack, UnpackGivesTheNetworkBackForEveryPattern) {
  for (const char* kind : {"dense", "unstructured", "cbtd", "hcgs"}) {
    for (uint64_t seed = 1; seed <= 150; ++seed) {
      SCOPED_TRACE(fmt::format("{}, seed {}", kind, seed));
      const Case c = RandomCase(seed, kind);
      const IntNetwork back = Unpack(c.plan, Pack(c.plan, c.network));
      ASSERT_EQ(back.layers.size(), c.network.layers.size());
      for (size_t k = 0; k < back.layers.size(); ++k) {
        ASSERT_EQ(back.layers[k].wx, c.network.layers[k].wx);
        ASSERT_EQ(back.layers[k].wh, c.network.layers[k].wh);
        ASSERT_EQ(back.layers[k].bias, c.network.layers[k].bias);
        ASSERT_EQ(back.layers[k].row_shift, c.network.layers[k].row_shift);
      }
    }
  }
}

TEST(Pack, EveryMemoryOfThePlanHasItsImageOfThatSize) {
  for (const char* kind : {"dense", "unstructured", "cbtd", "hcgs"}) {
    const Case c = RandomCase(7, kind);
    const MemoryImages images = Pack(c.plan, c.network);
    size_t with_file = 0;
    for (const MemoryPlan& memory : c.plan.memories) {
      if (memory.file.empty()) continue;
      ++with_file;
      EXPECT_EQ(images.Find(memory.file).words, memory.words) << memory.file;
      EXPECT_EQ(images.Find(memory.file).width, memory.width) << memory.file;
    }
    EXPECT_EQ(images.images.size(), with_file);
  }
}

TEST(Pack, CbtdWordsHoldEachSlotOfAColumnOnce) {
  // A slot that came twice would be harmless, but a real CBTD word never has it.
  const Case c = RandomCase(11, "cbtd");
  const MemoryImages images = Pack(c.plan, c.network);
  const MatrixPlan& matrix = c.plan.layers[0].h;
  const int entry = c.plan.formats.weight_bits + c.plan.slot_bits;
  for (int pe = 0; pe < c.plan.pes; ++pe) {
    std::set<uint64_t> slots;
    for (int w = 0; w < matrix.column_words; ++w) {
      slots.insert(
          images.Find("weights_00.hex")
              .Get(matrix.base + w, pe * entry + c.plan.formats.weight_bits, c.plan.slot_bits));
    }
    EXPECT_EQ(static_cast<int>(slots.size()), matrix.column_words);
  }
}

TEST(Pack, HashFollowsEveryWeight) {
  Case c = RandomCase(3, "dense");
  const std::string before = Pack(c.plan, c.network).hash;
  EXPECT_EQ(Pack(c.plan, c.network).hash, before);
  c.network.layers[1].wh[0] = static_cast<int16_t>(~c.network.layers[1].wh[0]);
  EXPECT_NE(Pack(c.plan, c.network).hash, before);
}

TEST(MemoryImage, SetsAndReadsAcrossLimbs) {
  MemoryImage image;
  image.width = 130;
  image.words = 2;
  image.limbs.assign(6, ~uint64_t{0});
  image.Set(1, 60, 10, 0x155);
  EXPECT_EQ(image.Get(1, 60, 10), 0x155U);
  EXPECT_EQ(image.Get(1, 59, 1), 1U);
  EXPECT_EQ(image.Get(1, 70, 60), (uint64_t{1} << 60) - 1);
  image.Set(1, 66, 64, 0);
  EXPECT_EQ(image.Get(1, 66, 64), 0U);
  EXPECT_EQ(image.Get(1, 60, 6), 0x15U);
  EXPECT_EQ(image.Get(0, 0, 64), ~uint64_t{0});
}

TEST(Tables, HaveTheValuesOfTheirFunctions) {
  NumericFormats formats;
  formats.table_in_integer = 4;
  formats.table_in_fraction = 6;
  formats.gate_fraction = 12;
  const std::vector<int32_t> sigmoid = SigmoidTable(formats);
  const std::vector<int32_t> tanh = TanhTable(formats);
  ASSERT_EQ(sigmoid.size(), 1024U);
  EXPECT_EQ(sigmoid[0], 2048);  // sigmoid(0) = 1/2
  EXPECT_EQ(tanh[0], 0);
  EXPECT_EQ(sigmoid[64], 2994);   // sigmoid(1) = 0.7310586: 2994.42
  EXPECT_EQ(tanh[64], 3119);      // tanh(1) = 0.7615942: 3119.49
  EXPECT_EQ(tanh[32], 1893);      // tanh(0.5) = 0.4621172: 1892.83
  EXPECT_EQ(sigmoid[512], 1);     // sigmoid(-8) = 3.3535e-4: 1.37
  EXPECT_EQ(sigmoid[511], 4095);  // sigmoid(7.984): 4094.6
  EXPECT_EQ(tanh[1023], -64);     // tanh(-1/64) = -0.0156237: -63.99
}

TEST(Tables, AreSymmetric) {
  for (int fo = 4; fo <= 14; ++fo) {
    NumericFormats formats;
    formats.table_in_integer = 3;
    formats.table_in_fraction = 5;
    formats.gate_fraction = fo;
    const std::vector<int32_t> sigmoid = SigmoidTable(formats);
    const std::vector<int32_t> tanh = TanhTable(formats);
    const size_t size = sigmoid.size();
    for (size_t i = 1; i < size / 2; ++i) {
      EXPECT_EQ(sigmoid[size - i], (1 << fo) - sigmoid[i]);
      EXPECT_EQ(tanh[size - i], -tanh[i]);
      EXPECT_GE(sigmoid[i], sigmoid[i - 1]);
      EXPECT_GE(tanh[i], tanh[i - 1]);
    }
  }
}

}  // namespace
}  // namespace gatewright
