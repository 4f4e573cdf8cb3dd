#include "verif/mutation/equivalence.h"

#include <fmt/format.h>

#include <set>
#include <sstream>

#include "generator/emit/output.h"
#include "generator/network/read_file.h"
#include "generator/tools/process.h"

namespace gatewright {
namespace {

constexpr int kProofSeconds = 20;
constexpr int kProofCycles = 3;  ///< of what held before, in inductions

/// A register of one bit with what its clock and reset do left out: its next value, clock and reset
/// are outputs of the logic before it. Pins of memories.
constexpr const char* kCut =
    "(* keep, blackbox *) module gw_cut_bit (input d, c, r, output q);\nendmodule\n"
    "(* keep, blackbox *) module gw_cut_in (input d);\nendmodule\n"
    "(* keep, blackbox *) module gw_cut_out (output q);\nendmodule\n";

/// Registers of one bit as that.
constexpr const char* kCutBits =
    "(* techmap_celltype = \"$_DFF_P_\" *)\n"
    "module cut_p (input C, D, output Q);\n"
    "  gw_cut_bit u (.d(D), .c(C), .r(1'b1), .q(Q));\nendmodule\n";

/// The same, with what the register does from now on kept beside it.
constexpr const char* kCutBitsKept =
    "(* techmap_celltype = \"$_DFF_P_\" *)\n"
    "module cut_p (input C, D, output Q);\n"
    "  (* keep *) reg kept;\n  always @(posedge C) kept <= D;\n"
    "  gw_cut_bit u (.d(D), .c(C), .r(1'b1), .q(Q));\nendmodule\n";

/// Memory wrappers as pins of one bit, inputs and outputs of the logic around them. (`expose
/// -evert` takes the widths of ports from the wrapper itself, whatever its parameters: bits would
/// be left without a driver.) An address and data are seen only where an enable asks for them: what
/// stands there in other cycles need not be the same. @ is the prefix of the design.
constexpr const char* kMemories =
    "(* techmap_celltype = \"@ram_1r1w\" *)\n"
    "module cut_ram (clk_i, we_i, waddr_i, wdata_i, re_i, raddr_i, rdata_o);\n"
    "  parameter Width = 1;\n  parameter Depth = 1;\n  parameter AddrW = 1;\n"
    "  input clk_i, we_i, re_i;\n  input [AddrW-1:0] waddr_i, raddr_i;\n"
    "  input [Width-1:0] wdata_i;\n  output [Width-1:0] rdata_o;\n"
    "  gw_cut_in we (.d(we_i));\n  gw_cut_in re (.d(re_i));\n"
    "  genvar i;\n  generate\n    for (i = 0; i < AddrW; i = i + 1) begin : address\n"
    "      gw_cut_in w (.d(waddr_i[i] & we_i));\n      gw_cut_in r (.d(raddr_i[i] & re_i));\n"
    "    end\n    for (i = 0; i < Width; i = i + 1) begin : data\n"
    "      gw_cut_in w (.d(wdata_i[i] & we_i));\n      gw_cut_out r (.q(rdata_o[i]));\n"
    "    end\n  endgenerate\nendmodule\n"
    "(* techmap_celltype = \"@rom\" *)\n"
    "module cut_rom (clk_i, re_i, addr_i, data_o);\n"
    "  parameter Width = 1;\n  parameter Depth = 1;\n  parameter AddrW = 1;\n"
    "  parameter File = \"\";\n"
    "  input clk_i, re_i;\n  input [AddrW-1:0] addr_i;\n  output [Width-1:0] data_o;\n"
    "  gw_cut_in re (.d(re_i));\n"
    "  genvar i;\n  generate\n    for (i = 0; i < AddrW; i = i + 1) begin : address\n"
    "      gw_cut_in r (.d(addr_i[i] & re_i));\n"
    "    end\n    for (i = 0; i < Width; i = i + 1) begin : data\n"
    "      gw_cut_out r (.q(data_o[i]));\n    end\n  endgenerate\nendmodule\n";

/// Registers of a module with synchronous resets as that.
constexpr const char* kCutWords =
    "(* techmap_celltype = \"$dff\" *)\n"
    "module cut_dff (CLK, D, Q);\n"
    "  parameter WIDTH = 1;\n  parameter CLK_POLARITY = 1;\n"
    "  input CLK;\n  input [WIDTH-1:0] D;\n  output [WIDTH-1:0] Q;\n"
    "  genvar i;\n  generate\n    for (i = 0; i < WIDTH; i = i + 1) begin : b\n"
    "      gw_cut_bit u (.d(D[i]), .c(CLK_POLARITY ? CLK : ~CLK), .r(1'b1), .q(Q[i]));\n"
    "    end\n  endgenerate\nendmodule\n";

/// A comparison that Yosys takes away where both sides are the same wire.
constexpr const char* kSame =
    "(* techmap_celltype = \"$eqx\" *)\n"
    "module same (A, B, Y);\n"
    "  parameter A_WIDTH = 1;\n  parameter B_WIDTH = 1;\n  parameter Y_WIDTH = 1;\n"
    "  parameter A_SIGNED = 0;\n  parameter B_SIGNED = 0;\n"
    "  input [A_WIDTH-1:0] A;\n  input [B_WIDTH-1:0] B;\n  output [Y_WIDTH-1:0] Y;\n"
    "  wire [A_WIDTH-1:0] bits;\n"
    "  genvar i;\n  generate\n    for (i = 0; i < A_WIDTH; i = i + 1) begin : b\n"
    "      assign bits[i] = A[i] ~^ B[i];\n    end\n  endgenerate\n  assign Y = &bits;\n"
    "endmodule\n";

/// Both modules, all cells inside them cut away as inputs and outputs: two functions, compared.
/// What they share is merged, so that SAT sees only where they differ.
constexpr const char* kMiter =
    "expose -evert gold/t:{0} gate/t:{0}\nmiter -equiv -make_outcmp -flatten gold gate miter\n"
    "hierarchy -top miter\nopt_merge\ntechmap -map same.v t:$eqx\nopt_expr\nopt_clean\n";

/// The module of the mutant twice, the second time mutated. Registers pair up by their order; any
/// pairing that proves is sound.
std::string ProofInModule(const MutatedDesign& design, const Mutant& mutant) {
  std::string command = mutant.command;
  const std::string name = "-module " + mutant.instance;
  for (size_t at = 0; (at = command.find(name, at)) != std::string::npos;) {
    command.replace(at, name.size(), "-module gate");
  }
  return fmt::format(
             "read_rtlil base.il\nread_verilog cut.v\nrename {0} gold\nselect gold\nmemory_map\n"
             "select -clear\ncopy gold gate\n{1}\n"
             "select gold gate\nasync2sync\ndffunmap\nopt_clean\n"
             "techmap -map cut_words.v -map cut_memories.v t:$dff t:{2}ram_1r1w t:{2}rom\nselect "
             "-clear\n"
             "rename -enumerate -pattern ff_% gold/t:gw_cut_bit\n"
             "rename -enumerate -pattern ff_% gate/t:gw_cut_bit\n",
             mutant.instance, command, design.prefix) +
         fmt::format(kMiter, "*") +
         fmt::format("sat -verify -prove trigger 0 -timeout {} miter\n", kProofSeconds);
}

/// The whole design in one module: registers of one bit, with the names of what they drive and
/// resets as logic before and behind them, those that never change left out; memories see what
/// their enables ask for.
std::string Flatten(const std::string& top, const std::string& name) {
  return fmt::format(
      "memory_map\nflatten\nopt -fast\ndffunmap\nopt_clean\nsimplemap t:$dff t:$adff\n"
      "splitnets -format []:\nopt_clean\nrename -wire t:$_DFF_*_\nasync2sync\ndffunmap\n"
      "read_verilog cut.v\ntechmap -map cut_memories.v\nrename {} {}\n",
      top, name);
}

Result<bool> Prove(const MutatedDesign& design, const std::string& script,
                   const std::string& name) {
  const std::string path = fmt::format("{}/{}.ys", design.folder, name);
  const Status written = WriteFileAtomically(path, script);
  if (!written) return written.errors();
  const Result<ProcessResult> run = RunProcess({"yosys", "-q", "-s", path}, design.folder);
  if (!run) return run.errors();
  return run->exit_code == 0;
}

using Names = std::set<std::string>;

/// Registers of a flattened design.
Result<Names> RegistersOf(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  const std::string cell = "cell $_DFF_P_ \\";
  Names names;
  for (size_t at = 0; (at = text->find(cell, at)) != std::string::npos;) {
    at += cell.size();
    names.insert(text->substr(at, text->find('\n', at) - at));
  }
  return names;
}

/// A selection of these registers in a module, under a name.
std::string Select(const Names& registers, const std::string& module, const std::string& as) {
  std::string text = "select -none\n";
  for (const std::string& name : registers)
    text += fmt::format("select -add {}/{}\n", module, name);
  return text + fmt::format("select -set {} %\nselect -clear\n", as);
}

Names Without(Names names, const Names& others) {
  for (const std::string& name : others) names.erase(name);
  return names;
}

/// The mutant in the whole design, against the original.
class DesignProof {
 public:
  DesignProof(const MutatedDesign& design, const Mutant& mutant)
      : design_(design), mutant_(mutant), name_(fmt::format("proof_{}_all", mutant.number)) {}

