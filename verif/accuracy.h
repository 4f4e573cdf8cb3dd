#pragma once

#include <vector>

#include "generator/design/design.h"
#include "verif/reference.h"

namespace gatewright {

/// How far one signal of the integer network is from the float network, over a stimulus.
struct SignalError {
  double sqnr_db = 0;  ///< 10 log10(sum float^2 / sum error^2); infinite when exact
  double max_abs = 0;  ///< worst |error|
  double mean_abs = 0;
  double rms = 0;
};

/// Accuracy report of a design.
struct Accuracy {
  std::vector<SignalError> layers;    ///< output of each layer against the float network
  bool has_wanted = false;            ///< the stimulus has a reference of wanted outputs
  double float_wanted = 0;            ///< RMS(float - wanted) / RMS(wanted)
  double integer_wanted = 0;          ///< RMS(integer - wanted) / RMS(wanted)
  Saturations saturations;            ///< of the reference model over the stimulus
  std::vector<SignalError> unpruned;  ///< as `layers`, of the network before pruning in the same
                                      ///< formats; empty when the design prunes nothing
};

/// Compares the reference model's `trace` with the design's float trace. `wanted` [steps][outputs]
/// may be empty.
Accuracy MeasureAccuracy(const Design& design, const Trace& trace,
                         const std::vector<double>& wanted);

}  // namespace gatewright
