// SPDX-License-Identifier: Apache-2.0
// What the proofs about mutants call the same, on small circuits whose faults are written into
// them: mutsel wakes them, as it does those of Yosys.

#include "verif/mutation/mutant_proofs.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "generator/base/process.h"
#include "generator/base/write_tree.h"
#include "verif/faults/injected_fault.h"

namespace gatewright {
namespace {

/// Ports and body of a module with a clock, a reset and mutsel; `wrong(k)` is `(mutsel == k)`.
class Circuit {
 public:
  Circuit(const std::string& ports, const std::string& body) {
    const std::string& folder = scratch_.path();
    std::string names;
    for (const char* memory : {"gw_rom", "gw_ram_1r1w"}) {
      names += fmt::format(" {}.v", memory);
      Write(fmt::format("{}.v", memory), TemplateText(memory));
    }
    std::string text = "module toy (input wire clk_i, rst_ni, input wire [3:0] mutsel, " + ports +
                       ");\n" + body + "endmodule\n";
    for (size_t at = 0; (at = text.find("wrong(", at)) != std::string::npos;) {
      text.replace(at, 6, "(mutsel == ");
    }
    Write("toy.v", text);
    Write("toy.ys", "read_verilog -lib" + names +
                        "\nread_verilog toy.v\nhierarchy -top toy\nproc\nopt_expr\nopt_clean\n"
                        "write_rtlil mutated.il\n");
    const Result<std::string> run = RunTool({"yosys", "-q", "-s", "toy.ys"}, folder);
    if (!run) throw std::runtime_error(ToString(run.errors()));
    Result<MutantProofs> proofs =
        MutantProofs::Make({folder, folder + "/mutated.il", "toy", "gw_", {}});
    if (!proofs) throw std::runtime_error(ToString(proofs.errors()));
    proofs_ = std::make_unique<MutantProofs>(std::move(*proofs));
  }
  bool InOneCycle(int number) const { return *proofs_->InOneCycle(Numbered(number)); }
  bool FromReset(int number) const { return *proofs_->FromReset(Numbered(number)); }

 private:
  static Mutant Numbered(int number) {
    Mutant mutant;
    mutant.number = number;
    return mutant;
  }
  void Write(const std::string& name, const std::string& text) {
    const Status written = WriteFileAtomically(scratch_.path() + "/" + name, text);
    if (!written) throw std::runtime_error(ToString(written.errors()));
  }

