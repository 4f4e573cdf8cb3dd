// SPDX-License-Identifier: Apache-2.0
// What each parser is given when it is fuzzed.
#include "verif/fuzz/fuzz_target.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "generator/base/process.h"
#include "generator/base/read_file.h"
#include "generator/base/write_tree.h"
#include "generator/design/design.h"
#include "generator/design/saved.h"
#include "generator/emit/emit.h"
#include "generator/network/npy.h"
#include "generator/network/onnx_import.h"
#include "generator/network/readout.h"
#include "generator/network/stimulus.h"
#include "generator/spec/parse.h"
#include "synth/liberty.h"
#include "synth/memory_model.h"
#include "synth/power/gate_netlist.h"
#include "synth/power/power_library.h"
#include "verif/campaign/case.h"
#include "verif/campaign/journal.h"
#include "verif/fuzz/mutate.h"

namespace gatewright {
namespace {

template <typename T>
Diagnostics ErrorsOf(const Result<T>& result) {
  return result ? Diagnostics() : result.errors();
}

/// A reader of a path: the input lies in a file of that name.
template <typename Read>
FuzzTarget OfFile(const std::string& name, const std::string& file, Read read) {
  const auto scratch = std::make_shared<ScratchFolder>();
  return {name, {}, [scratch, file, read](const std::string& input) {
            const std::string path = scratch->path() + "/" + file;
            std::ofstream(path, std::ios::binary) << input;
            return read(path);
          }};
}

Diagnostics ReadModel(const std::string& path) {
  OnnxOptions lenient;
  lenient.subgraph = true;
  lenient.front = true;
  OnnxReport report;
  (void)ImportOnnx(path, lenient, &report);
  return ErrorsOf(ImportOnnx(path));
}

/// Reads the library as synth does, and as power does with the netlist that is in the corpus.
Diagnostics ReadCells(const std::string& path) {
  const Result<std::string> text = ReadLiberty(path);
  if (!text) return text.errors();
  (void)ParsePowerLibrary(*text, "cells.lib");
  return ErrorsOf(ParseLiberty(*text, "cells.lib"));
}

/// A saved failure: what is read makes a design, or says why not.
Diagnostics ReadSavedCase(const std::string& text) {
  const Result<Case> which = ReadCaseText(text, "case.toml");
  if (!which) return which.errors();
  const Result<Design> design = MakeCaseDesign(*which);
  if (!design) return design.errors();
  const Status fits = CheckCase(*which, *design);
  return fits ? Diagnostics() : fits.errors();
}

Diagnostics ReadJournal(const std::string& path) {
  bool ended = false;
  return ErrorsOf(Journal(path, "{\"header\":1}").Read(&ended));
}

/// The output of generate, in memory and in a folder, whose files are replaced one at a time.
class SavedFolder {
 public:
  explicit SavedFolder(std::vector<OutputFile> files) : files_(std::move(files)) {
    for (const OutputFile& file : files_) Write(file.path, file.content);
    manifest_ = nlohmann::ordered_json::parse(Text("manifest.json"));
  }
  std::string Text(const std::string& path) const {
    const auto file = std::find_if(files_.begin(), files_.end(),
                                   [&path](const OutputFile& one) { return one.path == path; });
    return file == files_.end() ? "" : file->content;
  }
  /// Reads the folder with other bytes at `path`, which the manifest records.
  Diagnostics ReadWith(const std::string& path, const std::string& input) {
    Write(path, input);
    if (path != "manifest.json") {
      nlohmann::ordered_json manifest = manifest_;
      manifest["files_xxh3"][path] =
          fmt::format("{:016x}", XXH3_64bits(input.data(), input.size()));
      manifest["manifest_xxh3"] = ManifestHash(manifest.dump());
      Write("manifest.json", manifest.dump());
    }
    Diagnostics errors = ErrorsOf(LoadDesign(scratch_.path()));
    Write(path, Text(path));
    return errors;
  }

