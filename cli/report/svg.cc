// SPDX-License-Identifier: Apache-2.0
// Line plots and bar charts as SVG text.
#include "cli/report/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace gatewright {
namespace {

constexpr double kWidth = 760;
constexpr double kPlotHeight = 220;
constexpr double kLeft = 56;
constexpr double kRight = 12;
constexpr double kTop = 28;
constexpr double kBottom = 30;

/// Round steps of an axis: 1, 2 or 5 times a power of ten, about `count` of them.
double TickStep(double range, int count) {
  const double raw = range / count;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power) return factor * power;
  }
  return 10 * power;
}

struct Axis {
  double low, high, from, to;  ///< values, and the pixels they go to
  double At(double value) const { return from + (value - low) / (high - low) * (to - from); }
};

/// Multiples of `step` on the axis.
std::vector<double> Ticks(const Axis& axis, double step) {
  std::vector<double> ticks;
  const int64_t first = std::llround(std::ceil(axis.low / step - 1e-6));
  const int64_t last = std::llround(std::floor(axis.high / step + 1e-6));
  for (int64_t i = first; i <= last; ++i) ticks.push_back(static_cast<double>(i) * step);
  return ticks;
}

Axis FitY(const std::vector<Curve>& curves) {
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
  return {low - margin, high + margin, kTop + kPlotHeight, kTop};
}

std::string Grid(const Axis& x, const Axis& y, const std::string& x_unit) {
  std::string svg;
  const double y_step = TickStep(y.high - y.low, 5);
  for (const double v : Ticks(y, y_step)) {
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{:g}</text>\n",
        x.from, x.to, y.At(v), y.At(v), x.from - 6, y.At(v) + 4, v);
  }
  const double x_step = TickStep(x.high - x.low, 8);
  for (const double v : Ticks(x, x_step)) {
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:g}</text>\n",
                       x.At(v), y.from + 16, v);
  }
  return svg + fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", x.to,
                           y.from + 28, EscapeHtml(x_unit));
}

std::string Path(const Curve& curve, const Axis& x, const Axis& y, double first, double dx) {
  std::string points;
  for (size_t i = 0; i < curve.values.size(); ++i) {
    points += fmt::format("{}{:.1f},{:.1f}", i > 0 ? " " : "",
                          x.At(first + dx * static_cast<double>(i)), y.At(curve.values[i]));
  }
  return fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" points=\"{}\"/>\n",
                     curve.color, curve.width, points);
}

std::string Open(double height) {
  return fmt::format("<svg viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\">\n",
                     kWidth, height);
}

}  // namespace

std::string EscapeHtml(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    // Neither HTML nor XML has them.
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') continue;
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string LinePlot(const std::string& title, const std::vector<Curve>& curves, double first,
                     double dx, const std::string& x_unit) {
  size_t points = 2;
  for (const Curve& curve : curves) points = std::max(points, curve.values.size());
  const Axis x{first, first + dx * static_cast<double>(points - 1), kLeft, kWidth - kRight};
  const Axis y = FitY(curves);
  std::string svg = Open(kTop + kPlotHeight + kBottom + 4);
  svg +=
      fmt::format("<text class=\"title\" x=\"{}\" y=\"16\">{}</text>\n", kLeft, EscapeHtml(title));
  svg += Grid(x, y, x_unit);
  double legend = kWidth - kRight;
  for (size_t i = curves.size(); i-- > 0;) {
    if (curves[i].values.empty()) continue;
    legend -= 22 + 7.0 * static_cast<double>(curves[i].name.size());
    svg += fmt::format(
        "<line x1=\"{0:.1f}\" x2=\"{1:.1f}\" y1=\"12\" y2=\"12\" stroke=\"{2}\" "
        "stroke-width=\"3\"/><text x=\"{3:.1f}\" y=\"16\">{4}</text>\n",
        legend, legend + 12, curves[i].color, legend + 16, EscapeHtml(curves[i].name));
  }
  for (const Curve& curve : curves) {
    if (!curve.values.empty()) svg += Path(curve, x, y, first, dx);
  }
  return svg + "</svg>\n";
}

std::string BarChart(const std::string& title, const std::vector<Bar>& bars) {
  constexpr double kRow = 24;
  constexpr double kName = 290;
  constexpr double kLabel = 150;
  double most = 0;
  for (const Bar& bar : bars) most = std::max(most, bar.value);
  std::string svg = Open(kTop + kRow * static_cast<double>(bars.size()) + 6);
  svg += fmt::format("<text class=\"title\" x=\"0\" y=\"16\">{}</text>\n", EscapeHtml(title));
  for (size_t i = 0; i < bars.size(); ++i) {
    const double y = kTop + kRow * static_cast<double>(i);
    const double width = most > 0 ? bars[i].value / most * (kWidth - kName - kLabel) : 0;
    svg += fmt::format(
        "<text x=\"{:.0f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>"
        "<rect x=\"{:.0f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"16\" fill=\"{}\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
        kName - 8, y + 13, EscapeHtml(bars[i].name), kName, y, std::max(width, 1.0), bars[i].color,
        kName + width + 6, y + 13, EscapeHtml(bars[i].label));
  }
  return svg + "</svg>\n";
}

std::string StackedChart(const std::string& title, const std::vector<StackedKind>& kinds,
                         const std::vector<StackedBar>& bars) {
  constexpr double kRow = 24;
  constexpr double kName = 290;
  constexpr double kLabel = 150;
  constexpr double kLegend = 110;
  constexpr double kWide = 125;  // of many kinds, which need the whole width
  const bool wide = kLegend * static_cast<double>(kinds.size()) > kWidth - kName;
  const auto length = [](const StackedBar& bar) {
    return std::accumulate(bar.values.begin(), bar.values.end(), 0.0);
  };
  double most = 0;
  for (const StackedBar& bar : bars) most = std::max(most, length(bar));
  const double scale = most > 0 ? (kWidth - kName - kLabel) / most : 0;
  std::string svg = Open(kTop + kRow * static_cast<double>(bars.size() + 1) + 6);
  svg += fmt::format("<text class=\"title\" x=\"0\" y=\"16\">{}</text>\n", EscapeHtml(title));
  const auto text = [&svg](double x, double y, const char* anchor, const std::string& what) {
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y,
                       anchor, EscapeHtml(what));
  };
  const auto box = [&svg](double x, double y, double width, const std::string& color) {
    svg += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"16\" fill=\"{}\"/>\n", x, y,
        width, color);
  };
  for (size_t k = 0; k < kinds.size(); ++k) {
    const double x = (wide ? 0 : kName) + (wide ? kWide : kLegend) * static_cast<double>(k);
    box(x, kTop, 16, kinds[k].color);
    text(x + 22, kTop + 13, "start", kinds[k].name);
  }
  for (size_t i = 0; i < bars.size(); ++i) {
    const double y = kTop + kRow * static_cast<double>(i + 1);
    text(kName - 8, y + 13, "end", bars[i].name);
    double x = kName;
    for (size_t k = 0; k < kinds.size(); ++k) {
      box(x, y, bars[i].values[k] * scale, kinds[k].color);
      x += bars[i].values[k] * scale;
    }
    text(x + 6, y + 13, "start", bars[i].label);
  }
  return svg + "</svg>\n";
}

}  // namespace gatewright
