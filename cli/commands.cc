// SPDX-License-Identifier: Apache-2.0
// Declares the commands, parses the command line and runs the one that was requested.
#include "cli/commands.h"

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>

#include "cli/command_options.h"
#include "cli/compare/compare.h"
#include "cli/import.h"
#include "cli/manual.h"
#include "cli/stages/console.h"
#include "cli/stages/design_paths.h"
#include "cli/stages/library_check.h"
#include "cli/stages/stages.h"
#include "generator/base/read_file.h"
#include "generator/base/version.h"
#include "generator/presets/presets.h"
#include "generator/spec/explain.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

constexpr int kUsageStatus = 2;

/// Runs a stage and reports it; false when it failed.
bool Run(const char* name, const StageResult& result, Console* console) {
  if (!result.ok()) {
    console->Fail(result.errors());
    return false;
  }
  console->Add(name, *result);
  return true;
}

bool Lint(const Options& o, Console* console) {
  return Run("lint", RunStage(o.out, "lint", [&] { return LintStage(o.out, console); }), console);
}

bool Simulate(const Options& o, Console* console) {
  return Run("simulate",
             RunStage(o.out, "simulate", [&] { return SimulateStage(o.out, o.simulate, console); }),
             console);
}

bool Synth(const Options& o, Console* console) {
  return Run("synth", RunStage(o.out, "synth", [&] { return SynthStage(o.out, o.synth, console); }),
             console);
}

bool Power(const Options& o, Console* console) {
  PowerOptions power = o.power;
  power.target = o.synth.target;
  power.memory_table = o.synth.memory_table;
  return Run("power", RunStage(o.out, "power", [&] { return PowerStage(o.out, power, console); }),
             console);
}

/// The design of the command line: a file, or a preset.
Result<Spec> GetSpec(const Options& options) {
  if (options.preset.empty()) return ParseSpec(options.design);
  return ParseSpecText(FindPreset(options.preset)->text, "preset " + options.preset, ".");
}

int Generate(const Options& options, Console* console) {
  const Result<Spec> spec = GetSpec(options);
  if (!spec) {
    console->Fail(spec.errors());
    return 1;
  }
  const Preset* preset = FindPreset(options.preset);
  return Run("generate", GenerateStage(*spec, preset, options.out, console), console) ? 0 : 1;
}

int Build(const Options& given, Console* console) {
  Options options = given;
  const Result<Spec> spec = GetSpec(options);
  if (!spec) {
    console->Fail(spec.errors());
    return 1;
  }
  if (options.synth.target.empty()) options.synth.target = ResolvedTarget(*spec);
  if (options.synth.memory_table.empty()) options.synth.memory_table = ResolvedMemoryTable(*spec);
  const bool with_power = options.with_power || spec->synth.power;
  if (with_power) {
    const Status fits = CheckLibrary(*spec, options.synth.target, options.synth.memory_table);
    if (!fits) {
      console->Fail(fits.errors());
      return 1;
    }
  }
  const std::string& out = options.out;
  if (!Run("generate", GenerateStage(*spec, FindPreset(options.preset), out, console), console))
    return 1;
  bool ok = Lint(options, console);
  ok = ok && Simulate(options, console);
  ok = ok && Synth(options, console);
  if (with_power) ok = ok && Power(options, console);
  // The report also tells what failed, so it is written in any case.
  ok = Run("report", ReportStage(out, console), console) && ok;
  return ok ? 0 : 1;
}

int Tune(const Options& options, Console* console) {
  const Result<Spec> spec = GetSpec(options);
  if (!spec) {
    console->Fail(spec.errors());
    return 1;
  }
  const Preset* preset = FindPreset(options.preset);
  const Result<std::string> text =
      preset != nullptr ? Result<std::string>(preset->text) : ReadWholeFile(options.design);
  if (!text) {
    console->Fail(text.errors());
    return 1;
  }
  const StageResult result =
      TuneStage(*spec, *text, options.design, options.tune, options.tune_out, console);
  return Run("tune", result, console) ? 0 : 1;
}

