// SPDX-License-Identifier: Apache-2.0
// What the program prints: results, progress, errors, or one JSON object.
#include "cli/stages/console.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace gatewright {

Console::Console(const ConsoleOptions& options)
    : options_(options), terminal_(::isatty(2) == 1 && options.verbosity > 0 && !options.json) {
  auto logger = std::make_shared<spdlog::logger>(
      "gatewright", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  logger->set_pattern("%^%l:%$ %v");
  spdlog::set_default_logger(logger);
}

void Console::ClearProgress() {
  if (!progress_shown_) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
  progress_shown_ = false;
}

void Console::Progress(const std::string& stage, double done) {
  if (!terminal_) return;
  constexpr int kWidth = 24;
  const int filled = static_cast<int>(std::clamp(done, 0.0, 1.0) * kWidth);
  fmt::print(stderr, "\r\033[K[{}{}] {}", std::string(static_cast<size_t>(filled), '='),
             std::string(static_cast<size_t>(kWidth - filled), ' '), stage);
  std::fflush(stderr);
  progress_shown_ = true;
}

void Console::Say(const std::string& line) {
  ClearProgress();
  if (options_.json || options_.verbosity < 1) return;
  std::fputs((line + "\n").c_str(), stdout);
  std::fflush(stdout);
}

void Console::Detail(const std::string& line) {
  if (options_.verbosity >= 2) Say(line);
}

void Console::Fail(const Diagnostics& errors) {
  ClearProgress();
  failed_ = true;
  for (const Diagnostic& error : errors) {
    spdlog::error("{}", error.ToString());
    object_["errors"].push_back({{"file", error.file},
                                 {"line", error.line},
                                 {"key", error.key},
                                 {"value", error.value},
                                 {"rule", error.rule},
                                 {"nearest", error.nearest}});
  }
}

void Console::Add(const std::string& stage, const nlohmann::ordered_json& value) {
  object_[stage] = value;
}

bool Console::Finish(bool ok, const std::string& output) {
  ClearProgress();
  if (options_.json) {
    object_["ok"] = ok;
    object_["output"] = output;
    std::fputs((object_.dump(2) + "\n").c_str(), stdout);
  } else if (ok && !output.empty()) {
    Say(output);
  }
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  spdlog::error("stdout: cannot be written");
  return false;
}

}  // namespace gatewright
