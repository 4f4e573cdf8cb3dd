// SPDX-License-Identifier: Apache-2.0
// Emits the RTL: the templates that the design uses, and its top module.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "generator/base/bits.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "generator/emit/control.h"
#include "generator/emit/emit.h"
#include "generator/emit/multiplier.h"
#include "generator/emit/parameters.h"
#include "generator/registers/print.h"
#include "rtl_templates/templates.h"

namespace gatewright {
namespace {

void ReplaceAll(std::string* text, std::string_view from, std::string_view to) {
  for (size_t at = text->find(from); at != std::string::npos; at = text->find(from, at)) {
    text->replace(at, from.size(), to);
    at += to.size();
  }
}

/// Bits of a score, 1 where there is none.
int ScoreWidth(const Plan& plan) {
  return plan.events.kind == EventKind::kSimilarity ? plan.score_bits : 1;
}

/// The thresholds as the engine takes them: T_skip, T_delta, theta_h and theta_x of every layer,
/// theta_x of layer 0 lowest: constants, or wires from the registers.
std::string ThresholdsText(const Plan& plan) {
  const bool registers = plan.control != ControlBus::kNone && plan.events.kind != EventKind::kNone;
  const bool scores = registers && plan.events.kind == EventKind::kSimilarity;
  const int width = plan.formats.state.width();
  const int score = ScoreWidth(plan);
  const Thresholds& thresholds = plan.events.thresholds;
  std::string text = scores ? "{t_skip, t_delta"
                            : fmt::format("{{{}'d{}, {}'d{}", score, thresholds.scores.skip, score,
                                          thresholds.scores.delta);
  for (const bool recurrent : {true, false}) {
    for (size_t k = plan.layers.size(); k-- > 0;) {
      const LayerPlan& layer = plan.layers[k];
      if (registers && (!recurrent || IsRecurrent(layer.kind))) {
        text += fmt::format(", {{1'b0, theta_{}{}}}", recurrent ? 'h' : 'x', k);
      } else {
        text += fmt::format(", {}'d{}", width,
                            recurrent ? thresholds.theta_h(k) : thresholds.theta_x(k));
      }
    }
  }
  return text + "}";
}

std::string DescribeLayers(const Plan& plan) {
  std::string text;
  for (const LayerPlan& layer : plan.layers) {
    text += fmt::format("//   {} {} -> {}{}\n",
                        layer.kind == CellKind::kLstm  ? "LSTM "
                        : layer.kind == CellKind::kGru ? "GRU  "
                                                       : "dense",
                        layer.inputs, layer.units,
                        layer.input_relu ? ", negative inputs taken as zero" : "");
  }
  return text;
}

std::string DescribeEvents(const Plan& plan) {
  switch (plan.events.kind) {
    case EventKind::kNone:
      return "// m_axis_tuser is 0 in this design.\n";
    case EventKind::kDelta:
      return "// Elements are processed where they changed. m_axis_tuser is 0 in this design.\n";
    case EventKind::kSimilarity:
      return "// Steps are full, delta steps or skipped, by how much the input changed; "
             "m_axis_tuser "
             "marks\n// the frame of a skipped step, a copy of the one before.\n";
  }
  return "";
}

constexpr std::string_view kTopText = R"GW(//
// Accelerator for this network:
{layers}// state {state}{cell}, weights {weight}, accumulators {acc} bits
//
// One frame of {inputs} elements in, one of {outputs} out per step, on AXI4-Stream. An element takes
// {elem} bits, sign-extended, element 0 lowest. s_axis_tlast ends a frame, s_axis_tuser on its first
// beat starts a sequence. A frame of the wrong length sets frame_error_o and is dropped whole.
{events}// Memory contents are read from the folder MemDir when simulation or synthesis starts.
//
// Arrays and Pes describe the memory images: another value stops elaboration. Lanes, ElemsIn and
// ElemsOut may be changed within the rules that the guards state.
`default_nettype none

module {top} #(
  parameter Arrays   = {arrays},
  parameter Pes      = {pes},
  parameter Lanes    = {lanes},
  parameter ElemsIn  = {elements_in},
  parameter ElemsOut = {elements_out},
  parameter MemDir   = "mem"
) (
  input  wire {pad_one} clk_i,
  input  wire {pad_one} rst_ni,
  // input frames
  input  wire {pad_one} s_axis_tvalid,
  output wire {pad_one} s_axis_tready,
  input  wire {range_in} s_axis_tdata,
  input  wire {pad_one} s_axis_tlast,
  input  wire {pad_one} s_axis_tuser,
  // output frames
  output wire {pad_one} m_axis_tvalid,
  input  wire {pad_one} m_axis_tready,
  output wire {range_out} m_axis_tdata,
  output wire {pad_one} m_axis_tlast,
  output wire {pad_one} m_axis_tuser,
  // a frame of the wrong length came in; until reset
  output wire {pad_one} frame_error_o{control_ports}
);
  generate
    if (Arrays != {arrays}) begin : gen_guard_arrays
      Arrays_must_be_{arrays}_as_in_the_memory_images u_stop ();
    end
    if (Pes != {pes}) begin : gen_guard_pes
      Pes_must_be_{pes}_as_in_the_memory_images u_stop ();
    end
    if (Pes % Lanes != 0) begin : gen_guard_lanes
      Lanes_must_divide_Pes_{pes} u_stop ();
    end
    if (Lanes % Arrays != 0 && Arrays % Lanes != 0) begin : gen_guard_lanes_arrays
      Lanes_must_divide_Arrays_{arrays}_or_be_a_multiple_of_it u_stop ();
    end
    if (Lanes % ElemsOut != 0 || (ElemsOut & (ElemsOut - 1)) != 0 || ElemsOut < 1) begin : gen_guard_out
      ElemsOut_must_be_a_power_of_two_that_divides_Lanes u_stop ();
    end
    if ((ElemsIn & (ElemsIn - 1)) != 0 || ElemsIn < 1) begin : gen_guard_in
      ElemsIn_must_be_a_power_of_two u_stop ();
    end
  endgenerate
{control_block}
  {prefix}engine #(
    .Arrays     (Arrays),
    .Pes        (Pes),
    .Lanes      (Lanes),
    .ElemsIn    (ElemsIn),
    .ElemsOut   (ElemsOut),
{parameters}    .MemDir     (MemDir)
  ) u_engine (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .s_axis_tvalid_i (s_axis_tvalid),
    .s_axis_tready_o (s_axis_tready),
    .s_axis_tdata_i  (s_axis_tdata),
    .s_axis_tlast_i  (s_axis_tlast),
    .s_axis_tuser_i  (s_axis_tuser),
    .thresholds_i    ({thresholds}),
    .m_axis_tvalid_o (m_axis_tvalid),
    .m_axis_tready_i (m_axis_tready),
    .m_axis_tdata_o  (m_axis_tdata),
    .m_axis_tlast_o  (m_axis_tlast),
    .m_axis_tuser_o  (m_axis_tuser),
    .frame_error_o   (frame_error_o),
{control_binding}  );
endmodule

`default_nettype wire
)GW";

std::string TopText(const Plan& plan, const RegisterMap& registers) {
  std::string range_in = fmt::format("[ElemsIn*{}-1:0]", plan.element_bits);
  std::string range_out = fmt::format("[ElemsOut*{}-1:0]", plan.element_bits);
  range_in.resize(range_out.size(), ' ');
  return fmt::format(
      kTopText, fmt::arg("layers", DescribeLayers(plan)),
      fmt::arg("state", plan.formats.state.ToString()),
      fmt::arg("cell", plan.cell() == CellKind::kLstm
                           ? ", cell state " + plan.formats.cell.ToString()
                           : ""),
      fmt::arg("weight", plan.weight_format()), fmt::arg("acc", plan.formats.acc_bits),
      fmt::arg("inputs", plan.inputs), fmt::arg("outputs", plan.outputs),
      fmt::arg("elem", plan.element_bits), fmt::arg("top", plan.top),
      fmt::arg("arrays", plan.arrays), fmt::arg("pes", plan.pes), fmt::arg("lanes", plan.lanes),
      fmt::arg("elements_in", plan.elements_in), fmt::arg("elements_out", plan.elements_out),
      fmt::arg("pad_one", std::string(range_out.size(), ' ')), fmt::arg("range_in", range_in),
      fmt::arg("range_out", range_out), fmt::arg("prefix", plan.prefix),
      fmt::arg("events", DescribeEvents(plan)), fmt::arg("thresholds", ThresholdsText(plan)),
      fmt::arg("parameters", EngineParameters(plan)),
      fmt::arg("control_ports", ControlPorts(plan, range_out.size())),
      fmt::arg("control_block", ControlBlock(plan, registers)),
      fmt::arg("control_binding", ControlBinding(plan)));
}

/// Words of Verilog and SystemVerilog that no module may be called.
constexpr std::string_view kKeywords =
    " alias always always_comb always_ff always_latch and assert assign assume automatic before "
    "begin "
    "bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class "
    "clocking cmos config const constraint context continue cover covergroup coverpoint cross "
    "deassign default defparam design disable dist do edge else end endcase endchecker endclass "
    "endclocking endconfig endfunction endgenerate endgroup endinterface endmodule endpackage "
    "endprimitive endprogram endproperty endspecify endsequence endtable endtask enum event "
    "eventually expect export extends extern final first_match for force foreach forever fork "
    "forkjoin function generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins "
    "implements implies import incdir include initial inout input inside instance int integer "
    "interconnect interface intersect join join_any join_none large let liblist library local "
    "localparam logic longint macromodule matches medium modport module nand negedge nettype new "
    "nexttime nmos nor noshowcancelled not notif0 notif1 null or output package packed parameter "
    "pmos posedge primitive priority program property protected pull0 pull1 pulldown pullup "
    "pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase randsequence rcmos real "
    "realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran rtranif0 rtranif1 "
    "s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal "
    "showcancelled signed small soft solve specify specparam static string strong strong0 strong1 "
    "struct super supply0 supply1 sync_accept_on sync_reject_on table tagged task this throughout "
    "time timeprecision timeunit tran tranif0 tranif1 tri tri0 tri1 triand trior trireg type "
    "typedef union unique unique0 unsigned until until_with untyped use uwire var vectored virtual "
    "void wait wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor ";

bool IsKeyword(const std::string& name) {
  return kKeywords.find(" " + name + " ") != std::string_view::npos;
}

/// Text with the reset style of the design.
std::string WithReset(const Plan& plan, std::string text) {
  if (plan.reset == ResetStyle::kSync) ReplaceAll(&text, " or negedge rst_ni", "");
  return text;
}

/// A template under the user's prefix and reset style.
std::string Render(const Plan& plan, const RtlTemplate& source) {
  std::string text = WithReset(plan, source.text);
  ReplaceAll(&text, "gw_", plan.prefix);
  return text;
}

/// Whether the design instantiates a template: those not named here are part of every design.
bool IsUsed(const Plan& plan, const RtlTemplate& source) {
  const MultiplierPlan& multiplier = plan.multiplier;
  const bool bit_sparse = multiplier.kind == MultiplierKind::kBitSparse;
  const bool array = multiplier.kind == MultiplierKind::kArray;
  const bool gru = plan.cell() == CellKind::kGru;
  const bool registers = plan.control != ControlBus::kNone;
  const std::pair<std::string_view, bool> of_some[] = {
      {"gw_axi_lite", registers},
      {"gw_carry_save", array},
      {"gw_count_ones", registers},
      {"gw_counter", registers},
      {"gw_dense_head", plan.has_head()},
      {"gw_digit_decoder", bit_sparse},
      {"gw_full_adder", array || (bit_sparse && multiplier.digits == 3)},
      {"gw_gru_unit", gru},
      {"gw_lstm_unit", !gru},
      {"gw_mode_queue", plan.events.kind == EventKind::kSimilarity},
      {"gw_pwl", plan.formats.segments > 0},
      {"gw_saturation_count", registers},
      {"gw_shift_add", bit_sparse},
      {"gw_stats", registers},
      {"gw_truncated", multiplier.drop > 0 && !array},
  };
  const auto* const entry =
      std::ranges::find(of_some, source.module, &std::pair<std::string_view, bool>::first);
  return entry == std::end(of_some) || entry->second;
}

std::string ModuleName(const Plan& plan, const RtlTemplate& source) {
  return plan.prefix + source.module.substr(3);
}

}  // namespace

