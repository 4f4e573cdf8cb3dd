// SPDX-License-Identifier: Apache-2.0
// Runs a float network.
#include "generator/network/float_run.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace gatewright {
namespace {

double Sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

double Activate(HeadActivation activation, double x) {
  switch (activation) {
    case HeadActivation::kNone:
      return x;
    case HeadActivation::kRelu:
      return std::max(0.0, x);
    case HeadActivation::kSigmoid:
      return Sigmoid(x);
    case HeadActivation::kTanh:
      return std::tanh(x);
  }
  return x;
}

// a += matrix * x, with matrix [rows][columns] row-major.
void AddProduct(const std::vector<double>& matrix, int rows, int columns, const double* x,
                double* a) {
  const double* weight = matrix.data();
  for (int row = 0; row < rows; ++row) {
    double sum = 0;
    for (int column = 0; column < columns; ++column) sum += *weight++ * x[column];
    a[row] += sum;
  }
}

}  // namespace

FloatLayerRunner::FloatLayerRunner(const FloatLayer& layer, int steps)
    : layer_(layer), zero_(static_cast<size_t>(layer.units), 0.0) {
  trace_.units = layer.units;
  trace_.rows = SumGroups(layer.kind) * layer.units;
  trace_.a.resize(static_cast<size_t>(steps) * static_cast<size_t>(trace_.rows));
  trace_.h.resize(static_cast<size_t>(steps) * static_cast<size_t>(trace_.units));
  if (layer.kind == CellKind::kLstm) trace_.c.resize(trace_.h.size());
}

void FloatLayerRunner::Step(int step, bool starts, const double* x, const double* h) {
  double* a = Row(trace_.a, trace_.rows, step);
  if (layer_.input_relu) x = Positive(x);
  switch (layer_.kind) {
    case CellKind::kLstm:
      return Lstm(step, starts, x, h, a);
    case CellKind::kGru:
      return Gru(step, starts, x, h, a);
    case CellKind::kDense: {
      std::copy(layer_.bias_x.begin(), layer_.bias_x.end(), a);
      AddProduct(layer_.wx, trace_.rows, layer_.inputs, x, a);
      double* y = Row(trace_.h, trace_.units, step);
      for (int unit = 0; unit < trace_.units; ++unit)
        y[unit] = Activate(layer_.activation, a[unit]);
    }
  }
}

void FloatLayerRunner::Repeat(int step) {
  const auto repeat = [this, step](std::vector<double>& values, int width) {
    if (!values.empty()) std::copy_n(Row(values, width, step - 1), width, Row(values, width, step));
  };
  repeat(trace_.a, trace_.rows);
  repeat(trace_.c, trace_.units);
  repeat(trace_.h, trace_.units);
}

const double* FloatLayerRunner::output(int step) const {
  if (step < 0) return zero_.data();
  return trace_.h.data() + static_cast<size_t>(step) * static_cast<size_t>(trace_.units);
}

const double* FloatLayerRunner::Positive(const double* x) {
  positive_.assign(x, x + layer_.inputs);
  for (double& value : positive_) value = std::max(0.0, value);
  return positive_.data();
}

double* FloatLayerRunner::Row(std::vector<double>& values, int width, int step) {
  return values.data() + static_cast<size_t>(step) * static_cast<size_t>(width);
}

void FloatLayerRunner::Lstm(int step, bool starts, const double* x, const double* h, double* a) {
  const int units = trace_.units;
  std::copy(layer_.bias_x.begin(), layer_.bias_x.end(), a);
  AddProduct(layer_.wx, trace_.rows, layer_.inputs, x, a);
  for (int row = 0; row < trace_.rows; ++row) a[row] += layer_.bias_h[static_cast<size_t>(row)];
  AddProduct(layer_.wh, trace_.rows, units, h, a);
  const double* old_c = starts ? zero_.data() : Row(trace_.c, units, step - 1);
  double* c = Row(trace_.c, units, step);
  double* new_h = Row(trace_.h, units, step);
  for (int unit = 0; unit < units; ++unit) {
    const double i = Sigmoid(a[unit]);
    const double f = Sigmoid(a[units + unit]);
    const double g = std::tanh(a[2 * units + unit]);
    const double o = Sigmoid(a[3 * units + unit]);
    c[unit] = f * old_c[unit] + i * g;
    new_h[unit] = o * std::tanh(c[unit]);
  }
}

// Sums cx, r, u, ch; a[cx] becomes the candidate's whole pre-activation.
void FloatLayerRunner::Gru(int step, bool starts, const double* x, const double* h, double* a) {
  const int units = trace_.units;
  std::vector<double> of_x = layer_.bias_x;
  std::vector<double> of_h = layer_.bias_h;
  AddProduct(layer_.wx, layer_.rows(), layer_.inputs, x, of_x.data());
  AddProduct(layer_.wh, layer_.rows(), units, h, of_h.data());
  const double* old_h = starts ? zero_.data() : output(step - 1);
  double* new_h = Row(trace_.h, units, step);
  for (int unit = 0; unit < units; ++unit) {
    const auto at = [&](const std::vector<double>& values, int gate) {
      return values[static_cast<size_t>(gate) * static_cast<size_t>(units) +
                    static_cast<size_t>(unit)];
    };
    const double r = at(of_x, 0) + at(of_h, 0);
    const double u = at(of_x, 1) + at(of_h, 1);
    const double c = at(of_x, 2) + Sigmoid(r) * at(of_h, 2);
    a[unit] = c;
    a[units + unit] = r;
    a[2 * units + unit] = u;
    a[3 * units + unit] = at(of_h, 2);
    new_h[unit] = (1 - Sigmoid(u)) * std::tanh(c) + Sigmoid(u) * old_h[unit];
  }
}

FloatTrace RunFloat(const FloatNetwork& network, const Stimulus& stimulus) {
  assert(stimulus.width == network.inputs());
  std::vector<FloatLayerRunner> runners;
  runners.reserve(network.layers.size());
  for (const FloatLayer& layer : network.layers) runners.emplace_back(layer, stimulus.steps);
  for (int step = 0; step < stimulus.steps; ++step) {
    const bool starts = step == 0 || stimulus.starts[static_cast<size_t>(step)];
    const double* x = stimulus.frame(step);
    for (FloatLayerRunner& runner : runners) {
      runner.Step(step, starts, x, runner.output(starts ? -1 : step - 1));
      x = runner.output(step);
    }
  }
  FloatTrace trace;
  trace.steps = stimulus.steps;
  for (FloatLayerRunner& runner : runners) trace.layers.push_back(std::move(runner.trace()));
  return trace;
}

}  // namespace gatewright
