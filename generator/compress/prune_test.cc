// SPDX-License-Identifier: Apache-2.0
// Pruning against the definitions of docs/sparsity.md, by slow and obvious code.

#include "generator/compress/prune.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "generator/spec/parse.h"

namespace gatewright {
namespace {

FloatLayer RandomLayer(CellKind kind, int inputs, int units, std::mt19937_64* random) {
  FloatLayer layer;
  layer.kind = kind;
  layer.inputs = inputs;
  layer.units = units;
  // Few distinct values, so that ties are common.
  const auto draw = [random](size_t count) {
    std::vector<double> values(count);
    for (double& v : values) v = static_cast<double>(static_cast<int>((*random)() % 17) - 8) / 8;
    return values;
  };
  const auto rows = static_cast<size_t>(layer.rows());
  layer.wx = draw(rows * static_cast<size_t>(inputs));
  if (IsRecurrent(kind)) layer.wh = draw(rows * static_cast<size_t>(units));
  layer.bias_x = draw(rows);
  return layer;
}

FloatNetwork RandomTwoLayers(uint64_t seed, bool head, CellKind cell = CellKind::kLstm) {
  std::mt19937_64 random(seed);
  FloatNetwork network;
  network.layers.push_back(RandomLayer(cell, 7, 10, &random));
  network.layers.push_back(head ? RandomLayer(CellKind::kDense, 10, 6, &random)
                                : RandomLayer(cell, 10, 5, &random));
  return network;
}

Spec SpecOf(int pes, const std::string& weights) {
  const Result<Spec> spec = ParseSpecText(
      fmt::format(
          "name = \"t\"\nnetwork.model = \"m\"\nengine.pes = {}\nsparsity.weights = {{ {} }}", pes,
          weights),
      "t.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  return *spec;
}

int64_t NonZeros(const std::vector<double>& weights) {
  return static_cast<int64_t>(weights.size()) - std::count(weights.begin(), weights.end(), 0.0);
}

/// One matrix, and the order of its gates in the slots of a PE.
struct Case {
  const FloatLayer& layer;
  const std::vector<double>& weights;
  int columns;
  std::vector<int> gate_order;
};

/// Adds what a sub-column of CBTD keeps to `result`, by sorting all its places; returns how many
/// real weights that is.
int KeepSubColumn(const Case& c, int column, int pe, int pes, int kept,
                  std::vector<double>* result) {
  struct Place {
    double magnitude;
    bool padding;
    int slot;
    size_t index;
  };
  const int unit_slots = (c.layer.units + pes - 1) / pes;
  std::vector<Place> places;
  for (int slot = 0; slot < c.layer.gates() * unit_slots; ++slot) {
    const int unit = slot % unit_slots * pes + pe;
    const bool padding = unit >= c.layer.units;
    const int gate = c.gate_order[static_cast<size_t>(slot / unit_slots)];
    const size_t row = static_cast<size_t>(gate * c.layer.units + unit);
    const size_t index = row * static_cast<size_t>(c.columns) + static_cast<size_t>(column);
    places.push_back({padding ? 0 : std::fabs(c.weights[index]), padding, slot, index});
  }
  // Best first: greater weight; real before padding; lower slot.
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
    if (a.magnitude != b.magnitude) return a.magnitude > b.magnitude;
    if (a.padding != b.padding) return b.padding;
    return a.slot < b.slot;
  });
  int real = 0;
  for (int i = 0; i < kept; ++i) {
    const Place& place = places[static_cast<size_t>(i)];
    if (place.padding) continue;
    (*result)[place.index] = c.weights[place.index];
    ++real;
  }
  return real;
}

void ExpectColumnBalanced(const Case& c, const Ratio& keep, int pes,
                          const std::vector<double>& pruned, const MatrixPruning& facts) {
  const int slots = c.layer.gates() * ((c.layer.units + pes - 1) / pes);
  std::vector<double> expected(c.weights.size(), 0);
  int64_t real = 0;
  for (int column = 0; column < c.columns; ++column) {
    for (int pe = 0; pe < pes; ++pe) {
      real += KeepSubColumn(c, column, pe, pes, static_cast<int>(keep.Kept(slots)), &expected);
    }
  }
  EXPECT_EQ(pruned, expected);
  EXPECT_EQ(facts.kept, real);
}

TEST(Prune, CbtdKeepsTheGreatestOfEverySubColumn) {
  for (const CellKind cell : {CellKind::kLstm, CellKind::kGru}) {
    const bool gru = cell == CellKind::kGru;
    for (const int pes : {1, 3, 4, 16}) {
      for (const char* keep : {"1/16", "1/3", "0.9", "1"}) {
        SCOPED_TRACE(fmt::format("{}, {} PEs, keep {}", CellName(cell), pes, keep));
        const FloatNetwork network = RandomTwoLayers(5, false, cell);
        const Spec spec = SpecOf(pes, fmt::format("kind = \"cbtd\", keep = \"{}\"", keep));
        PruningReport report;
        const Result<FloatNetwork> pruned = Prune(network, spec, &report);
        ASSERT_TRUE(pruned.ok());
        for (size_t k = 0; k < 2; ++k) {
          const FloatLayer& layer = network.layers[k];
          const std::vector<int> of_x =
              gru ? std::vector<int>{2, 0, 1} : std::vector<int>{0, 1, 2, 3};
          const std::vector<int> of_h =
              gru ? std::vector<int>{0, 1, 2} : std::vector<int>{0, 1, 2, 3};
          ExpectColumnBalanced({layer, layer.wx, layer.inputs, of_x}, *ParseRatio(keep), pes,
                               pruned->layers[k].wx, report.matrices[2 * k]);
          ExpectColumnBalanced({layer, layer.wh, layer.units, of_h}, *ParseRatio(keep), pes,
                               pruned->layers[k].wh, report.matrices[2 * k + 1]);
        }
      }
    }
  }
}

TEST(Prune, SharesOfInputAndRecurrentMatricesAndHeadAreApart) {
  const FloatNetwork network = RandomTwoLayers(6, true);
  const Spec spec =
      SpecOf(2, "kind = \"unstructured\", keep_x = \"1/2\", keep_h = \"1/4\", keep_head = \"3/4\"");
  PruningReport report;
  const Result<FloatNetwork> pruned = Prune(network, spec, &report);
  ASSERT_TRUE(pruned.ok());
  ASSERT_EQ(report.matrices.size(), 3U);
  EXPECT_EQ(report.matrices[0].kept, 140);  // of 280
  EXPECT_EQ(report.matrices[1].kept, 100);  // of 400
  EXPECT_EQ(report.matrices[2].kept, 45);   // of 60
  EXPECT_LE(NonZeros(pruned->layers[0].wx), 140);
  EXPECT_LE(NonZeros(pruned->layers[0].wh), 100);
  EXPECT_LE(NonZeros(pruned->layers[1].wx), 45);
  EXPECT_GT(report.matrices[1].energy_lost, report.matrices[2].energy_lost);
}

TEST(Prune, HeadStaysDenseUnlessAsked) {
  const FloatNetwork network = RandomTwoLayers(6, true);
  for (const char* weights :
       {"kind = \"cbtd\", keep = \"1/8\"", "kind = \"unstructured\", keep = \"1/8\"",
        "kind = \"hcgs\", outer = [4, 1], inner = [2, 1]"}) {
    const Result<FloatNetwork> pruned = Prune(network, SpecOf(2, weights));
    ASSERT_TRUE(pruned.ok());
    EXPECT_EQ(pruned->layers[1].wx, network.layers[1].wx) << weights;
    EXPECT_NE(pruned->layers[0].wx, network.layers[0].wx) << weights;
  }
}

TEST(Prune, GlobalShareIsTakenWhereWeightsAreSmall) {
  FloatNetwork network = RandomTwoLayers(7, false);
  for (double& w : network.layers[0].wx) w = w * 0.01 + (w == 0 ? 0.001 : 0);
  const Spec spec = SpecOf(2, "kind = \"unstructured\", keep = \"1/2\", scope = \"global\"");
  PruningReport report;
  const Result<FloatNetwork> pruned = Prune(network, spec, &report);
  ASSERT_TRUE(pruned.ok());
  // 280 + 200 weights of W_x: 240 stay, all 200 of layer 2 that are not zero before any of layer 1.
  EXPECT_EQ(report.matrices[0].kept + report.matrices[2].kept, 240);
  EXPECT_EQ(NonZeros(pruned->layers[1].wx), NonZeros(network.layers[1].wx));
  EXPECT_EQ(report.matrices[2].weights, 200);
}

TEST(Prune, TiesDropTheLaterWeight) {
  FloatNetwork network;
  std::mt19937_64 random(1);
  network.layers.push_back(RandomLayer(CellKind::kDense, 4, 1, &random));
  network.layers[0].wx = {0.5, -0.5, 0.5, 0.5};
  const Spec spec = SpecOf(1, "kind = \"unstructured\", keep_head = \"1/2\"");
  EXPECT_EQ(Prune(network, spec)->layers[0].wx, (std::vector<double>{0.5, -0.5, 0, 0}));
}

TEST(Prune, APatternThatIsThereIsKept) {
  for (const char* weights :
       {"kind = \"cbtd\", keep = \"1/4\"", "kind = \"unstructured\", keep = \"1/4\"",
        "kind = \"hcgs\", outer = [4, 1], inner = [2, 1]"}) {
    SCOPED_TRACE(weights);
    const FloatNetwork first = *Prune(RandomTwoLayers(8, false), SpecOf(2, weights));
    PruningReport report;
    const Result<FloatNetwork> second =
        Prune(first, SpecOf(2, std::string(weights) + ", method = \"check\""), &report);
    ASSERT_TRUE(second.ok()) << ToString(second.errors());
    for (size_t k = 0; k < 2; ++k) {
      EXPECT_EQ(second->layers[k].wx, first.layers[k].wx);
      EXPECT_EQ(second->layers[k].wh, first.layers[k].wh);
    }
    for (const MatrixPruning& matrix : report.matrices) {
      EXPECT_TRUE(matrix.had_pattern);
      EXPECT_EQ(matrix.energy_lost, 0);
    }
  }
}

TEST(Prune, CheckNamesTheFirstSubColumnThatBreaksThePattern) {
  FloatNetwork network =
      *Prune(RandomTwoLayers(9, false), SpecOf(2, "kind = \"cbtd\", keep = \"1/4\""));
  // Column 3, PE 1 of W_h of layer 1: unit slots 5, rows of units 1, 3, 5, ...: fill gate 2.
  for (int unit = 1; unit < 10; unit += 2) {
    network.layers[0].wh[static_cast<size_t>((2 * 10 + unit) * 10 + 3)] = 1;
    network.layers[0].wh[static_cast<size_t>((3 * 10 + unit) * 10 + 3)] = 1;
  }
  const Result<FloatNetwork> checked =
      Prune(network, SpecOf(2, "kind = \"cbtd\", keep = \"1/4\", method = \"check\""));
  ASSERT_FALSE(checked.ok());
  const std::string message = ToString(checked.errors());
  EXPECT_NE(message.find("W_h of layer 0 must have the pattern already, but column 3, PE 1 has"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("5 are kept"), std::string::npos) << message;
}

TEST(Prune, CheckNamesTheFirstBlockRowThatBreaksThePattern) {
  FloatNetwork network = *Prune(RandomTwoLayers(9, false),
                                SpecOf(2, "kind = \"hcgs\", outer = [4, 1], inner = [2, 1]"));
  for (int j = 0; j < 10; ++j) network.layers[0].wh[static_cast<size_t>((1 * 10 + 5) * 10 + j)] = 1;
  const Result<FloatNetwork> checked = Prune(
      network, SpecOf(2, "kind = \"hcgs\", outer = [4, 1], inner = [2, 1], method = \"check\""));
  ASSERT_FALSE(checked.ok());
  // Unit 5 of gate 1: three block rows of four units a gate, so block row 4, units 4 to 7.
  const std::string message = ToString(checked.errors());
  EXPECT_NE(message.find("W_h of layer 0"), std::string::npos) << message;
  EXPECT_NE(message.find("block row 4 (gate 1, units 4 to 7) has 3 outer blocks that are not zero, "
                         "1 are kept"),
            std::string::npos)
      << message;
}

TEST(Prune, DenseLeavesEverything) {
  const FloatNetwork network = RandomTwoLayers(10, true);
  PruningReport report;
  const Result<FloatNetwork> pruned = Prune(network, SpecOf(2, "kind = \"dense\""), &report);
  ASSERT_TRUE(pruned.ok());
  EXPECT_EQ(pruned->layers[0].wh, network.layers[0].wh);
  EXPECT_EQ(report.matrices[1].kept, report.matrices[1].weights);
}

}  // namespace
}  // namespace gatewright