std::string FileHeader(const DesignId& id, const std::string& mark) {
  return fmt::format(
      "{0} {1}: configuration {2}, memory image {3}\n"
      "{0} Written by gatewright {4}. This file is yours: use, change and ship it as you like.\n",
      mark, id.top, id.spec_hash, id.image_hash, ToolVersion());
}

Result<std::vector<OutputFile>> EmitRtl(const Plan& plan, const DesignId& id) {
  const std::string header = FileHeader(id, "//");
  std::vector<OutputFile> files;
  if (IsKeyword(plan.top)) {
    return Diagnostic{"",
                      0,
                      "name",
                      plan.top.substr(plan.prefix.size()),
                      "the top module would be called " + plan.top + ", a word of the language",
                      "another name or output.prefix"};
  }
  for (const RtlTemplate& source : RtlTemplates()) {
    if (!IsUsed(plan, source)) continue;
    const std::string module = ModuleName(plan, source);
    if (IsKeyword(module)) {
      return Diagnostic{"",
                        0,
                        "output.prefix",
                        plan.prefix,
                        "a module would be called " + module + ", a word of the language",
                        "another prefix"};
    }
    if (module == plan.top) {
      return Diagnostic{"",
                        0,
                        "name",
                        plan.top.substr(plan.prefix.size()),
                        "a module of the engine has the name of the top module, " + plan.top,
                        "another name or output.prefix"};
    }
    files.push_back({"rtl/" + module + ".v", header + "//\n" + Render(plan, source)});
  }
  if (plan.multiplier.form > 0) {
    files.push_back({"rtl/" + plan.prefix + "digit_table.v", header + DigitTableText(plan)});
  }
  const RegisterMap registers = RegistersOf(plan, id);
  if (plan.control != ControlBus::kNone) {
    files.push_back({"rtl/" + RegisterModuleName(registers) + ".v",
                     header + WithReset(plan, PrintRegisterModule(registers))});
  }
  files.push_back({"rtl/" + plan.top + ".v", header + TopText(plan, registers)});
  return files;
}

}  // namespace gatewright
