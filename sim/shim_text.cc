// SPDX-License-Identifier: Apache-2.0
// The C++ between a verilated design and the simulation.
#include "sim/shim_text.h"

#include <fmt/format.h>

#include <string_view>

namespace gatewright {
namespace {

constexpr std::string_view kShim =
    R"GW(// Shim between a verilated design and the C interface of the simulation harness.
#include <cstdint>
#include <type_traits>

#include "Vgw.h"
#include "Vgw___024root.h"
#include "verilated.h"
{wave_include}{cov_include}
namespace {{
struct Model {{
  VerilatedContext context;
  Vgw* top = nullptr;
{wave_member}}};
struct Pins {{
  uint8_t rst_n, s_valid, s_last, s_user, m_ready;
  const uint32_t* s_data;
  uint8_t s_ready, m_valid, m_last, m_user, frame_error;
  uint32_t* m_data;
  uint8_t aw_valid, w_valid, w_strb, b_ready, ar_valid, r_ready;
  uint16_t aw_addr, ar_addr;
  uint32_t w_data;
  uint8_t aw_ready, w_ready, b_valid, b_resp, ar_ready, r_valid, r_resp;
  uint32_t r_data;
}};
// Ports and memory words are plain integers up to 64 bits and arrays of 32-bit words above.
template <typename T>
void PutBits(T& port, const uint32_t* words, int bits) {{
  if constexpr (std::is_integral_v<T>) {{
    uint64_t value = words[0];
    if (bits > 32) value |= static_cast<uint64_t>(words[1]) << 32;
    if (bits < 64) value &= (uint64_t{{1}} << bits) - 1;
    port = static_cast<T>(value);
  }} else {{
    for (int w = 0; w < (bits + 31) / 32; ++w) port[w] = words[w];
    if (bits % 32 != 0) port[bits / 32] &= (uint32_t{{1}} << (bits % 32)) - 1;
  }}
}}
template <typename T>
uint32_t GetWord(const T& port, int limb) {{
  if constexpr (std::is_integral_v<T>) {{
    return static_cast<uint32_t>(static_cast<uint64_t>(port) >> (32 * limb));
  }} else {{
    return port[limb];
  }}
}}
}}  // namespace

extern "C" {{
void* gwsim_create(uint32_t seed) {{
  Model* model = new Model;
  model->context.randReset(2);
  model->context.randSeed(static_cast<int>(seed & 0x7fffffff) | 1);
{wave_enable}  model->top = new Vgw(&model->context, "TOP");
  return model;
}}
void gwsim_destroy(void* handle) {{
  Model* model = static_cast<Model*>(handle);
{wave_close}  model->top->final();
  delete model->top;
  delete model;
}}
void gwsim_settle(void* handle, Pins* pins) {{
  Model* model = static_cast<Model*>(handle);
  Vgw* top = model->top;
  top->clk_i = 0;
  top->rst_ni = pins->rst_n;
  top->s_axis_tvalid = pins->s_valid;
  top->s_axis_tlast = pins->s_last;
  top->s_axis_tuser = pins->s_user;
  top->m_axis_tready = pins->m_ready;
  PutBits(top->s_axis_tdata, pins->s_data, {in_bits});
{bus_in}  top->eval();
{wave_dump}{bus_out}  pins->s_ready = top->s_axis_tready;
  pins->m_valid = top->m_axis_tvalid;
  pins->m_last = top->m_axis_tlast;
  pins->m_user = top->m_axis_tuser;
  pins->frame_error = top->frame_error_o;
  for (int w = 0; w < ({out_bits} + 31) / 32; ++w) pins->m_data[w] = GetWord(top->m_axis_tdata, w);
}}
void gwsim_edge(void* handle) {{
  Model* model = static_cast<Model*>(handle);
  model->top->clk_i = 1;
  model->top->eval();
{wave_dump}}}
{inside}bool gwsim_select(void* handle, uint32_t value) {{
{select}}}
bool gwsim_waves(void* handle, const char* path) {{
{wave_open}}}
bool gwsim_coverage(void* handle, const char* path) {{
{coverage}}}
{probe}}}
)GW";

constexpr std::string_view kBusIn = R"GW(  top->s_axil_awaddr = pins->aw_addr;
  top->s_axil_awprot = 0;
  top->s_axil_awvalid = pins->aw_valid;
  top->s_axil_wdata = pins->w_data;
  top->s_axil_wstrb = pins->w_strb;
  top->s_axil_wvalid = pins->w_valid;
  top->s_axil_bready = pins->b_ready;
  top->s_axil_araddr = pins->ar_addr;
  top->s_axil_arprot = 0;
  top->s_axil_arvalid = pins->ar_valid;
  top->s_axil_rready = pins->r_ready;
)GW";

