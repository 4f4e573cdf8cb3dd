// SPDX-License-Identifier: Apache-2.0
// Writes what a design folder needs to be used again, and reads it back.
#include "generator/design/saved.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "generator/base/bits.h"
#include "generator/base/ceil_div.h"
#include "generator/base/read_file.h"
#include "generator/base/version.h"
#include "generator/base/write_tree.h"
#include "generator/compress/events.h"
#include "generator/emit/emit.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

using nlohmann::json;

Diagnostic Broken(const std::string& file, const std::string& rule) {
  return {file, 0, "", "", rule, "run gatewright generate again"};
}

/// A file of the folder whose bytes must be those the manifest recorded.
Result<std::string> ReadRecorded(const std::string& folder, const json& manifest,
                                 const std::string& path) {
  const std::string full = folder + "/" + path;
  Result<std::string> text = ReadWholeFile(full);
  if (!text) return text.errors();
  const json& recorded = manifest.at("files_xxh3");
  const std::string hash = fmt::format("{:016x}", XXH3_64bits(text->data(), text->size()));
  if (!recorded.contains(path) || recorded.at(path) != hash) {
    return Broken(full, "the file is not the one that the manifest records");
  }
  return text;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/// The lines of a memory file, comments left out, into an image of known size.
Result<MemoryImage> ParseHex(const std::string& path, const std::string& text, int width,
                             int64_t words) {
  MemoryImage image;
  image.file = std::filesystem::path(path).filename().string();
  image.width = width;
  image.words = words;
  image.limbs.assign(static_cast<size_t>(words * image.limbs_per_word()), 0);
  int64_t word = 0;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size());
    if (end > at && text[at] != '/') {
      if (word == words) return Broken(path, "more words than the design has");
      uint64_t* limbs = image.limbs.data() + word * image.limbs_per_word();
      for (size_t i = at, d = end - at; i < end; ++i) {
        --d;
        const int digit = HexDigit(text[i]);
        if (digit < 0 || d >= static_cast<size_t>(CeilDiv(width, 4))) {
          return Broken(path, "not a memory word of this design");
        }
        limbs[d / 16] |= static_cast<uint64_t>(digit) << (d % 16 * 4);
      }
      ++word;
    }
    at = end + 1;
  }
  if (word != words) return Broken(path, "fewer words than the design has");
  return image;
}

ColumnWords Words(const json& matrix) {
  ColumnWords words{matrix.at("column_words"), {}};
  if (matrix.contains("words_of_columns")) {
    words.of_column = matrix.at("words_of_columns").get<std::vector<int>>();
  }
  return words;
}

/// A network of the right shape, for planning; its numbers come from the images.
IntNetwork Skeleton(const json& manifest) {
  IntNetwork network;
  for (const json& entry : manifest.at("layers")) {
    IntLayer layer;
    layer.kind = entry.at("kind") == "lstm"  ? CellKind::kLstm
                 : entry.at("kind") == "gru" ? CellKind::kGru
                                             : CellKind::kDense;
    layer.activation = static_cast<HeadActivation>(entry.at("activation_code").get<int>());
    layer.input_relu = entry.at("input_relu");
    layer.inputs = entry.at("inputs");
    layer.units = entry.at("units");
    layer.weight_fraction = entry.at("weight_fraction");
    layer.x_words = Words(entry.at("x"));
    if (entry.contains("h")) layer.h_words = Words(entry.at("h"));
    network.layers.push_back(layer);
  }
  const json& f = manifest.at("formats");
  const auto format = [&f](const char* name) {
    return QFormat{f.at(name).at("integer_bits"), f.at(name).at("fraction_bits")};
  };
  network.formats = {
      .state = format("state"),
      .cell = format("cell"),
      .weight_bits = f.at("weight_bits"),
      .row_shift_bits = f.at("row_shift_bits"),
      .gate_fraction = f.at("gate_fraction"),
      .segments = f.at("segments"),
      .table_in_fraction = f.at("table_in_fraction"),
      .table_in_integer = f.at("table_in_integer"),
      .acc_bits = f.at("accumulator_bits"),
      .rounding = f.at("rounding") == "truncate" ? Rounding::kTruncate : Rounding::kNearestEven,
      .weight_kind = f.at("weight_kind") == "fixed" ? WeightKind::kFixed : WeightKind::kBitSparse,
      .weight_digits = f.at("weight_digits"),
      .dropped_columns = f.at("dropped_columns")};
  return network;
}

Status ReadImages(const json& manifest, SavedDesign* design) {
  for (const MemoryPlan& memory : design->plan.memories) {
    if (memory.file.empty()) continue;
    const std::string path = "mem/" + memory.file;
    Result<std::string> text = ReadRecorded(design->folder, manifest, path);
    if (!text) return text.errors();
    Result<MemoryImage> image =
        ParseHex(design->folder + "/" + path, *text, memory.width, memory.words);
    if (!image) return image.errors();
    design->images.images.push_back(std::move(*image));
  }
  design->images.hash = manifest.at("image_hash");
  return Ok();
}

