// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gatewright {

/// Colours of figures, by name; the style sheet gives them a value for light and for dark pages.
enum class Color { kBlue, kOrange, kGreen, kGrey, kPurple, kGold };

/// One entry of a figure's legend, drawn as what it stands for.
struct LegendEntry {
  enum class Shape { kBox, kLine, kDot };
  std::string name;
  Color color = Color::kBlue;
  Shape shape = Shape::kBox;
  double size = 10;  ///< height of a box, width of a line's stroke, diameter of a dot, px
};

/// SVG content drawn for one width of the page: text keeps its size, the layout changes.
struct Drawing {
  double width = 0;
  double height = 0;
  std::string body;
};

/// A plot with axes: title and legend are text of the page, so that they wrap and never collide
/// with the drawing. The narrow drawing is shown on phones.
struct Figure {
  std::string title;
  std::string description;  ///< what the drawing shows, in words and numbers
  std::vector<LegendEntry> legend;
  Drawing wide, narrow;
};

/// A curve of a line plot: one value a step.
struct Curve {
  std::string name;
  Color color = Color::kBlue;
  double stroke = 1.5;  ///< px; wide strokes first, so that curves that coincide are all seen
  std::vector<double> values;
};
/// What a line plot draws: curves over x = first, first + dx, ...
struct LinePlotData {
  std::string title;
  std::string x_title, y_title;
  double first = 0;
  double dx = 1;
  std::vector<Curve> curves;  ///< in drawing order; empty ones are left out
};
Figure LinePlot(const LinePlotData& data);

/// A bar of one or more segments.
struct Bar {
  std::string name;
  std::vector<double> values;  ///< a segment each, 0 or more
  std::string label;           ///< text behind the bar
  Color color = Color::kBlue;  ///< of a bar of one segment without kinds
};
/// What the segments are.
struct BarKind {
  std::string name;
  Color color = Color::kBlue;
};
/// Horizontal bars over a linear axis from 0.
struct BarChartData {
  std::string title;
  std::string unit;            ///< title of the value axis
  std::vector<BarKind> kinds;  ///< of the segments, for the legend; empty: bars of one segment
  std::vector<Bar> bars;
};
Figure BarChart(const BarChartData& data);

/// One mark of a scatter plot.
struct Mark {
  double x = 0;
  double y = 0;     ///< 0 or more
  std::string tip;  ///< shown when the pointer rests on it
};
/// Marks of one kind; with `joined` a line joins them in their order.
struct MarkSeries {
  std::string name;
  Color color = Color::kBlue;
  double radius = 3;  ///< px
  bool joined = false;
  std::vector<Mark> marks;
};
/// What a scatter plot draws: x linear from 0, y logarithmic, zeros on a line of their own at the
/// foot. Later series lie on top; empty ones are left out.
struct ScatterPlotData {
  std::string title;
  std::string x_title, y_title;
  std::vector<MarkSeries> series;
  std::optional<double> limit;  ///< a dashed line at this y
  std::string limit_name;
};
Figure ScatterPlot(const ScatterPlotData& data);

}  // namespace gatewright
