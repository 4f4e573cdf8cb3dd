// SPDX-License-Identifier: Apache-2.0
// The file of a case: a design file followed by the table [case].

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "generator/base/read_file.h"
#include "verif/campaign/case.h"

namespace gatewright {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"lstm", "gru", "dense"};
constexpr std::array<std::string_view, 4> kActivations = {"none", "relu", "sigmoid", "tanh"};
constexpr CellKind kKindOf[] = {CellKind::kLstm, CellKind::kGru, CellKind::kDense};
constexpr int64_t kMax = int64_t{1} << 40;

/// Keys of cases that were saved before 0.1.0, and what they are called since.
const std::map<std::string_view, std::string_view> kRenamedKeys = {
    {"case.wake_seed", "init_seed"}, {"case.session.bad_frame_percent", "invalid_frame_percent"}};

/// Reads members of the tables of a case, and collects what is wrong with them.
class CaseReader {
 public:
  explicit CaseReader(std::string file) : file_(std::move(file)) {}
  const Diagnostics& errors() const { return errors_; }

  void Complain(const toml::node& node, const std::string& key, const std::string& rule) {
    errors_.push_back({file_, static_cast<int>(node.source().begin.line), key, "", rule, ""});
  }
  /// Members with other names than those are errors.
  void Known(const toml::table& table, const std::string& of,
             const std::vector<std::string_view>& names) {
    for (const auto& [key, value] : table) {
      if (std::find(names.begin(), names.end(), key.str()) != names.end()) continue;
      const std::string full = of + "." + std::string(key.str());
      const auto renamed = kRenamedKeys.find(full);
      Complain(value, full,
               renamed == kRenamedKeys.end()
                   ? "is not a known key"
                   : fmt::format("is called {} since 0.1.0: the case was saved before it",
                                 renamed->second));
    }
  }
  const toml::node* Member(const toml::table& table, const std::string& of, std::string_view name) {
    const toml::node* node = table.get(name);
    if (node == nullptr) Complain(table, of + "." + std::string(name), "is missing");
    return node;
  }
  int64_t Integer(const toml::table& table, const std::string& of, std::string_view name,
                  int64_t low, int64_t high) {
    const toml::node* node = Member(table, of, name);
    if (node == nullptr) return low;
    return Within(*node, of + "." + std::string(name), low, high);
  }
  int64_t Within(const toml::node& node, const std::string& key, int64_t low, int64_t high) {
    const auto* value = node.as_integer();
    if (value != nullptr && value->get() >= low && value->get() <= high) return value->get();
    Complain(node, key, fmt::format("must be an integer in {}..{}", low, high));
    return low;
  }
  std::string Text(const toml::table& table, const std::string& of, std::string_view name) {
    const toml::node* node = Member(table, of, name);
    if (node == nullptr) return "";
    if (const auto* value = node->as_string()) return value->get();
    Complain(*node, of + "." + std::string(name), "must be a text");
    return "";
  }
  const toml::array& List(const toml::table& table, const std::string& of, std::string_view name) {
    static const toml::array none;
    const toml::node* node = Member(table, of, name);
    if (node == nullptr) return none;
    if (const toml::array* list = node->as_array()) return *list;
    Complain(*node, of + "." + std::string(name), "must be a list");
    return none;
  }
  template <size_t N>
  size_t Choice(const toml::table& table, const std::string& of, std::string_view name,
                const std::array<std::string_view, N>& names) {
    const std::string text = Text(table, of, name);
    const auto found = std::find(names.begin(), names.end(), text);
    if (found != names.end()) return static_cast<size_t>(found - names.begin());
    Complain(table, of + "." + std::string(name),
             fmt::format("must be one of {}", fmt::join(names, ", ")));
    return 0;
  }
  std::vector<double> Numbers(const toml::table& table, const std::string& of,
                              std::string_view name, int64_t count) {
    std::vector<double> numbers;
    const toml::array& list = List(table, of, name);
    if (static_cast<int64_t>(list.size()) != count) {
      Complain(table, of + "." + std::string(name), fmt::format("must have {} numbers", count));
      return {};
    }
    for (const toml::node& node : list) {
      const std::optional<double> value = node.value<double>();
      if (!value) Complain(node, of + "." + std::string(name), "must hold numbers");
      numbers.push_back(value.value_or(0.0));
    }
    return numbers;
  }

