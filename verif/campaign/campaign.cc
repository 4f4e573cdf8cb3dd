// SPDX-License-Identifier: Apache-2.0
// Runs many random designs and keeps a journal of them.
#include "verif/campaign/campaign.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "generator/base/parallel.h"
#include "generator/base/process.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "generator/spec/parse.h"
#include "rtl_templates/templates.h"
#include "verif/campaign/journal.h"
#include "verif/campaign/random_design.h"
#include "verif/campaign/replay.h"
#include "xxhash.h"

namespace gatewright {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Which campaign a journal belongs to: what changes its designs, and the templates.
std::string Header(const CampaignOptions& options) {
  XXH64_hash_t hash = 0;
  for (const RtlTemplate& one : RtlTemplates()) {
    hash = XXH3_64bits_withSeed(one.text.data(), one.text.size(), hash);
  }
  nlohmann::ordered_json faults = nlohmann::ordered_json::array();
  for (const InjectedFault& fault : options.faults) {
    faults.push_back({fault.module, fault.from, fault.to});
  }
  const nlohmann::ordered_json header{{"gatewright", ToolVersion()},
                                      {"format", kJournalFormat},
                                      {"templates", fmt::format("{:016x}", hash)},
                                      {"seed", options.seed},
                                      {"max_units", options.max_units},
                                      {"axes", options.axes_text},
                                      {"icarus", options.icarus},
                                      {"rtl_coverage", options.rtl_coverage},
                                      {"faults", faults}};
  return header.dump();
}

std::string SizeOf(const Plan& plan) {
  std::string text = CellName(plan.cell());
  for (int k = 0; k < plan.recurrent_layers(); ++k) {
    text += fmt::format("{}{}", k == 0 ? " " : "+", plan.layers[static_cast<size_t>(k)].units);
  }
  if (plan.has_head()) text += fmt::format(", head {}", plan.outputs);
  return text + fmt::format(", {} x {} PEs", plan.arrays, plan.pes);
}

std::vector<std::string> NamesOf(const FunctionalCoverage& coverage) {
  std::vector<std::string> names;
  for (const auto& [name, times] : coverage.all()) names.push_back(name);
  return names;
}

/// A folder that one campaign at a time works in.
class FolderLock {
 public:
  FolderLock() = default;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() {
    if (file_ < 0) return;
    ::unlink(path_.c_str());
    ::close(file_);
  }
  /// Errors: another one has it; it cannot be made.
  Status Take(const std::string& folder) {
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    path_ = folder + "/journal.lock";
    for (;;) {
      const int file = ::open(path_.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
      if (file < 0) return Diagnostic{path_, 0, "", "", "cannot be made", "a folder to write in"};
      if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return Diagnostic{
            folder, 0, "", "", "another campaign is at work in it", "another folder with -o"};
      }
      if (IsAtPath(file)) {
        file_ = file;
        return Ok();
      }
      ::close(file);  // one that ended took the file away after it was opened here
    }
  }

 private:
  bool IsAtPath(int file) const {
    struct stat opened = {}, there = {};
    return ::fstat(file, &opened) == 0 && ::stat(path_.c_str(), &there) == 0 &&
           opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
  }

  std::string path_;
  int file_ = -1;
};

/// A running campaign; what threads share is behind `mutex_`.
class Campaign {
 public:
  Campaign(const CampaignOptions& options, std::string folder, const CampaignObserver& observe)
      : options_(options),
        folder_(std::move(folder)),
        observe_(observe),
        journal_(folder_ + "/journal.jsonl", Header(options)) {}

  Result<CampaignResult> Run() {
    for (const InjectedFault& fault : options_.faults) {
      std::string text = TemplateText(fault.module);
      const Status injected = Inject(fault, &text);
      if (!injected) return injected.errors();
    }
    // Without them every design would fail.
    for (const char* tool : {"verilator", "g++"}) {
      const Result<std::string> found = FindTool(tool);
      if (!found) return found.errors();
    }
    const Status locked = lock_.Take(folder_);
    if (!locked) return locked.errors();
    Status begun = Begin();
    if (!begun) return begun.errors();
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int jobs = options_.jobs > 0 ? options_.jobs : cores;
    ForEachInParallel(static_cast<size_t>(jobs), jobs, [this](size_t) { Work(); });
    if (!errors_.empty()) return errors_;
    std::sort(result_.records.begin(), result_.records.end(),
              [](const auto& a, const auto& b) { return a.seed < b.seed; });
    result_.seconds = SecondsSince(start_);
    const bool all = options_.until_coverage && result_.functional.Holes().empty();
    result_.finished = all || options_.designs == 0 || Done() >= options_.designs;
    const Status closed = journal_.End();
    if (!closed) return closed.errors();
    return std::move(result_);
  }

 private:
  int Done() const { return static_cast<int>(result_.records.size()); }
  std::string FileOf(uint64_t seed) const {
    return fmt::format("{}/failures/r{}.toml", folder_, seed);
  }
  std::string RtlPath() const { return folder_ + "/rtl_coverage.json"; }

  Status Begin() {
    bool ended = false;
    Result<std::vector<CampaignRecord>> records = journal_.Read(&ended);
    if (!records) return records.errors();
    // One that ended starts over, unless more designs are requested now. Failures are played again.
    const bool more = options_.designs > static_cast<int>(records->size());
    const bool finished = ended && !more;
    if (finished) records->clear();
    std::error_code ignored;
    std::erase_if(*records, [&](const CampaignRecord& one) {
      if (!one.failure) return false;
      std::filesystem::remove(FileOf(one.seed), ignored);
      return true;
    });
    for (const CampaignRecord& record : *records) {
      for (const std::string& bin : record.bins) result_.functional.Hit(bin);
      seeds_.insert(record.seed);
    }
    if (finished && std::filesystem::exists(folder_ + "/journal.jsonl", ignored)) {
      std::filesystem::remove_all(folder_ + "/failures", ignored);
      std::filesystem::remove(RtlPath(), ignored);
    } else if (options_.rtl_coverage && !records->empty()) {
      Result<RtlCoverage> rtl = RtlCoverage::Load(RtlPath());
      if (!rtl) return rtl.errors();
      result_.rtl = std::move(*rtl);
    }
    result_.resumed = static_cast<int>(records->size());
    result_.records = std::move(*records);
    return journal_.Begin(result_.records);
  }

