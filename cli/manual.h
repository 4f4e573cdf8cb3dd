// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace gatewright {

/// The manual page gatewright(1) in roff, from the very declarations that --help prints.
std::string ManualPage(const CLI::App& app);

/// A completion script for bash ("bash") or zsh ("zsh") from the same declarations: commands,
/// options, their words, keys of `explain`; file names elsewhere.
std::string CompletionScript(const CLI::App& app, const std::string& shell);

}  // namespace gatewright
