// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/stages/console.h"
#include "cli/stages/stages.h"
#include "verif/campaign/campaign.h"

namespace gatewright {

/// What `gatewright verify` is asked for.
struct VerifyOptions {
  std::vector<std::string> files;  ///< a design or a case, designs with `mutants`; none = random
  std::string preset;              ///< a published machine instead
  std::string out = "verify";
  CampaignOptions campaign;
  std::string axes;                     ///< as ParseAxisFilter takes them
  std::vector<std::string> injections;  ///< "MODULE:TEXT=>TEXT"
  int sessions = 40;                    ///< played on a design
  bool waves = false;                   ///< of a replay
  std::string netlist;                  ///< target whose netlist is played; empty = the RTL
  int mutants = 0;                      ///< of each module of the design; 0 = no mutation score
  bool formal = false;                  ///< proofs of the templates instead
  bool faults = false;                  ///< ... and that injected faults break them
  std::string only;                     ///< ... of the proofs with this in their name
  double min_score = 0;                 ///< least mutation score, %
  /// What errors of a single design name.
  std::string file() const { return files.empty() ? preset : files.front(); }
};

/// Random designs, one design, or a saved failure. Writes below options.out: verify.json,
/// junit.xml, verify.html, failures/*.toml; of a campaign journal.jsonl too. An error: something
/// did not hold, or what was requested cannot be done.
StageResult VerifyStage(const VerifyOptions& options, Console* console);

}  // namespace gatewright
