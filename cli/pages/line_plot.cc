// SPDX-License-Identifier: Apache-2.0
// Line plots: signals over time.

#include <fmt/format.h>

#include <algorithm>

#include "cli/pages/canvas.h"

namespace gatewright {
namespace {

using pages::Axis;
using pages::Canvas;
using pages::TextWidth;
using pages::TickLabel;
using pages::Ticks;
using pages::TickStep;

constexpr double kTop = 26;  // the title of the y axis stands above it
constexpr double kFoot = 42;
constexpr double kLeast = 48;  // room for labels of the y axis: plots one above the other align

/// The vertical axis: every value and 0, and some air.
Axis FitY(const std::vector<Curve>& curves, double height) {
  double low = 0;
  double high = 0;
  for (const Curve& curve : curves) {
    for (const double value : curve.values) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (high <= low) high = low + 1;
  const double margin = 0.05 * (high - low);
  return {low - margin, high + margin, kTop + height, kTop};
}

/// A curve as points; where several share a pixel only their extremes are drawn.
std::vector<std::pair<double, double>> Points(const Curve& curve, const LinePlotData& data,
                                              const Axis& x, const Axis& y) {
  const std::vector<double>& values = curve.values;
  const auto at = [&](size_t i) {
    return std::pair(x.At(data.first + data.dx * static_cast<double>(i)), y.At(values[i]));
  };
  const size_t pixels = static_cast<size_t>(x.to - x.from);
  const size_t group = std::max<size_t>(1, (values.size() + pixels - 1) / pixels);
  std::vector<std::pair<double, double>> points;
  for (size_t begin = 0; begin < values.size(); begin += group) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last =
        values.begin() + static_cast<std::ptrdiff_t>(std::min(begin + group, values.size()));
    const auto [low, high] = std::minmax_element(first, last);
    const auto [left, right] = std::minmax({low - values.begin(), high - values.begin()});
    points.push_back(at(static_cast<size_t>(left)));
    if (right != left) points.push_back(at(static_cast<size_t>(right)));
  }
  return points;
}

void DrawAxes(const LinePlotData& data, const Axis& x, const Axis& y, Canvas* canvas) {
  for (const double v : Ticks(y, TickStep(y.high - y.low, 5))) {
    canvas->Line(x.from, y.At(v), x.to, y.At(v), "grid");
    canvas->Text(x.from - 6, y.At(v) + 4.5, "end", "tick", TickLabel(v));
  }
  const int count = pages::TicksThatFit(x.to - x.from, x.high);
  for (const double v : Ticks(x, TickStep(x.high - x.low, count))) {
    canvas->Line(x.At(v), y.from, x.At(v), y.from + 4, "grid");
    canvas->Text(x.At(v), y.from + 18, "middle", "tick", TickLabel(v));
  }
  canvas->Line(x.from, y.from, x.to, y.from, "rule");
  canvas->Text(0, 12, "start", "axis", data.y_title);
  canvas->Text(x.to, y.from + 36, "end", "axis", data.x_title);
}

Drawing Draw(const LinePlotData& data, double width, double height) {
  size_t points = 2;
  for (const Curve& curve : data.curves) points = std::max(points, curve.values.size());
  const Axis y = FitY(data.curves, height);
  double left = kLeast;
  for (const double v : Ticks(y, TickStep(y.high - y.low, 5))) {
    left = std::max(left, TextWidth(TickLabel(v)));
  }
  const double last = data.first + data.dx * static_cast<double>(points - 1);
  const Axis x{data.first, last, left + 8, width - 20};
  Canvas canvas(width);
  DrawAxes(data, x, y, &canvas);
  for (const Curve& curve : data.curves) {
    if (curve.values.empty()) continue;
    canvas.Polyline(Points(curve, data, x, y), curve.color, curve.stroke);
  }
  return canvas.Finish(kTop + height + kFoot);
}

/// "Curves over 1500 points. float: -0.2 to 0.8; RTL: ..."
std::string Describe(const LinePlotData& data) {
  std::string text = fmt::format("{} over {}.", data.y_title, data.x_title);
  for (const Curve& curve : data.curves) {
    if (curve.values.empty()) continue;
    const auto [low, high] = std::minmax_element(curve.values.begin(), curve.values.end());
    text += fmt::format(" {}: {} values from {:.4g} to {:.4g}.", curve.name, curve.values.size(),
                        *low, *high);
  }
  return text;
}

}  // namespace

Figure LinePlot(const LinePlotData& data) {
  Figure figure{data.title, Describe(data), {}, {}, {}};
  for (const Curve& curve : data.curves) {
    if (!curve.values.empty()) {
      figure.legend.push_back({curve.name, curve.color, LegendEntry::Shape::kLine, curve.stroke});
    }
  }
  if (figure.legend.size() < 2) figure.legend.clear();
  figure.wide = Draw(data, pages::kWideWidth, 220);
  figure.narrow = Draw(data, pages::kNarrowWidth, 180);
  return figure;
}

}  // namespace gatewright