 private:
  void Write(const std::string& path, const std::string& content) {
    const std::filesystem::path full = scratch_.path() + "/" + path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full, std::ios::binary) << content;
  }
  ScratchFolder scratch_;
  std::vector<OutputFile> files_;
  nlohmann::ordered_json manifest_;
};

/// Targets for the files of a saved design. Errors: the design of the corpus cannot be made.
Status AddSaved(const std::string& corpus_folder, std::vector<FuzzTarget>* targets) {
  const Result<Spec> spec = ParseSpec(corpus_folder + "/saved/design.toml");
  if (!spec) return spec.errors();
  const Result<Design> design = MakeDesign(*spec);
  if (!design) return design.errors();
  const Result<std::vector<OutputFile>> files = EmitTree(*design, 0, {});
  if (!files) return files.errors();
  const auto folder = std::make_shared<SavedFolder>(*files);
  const std::pair<const char*, const char*> parts[] = {{"saved_manifest", "manifest.json"},
                                                       {"saved_stimulus", "stimulus.csv"},
                                                       {"saved_memory", "mem/weights_00.hex"}};
  for (const auto& [name, path] : parts) {
    const std::string file = path;
    targets->push_back({name, {folder->Text(file)}, [folder, file](const std::string& input) {
                          return folder->ReadWith(file, input);
                        }});
  }
  return Ok();
}

/// Adds the inputs of the target's folder, by name.
Status AddCorpus(const std::string& corpus_folder, FuzzTarget* target) {
  std::vector<std::string> paths;
  std::error_code none;
  for (const auto& entry :
       std::filesystem::directory_iterator(corpus_folder + "/" + target->name, none)) {
    paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    Result<std::string> bytes = ReadWholeFile(path);
    if (!bytes) return bytes.errors();
    target->corpus.push_back(std::move(*bytes));
  }
  if (target->corpus.empty()) {
    return Diagnostic{corpus_folder, 0, "", target->name, "has no inputs", ""};
  }
  return Ok();
}

}  // namespace

Result<std::vector<FuzzTarget>> FuzzTargets(const std::string& corpus_folder) {
  std::vector<FuzzTarget> targets;
  targets.push_back({"design", {}, [](const std::string& input) {
                       return ErrorsOf(ParseSpecText(input, "design.toml", "."));
                     }});
  targets.push_back({"case", {}, ReadSavedCase});
  targets.push_back(OfFile("journal", "journal.jsonl", ReadJournal));
  targets.push_back(OfFile("model", "model.onnx", ReadModel));
  targets.push_back(OfFile("array", "array.npy", [](const std::string& path) {
    (void)LoadStimulus(path, 2);
    return ErrorsOf(ReadNpy(path));
  }));
  targets.push_back(OfFile("stimulus", "stimulus.csv", [](const std::string& path) {
    return ErrorsOf(LoadStimulus(path, -1));
  }));
  targets.push_back(OfFile("readout", "readout.csv", [](const std::string& path) {
    return ErrorsOf(LoadReadout(path, StimulusSpec(), 2));
  }));
  targets.push_back({"memory_table", {}, [](const std::string& input) {
                       return ErrorsOf(ParseMemoryTable(input, "memories.csv"));
                     }});
  targets.push_back(OfFile("liberty", "cells.lib", ReadCells));
  const Result<std::string> cells = ReadWholeFile(corpus_folder + "/liberty/small.lib");
  if (!cells) return cells.errors();
  Result<PowerLibrary> library = ParsePowerLibrary(*cells, "small.lib");
  if (!library) return library.errors();
  const auto shared = std::make_shared<PowerLibrary>(std::move(*library));
  targets.push_back({"netlist", {}, [shared](const std::string& input) {
                       return ErrorsOf(ReadGateNetlist(input, "top.json", "top", "gw_", *shared));
                     }});
  const Status saved = AddSaved(corpus_folder, &targets);
  if (!saved) return saved.errors();
  for (FuzzTarget& target : targets) {
    const Status added = AddCorpus(corpus_folder, &target);
    if (!added) return added.errors();
  }
  return targets;
}

std::string Fuzz(const FuzzTarget& target, uint64_t seed, int64_t executions,
                 const std::function<void(const std::string& input)>& before) {
  Mutator mutator(seed, target.corpus);
  for (int64_t k = 0; k < executions; ++k) {
    const std::string input = mutator.Next();
    if (before) before(input);
    for (const Diagnostic& error : target.read(input)) {
      if (error.rule.empty()) return input;
    }
  }
  return "";
}

}  // namespace gatewright