  ScratchFolder scratch_;
  std::unique_ptr<MutantProofs> proofs_;
};

TEST(MutantProofs, MemoriesSeeWhatTheirEnablesAskFor) {
  const Circuit circuit(
      "input wire we_i, re_i, input wire [1:0] waddr_i, raddr_i, input wire [3:0] wdata_i, output "
      "wire [3:0] rdata_o",
      "  wire [3:0] rdata;\n"
      "  gw_ram_1r1w #(.Width(4), .Depth(4), .AddrW(2)) u_memory (\n"
      "    .clk_i(clk_i), .we_i(we_i ^ wrong(9)), .re_i(re_i | wrong(10)),\n"
      "    .waddr_i(waddr_i ^ {2{wrong(1) & ~we_i | wrong(2) & we_i}}),\n"
      "    .wdata_i(wdata_i ^ {4{wrong(3) & ~we_i | wrong(4) & we_i}}),\n"
      "    .raddr_i(raddr_i ^ {2{wrong(5) & ~re_i | wrong(6) & re_i}}), .rdata_o(rdata));\n"
      "  reg asked_q;\n"
      "  always @(posedge clk_i or negedge rst_ni)\n"
      "    if (!rst_ni) asked_q <= 1'b0; else asked_q <= re_i;\n"
      "  assign rdata_o = (rdata ^ {4{wrong(7) & ~asked_q | wrong(8) & asked_q}}) & "
      "{4{asked_q}};\n");
  for (const int unseen : {1, 3, 5, 7}) EXPECT_TRUE(circuit.InOneCycle(unseen)) << unseen;
  for (const int seen : {2, 4, 6, 8, 9}) {
    EXPECT_FALSE(circuit.InOneCycle(seen)) << seen;
    EXPECT_FALSE(circuit.FromReset(seen)) << seen;
  }
  // Read more often than asked: another word is held, and never shown.
  EXPECT_FALSE(circuit.InOneCycle(10));
  EXPECT_TRUE(circuit.FromReset(10));
}

TEST(MutantProofs, LeaveNothingWhereTheUserWorks) {
  const std::filesystem::path before = std::filesystem::current_path();
  const ScratchFolder users;
  std::filesystem::current_path(users.path());
  const Circuit circuit("input wire [3:0] a_i, b_i, output wire [7:0] y_o",
                        "  assign y_o = wrong(1) ? b_i * a_i : a_i * b_i;\n");
  EXPECT_TRUE(circuit.InOneCycle(1));
  EXPECT_TRUE(std::filesystem::is_empty(users.path()));
  std::filesystem::current_path(before);
}

TEST(MutantProofs, OneAddressReadsOneWordInBoth) {
  const Circuit circuit(
      "input wire [1:0] a_i, b_i, output wire [3:0] data_o",
      "  gw_rom #(.Width(4), .Depth(4), .AddrW(2)) u_rom (\n"
      "    .clk_i(clk_i), .re_i(1'b1), .data_o(data_o),\n"
      "    .addr_i(wrong(1) ? (a_i & b_i) + (a_i | b_i) : wrong(2) ? a_i | b_i :\n"
      "            a_i + b_i));\n");
  EXPECT_TRUE(circuit.InOneCycle(1));
  EXPECT_FALSE(circuit.InOneCycle(2));
  EXPECT_FALSE(circuit.FromReset(2));
}

TEST(MutantProofs, StatesThatResetNeverLeadsToDoNotCount) {
  const Circuit circuit("output wire [1:0] state_o",
                        "  reg [1:0] q;\n"
                        "  always @(posedge clk_i or negedge rst_ni)\n"
                        "    if (!rst_ni) q <= 2'd0;\n"
                        "    else if (wrong(1) & q == 2'd3 | wrong(2) & q == 2'd2) q <= 2'd1;\n"
                        "    else q <= q == 2'd2 ? 2'd0 : q + 2'd1;\n"
                        "  assign state_o = q;\n");
  EXPECT_FALSE(circuit.InOneCycle(1));
  EXPECT_TRUE(circuit.FromReset(1));
  EXPECT_FALSE(circuit.FromReset(2));
}

// Nothing is known of what registers hold before they are loaded, but that it is the same in both.
TEST(MutantProofs, WhatRegistersWakeWithIsNotZero) {
  const Circuit circuit("input wire load_i, input wire data_i, output wire shown_o",
                        "  reg a_q, b_q;\n"
                        "  always @(posedge clk_i) begin\n"
                        "    if (load_i) a_q <= data_i;\n"
                        "    if (load_i) b_q <= data_i;\n"
                        "  end\n"
                        "  assign shown_o = wrong(1) ? b_q : a_q;\n");
  EXPECT_FALSE(circuit.FromReset(1));
}

// A register that nothing writes holds what it powered up with, whatever a sum with it hides.
TEST(MutantProofs, RegistersThatHoldForEverAreNotFreeToChoose) {
  const Circuit circuit("input wire [3:0] a_i, output wire [3:0] sum_o",
                        "  reg [3:0] k_q;\n  always @(posedge clk_i) k_q <= k_q;\n"
                        "  assign sum_o = (a_i ^ {4{wrong(1)}}) + k_q;\n");
  EXPECT_FALSE(circuit.InOneCycle(1));
  EXPECT_FALSE(circuit.FromReset(1));
}

// What only a long reset would clear: resets may last one cycle.
TEST(MutantProofs, AResetOfOneCycleIsOne) {
  const Circuit circuit("output wire shown_o",
                        "  reg first_q, second_q, last_q;\n  wire clear = ~rst_ni & ~wrong(1);\n"
                        "  always @(posedge clk_i) begin\n"
                        "    first_q <= 1'b0;\n    second_q <= first_q;\n  end\n"
                        "  always @(posedge clk_i or posedge clear)\n"
                        "    if (clear) last_q <= 1'b0; else last_q <= second_q;\n"
                        "  assign shown_o = last_q & rst_ni;\n");
  EXPECT_FALSE(circuit.FromReset(1));
}

// Names of memories are the designer's: pins are known by how their own names end.
TEST(MutantProofs, PinsOfAMemoryInsideABlockNamedLikeOne) {
  const Circuit circuit(
      "input wire we_i, re_i, input wire [1:0] waddr_i, raddr_i, input wire [3:0] wdata_i, output "
      "wire [3:0] rdata_o",
      "  genvar k;\n  generate\n  for (k = 0; k < 1; k = k + 1) begin : read_address\n"
      "    gw_ram_1r1w #(.Width(4), .Depth(4), .AddrW(2)) u_memory (\n"
      "      .clk_i(clk_i), .we_i(we_i ^ wrong(1)), .re_i(re_i), .waddr_i(waddr_i ^ "
      "{2{wrong(2)}}),\n"
      "      .wdata_i(wdata_i ^ {4{wrong(3)}}), .raddr_i(raddr_i ^ {2{wrong(4)}}), "
      ".rdata_o(rdata_o));\n  end\n  endgenerate\n");
  for (const int pin : {1, 2, 3, 4}) {
    EXPECT_FALSE(circuit.InOneCycle(pin)) << pin;
    EXPECT_FALSE(circuit.FromReset(pin)) << pin;
  }
}

TEST(MutantProofs, ARegisterThatLosesItsResetIsSeenWhereItIsShown) {
  const Circuit circuit("input wire data_i, output wire early_o, late_o",
                        "  reg first_q, second_q;\n"
                        "  always @(posedge clk_i or negedge rst_ni)\n"
                        "    if (!rst_ni) first_q <= 1'b0; else first_q <= data_i;\n"
                        "  wire clear = ~rst_ni & ~wrong(1);\n"
                        "  always @(posedge clk_i or posedge clear)\n"
                        "    if (clear) second_q <= 1'b0; else second_q <= first_q;\n"
                        "  assign early_o = second_q & rst_ni;\n"
                        "  assign late_o = first_q;\n");
  EXPECT_TRUE(circuit.InOneCycle(1));  // an edge in reset clears it all the same
  const Circuit shown("input wire data_i, output wire shown_o",
                      "  reg q;\n  wire clear = ~rst_ni & ~wrong(1);\n"
                      "  always @(posedge clk_i or posedge clear)\n"
                      "    if (clear) q <= 1'b0; else q <= data_i;\n  assign shown_o = q;\n");
  EXPECT_FALSE(shown.InOneCycle(1));
  EXPECT_FALSE(shown.FromReset(1));
}

// Turned over in every cycle, it is used six cycles after it was loaded, or seven: what the counter
// has to do with it no few cycles tell.
TEST(MutantProofs, FindsInvariantsOverManyCycles) {
  const Circuit circuit(
      "input wire data_i, output wire shown_o",
      "  reg [3:0] count_q;\n  reg data_q;\n"
      "  always @(posedge clk_i or negedge rst_ni)\n"
      "    if (!rst_ni) count_q <= 4'd0; else count_q <= count_q + 4'd1;\n"
      "  always @(posedge clk_i)\n"
      "    if (count_q == 4'd0) data_q <= data_i;\n"
      "    else data_q <= data_q ^ (wrong(1) | wrong(2));\n"
      "  reg loaded_q;\n"
      "  always @(posedge clk_i or negedge rst_ni)\n"
      "    if (!rst_ni) loaded_q <= 1'b0; else loaded_q <= loaded_q | count_q == 4'd0;\n"
      "  assign shown_o = data_q & loaded_q & count_q == (wrong(2) ? 4'd8 : 4'd7);\n");
  EXPECT_FALSE(circuit.InOneCycle(1));
  EXPECT_TRUE(circuit.FromReset(1));
  EXPECT_FALSE(circuit.FromReset(2));
}

}  // namespace
}  // namespace gatewright
