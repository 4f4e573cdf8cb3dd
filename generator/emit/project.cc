// SPDX-License-Identifier: Apache-2.0
// Emits memory files, the file list and the timing constraints (SDC).
#include <fmt/format.h>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "generator/base/write_tree.h"
#include "generator/emit/control.h"
#include "generator/emit/emit.h"

namespace gatewright {
namespace {

constexpr std::string_view kSdcText = R"GW(
# Times in ns. The reset may be asserted at any time; its release must be synchronous to the clock.
create_clock -name clk_i -period {period:.3f} [get_ports clk_i]
set_input_delay {half:.3f} -clock clk_i \
  [get_ports {{s_axis_tvalid s_axis_tdata* s_axis_tlast s_axis_tuser m_axis_tready{bus}}}]
set_output_delay {half:.3f} -clock clk_i [all_outputs]
set_false_path -from [get_ports rst_ni]
)GW";

}  // namespace

std::vector<OutputFile> EmitMemories(const Plan& plan, const MemoryImages& images) {
  std::vector<OutputFile> files;
  for (const MemoryImage& image : images.images) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text = FileHeader(IdOf(plan, images), "//");
    const int digits = CeilDiv(image.width, 4);
    const int limbs = image.limbs_per_word();
    text.reserve(text.size() + static_cast<size_t>(image.words * (digits + 1)));
    for (int64_t word = 0; word < image.words; ++word) {
      const uint64_t* base = image.limbs.data() + word * limbs;
      for (int d = digits - 1; d >= 0; --d) {
        text += kDigits[(base[d / 16] >> (d % 16 * 4)) & 15];
      }
      text += '\n';
    }
    files.push_back({"mem/" + image.file, std::move(text)});
  }
  return files;
}

std::vector<OutputFile> EmitProject(const Plan& plan, const DesignId& id,
                                    const std::vector<OutputFile>& rtl, double clock_ns) {
  std::string list = FileHeader(id, "//");
  for (const OutputFile& file : rtl) list += file.path + "\n";
  std::string bus;
  for (const BusPort& port : BusPorts(plan)) {
    if (port.input) bus += fmt::format(" \\\n    {}{}", port.name, port.bits > 1 ? "*" : "");
  }
  std::string sdc = FileHeader(id, "#");
  sdc += fmt::format(kSdcText, fmt::arg("period", clock_ns), fmt::arg("half", clock_ns / 2),
                     fmt::arg("bus", bus));
  return {{"filelist.f", list}, {"constraints.sdc", sdc}};
}

}  // namespace gatewright
