// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "generator/compress/int_network.h"
#include "generator/network/float_network.h"
#include "generator/network/float_run.h"
#include "generator/network/stimulus.h"
#include "generator/spec/format.h"
#include "generator/spec/spec.h"

namespace gatewright {

/// Values that the float network took and that one format has to hold.
struct ObservedGroup {
  std::span<const double> values;  ///< finite
  /// Beyond +-limit a value and its saturated twin have the same effect; errors there do not count.
  double limit = 0;
};

/// One candidate format and how well it holds the observed values.
struct FormatCandidate {
  QFormat format;
  double low = 0;            ///< least value of the format
  double high = 0;           ///< greatest value of the format
  double clipped_share = 0;  ///< observed values that saturate, 0..1
  double harmful_share = 0;  ///< those of them that saturate within the limit, 0..1
  double sqnr_db = 0;        ///< values over their error, both within the limits; infinite = exact
  bool chosen = false;
  std::string reason;  ///< one sentence: why it was chosen or not
};

/// A format, how it was found, and the table it was chosen from.
struct FormatChoice {
  std::string name;        ///< "state" or "cell"
  bool automatic = false;  ///< chosen here; false: the design file named it (one candidate)
  QFormat chosen;
  double observed_low = 0;  ///< range of the observed values
  double observed_high = 0;
  std::vector<FormatCandidate> candidates;  ///< fewest integer bits first
};

/// The formats of a design and why they are what they are.
struct Calibration {
  FormatChoice state;
  FormatChoice cell;
};

/// Chooses the integer bits of a format of `width` bits with the best SQNR over `groups` (ties: the
/// fewest integer bits), among 1 .. width - min_fraction; or examines `given` alone.
FormatChoice ChooseFormat(const std::string& name, const std::vector<ObservedGroup>& groups,
                          const std::optional<QFormat>& given, int width, int min_fraction);

/// Chooses the state and cell formats that the design leaves to "auto" from what the network did
/// in `trace` on `stimulus`, and examines those it gives. Pre-activations count up to the range of
/// the activation table, +-2^(ii-1), but W_h h + bR of a GRU's candidate in full: the reset gate
/// scales it before a table reads it; cell states up to twice that, +-2^ii: beyond it tanh is flat
/// and stays so while the cell is half forgotten. Deterministic.
Calibration Calibrate(const FloatNetwork& network, const FloatTrace& trace,
                      const Stimulus& stimulus, const NumericsSpec& numerics);

/// The formats that Quantise needs: those of `calibration`, the rest as the design says.
NumericFormats FormatsOf(const NumericsSpec& numerics, const Calibration& calibration);

}  // namespace gatewright
