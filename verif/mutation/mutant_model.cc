// SPDX-License-Identifier: Apache-2.0
// The circuit of a design with all its mutants.
#include "verif/mutation/mutant_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"

namespace gatewright {
namespace {

/// A pin of a memory, of one bit: an input or an output of the circuit around it. (`expose -evert`
/// of whole wrappers takes the widths of their ports from the wrapper itself, whatever its
/// parameters: bits would be left without a driver.)
constexpr const char* kPins =
    "(* keep, blackbox *) module gw_cut_in (input d);\nendmodule\n"
    "(* keep, blackbox *) module gw_cut_out (output q);\nendmodule\n";

/// Memory wrappers as pins. An address and data to write are seen only where an enable asks for
/// them: what stands there in other cycles need not be the same.
constexpr const char* kMemories = R"V((* techmap_celltype = "{prefix}ram_1r1w" *)
module cut_ram (clk_i, we_i, waddr_i, wdata_i, re_i, raddr_i, rdata_o);
  parameter Width = 1;
  parameter Depth = 1;
  parameter AddrW = 1;
  input clk_i, we_i, re_i;
  input [AddrW-1:0] waddr_i, raddr_i;
  input [Width-1:0] wdata_i;
  output reg [Width-1:0] rdata_o;
  wire [Width-1:0] read;
  always @(posedge clk_i) if (re_i) rdata_o <= read;
  gw_cut_in we (.d(we_i));
  genvar i;
  generate
    for (i = 0; i < AddrW; i = i + 1) begin : write_address
      gw_cut_in pin (.d(waddr_i[i] & we_i));
    end
    for (i = 0; i < Width; i = i + 1) begin : write_data
      gw_cut_in pin (.d(wdata_i[i] & we_i));
    end
    for (i = 0; i < AddrW; i = i + 1) begin : read_address
      gw_cut_in pin (.d(raddr_i[i]));
    end
    for (i = 0; i < Width; i = i + 1) begin : read_data
      gw_cut_out pin (.q(read[i]));
    end
  endgenerate
endmodule
(* techmap_celltype = "{prefix}rom" *)
module cut_rom (clk_i, re_i, addr_i, data_o);
  parameter Width = 1;
  parameter Depth = 1;
  parameter AddrW = 1;
  parameter File = "";
  input clk_i, re_i;
  input [AddrW-1:0] addr_i;
  output reg [Width-1:0] data_o;
  wire [Width-1:0] read;
  always @(posedge clk_i) if (re_i) data_o <= read;
  genvar i;
  generate
    for (i = 0; i < AddrW; i = i + 1) begin : read_address
      gw_cut_in pin (.d(addr_i[i]));
    end
    for (i = 0; i < Width; i = i + 1) begin : read_data
      gw_cut_out pin (.q(read[i]));
    end
  endgenerate
endmodule
)V";

/// The whole design in one module of ANDs, inverters and registers: {0} its top. Undefined values
/// are inputs before anything is simplified, and registers are left as they are (no opt_dff): what
/// they power up with is not free to choose. Pins must have names that are written out.
constexpr const char* kScript = R"YS(read_rtlil {1}
memory_map
flatten
delete t:$scopeinfo
setundef -undriven -anyseq
setundef -anyseq
opt_expr
opt_merge
opt_clean
read_verilog {2}cut_pins.v
techmap -autoproc -map {2}cut_memories.v {0}
cd {0}
select -assert-none t:gw_cut_in n:$* %i
select -assert-none t:gw_cut_out n:$* %i
expose -evert t:gw_cut_in t:gw_cut_out
cd ..
hierarchy -top {0}
async2sync
dffunmap
setundef -undriven -anyseq
setundef -anyseq
techmap
opt_expr
opt_merge
dffunmap
aigmap
opt_clean
write_aiger -ascii -symbols {2}mutated.aag
)YS";

/// "u_x" and 3 of "u_x.read_data[3].pin.q", if the pin is of that group and port.
struct PinName {
  std::string memory;
  size_t bit = 0;
  bool good = false;
};
PinName SplitPin(const std::string& name, const std::string& group, const std::string& port) {
  const std::string end = "].pin." + port, begin = "." + group + "[";
  const size_t open = name.rfind('[');
  if (!name.ends_with(end) || open == std::string::npos || open + 1 < begin.size()) return {};
  const size_t at = open + 1 - begin.size();
  if (name.compare(at, begin.size(), begin) != 0) return {};
  return {name.substr(0, at), std::strtoull(name.c_str() + open + 1, nullptr, 10), true};
}

constexpr size_t kNoPin = ~size_t{0};

void PutAt(size_t place, size_t value, std::vector<size_t>* list) {
  if (list->size() <= place) list->resize(place + 1, kNoPin);
  (*list)[place] = value;
}

bool IsComplete(const std::vector<size_t>& pins) {
  return !pins.empty() && std::find(pins.begin(), pins.end(), kNoPin) == pins.end();
}

/// Finds what the names of its inputs and outputs say; what is wrong with them.
std::string NameAll(MutantModel* model) {
  std::map<std::string, MutantModel::Read> reads;
  const std::string port = kMutantPort;
  model->reset = kNoPin;
  for (size_t k = 0; k < model->aig.inputs.size(); ++k) {
    const std::string& name = model->aig.inputs[k];
    const PinName pin = SplitPin(name, "read_data", "q");
    if (pin.good) PutAt(pin.bit, k, &reads[pin.memory].data);
    if (name == port) model->wake = {k};
    if (name.starts_with(port + "[")) {
      PutAt(std::strtoull(name.c_str() + port.size() + 1, nullptr, 10), k, &model->wake);
    }
    if (name == "rst_ni") model->reset = k;
  }
  for (size_t k = 0; k < model->aig.outputs.size(); ++k) {
    const PinName pin = SplitPin(model->aig.outputs[k], "read_address", "d");
    if (pin.good) {
      PutAt(pin.bit, k, &reads[pin.memory].address);
    } else {
      model->compared.push_back(k);
    }
  }
  for (auto& [memory, read] : reads) {
    if (!IsComplete(read.address) || !IsComplete(read.data)) {
      return "has a memory without all its pins: " + memory;
    }
    model->reads.push_back(std::move(read));
  }
  if (model->reset == kNoPin) return "has no reset";
  return IsComplete(model->wake) ? "" : "has no input that wakes a mutant";
}

}  // namespace

Result<MutantModel> MakeMutantModel(const MutatedDesign& design) {
  const std::string at = design.folder + "/";
  const std::string mark = "{prefix}";
  std::string memories = kMemories;
  for (size_t k = 0; (k = memories.find(mark, k)) != std::string::npos;) {
    memories.replace(k, mark.size(), design.prefix);
  }
  const std::string script = fmt::format(fmt::runtime(kScript), design.top, design.mutated, at);
  const std::pair<const char*, std::string> files[] = {
      {"cut_pins.v", kPins}, {"cut_memories.v", memories}, {"model.ys", script}};
  for (const auto& [name, text] : files) {
    const Status written = WriteFileAtomically(at + name, text);
    if (!written) return written.errors();
  }
  const Result<std::string> run = RunTool({"yosys", "-q", "-s", at + "model.ys"}, design.folder);
  if (!run) return run.errors();
  Result<Aig> aig = ReadAiger(at + "mutated.aag");
  if (!aig) return aig.errors();
  MutantModel model;
  model.aig = std::move(*aig);
  const std::string wrong = NameAll(&model);
  if (!wrong.empty()) return Diagnostic{at + "mutated.aag", 0, "", "", wrong, ""};
  return model;
}

}  // namespace gatewright
