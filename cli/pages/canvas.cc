// SPDX-License-Identifier: Apache-2.0
// Drawing primitives and axes that all figures share.

#include "cli/pages/canvas.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "cli/pages/html.h"

namespace gatewright::pages {
namespace {

/// Of DejaVu Sans, which is wider than most, in units of the font size.
double CharWidth(char c) {
  constexpr std::string_view kThin = "ijl.,:;|!'()[] ftrI";
  constexpr std::string_view kThick = "mwMW%@";
  if (kThin.find(c) != std::string_view::npos) return 0.41;
  if (kThick.find(c) != std::string_view::npos) return 0.99;
  if (c >= 'A' && c <= 'Z') return 0.74;
  return 0.64;
}

/// Every byte but those that continue a character of UTF-8.
bool BeginsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

double TextWidth(const std::string& text) {
  double width = 0;
  for (const char c : text) width += BeginsCharacter(c) ? CharWidth(c) : 0;
  return width * kFontSize;
}

std::string Shorten(const std::string& text, double width) {
  if (TextWidth(text) <= width) return text;
  std::string kept = text;
  while (!kept.empty() && TextWidth(kept + "…") > width) {
    while (!kept.empty() && !BeginsCharacter(kept.back())) kept.pop_back();
    if (!kept.empty()) kept.pop_back();
  }
  return kept + "…";
}

const char* ColorName(Color color) {
  switch (color) {
    case Color::kBlue:
      return "blue";
    case Color::kOrange:
      return "orange";
    case Color::kGreen:
      return "green";
    case Color::kGrey:
      return "grey";
    case Color::kPurple:
      return "purple";
    case Color::kGold:
      return "gold";
  }
  return "blue";
}

double TickStep(double range, int count) {
  const double raw = range / count;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (raw <= factor * power * (1 + 1e-9)) return factor * power;
  }
  return 10 * power;
}

std::vector<double> Ticks(const Axis& axis, double step) {
  std::vector<double> ticks;
  const int64_t first = std::llround(std::ceil(axis.low / step - 1e-6));
  const int64_t last = std::llround(std::floor(axis.high / step + 1e-6));
  for (int64_t i = first; i <= last; ++i) ticks.push_back(static_cast<double>(i) * step);
  return ticks;
}

std::string TickLabel(double value) {
  const double size = std::fabs(value);
  if (size >= 1e6) return fmt::format("{:g}M", value / 1e6);
  if (size >= 1e4) return fmt::format("{:g}k", value / 1e3);
  return fmt::format("{:.6g}", value);
}

int TicksThatFit(double width, double value) {
  const double each = TextWidth(TickLabel(value)) + 22;
  return std::clamp(static_cast<int>(width / each), 2, 8);
}

void Canvas::Text(double x, double y, const char* anchor, const char* kind,
                  const std::string& text) {
  if (text.empty()) return;
  body_ +=
      fmt::format("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n",
                  kind, x, y, anchor, EscapeHtml(text));
}

void Canvas::Line(double x1, double y1, double x2, double y2, const char* kind) {
  body_ +=
      fmt::format("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n",
                  kind, x1, y1, x2, y2);
}

void Canvas::Rect(double x, double y, double width, double height, Color color) {
  body_ += fmt::format(
      "<rect class=\"fill {}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
      ColorName(color), x, y, width, height);
}

void Canvas::Circle(double x, double y, double radius, Color color, const std::string& tip) {
  body_ += fmt::format(
      "<circle class=\"fill {}\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:g}\"><title>{}</title>"
      "</circle>\n",
      ColorName(color), x, y, radius, EscapeHtml(tip));
}

void Canvas::Polyline(const std::vector<std::pair<double, double>>& points, Color color,
                      double stroke) {
  std::string text;
  for (const auto& [x, y] : points) {
    text += fmt::format("{}{:.1f},{:.1f}", text.empty() ? "" : " ", x, y);
  }
  body_ += fmt::format("<polyline class=\"stroke {}{}\" stroke-width=\"{:g}\" points=\"{}\"/>\n",
                       ColorName(color), stroke > kBroad ? " broad" : "", stroke, text);
}

}  // namespace gatewright::pages
