// SPDX-License-Identifier: Apache-2.0
// Manual page and shell completion, from the commands as they are declared.
#include "cli/manual.h"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "generator/base/version.h"
#include "generator/spec/keys.h"

namespace gatewright {
namespace {

/// Targets of synthesis that are words; any other is the path of a library.
constexpr std::string_view kTargets = "generic osu018 ice40 ecp5 xc7";

constexpr char kDescription[] =
    "Takes a trained LSTM or GRU (ONNX) and a design file (TOML) and writes an accelerator in "
    "Verilog "
    "with "
    "memory images, a bit-exact reference, a self-checking bench, area, clock and a report. "
    "build runs the stages generate, lint, simulate, synth and report one after the other; each "
    "is a command of its own and reads what the one before wrote. "
    "gatewright explain describes every key of a design file.";

std::vector<const CLI::App*> Commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
}

/// The options of a command, with those of its groups: CLI11 keeps a group as a command without a
/// name.
std::vector<const CLI::Option*> AllOptions(const CLI::App& app) {
  std::vector<const CLI::Option*> options = app.get_options();
  for (const CLI::App* group : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!group->get_name().empty()) continue;
    for (const CLI::Option* option : AllOptions(*group)) options.push_back(option);
  }
  return options;
}

/// Text for roff: no line starts a request, dashes stay dashes.
std::string Roff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n')) {
      escaped += std::string("\\&") + c;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

/// "-o, --out TEXT": what CLI11 adds of checks and flag values is left to the description.
std::string OptionNames(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name();
  std::string names;
  for (const std::string& name : option.get_snames()) names += ", -" + name;
  for (const std::string& name : option.get_lnames()) names += ", --" + name;
  names.erase(0, 2);
  if (option.get_items_expected_max() == 0) return names;
  const std::string type = option.get_type_name();
  return names + " " + type.substr(0, type.find(':'));
}

std::string Options(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option : AllOptions(app)) {
    text += fmt::format(".TP\n\\fB{}\\fR\n{}", Roff(OptionNames(*option)),
                        Roff(option->get_description()));
    if (!option->get_default_str().empty()) {
      text += fmt::format(" (default: {})", Roff(option->get_default_str()));
    }
    text += "\n";
  }
  return text;
}

/// Names of an option as they are typed: "--out -o".
std::string Typed(const CLI::App& app) {
  std::string words;
  for (const CLI::Option* option : AllOptions(app)) {
    for (const std::string& name : option->get_lnames()) words += " --" + name;
    for (const std::string& name : option->get_snames()) words += " -" + name;
  }
  return words;
}

constexpr std::string_view kCompletion =
    R"SH(# Completion of gatewright for bash; for zsh load bashcompinit first.
_gatewright() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local command= words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {alternatives}) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  case $previous in
    --target) COMPREPLY=($(compgen -W "{targets}" -- "$current") $(compgen -f -- "$current")); return ;;
    --device) COMPREPLY=($(compgen -W "hx8k up5k" -- "$current")); return ;;
    --out | -o) COMPREPLY=($(compgen -d -- "$current")); return ;;
  esac
  case $command in
    "") words="{commands}{global}" ;;
{cases}  esac
  if [[ $current == -* || -z $command ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  elif [[ $command == explain ]]; then
    COMPREPLY=($(compgen -W "{keys}" -- "$current"))
  elif [[ $command == completion ]]; then
    COMPREPLY=($(compgen -W "bash zsh" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _gatewright gatewright
)SH";

}  // namespace

std::string ManualPage(const CLI::App& app) {
  std::string text = fmt::format(
      ".TH GATEWRIGHT 1 \"\" \"gatewright {0}\" \"User commands\"\n"
      ".SH NAME\ngatewright \\- {1}\n.SH SYNOPSIS\n.B gatewright\n[options] command [arguments]\n"
      ".SH DESCRIPTION\n{2}\n.SH OPTIONS\n{3}.SH COMMANDS\n",
      ToolVersion(), Roff("from a trained LSTM or GRU to Verilog that is proven to compute it"),
      Roff(kDescription), Options(app));
  for (const CLI::App* command : Commands(app)) {
    std::string arguments;
    for (const CLI::Option* option : AllOptions(*command)) {
      if (!option->get_positional()) continue;
      arguments += option->get_required() ? " " + option->get_name()
                                          : fmt::format(" [{}]", option->get_name());
    }
    text +=
        fmt::format(".SS gatewright {}{}\n{}.\n{}.PP\n.nf\n{}\n.fi\n", Roff(command->get_name()),
                    Roff(arguments), Roff(command->get_description()), Options(*command),
                    Roff(command->get_footer()));
  }
  return text + fmt::format(
                    ".SH EXAMPLES\n.nf\n{}\n.fi\n.SH EXIT STATUS\n"
                    "0 when everything requested held, 1 when not, 2 for a wrong command "
                    "line, 3 for an error of gatewright itself.\n",
                    Roff(app.get_footer()));
}

std::string CompletionScript(const CLI::App& app, const std::string& shell) {
  std::string commands;
  std::string alternatives;
  std::string cases;
  for (const CLI::App* command : Commands(app)) {
    const std::string& name = command->get_name();
    commands += (commands.empty() ? "" : " ") + name;
    alternatives += (alternatives.empty() ? "" : " | ") + name;
    cases +=
        fmt::format("    {}) words=\"{}{}\" ;;\n", name, Typed(*command).substr(1), Typed(app));
  }
  std::string keys;
  for (const Key& key : Keys()) keys += (keys.empty() ? "" : " ") + std::string(key.name);
  std::string script =
      fmt::format(kCompletion, fmt::arg("alternatives", alternatives),
                  fmt::arg("commands", commands), fmt::arg("global", Typed(app)),
                  fmt::arg("cases", cases), fmt::arg("keys", keys), fmt::arg("targets", kTargets));
  if (shell == "bash") return script;
  return "#compdef gatewright\nautoload -U +X bashcompinit && bashcompinit\n" + script;
}

}  // namespace gatewright