constexpr std::string_view kBusOut = R"GW(  pins->aw_ready = top->s_axil_awready;
  pins->w_ready = top->s_axil_wready;
  pins->b_valid = top->s_axil_bvalid;
  pins->b_resp = top->s_axil_bresp;
  pins->ar_ready = top->s_axil_arready;
  pins->r_valid = top->s_axil_rvalid;
  pins->r_resp = top->s_axil_rresp;
  pins->r_data = top->s_axil_rdata;
)GW";

constexpr std::string_view kInside = R"GW(bool gwsim_inside() {{ return true; }}
uint32_t gwsim_cell(void* handle, int word, int limb) {{
  Model* model = static_cast<Model*>(handle);
  return GetWord(model->top->rootp->{top}__DOT__u_engine__DOT__u_cells__DOT__u_cell_state__DOT__mem[word],
                 limb);
}}
uint32_t gwsim_sum(void* handle, int array, int pe, int slot, int limb) {{
  Vgw___024root* root = static_cast<Model*>(handle)->top->rootp;
  switch (array * {pes} + pe) {{
{sums}  }}
  return 0;
}}
)GW";

constexpr std::string_view kNothingInside = R"GW(bool gwsim_inside() { return false; }
uint32_t gwsim_cell(void*, int, int) { return 0; }
uint32_t gwsim_sum(void*, int, int, int, int) { return 0; }
)GW";

constexpr std::string_view kProbe = R"GW(
bool gwsim_probe(void* handle, uint32_t* flags) {{
  const Vgw___024root* root = static_cast<Model*>(handle)->top->rootp;
  const uint32_t sum = (GetWord(root->{cells}__DOT__rd_q, 0) >> {sum_bit}) & 1;
  *flags = sum | (root->{cells}__DOT__result_valid_q ? 2 : 0);
  return true;
}}
uint32_t gwsim_probe_sum(void* handle, int lane, int limb) {{
  const Vgw___024root* root = static_cast<Model*>(handle)->top->rootp;
  switch (lane) {{
{lanes}  }}
  return 0;
}}
uint32_t gwsim_probe_result(void* handle, int limb) {{
  return GetWord(static_cast<Model*>(handle)->top->rootp->{cells}__DOT__result_values_o, limb);
}}
)GW";

constexpr std::string_view kNoProbe = R"GW(
bool gwsim_probe(void*, uint32_t*) { return false; }
uint32_t gwsim_probe_sum(void*, int, int) { return 0; }
uint32_t gwsim_probe_result(void*, int) { return 0; }
)GW";

/// One case per PE of the design: where its accumulators are in the verilated model. What is in a
/// generated block has its name before it: as a scope, and in what Yosys writes as part of its own
/// (\gen_array[0].u_array ), which Verilator spells out.
std::string SumCases(const Plan& plan, const std::string& top, bool of_yosys) {
  std::string text;
  const std::string in_block = of_yosys ? "__02e" : "__DOT__";
  const std::string open = of_yosys ? "__05b" : "__BRA__";
  const std::string close = (of_yosys ? "__05d" : "__KET__") + in_block;
  const std::string storage = plan.accumulators_in_ram ? "gen_ram" + in_block + "u_mem__DOT__mem"
                                                       : "gen_flops" + in_block + "sums_q";
  for (int m = 0; m < plan.arrays; ++m) {
    for (int p = 0; p < plan.pes; ++p) {
      text += fmt::format(
          "    case {}: return "
          "GetWord(root->{}__DOT__u_engine__DOT__u_arrays__DOT__gen_array{}{}{}u_array__DOT__"
          "gen_pe{}{}{}u_acc__DOT__{}[slot], limb);\n",
          m * plan.pes + p, top, open, m, close, open, p, close, storage);
    }
  }
  return text;
}

/// The sums and results that the cell lanes have (docs/engine.md): a read issued in cycle s has its
/// complete sum in cycle s+3, with several arrays s+4.
std::string ProbeText(const Plan& plan, const std::string& top) {
  const std::string cells = top + "__DOT__u_engine__DOT__u_cells";
  std::string lanes;
  for (int lane = 0; lane < plan.lanes; ++lane) {
    lanes += fmt::format(
        "    case {0}: return GetWord(root->{1}__DOT__gen_lane__BRA__{0}__KET____DOT__u_sum__DOT__"
        "sum_o, limb);\n",
        lane, cells);
  }
  return fmt::format(kProbe, fmt::arg("cells", cells), fmt::arg("lanes", lanes),
                     fmt::arg("sum_bit", plan.arrays > 1 ? 3 : 2));
}

}  // namespace

