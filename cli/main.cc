#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>

#include "cli/commands.h"
#include "generator/emit/output.h"

namespace {

/// An interrupt leaves no half-written output behind.
void OnInterrupt(int signal) {
  gatewright::RemovePartialOutputs();
  std::_Exit(128 + signal);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);
  CLI::App app{"gatewright: from a trained LSTM to Verilog that is proven to compute it"};
  try {
    return gatewright::RunCommandLine(&app, argc, argv);
  } catch (const std::exception& error) {
    gatewright::RemovePartialOutputs();
    std::fprintf(stderr, "gatewright: internal error: %s\n", error.what());
    return 3;
  }
}