  FloatLayer Layer(const toml::table& table) {
    const std::string of = "case.layer";
    Known(table, of,
          {"kind", "activation", "input_relu", "inputs", "units", "wx", "wh", "bias_x", "bias_h"});
    FloatLayer layer;
    layer.kind = kKindOf[Choice(table, of, "kind", kKinds)];
    layer.activation = static_cast<HeadActivation>(Choice(table, of, "activation", kActivations));
    layer.input_relu = table["input_relu"].value_or(false);
    layer.inputs = static_cast<int>(Integer(table, of, "inputs", 1, 65536));
    layer.units = static_cast<int>(Integer(table, of, "units", 1, 65536));
    const int64_t rows = layer.rows();
    const bool recurrent = IsRecurrent(layer.kind);
    layer.wx = Numbers(table, of, "wx", rows * layer.inputs);
    layer.bias_x = Numbers(table, of, "bias_x", rows);
    if (recurrent) layer.wh = Numbers(table, of, "wh", rows * layer.units);
    if (recurrent) layer.bias_h = Numbers(table, of, "bias_h", rows);
    return layer;
  }

  std::vector<int> Thetas(const toml::table& table, std::string_view name) {
    std::vector<int> thetas;
    for (const toml::node& node : List(table, "case.session", name)) {
      thetas.push_back(static_cast<int>(Within(node, "case.session", 0, INT32_MAX)));
    }
    return thetas;
  }

  Thresholds ReadThresholds(const toml::table& table, const std::string& of) {
    Thresholds thresholds;
    thresholds.x = Thetas(table, "theta_x");
    thresholds.h = Thetas(table, "theta_h");
    thresholds.scores = {Integer(table, of, "t_skip", 0, kMax),
                         Integer(table, of, "t_delta", 0, kMax)};
    return thresholds;
  }

  CaseSession Session(const toml::table& table) {
    const std::string of = "case.session";
    Known(table, of,
          {"seed", "gap_percent", "max_gap", "ready_percent", "invalid_frame_percent", "max_cycles",
           "starts", "frames", "theta_x", "theta_h", "t_skip", "t_delta", "change"});
    CaseSession session;
    StallProfile& profile = session.profile;
    profile.seed = static_cast<uint64_t>(Integer(table, of, "seed", 0, INT64_MAX));
    profile.gap_percent = static_cast<int>(Integer(table, of, "gap_percent", 0, 100));
    profile.max_gap = static_cast<int>(Integer(table, of, "max_gap", 1, 100000));
    profile.ready_percent = static_cast<int>(Integer(table, of, "ready_percent", 1, 100));
    profile.invalid_frame_percent =
        static_cast<int>(Integer(table, of, "invalid_frame_percent", 0, 95));
    session.max_cycles = Integer(table, of, "max_cycles", 0, kMax);
    size_t width = 0;
    for (const toml::node& node : List(table, of, "frames")) {
      const toml::array* frame = node.as_array();
      if (frame == nullptr || frame->empty() || (width > 0 && frame->size() != width)) {
        Complain(node, of + ".frames", "must hold lists of the same length");
        continue;
      }
      width = frame->size();
      for (const toml::node& element : *frame) {
        session.x.push_back(
            static_cast<int16_t>(Within(element, of + ".frames", INT16_MIN, INT16_MAX)));
      }
      session.starts.push_back(false);
    }
    for (const toml::node& node : List(table, of, "starts")) {
      const int64_t last = static_cast<int64_t>(session.starts.size()) - 1;
      const int64_t at = Within(node, of + ".starts", 0, std::max<int64_t>(0, last));
      if (at <= last) session.starts[static_cast<size_t>(at)] = true;
    }
    if (table.contains("theta_x")) session.thresholds = ReadThresholds(table, of);
    ForEach(table, "change", [&](const toml::table& t) {
      Known(t, of + ".change", {"step", "ahead", "theta_x", "theta_h", "t_skip", "t_delta"});
      ThresholdChange& change = session.changes.emplace_back();
      change.step = static_cast<int>(Integer(t, of + ".change", "step", 1, kMax >> 16));
      change.ahead = static_cast<int>(Integer(t, of + ".change", "ahead", 0, kMax >> 16));
      change.thresholds = ReadThresholds(t, of + ".change");
    });
    return session;
  }

