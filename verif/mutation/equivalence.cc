#include "verif/mutation/equivalence.h"

#include <fmt/format.h>

#include "generator/emit/output.h"
#include "generator/tools/process.h"

namespace gatewright {
namespace {

constexpr int kProofSeconds = 20;

/// A register of one bit with what its clock and reset do left out: its next value, clock and reset
/// are outputs of the logic before it.
constexpr const char* kCut =
    "module gw_cut_bit (input d, c, r, output q);\n  assign q = d & c & r;\nendmodule\n";

/// Registers of one bit as that.
constexpr const char* kCutBits =
    "(* techmap_celltype = \"$_DFF_P_\" *)\n"
    "module cut_p (input C, D, output Q);\n"
    "  gw_cut_bit u (.d(D), .c(C), .r(1'b1), .q(Q));\nendmodule\n"
    "(* techmap_celltype = \"$_DFF_PN0_ $_DFF_PN1_\" *)\n"
    "module cut_pn (input C, D, R, output Q);\n"
    "  gw_cut_bit u (.d(D), .c(C), .r(R), .q(Q));\nendmodule\n";

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
constexpr const char* kCompare =
    "expose -evert gold/t:* gate/t:*\nmiter -equiv -flatten gold gate miter\n"
    "hierarchy -top miter\nopt_merge\ntechmap -map same.v t:$eqx\nopt_expr\nopt_clean\n"
    "sat -verify -prove trigger 0 -timeout {0} miter\n";

/// The module of the mutant twice, the second time mutated. Registers pair up by their order; any
/// pairing that proves is sound.
std::string ProofInModule(const Mutant& mutant) {
  std::string command = mutant.command;
  const std::string name = "-module " + mutant.instance;
  for (size_t at = 0; (at = command.find(name, at)) != std::string::npos;) {
    command.replace(at, name.size(), "-module gate");
  }
  return fmt::format(
             "read_rtlil base.il\nread_verilog cut.v\nrename {} gold\nselect gold\nmemory_map\n"
             "select -clear\ncopy gold gate\n{}\n"
             "select gold gate\nasync2sync\ndffunmap\nopt_clean\n"
             "techmap -map cut_words.v t:$dff\nselect -clear\n"
             "rename -enumerate -pattern ff_% gold/t:gw_cut_bit\n"
             "rename -enumerate -pattern ff_% gate/t:gw_cut_bit\n",
             mutant.instance, command) +
         fmt::format(kCompare, kProofSeconds);
}

/// The whole design in one module, registers that never change left out, the others cut open under
/// the names of what they drive.
std::string Flatten(const std::string& top, const std::string& name) {
  return fmt::format(
      "memory_map\nflatten\nopt -fast\ndffunmap\nopt_clean\nsimplemap t:$dff t:$adff\n"
      "splitnets -format []:\nopt_clean\nrename -wire t:$_DFF_*_\nread_verilog cut.v\n"
      "techmap -map cut_bits.v\nrename {} {}\n",
      top, name);
}

std::string ProofInDesign(const MutatedDesign& design, const Mutant& mutant) {
  return fmt::format("read_rtlil base.il\n{}\n", mutant.command) + Flatten(design.top, "gate") +
         "delete gw_cut_bit\nread_rtlil gold.il\n" + fmt::format(kCompare, kProofSeconds);
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

}  // namespace

Status PrepareProofs(const MutatedDesign& design) {
  const std::string gold =
      "read_rtlil base.il\n" + Flatten(design.top, "gold") + "write_rtlil gold.il\n";
  const std::pair<const char*, std::string> files[] = {{"cut.v", kCut},
                                                       {"cut_bits.v", kCutBits},
                                                       {"cut_words.v", kCutWords},
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
  return Prove(design, ProofInModule(mutant), fmt::format("proof_{}", mutant.number));
}

Result<bool> IsProvenInDesign(const MutatedDesign& design, const Mutant& mutant) {
  return Prove(design, ProofInDesign(design, mutant), fmt::format("proof_{}_all", mutant.number));
}

}  // namespace gatewright
