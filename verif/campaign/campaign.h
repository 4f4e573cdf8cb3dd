// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "verif/campaign/case_run.h"
#include "verif/campaign/functional_coverage.h"
#include "verif/campaign/rtl_coverage.h"
#include "verif/campaign/shrink.h"

namespace gatewright {

/// What a campaign of random designs draws and how long it goes on.
struct CampaignOptions {
  uint64_t seed = 1;            ///< of the first design; the others follow: seed + 1, seed + 2, ...
  int designs = 0;              ///< 0 = as long as `minutes` say
  double minutes = 0;           ///< 0 = as many as `designs` say
  bool until_coverage = false;  ///< ends early when every bin that can be reached was
  int jobs = 0;                 ///< threads; 0 = one a core
  int max_units = 40;           ///< of a layer
  AxisFilter axes;              ///< only designs with these
  std::string axes_text;        ///< as the user wrote it
  bool icarus = true;           ///< small designs also run in Icarus, four-state
  bool rtl_coverage = false;    ///< lines and toggles of the templates too
  int max_failures = 10;        ///< then the campaign ends; 0 = never
  ShrinkLimits shrink;
  std::vector<InjectedFault> faults;  ///< injected into every design that has their modules
};

/// What became of one design.
struct CampaignRecord {
  uint64_t seed = 0;
  CaseFailure failure;
  std::string file;  ///< the shrunk case, below the campaign's folder; empty when all held
  std::string size;  ///< "lstm 13+7+head 3, 2 x 4 PEs"
  int64_t steps = 0, elements = 0, cycles = 0;
  bool icarus = false;
  double seconds = 0;
  std::vector<std::string> bins;  ///< that it hit
};

/// A campaign so far.
struct CampaignResult {
  std::vector<CampaignRecord> records;  ///< in the order of seeds
  int resumed = 0;                      ///< of them from an earlier, unfinished run
  FunctionalCoverage functional;
  RtlCoverage rtl;
  double seconds = 0;    ///< of this run
  bool finished = true;  ///< as many designs as were requested
  int failures() const;
};

/// Told after each design, and with `note` while a failure is made smaller. Called by one thread at
/// a time.
using CampaignObserver = std::function<void(const CampaignResult& so_far, const std::string& note)>;

/// Draws, builds and plays designs; `folder` gets journal.jsonl as it goes and failures/*.toml,
/// each a case made as small as it could. A journal of the same campaign that is not finished is
/// gone on with; one that is finished is started over. Errors: the folder cannot be written, or
/// holds another campaign.
Result<CampaignResult> RunCampaign(const CampaignOptions& options, const std::string& folder,
                                   const CampaignObserver& observe = nullptr);

/// The random case of a seed: the first design drawn from it that has the axes. Errors: none of
/// `draws` has them.
Result<Case> RandomCase(uint64_t seed, int max_units, const AxisFilter& axes, int draws = 2000);

}  // namespace gatewright