  void Read(const toml::table& table, Case* which) {
    Known(table, "case", {"failure", "init_seed", "layer", "session", "fault"});
    which->failure = table["failure"].value_or(std::string());
    which->init_seed = static_cast<uint64_t>(Integer(table, "case", "init_seed", 0, UINT32_MAX));
    FloatNetwork network;
    network.source = "the case";
    ForEach(table, "layer", [&](const toml::table& t) { network.layers.push_back(Layer(t)); });
    CheckChain(table, network);
    if (!network.layers.empty()) which->network = network;
    ForEach(table, "session", [&](const toml::table& t) { which->sessions.push_back(Session(t)); });
    ForEach(table, "fault", [&](const toml::table& t) {
      Known(t, "case.fault", {"name", "module", "from", "to"});
      const std::string name = t.contains("name") ? Text(t, "case.fault", "name") : "";
      which->faults.push_back({name, Text(t, "case.fault", "module"), Text(t, "case.fault", "from"),
                               Text(t, "case.fault", "to")});
    });
  }

 private:
  template <typename Function>
  void ForEach(const toml::table& table, const char* name, Function function) {
    const toml::node* node = table.get(name);
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    const bool tables = list != nullptr && std::all_of(list->begin(), list->end(),
                                                       [](auto& one) { return one.is_table(); });
    if (!tables) return Complain(*node, fmt::format("case.{}", name), "must be a list of tables");
    for (const toml::node& one : *list) function(*one.as_table());
  }
  void CheckChain(const toml::table& table, const FloatNetwork& network) {
    for (size_t k = 0; k < network.layers.size(); ++k) {
      const FloatLayer& layer = network.layers[k];
      const bool follows = k == 0 || layer.inputs == network.layers[k - 1].units;
      const bool last = k + 1 == network.layers.size();
      const bool placed =
          IsRecurrent(layer.kind) ? layer.kind == network.layers[0].kind : last && k > 0;
      if (!follows || !placed) {
        Complain(table, fmt::format("case.layer[{}]", k),
                 "must take the outputs of the layer before: layers of one kind of cell, then at "
                 "most one dense");
      }
    }
  }

  std::string file_;
  Diagnostics errors_;
};

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += fmt::format("\\u{:04x}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

/// Numbers that read back as they are.
std::string List(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) {
    text += (text.empty() ? "" : ", ") + fmt::format("{}", value);
  }
  return "[" + text + "]";
}

std::string LayerText(const FloatLayer& layer) {
  const auto kind = std::find(std::begin(kKindOf), std::end(kKindOf), layer.kind);
  std::string text = fmt::format(
      "\n[[case.layer]]\nkind = \"{}\"\nactivation = \"{}\"\ninput_relu = {}\ninputs = {}\n"
      "units = {}\nwx = {}\nbias_x = {}\n",
      kKinds[static_cast<size_t>(kind - std::begin(kKindOf))],
      kActivations[static_cast<size_t>(layer.activation)], layer.input_relu, layer.inputs,
      layer.units, List(layer.wx), List(layer.bias_x));
  if (IsRecurrent(layer.kind)) {
    text += fmt::format("wh = {}\nbias_h = {}\n", List(layer.wh), List(layer.bias_h));
  }
  return text;
}

std::string ThresholdsText(const Thresholds& thresholds) {
  return fmt::format("theta_x = [{}]\ntheta_h = [{}]\nt_skip = {}\nt_delta = {}\n",
                     fmt::join(thresholds.x, ", "), fmt::join(thresholds.h, ", "),
                     thresholds.scores.skip, thresholds.scores.delta);
}