std::string ShimText(const Plan& plan, const SimBuildOptions& options) {
  const bool waves = options.waves;
  const auto when = [waves](const char* text) { return std::string(waves ? text : ""); };
  // Verilator escapes double underscores in names.
  std::string top = plan.top;
  for (size_t at = top.find("__"); at != std::string::npos; at = top.find("__", at + 4)) {
    top.replace(at, 2, "___05F");
  }
  const std::string inside =
      options.pins_only ? std::string(kNothingInside)
                        : fmt::format(kInside, fmt::arg("top", top), fmt::arg("pes", plan.pes),
                                      fmt::arg("sums", SumCases(plan, top, options.of_yosys)));
  const std::string select =
      options.select.empty()
          ? "  (void)handle;\n  (void)value;\n  return false;\n"
          : fmt::format("  static_cast<Model*>(handle)->top->{} = value;\n  return true;\n",
                        options.select);
  return fmt::format(
      kShim, fmt::arg("inside", inside), fmt::arg("select", select),
      fmt::arg("in_bits", plan.elements_in * plan.element_bits),
      fmt::arg("out_bits", plan.elements_out * plan.element_bits),
      fmt::arg("bus_in", plan.control != ControlBus::kNone ? kBusIn : ""),
      fmt::arg("bus_out", plan.control != ControlBus::kNone ? kBusOut : ""),
      fmt::arg("cov_include", options.coverage ? "#include \"verilated_cov.h\"\n" : ""),
      fmt::arg("wave_include", when("#include \"verilated_fst_c.h\"\n")),
      fmt::arg("wave_member", when("  VerilatedFstC* waves = nullptr;\n")),
      fmt::arg("wave_enable", when("  model->context.traceEverOn(true);\n")),
      fmt::arg("wave_close", when("  if (model->waves != nullptr) model->waves->close();\n"
                                  "  delete model->waves;\n")),
      fmt::arg("wave_dump", when("  model->context.timeInc(1);\n"
                                 "  if (model->waves != nullptr) "
                                 "model->waves->dump(model->context.time());\n")),
      fmt::arg("probe", options.probe ? ProbeText(plan, top) : std::string(kNoProbe)),
      fmt::arg("coverage",
               options.coverage
                   ? "  static_cast<Model*>(handle)->context.coveragep()->write(path);\n"
                     "  return true;\n"
                   : "  (void)handle;\n  (void)path;\n  return false;\n"),
      fmt::arg("wave_open",
               when("  Model* model = static_cast<Model*>(handle);\n"
                    "  model->waves = new VerilatedFstC;\n"
                    "  model->top->trace(model->waves, 99);\n"
                    "  model->waves->open(path);\n"
                    "  return true;\n") +
                   (waves ? "" : "  (void)handle;\n  (void)path;\n  return false;\n")));
}

std::string ShimControl(const Plan& plan, const SimBuildOptions& options) {
  if (options.pins_only) return "`verilator_config\n";
  if (options.of_yosys) {
    return fmt::format(
        "`verilator_config\n"
        "public_flat_rd -module \"{0}ram_1r1w\" -var \"mem\"\n"
        "public_flat_rd -module \"*{0}accumulator\" -var \"*sums_q\"\n",
        plan.prefix);
  }
  std::string text = fmt::format(
      "`verilator_config\n"
      "public_flat_rd -module \"{0}ram_1r1w\" -var \"mem\"\n"
      "public_flat_rd -module \"{0}accumulator\" -var \"sums_q\"\n",
      plan.prefix);
  // Whether or not they are read: what registers power up with depends on what is public.
  {
    text += fmt::format(
        "public_flat_rd -module \"{0}cell_lanes\" -var \"rd_q\"\n"
        "public_flat_rd -module \"{0}cell_lanes\" -var \"result_valid_q\"\n"
        "public_flat_rd -module \"{0}cell_lanes\" -var \"result_values_o\"\n"
        "public_flat_rd -module \"{0}lane_sum\" -var \"sum_o\"\n",
        plan.prefix);
  }
  return text;
}

}  // namespace gatewright
