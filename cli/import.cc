// SPDX-License-Identifier: Apache-2.0
// The command import: what a model file holds and what can be built from it.
#include "cli/import.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

#include "cli/describe/describe.h"
#include "generator/base/write_tree.h"
#include "generator/network/onnx_import.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

Result<Table> ParseChoices(const std::vector<std::string>& texts) {
  Table choices;
  Diagnostics errors;
  for (const std::string& text : texts) {
    const size_t equals = text.rfind('=');
    const std::string name = text.substr(0, std::min(equals, text.size()));
    const std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
    int64_t integer = 0;
    const char* const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, integer);
    if (!name.empty() && (value == "true" || value == "false")) {
      choices[name] = value == "true";
    } else if (!name.empty() && !value.empty() && error == std::errc() && stop == end) {
      choices[name] = integer;
    } else {
      errors.push_back({"", 0, "--choose", text,
                        "must be NAME=VALUE with an integer, true or false", "--choose sr=16000"});
    }
  }
  if (!errors.empty()) return errors;
  return choices;
}

std::string CountsText(const std::vector<OnnxReport::Count>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) {
    text += (text.empty() ? "" : ", ") + (count > 1 ? std::to_string(count) + " " : "") + name;
  }
  return text;
}

void SayFile(const std::string& model, const OnnxReport& report, Console* console) {
  console->Say(fmt::format("{}: ONNX, operator set {}{}{}", model, report.opset,
                           report.producer.empty() ? "" : ", written by ", report.producer));
  for (const std::string& input : report.inputs) console->Say("  input   " + input);
  for (const std::string& output : report.outputs) console->Say("  output  " + output);
  console->Say("  holds   " + CountsText(report.operators));
  for (const OnnxReport::Choice& choice : report.choices) {
    const std::string line = fmt::format("  {}: {}", choice.node, choice.branch);
    if (choice.reason.empty()) {
      console->Detail(line + ", the file decides");
    } else {
      console->Say(line + ", " + choice.reason);
    }
  }
  for (const std::string& undecided : report.undecided) {
    console->Say("  undecided: " + undecided);
  }
}

std::string LayerText(const FloatLayer& layer) {
  const std::string shape = fmt::format("{} -> {}", layer.inputs, layer.units);
  if (layer.kind == CellKind::kLstm) return "LSTM " + shape;
  if (layer.kind == CellKind::kGru) return "GRU " + shape;
  const std::string activation = HeadName(layer.activation);
  return fmt::format("dense {}{}{}", shape, layer.input_relu ? ", input ReLU" : "",
                     activation == "none" ? "" : ", " + activation);
}

void SayChain(const FloatNetwork& network, const OnnxReport& report, Console* console) {
  console->Say("can be built:");
  for (const FloatLayer& layer : network.layers) console->Say("  " + LayerText(layer));
  console->Say(fmt::format("  fed with tensor '{}' {}", report.feed, report.feed_layout));
  console->Say(fmt::format("  gives tensor '{}'", report.end));
  for (const std::string& state : report.states) {
    console->Say("  " + state + ": the hardware keeps it, zero at a sequence's start");
  }
  if (!report.front.empty()) console->Say("left to you before it: " + CountsText(report.front));
  if (!report.tail.empty()) {
    console->Say("left to you after it: " + CountsText(report.tail));
    console->Detail("  " + report.tail_reason);
  }
}

bool NeedsSubgraph(const OnnxReport& report) {
  return !report.fed_from_input || !report.tail.empty();
}

void SayKeys(const ImportCommand& command, const Table& choose, const OnnxReport& report,
             Console* console) {
  console->Say("in the design file:");
  console->Say("  [network]");
  console->Say("  model = " + QuoteToml(std::filesystem::path(command.model).filename().string()));
  if (!choose.empty()) console->Say("  choose = " + TomlLiteral(choose));
  if (NeedsSubgraph(report)) console->Say("  subgraph = true");
}

ordered_json Counts(const std::vector<OnnxReport::Count>& counts) {
  ordered_json value = ordered_json::object();
  for (const auto& [name, count] : counts) value[name] = count;
  return value;
}

ordered_json Describe(const FloatNetwork& network, const OnnxReport& report) {
  ordered_json layers = ordered_json::array();
  for (const FloatLayer& layer : network.layers) {
    layers.push_back({{"kind", CellName(layer.kind)},
                      {"inputs", layer.inputs},
                      {"units", layer.units},
                      {"activation", HeadName(layer.activation)},
                      {"input_relu", layer.input_relu}});
  }
  ordered_json choices = ordered_json::array();
  for (const OnnxReport::Choice& choice : report.choices) {
    choices.push_back(
        {{"node", choice.node}, {"branch", choice.branch}, {"reason", choice.reason}});
  }
  return {{"operator_set", report.opset},
          {"producer", report.producer},
          {"inputs", report.inputs},
          {"outputs", report.outputs},
          {"operators", Counts(report.operators)},
          {"choices", choices},
          {"undecided", report.undecided},
          {"layers", layers},
          {"feed", report.feed},
          {"feed_layout", report.feed_layout},
          {"end", report.end},
          {"states", report.states},
          {"subgraph", NeedsSubgraph(report)},
          {"before", Counts(report.front)},
          {"after", Counts(report.tail)}};
}

Status WriteFront(const std::string& path, const OnnxReport& report) {
  if (report.front.empty() || report.front_model.empty()) {
    return Diagnostic{path,
                      0,
                      "--front",
                      "",
                      report.front.empty()
                          ? "the chain reads a graph input: there is nothing before it"
                          : "what stands before the chain holds conditions that are not decided",
                      report.front.empty() ? "leave it out" : "--choose NAME=VALUE"};
  }
  return WriteFileAtomically(path, report.front_model);
}

}  // namespace

StageResult ImportStage(const ImportCommand& command, Console* console) {
  const Result<Table> choose = ParseChoices(command.choose);
  if (!choose) return choose.errors();
  OnnxOptions options;
  options.choose = *choose;
  options.subgraph = true;
  options.front = !command.front.empty();
  OnnxReport report;
  const Result<FloatNetwork> network = ImportOnnx(command.model, options, &report);
  if (report.opset > 0) SayFile(command.model, report, console);
  if (!network) return network.errors();
  SayChain(*network, report, console);
  SayKeys(command, *choose, report, console);
  if (options.front) {
    const Status written = WriteFront(command.front, report);
    if (!written) return written.errors();
  }
  return Describe(*network, report);
}

}  // namespace gatewright
