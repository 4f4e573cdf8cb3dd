// SPDX-License-Identifier: Apache-2.0
// Declares the options of every command.
#include "cli/command_options.h"

#include <cmath>

#include "generator/presets/presets.h"

namespace gatewright {

std::vector<std::string> PresetNames() {
  std::vector<std::string> names;
  for (const Preset& preset : Presets()) names.push_back(preset.name);
  return names;
}

namespace {

/// A finite number of 0 or more; CLI::NonNegativeNumber lets what is no number pass.
std::string CheckLimit(const std::string& text) {
  double value = 0;
  if (CLI::detail::lexical_cast(text, value) && std::isfinite(value) && value >= 0) return "";
  return "must be a finite number of 0 or more, not " + text;
}

/// A clock period as synth.clock_ns takes it.
std::string CheckPeriod(const std::string& text) {
  double value = 0;
  if (CLI::detail::lexical_cast(text, value) && value >= 0.01 && value <= 1e6) return "";
  return "must be a number from 0.01 to 1000000, not " + text;
}

std::string CheckRate(const std::string& text) {
  double value = 0;
  if (CLI::detail::lexical_cast(text, value) && value >= 0.001 && value <= 1e12) return "";
  return "must be a number from 0.001 to 1e12, not " + text;
}

std::string CheckFrequency(const std::string& text) {
  double value = 0;
  if (CLI::detail::lexical_cast(text, value) && value >= 0.001 && value <= 100000) return "";
  return "must be a number from 0.001 to 100000, not " + text;
}

}  // namespace

void AddSource(CLI::App* command, Options* options) {
  CLI::Option_group* source = command->add_option_group("source");
  source->add_option("design", options->design, "design file (TOML)");
  source->add_option("--preset", options->preset, "a published machine instead of a design file")
      ->check(CLI::IsMember(PresetNames()));
  source->require_option(1);
}

void AddDesign(CLI::App* command, Options* options, std::string Options::*out) {
  AddSource(command, options);
  command->add_option("-o,--out", options->*out, "output folder")->capture_default_str();
}

void AddFolder(CLI::App* command, Options* options) {
  command->add_option("out", options->out, "folder written by generate")->required();
}

void AddSimulate(CLI::App* command, Options* options) {
  command->add_option("--seed", options->simulate.seed, "seed of stalls and invalid frames")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{0}, uint64_t{1} << 62));
  command->add_option("--steps", options->simulate.steps, "steps of the stimulus to play (0 = all)")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--waves", options->simulate.waves, "write waves.fst of the stalled session");
  command->add_flag("!--no-bench", options->simulate.bench,
                    "do not run the emitted bench in Icarus Verilog");
}

void AddSynth(CLI::App* command, Options* options) {
  command->add_option(
      "--target", options->synth.target,
      "generic, osu018, a liberty file, ice40, ecp5 or xc7 (default: the design's)");
  command->add_option("--device", options->synth.device, "hx8k or up5k, for ice40")
      ->check(CLI::IsMember({"hx8k", "up5k"}));
  command
      ->add_option("--clock-ns", options->synth.clock_ns, "target clock period of the mapper, ns")
      ->check(CLI::Validator(CheckPeriod, "NS"));
}

void AddMemories(CLI::App* command, Options* options) {
  command->add_option("--memories", options->synth.memory_table,
                      "CSV file of memory macros (default: the design's, or a model of SRAM)");
}

void AddPower(CLI::App* command, Options* options) {
  PowerOptions& power = options->power;
  command->add_option("--target", options->synth.target,
                      "the library of the netlist: osu018 or a liberty file (default: that of the "
                      "design)");
  AddMemories(command, options);
  command
      ->add_option("--input", power.input,
                   "real (the stimulus), zero (frames of zeros) or idle (no frames)")
      ->capture_default_str()
      ->check(CLI::IsMember({"real", "zero", "idle"}));
  command->add_option("--steps", power.steps, "steps to measure (0 = all, 1024 at most)")
      ->check(CLI::Range(0, 1 << 20));
  command
      ->add_option("--interval", power.interval,
                   "cycles from frame to frame (0 = as fast as they are taken)")
      ->check(CLI::Range(int64_t{0}, int64_t{1} << 32));
  command
      ->add_option(
          "--sample", power.sample,
          "count in so many instances of each module, which stand for the others (0 = all)")
      ->check(CLI::Range(0, 1 << 20));
  command->add_option("--clock-mhz", power.clock_mhz, "frequency (default: the target of synth)")
      ->check(CLI::Validator(CheckFrequency, "MHZ"));
}

void AddCompare(CLI::App* command, Options* options) {
  CompareOptions& compare = options->compare;
  command->add_option("designs", compare.designs, "design files (TOML), two or more")->required();
  command->add_option("-o,--out", options->compare_out, "output folder")->capture_default_str();
  command
      ->add_option("--baseline", compare.baseline,
                   "the design that the others are measured against, by its place from 0")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--rate", compare.rate,
                   "steps a second of all designs (default: what the slowest can do)")
      ->check(CLI::Validator(CheckRate, "RATE"));
  command
      ->add_option("--steps", compare.steps,
                   "steps to simulate and to measure power in (0 = all, 1024 at most)")
      ->check(CLI::Range(0, 1 << 20));
  command->add_option("--sample", compare.sample, "as of power (0 = all instances)")
      ->check(CLI::Range(0, 1 << 20));
  command->add_option("-j,--jobs", compare.jobs, "designs at a time (0 = one a core)")
      ->check(CLI::Range(0, 256));
}

