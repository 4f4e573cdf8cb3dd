// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "generator/design/design.h"
#include "verif/campaign/case.h"
#include "verif/comparison/equivalence.h"

namespace gatewright {

/// Things that can happen in a session, by name: values of the coverage axis `event`.
std::vector<std::string> EventBinNames();

/// Those of them that happened in a session that held, from the stimulus and the models.
std::set<std::string> EventsOfSession(const Design& design, const CaseSession& session,
                                      const Session& played, const Equivalence& result);

}  // namespace gatewright
