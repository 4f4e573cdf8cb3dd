// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/pages/figure.h"

// Private to the figures: drawing, axes, and how wide text gets.
namespace gatewright::pages {

inline constexpr double kWideWidth = 840;
inline constexpr double kNarrowWidth = 344;
inline constexpr double kFontSize = 13;  ///< of all text in drawings, px

inline constexpr double kBroad = 3;  ///< strokes above it are pale: thin ones lie on them

/// Width of `text` in a wide sans-serif face, px: real faces need as much or less.
double TextWidth(const std::string& text);
/// `text`, or as much of it as fits into `width` with an ellipsis.
std::string Shorten(const std::string& text, double width);

/// "blue"; a class of the style sheet.
const char* ColorName(Color color);

/// Values and the pixels they go to.
struct Axis {
  double low = 0, high = 1, from = 0, to = 1;
  double At(double value) const { return from + (value - low) / (high - low) * (to - from); }
};
/// Round steps of an axis: 1, 2 or 5 times a power of ten, at most about `count` of them.
double TickStep(double range, int count);
/// Multiples of `step` on the axis.
std::vector<double> Ticks(const Axis& axis, double step);
/// "0.25", "20k", "1.5M"
std::string TickLabel(double value);
/// How many labels like that of `value` stand side by side in `width`, 2 to 8.
int TicksThatFit(double width, double value);

/// Collects the content of a drawing.
class Canvas {
 public:
  explicit Canvas(double width) : width_(width) {}
  double width() const { return width_; }
  /// `anchor` is start, middle or end; `kind` a class: tick, axis, name, value.
  void Text(double x, double y, const char* anchor, const char* kind, const std::string& text);
  void Line(double x1, double y1, double x2, double y2, const char* kind);
  void Rect(double x, double y, double width, double height, Color color);
  void Circle(double x, double y, double radius, Color color, const std::string& tip);
  void Polyline(const std::vector<std::pair<double, double>>& points, Color color, double stroke);
  Drawing Finish(double height) const { return {width_, height, body_}; }

 private:
  double width_;
  std::string body_;
};

}  // namespace gatewright::pages
