// SPDX-License-Identifier: Apache-2.0
// The program.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/commands.h"
#include "generator/base/cleanup.h"

int main(int argc, char** argv) {
  try {
    gatewright::CleanUpOnInterrupt();
    CLI::App app{"gatewright: from a trained LSTM or GRU to Verilog that is proven to compute it"};
    return gatewright::RunCommandLine(&app, argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gatewright: internal error: %s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "gatewright: internal error\n");
  }
  return 3;
}
