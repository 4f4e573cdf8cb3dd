// SPDX-License-Identifier: Apache-2.0
// Makes mutants of the modules of a design.
#include "verif/mutation/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <sstream>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

constexpr int kMore = 8;  ///< mutants listed beyond those wanted: clocks are left out

/// Runs Yosys in `folder` with a script that lies in `scratch`; its log.
Result<std::string> RunScript(const std::string& script, const std::string& name,
                              const std::string& scratch, const std::string& folder) {
  const std::string path = fmt::format("{}/{}.ys", scratch, name);
  const Status written = WriteFileAtomically(path, script);
  if (!written) return written.errors();
  return RunTool({"yosys", "-q", "-s", path}, folder);
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

/// The word behind an option of a mutate command.
std::string OptionOf(const std::string& command, const std::string& option) {
  std::istringstream words(command);
  for (std::string word; words >> word;) {
    if (word == option && words >> word) return word;
  }
  return "";
}

/// "rtl/gw_pe.v:121" of each "-src rtl/gw_pe.v:121.20-121.34".
std::vector<std::string> PlacesOf(const std::string& command) {
  std::vector<std::string> places;
  std::istringstream words(command);
  for (std::string word; words >> word;) {
    if (word != "-src" || !(words >> word)) continue;
    const size_t dot = word.find('.', word.rfind(':'));
    const std::string place = word.substr(0, dot);
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  return places;
}

/// A text without what names of modules and files owe to the folder it was made in.
std::string WithoutFolder(std::string text, const std::string& tree) {
  const std::string hashed = "$paramod$";
  constexpr size_t kHash = 40;
  for (size_t at = 0; (at = text.find(hashed, at)) != std::string::npos; at += hashed.size()) {
    text.erase(at + hashed.size(), kHash);
  }
  for (size_t at = 0; (at = text.find(tree, at)) != std::string::npos;) text.erase(at, tree.size());
  return text;
}

/// Modules of an RTLIL text by the template they are of, the design's own ones as "top" and
/// "registers"; memory wrappers left out. Those of one template are in the order of what is in
/// them, which is the same wherever the design lies.
std::map<std::string, std::vector<std::string>> ModulesOf(const std::string& rtlil,
                                                          const Plan& plan,
                                                          const std::string& tree) {
  std::map<std::string, std::multimap<std::string, std::string>> sorted;  // text -> name
  const std::string begin = "\nmodule ", end = "\nend\n";
  for (size_t at = 0; (at = rtlil.find(begin, at)) != std::string::npos;) {
    at += begin.size();
    const size_t line = rtlil.find('\n', at);
    const std::string instance = rtlil.substr(at, line - at);
    const std::string name = instance.substr(instance.rfind('\\') + 1);
    if (!name.starts_with(plan.prefix)) continue;
    const std::string module = name.starts_with(plan.top + "_") ? name.substr(plan.top.size() + 1)
                               : name == plan.top               ? "top"
                                                                : name.substr(plan.prefix.size());
    if (module == "rom" || module == "ram_1r1w") continue;
    const std::string text = rtlil.substr(line, rtlil.find(end, line) - line);
    sorted[module].emplace(WithoutFolder(text, tree), instance);
  }
  std::map<std::string, std::vector<std::string>> modules;
  for (const auto& [module, texts] : sorted) {
    for (const auto& [text, instance] : texts) modules[module].push_back(instance);
  }
  return modules;
}

/// Files are named as they lie below the tree, so that names do not depend on where it is.
std::string ElaborateScript(const Plan& plan, const std::string& tree, const std::string& scratch,
                            const std::string& list) {
  std::string memories, modules;
  for (const std::string& file : Lines(list)) {
    if (file.ends_with(plan.prefix + "rom.v") || file.ends_with(plan.prefix + "ram_1r1w.v")) {
      memories += " " + file;
    } else if (file.ends_with(".v")) {
      modules += " " + file;
    }
  }
  return fmt::format(
      "read_verilog -lib{}\nread_verilog{}\nchparam -set MemDir \"{}/mem\" {}\nhierarchy -top {}\n"
      "proc\nopt_expr\nopt_clean\nwrite_rtlil {}/base.il\n",
      memories, modules, tree, plan.top, plan.top, scratch);
}

Mutant Parse(const std::string& line, const std::string& module) {
  Mutant mutant;
  mutant.module = module;
  mutant.instance = OptionOf(line, "-module");
  mutant.command = line;
  mutant.description = fmt::format("{} of port {}, bit {}", OptionOf(line, "-mode"),
                                   OptionOf(line, "-port"), OptionOf(line, "-portbit"));
  const std::string wire = OptionOf(line, "-wire");
  if (!wire.empty()) {
    mutant.description += fmt::format(" ({}[{}])", wire, OptionOf(line, "-wirebit"));
  }
  mutant.places = PlacesOf(line);
  return mutant;
}

/// Clocks are wired by those who place and route; one bit of them the other way round is no fault
/// of logic, and where registers follow registers it shows in no cycle.
bool IsOfClock(const Mutant& mutant) {
  const std::string port = OptionOf(mutant.command, "-port");
  return port == "CLK" || port == "clk_i";
}

/// `count` mutants of a list, drawn from the seed, in the order of the list.
std::vector<Mutant> Choose(std::vector<Mutant> list, int count, uint64_t seed) {
  std::mt19937_64 engine(seed);
  while (static_cast<int>(list.size()) > count) {
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(engine() % list.size()));
  }
  return list;
}

/// A command of `mutate` with the control input that wakes it.
std::string WithControl(const Mutant& mutant, int bits) {
  return fmt::format("mutate -ctrl {} {} {}{}\n", kMutantPort, bits, mutant.number,
                     mutant.command.substr(std::string("mutate").size()));
}

Result<std::vector<Mutant>> ListMutants(const Plan& plan, const std::string& tree, int each,
                                        uint64_t seed, const std::string& scratch) {
  const Result<std::string> base = ReadWholeFile(scratch + "/base.il");
  if (!base) return base.errors();
  std::string script = "read_rtlil base.il\n";
  struct List {
    std::string module, file;
    int share;
  };
  std::vector<List> lists;
  for (const auto& [module, instances] : ModulesOf(*base, plan, tree)) {
    const int count = static_cast<int>(instances.size());
    for (int k = 0; k < count; ++k) {
      const int share = (each + count - 1 - k) / count;
      if (share == 0) continue;
      const std::string file = fmt::format("list_{}_{}.txt", module, k);
      script += fmt::format("mutate -list {} -seed {} -module {} -o {}\n", 2 * share + kMore, seed,
                            instances[static_cast<size_t>(k)], file);
      lists.push_back({module, file, share});
    }
  }
  const Result<std::string> run = RunScript(script, "list", scratch, scratch);
  if (!run) return run.errors();
  std::vector<Mutant> mutants;
  for (const List& list : lists) {
    const Result<std::string> text = ReadWholeFile(scratch + "/" + list.file);
    if (!text) continue;  // a module without cells
    std::vector<Mutant> parsed;
    for (const std::string& line : Lines(*text)) {
      Mutant mutant = Parse(line, list.module);
      if (!IsOfClock(mutant)) parsed.push_back(std::move(mutant));
    }
    for (Mutant& mutant : Choose(std::move(parsed), list.share, seed)) {
      mutants.push_back(std::move(mutant));
      mutants.back().number = static_cast<int>(mutants.size());
    }
  }
  return mutants;
}

/// Writes the elaborated design with all mutants in it.
Result<MutatedDesign> WriteMutated(const Plan& plan, const std::string& tree,
                                   std::vector<Mutant> mutants, const std::string& scratch) {
  int bits = 1;
  while ((1 << bits) <= static_cast<int>(mutants.size())) ++bits;
  std::string script = "read_rtlil base.il\n";
  for (const Mutant& mutant : mutants) script += WithControl(mutant, bits);
  script += "write_rtlil mutated.il\nwrite_verilog -noattr mutated.v\n";
  const Result<std::string> mutated = RunScript(script, "mutate", scratch, scratch);
  if (!mutated) return mutated.errors();
  std::string files = "mutated.v\n";
  for (const char* memory : {"rom", "ram_1r1w"}) {
    files += fmt::format("{}/rtl/{}{}.v\n", tree, plan.prefix, memory);
  }
  const Status written = WriteFileAtomically(scratch + "/filelist.f", files);
  if (!written) return written.errors();
  return MutatedDesign{scratch, scratch + "/mutated.il", plan.top, plan.prefix, std::move(mutants)};
}

/// The emitted design as Yosys elaborates it: base.il.
Status Elaborate(const Plan& plan, const std::string& tree, const std::string& scratch) {
  const Result<std::string> list = ReadWholeFile(tree + "/filelist.f");
  if (!list) return list.errors();
  const Result<std::string> elaborated =
      RunScript(ElaborateScript(plan, tree, scratch, *list), "elaborate", scratch, tree);
  if (!elaborated) return elaborated.errors();
  return Ok();
}

}  // namespace

Result<MutatedDesign> InsertMutants(const Plan& plan, const std::string& tree, int each,
                                    uint64_t seed, const std::string& scratch) {
  const Status elaborated = Elaborate(plan, tree, scratch);
  if (!elaborated) return elaborated.errors();
  Result<std::vector<Mutant>> mutants = ListMutants(plan, tree, each, seed, scratch);
  if (!mutants) return mutants.errors();
  return WriteMutated(plan, tree, std::move(*mutants), scratch);
}

Result<MutatedDesign> InsertMutants(const Plan& plan, const std::string& tree,
                                    const std::vector<std::string>& commands,
                                    const std::string& scratch) {
  const Status elaborated = Elaborate(plan, tree, scratch);
  if (!elaborated) return elaborated.errors();
  std::vector<Mutant> mutants;
  for (const std::string& command : commands) {
    mutants.push_back(Parse(command, ""));
    mutants.back().number = static_cast<int>(mutants.size());
  }
  return WriteMutated(plan, tree, std::move(mutants), scratch);
}

}  // namespace gatewright