void AddVerify(CLI::App* command, VerifyOptions* verify) {
  CampaignOptions& campaign = verify->campaign;
  CLI::Option* file = command->add_option(
      "file", verify->files,
      "design file, or several with --mutate, or a failure that was saved; none: random designs");
  command->add_option("--preset", verify->preset, "a published machine instead of a file")
      ->check(CLI::IsMember(PresetNames()))
      ->excludes(file);
  command->add_option("-o,--out", verify->out, "output folder")->capture_default_str();
  command->add_option("--seed", campaign.seed, "seed of the first design, or of random sessions")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{0}, uint64_t{1} << 38));
  command->add_option("--designs", campaign.designs, "random designs (default: 100)")
      ->check(CLI::Range(1, 1 << 24));
  command->add_option("--minutes", campaign.minutes, "... or as many as so many minutes allow")
      ->check(CLI::Range(0.01, 1e6));
  command->add_flag("--until-coverage", campaign.until_coverage,
                    "... or until every bin of the functional coverage was reached");
  command->add_option("-j,--jobs", campaign.jobs, "designs at a time (0 = one a core)")
      ->check(CLI::Range(0, 256));
  command->add_option("--axes", verify->axes,
                      "only random designs with these, as cell=gru,events=delta|similarity");
  command->add_option("--max-units", campaign.max_units, "most units of a layer of random designs")
      ->capture_default_str()
      ->check(CLI::Range(1, 96));
  command->add_option("--sessions", verify->sessions, "sessions played on a design")
      ->capture_default_str()
      ->check(CLI::Range(1, 1 << 20));
  command->add_flag("--coverage", campaign.rtl_coverage,
                    "branches and toggles of the RTL too (slower)");
  command->add_flag("!--no-icarus", campaign.icarus,
                    "do not run the benches of small designs in Icarus Verilog");
  CLI::Option* formal = command->add_flag("--formal", verify->formal,
                                          "prove properties of the templates, for every run");
  command
      ->add_flag("--faults", verify->faults,
                 "with --formal: show that injected errors break each proof (slow)")
      ->needs(formal);
  command->add_option("--only", verify->only, "with --formal: proofs with this in their name")
      ->needs(formal);
  command->add_option("--netlist", verify->netlist,
                      "play the netlist for this target: generic, osu018 or a liberty file");
  CLI::Option* mutate =
      command
          ->add_option("--mutate", verify->mutants,
                       "the mutation score of the design: so many mutants of each module")
          ->check(CLI::Range(1, 10000));
  command->add_option("--min-score", verify->min_score, "fail below this mutation score, in %")
      ->check(CLI::Range(0.0, 100.0))
      ->needs(mutate);
  command->add_flag("--waves", verify->waves, "of a saved failure: write FST waves");
  command->add_option("--inject", verify->injections,
                      "MODULE:TEXT=>TEXT: an error put into the emitted RTL, to see it found");
}

void AddActivation(CLI::App* command, ActivationCommand* activation) {
  command
      ->add_option("--max-error", activation->max_error,
                   "greatest error of sigmoid and tanh, over every input")
      ->required()
      ->check(CLI::Validator(CheckLimit, "NONNEGATIVE"));
  command->add_option("--target", activation->target, "as of synth (default: the design's)");
  command->add_option("--device", activation->device, "of an FPGA, as hx8k, LFE5U-25F, xc7a35t");
}

void AddTune(CLI::App* command, TuneOptions* tune) {
  const auto list = [command](const char* name, std::vector<std::string>* values,
                              const char* text) {
    command->add_option(name, *values, text)->delimiter(',');
  };
  list("--theta-x", &tune->theta_x, "thresholds of the inputs to try, as 0,1/32,1/16");
  list("--theta-h", &tune->theta_h, "thresholds of the recurrences");
  list("--theta-head", &tune->theta_head, "thresholds of the head's input (default: the design's)");
  list("--t-skip", &tune->t_skip, "similarity: limits below which a step is skipped");
  list("--t-delta", &tune->t_delta, "similarity: limits below which it is a delta step");
  list("--formats", &tune->formats, "state formats to try, as Q6.10,Q4.12 (default: the design's)");
  command
      ->add_option("--events", tune->events,
                   "delta or similarity (default: the design's, or delta)")
      ->check(CLI::IsMember({"delta", "similarity"}));
  command->add_option("--points", tune->points, "points of the default thresholds, about")
      ->capture_default_str()
      ->check(CLI::Range(4, 4096));
  command
      ->add_option("--max-error", tune->max_error,
                   "choose the fewest operations with at most this RMS error of the outputs")
      ->check(CLI::Validator(CheckLimit, "NONNEGATIVE"));
  command->add_option("--max-flips", tune->max_flips,
                      "... with at most this share of decisions changed, as 0.2%");
  command->add_option("-j,--jobs", tune->jobs, "threads (0 = one a core)")
      ->check(CLI::Range(0, 256));
}

}  // namespace gatewright