int Compare(const Options& o, Console* console) {
  return Run("compare", CompareStage(o.compare, o.compare_out, console), console) ? 0 : 1;
}

int Verify(const Options& o, Console* console) {
  return Run("verify", VerifyStage(o.verify, console), console) ? 0 : 1;
}

int Activation(const Options& options, Console* console) {
  const Result<Spec> spec = GetSpec(options);
  if (!spec) {
    console->Fail(spec.errors());
    return 1;
  }
  return Run("activation", ActivationStage(*spec, options.activation, console), console) ? 0 : 1;
}

/// The list of presets, or the design file of one.
int ShowPresets(const Options& options, Console* console) {
  if (const Preset* preset = FindPreset(options.preset)) {
    console->Add("preset", preset->text);
    console->Say(preset->text.substr(0, preset->text.find_last_not_of('\n') + 1));
    return 0;
  }
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Preset& preset : Presets()) {
    list.push_back({{"name", preset.name}, {"title", preset.title}, {"source", preset.source}});
    console->Say(fmt::format("{:<22}{}\n{:22}{}", preset.name, preset.title, "", preset.source));
  }
  console->Add("presets", list);
  return 0;
}

int ExplainKey(const Options& options, Console* console) {
  const Result<std::string> text = Explain(options.key);
  if (!text) {
    console->Fail(text.errors());
    return 1;
  }
  console->Add("explain", *text);
  console->Say(text->substr(0, text->find_last_not_of('\n') + 1));
  return 0;
}

int Completion(const Options& options, Console* console) {
  console->Say(CompletionScript(*options.app, options.shell));
  return 0;
}

int Manual(const Options& options, Console* console) {
  console->Say(ManualPage(*options.app));
  return 0;
}

using Handler = std::function<int(const Options&, Console*)>;
using Output = std::function<std::string(const Options&)>;

struct Command {
  CLI::App* app;
  Handler run;
  Output output;  ///< where its results are, for the last line; empty when it prints them
};

/// Where the commands on one design leave their results.
std::string OutputFolder(const Options& o) { return o.out; }
/// Of commands that print all they have.
std::string NoOutput(const Options&) { return ""; }

