// SPDX-License-Identifier: Apache-2.0
// The RTL of a multiplier, with and without faults, in gates.

#include <fmt/format.h>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "generator/emit/multiplier.h"
#include "generator/emit/parameters.h"
#include "verif/multipliers/multiplier_proof.h"

namespace gatewright {
namespace {

/// What is read is what is proven: no rewriting of logic but of constants.
constexpr std::string_view kScript = R"YS(read_verilog -defer {files}
chparam{parameters} gw_pe
hierarchy -check -top gw_pe
proc
flatten
delete t:$scopeinfo
opt -nosdff
memory
techmap
opt -nosdff -purge
check -assert
write_json circuit.json
)YS";

constexpr std::string_view kModules[] = {"pe",         "carry_save", "truncated",
                                         "full_adder", "shift_add",  "digit_decoder"};

/// A row of a table with another position of its first digit.
InjectedFault WrongRow(const std::string& table, int row) {
  const size_t begin = table.find(fmt::format("'d{}: entry", row));
  const size_t end = table.find(';', begin);
  const std::string from = table.substr(begin, end - begin);
  std::string to = from;
  to.back() =
      "1032547698badcfe"[static_cast<size_t>(std::stoi(from.substr(from.size() - 1), nullptr, 16))];
  return {fmt::format("one bit of row {} of the table", row), "digit_table", from, to};
}

}  // namespace

Result<GateCircuit> MultiplierProof::Circuit(const InjectedFault* fault) const {
  const ScratchFolder scratch;
  const bool table = plan_.multiplier.form != 0;
  std::string files;
  for (size_t k = 0; k < std::size(kModules) + (table ? 1 : 0); ++k) {
    const bool template_file = k < std::size(kModules);
    const std::string module = template_file ? std::string(kModules[k]) : "digit_table";
    std::string text = template_file ? TemplateText(module) : DigitTableText(plan_);
    if (fault != nullptr && fault->module == module) {
      const Status injected = Inject(*fault, &text);
      if (!injected) return injected.errors();
    }
    const Status written = WriteFileAtomically(scratch.path() + "/gw_" + module + ".v", text);
    if (!written) return written.errors();
    files += " gw_" + module + ".v";
  }
  std::string parameters = fmt::format(" -set ValueW {}", case_.value_bits);
  for (const PackedField& field : MultiplierFields(plan_)) {
    parameters += fmt::format(" -set {} {}", field.name, field.value);
  }
  const Status written = WriteFileAtomically(
      scratch.path() + "/circuit.ys", fmt::format(fmt::runtime(kScript), fmt::arg("files", files),
                                                  fmt::arg("parameters", parameters)));
  if (!written) return written.errors();
  const Result<std::string> run = RunTool({"yosys", "-q", "-s", "circuit.ys"}, scratch.path());
  if (!run) return run.errors();
  const Result<std::string> json = ReadWholeFile(scratch.path() + "/circuit.json");
  if (!json) return json.errors();
  return ReadGateCircuit(*json, "gw_pe");
}

std::vector<InjectedFault> MultiplierProof::TextFaults() const {
  const InjectedFault zero{"a weight of 0 keeps the offset", "pe",
                           "(DroppedColumns == 0) | (|operand)", "1'b1"};
  if (case_.kind == MultiplierKind::kOperator && case_.drop == 0) {
    return {{"operands taken unsigned", "pe", "wire signed [ValueW-1:0]  value ",
             "wire [ValueW-1:0]  value "}};
  }
  if (case_.kind == MultiplierKind::kOperator) {
    return {
        {"a sign of the value is not complemented", "truncated", "? ~Sign : Sign",
         "? ~Sign : {VW{1'b0}}"},
        {"the one of the last column is missing", "truncated", " + (One << (ProductW - 1))", ""},
        {"a column too many is left out", "truncated", "(One << DroppedColumns) - One",
         "(One << (DroppedColumns + 1)) - One"},
        {"no offset", "truncated", "approx_i ? Stands", "approx_i ? {ProductW{1'b0}}"},
        zero};
  }
  const InjectedFault last_adder{"rows joined instead of added", "pe", "product_o <= row_a + row_b",
                                 "product_o <= row_a | row_b"};
  const InjectedFault full_adder{"carry of the full adder", "full_adder", "(half & c_i)",
                                 "(b_i & c_i)"};
  std::vector<InjectedFault> faults;
  if (case_.stages < 3 && case_.digits != 1) faults.push_back(last_adder);
  const auto add = [&faults](const char* name, const char* module, const char* from,
                             const char* to) {
    faults.push_back({name, module, from, to});
  };
  if (case_.kind == MultiplierKind::kArray) {
    faults.push_back(full_adder);
    add("a sign of the value is not complemented", "carry_save",
        "(Row == WW - 1) != (c - Row == VW - 1)", "(Row == WW - 1) && (c - Row != VW - 1)");
    add("the one of the last column is missing", "carry_save", "bits[1] ^ (c == Columns - 1)",
        "bits[1]");
    if (case_.drop > 0) {
      add("a column too many is left out", "carry_save", "((c < DroppedColumns) ? exact",
          "((c <= DroppedColumns) ? exact");
      add("no offset", "carry_save", "= ~exact;", "= 1'b0;");
      faults.push_back(zero);
    }
    return faults;
  }
  add("a sign of the term one bit too low", "shift_add", "{kept[ValueW]}}", "{kept[ValueW-1]}}");
  add("zero has a digit", "digit_decoder",
      plan_.multiplier.form != 0 ? "negative | (index != ZeroIndex32[CodeW-2:0])"
      : case_.digits == 1        ? "~&position_o | negative_o"
                                 : "~(alone & (&single) & ~sign[0])",
      "1'b1");
  if (case_.digits > 1) {
    add("every digit has the sign of the first", "shift_add", "negative_i[d] ?", "negative_i[0] ?");
  }
  if (case_.digits == 3) {
    faults.push_back(full_adder);
    add("carries in their own column", "shift_add", "{carries[ProductW-2:0], 1'b0}", "carries");
  }
  if (plan_.multiplier.form != 0) {
    add("signs joined instead of added", "digit_decoder", "opposite ^ {Digits{negative}}",
        "opposite | {Digits{negative}}");
    const std::string table = DigitTableText(plan_);
    for (const int row : {0, plan_.multiplier.last / 2, plan_.multiplier.last}) {
      faults.push_back(WrongRow(table, row));
    }
  } else if (case_.digits == 2) {
    add("the fold is not undone", "digit_decoder", "column ^ {PosW{folded}};", "column;");
  }
  return faults;
}

}  // namespace gatewright
