// SPDX-License-Identifier: Apache-2.0
// Follows the axes of tensors through an ONNX graph.
#include "generator/network/onnx_layout.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "generator/network/onnx_node.h"
#include "generator/network/onnx_tensor.h"

namespace gatewright {
namespace {

Diagnostic Refuse(const std::vector<int64_t>& value, std::string rule) {
  return Diagnostic{"", 0, "", OnnxShapeText(value), std::move(rule), ""};
}

bool IsDroppable(const Axis& axis) {
  return axis.size == 1 || (axis.role == AxisRole::kBatch && axis.size < 0);
}

// A dimension of the network's input of which nothing is known. A Squeeze that names it says that
// it has size 1.
bool IsUnknown(const Axis& axis) { return axis.role == AxisRole::kAny && axis.size < 0; }

// Finds how a Reshape maps input dimensions to output dimensions in order, when every dimension
// is kept whole, dropped (size 1) or inserted (size 1). Ranks are small, so backtracking is cheap.
class ReshapeMatcher {
 public:
  ReshapeMatcher(const Layout& layout, const std::vector<int64_t>& target, bool allow_zero)
      : layout_(layout), target_(target), allow_zero_(allow_zero) {}

  bool Match(size_t from, size_t to) {
    if (from == layout_.size() && to == target_.size()) return true;
    if (from < layout_.size() && to < target_.size() && Keeps(from, to)) {
      if (Emit(layout_[from], from + 1, to + 1)) return true;
    }
    if (from < layout_.size() && IsDroppable(layout_[from]) && Match(from + 1, to)) return true;
    return to < target_.size() && target_[to] == 1 && Emit({AxisRole::kUnit, 1}, from, to + 1);
  }

  const Layout& output() const { return output_; }

 private:
  bool Emit(const Axis& axis, size_t from, size_t to) {
    output_.push_back(axis);
    if (Match(from, to)) return true;
    output_.pop_back();
    return false;
  }

  bool Keeps(size_t from, size_t to) const {
    const int64_t size = target_[to];
    if (size == -1) return true;
    if (size == 0 && !allow_zero_) {
      if (from == to) return true;
      return to < layout_.size() && layout_[to].size > 0 && layout_[to].size == layout_[from].size;
    }
    return layout_[from].size == size || (size == 1 && IsDroppable(layout_[from]));
  }

  const Layout& layout_;
  const std::vector<int64_t>& target_;
  const bool allow_zero_;
  Layout output_;
};

}  // namespace

std::string LayoutText(const Layout& layout) {
  std::vector<std::string> parts;
  for (const Axis& axis : layout) {
    const std::string size = axis.size < 0 ? "" : std::to_string(axis.size);
    const auto named = [&](const char* name) {
      return size.empty() ? std::string(name) : fmt::format("{} {}", size, name);
    };
    switch (axis.role) {
      case AxisRole::kAny:
        parts.push_back(size.empty() ? "?" : size);
        break;
      case AxisRole::kSteps:
        parts.push_back(named("steps"));
        break;
      case AxisRole::kBatch:
        parts.push_back(named("batch"));
        break;
      case AxisRole::kUnit:
        parts.emplace_back("1");
        break;
      case AxisRole::kFeatures:
        parts.push_back(named("features"));
        break;
    }
  }
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::optional<size_t> FeatureAxis(const Layout& layout) {
  for (size_t i = 0; i < layout.size(); ++i) {
    if (layout[i].role == AxisRole::kFeatures) return i;
  }
  return std::nullopt;
}

Result<Layout> Transposed(const Layout& layout, const std::vector<int64_t>& permutation) {
  if (permutation.empty()) return Layout(layout.rbegin(), layout.rend());
  std::vector<int64_t> sorted = permutation;
  std::sort(sorted.begin(), sorted.end());
  bool legal = sorted.size() == layout.size();
  for (size_t i = 0; legal && i < sorted.size(); ++i) legal = sorted[i] == static_cast<int64_t>(i);
  if (!legal) {
    return Refuse(permutation, fmt::format("this does not permute the {} dimensions of the input",
                                           layout.size()));
  }
  Layout output;
  for (int64_t from : permutation) output.push_back(layout[static_cast<size_t>(from)]);
  return output;
}

Result<Layout> Squeezed(const Layout& layout, const std::optional<std::vector<int64_t>>& axes) {
  Layout output;
  if (!axes) {
    for (const Axis& axis : layout) {
      if (axis.size != 1) output.push_back(axis);
    }
    return output;
  }
  const std::optional<std::vector<int64_t>> dropped = NormalizedAxes(*axes, layout.size());
  if (!dropped) return Refuse(*axes, "the input " + LayoutText(layout) + " has no such dimensions");
  for (size_t i = 0; i < layout.size(); ++i) {
    if (!std::binary_search(dropped->begin(), dropped->end(), static_cast<int64_t>(i))) {
      output.push_back(layout[i]);
    } else if (!IsDroppable(layout[i]) && !IsUnknown(layout[i])) {
      return Refuse(*axes, "only dimensions of size 1 can be squeezed out of the input " +
                               LayoutText(layout));
    }
  }
  return output;
}

Result<Layout> Unsqueezed(const Layout& layout, const std::vector<int64_t>& axes) {
  const size_t rank = layout.size() + axes.size();
  const std::optional<std::vector<int64_t>> places = NormalizedAxes(axes, rank);
  if (!places) {
    return Refuse(axes, fmt::format("an output of {} dimensions has no such places", rank));
  }
  Layout output = layout;
  for (int64_t place : *places) output.insert(output.begin() + place, Axis{AxisRole::kUnit, 1});
  return output;
}

Result<Layout> Reshaped(const Layout& layout, const std::vector<int64_t>& target, bool allow_zero) {
  constexpr size_t kMaxRank = 8;  // far above any tensor of a recurrent network
  ReshapeMatcher matcher(layout, target, allow_zero);
  if (layout.size() <= kMaxRank && target.size() <= kMaxRank && matcher.Match(0, 0)) {
    return matcher.output();
  }
  return Refuse(target,
                "between the layers a Reshape may only add or drop dimensions of size 1; "
                "its input is " +
                    LayoutText(layout));
}

Result<Layout> LastStepOf(const Layout& layout, int64_t axis, int64_t index) {
  const std::optional<std::vector<int64_t>> place = NormalizedAxes({axis}, layout.size());
  if (place) {
    const Axis& steps = layout[static_cast<size_t>(place->front())];
    const bool is_last = index == -1 || (steps.size > 0 && index == steps.size - 1);
    if (steps.role == AxisRole::kSteps && is_last) {
      Layout output = layout;
      output.erase(output.begin() + place->front());
      return output;
    }
  }
  return Refuse({index}, fmt::format("only the last step can be taken, not this index of "
                                     "dimension {} of {}",
                                     axis, LayoutText(layout)));
}

}  // namespace gatewright
