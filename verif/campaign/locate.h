// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/design/design.h"
#include "verif/campaign/case.h"
#include "verif/model/session.h"

namespace gatewright {

/// The first value in the cell lanes that is not the reference's.
struct FirstWrong {
  int step = 0;        ///< valid frames before it
  int layer = 0;       ///< its index in the design
  int unit = 0;        ///< of the layer
  int gate = -1;       ///< the sum that is wrong: LSTM i, f, g, o, GRU cx, r, u, ch; -1: the output
  std::string place;   ///< "step 3 layer 0 unit 5 gate g"
  int64_t cycle = -1;  ///< in which it is in the lanes; -1: it never came
  int64_t expected = 0;
  int64_t got = 0;
  std::string hint;                 ///< the event that the difference would be, if there is one
  std::vector<std::string> before;  ///< what happened last before it, oldest first
  std::string ToString() const;
};

/// Finds it in what a simulation with SimBuildOptions::probe saw of the session; nothing when sums
/// and outputs of all cells are right (the fault is in the output, the cycles or the counters).
std::optional<FirstWrong> Locate(const Design& design, const CaseSession& session,
                                 const Observed& observed);

}  // namespace gatewright