Status ReadStimulus(const json& manifest, SavedDesign* design) {
  Result<std::string> text = ReadRecorded(design->folder, manifest, "stimulus.csv");
  if (!text) return text.errors();
  const char* at = text->data();
  const char* const end = at + text->size();
  const size_t width = static_cast<size_t>(design->plan.inputs) + 1;
  std::vector<int> row;
  while (at < end) {
    const char* const line_end = std::find(at, end, '\n');
    row.clear();
    while (at < line_end && *at != '#') {
      int value = 0;
      const auto [next, error] = std::from_chars(at, line_end, value);
      if (error != std::errc()) return Broken(design->folder + "/stimulus.csv", "not a number");
      row.push_back(value);
      at = next < line_end ? next + 1 : line_end;
    }
    if (row.size() == width) {
      design->starts.push_back(row[0] != 0);
      for (size_t i = 1; i < width; ++i) design->x.push_back(static_cast<int16_t>(row[i]));
    } else if (!row.empty()) {
      return Broken(design->folder + "/stimulus.csv", "a frame of the wrong width");
    }
    at = line_end < end ? line_end + 1 : end;
  }
  return Ok();
}

Result<SavedDesign> Load(const std::string& folder, const std::string& text, const json& manifest) {
  SavedDesign design;
  design.folder = folder;
  if (manifest.at("tool") != fmt::format("gatewright {}", ToolVersion())) {
    return Broken(folder + "/manifest.json",
                  "the folder was written by " + manifest.at("tool").get<std::string>());
  }
  if (manifest.at("manifest_xxh3") != ManifestHash(text)) {
    return Broken(folder + "/manifest.json", "the file is not as gatewright generate wrote it");
  }
  Result<Spec> spec = ParseSpecText(manifest.at("configuration").get<std::string>(),
                                    folder + "/manifest.json", folder);
  if (!spec) return spec.errors();
  design.spec = std::move(*spec);
  const json& flow = manifest.at("flow");
  design.spec.synth = {flow.at("synth_target"),
                       flow.at("libraries"),
                       flow.at("dont_use"),
                       flow.at("device"),
                       flow.at("clock_ns"),
                       flow.at("memory_access_ns"),
                       flow.at("memory_setup_ns"),
                       flow.at("memory_table"),
                       /*power=*/false};
  IntNetwork shape = Skeleton(manifest);
  ResolveEvents(design.spec, &shape);
  Result<Plan> plan = MakePlan(design.spec, shape);
  if (!plan) return plan.errors();
  design.plan = std::move(*plan);
  Status images = ReadImages(manifest, &design);
  if (!images) return images.errors();
  design.integers = Unpack(design.plan, design.images);
  Status stimulus = ReadStimulus(manifest, &design);
  if (!stimulus) return stimulus.errors();
  for (const auto& [path, hash] : manifest.at("files_xxh3").items()) {
    Result<std::string> same = ReadRecorded(folder, manifest, path);
    if (!same) return same.errors();
  }
  return design;
}

}  // namespace

OutputFile EmitStimulus(const Design& design) {
  std::string text = FileHeader(IdOf(design.plan, design.images), "#");
  text += fmt::format("# start of sequence, then {} elements as integers of {}\n",
                      design.plan.inputs, design.plan.formats.state.ToString());
  const size_t width = static_cast<size_t>(design.plan.inputs);
  for (size_t t = 0; t < design.stimulus.starts.size(); ++t) {
    text += design.stimulus.starts[t] ? '1' : '0';
    for (size_t j = 0; j < width; ++j) text += "," + std::to_string(design.x[t * width + j]);
    text += '\n';
  }
  return {"stimulus.csv", text};
}

Result<std::vector<OutputFile>> EmitTree(const Design& design, int bench_steps,
                                         const std::vector<std::vector<int16_t>>& bench_outputs,
                                         const std::vector<bool>& bench_repeats) {
  Result<std::vector<OutputFile>> files = EmitDesign(design);
  if (!files) return files.errors();
  BenchVectors vectors;
  const size_t width = static_cast<size_t>(design.plan.inputs);
  for (size_t t = 0; t < static_cast<size_t>(bench_steps); ++t) {
    vectors.inputs.emplace_back(design.x.begin() + static_cast<int64_t>(t * width),
                                design.x.begin() + static_cast<int64_t>((t + 1) * width));
    vectors.starts.push_back(design.stimulus.starts[t]);
  }
  vectors.outputs = bench_outputs;
  vectors.repeats = bench_repeats;
  for (OutputFile& file : EmitBench(design.plan, IdOf(design.plan, design.images), vectors)) {
    files->push_back(std::move(file));
  }
  files->push_back(EmitStimulus(design));
  files->push_back(
      EmitManifest(design.plan, IdOf(design.plan, design.images), design.spec, *files));
  return files;
}

Result<SavedDesign> LoadDesign(const std::string& folder) {
  const std::string path = folder + "/manifest.json";
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    return Diagnostic{folder,
                      0,
                      "",
                      "",
                      "the folder holds no output of gatewright generate",
                      "run gatewright generate first"};
  }
  const json manifest = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (manifest.is_discarded()) return Broken(path, "not JSON");
  try {
    return Load(folder, *text, manifest);
  } catch (const json::exception& error) {
    return Broken(path, fmt::format("not a manifest of gatewright ({})", error.what()));
  }
}

}  // namespace gatewright
