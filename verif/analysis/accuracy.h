// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "generator/design/design.h"
#include "verif/analysis/output_error.h"
#include "verif/model/reference.h"

namespace gatewright {

/// One run over the stimulus: what it processed and how good its outputs are.
struct EventAccuracy {
  EventCounts counts;
  OutputError outputs;
};

/// Accuracy report of a design.
struct Accuracy {
  std::vector<SignalError> layers;     ///< output of each layer against the float network
  bool has_reference = false;          ///< the stimulus has a reference: the outputs it should have
  double float_reference_error = 0;    ///< RMS(float - reference) / RMS(reference)
  double integer_reference_error = 0;  ///< RMS(integer - reference) / RMS(reference)
  Saturations saturations;             ///< of the reference model over the stimulus
  std::vector<SignalError> unpruned;   ///< as `layers`, of the network before pruning in the same
                                       ///< formats; empty when the design prunes nothing
  OutputError outputs;                 ///< of the integer network, through the readout
  EventCounts counts;                  ///< what it processed
  /// With delta or similarity events, what tells their cost from that of quantisation: the integer
  /// network without them, and the imported float network with them (thresholds not rounded).
  std::optional<EventAccuracy> no_events;
  std::optional<EventAccuracy> float_events;
};

/// Compares the reference model's `trace` with the design's float trace. `wanted` [steps][outputs]
/// may be empty; `readout` is what the stimulus names (LoadReadout).
Accuracy MeasureAccuracy(const Design& design, const Trace& trace,
                         const std::vector<double>& wanted,
                         const std::optional<FloatLayer>& readout);

}  // namespace gatewright
