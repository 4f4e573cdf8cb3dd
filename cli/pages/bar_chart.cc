// SPDX-License-Identifier: Apache-2.0
// Horizontal bars: shares, areas, cycles.

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "cli/pages/canvas.h"

namespace gatewright {
namespace {

using pages::Axis;
using pages::Canvas;
using pages::Shorten;
using pages::TextWidth;

constexpr double kBar = 16;
constexpr double kGap = 8;

double Length(const Bar& bar) { return std::accumulate(bar.values.begin(), bar.values.end(), 0.0); }

/// Where names, bars and rows stand.
struct Layout {
  bool stacked = false;  ///< names above their bars
  double names = 0;      ///< width of the column of names
  double row = kBar + kGap;
  Axis x;
  double step = 1;  ///< of the ticks
};

Layout Place(const BarChartData& data, double width, bool narrow) {
  double most = 0;
  double names = 0;
  double labels = 0;
  for (const Bar& bar : data.bars) {
    most = std::max(most, Length(bar));
    names = std::max(names, TextWidth(bar.name));
    labels = std::max(labels, TextWidth(bar.label));
  }
  if (most <= 0) most = 1;
  Layout layout;
  layout.stacked = narrow;
  layout.names = narrow ? 0 : std::min(names, 0.4 * width) + 10;
  if (narrow) layout.row += 20;
  const double end = width - std::max(labels + 8, 24.0);
  layout.x = {0, most, layout.names + (narrow ? 6 : 0), end};
  layout.step = pages::TickStep(most, pages::TicksThatFit(end - layout.x.from, most));
  return layout;
}

void DrawBar(const BarChartData& data, const Bar& bar, const Layout& layout, double y,
             Canvas* canvas) {
  if (layout.stacked) {
    canvas->Text(layout.x.from, y + 13, "start", "name",
                 Shorten(bar.name, canvas->width() - layout.x.from));
    y += 20;
  } else {
    canvas->Text(layout.names - 8, y + 13, "end", "name", Shorten(bar.name, layout.names - 10));
  }
  double sum = 0;
  for (size_t k = 0; k < bar.values.size(); ++k) {
    const double from = layout.x.At(sum);
    sum += bar.values[k];
    const double to = std::max(layout.x.At(sum), from + (data.kinds.empty() ? 1.0 : 0.0));
    canvas->Rect(from, y, to - from, kBar, data.kinds.empty() ? bar.color : data.kinds[k].color);
  }
  canvas->Text(layout.x.At(sum) + 6, y + 13, "start", "value", bar.label);
}

Drawing Draw(const BarChartData& data, double width, bool narrow) {
  const Layout layout = Place(data, width, narrow);
  const double foot = layout.row * static_cast<double>(data.bars.size()) + 2;
  Canvas canvas(width);
  for (const double v : pages::Ticks(layout.x, layout.step)) {
    canvas.Line(layout.x.At(v), 0, layout.x.At(v), foot, v > 0 ? "grid" : "rule");
    canvas.Text(layout.x.At(v), foot + 15, "middle", "tick", pages::TickLabel(v));
  }
  for (size_t i = 0; i < data.bars.size(); ++i) {
    DrawBar(data, data.bars[i], layout, layout.row * static_cast<double>(i), &canvas);
  }
  canvas.Text(width - 2, foot + 34, "end", "axis", data.unit);
  return canvas.Finish(foot + 40);
}

std::string Describe(const BarChartData& data) {
  std::string text = fmt::format("Bars, {}.", data.unit);
  for (const Bar& bar : data.bars) {
    text += fmt::format(" {}: {}", bar.name, bar.label);
    for (size_t k = 0; k < data.kinds.size(); ++k) {
      text +=
          fmt::format("{} {} {:.4g}", k == 0 ? " of it" : ",", data.kinds[k].name, bar.values[k]);
    }
    text += ".";
  }
  return text;
}

}  // namespace

Figure BarChart(const BarChartData& data) {
  Figure figure{data.title, Describe(data), {}, {}, {}};
  for (const BarKind& kind : data.kinds) figure.legend.push_back({kind.name, kind.color});
  figure.wide = Draw(data, pages::kWideWidth, false);
  figure.narrow = Draw(data, pages::kNarrowWidth, true);
  return figure;
}

}  // namespace gatewright
