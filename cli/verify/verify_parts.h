// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/verify/verify.h"
#include "verif/campaign/case_run.h"

// Private to verify*.cc.
namespace gatewright::verify {

/// One thing that was checked: a design of a campaign, or a session of a design.
struct Check {
  std::string name;  ///< "r17", "session 3"
  CaseFailure failure;
  std::string file;  ///< the saved case
  std::string size;
  int64_t steps = 0, elements = 0, cycles = 0;
  bool icarus = false;
  double seconds = 0;
};

/// All that a run found.
struct Evidence {
  std::string title;                 ///< "random designs, seeds 1 to 200", "vad"
  std::string kind;                  ///< "designs" or "sessions"
  std::vector<Check> checks;         ///< in order
  std::vector<std::string> remarks;  ///< of a failure: the first wrong value and what was before it
  FunctionalCoverage functional;
  bool functional_is_whole = false;  ///< of all designs: holes count
  RtlCoverage rtl;
  double seconds = 0;
  int resumed = 0;
  bool finished = true;
  int64_t failures() const;
  int64_t Sum(int64_t Check::*member) const;  ///< over all checks
  int64_t in_icarus() const;                  ///< checks that ran in Icarus too
};

/// verify.json, junit.xml and verify.html.
nlohmann::ordered_json Describe(const Evidence& evidence);
std::string JUnitXml(const Evidence& evidence);
std::string Html(const Evidence& evidence);

/// One sentence: what was checked, and whether it held.
std::string Verdict(const Evidence& evidence);

/// Writes the three files below `out`.
Status WriteEvidence(const std::string& out, const Evidence& evidence);

/// A design with its own stimulus and random sessions.
StageResult VerifyDesign(const Case& which, const VerifyOptions& options, Console* console);

/// The design's own stimulus without and with stalls, then random sessions.
std::vector<CaseSession> SessionsOf(const Design& design, const VerifyOptions& options);

/// Plays sessions up to the first that fails, each a check of the evidence.
void PlaySessions(const Design& design, const std::vector<CaseSession>& sessions,
                  Simulation* simulation, Evidence* evidence, Console* console);

/// The netlist of a design, in the harness of the RTL, by its pins.
StageResult VerifyNetlist(const Case& which, const VerifyOptions& options, Console* console);

/// The mutation score of designs: mutation.json, mutation.html and mutation.md.
StageResult VerifyMutants(const std::vector<Case>& cases, const VerifyOptions& options,
                          Console* console);

/// Proofs of the templates: formal.json, formal.html, formal.md and junit.xml.
StageResult VerifyFormal(const VerifyOptions& options, Console* console);

/// A saved failure.
StageResult ReplayFile(const Case& which, const VerifyOptions& options, Console* console);

}  // namespace gatewright::verify
