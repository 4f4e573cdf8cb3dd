// SPDX-License-Identifier: Apache-2.0
// Random networks, the same for a seed everywhere.
#include "generator/network/random_network.h"

#include <fmt/format.h>

#include <cassert>
#include <cmath>
#include <utility>

#include "generator/base/random.h"

namespace gatewright {
namespace {

std::vector<double> Draw(Random& random, int rows, int columns, double bound) {
  std::vector<double> values(static_cast<size_t>(rows) * static_cast<size_t>(columns));
  for (double& value : values) value = random.Symmetric(bound);
  return values;
}

FloatLayer RandomCell(Random& random, CellKind kind, int inputs, int units, int gain) {
  FloatLayer layer;
  layer.kind = kind;
  layer.inputs = inputs;
  layer.units = units;
  const double bound = gain / std::sqrt(units);
  layer.wx = Draw(random, layer.rows(), inputs, bound);
  layer.wh = Draw(random, layer.rows(), units, bound);
  layer.bias_x = Draw(random, layer.rows(), 1, bound);
  layer.bias_h = Draw(random, layer.rows(), 1, bound);
  return layer;
}

FloatLayer RandomHead(Random& random, int inputs, int units, int gain, HeadActivation activation) {
  FloatLayer layer;
  layer.kind = CellKind::kDense;
  layer.activation = activation;
  layer.inputs = inputs;
  layer.units = units;
  const double bound = gain / std::sqrt(inputs);
  layer.wx = Draw(random, units, inputs, bound);
  layer.bias_x = Draw(random, units, 1, bound);
  return layer;
}

}  // namespace

FloatNetwork RandomNetwork(const NetworkSpec& spec) {
  assert(spec.inputs > 0 && !spec.hidden.empty());
  FloatNetwork network;
  network.source = fmt::format("random, seed {}", spec.seed);
  Random random(spec.seed);
  int width = spec.inputs;
  for (int units : spec.hidden) {
    network.layers.push_back(
        RandomCell(random, spec.cell, std::exchange(width, units), units, spec.gain));
  }
  if (spec.outputs > 0) {
    network.layers.push_back(RandomHead(random, width, spec.outputs, spec.gain, spec.head));
    network.layers.back().input_relu = spec.input_relu;
  }
  return network;
}

}  // namespace gatewright
