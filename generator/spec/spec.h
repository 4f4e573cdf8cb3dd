// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/spec/cell.h"
#include "generator/spec/format.h"
#include "generator/spec/ratio.h"
#include "generator/spec/value.h"

namespace gatewright {

/// Activation of a dense head (numerics.md 3).
enum class HeadActivation { kNone, kRelu, kSigmoid, kTanh };

/// [network]: a model file, or a shape whose weights are drawn from `seed`.
struct NetworkSpec {
  std::string model;                ///< path as written, relative to the design file; empty = shape
  int inputs = 0;                   ///< elements of an input frame (shape only)
  CellKind cell = CellKind::kLstm;  ///< of the recurrent layers (shape only)
  std::vector<int> hidden;          ///< units of each recurrent layer (shape only)
  int outputs = 0;                  ///< units of the dense head, 0 = no head (shape only)
  HeadActivation head = HeadActivation::kNone;  ///< activation of the head (shape only)
  bool input_relu = false;  ///< the head takes negative inputs as zero (shape only)
  uint64_t seed = 1;        ///< seed of the random weights (shape only)
  int gain = 1;             ///< times a fresh network's bound of them (shape only)
  Table choose;             ///< constants for tensors of the model, by name (model only)
  bool subgraph = false;    ///< only the recurrent chain of the model is built (model only)
};

/// How weights are stored (docs/numerics.md 5).
enum class WeightKind { kFixed, kBitSparse };

/// How sigmoid and tanh are evaluated (docs/numerics.md 3).
enum class ActivationKind { kTable, kPwl };

/// [numerics]. A format left empty is "auto": calibrated from the stimulus.
struct NumericsSpec {
  std::optional<QFormat> state = QFormat{8, 8};  ///< format A; empty = "auto"
  std::optional<QFormat> cell = QFormat{8, 8};   ///< format C; empty = "auto"
  int auto_state_bits = 16;                      ///< width of A when "auto"
  int auto_cell_bits = 16;                       ///< width of C when "auto"
  WeightKind weight_kind = WeightKind::kFixed;
  int weight_digits = 0;               ///< n of bit-sparse weights
  int weight_bits = 8;                 ///< W
  int row_shift_bits = 0;              ///< k: per-row extra fraction e_r in 0..2^k-1
  std::optional<int> weight_fraction;  ///< fixes fw of every layer; empty = derived
  ActivationKind activation = ActivationKind::kTable;
  int segments = 16;                   ///< of each function (pwl)
  int table_in_fraction = 6;           ///< fi of activation tables
  int table_in_integer = 4;            ///< ii of activation tables, including the sign
  int gate_fraction = 12;              ///< fo
  std::optional<QFormat> bias_format;  ///< quantise biases to it first
  Rounding rounding = Rounding::kNearestEven;
  int accumulator_bits = 0;       ///< 0 = derived, else the width requested
  bool accumulator_wrap = false;  ///< accept a width at which row sums may wrap
  bool truncated = false;         ///< products of delta steps are truncated (similarity)
  int dropped_columns = 0;        ///< t: columns that they leave out
};

/// Which weights are stored (docs/sparsity.md).
enum class WeightPattern { kDense, kUnstructured, kCbtd, kHcgs };
/// How the weights to keep are chosen; kCheck prunes nothing and refuses a network without the
/// pattern.
enum class PruneMethod { kMagnitude, kRandom, kCheck };
/// What a share of unstructured weights counts over.
enum class PruneScope { kLayer, kGlobal };

/// Blocks kept in a matrix of an HCGS network: k1 of a row of outer blocks, k2 of a row of inner
/// ones. 0 = not given.
struct BlockQuota {
  int outer = 0;
  int inner = 0;
};

/// Which elements of a step are processed (docs/numerics.md 4).
enum class EventKind { kNone, kDelta, kSimilarity };

/// [sparsity] events. Thresholds are exact numbers in the unit of the signal.
struct EventSpec {
  EventKind kind = EventKind::kNone;
  Ratio theta_x{0, 1};              ///< of the inputs of recurrent layers
  Ratio theta_h{0, 1};              ///< of the recurrences
  std::optional<Ratio> theta_head;  ///< of the input of the head; empty = theta_x
  Ratio t_skip{0, 1};               ///< similarity: below it a step is skipped
  Ratio t_delta{0, 1};              ///< similarity: below it a step is a delta step
  int refresh = 0;                  ///< similarity: delta steps before a full one; 0 = no limit
};

/// [sparsity]
struct SparsitySpec {
  WeightPattern weights = WeightPattern::kDense;
  std::optional<Ratio> keep;       ///< share of weights kept; empty = 1 (unstructured)
  std::optional<Ratio> keep_x;     ///< the same for W_x alone
  std::optional<Ratio> keep_h;     ///< the same for W_h alone
  std::optional<Ratio> keep_head;  ///< of the dense head; empty = 1
  PruneScope scope = PruneScope::kLayer;
  int outer_block = 0;  ///< B1 (hcgs)
  int inner_block = 0;  ///< B2 (hcgs)
  BlockQuota kept;      ///< of every matrix (hcgs)
  BlockQuota kept_x;    ///< of W_x, where given
  BlockQuota kept_h;    ///< of W_h, where given
  PruneMethod method = PruneMethod::kMagnitude;
  uint64_t seed = 1;  ///< of random patterns
  EventSpec events;

