// SPDX-License-Identifier: Apache-2.0
// The choice of hierarchical blocks: quotas of rows and columns, and which blocks win.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "generator/compress/prune_matrix.h"

namespace gatewright {
namespace {

using internal::BlockRule;
using internal::ChooseBlocks;
using internal::MatrixView;
using internal::PruneBlocks;

TEST(ChooseBlocks, MeetsBothQuotasForEveryGrid) {
  std::mt19937_64 random(3);
  for (int n = 0; n < 2000; ++n) {
    const int rows = 1 + static_cast<int>(random() % 12);
    const int columns = 1 + static_cast<int>(random() % 12);
    const int quota = 1 + static_cast<int>(random() % static_cast<uint64_t>(columns));
    std::vector<double> score(static_cast<size_t>(rows * columns));
    // Few values and a strong column make the greedy choice run into its quotas.
    for (size_t i = 0; i < score.size(); ++i) {
      score[i] =
          static_cast<double>(random() % 3) + (i % static_cast<size_t>(columns) == 0 ? 5 : 0);
    }
    const std::vector<bool> taken = ChooseBlocks(score, rows, columns, quota);
    std::vector<int> in_column(static_cast<size_t>(columns), 0);
    for (int r = 0; r < rows; ++r) {
      int in_row = 0;
      for (int c = 0; c < columns; ++c) {
        const bool cell = taken[static_cast<size_t>(r * columns + c)];
        in_row += cell ? 1 : 0;
        in_column[static_cast<size_t>(c)] += cell ? 1 : 0;
      }
      ASSERT_EQ(in_row, quota) << rows << " x " << columns;
    }
    const int floor = rows * quota / columns;
    const int ceilings = rows * quota % columns;
    ASSERT_EQ(std::count(in_column.begin(), in_column.end(), floor + 1), ceilings);
    ASSERT_EQ(std::count(in_column.begin(), in_column.end(), floor), columns - ceilings);
  }
}

TEST(ChooseBlocks, TakesTheGreatestAndBreaksTiesByRowThenColumn) {
  // 2 x 4, one a row: the 9 goes first, then row 1 must take another column than row 0's only when
  // that column is full (floor 0, ceilings 2: every column may have one).
  EXPECT_EQ(ChooseBlocks({1, 9, 1, 1, 2, 8, 2, 1}, 2, 4, 1),
            (std::vector<bool>{false, true, false, false, true, false, false, false}));
  EXPECT_EQ(ChooseBlocks({1, 1, 1, 1}, 2, 2, 1), (std::vector<bool>{true, false, false, true}));
}

TEST(ChooseBlocks, AugmentingPathMovesABlockAlreadyTaken) {
  // Greedy takes (0,0) and (1,1); row 2 can only complete through a column that is full elsewhere.
  const std::vector<bool> taken = ChooseBlocks({9, 5, 0, 5, 8, 0, 7, 6, 0}, 3, 3, 1);
  EXPECT_EQ(taken, (std::vector<bool>{true, false, false, false, true, false, false, false, true}));
}

/// One gate of `units` rows.
MatrixView View(std::vector<double>* weights, int units, int columns) {
  return {weights, 0, false, CellKind::kDense, 1, units, columns};
}

TEST(PruneBlocks, KeepsWholeInnerBlocks) {
  std::mt19937_64 random(4);
  for (const PruneMethod method : {PruneMethod::kMagnitude, PruneMethod::kRandom}) {
    std::vector<double> weights(16 * 16);
    for (double& w : weights) w = 1.0 + static_cast<double>(random() % 100);
    const std::vector<double> before = weights;
    bool had_pattern = true;
    const BlockRule rule{8, 4, {1, 1}, method, 5};
    const Result<int64_t> kept = PruneBlocks(View(&weights, 16, 16), rule, &had_pattern);
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(*kept, 64);  // a quarter
    EXPECT_FALSE(had_pattern);
    int blocks = 0;
    for (size_t r = 0; r < 16; r += 4) {
      for (size_t c = 0; c < 16; c += 4) {
        int stay = 0;
        for (size_t i = 0; i < 16; ++i) {
          const size_t at = (r + i / 4) * 16 + c + i % 4;
          stay += weights[at] == before[at] ? 1 : 0;
        }
        EXPECT_TRUE(stay == 0 || stay == 16);
        blocks += stay / 16;
      }
    }
    EXPECT_EQ(blocks, 4);
  }
}

TEST(PruneBlocks, SeedDecidesTheRandomPattern) {
  const auto pattern = [](uint64_t seed) {
    std::vector<double> weights(32 * 32, 1.0);
    bool had_pattern = false;
    const BlockRule rule{8, 4, {2, 1}, PruneMethod::kRandom, seed};
    EXPECT_TRUE(PruneBlocks(View(&weights, 32, 32), rule, &had_pattern).ok());
    return weights;
  };
  EXPECT_EQ(pattern(1), pattern(1));
  EXPECT_NE(pattern(1), pattern(2));
}

TEST(PruneBlocks, AMatrixSmallerThanABlockIsKept) {
  std::vector<double> weights(3 * 5, 1.0);
  bool had_pattern = false;
  const BlockRule rule{16, 16, {2, 1}, PruneMethod::kMagnitude, 1};
  const Result<int64_t> kept = PruneBlocks(View(&weights, 3, 5), rule, &had_pattern);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(*kept, 15);
}

TEST(PruneBlocks, RowBalancedPatternIsRecognisedWhateverItsColumns) {
  // Both block rows keep the same block column: rows are balanced, columns are not.
  std::vector<double> weights(8 * 8, 0.0);
  for (size_t r = 0; r < 8; ++r) {
    for (size_t c = 0; c < 4; ++c) weights[r * 8 + c] = 1;
  }
  const std::vector<double> before = weights;
  bool had_pattern = false;
  const BlockRule rule{4, 4, {1, 1}, PruneMethod::kMagnitude, 1};
  EXPECT_TRUE(PruneBlocks(View(&weights, 8, 8), rule, &had_pattern).ok());
  EXPECT_TRUE(had_pattern);
  EXPECT_EQ(weights, before);
}

}  // namespace
}  // namespace gatewright