  Result<bool> Run() {
    const std::string gate = name_ + ".il";
    const Result<bool> made =
        Yosys("gate", fmt::format("read_rtlil base.il\n{}\n", mutant_.command) +
                          Flatten(design_.top, "gate") + "write_rtlil " + gate + "\n");
    if (!made || !*made) return made;
    const Result<Names> gold = RegistersOf(design_.folder + "/gold.il");
    if (!gold) return gold.errors();
    const Result<Names> mutated = RegistersOf(design_.folder + "/" + gate);
    if (!mutated) return mutated.errors();
    gold_alone_ = Without(*gold, *mutated);
    gate_alone_ = Without(*mutated, *gold);
    common_ = Without(*gold, gold_alone_);
    const Result<bool> same = InOneCycle();
    if (!same || *same) return same;
    return OverCycles();
  }

 private:
  /// All registers cut open. Lists those whose next values are not the same logic.
  Result<bool> InOneCycle() {
    std::string script = Both() +
                         "techmap -map cut_bits.v gold/t:$_DFF_* gate/t:$_DFF_* %u "
                         "@gold_alone %d @gate_alone %d\n" +
                         fmt::format(kMiter, "gw_cut*") + "select -write " + name_ +
                         ".txt miter/c:* %co1 miter/o:cmp_* %i\n";
    // Registers that one of them alone has start anyhow.
    if (!gold_alone_.empty() || !gate_alone_.empty())
      script += "sat -verify -prove trigger 0 -seq 1 ";
    else
      script += "sat -verify -prove trigger 0 ";
    return Yosys("one", script + fmt::format("-timeout {} miter\n", kProofSeconds));
  }

