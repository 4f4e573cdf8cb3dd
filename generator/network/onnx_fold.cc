// SPDX-License-Identifier: Apache-2.0
// Folds constants of an ONNX graph.
#include "generator/network/onnx_fold.h"

#include <algorithm>

#include "generator/network/onnx_node.h"

namespace gatewright {

using onnx::NodeProto;

std::optional<std::vector<RawTensor>> FoldNode(const NodeProto& node, const RawInputs& inputs) {
  if (OperatorName(node) != node.op_type()) return std::nullopt;
  if (std::optional<std::vector<RawTensor>> moved = FoldMove(node, inputs)) return moved;
  std::optional<RawTensor> computed = FoldMath(node, inputs);
  if (!computed) return std::nullopt;
  return std::vector<RawTensor>{std::move(*computed)};
}

std::optional<std::vector<int64_t>> AxesOf(const NodeProto& node, const RawInputs& inputs) {
  if (inputs.size() > 1 && inputs[1] != nullptr && IsIntegerType(inputs[1]->type)) {
    return Integers(*inputs[1]);
  }
  return IntsOf(node, "axes");
}

SliceRange RangeOf(int64_t start, int64_t end, int64_t step, int64_t size) {
  const auto clamp = [size](int64_t place, int64_t low, int64_t high) {
    if (place < 0) place = place < -size ? -1 : place + size;
    return std::clamp(place, low, high);
  };
  SliceRange range;
  range.step = step;
  if (step > 0) {
    const int64_t from = start < -size ? 0 : clamp(start, 0, size);
    const int64_t to = end < -size ? 0 : clamp(end, 0, size);
    range.begin = from;
    range.count = to > from ? (to - from - 1) / step + 1 : 0;
  } else if (size > 0) {
    const int64_t from = start < -size ? -1 : clamp(start, 0, size - 1);
    const int64_t to = clamp(end, -1, size - 1);
    range.begin = std::max<int64_t>(from, 0);
    range.count = from > to ? (from - to - 1) / -step + 1 : 0;
  }
  return range;
}

std::optional<SliceText> SliceOf(const NodeProto& node, const RawInputs& inputs) {
  SliceText text;
  const auto read = [&](size_t index, const char* name) -> std::optional<std::vector<int64_t>> {
    if (index < inputs.size() && inputs[index] != nullptr) {
      if (!IsIntegerType(inputs[index]->type)) return std::nullopt;
      return Integers(*inputs[index]);
    }
    return IntsOf(node, name);
  };
  const std::optional<std::vector<int64_t>> starts = read(1, "starts");
  const std::optional<std::vector<int64_t>> ends = read(2, "ends");
  if (!starts || !ends || starts->size() != ends->size()) return std::nullopt;
  text.starts = *starts;
  text.ends = *ends;
  std::vector<int64_t> all(starts->size());
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int64_t>(i);
  text.axes = read(3, "axes").value_or(all);
  text.steps = read(4, "steps").value_or(std::vector<int64_t>(all.size(), 1));
  if (text.axes.size() != all.size() || text.steps.size() != all.size()) return std::nullopt;
  const auto is_illegal = [](int64_t step) { return step == 0 || step == INT64_MIN; };
  if (std::any_of(text.steps.begin(), text.steps.end(), is_illegal)) return std::nullopt;
  return text;
}

std::optional<std::vector<int64_t>> ReshapedShape(const std::vector<int64_t>& shape,
                                                  std::vector<int64_t> target, bool allow_zero) {
  const std::optional<int64_t> count = CountOf(shape);
  if (!count) return std::nullopt;
  int64_t known = 1;
  std::optional<size_t> inferred;
  for (size_t i = 0; i < target.size(); ++i) {
    if (target[i] == 0 && !allow_zero) {
      if (i >= shape.size()) return std::nullopt;
      target[i] = shape[i];
    }
    if (target[i] == -1 && inferred) return std::nullopt;
    if (target[i] == -1) {
      inferred = i;
    } else if (target[i] < 0 || target[i] > INT32_MAX) {
      return std::nullopt;
    } else {
      known *= target[i];
      if (known > INT32_MAX) return std::nullopt;
    }
  }
  if (inferred) {
    if (known == 0 || *count % known != 0) return std::nullopt;
    target[*inferred] = *count / known;
  } else if (known != *count) {
    return std::nullopt;
  }
  return target;
}

std::optional<std::vector<int64_t>> Broadcast(const std::vector<int64_t>& a,
                                              const std::vector<int64_t>& b) {
  std::vector<int64_t> shape(std::max(a.size(), b.size()), 1);
  for (size_t i = 0; i < shape.size(); ++i) {  // from the last dimension on
    const int64_t left = i < a.size() ? a[a.size() - 1 - i] : 1;
    const int64_t right = i < b.size() ? b[b.size() - 1 - i] : 1;
    int64_t& size = shape[shape.size() - 1 - i];
    if (left == right || right == 1) {
      size = left;
    } else if (left == 1) {
      size = right;
    } else if (left < 0 || right < 0) {
      size = std::max(left, right);  // the known one, if it is to fit at all
    } else {
      return std::nullopt;
    }
  }
  return shape;
}

}  // namespace gatewright
