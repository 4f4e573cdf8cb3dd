// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

/// The C interface of a design compiled into a shared library. `s_data` and `m_data` are arrays of
/// 32-bit words, low word first, large enough for a beat.
extern "C" {
struct GwSimPins {
  uint8_t rst_n, s_valid, s_last, s_user, m_ready;        ///< inputs
  const uint32_t* s_data;                                 ///< input
  uint8_t s_ready, m_valid, m_last, m_user, frame_error;  ///< outputs
  uint32_t* m_data;                                       ///< output
  // AXI4-Lite, ignored by a design without registers, whose outputs stay as they are.
  uint8_t aw_valid, w_valid, w_strb, b_ready, ar_valid, r_ready;          ///< inputs
  uint16_t aw_addr, ar_addr;                                              ///< inputs
  uint32_t w_data;                                                        ///< input
  uint8_t aw_ready, w_ready, b_valid, b_resp, ar_ready, r_valid, r_resp;  ///< outputs
  uint32_t r_data;                                                        ///< output
};
/// Makes a model; uninitialised registers start at random values drawn from `seed`.
using GwSimCreate = void* (*)(uint32_t seed);
using GwSimDestroy = void (*)(void* model);
/// Applies the inputs with the clock low and reads the outputs.
using GwSimSettle = void (*)(void* model, GwSimPins* pins);
/// One rising clock edge.
using GwSimEdge = void (*)(void* model);
/// Bits [32*limb, 32*limb+31] of word `word` of the cell state memory.
using GwSimCell = uint32_t (*)(void* model, int word, int limb);
/// The same of accumulator `slot` of PE `pe` of array `array`.
using GwSimSum = uint32_t (*)(void* model, int array, int pe, int slot, int limb);
/// Starts an FST wave file; false when the library was built without waves.
using GwSimWaves = bool (*)(void* model, const char* path);
/// What the cell lanes have between two edges: bit 0 a complete sum in each lane, bit 1 a result;
/// false when the library was built without the probe.
using GwSimProbe = bool (*)(void* model, uint32_t* flags);
/// Bits of the sum of a lane, of all results side by side.
using GwSimProbeSum = uint32_t (*)(void* model, int lane, int limb);
using GwSimProbeResult = uint32_t (*)(void* model, int limb);
/// Sets the port of SimBuildOptions::select; false when there is none.
using GwSimSelect = bool (*)(void* model, uint32_t value);
/// Whether gwsim_cell and gwsim_sum tell anything.
using GwSimInside = bool (*)();
/// Writes coverage.dat; false when the library was built without.
using GwSimCoverage = bool (*)(void* model, const char* path);
}