  Ratio share_x() const { return keep_x ? *keep_x : keep.value_or(Ratio{}); }
  Ratio share_h() const { return keep_h ? *keep_h : keep.value_or(Ratio{}); }
  Ratio share_head() const { return keep_head.value_or(Ratio{}); }
  BlockQuota quota_x() const { return kept_x.outer > 0 ? kept_x : kept; }
  BlockQuota quota_h() const { return kept_h.outer > 0 ? kept_h : kept; }
};

enum class Storage { kAuto, kFlops, kRam };
/// What exact products are written as: `*` or an array of full adders.
enum class MultiplierForm { kAuto, kOperator, kArray };
enum class ResetStyle { kAsync, kSync };

/// [engine]
struct EngineSpec {
  int arrays = 1;      ///< M
  int pes = 1;         ///< N per array
  int cell_lanes = 1;  ///< L
  Storage accumulators = Storage::kAuto;
  ResetStyle reset = ResetStyle::kAsync;
  MultiplierForm multiplier = MultiplierForm::kAuto;
  int multiplier_stages = 1;  ///< cycles from a weight to its product
};

/// [stream]: elements per AXI4-Stream beat, powers of two.
struct StreamSpec {
  int elements_in = 1;
  int elements_out = 1;  ///< divides cell_lanes
};

/// What software reads and writes the design by.
enum class ControlBus { kNone, kAxiLite };

/// [control]
struct ControlSpec {
  ControlBus bus = ControlBus::kNone;
};

/// [stimulus]
struct StimulusSpec {
  std::string input;          ///< .npy or .csv, relative to the design file; empty = random frames
  int steps = 0;              ///< frames used; 0 = all (random stimulus: 64)
  uint64_t seed = 1;          ///< seed of random frames
  std::string reference;      ///< optional .npy/.csv of wanted outputs, shown beside the model's
  double sample_rate = 0;     ///< frames a second, for the report's axes; 0 = unknown
  std::string readout;        ///< .npy/.csv of a layer that reads the outputs; empty = none
  bool readout_relu = false;  ///< it takes negative outputs as zero
  HeadActivation readout_activation = HeadActivation::kSigmoid;
  std::optional<double> decision_threshold;  ///< above it an output is a decision; empty = none
};

/// [synth]
struct SynthSpec {
  std::string target = "generic";      ///< generic | osu018 | ice40 | ecp5 | xc7 | a liberty file
  std::vector<std::string> libraries;  ///< further files of a library that comes in parts
  std::vector<std::string> dont_use;   ///< patterns of cells that mapping leaves alone
  std::string device = "hx8k";         ///< hx8k | up5k, read for target ice40
  double clock_ns = 10.0;              ///< target clock period of the mapper, ns
  double memory_access_ns = 2.0;       ///< clock to output of memory macros in timing, ns
  double memory_setup_ns = 0.5;        ///< setup of memory macros in timing, ns
  std::string memory_table;            ///< CSV file of memory macros; empty: the model of 0.18 um
  bool power = false;                  ///< build measures power too
};

/// [output]
struct OutputSpec {
  std::string prefix = "gw_";  ///< prefix of every emitted module
};

/// A validated design: the only configuration that later stages see. Made by ParseSpec only.
struct Spec {
  std::string name;
  std::string directory;  ///< folder of the design file; relative paths start here
  NetworkSpec network;
  NumericsSpec numerics;
  SparsitySpec sparsity;
  EngineSpec engine;
  StreamSpec stream;
  ControlSpec control;
  StimulusSpec stimulus;
  SynthSpec synth;
  OutputSpec output;
  std::string canonical;  ///< canonical TOML of every key that affects the RTL, keys sorted
  std::string hash;       ///< 16 hex digits: XXH3-64 of `canonical`
};

}  // namespace gatewright
