// SPDX-License-Identifier: Apache-2.0
// Finds a technology: osu018, a liberty file, generic gates.
#include "synth/technology.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <xxhash.h>

#include <cmath>
#include <filesystem>

#include "synth/dont_use.h"
#include "synth/library_files.h"

namespace gatewright {
namespace {

/// Transistors of static CMOS gates and of master-slave flip-flops, without and with reset or set.
struct GenericCell {
  const char* type;
  int transistors;
  const char* inputs;    ///< a letter each
  const char* function;  ///< of Y; of a flip-flop its clear or preset
  bool flip_flop = false;
};
constexpr GenericCell kGenericCells[] = {
    {"$_BUF_", 4, "A", "A"},
    {"$_NOT_", 2, "A", "!A"},
    {"$_NAND_", 4, "AB", "!(A B)"},
    {"$_NOR_", 4, "AB", "!(A + B)"},
    {"$_AOI3_", 6, "ABC", "!((A B) + C)"},
    {"$_OAI3_", 6, "ABC", "!((A + B) C)"},
    {"$_AOI4_", 8, "ABCD", "!((A B) + (C D))"},
    {"$_OAI4_", 8, "ABCD", "!((A + B) (C + D))"},
    {"$_NMUX_", 10, "ABS", "!((A !S) + (B S))"},
    {"$_MUX_", 12, "ABS", "(A !S) + (B S)"},
    {"$_XOR_", 12, "AB", "A ^ B"},
    {"$_XNOR_", 12, "AB", "!(A ^ B)"},
    {"$_DFF_P_", 24, "CD", "", true},
    {"$_DFF_PN0_", 28, "CDR", "clear : \"!R\";", true},
    {"$_DFF_PN1_", 28, "CDR", "preset : \"!R\";", true},
};
constexpr int kNandTransistors = 4;

constexpr char kGenericRule[] =
    "one gate equivalent is a NAND2 of 4 transistors; NOT 2, NAND2 and NOR2 4, AOI21 and OAI21 6, "
    "AOI22 and OAI22 8, inverting multiplexer 10, multiplexer, XOR2 and XNOR2 12, D flip-flop 24, "
    "with asynchronous reset or set 28";

Diagnostic TargetError(const std::string& value, const std::string& rule,
                       const std::string& nearest) {
  return {"", 0, "synth.target", value, rule, nearest};
}

/// What may be done about a kind of cell that is not there.
std::string Remedy(const CellLibrary& library, const std::vector<std::string>& dont_use) {
  if (!dont_use.empty()) return "fewer patterns in synth.dont_use";
  if (!library.left_out.empty()) {
    return fmt::format("another library; left out of this one: {}",
                       fmt::join(library.left_out, ", "));
  }
  return "all files of the technology: synth.libraries, or --target first.lib,second.lib";
}

/// Every kind of cell without which mapping must fail, each missing one named.
Diagnostics MissingKinds(const CellLibrary& library, const std::string& path, ResetStyle reset,
                         const std::vector<std::string>& dont_use) {
  Diagnostics errors;
  const std::string remedy = Remedy(library, dont_use);
  const auto demand = [&](bool present, const char* what, const std::string& nearest) {
    if (present) return;
    errors.push_back({path, 0, "", "", fmt::format("the library has no {}", what), nearest});
  };
  demand(library.Smallest(CellRole::kInverter) != nullptr, "inverter", remedy);
  demand(library.Smallest(CellRole::kNand2) != nullptr ||
             library.Smallest(CellRole::kGate2) != nullptr,
         "NAND, NOR, AND or OR of two inputs", remedy);
  demand(library.FlipFlop(-1) != nullptr,
         "flip-flop of a rising clock edge and one data input, with or without clear and preset",
         remedy);
  if (library.FlipFlop(-1) != nullptr && reset == ResetStyle::kAsync) {
    demand(library.FlipFlop(0) != nullptr && library.FlipFlop(1) != nullptr,
           "flip-flop with asynchronous reset", "engine.reset = \"sync\", or another library");
  }
  return errors;
}

/// Rules for the flip-flops that a netlist has before mapping. Yosys' dfflibmap is not used: the
/// one of 0.23 swaps set and reset of cells that store the complement of their input (asap7).
std::string FlipFlopRules(const CellLibrary& library) {
  constexpr std::pair<const char*, int> kTypes[] = {
      {"$_DFF_P_", -1}, {"$_DFF_PN0_", 0}, {"$_DFF_PN1_", 1}};
  std::string rules;
  for (const auto& [type, reset_to] : kTypes) {
    const LibraryCell* cell = library.FlipFlop(reset_to);
    if (cell != nullptr) {
      rules += FlipFlopRule(type, cell->name, *UseOf(*cell->flip_flop, reset_to));
    }
  }
  return rules;
}

/// The generic gates as a library, so that a netlist of them can be simulated like others.
std::string GenericLibrary() {
  std::string text = "library (generic) {\n  nom_voltage : 1;\n";
  for (const GenericCell& cell : kGenericCells) {
    text += fmt::format("  cell (\"{}\") {{ area : {};\n", cell.type, cell.transistors);
    for (const char* pin = cell.inputs; *pin != '\0'; ++pin) {
      text += fmt::format("    pin ({}) {{ direction : input; }}\n", *pin);
    }
    if (cell.flip_flop) {
      text += fmt::format("    ff (IQ, IQN) {{ clocked_on : \"C\"; next_state : \"D\"; {} }}\n",
                          cell.function);
    }
    text += fmt::format("    pin ({}) {{ direction : output; function : \"{}\"; }} }}\n",
                        cell.flip_flop ? "Q" : "Y", cell.flip_flop ? "IQ" : cell.function);
  }
  return text + "}\n";
}

Technology LibraryTechnology(const CellLibrary& library, const std::vector<LibraryFile>& files) {
  constexpr double kLoadInputs = 4;
  Technology technology;
  technology.area_unit = "um^2";
  technology.library = library.name;
  std::string texts;
  for (const LibraryFile& file : files) {
    technology.library_file +=
        (texts.empty() ? "" : ",") + std::filesystem::path(file.path).filename().string();
    texts += file.text;
  }
  technology.target = technology.library_file;
  technology.library_hash = fmt::format("{:016x}", XXH3_64bits(texts.data(), texts.size()));
  technology.library_text =
      LibraryText(files, LibraryUse::kPower, [](const std::string&) { return true; });
  technology.mapping_text =
      LibraryText(files, LibraryUse::kMapping, [&library](const std::string& name) {
        const auto cell = library.cells.find(name);
        return cell != library.cells.end() && !cell->second.dont_use;
      });
  for (const auto& [name, cell] : library.cells) {
    technology.cells[name] = {cell.area, cell.role == CellRole::kFlipFlop};
    if (cell.dont_use) ++technology.not_used;
  }
  technology.async_reset = library.FlipFlop(0) != nullptr && library.FlipFlop(1) != nullptr;
  technology.flip_flops = FlipFlopRules(library);
  if (const LibraryCell* nand = library.Smallest(CellRole::kNand2)) {
    technology.gate = nand->area;
    technology.gate_rule = fmt::format(
        "one gate equivalent is the area of {}, the smallest NAND2 of the library", nand->name);
  } else {
    technology.gate_rule = "not given, the library has no NAND2";
  }
  if (const LibraryCell* adder = library.Smallest(CellRole::kFullAdder)) {
    technology.full_adder = adder->name;
    technology.full_adder_pins = adder->adder;
  }
  const LibraryCell* driver = library.Smallest(CellRole::kBuffer);
  if (driver == nullptr) driver = library.Smallest(CellRole::kInverter);
  technology.driving_cell = driver->name;
  technology.load_ff = std::round(kLoadInputs * driver->input_cap * 1000) / 1000;
  return technology;
}

}  // namespace

Technology GenericTechnology() {
  Technology technology;
  technology.target = "generic";
  technology.generic = true;
  technology.area_unit = "GE";
  for (const GenericCell& cell : kGenericCells) {
    const Area area = static_cast<Area>(kAreaUnit) * cell.transistors / kNandTransistors;
    technology.cells[cell.type] = {area, cell.flip_flop};
  }
  technology.gate = static_cast<Area>(kAreaUnit);
  technology.gate_rule = kGenericRule;
  technology.library_text = GenericLibrary();
  return technology;
}

Result<Technology> FindTechnology(const std::string& target, const std::string& osu018_path,
                                  ResetStyle reset, const std::vector<std::string>& dont_use) {
  if (target == "generic") return GenericTechnology();
  const bool osu018 = target == "osu018";
  const std::vector<std::string> paths = LibraryPaths(osu018 ? osu018_path : target);
  std::error_code ignored;
  for (const std::string& path : paths) {
    if (std::filesystem::exists(path, ignored)) continue;
    if (osu018) {
      return TargetError(target, fmt::format("the cell library {} is not installed", path),
                         "apt-get install qflow-tech-osu018, or target \"generic\"");
    }
    if (paths.size() > 1) {
      return TargetError(target, fmt::format("there is no file {}", path),
                         "paths of Liberty files (.lib or .lib.gz)");
    }
    return TargetError(target, "neither a known target nor a file",
                       "generic, osu018, or the path of a Liberty file (.lib or .lib.gz)");
  }
  const Result<std::vector<LibraryFile>> files = ReadLibraryFiles(paths);
  if (!files) return files.errors();
  Result<CellLibrary> library = ReadAllCells(*files);
  if (!library) return library.errors();
  MarkDontUse(dont_use, &*library);
  Diagnostics missing = MissingKinds(*library, osu018 ? osu018_path : target, reset, dont_use);
  if (!missing.empty()) return missing;
  Technology technology = LibraryTechnology(*library, *files);
  if (osu018) technology.target = target;
  return technology;
}

}  // namespace gatewright
