// SPDX-License-Identifier: Apache-2.0
// Scatter plots as SVG text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/report/svg.h"

namespace gatewright {
namespace {

constexpr double kWidth = 760;
constexpr double kLeft = 70;
constexpr double kRight = 748;
constexpr double kTop = 28;
constexpr double kFoot = 308;
constexpr double kHeight = 346;

struct Scale {
  double x_most = 1;
  double y_least = 1;  ///< decades
  double y_most = 2;
  double X(double x) const { return kLeft + x / x_most * (kRight - kLeft); }
  double Y(double y) const {
    const double decade = y > 0 ? std::max(std::log10(y), y_least) : y_least;
    return kFoot - (decade - y_least) / (y_most - y_least) * (kFoot - kTop);
  }
};

Scale FitScale(const std::vector<MarkSeries>& series) {
  Scale scale;
  double least = 0;
  double most = 0;
  scale.x_most = 0;
  for (const MarkSeries& one : series) {
    for (const Mark& mark : one.marks) {
      scale.x_most = std::max(scale.x_most, mark.x);
      most = std::max(most, mark.y);
      if (mark.y > 0) least = least > 0 ? std::min(least, mark.y) : mark.y;
    }
  }
  if (scale.x_most <= 0) scale.x_most = 1;
  if (most > 0) {
    scale.y_least = std::log10(least);
    scale.y_most = std::max(std::log10(most), scale.y_least + 0.1);
  }
  return scale;
}

std::string Grid(const Scale& scale, const std::string& x_unit, const std::string& y_unit) {
  std::string svg;
  for (int decade = static_cast<int>(std::floor(scale.y_least)); decade <= scale.y_most; ++decade) {
    for (const int digit : {1, 2, 5}) {
      const double value = digit * std::pow(10.0, decade);
      const double place = std::log10(value);
      if (place < scale.y_least - 1e-9 || place > scale.y_most + 1e-9) continue;
      svg += fmt::format(
          "<line class=\"grid\" x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\"/>"
          "<text x=\"{3}\" y=\"{4:.1f}\" text-anchor=\"end\">{5:g}</text>\n",
          kLeft, kRight, scale.Y(value), kLeft - 6, scale.Y(value) + 4, value);
    }
  }
  for (int i = 0; i <= 5; ++i) {
    const double value = scale.x_most * i / 5;
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{:.3g}</text>\n",
                       scale.X(value), kFoot + 16, value);
  }
  return svg + fmt::format(
                   "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>"
                   "<text x=\"{}\" y=\"{}\">{}</text>\n",
                   kRight, kFoot + 32, EscapeHtml(x_unit), 4, kFoot + 32, EscapeHtml(y_unit));
}

std::string Draw(const MarkSeries& series, const Scale& scale) {
  std::string points;
  std::string marks;
  for (const Mark& mark : series.marks) {
    points +=
        fmt::format("{}{:.1f},{:.1f}", points.empty() ? "" : " ", scale.X(mark.x), scale.Y(mark.y));
    marks += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\"><title>{}</title></circle>\n",
        scale.X(mark.x), scale.Y(mark.y), series.radius, series.color, EscapeHtml(mark.tip));
  }
  if (!series.joined) return marks;
  return fmt::format("<polyline fill=\"none\" stroke=\"{}\" points=\"{}\"/>\n", series.color,
                     points) +
         marks;
}

}  // namespace

std::string ScatterPlot(const std::string& title, const std::vector<MarkSeries>& series,
                        const std::string& x_unit, const std::string& y_unit) {
  const Scale scale = FitScale(series);
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\">\n"
      "<text class=\"title\" x=\"{2}\" y=\"16\">{3}</text>\n",
      kWidth, kHeight, kLeft, EscapeHtml(title));
  svg += Grid(scale, x_unit, y_unit);
  double legend = kRight;
  for (size_t i = series.size(); i-- > 0;) {
    if (series[i].marks.empty()) continue;
    legend -= 20 + 7.0 * static_cast<double>(series[i].name.size());
    svg += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"12\" r=\"4\" fill=\"{}\"/>"
        "<text x=\"{:.1f}\" y=\"16\">{}</text>\n",
        legend, series[i].color, legend + 8, EscapeHtml(series[i].name));
  }
  for (const MarkSeries& one : series) {
    if (!one.marks.empty()) svg += Draw(one, scale);
  }
  return svg + "</svg>\n";
}

}  // namespace gatewright
