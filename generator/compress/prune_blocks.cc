// SPDX-License-Identifier: Apache-2.0
// Prunes to hierarchical blocks (hcgs).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "generator/base/ceil_div.h"
#include "generator/compress/prune_matrix.h"

namespace gatewright::internal {
namespace {

size_t Index(int row, int columns, int column) {
  return static_cast<size_t>(row) * static_cast<size_t>(columns) + static_cast<size_t>(column);
}

/// A choice of cells under row and column quotas, completed step by step.
class Chooser {
 public:
  Chooser(int rows, int columns, int quota)
      : rows_(rows),
        columns_(columns),
        quota_(quota),
        floor_(rows * quota / columns),
        ceilings_left_(rows * quota % columns),
        taken_(static_cast<size_t>(rows) * static_cast<size_t>(columns), false),
        in_row_(static_cast<size_t>(rows), 0),
        in_column_(static_cast<size_t>(columns), 0) {}

  void TakeIfAllowed(int row, int column) {
    if (in_row_[static_cast<size_t>(row)] < quota_ && HasRoom(column)) Take(row, column);
  }

  /// Fills every row by augmenting paths. The complete grid always has such a path while a row
  /// lacks cells: the column quotas differ by one at most and sum to the row quotas.
  void Complete() {
    for (int row = 0; row < rows_; ++row) {
      while (in_row_[static_cast<size_t>(row)] < quota_) Augment(row);
    }
  }

  std::vector<bool> TakeResult() { return std::move(taken_); }

 private:
  /// A column may have the floor of the mean; as many as the remainder says may have one more.
  bool HasRoom(int column) const {
    const int count = in_column_[static_cast<size_t>(column)];
    return count < floor_ || (count == floor_ && ceilings_left_ > 0);
  }

  void Take(int row, int column) {
    taken_[Index(row, columns_, column)] = true;
    ++in_row_[static_cast<size_t>(row)];
    if (in_column_[static_cast<size_t>(column)]++ == floor_) --ceilings_left_;
  }

  /// Breadth first from `row`: an untaken cell leads to its column, a taken cell of that column to
  /// its row. At a column with room the path is flipped.
  void Augment(int row) {
    std::vector<int> row_of_column(static_cast<size_t>(columns_), -1);
    std::vector<int> column_of_row(static_cast<size_t>(rows_), -1);
    std::vector<int> queue{row};
    for (size_t head = 0; head < queue.size(); ++head) {
      const int r = queue[head];
      for (int c = 0; c < columns_; ++c) {
        if (row_of_column[static_cast<size_t>(c)] >= 0 || taken_[Index(r, columns_, c)]) continue;
        row_of_column[static_cast<size_t>(c)] = r;
        if (HasRoom(c)) return Flip(row, c, row_of_column, column_of_row);
        for (int next = 0; next < rows_; ++next) {
          const bool seen = next == row || column_of_row[static_cast<size_t>(next)] >= 0;
          if (seen || !taken_[Index(next, columns_, c)]) continue;
          column_of_row[static_cast<size_t>(next)] = c;
          queue.push_back(next);
        }
      }
    }
  }

  void Flip(int row, int last, const std::vector<int>& row_of_column,
            const std::vector<int>& column_of_row) {
    if (in_column_[static_cast<size_t>(last)]++ == floor_) --ceilings_left_;
    ++in_row_[static_cast<size_t>(row)];
    for (int c = last;;) {
      const int r = row_of_column[static_cast<size_t>(c)];
      taken_[Index(r, columns_, c)] = true;
      if (r == row) return;
      c = column_of_row[static_cast<size_t>(r)];
      taken_[Index(r, columns_, c)] = false;
    }
  }

  int rows_, columns_, quota_, floor_, ceilings_left_;
  std::vector<bool> taken_;
  std::vector<int> in_row_, in_column_;
};

/// Sums of |w| of the inner blocks of a matrix, and the geometry of its blocks.
struct Blocks {
  int per_outer = 1;          ///< inner blocks along an outer one: B1 / B2
  int rows = 0, columns = 0;  ///< outer blocks
  std::vector<double> inner;  ///< [rows * per_outer][columns * per_outer]

