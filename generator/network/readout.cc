// SPDX-License-Identifier: Apache-2.0
// What the user makes of the outputs: decisions and their limits.
#include "generator/network/readout.h"

#include "generator/network/float_run.h"
#include "generator/network/stimulus.h"

namespace gatewright {

Result<FloatLayer> LoadReadout(const std::string& path, const StimulusSpec& stimulus, int outputs) {
  Result<Stimulus> rows = LoadStimulus(path, -1);
  if (!rows) return rows.errors();
  if (rows->width == 1 && rows->steps == outputs + 1) {  // one result as a vector
    rows->width = rows->steps;
    rows->steps = 1;
  }
  if (rows->width != outputs + 1) {
    return Diagnostic{path,
                      0,
                      "stimulus.readout.weights",
                      std::to_string(rows->width) + " a row",
                      "every row must hold a weight for each of the " + std::to_string(outputs) +
                          " outputs, and the bias",
                      std::to_string(outputs + 1)};
  }
  FloatLayer layer;
  layer.kind = CellKind::kDense;
  layer.activation = stimulus.readout_activation;
  layer.input_relu = stimulus.readout_relu;
  layer.inputs = outputs;
  layer.units = rows->steps;
  for (int row = 0; row < rows->steps; ++row) {
    const double* weights = rows->frame(row);
    layer.wx.insert(layer.wx.end(), weights, weights + outputs);
    layer.bias_x.push_back(weights[outputs]);
  }
  return layer;
}

std::vector<double> ReadOut(const FloatLayer& readout, const std::vector<double>& outputs) {
  const size_t width = static_cast<size_t>(readout.inputs);
  const int steps = static_cast<int>(outputs.size() / width);
  FloatLayerRunner runner(readout, steps);
  for (int step = 0; step < steps; ++step) {
    runner.Step(step, true, outputs.data() + static_cast<size_t>(step) * width, nullptr);
  }
  return std::move(runner.trace().h);
}

}  // namespace gatewright
