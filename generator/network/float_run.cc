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

// Steps one layer through the stimulus; each step's results are written straight to its trace.
class LayerRunner {
 public:
  LayerRunner(const FloatLayer& layer, int steps, FloatLayerTrace& trace)
      : layer_(layer), trace_(trace), zero_(static_cast<size_t>(layer.units), 0.0) {
    trace.units = layer.units;
    trace.rows = SumGroups(layer.kind) * layer.units;
    trace.a.resize(static_cast<size_t>(steps) * static_cast<size_t>(trace.rows));
    trace.h.resize(static_cast<size_t>(steps) * static_cast<size_t>(trace.units));
    if (layer.kind == CellKind::kLstm) trace.c.resize(trace.h.size());
  }

  // Input x of this step; returns the layer's output.
  const double* Step(int step, bool starts, const double* x) {
    double* a = trace_.a.data() + static_cast<size_t>(step) * static_cast<size_t>(trace_.rows);
    double* h = Row(trace_.h, step);
    if (layer_.input_relu) x = Positive(x);
    if (layer_.kind != CellKind::kGru) std::copy(layer_.bias_x.begin(), layer_.bias_x.end(), a);
    if (layer_.kind != CellKind::kGru) AddProduct(layer_.wx, trace_.rows, layer_.inputs, x, a);
    if (layer_.kind == CellKind::kDense) {
      for (int unit = 0; unit < trace_.units; ++unit)
        h[unit] = Activate(layer_.activation, a[unit]);
      return h;
    }
    const double* old_h = starts ? zero_.data() : Row(trace_.h, step - 1);
    if (layer_.kind == CellKind::kGru) {
      Gru(x, old_h, a, h);
      return h;
    }
    const double* old_c = starts ? zero_.data() : Row(trace_.c, step - 1);
    for (int row = 0; row < trace_.rows; ++row) a[row] += layer_.bias_h[static_cast<size_t>(row)];
    AddProduct(layer_.wh, trace_.rows, layer_.units, old_h, a);
    Cell(a, old_c, Row(trace_.c, step), h);
    return h;
  }

 private:
  const double* Positive(const double* x) {
    positive_.assign(x, x + layer_.inputs);
    for (double& value : positive_) value = std::max(0.0, value);
    return positive_.data();
  }

  double* Row(std::vector<double>& values, int step) const {
    return values.data() + static_cast<size_t>(step) * static_cast<size_t>(trace_.units);
  }

  void Cell(const double* a, const double* old_c, double* c, double* h) const {
    const int units = trace_.units;
    for (int unit = 0; unit < units; ++unit) {
      const double i = Sigmoid(a[unit]);
      const double f = Sigmoid(a[units + unit]);
      const double g = std::tanh(a[2 * units + unit]);
      const double o = Sigmoid(a[3 * units + unit]);
      c[unit] = f * old_c[unit] + i * g;
      h[unit] = o * std::tanh(c[unit]);
    }
  }

  // Sums cx, r, u, ch; a[cx] becomes the candidate's whole pre-activation.
  void Gru(const double* x, const double* old_h, double* a, double* h) {
    const int units = trace_.units;
    std::vector<double> of_x = layer_.bias_x;
    std::vector<double> of_h = layer_.bias_h;
    AddProduct(layer_.wx, layer_.rows(), layer_.inputs, x, of_x.data());
    AddProduct(layer_.wh, layer_.rows(), units, old_h, of_h.data());
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
      h[unit] = (1 - Sigmoid(u)) * std::tanh(c) + Sigmoid(u) * old_h[unit];
    }
  }

  const FloatLayer& layer_;
  FloatLayerTrace& trace_;
  std::vector<double> zero_;
  std::vector<double> positive_;
};

}  // namespace

FloatTrace RunFloat(const FloatNetwork& network, const Stimulus& stimulus) {
  assert(stimulus.width == network.inputs());
  FloatTrace trace;
  trace.steps = stimulus.steps;
  trace.layers.resize(network.layers.size());
  std::vector<LayerRunner> runners;
  runners.reserve(network.layers.size());
  for (size_t i = 0; i < network.layers.size(); ++i) {
    runners.emplace_back(network.layers[i], stimulus.steps, trace.layers[i]);
  }
  for (int step = 0; step < stimulus.steps; ++step) {
    const bool starts = step == 0 || stimulus.starts[static_cast<size_t>(step)];
    const double* x = stimulus.frame(step);
    for (LayerRunner& runner : runners) x = runner.Step(step, starts, x);
  }
  return trace;
}

}  // namespace gatewright
