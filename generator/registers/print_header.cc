// SPDX-License-Identifier: Apache-2.0
// Prints the registers as a C header.
#include <fmt/format.h>

#include <cctype>
#include <string_view>

#include "generator/registers/print.h"

namespace gatewright {
namespace {

constexpr std::string_view kHeader = R"GW(/*
 * Registers of {top} in C99: offsets, masks and inline accessors. `base` is where the block is mapped;
 * registers.md describes what the registers mean.
 */
#ifndef {guard}
#define {guard}

#include <stdint.h>

/* What this header was written for; {low}_matches() compares. */
#define {up}_MAGIC 0x{magic:08x}u
#define {up}_CONFIG_HASH 0x{spec:016x}ull
#define {up}_IMAGE_HASH 0x{image:016x}ull

/* Shape, and the format of elements and thresholds: value = integer * 2^-STATE_FRACTION. */
#define {up}_INPUTS {inputs}
#define {up}_OUTPUTS {outputs}
#define {up}_LAYERS {layers}
#define {up}_STATE_BITS {bits}
#define {up}_STATE_FRACTION {fraction}

/* Offsets in bytes. */
{offsets}
/* Fields: mask in the register, lowest bit. */
{masks}
static inline uint32_t {low}_read(const volatile uint32_t *base, uint32_t offset) {{
  return base[offset / 4u];
}}

static inline void {low}_write(volatile uint32_t *base, uint32_t offset, uint32_t value) {{
  base[offset / 4u] = value;
}}

static inline uint64_t {low}_read64(const volatile uint32_t *base, uint32_t offset) {{
  const uint64_t low = {low}_read(base, offset);
  return ((uint64_t){low}_read(base, offset + 4u) << 32) | low;
}}

/* 1 when the hardware at `base` is the design this header was written for, else 0. */
static inline int {low}_matches(const volatile uint32_t *base) {{
  return {low}_read(base, {up}_ID_OFFSET) == {up}_MAGIC &&
         {low}_read64(base, {up}_CONFIG_HASH_LO_OFFSET) == {up}_CONFIG_HASH &&
         {low}_read64(base, {up}_IMAGE_HASH_LO_OFFSET) == {up}_IMAGE_HASH;
}}

{constants}{settings}{sticky}{commands}{counters}{thresholds}#endif
)GW";

/// Helpers between real numbers and thresholds; only with delta events.
constexpr std::string_view kThresholds =
    R"GW(/* A threshold of `value` (a real number): the nearest integer of the state format,
   ties to even, within range: as in the design file. */
static inline uint32_t {low}_threshold(double value) {{
  const double scaled = value * {scale}.0;
  uint32_t whole;
  if (!(scaled > 0.5)) return 0u;
  if (scaled >= {max}.0) return {max}u;
  whole = (uint32_t)scaled;
  if (scaled - whole > 0.5 || (scaled - whole == 0.5 && (whole & 1u) != 0u)) ++whole;
  return whole;
}}

/* The real number that a threshold stands for. */
static inline double {low}_threshold_value(uint32_t threshold) {{
  return (double)threshold / {scale}.0;
}}

)GW";

std::string Case(std::string text, int (*convert)(int)) {
  for (char& c : text) c = static_cast<char>(convert(static_cast<unsigned char>(c)));
  return text;
}
std::string Lower(const std::string& text) { return Case(text, std::tolower); }
std::string Upper(const std::string& text) { return Case(text, std::toupper); }

/// What the accessors of a header are written with.
struct Names {
  std::string low, up;
};

/// "NAME_REGISTER_FIELD"
std::string FieldMacro(const Names& names, const Register& reg, const Field& field) {
  return names.up + "_" + Upper(SignalName(reg, field));
}

std::string Offsets(const RegisterMap& map, const Names& names) {
  std::string text;
  for (const Register& reg : map.registers) {
    text += fmt::format("#define {}_{}_OFFSET 0x{:03x}u\n", names.up, reg.name, reg.offset);
  }
  return text;
}

std::string Masks(const RegisterMap& map, const Names& names) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.counter >= 0) continue;
    for (const Field& field : reg.fields) {
      const std::string macro = FieldMacro(names, reg, field);
      text += fmt::format("#define {}_MASK 0x{:08x}u\n#define {}_SHIFT {}\n", macro, field.mask(),
                          macro, field.low);
    }
  }
  return text;
}

/// A function that reads one field.
std::string Getter(const Names& names, const Register& reg, const Field& field) {
  return fmt::format(
      R"GW(/* {meaning} */
static inline uint32_t {low}_{signal}(const volatile uint32_t *base) {{
  return ({low}_read(base, {up}_{reg}_OFFSET) & {macro}_MASK) >> {macro}_SHIFT;
}}

)GW",
      fmt::arg("meaning", field.meaning), fmt::arg("low", names.low), fmt::arg("up", names.up),
      fmt::arg("signal", SignalName(reg, field)), fmt::arg("reg", reg.name),
      fmt::arg("macro", FieldMacro(names, reg, field)));
}

