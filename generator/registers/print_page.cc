// SPDX-License-Identifier: Apache-2.0
// Prints the registers as a page.
#include <fmt/format.h>

#include <string_view>

#include "generator/registers/print.h"

namespace gatewright {
namespace {

constexpr std::string_view kPage = R"GW(# Registers of {top}

Configuration `{spec:016x}`, memory image `{image:016x}`. An AXI4-Lite slave with 32-bit data and
{bits} address bits ({bytes} bytes). `{top}_registers.h` has all of this in C.

## Rules

- Accesses are of whole words: the two lowest address bits are ignored. WSTRB is honoured: a byte
  without its strobe stays as it is, and does not clear or command.
- An address without a register reads as 0 with SLVERR; a write to it answers SLVERR and has no effect.
  So does a write to a register that is only read (ro). All else answers OKAY.
- rw: a setting. Of a value wider than its field **the greatest legal value** is stored.
  w1c: rises by itself and is cleared by writing 1; an event in the cycle of the clear is kept.
  wo: writing 1 does something; reads 0.
- One read and one write are under way at a time; both may be, and then are in no order.
{thresholds}- Counters have 64 bits and run always. They are read through snapshots: write COMMAND.snapshot, then
  read as many words as you like; all show the same clock edge. COMMAND = 3 takes a snapshot and starts
  again from 0, without a gap.
- Saturations are counted once for each value that was cut, in units of the network only: what pads a
  layer to the size of the engine is not counted.

## Registers

| offset | register | bits | field | access | after reset | meaning |
|---|---|---|---|---|---|---|
{rows}
## Counters

| offset | counter | counts |
|---|---|---|
{counters})GW";

constexpr std::string_view kThresholds =
    R"GW(- Thresholds are taken over when the first beat of a frame is accepted: a frame is worked on with one
  set of them.
)GW";

std::string Bits(const Field& field) {
  if (field.bits == 1) return std::to_string(field.low);
  return fmt::format("{}:{}", field.low + field.bits - 1, field.low);
}

std::string ResetValue(const Field& field) {
  return field.bits > 16 ? fmt::format("0x{:08x}", field.reset) : std::to_string(field.reset);
}

/// A bar would end the cell of a table.
std::string Cell(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '|' ? std::string("\\|") : std::string(1, c);
  return safe;
}

std::string Rows(const RegisterMap& map) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.counter >= 0) continue;
    for (const Field& field : reg.fields) {
      text += fmt::format("| 0x{:03x} | {} | {} | {} | {} | {} | {} |\n", reg.offset, reg.name,
                          Bits(field), field.name, AccessName(field.access), ResetValue(field),
                          Cell(field.meaning));
    }
  }
  return text;
}

std::string Counters(const RegisterMap& map) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.kind != RegisterKind::kCounterLow) continue;
    const Counter& counter = map.counters[static_cast<size_t>(reg.counter)];
    text += fmt::format("| 0x{:03x}, 0x{:03x} | {}_LO, {}_HI | {} |\n", reg.offset, reg.offset + 4,
                        counter.name, counter.name, counter.meaning);
  }
  return text;
}

}  // namespace

std::string PrintRegisterPage(const RegisterMap& map) {
  return fmt::format(kPage, fmt::arg("top", map.source.top), fmt::arg("spec", map.source.spec_hash),
                     fmt::arg("image", map.source.image_hash),
                     fmt::arg("bits", kRegisterAddressBits), fmt::arg("bytes", kRegisterBytes),
                     fmt::arg("thresholds", map.source.thresholds.empty() ? "" : kThresholds),
                     fmt::arg("rows", Rows(map)), fmt::arg("counters", Counters(map)));
}

}  // namespace gatewright
