// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"
#include "generator/compress/int_network.h"
#include "generator/compress/pwl.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Where one weight matrix lives in the memories of the arrays.
struct MatrixPlan {
  int columns = 0;             ///< 0: the layer has no such matrix
  int64_t base = 0;            ///< first weight word; unstructured: first entry of the pointers
  int column_words = 0;        ///< weight words of every column; unstructured: of the longest
  std::vector<int> of_column;  ///< unstructured only: weight words of each column
  int64_t index_base = 0;      ///< hcgs only: first entry of the block indices
  int words(int column) const {
    return of_column.empty() ? column_words : of_column[static_cast<size_t>(column)];
  }
};

/// Where one layer lives in the engine.
struct LayerPlan {
  CellKind kind = CellKind::kLstm;
  HeadActivation activation = HeadActivation::kNone;
  bool input_relu = false;  ///< dense only: negative inputs count as zero
  int inputs = 0;
  int units = 0;
  int gates = 4;            ///< weight rows of a unit: 4 for LSTM, 3 for GRU, 1 for dense
  int unit_slots = 0;       ///< slots of one gate (UnitSlots)
  int groups = 0;           ///< ceil(units / L): lane groups of a cell phase
  int interval = 4;         ///< sums of a unit, reads a group: 4, 1 for dense
  int slot_base = 0;        ///< first accumulator slot
  int cell_base = 0;        ///< first word in the cell state memory (LSTM)
  int weight_fraction = 0;  ///< fw
  MatrixPlan x;             ///< W_x
  MatrixPlan h;             ///< W_h, none for dense

  int slots() const { return interval * unit_slots; }   ///< accumulators of a PE
  int row_slots() const { return gates * unit_slots; }  ///< of them fed by a matrix
  /// First accumulator slot of W_x or W_h.
  int first_slot(bool recurrent) const {
    return slot_base + FirstGroup(kind, recurrent) * unit_slots;
  }
  /// More issue cycles than a step of the layer takes: each column alone, and every read.
  int64_t max_cycles() const {
    return int64_t{x.columns} * (x.column_words + 1) + int64_t{h.columns} * (h.column_words + 1) +
           int64_t{groups} * interval;
  }
  /// Accumulator slot of sum `gate` of unit u.
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

/// What a PE multiplies with (rtl_templates/gw_pe.v).
enum class MultiplierKind { kOperator, kArray, kBitSparse };
struct MultiplierPlan {
  MultiplierKind kind = MultiplierKind::kOperator;
  int stages = 1;       ///< cycles from a weight to its product
  int weight_bits = 8;  ///< of a stored weight: a code's with bit-sparse weights
  int digits = 1;       ///< of a bit-sparse weight at most
  int form = 0;         ///< of its code: 0 direct, 1 by gw_digit_table
  int last = 0;         ///< last index of gw_digit_table
  int drop = 0;         ///< columns left out in delta steps
  int offset = 0;       ///< what stands for them
};

/// Cycle distances of the emitted pipeline (docs/engine.md), for model and data sheet.
struct Timing {
  int push_to_event = 2;   ///< word pushed -> its first event on the queue's output
  int event_to_issue = 2;  ///< event taken -> first weight word at issue, array idle
  int read_to_lstm = 9;    ///< last read of a recurrent group issued -> result; +1 with several
                           ///< arrays, +1 for each further stage of the multipliers; with pwl +4
                           ///< for LSTM, +3 for GRU
  int read_to_dense = 6;   ///< read of a dense group issued -> result; +1 as above; with pwl +2 for
                           ///< a head of sigmoid or tanh
  int issue_to_sum = 3;    ///< weight word issued -> its sum added
};

/// Everything derived from the Spec and the integer network: each width, depth, base and table is
/// computed here, once. Printers and models read it and decide nothing.
struct Plan {
  int arrays = 1, pes = 1, lanes = 1;     ///< M, N, L
  int elements_in = 1, elements_out = 1;  ///< elements of a beat
  int inputs = 0, outputs = 0;
  NumericFormats formats;
  PwlLines sigmoid, tanh;  ///< pwl only
  bool accumulators_in_ram = false;
  ResetStyle reset = ResetStyle::kAsync;
  ControlBus control = ControlBus::kNone;
  std::string prefix = "gw_";  ///< of every module
  std::string top;             ///< name of the top module
  std::vector<LayerPlan> layers;
  int slots = 0;  ///< accumulator slots of a PE
  EventRules events;
  int score_bits = 1;  ///< of the score of a frame (similarity)
  MultiplierPlan multiplier;
  WeightPattern pattern = WeightPattern::kDense;
  int64_t weight_words = 0;         ///< words of an array's weight memory
  int slot_bits = 0;                ///< of the slot stored with each weight, 0 = none
  int block = 0;                    ///< B2: edge of an inner block (hcgs)
  int64_t index_words = 0;          ///< entries of the block index memory (hcgs)
  int index_bits = 0;               ///< bits of one
  int64_t pointer_words = 0;        ///< entries of an array's pointer memory (unstructured)
  int count_bits = 0;               ///< bits of a column's number of words in one
  int cell_words = 0;               ///< words of the cell state memory
  int element_bits = 16;            ///< bits of an element on the streams
  int beats_in = 0, beats_out = 0;  ///< beats of a frame
  int shift_bits = 1;               ///< bits of fw + e_r
  Timing timing;
  std::vector<MemoryPlan> memories;  ///< every memory instance of the design
  std::string spec_hash;             ///< 16 hex digits, of the configuration and the formats chosen

  CellKind cell() const { return layers.front().kind; }  ///< of the recurrent layers
  /// Bits of a unit's stored state: c of LSTM, h of GRU.
  int kept_bits() const {
    return cell() == CellKind::kGru ? formats.state.width() : formats.cell.width();
  }
  /// Bits of the value of an event: those of A, one more for differences.
  int event_bits() const {
    return formats.state.width() + (events.kind == EventKind::kNone ? 0 : 1);
  }
  bool has_head() const { return layers.back().kind == CellKind::kDense; }
  /// Layers with a recurrence: all but the head.
  int recurrent_layers() const { return static_cast<int>(layers.size()) - (has_head() ? 1 : 0); }
  /// Dense operations of a step, two per weight (multiply and add), biases not counted.
  int64_t operations() const;
  int64_t memory_bits() const;
  /// "8 bits", "2-sbit/16 in codes of 9 bits".
  std::string weight_format() const;
  /// Bits of one word of weights, slots included.
  int word_bits() const { return pes * (multiplier.weight_bits + slot_bits); }
  int block_words() const { return block / pes; }  ///< words of a column of an inner block (hcgs)
};

/// Lays the network out on the engine. With the patterns hcgs and unstructured the words of columns
/// are those of the network (CountColumnWords). Errors: a combination of sizes the engine cannot
/// hold (weight fraction negative, more than 16 M weight words an array, 4,096 slots a PE).
Result<Plan> MakePlan(const Spec& spec, const IntNetwork& network);

}  // namespace gatewright
