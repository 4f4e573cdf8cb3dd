#include "verif/mutation/equivalence.h"

#include <fmt/format.h>

#include <set>
#include <sstream>
#include <vector>

#include "generator/emit/output.h"
#include "generator/network/read_file.h"
#include "generator/tools/process.h"

namespace gatewright {
namespace {

constexpr int kProofSeconds = 20;

/// A register of one bit with what its clock and reset do left out: its next value, clock and reset
/// are outputs of the logic before it. Pins of memories.
constexpr const char* kCut =
    "(* keep, blackbox *) module gw_cut_bit (input d, c, r, output q);\nendmodule\n"
    "(* keep, blackbox *) module gw_cut_ff (input d, output q);\nendmodule\n"
    "(* keep, blackbox *) module gw_cut_in (input d);\nendmodule\n"
    "(* keep, blackbox *) module gw_cut_out (output q);\nendmodule\n";

/// Registers of one bit on the one clock of a design as their next value alone.
constexpr const char* kCutBits =
    "(* techmap_celltype = \"$_DFF_P_\" *)\n"
    "module cut_p (input C, D, output Q);\n  gw_cut_ff u (.d(D), .q(Q));\nendmodule\n";

/// The same, with what the register holds from now on beside it.
constexpr const char* kCutBitsKept =
    "(* techmap_celltype = \"$_DFF_P_\" *)\n"
    "module cut_p (input C, D, output Q);\n"
    "  (* keep *) reg kept;\n  always @(posedge C) kept <= D;\n"
    "  gw_cut_ff u (.d(D), .q(Q));\nendmodule\n";

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

/// Both modules, all modules inside them cut away as inputs and outputs: two functions, compared.
/// What they share is merged, so that SAT sees only where they differ.
constexpr const char* kMiter =
    "expose -evert gold/t:* gate/t:* %u */t:$_* %d\nmiter -equiv -make_outcmp -flatten gold gate "
    "miter\n"
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
         kMiter + fmt::format("sat -verify -prove trigger 0 -timeout {} miter\n", kProofSeconds);
}

/// The whole design in one module: registers of one bit, with the names of what they drive and
/// resets as logic before and behind them, those that never change left out. Memories are pins,
/// counters of the register block (most of the registers there are) stay modules.
std::string Flatten(const MutatedDesign& design, const std::string& name) {
  return fmt::format(
      "setattr -mod -set keep_hierarchy 1 A:src=*{0}counter.v:*\nmemory_map\nflatten\nopt -fast\n"
      "dffunmap\nopt_clean\nselect {1}\nsimplemap t:$dff t:$adff\nsplitnets -format []:\n"
      "opt_clean\nrename -wire t:$_DFF_*_\nasync2sync\ndffunmap\nselect -clear\n"
      "read_verilog cut.v\ntechmap -map cut_memories.v {1}\nopt_clean -purge {1}\n"
      "rename {1} {2}\nwrite_rtlil {2}.il\n",
      design.prefix, design.top, name);
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

/// Registers of a flattened design; none if one of them has a clock that is not the design's.
Result<Names> RegistersOf(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path);
  if (!text) return text.errors();
  const std::string cell = "cell $_DFF_P_ \\", clock = "connect \\C \\clk_i\n";
  Names names;
  for (size_t at = 0; (at = text->find(cell, at)) != std::string::npos;) {
    at += cell.size();
    if (text->find(clock, at) > text->find("\n  end\n", at)) return Names();
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
    if (mutant_.module == "counter") return false;
    Result<bool> made = Yosys("gate", fmt::format("read_rtlil base.il\n{}\n", mutant_.command) +
                                          Flatten(design_, Named("gate")));
    if (!made || !*made) return made;
    const Result<Names> gold = RegistersOf(design_.folder + "/gold.il");
    if (!gold) return gold.errors();
    const Result<Names> gate = RegistersOf(design_.folder + "/" + Named("gate.il"));
    if (!gate) return gate.errors();
    if (gate->empty()) return false;
    gold_alone_ = Without(*gold, *gate);
    gate_alone_ = Without(*gate, *gold);
    common_ = Without(*gold, gold_alone_);
    Result<bool> same = InOneCycle();
    if (!same || *same) return same;
    return OverCycles();
  }

 private:
  /// All registers cut open; those that one of them alone has stay, with any value. What is not the
  /// same logic is listed.
  Result<bool> InOneCycle() {
    Result<bool> compared =
        Yosys("one", Both() +
                         "techmap -map cut_bits.v gold/t:$_DFF_* gate/t:$_DFF_* %u @gold_alone %d "
                         "@gate_alone %d\n" +
                         kMiter +
                         fmt::format("write_rtlil {0}.il\nselect -write {0}.txt miter/c:* %co1 "
                                     "miter/o:cmp_* %i\n",
                                     Named("one")));
    if (!compared || !*compared) return compared;
    return Sat("one", "-prove trigger 0");
  }

  /// Registers whose next values may differ stay, in both. That everything that leaves and all
  /// other next values are equal is proven in the first cycle, which begins with equal values, and
  /// in each where it was so in the cycle before, whatever those registers hold. Tried once more
  /// with the registers that read them among them.
  Result<bool> OverCycles() {
    Names differ;
    std::string leaving;
    for (const std::string& line : LinesOf("one.txt")) {
      const std::string name = Between("miter/cmp_", line, ".u.d");
      if (common_.contains(name)) {
        differ.insert(name);
      } else {
        leaving += fmt::format(" -prove {} 1", line.substr(line.find('/') + 1));
      }
    }
    if (differ.empty() && gold_alone_.empty() && gate_alone_.empty()) return false;
    if (!leaving.empty()) {
      Result<bool> first = Sat("one", leaving);
      if (!first || !*first) return first;
    }
    for (const std::string round : {"over", "further"}) {
      Result<bool> proven = ByInduction(differ, round);
      if (!proven || *proven) return proven;
      const size_t before = differ.size();
      for (const std::string& line : LinesOf(round + "_cmp.txt")) {
        const std::string name = Between("miter/cmp_", line, ".u.d");
        if (common_.contains(name)) differ.insert(name);
      }
      if (differ.size() == before) return false;
    }
    return false;
  }

  /// The step over one cycle, with the registers of `differ` holding anything.
  Result<bool> ByInduction(const Names& differ, const std::string& round) {
    Result<bool> compared = Yosys(
        round,
        Both() + Select(differ, "gold", "gold_differ") + Select(differ, "gate", "gate_differ") +
            "techmap -map cut_bits.v gate/t:$_DFF_* @gate_alone %d @gate_differ %d\n"
            "techmap -autoproc -map cut_bits_kept.v gold/t:$_DFF_* @gold_alone %d @gold_differ %d\n"
            "simplemap gold/t:$dff\n" +
            kMiter +
            fmt::format(
                "select -write {0}_cmp.txt miter/c:* %co1 miter/o:cmp_* %i\n"
                "select -write {0}.txt miter/c:* %co1 miter/o:cmp_* %i %ci* miter/i:in_* %i\n"
                "setattr -unset keep w:gold.*.kept\nwrite_rtlil {0}.il\n",
                Named(round)));
    if (!compared || !*compared) return compared;
    // Of the registers that were cut, those count that what differs reads.
    std::string kept, equal;
    for (const std::string& line : LinesOf(round + ".txt")) {
      const std::string name = Between("miter/in_", line, ".u.q");
      if (!common_.contains(name)) continue;
      kept += fmt::format("setattr -set keep 1 w:gold.{}.kept\n", name);
      equal += fmt::format(" -set in_{0}.u.q gold.{0}.kept", name);
    }
    return Sat(round, "-tempinduct -tempinduct-inductonly -maxsteps 1 -prove trigger 0" + equal,
               kept + "opt_clean -purge\n");
  }

  /// Both designs, the registers that one of them alone has selected.
  std::string Both() const {
    return "read_rtlil " + Named("gate.il") + "\nrename " + Named("gate") +
           " gate\nread_rtlil -nooverwrite gold.il\n" + Select(gold_alone_, "gold", "gold_alone") +
           Select(gate_alone_, "gate", "gate_alone");
  }

  /// Proves something about a miter that was written.
  Result<bool> Sat(const std::string& miter, const std::string& what,
                   const std::string& before = "") {
    return Yosys("sat_" + miter,
                 fmt::format("read_rtlil {}.il\ncd miter\n{}sat -verify -show trigger "
                             "-timeout {} {}\n",
                             Named(miter), before, kProofSeconds, what));
  }

  std::vector<std::string> LinesOf(const std::string& list) const {
    const Result<std::string> text = ReadWholeFile(design_.folder + "/" + Named(list));
    std::vector<std::string> lines;
    std::istringstream stream(text ? *text : "");
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }

  /// What stands between the ends of a line, empty if it has not those.
  static std::string Between(const std::string& begin, const std::string& line,
                             const std::string& end) {
    if (!line.starts_with(begin) || !line.ends_with(end)) return "";
    return line.substr(begin.size(), line.size() - begin.size() - end.size());
  }

  std::string Named(const std::string& what) const { return name_ + "_" + what; }

  Result<bool> Yosys(const std::string& what, const std::string& script) {
    return Prove(design_, script, Named(what));
  }

  const MutatedDesign& design_;
  const Mutant& mutant_;
  std::string name_;
  Names common_, gold_alone_, gate_alone_;
};

}  // namespace

Status PrepareProofs(const MutatedDesign& design) {
  const std::string gold = "read_rtlil base.il\n" + Flatten(design, "gold");
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