std::string Getters(const RegisterMap& map, const Names& names, RegisterKind kind) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.kind != kind) continue;
    for (const Field& field : reg.fields) text += Getter(names, reg, field);
  }
  return text;
}

std::string Settings(const RegisterMap& map, const Names& names) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.kind != RegisterKind::kSetting) continue;
    for (const Field& field : reg.fields) {
      text += Getter(names, reg, field);
      const std::string register_macro = names.up + "_" + reg.name;
      const std::string macro = FieldMacro(names, reg, field);
      const bool alone = reg.fields.size() == 1;
      text += fmt::format(
          R"GW(/* Greater values than {max} are stored as {max}. */
static inline void {low}_set_{signal}(volatile uint32_t *base, uint32_t value) {{
  {low}_write(base, {reg}_OFFSET, {value});
}}

)GW",
          fmt::arg("max", field.max()), fmt::arg("low", names.low), fmt::arg("reg", register_macro),
          fmt::arg("signal", SignalName(reg, field)),
          fmt::arg("value", alone && field.bits > 1 ? std::string("value")
                            : alone                 ? "value != 0u ? 1u : 0u"
                                    : fmt::format("({0}_read(base, {1}_OFFSET) & ~{2}_MASK) | "
                                                  "((value << {2}_SHIFT) & {2}_MASK)",
                                                  names.low, register_macro, macro)));
    }
  }
  return text;
}

std::string Sticky(const RegisterMap& map, const Names& names) {
  std::string text;
  for (const Register& reg : map.registers) {
    if (reg.kind != RegisterKind::kSticky) continue;
    for (const Field& field : reg.fields) {
      text += Getter(names, reg, field);
      text += fmt::format(
          "static inline void {0}_clear_{1}(volatile uint32_t *base) {{\n"
          "  {0}_write(base, {2}_{3}_OFFSET, {4}_MASK);\n}}\n\n",
          names.low, SignalName(reg, field), names.up, reg.name, FieldMacro(names, reg, field));
    }
  }
  return text;
}

std::string Commands(const Names& names) {
  const auto command = [&names](const char* name, const char* comment, const std::string& value) {
    return fmt::format(
        "/* {} */\nstatic inline void {}_{}(volatile uint32_t *base) {{\n"
        "  {}_write(base, {}_COMMAND_OFFSET, {});\n}}\n\n",
        comment, names.low, name, names.low, names.up, value);
  };
  const std::string snapshot = names.up + "_COMMAND_SNAPSHOT_MASK";
  const std::string clear = names.up + "_COMMAND_CLEAR_MASK";
  return command("snapshot", "Copies all counters at one clock edge to where they are read.",
                 snapshot) +
         command("clear_counters", "All counters start again from 0.", clear) +
         command("snapshot_and_clear", "Both at once: nothing is lost, nothing counted twice.",
                 snapshot + " | " + clear);
}

std::string Counters(const RegisterMap& map, const Names& names) {
  std::string text;
  for (const Counter& counter : map.counters) {
    text += fmt::format(
        "/* Counter, as of the last snapshot: {}. */\n"
        "static inline uint64_t {}_{}(const volatile uint32_t *base) {{\n"
        "  return {}_read64(base, {}_{}_LO_OFFSET);\n}}\n\n",
        counter.meaning, names.low, Lower(counter.name), names.low, names.up, counter.name);
  }
  return text;
}

std::string ThresholdsText(const RegisterSource& source, const Names& names) {
  if (source.events == EventKind::kNone) return "";
  return fmt::format(kThresholds, fmt::arg("low", names.low),
                     fmt::arg("scale", int64_t{1} << source.state.fraction_bits),
                     fmt::arg("max", source.state.max()));
}

}  // namespace

std::string PrintRegisterHeader(const RegisterMap& map) {
  const RegisterSource& source = map.source;
  const Names names{Lower(source.top), Upper(source.top)};
  return fmt::format(
      kHeader, fmt::arg("top", source.top), fmt::arg("guard", names.up + "_REGISTERS_H"),
      fmt::arg("low", names.low), fmt::arg("up", names.up), fmt::arg("magic", kRegisterMagic),
      fmt::arg("spec", source.spec_hash), fmt::arg("image", source.image_hash),
      fmt::arg("inputs", source.inputs), fmt::arg("outputs", source.outputs),
      fmt::arg("layers", source.layers), fmt::arg("bits", source.state.width()),
      fmt::arg("fraction", source.state.fraction_bits), fmt::arg("offsets", Offsets(map, names)),
      fmt::arg("masks", Masks(map, names)),
      fmt::arg("constants", Getters(map, names, RegisterKind::kConstant)),
      fmt::arg("settings", Settings(map, names)), fmt::arg("sticky", Sticky(map, names)),
      fmt::arg("commands", Commands(names)), fmt::arg("counters", Counters(map, names)),
      fmt::arg("thresholds", ThresholdsText(source, names)));
}

}  // namespace gatewright
