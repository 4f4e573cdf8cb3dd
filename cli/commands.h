// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>

namespace gatewright {

/// Declares every command on `app`, parses and runs. Exit status: 0 all held; 1 something did not
/// hold or the input was wrong; 2 wrong usage.
int RunCommandLine(CLI::App* app, int argc, char** argv);

}  // namespace gatewright
