// SPDX-License-Identifier: Apache-2.0
// Reads what tune is asked for: axes, limits, formats.
#include "cli/tune/tune_request.h"

#include <fmt/format.h>

#include <charconv>

#include "generator/spec/format_text.h"

namespace gatewright {
namespace {

constexpr int64_t kMaxThreshold = 32768;  // as the keys of the design file
constexpr int64_t kMaxScore = 1000000;
constexpr size_t kMaxPoints = 100000;

/// A list of thresholds from the command line, where given.
void ReadAxis(const char* option, const std::vector<std::string>& texts, int64_t most,
              std::vector<Ratio>* axis, Diagnostics* errors) {
  if (texts.empty()) return;
  axis->clear();
  for (const std::string& text : texts) {
    if (const std::optional<Ratio> value = ParseNumber(text, most)) {
      axis->push_back(*value);
    } else {
      errors->push_back({"", 0, option, text,
                         fmt::format("must be numbers from 0 to {}, separated by commas", most),
                         fmt::format("{} 0,1/32,1/16", option)});
    }
  }
}

/// A share from the command line: "0.002" or "0.2%".
std::optional<double> ParseShare(const std::string& text) {
  const bool percent = text.ends_with("%");
  const char* const end = text.data() + text.size() - (percent ? 1 : 0);
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (percent) value /= 100;
  return value >= 0 && value <= 1 ? std::optional<double>(value) : std::nullopt;
}

}  // namespace

Result<TuneLimits> ReadTuneLimits(const TuneOptions& options, bool decides) {
  TuneLimits limits;
  Diagnostics errors;
  if (options.max_error >= 0) limits.max_error = options.max_error;
  if (!options.max_flips.empty()) {
    limits.max_flips = ParseShare(options.max_flips);
    if (!limits.max_flips) {
      errors.push_back({"", 0, "--max-flips", options.max_flips,
                        "must be a share of the decisions from 0 to 1", "0.2% or 0.002"});
    } else if (!decides) {
      errors.push_back({"", 0, "--max-flips", options.max_flips,
                        "needs stimulus.decision_threshold in the design file, which says what a "
                        "decision is",
                        "decision_threshold = 0.5"});
    }
  }
  if (!errors.empty()) return errors;
  return limits;
}

Result<std::vector<QFormat>> ReadTuneFormats(const std::vector<std::string>& texts) {
  std::vector<QFormat> formats;
  Diagnostics errors;
  for (const std::string& text : texts) {
    const std::optional<QFormat> format = ParseFormat(text);
    if (format && format->integer_bits >= 1 && format->width() >= 4 && format->width() <= 16) {
      formats.push_back(*format);
    } else {
      errors.push_back({"", 0, "--formats", text,
                        "must be state formats of 4 to 16 bits, separated by commas",
                        "--formats Q6.10,Q4.12"});
    }
  }
  if (!errors.empty()) return errors;
  return formats;
}

Result<std::vector<EventSpec>> MakeTuneGrid(const TuneOptions& options, const EventSpec& events,
                                            const Stimulus& stimulus) {
  TuneAxes axes = DefaultAxes(events, stimulus, options.points);
  Diagnostics errors;
  ReadAxis("--theta-x", options.theta_x, kMaxThreshold, &axes.theta_x, &errors);
  ReadAxis("--theta-h", options.theta_h, kMaxThreshold, &axes.theta_h, &errors);
  ReadAxis("--t-skip", options.t_skip, kMaxScore, &axes.t_skip, &errors);
  ReadAxis("--t-delta", options.t_delta, kMaxScore, &axes.t_delta, &errors);
  std::vector<Ratio> head;
  ReadAxis("--theta-head", options.theta_head, kMaxThreshold, &head, &errors);
  if (!head.empty()) axes.theta_head.assign(head.begin(), head.end());
  if (events.kind != EventKind::kSimilarity) {
    for (const auto& [option, given] : {std::pair("--t-skip", !options.t_skip.empty()),
                                        {"--t-delta", !options.t_delta.empty()}}) {
      if (!given) continue;
      errors.push_back(
          {"", 0, option, "", "must only be given with similarity events", "--events similarity"});
    }
  }
  if (!errors.empty()) return errors;
  std::vector<EventSpec> grid = Grid(events.kind, axes);
  if (grid.empty()) {
    return Diagnostic{"", 0, "--t-skip", "", "no value is at most one of --t-delta", "--t-skip 0"};
  }
  if (grid.size() > kMaxPoints) {
    return Diagnostic{"",
                      0,
                      "",
                      fmt::format("{} points", grid.size()),
                      fmt::format("a sweep has at most {} points", kMaxPoints),
                      "shorter lists of thresholds"};
  }
  return grid;
}

}  // namespace gatewright