  /// The seed of the next design, or nothing when there is to be none.
  std::optional<uint64_t> Next() {
    const std::lock_guard lock(mutex_);
    if (!errors_.empty()) return std::nullopt;
    if (options_.minutes > 0 && SecondsSince(start_) >= options_.minutes * 60) return std::nullopt;
    if (options_.max_failures > 0 && result_.failures() >= options_.max_failures) {
      return std::nullopt;
    }
    if (options_.until_coverage && result_.functional.Holes().empty()) return std::nullopt;
    while (seeds_.count(options_.seed + drawn_) > 0) ++drawn_;
    if (options_.designs > 0 && drawn_ >= static_cast<uint64_t>(options_.designs)) {
      return std::nullopt;
    }
    return options_.seed + drawn_++;
  }

  void Work() {
    while (const std::optional<uint64_t> seed = Next()) Add(Play(*seed));
  }

  struct Played {
    CampaignRecord record;
    RtlCoverage rtl;
  };

  Played Play(uint64_t seed) {
    const Clock::time_point begin = Clock::now();
    Played played;
    CampaignRecord& record = played.record;
    record.seed = seed;
    Result<Case> which = RandomCase(seed, options_.max_units, options_.axes);
    if (!which) {
      record.failure = {"legal", ToString(which.errors())};
    } else {
      which->faults = options_.faults;
      PlayCase(&*which, &played);
    }
    record.seconds = SecondsSince(begin);
    return played;
  }

  void PlayCase(Case* which, Played* played) {
    CampaignRecord& record = played->record;
    if (const Result<Design> design = MakeCaseDesign(*which); design.ok()) {
      record.size = SizeOf(design->plan);
    }
    CaseOptions options;
    options.icarus = options_.icarus;
    options.sim.coverage = options_.rtl_coverage;
    CaseResult result = RunCase(which, record.seed, options);
    if (result.failure.check == "fault") {  // a design without the module of the fault
      which->faults.clear();
      result = RunCase(which, record.seed, options);
    }
    record.failure = result.failure;
    record.steps = result.steps;
    record.elements = result.elements;
    record.cycles = result.cycles;
    record.icarus = result.icarus;
    record.bins = NamesOf(result.covered);
    played->rtl = std::move(result.rtl);
    if (record.failure) Save(*which, &record);
  }

  void Save(const Case& which, CampaignRecord* record) {
    const Case small =
        Shrink(which, record->failure, options_.shrink, [&](const std::string& what) {
          const std::lock_guard lock(mutex_);
          if (observe_) observe_(result_, fmt::format("shrinking {}: {}", which.name, what));
        });
    record->file = fmt::format("failures/{}.toml", which.name);
    const Result<Replay> saved =
        SaveCase(which, small, record->failure, folder_ + "/" + record->file);
    if (!saved) {
      const std::lock_guard lock(mutex_);
      errors_ = saved.errors();
    }
  }

  void Add(Played played) {
    const std::lock_guard lock(mutex_);
    for (const std::string& bin : played.record.bins) result_.functional.Hit(bin);
    result_.rtl.Add(played.rtl);
    if (!errors_.empty()) return;
    Status written = options_.rtl_coverage ? result_.rtl.Save(RtlPath()) : Ok();
    if (written.ok()) written = journal_.Append(played.record);
    if (!written) errors_ = written.errors();
    result_.records.push_back(std::move(played.record));
    result_.seconds = SecondsSince(start_);
    if (observe_) observe_(result_, "");
  }

  const CampaignOptions& options_;
  const std::string folder_;
  const CampaignObserver& observe_;
  Journal journal_;
  FolderLock lock_;
  const Clock::time_point start_ = Clock::now();
  std::mutex mutex_;
  uint64_t drawn_ = 0;
  std::set<uint64_t> seeds_;  ///< of records from before
  CampaignResult result_;
  Diagnostics errors_;
};

}  // namespace

int CampaignResult::failures() const {
  return static_cast<int>(std::count_if(records.begin(), records.end(), [](const auto& record) {
    return static_cast<bool>(record.failure);
  }));
}

Result<CampaignResult> RunCampaign(const CampaignOptions& options, const std::string& folder,
                                   const CampaignObserver& observe) {
  return Campaign(options, folder, observe).Run();
}

Result<Case> RandomCase(uint64_t seed, int max_units, const AxisFilter& axes, int draws) {
  Case which;
  which.name = fmt::format("r{}", seed);
  which.init_seed = seed & 0xffffffff;
  for (int draw = 0; draw < draws; ++draw) {
    which.design = RandomDesignText(seed + (static_cast<uint64_t>(draw) << 40), max_units);
    if (axes.empty()) return which;
    const Result<Spec> spec = ParseSpecText(which.design, which.name + ".toml", ".");
    const Result<Design> design = MakeCaseDesign(which);
    if (design.ok() && Matches(axes, *spec, design->plan)) return which;
  }
  return Diagnostic{"",
                    0,
                    "--axes",
                    "",
                    fmt::format("none of {} designs drawn has them", draws),
                    "fewer axes, or values that go together"};
}

}  // namespace gatewright
