// SPDX-License-Identifier: Apache-2.0
// Scatter plots: what a setting saves against what it costs.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/pages/canvas.h"

namespace gatewright {
namespace {

using pages::Axis;
using pages::Canvas;
using pages::TextWidth;
using pages::TickLabel;

constexpr double kTop = 26;
constexpr double kZeros = 24;  // the row of marks at y = 0
constexpr double kFoot = 42;

/// 1, 2 and 5 times powers of ten, as decades, around [least, most].
std::vector<double> LogTicks(double least, double most) {
  std::vector<double> all;
  for (int decade = static_cast<int>(std::floor(std::log10(least)));
       decade <= static_cast<int>(std::ceil(std::log10(most))); ++decade) {
    for (const int digit : {1, 2, 5}) all.push_back(digit * std::pow(10.0, decade));
  }
  size_t first = 0;
  while (first + 1 < all.size() && all[first + 1] <= least * (1 + 1e-9)) ++first;
  size_t last = all.size() - 1;
  while (last > first + 1 && all[last - 1] >= most * (1 - 1e-9)) --last;
  return {all.begin() + static_cast<std::ptrdiff_t>(first),
          all.begin() + static_cast<std::ptrdiff_t>(last) + 1};
}

/// The axes, and where the zeros lie.
struct Frame {
  Axis x, y;  ///< y in decades
  std::vector<double> y_ticks;
  double zeros = 0;  ///< 0 when there are none
  double Y(double value) const { return value > 0 ? y.At(std::log10(value)) : zeros; }
  double foot() const { return zeros > 0 ? zeros + 10 : y.from; }
};

Frame Fit(const ScatterPlotData& data, double width, double height) {
  double x_most = 0;
  double least = 0;
  double most = 0;
  bool zeros = false;
  const auto take = [&](double y) {
    if (y <= 0) return;
    least = least > 0 ? std::min(least, y) : y;
    most = std::max(most, y);
  };
  for (const MarkSeries& one : data.series) {
    for (const Mark& mark : one.marks) {
      x_most = std::max(x_most, mark.x);
      zeros = zeros || mark.y <= 0;
      take(mark.y);
    }
  }
  if (data.limit) take(*data.limit);
  if (most <= 0) least = most = 1;
  Frame frame;
  frame.y_ticks = LogTicks(least, most);
  double left = TextWidth("0");
  for (const double v : frame.y_ticks) left = std::max(left, TextWidth(TickLabel(v)));
  frame.x = {0, x_most > 0 ? x_most * 1.04 : 1, left + 8, width - 20};
  frame.y = {std::log10(frame.y_ticks.front()), std::log10(frame.y_ticks.back()), kTop + height,
             kTop};
  if (zeros) frame.zeros = frame.y.from + kZeros;
  return frame;
}

void DrawAxes(const ScatterPlotData& data, const Frame& frame, Canvas* canvas) {
  const Axis& x = frame.x;
  // As many labels as there is room for, from the foot up.
  double above = frame.y.from + 100;
  for (const double v : frame.y_ticks) {
    canvas->Line(x.from, frame.Y(v), x.to, frame.Y(v), "grid");
    if (above - frame.Y(v) < 18) continue;
    above = frame.Y(v);
    canvas->Text(x.from - 6, above + 4.5, "end", "tick", TickLabel(v));
  }
  if (frame.zeros > 0) canvas->Text(x.from - 6, frame.zeros + 4.5, "end", "tick", "0");
  const int count = pages::TicksThatFit(x.to - x.from, x.high);
  for (const double v : pages::Ticks(x, pages::TickStep(x.high, count))) {
    canvas->Line(x.At(v), frame.foot(), x.At(v), frame.foot() + 4, "grid");
    canvas->Text(x.At(v), frame.foot() + 18, "middle", "tick", TickLabel(v));
  }
  canvas->Line(x.from, frame.foot(), x.to, frame.foot(), "rule");
  canvas->Text(0, 12, "start", "axis", data.y_title);
  canvas->Text(x.to, frame.foot() + 36, "end", "axis", data.x_title);
  if (!data.limit) return;
  canvas->Line(x.from, frame.Y(*data.limit), x.to, frame.Y(*data.limit), "limit");
}

Drawing Draw(const ScatterPlotData& data, double width, double height) {
  const Frame frame = Fit(data, width, height);
  Canvas canvas(width);
  DrawAxes(data, frame, &canvas);
  for (const MarkSeries& one : data.series) {
    std::vector<std::pair<double, double>> points;
    for (const Mark& mark : one.marks) points.emplace_back(frame.x.At(mark.x), frame.Y(mark.y));
    if (one.joined && points.size() > 1) canvas.Polyline(points, one.color, 1.5);
    for (size_t i = 0; i < points.size(); ++i) {
      canvas.Circle(points[i].first, points[i].second, one.radius, one.color, one.marks[i].tip);
    }
  }
  return canvas.Finish(frame.foot() + kFoot);
}

std::string Describe(const ScatterPlotData& data) {
  std::string text = fmt::format("{} (logarithmic) over {}.", data.y_title, data.x_title);
  for (const MarkSeries& one : data.series) {
    if (one.marks.empty()) continue;
    const auto [x0, x1] = std::minmax_element(
        one.marks.begin(), one.marks.end(), [](const Mark& a, const Mark& b) { return a.x < b.x; });
    const auto [y0, y1] = std::minmax_element(
        one.marks.begin(), one.marks.end(), [](const Mark& a, const Mark& b) { return a.y < b.y; });
    text += fmt::format(" {}: {} marks, x {:.4g} to {:.4g}, y {:.4g} to {:.4g}.", one.name,
                        one.marks.size(), x0->x, x1->x, y0->y, y1->y);
  }
  if (data.limit) text += fmt::format(" {}: {:.4g}.", data.limit_name, *data.limit);
  return text;
}

}  // namespace

Figure ScatterPlot(const ScatterPlotData& data) {
  Figure figure{data.title, Describe(data), {}, {}, {}};
  for (const MarkSeries& one : data.series) {
    if (one.marks.empty()) continue;
    figure.legend.push_back({one.name, one.color, LegendEntry::Shape::kDot, 2 * one.radius + 2});
  }
  if (data.limit) {
    figure.legend.push_back({data.limit_name, Color::kOrange, LegendEntry::Shape::kLine, 2});
  }
  figure.wide = Draw(data, pages::kWideWidth, 280);
  figure.narrow = Draw(data, pages::kNarrowWidth, 230);
  return figure;
}

}  // namespace gatewright
