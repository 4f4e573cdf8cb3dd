// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// What a dimension of a tensor on the chain runs over. Before the first recurrent node reads the
/// network's input, nothing says which of its dimensions is which (kAny).
enum class AxisRole { kAny, kSteps, kBatch, kUnit, kFeatures };

/// One dimension: its role and size (-1: known only at run time). kUnit has size 1 always.
struct Axis {
  AxisRole role = AxisRole::kAny;
  int64_t size = -1;
  bool operator==(const Axis&) const = default;
};

/// Dimensions of a tensor on the chain, outermost first. The operators between recurrent nodes only
/// rearrange them; the functions below follow each. Their errors carry only `value` and `rule`: the
/// caller knows the file and the node.
using Layout = std::vector<Axis>;

/// "[steps, batch, 20 features]", for messages.
std::string LayoutText(const Layout& layout);

/// The dimension that runs over the features, if there is one.
std::optional<size_t> FeatureAxis(const Layout& layout);

/// Transpose: output dimension i is input dimension permutation[i]; empty = all reversed.
Result<Layout> Transposed(const Layout& layout, const std::vector<int64_t>& permutation);

/// Squeeze: drops the dimensions `axes` (negative: from the end), or all of size 1 when not given.
/// A batch of a size known only at run time counts as 1: hardware runs one sequence at a time; so
/// does a dimension of which nothing is known.
Result<Layout> Squeezed(const Layout& layout, const std::optional<std::vector<int64_t>>& axes);

/// Unsqueeze: inserts dimensions of size 1 at the places `axes` of the output.
Result<Layout> Unsqueezed(const Layout& layout, const std::vector<int64_t>& axes);

/// Reshape to `target` (-1 inferred, 0 copied unless `allow_zero`) that only adds or drops
/// dimensions of size 1; anything else would mix steps or features and is an error.
Result<Layout> Reshaped(const Layout& layout, const std::vector<int64_t>& target, bool allow_zero);

/// Gather with the one index `index` along `axis`: the last step of all, as in y[:, -1].
Result<Layout> LastStepOf(const Layout& layout, int64_t axis, int64_t index);

}  // namespace gatewright
