// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/activation.h"
#include "cli/compare/compare.h"
#include "cli/import.h"
#include "cli/stages/stages.h"
#include "cli/tune/tune.h"
#include "cli/verify/verify.h"

namespace gatewright {

/// What the command line said.
struct Options {
  bool json = false;
  bool verbose = false;
  bool quiet = false;
  std::string design;
  std::string preset;
  std::string out = "out";
  std::string key;
  std::string shell = "bash";
  const CLI::App* app = nullptr;
  SimulateOptions simulate;
  SynthOptions synth;
  PowerOptions power;
  bool with_power = false;  ///< of build
  ImportCommand import;
  ActivationCommand activation;
  TuneOptions tune;
  std::string tune_out = "tune";
  CompareOptions compare;
  std::string compare_out = "compare";
  VerifyOptions verify;
};

/// Names of the presets, for options that take one.
std::vector<std::string> PresetNames();

/// A design file or a preset, and the folder for what is made of it.
void AddDesign(CLI::App* command, Options* options, std::string Options::*out);
/// The same without a folder.
void AddSource(CLI::App* command, Options* options);
void AddActivation(CLI::App* command, ActivationCommand* activation);
/// The folder that generate wrote.
void AddFolder(CLI::App* command, Options* options);
void AddSimulate(CLI::App* command, Options* options);
void AddSynth(CLI::App* command, Options* options);
void AddMemories(CLI::App* command, Options* options);
void AddPower(CLI::App* command, Options* options);
void AddTune(CLI::App* command, TuneOptions* tune);
void AddCompare(CLI::App* command, Options* options);
void AddVerify(CLI::App* command, VerifyOptions* verify);

}  // namespace gatewright