std::string SessionText(const CaseSession& session) {
  const StallProfile& profile = session.profile;
  std::vector<int> starts;
  for (int t = 0; t < session.steps(); ++t) {
    if (session.starts[static_cast<size_t>(t)]) starts.push_back(t);
  }
  std::string text = fmt::format(
      "\n[[case.session]]\nseed = {}\ngap_percent = {}\nmax_gap = {}\nready_percent = {}\n"
      "invalid_frame_percent = {}\nmax_cycles = {}\n",
      profile.seed, profile.gap_percent, profile.max_gap, profile.ready_percent,
      profile.invalid_frame_percent, session.max_cycles);
  if (session.thresholds) text += ThresholdsText(*session.thresholds);
  text += fmt::format("starts = [{}]\nframes = [\n", fmt::join(starts, ", "));
  const size_t width =
      session.starts.empty() ? 0 : session.x.size() / static_cast<size_t>(session.steps());
  for (size_t at = 0; at < session.x.size(); at += width) {
    const auto begin = session.x.begin() + static_cast<std::ptrdiff_t>(at);
    text += fmt::format("  [{}],\n",
                        fmt::join(begin, begin + static_cast<std::ptrdiff_t>(width), ", "));
  }
  text += "]\n";
  for (const ThresholdChange& change : session.changes) {
    text += fmt::format("\n[[case.session.change]]\nstep = {}\nahead = {}\n{}", change.step,
                        change.ahead, ThresholdsText(change.thresholds));
  }
  return text;
}

}  // namespace

bool HasCase(const std::string& text) {
  return text.starts_with("[case]") || text.find("\n[case]") != std::string::npos;
}

Result<Case> ReadCaseText(const std::string& text, const std::string& file_name) {
  toml::table table;
  try {
    table = toml::parse(text, file_name);
  } catch (const toml::parse_error& error) {
    return Diagnostic{file_name,
                      static_cast<int>(error.source().begin.line),
                      "",
                      "",
                      std::string(error.description()),
                      ""};
  }
  const toml::table* part = table["case"].as_table();
  if (part == nullptr) {
    return Diagnostic{file_name, 0, "case", "", "there is no table [case]", ""};
  }
  Case which;
  size_t end = 0;  // of the design: the line of [case]
  for (int64_t line = 1; line < static_cast<int64_t>(part->source().begin.line); ++line) {
    end = text.find('\n', end) + 1;
  }
  which.design = text.substr(0, end);
  while (which.design.ends_with("\n\n")) which.design.pop_back();
  for (const auto& [key, value] : table) {
    if (value.source().begin.line > part->source().begin.line) {
      return Diagnostic{
          file_name, static_cast<int>(value.source().begin.line),          std::string(key.str()),
          "",        "stands behind [case], which must be the last table", ""};
    }
  }
  which.name = table["name"].value_or(std::string("case"));
  CaseReader reader(file_name);
  reader.Read(*part, &which);
  if (!reader.errors().empty()) return reader.errors();
  return which;
}

Result<Case> ReadCase(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  return ReadCaseText(*text, path);
}

std::string WriteCase(const Case& which) {
  std::string text = which.design;
  if (!text.empty() && text.back() != '\n') text += '\n';
  text += fmt::format("\n[case]\nfailure = {}\ninit_seed = {}\n", Quoted(which.failure),
                      which.init_seed);
  for (const InjectedFault& fault : which.faults) {
    text += "\n[[case.fault]]\n";
    if (!fault.name.empty()) text += fmt::format("name = {}\n", Quoted(fault.name));
    text += fmt::format("module = {}\nfrom = {}\nto = {}\n", Quoted(fault.module),
                        Quoted(fault.from), Quoted(fault.to));
  }
  for (const CaseSession& session : which.sessions) text += SessionText(session);
  if (which.network) {
    for (const FloatLayer& layer : which.network->layers) text += LayerText(layer);
  }
  return text;
}

}  // namespace gatewright