std::vector<Command> Declare(CLI::App* app, Options* options) {
  std::vector<Command> commands;
  const auto add = [&](const char* name, const char* text, const char* example, Handler run,
                       Output output = OutputFolder) {
    CLI::App* command = app->add_subcommand(name, text);
    command->footer(fmt::format("Example:\n  gatewright {}", example));
    command->fallthrough();
    commands.push_back({command, std::move(run), std::move(output)});
    return command;
  };
  CLI::App* build = add("build", "Everything: generate, lint, simulate, synth, report",
                        "build design.toml -o out", Build);
  AddDesign(build, options, &Options::out);
  AddSimulate(build, options);
  AddSynth(build, options);
  AddMemories(build, options);
  build->add_flag("--power", options->with_power, "measure power too (see gatewright power)");
  AddDesign(add("generate", "Write RTL, memories, bench, data sheet", "generate design.toml -o out",
                Generate),
            options, &Options::out);
  AddFolder(add("lint", "verilator -Wall over the emitted RTL", "lint out",
                [](const Options& o, Console* c) { return Lint(o, c) ? 0 : 1; }),
            options);
  CLI::App* simulate = add("simulate", "The RTL against the reference and cycle models",
                           "simulate out --seed 7 --waves",
                           [](const Options& o, Console* c) { return Simulate(o, c) ? 0 : 1; });
  AddFolder(simulate, options);
  AddSimulate(simulate, options);
  CLI::App* synth =
      add("synth", "Area or FPGA resources, clock, netlist", "synth out --target osu018",
          [](const Options& o, Console* c) { return Synth(o, c) ? 0 : 1; });
  AddFolder(synth, options);
  AddSynth(synth, options);
  AddMemories(synth, options);
  CLI::App* power = add("power", "Power of the netlist, from its activity on the stimulus",
                        "power out --input idle",
                        [](const Options& o, Console* c) { return Power(o, c) ? 0 : 1; });
  AddFolder(power, options);
  AddPower(power, options);
  AddFolder(add("report", "report.html and report.md of what was found", "report out",
                [](const Options& o, Console* c) {
                  return Run("report", ReportStage(o.out, c), c) ? 0 : 1;
                }),
            options);
  CLI::App* tune = add("tune", "Thresholds of events on your stimulus: what they save and cost",
                       "tune design.toml --max-flips 0.2% -o tune", Tune,
                       [](const Options& o) { return o.tune_out; });
  AddDesign(tune, options, &Options::tune_out);
  AddTune(tune, &options->tune);
  AddCompare(add("compare", "Variants of one design at the same steps per second: one table",
                 "compare dense.toml sparse.toml -o compare", Compare,
                 [](const Options& o) { return o.compare_out; }),
             options);
  AddVerify(add("verify", "Evidence: random designs, your design, or a saved failure again",
                "verify --designs 200 --seed 7 -j 2", Verify,
                [](const Options& o) { return o.verify.out; }),
            &options->verify);
  CLI::App* activation =
      add("activation", "Tables or lines for sigmoid and tanh: the cheapest for an accuracy",
          "activation design.toml --max-error 0.002 --target osu018", Activation, NoOutput);
  AddSource(activation, options);
  AddActivation(activation, &options->activation);
  CLI::App* import = add(
      "import", "What is in a model file, and what can be built from it",
      "import model.onnx --choose sr=16000",
      [](const Options& o, Console* c) {
        return Run("import", ImportStage(o.import, c), c) ? 0 : 1;
      },
      [](const Options& o) { return o.import.front; });
  import->add_option("model", options->import.model, "ONNX file")->required();
  import->add_option("--choose", options->import.choose,
                     "NAME=VALUE: a constant for a tensor of the model, as network.choose");
  import->add_option("--front", options->import.front,
                     "write what stands before the recurrent layers to this file, as ONNX");
  CLI::App* presets =
      add("presets", "Published machines as designs: the list, or one's design file",
          "presets spartus > spartus.toml", ShowPresets, NoOutput);
  presets->add_option("name", options->preset, "preset to print; empty lists all")
      ->check(CLI::IsMember(PresetNames()));
  CLI::App* explain = add("explain", "What a key of the design file means, and its legal values",
                          "explain engine.pes", ExplainKey, NoOutput);
  explain->add_option("key", options->key, "dotted key or section; empty lists all");
  CLI::App* completion =
      add("completion", "Print a completion script for your shell",
          "completion bash > ~/.local/share/bash-completion/completions/gatewright", Completion,
          NoOutput);
  completion->add_option("shell", options->shell, "bash or zsh")
      ->capture_default_str()
      ->check(CLI::IsMember({"bash", "zsh"}));
  add("manual", "Print the manual page", "manual | man -l -", Manual, NoOutput);
  return commands;
}

}  // namespace

int RunCommandLine(CLI::App* app, int argc, char** argv) {
  Options options;
  options.app = app;
  app->set_version_flag("--version", fmt::format("gatewright {}", ToolVersion()));
  app->add_flag("--json", options.json, "one JSON object on stdout");
  app->add_flag("-v,--verbose", options.verbose, "more detail");
  app->add_flag("-q,--quiet", options.quiet, "errors only");
  app->require_subcommand(1);
  app->footer(
      "Examples:\n"
      "  gatewright build examples/causal_filter/design.toml -o out\n"
      "  gatewright explain numerics.state\n\n"
      "Exit status 0 only when everything requested held.");
  const std::vector<Command> commands = Declare(app, &options);
  try {
    app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app->exit(error) == 0 ? 0 : kUsageStatus;
  }
  Console console({options.json, options.quiet ? 0 : options.verbose ? 2 : 1});
  for (const Command& command : commands) {
    if (!command.app->parsed()) continue;
    const int status = command.run(options, &console);
    return console.Finish(status == 0, command.output(options)) ? status : 1;
  }
  return kUsageStatus;
}

}  // namespace gatewright
