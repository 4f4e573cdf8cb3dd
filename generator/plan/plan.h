#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/spec/diagnostic.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Where one layer lives in the engine.
struct LayerPlan {
  CellKind kind = CellKind::kLstm;
  HeadActivation activation = HeadActivation::kNone;
  int inputs = 0;
  int units = 0;
  int gates = 4;            ///< accumulator groups: 4 for LSTM, 1 for dense
  int unit_slots = 0;       ///< ceil(units / N): slots of one gate
  int column_words = 0;     ///< weight words of a column: gates * unit_slots
  int groups = 0;           ///< ceil(units / L): lane groups of a cell phase
  int interval = 4;         ///< reads a group: 4 for LSTM, 1 for dense
  int slot_base = 0;        ///< first accumulator slot
  int64_t x_base = 0;       ///< first word of W_x in every array's weight memory
  int64_t h_base = 0;       ///< first word of W_h (LSTM)
  int cell_base = 0;        ///< first word in the cell state memory (LSTM)
  int weight_fraction = 0;  ///< fw

  /// Accumulator slot of gate g, unit u.
  int slot(int gate, int unit, int pes) const { return slot_base + gate * unit_slots + unit / pes; }
};

/// A memory of the emitted design, for inventories and estimates.
struct MemoryPlan {
  std::string role;    ///< "weights, array 0"
  std::string module;  ///< wrapper: "rom" or "ram_1r1w"
  std::string file;    ///< contents under mem/, empty for RAM
  int64_t words = 0;
  int width = 0;   ///< bits a word
  int copies = 1;  ///< identical instances
  int64_t bits() const { return words * width * copies; }
};

/// Cycle distances of the emitted pipeline (docs/engine.md), for model and data sheet.
struct Timing {
  int push_to_event = 2;   ///< word pushed -> its first event on the queue's output
  int event_to_issue = 2;  ///< event taken -> first weight word at issue, array idle
  int read_to_lstm = 9;    ///< read of gate o issued -> result; +1 with several arrays
  int read_to_dense = 6;   ///< read of a dense group issued -> result; +1 with several arrays
  int issue_to_sum = 3;    ///< weight word issued -> its sum readable by a read issued then
};

/// Everything derived from the Spec and the integer network: each width, depth, base and table is
/// computed here, once. Printers and models read it and decide nothing.
struct Plan {
  int arrays = 1, pes = 1, lanes = 1;     ///< M, N, L
  int elements_in = 1, elements_out = 1;  ///< elements of a beat
  int inputs = 0, outputs = 0;
  NumericFormats formats;
  bool accumulators_in_ram = false;
  ResetStyle reset = ResetStyle::kAsync;
  std::string prefix = "gw_";  ///< of every module
  std::string top;             ///< name of the top module
  std::vector<LayerPlan> layers;
  int slots = 0;                    ///< accumulator slots of a PE
  int64_t weight_words = 0;         ///< words of an array's weight memory
  int cell_words = 0;               ///< words of the cell state memory
  int element_bits = 16;            ///< bits of an element on the streams
  int beats_in = 0, beats_out = 0;  ///< beats of a frame
  int shift_bits = 1;               ///< bits of fw + e_r
  Timing timing;
  std::vector<MemoryPlan> memories;  ///< every memory instance of the design
  std::string spec_hash;             ///< 16 hex digits, of the configuration and the formats chosen

  bool has_head() const { return layers.back().kind == CellKind::kDense; }
  int lstm_layers() const { return static_cast<int>(layers.size()) - (has_head() ? 1 : 0); }
  /// Dense operations of a step, two per weight (multiply and add), biases not counted.
  int64_t operations() const;
  int64_t memory_bits() const;
};

/// Lays the network out on the engine. Errors: a combination of sizes the engine cannot hold
/// (weight fraction negative, more than 16 M weight words an array, 4,096 slots a PE).
Result<Plan> MakePlan(const Spec& spec, const IntNetwork& network);

}  // namespace gatewright