  /// Registers whose next values may differ stay, in both. All others are still proven equal in
  /// every cycle, and everything that leaves: from equal starts, and when it was so before.
  Result<bool> OverCycles() {
    const Result<std::string> list = ReadWholeFile(design_.folder + "/" + name_ + ".txt");
    if (!list) return false;
    Names differ;
    std::istringstream lines(*list);
    const std::string begin = "miter/cmp_", end = ".u.d";
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(begin) || !line.ends_with(end)) continue;
      differ.insert(line.substr(begin.size(), line.size() - begin.size() - end.size()));
    }
    if (differ.empty() && gold_alone_.empty() && gate_alone_.empty()) return false;
    std::string equal, start;
    for (const std::string& name : Without(common_, differ)) {
      equal += fmt::format(" -set in_{0}.u.q gold.{0}.kept", name);
    }
    for (const std::string& name : differ) {
      const std::string wire = name.substr(0, name.rfind("$_DFF"));
      start += fmt::format(" -set-at 1 gold.{0} gate.{0}", wire);
    }
    const std::string script =
        Both() + Select(differ, "gold", "gold_differ") + Select(differ, "gate", "gate_differ") +
        "techmap -map cut_bits.v gate/t:$_DFF_* @gate_alone %d @gate_differ %d\n"
        "techmap -autoproc -map cut_bits_kept.v gold/t:$_DFF_* @gold_alone %d "
        "@gold_differ %d\nsimplemap gold/t:$dff\n" +
        fmt::format(kMiter, "gw_cut*");
    const std::string sat =
        fmt::format("sat -verify -prove trigger 0 -timeout {}{}", kProofSeconds, equal);
    return Yosys("over", fmt::format("{0}{1} -seq {2}{3} miter\n{1} -tempinduct "
                                     "-tempinduct-inductonly -maxsteps {2} miter\n",
                                     script, sat, kProofCycles, start));
  }

  /// Both designs, the registers that one of them alone has selected.
  std::string Both() const {
    return "read_rtlil " + name_ + ".il\nread_rtlil gold.il\n" +
           Select(gold_alone_, "gold", "gold_alone") + Select(gate_alone_, "gate", "gate_alone");
  }

  Result<bool> Yosys(const std::string& what, const std::string& script) {
    return Prove(design_, script, name_ + "_" + what);
  }

  const MutatedDesign& design_;
  const Mutant& mutant_;
  std::string name_;
  Names common_, gold_alone_, gate_alone_;
};

}  // namespace

Status PrepareProofs(const MutatedDesign& design) {
  const std::string gold =
      "read_rtlil base.il\n" + Flatten(design.top, "gold") + "write_rtlil gold.il\n";
  std::string memories = kMemories;
  for (size_t at = 0; (at = memories.find('@', at)) != std::string::npos;) {
    memories.replace(at, 1, design.prefix);
  }
  const std::pair<const char*, std::string> files[] = {{"cut.v", kCut},
                                                       {"cut_bits.v", kCutBits},
                                                       {"cut_bits_kept.v", kCutBitsKept},
                                                       {"cut_words.v", kCutWords},
                                                       {"cut_memories.v", memories},
                                                       {"same.v", kSame},
                                                       {"gold.ys", gold}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(fmt::format("{}/{}", design.folder, name), text);
    if (!written) return written.errors();
  }
  const Result<std::string> run = RunTool({"yosys", "-q", "-s", "gold.ys"}, design.folder);
  if (!run) return run.errors();
  return Ok();
}

Result<bool> IsProvenInModule(const MutatedDesign& design, const Mutant& mutant) {
  return Prove(design, ProofInModule(design, mutant), fmt::format("proof_{}", mutant.number));
}

Result<bool> IsProvenInDesign(const MutatedDesign& design, const Mutant& mutant) {
  return DesignProof(design, mutant).Run();
}

}  // namespace gatewright
