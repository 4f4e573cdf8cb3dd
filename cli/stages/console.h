// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// How much the user wants to read, and how.
struct ConsoleOptions {
  bool json = false;  ///< one JSON object on stdout instead of text
  int verbosity = 1;  ///< 0 errors only, 1 results, 2 details
};

/// Everything the tool says: progress on stderr while a terminal watches, results on stdout,
/// errors on stderr. In JSON mode results gather in one object that Finish prints.
class Console {
 public:
  explicit Console(const ConsoleOptions& options);

  /// Progress of long work; overwritten in place on a terminal, silent elsewhere.
  void Progress(const std::string& stage, double done);
  /// A line of results.
  void Say(const std::string& line);
  /// A line only for -v.
  void Detail(const std::string& line);
  /// Mistakes of the user or failures of a stage.
  void Fail(const Diagnostics& errors);
  /// Adds a stage's results to the JSON object.
  void Add(const std::string& stage, const nlohmann::ordered_json& value);
  /// The last line: where the output is, and whether all held. Prints the object in JSON mode.
  /// False when stdout could not take everything.
  bool Finish(bool ok, const std::string& output);
  bool failed() const { return failed_; }
  /// -v was given.
  bool verbose() const { return options_.verbosity >= 2; }

 private:
  void ClearProgress();
  ConsoleOptions options_;
  bool terminal_ = false;
  bool progress_shown_ = false;
  bool failed_ = false;
  nlohmann::ordered_json object_;
};

}  // namespace gatewright
