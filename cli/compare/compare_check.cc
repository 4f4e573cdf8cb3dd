// SPDX-License-Identifier: Apache-2.0
// Reads the variants of a comparison and checks that they are of one network.
#include "cli/compare/compare_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "cli/stages/design_paths.h"
#include "cli/stages/library_check.h"
#include "generator/base/read_file.h"
#include "generator/spec/parse.h"
#include "synth/fpga_family.h"

namespace gatewright {
namespace {

using nlohmann::ordered_json;

constexpr double kNanoseconds = 1e9;  // of a second

Diagnostic Differs(const Variant& variant, const std::string& key, const std::string& value,
                   const Variant& first, const std::string& expected) {
  return {variant.file,
          0,
          key,
          value,
          fmt::format("{} has {}", first.file, expected),
          "the same in all designs that are compared"};
}

std::string Model(const std::string& table) {
  return table.empty() ? "none, the model of SRAM" : table;
}

/// What stimulus a design has: the bytes of its file, or what random frames follow from.
Result<std::string> StimulusOf(const Spec& spec) {
  const StimulusSpec& stimulus = spec.stimulus;
  if (stimulus.input.empty()) return fmt::format("random, seed {}", stimulus.seed);
  return ReadWholeFile(BesideDesign(spec, stimulus.input));
}

std::string StimulusName(const Spec& spec) {
  const StimulusSpec& stimulus = spec.stimulus;
  return stimulus.input.empty() ? fmt::format("random, seed {}", stimulus.seed) : stimulus.input;
}

void CheckTargets(const std::vector<Variant>& variants, Diagnostics* errors) {
  const Variant& first = variants.front();
  for (const Variant& variant : variants) {
    const std::string target = ResolvedTarget(variant.spec);
    if (FindFpgaFamily(target) != nullptr) {
      errors->push_back({variant.file, 0, "synth.target", target,
                         "compare takes area and power from the cells of a library",
                         "osu018, a liberty file, or generic for area alone"});
      continue;
    }
    const std::string expected = ResolvedTarget(first.spec);
    if (target != expected) {
      errors->push_back(Differs(variant, "synth.target", target, first, expected));
    }
    const std::string table = ResolvedMemoryTable(variant.spec);
    const std::string expected_table = ResolvedMemoryTable(first.spec);
    if (table != expected_table) {
      errors->push_back(
          Differs(variant, "synth.memory_table", Model(table), first, Model(expected_table)));
    }
  }
}

/// The libraries that variants are mapped to: a variant's reset may need other cells.
void CheckLibraries(const std::vector<Variant>& variants, Diagnostics* errors) {
  for (const Variant& variant : variants) {
    const Status fits =
        CheckLibrary(variant.spec, ResolvedTarget(variant.spec), ResolvedMemoryTable(variant.spec));
    if (fits.ok()) continue;
    for (Diagnostic error : fits.errors()) {
      if (error.file.empty()) error.file = variant.file;
      errors->push_back(error);
    }
    return;  // the same library says the same of the others
  }
}

void CheckStimuli(const std::vector<Variant>& variants, Diagnostics* errors) {
  const Variant& first = variants.front();
  const Result<std::string> expected = StimulusOf(first.spec);
  if (!expected) errors->insert(errors->end(), expected.errors().begin(), expected.errors().end());
  for (size_t i = 1; i < variants.size(); ++i) {
    const Spec& spec = variants[i].spec;
    const Result<std::string> stimulus = StimulusOf(spec);
    if (!stimulus) {
      errors->insert(errors->end(), stimulus.errors().begin(), stimulus.errors().end());
    } else if (expected.ok() && *stimulus != *expected) {
      errors->push_back(Differs(variants[i], "stimulus.input", StimulusName(spec), first,
                                StimulusName(first.spec) + ", other frames"));
    }
    if (spec.stimulus.steps != first.spec.stimulus.steps) {
      errors->push_back(Differs(variants[i], "stimulus.steps", std::to_string(spec.stimulus.steps),
                                first, std::to_string(first.spec.stimulus.steps)));
    }
  }
}

void CheckNames(const std::vector<Variant>& variants, Diagnostics* errors) {
  std::set<std::string> names;
  for (const Variant& variant : variants) {
    if (names.insert(variant.spec.name).second) continue;
    errors->push_back({variant.file, 0, "name", variant.spec.name,
                       "another of the designs has this name, and a folder of it",
                       "a name of its own for every variant"});
  }
}

/// "lstm 1 to 20, dense 20 to 1"
std::string LayersOf(const Variant& variant) {
  std::string text;
  for (const ordered_json& layer : variant.generate.at("design").at("layers")) {
    text +=
        fmt::format("{}{} {} to {}", text.empty() ? "" : ", ", layer.at("kind").get<std::string>(),
                    layer.at("inputs").get<int>(), layer.at("units").get<int>());
  }
  return text;
}

/// Cycles from one step to the next, rounded up.
int64_t MinInterval(const Variant& variant) {
  const ordered_json& cycles = variant.generate.at("cycles");
  double interval = cycles.at("interval_cycles").get<double>();
  // A stimulus of one step has no interval.
  if (interval <= 0) interval = cycles.at("worst_case_cycles").get<double>();
  return std::max(int64_t{1}, static_cast<int64_t>(std::ceil(interval)));
}

}  // namespace

Result<std::vector<Variant>> ReadVariants(const CompareOptions& options) {
  Diagnostics errors;
  std::vector<Variant> variants;
  for (const std::string& file : options.designs) {
    Result<Spec> spec = ParseSpec(file);
    if (spec.ok()) {
      variants.push_back({file, std::move(*spec), {}, {}, {}, {}, 0});
    } else {
      errors.insert(errors.end(), spec.errors().begin(), spec.errors().end());
    }
  }
  const int count = static_cast<int>(options.designs.size());
  if (count < 2) {
    errors.push_back({"", 0, "designs", std::to_string(count),
                      "there is nothing to compare it with", "two design files or more"});
  } else if (options.baseline < 0 || options.baseline >= count) {
    errors.push_back({"", 0, "--baseline", std::to_string(options.baseline),
                      fmt::format("there are {} designs, the first is 0", count),
                      fmt::format("0 to {}", count - 1)});
  }
  if (!errors.empty()) return errors;
  CheckNames(variants, &errors);
  CheckTargets(variants, &errors);
  CheckStimuli(variants, &errors);
  if (errors.empty()) CheckLibraries(variants, &errors);
  if (!errors.empty()) return errors;
  return variants;
}

Status CheckSameNetwork(const std::vector<Variant>& variants) {
  Diagnostics errors;
  const std::string expected = LayersOf(variants.front());
  for (const Variant& variant : variants) {
    const std::string layers = LayersOf(variant);
    if (layers != expected) {
      errors.push_back(Differs(variant, "network", layers, variants.front(), expected));
    }
  }
  if (!errors.empty()) return errors;
  return Ok();
}

Result<double> ShareRate(double rate, std::vector<Variant>* variants) {
  double period_ns = rate > 0 ? kNanoseconds / rate : 0;
  for (const Variant& variant : *variants) {
    if (rate > 0) break;
    const double least = static_cast<double>(MinInterval(variant)) * variant.spec.synth.clock_ns;
    period_ns = std::max(period_ns, least);
  }
  Diagnostics errors;
  for (Variant& variant : *variants) {
    const double clock_ns = variant.spec.synth.clock_ns;
    variant.interval = std::llround(period_ns / clock_ns);
    const int64_t least = MinInterval(variant);
    if (variant.interval >= least) continue;
    const double most = std::floor(kNanoseconds / (static_cast<double>(least) * clock_ns));
    errors.push_back({variant.file, 0, "--rate", fmt::format("{:g}", rate),
                      fmt::format("a step takes {} cycles of {:g} ns", least, clock_ns),
                      fmt::format("at most {:.0f}, or a shorter synth.clock_ns", most)});
  }
  if (!errors.empty()) return errors;
  return kNanoseconds / period_ns;
}

}  // namespace gatewright