  int inner_columns() const { return columns * per_outer; }
  double& at(int row, int column) { return inner[Index(row, inner_columns(), column)]; }
  double at(int row, int column) const { return inner[Index(row, inner_columns(), column)]; }
  double Outer(int row, int column) const {
    double sum = 0;
    for (int r = 0; r < per_outer; ++r) {
      for (int c = 0; c < per_outer; ++c) sum += at(row * per_outer + r, column * per_outer + c);
    }
    return sum;
  }
};

/// Inner block row of a unit: gates stacked, each padded to whole outer blocks.
int InnerRow(const MatrixView& matrix, const BlockRule& rule, int gate, int unit) {
  const int per_gate = CeilDiv(matrix.units, rule.outer) * (rule.outer / rule.inner);
  return gate * per_gate + unit / rule.inner;
}

Blocks Measure(const MatrixView& matrix, const BlockRule& rule) {
  Blocks blocks;
  blocks.per_outer = rule.outer / rule.inner;
  blocks.rows = matrix.gates * CeilDiv(matrix.units, rule.outer);
  blocks.columns = CeilDiv(matrix.columns, rule.outer);
  blocks.inner.assign(static_cast<size_t>(blocks.rows) * static_cast<size_t>(blocks.per_outer) *
                          static_cast<size_t>(blocks.inner_columns()),
                      0);
  for (int gate = 0; gate < matrix.gates; ++gate) {
    for (int unit = 0; unit < matrix.units; ++unit) {
      const int row = InnerRow(matrix, rule, gate, unit);
      for (int column = 0; column < matrix.columns; ++column) {
        blocks.at(row, column / rule.inner) += std::fabs(matrix.at(gate, unit, column));
      }
    }
  }
  return blocks;
}

/// "gate 2, units 64 to 127"
std::string RowName(const MatrixView& matrix, int row, int block) {
  const int per_gate = CeilDiv(matrix.units, block);
  const int first = row % per_gate * block;
  return fmt::format("block row {} (gate {}, units {} to {})", row, row / per_gate, first,
                     std::min(first + block, matrix.units) - 1);
}

/// Row quotas that `blocks` breaks, if any: the pattern as HCGS defines it, without our balance of
/// the columns.
Diagnostics FindViolation(const MatrixView& matrix, const BlockRule& rule, const Blocks& blocks) {
  const int most = std::min(rule.quota.outer, blocks.columns);
  for (int row = 0; row < blocks.rows; ++row) {
    int found = 0;
    for (int c = 0; c < blocks.columns; ++c) found += blocks.Outer(row, c) > 0 ? 1 : 0;
    if (found > most) {
      return {Violation(matrix, RowName(matrix, row, rule.outer), found, "outer blocks", most)};
    }
  }
  for (int row = 0; row < blocks.rows * blocks.per_outer; ++row) {
    for (int c = 0; c < blocks.columns; ++c) {
      int found = 0;
      for (int i = 0; i < blocks.per_outer; ++i) {
        found += blocks.at(row, c * blocks.per_outer + i) > 0 ? 1 : 0;
      }
      if (found > rule.quota.inner) {
        return {Violation(matrix,
                          fmt::format("inner block row {} of outer block ({}, {})",
                                      row % blocks.per_outer, row / blocks.per_outer, c),
                          found, "inner blocks", rule.quota.inner)};
      }
    }
  }
  return {};
}

/// Scores in which every order of blocks is as likely as any other.
std::vector<double> RandomScores(size_t count, std::mt19937_64* random) {
  std::vector<double> scores(count);
  std::iota(scores.begin(), scores.end(), 0.0);
  for (size_t i = count; i > 1; --i) std::swap(scores[i - 1], scores[(*random)() % i]);
  return scores;
}

/// The kept inner blocks, [rows * per_outer][columns * per_outer].
std::vector<bool> Choose(const BlockRule& rule, const Blocks& blocks) {
  std::mt19937_64 random(rule.seed);
  const bool draw = rule.method == PruneMethod::kRandom;
  std::vector<double> outer_scores;
  for (int r = 0; r < blocks.rows; ++r) {
    for (int c = 0; c < blocks.columns; ++c) outer_scores.push_back(blocks.Outer(r, c));
  }
  if (draw) outer_scores = RandomScores(outer_scores.size(), &random);
  const std::vector<bool> outer = ChooseBlocks(outer_scores, blocks.rows, blocks.columns,
                                               std::min(rule.quota.outer, blocks.columns));
  std::vector<bool> kept(blocks.inner.size(), false);
  const int n = blocks.per_outer;
  for (int r = 0; r < blocks.rows; ++r) {
    for (int c = 0; c < blocks.columns; ++c) {
      if (!outer[Index(r, blocks.columns, c)]) continue;
      std::vector<double> scores;
      scores.reserve(static_cast<size_t>(n) * static_cast<size_t>(n));
      for (int i = 0; i < n * n; ++i) scores.push_back(blocks.at(r * n + i / n, c * n + i % n));
      if (draw) scores = RandomScores(scores.size(), &random);
      const std::vector<bool> inner = ChooseBlocks(scores, n, n, rule.quota.inner);
      for (int i = 0; i < n * n; ++i) {
        kept[Index(r * n + i / n, blocks.inner_columns(), c * n + i % n)] =
            inner[static_cast<size_t>(i)];
      }
    }
  }
  return kept;
}

}  // namespace

std::vector<bool> ChooseBlocks(const std::vector<double>& score, int rows, int columns, int quota) {
  std::vector<int> order(score.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&score](int a, int b) {
    return score[static_cast<size_t>(a)] > score[static_cast<size_t>(b)];
  });
  Chooser chooser(rows, columns, quota);
  for (const int cell : order) chooser.TakeIfAllowed(cell / columns, cell % columns);
  chooser.Complete();
  return chooser.TakeResult();
}

Result<int64_t> PruneBlocks(const MatrixView& matrix, const BlockRule& rule, bool* had_pattern) {
  const Blocks blocks = Measure(matrix, rule);
  const Diagnostics violation = FindViolation(matrix, rule, blocks);
  *had_pattern = violation.empty();
  if (rule.method == PruneMethod::kCheck && !violation.empty()) return violation;
  std::vector<bool> keep;
  if (*had_pattern) {
    for (const double sum : blocks.inner) keep.push_back(sum > 0);
  } else {
    keep = Choose(rule, blocks);
  }
  int64_t kept = 0;
  for (int gate = 0; gate < matrix.gates; ++gate) {
    for (int unit = 0; unit < matrix.units; ++unit) {
      const int row = InnerRow(matrix, rule, gate, unit);
      for (int column = 0; column < matrix.columns; ++column) {
        const bool stays = keep[Index(row, blocks.inner_columns(), column / rule.inner)];
        if (!stays) matrix.at(gate, unit, column) = 0;
        kept += stays ? 1 : 0;
      }
    }
  }
  return kept;
}

}  // namespace gatewright::internal
