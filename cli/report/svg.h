// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatewright {

/// A curve of a line plot: one value a step.
struct Curve {
  std::string name;
  std::string color;   ///< CSS color
  double width = 1.5;  ///< stroke width, px
  std::vector<double> values;
};

/// A line plot as SVG text: `title`, curves over x = first, first + dx, ...; x axis in `x_unit`.
/// Empty curves are left out. Values are drawn as they are, the axis fits them.
std::string LinePlot(const std::string& title, const std::vector<Curve>& curves, double first,
                     double dx, const std::string& x_unit);

/// One bar of a bar chart.
struct Bar {
  std::string name;
  double value = 0;
  std::string label;  ///< text behind the bar
  std::string color;
};

/// Horizontal bars, longest = full width, as SVG text.
std::string BarChart(const std::string& title, const std::vector<Bar>& bars);

/// One bar of several stretches, in the order of `kinds` of StackedChart.
struct StackedBar {
  std::string name;
  std::vector<double> values;
  std::string label;  ///< text behind the bar
};
/// A kind of stretch: its name in the legend and its color.
struct StackedKind {
  std::string name;
  std::string color;
};

/// Horizontal bars of stretches, the longest = full width, with a legend, as SVG text.
std::string StackedChart(const std::string& title, const std::vector<StackedKind>& kinds,
                         const std::vector<StackedBar>& bars);

/// One mark of a scatter plot.
struct Mark {
  double x = 0;
  double y = 0;     ///< 0 or more
  std::string tip;  ///< shown when the pointer rests on it
};

/// Marks of one kind; with `joined` a line joins them in their order.
struct MarkSeries {
  std::string name;
  std::string color;
  double radius = 3;  ///< px
  bool joined = false;
  std::vector<Mark> marks;
};

/// A scatter plot as SVG text: x linear from 0, y logarithmic (zeros at its foot). Later series lie
/// on top; empty ones are left out.
std::string ScatterPlot(const std::string& title, const std::vector<MarkSeries>& series,
                        const std::string& x_unit, const std::string& y_unit);

/// Text safe inside HTML and SVG.
std::string EscapeHtml(const std::string& text);

}  // namespace gatewright
