// SPDX-License-Identifier: Apache-2.0
#include "generator/emit/emit.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "generator/base/write_tree.h"
#include "generator/design/design.h"
#include "generator/design/saved.h"
#include "generator/emit/parameters.h"
#include "generator/spec/parse.h"
#include "rtl_templates/templates.h"

namespace gatewright {
namespace {

Design Make(const std::string& more, const std::string& name = "t") {
  const Result<Spec> spec =
      ParseSpecText("name = \"" + name +
                        "\"\n[network]\ninputs = 3\nhidden = [5]\noutputs = 2\n[stimulus]\nsteps = "
                        "4\n" +
                        more,
                    "t.toml", ".");
  EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
  return *MakeDesign(*spec);
}

const OutputFile& Find(const std::vector<OutputFile>& files, const std::string& path) {
  for (const OutputFile& file : files) {
    if (file.path == path) return file;
  }
  ADD_FAILURE() << path << " was not emitted";
  return files.front();
}

TEST(Emit, FileListNamesEveryRtlFileAndNothingElse) {
  const Result<std::vector<OutputFile>> files = EmitDesign(Make(""));
  ASSERT_TRUE(files.ok());
  std::set<std::string> listed;
  std::istringstream list(Find(*files, "filelist.f").content);
  for (std::string line; std::getline(list, line);) {
    if (!line.starts_with("//")) listed.insert(line);
  }
  std::set<std::string> emitted;
  for (const OutputFile& file : *files) {
    if (file.path.starts_with("rtl/")) emitted.insert(file.path);
  }
  EXPECT_EQ(listed, emitted);
  // The top, and every template but the five of a register block, the one of a GRU, the one of
  // similarity and the six of other multipliers and activations.
  EXPECT_EQ(emitted.size(), RtlTemplates().size() + 1 - 13);
  EXPECT_EQ(emitted.count("rtl/gw_axi_lite.v") + emitted.count("rtl/gw_counter.v"), 0U);
}

TEST(Emit, RegisterBlockComesWithItsModulesPageAndHeader) {
  const Design design = Make("[control]\nbus = \"axi-lite\"\n[engine]\nreset = \"sync\"");
  const Result<std::vector<OutputFile>> files = EmitTree(design, 2, {{0, 0}, {0, 0}});
  ASSERT_TRUE(files.ok());
  for (const char* module :
       {"axi_lite", "counter", "count_ones", "saturation_count", "t_registers"}) {
    const std::string path = std::string("rtl/gw_") + module + ".v";
    EXPECT_NE(Find(*files, "filelist.f").content.find(path + "\n"), std::string::npos) << path;
    EXPECT_EQ(Find(*files, path).content.find("negedge rst_ni"), std::string::npos) << path;
  }
  EXPECT_NE(Find(*files, "registers.md").content.find("| 0x020 | CONTROL |"), std::string::npos);
  EXPECT_NE(Find(*files, "gw_t_registers.h").content.find("gw_t_control_enable"),
            std::string::npos);
  EXPECT_NE(Find(*files, "constraints.sdc").content.find("s_axil_wdata*"), std::string::npos);
  for (const OutputFile& file : *files) {
    EXPECT_NE(file.content.find(design.plan.spec_hash), std::string::npos) << file.path;
    EXPECT_NE(file.content.find(design.images.hash), std::string::npos) << file.path;
  }
}

TEST(Emit, EveryFileNamesBothHashes) {
  const Design design = Make("");
  const Result<std::vector<OutputFile>> files = EmitTree(design, 2, {{0, 0}, {0, 0}});
  ASSERT_TRUE(files.ok());
  for (const OutputFile& file : *files) {
    EXPECT_NE(file.content.find(design.plan.spec_hash), std::string::npos) << file.path;
    EXPECT_NE(file.content.find(design.images.hash), std::string::npos) << file.path;
  }
}

TEST(Emit, UsersPrefixReplacesOurs) {
  const Result<std::vector<OutputFile>> files = EmitDesign(Make("[output]\nprefix = \"acme_\""));
  ASSERT_TRUE(files.ok());
  for (const OutputFile& file : *files) {
    EXPECT_EQ(file.path.find("gw_"), std::string::npos) << file.path;
    EXPECT_EQ(file.content.find("gw_"), std::string::npos) << file.path;
  }
  EXPECT_NE(Find(*files, "rtl/acme_t.v").content.find("module acme_t #("), std::string::npos);
}

TEST(Emit, ResetStyleReachesEveryFlipFlop) {
  const Result<std::vector<OutputFile>> async = EmitDesign(Make(""));
  const Result<std::vector<OutputFile>> sync = EmitDesign(Make("[engine]\nreset = \"sync\""));
  int edges = 0;
  for (const OutputFile& file : *async) {
    edges += file.content.find("negedge rst_ni") != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(edges, 5);
  for (const OutputFile& file : *sync) {
    EXPECT_EQ(file.content.find("negedge rst_ni"), std::string::npos) << file.path;
  }
}

TEST(Emit, LeavesNoTemplateMarker) {
  // Markers of the printers are {name}; in Verilog a brace is never followed by a lone name that
  // is also the name of one of ours.
  const Result<std::vector<OutputFile>> files = EmitTree(Make(""), 2, {{0, 0}, {0, 0}});
  ASSERT_TRUE(files.ok());
  const std::regex marker(
      "\\{(top|layers|prefix|elem|inputs|outputs|range_in|pad_one|parameters|"
      "in_beats|out_beats|frame_out|max_cycles|period|half|pes|lanes)\\}");
  int looked_at = 0;
  for (const OutputFile& file : *files) {
    if (file.path.ends_with(".json")) continue;
    EXPECT_FALSE(std::regex_search(file.content, marker)) << file.path;
    ++looked_at;
  }
  EXPECT_GT(looked_at, 20);
}

TEST(Emit, TemplateModulesHaveTheNameOfTheirFile) {
  for (const RtlTemplate& source : RtlTemplates()) {
    const bool parameters =
        source.text.find("\nmodule " + source.module + " #(") != std::string::npos;
    const bool none = source.text.find("\nmodule " + source.module + " (") != std::string::npos;
    EXPECT_NE(parameters, none) << source.module;
    EXPECT_NE(source.text.find("`default_nettype none"), std::string::npos) << source.module;
    EXPECT_TRUE(source.text.ends_with("`default_nettype wire\n")) << source.module;
  }
}

/// Names of the fields of a packed parameter in the order in which it is written, as the templates
/// read them: each match has a name and its place, the place of the first one written being the
/// highest.
std::vector<std::string> FieldsOfTemplates(const std::string& module, const std::string& pattern) {
  std::vector<std::string> names;
  for (const RtlTemplate& source : RtlTemplates()) {
    if (source.module != module) continue;
    std::vector<size_t> places;
    const std::regex field(pattern);
    for (std::sregex_iterator it(source.text.begin(), source.text.end(), field), end; it != end;
         ++it) {
      names.push_back((*it)[1].str());
      places.push_back(std::stoul((*it)[2].str()));
    }
    for (size_t i = 0; i < places.size(); ++i) EXPECT_EQ(places[i], places.size() - 1 - i);
  }
  return names;
}

std::vector<std::string> Names(const std::vector<PackedField>& fields) {
  std::vector<std::string> names;
  for (const PackedField& field : fields) names.push_back(field.name);
  return names;
}

TEST(Emit, PackedParametersHaveTheFieldsThatTheTemplatesRead) {
  const Plan plan = Make("").plan;
  const auto bundle = [](const std::string& name) {
    return "localparam integer (\\w+) += " + name + "\\[32\\*(\\d+) \\+: 32\\];";
  };
  EXPECT_EQ(Names(FormatFields(plan)), FieldsOfTemplates("gw_cell_lanes", bundle("Formats")));
  EXPECT_EQ(Names(MultiplierFields(plan)), FieldsOfTemplates("gw_array", bundle("Multiplier")));
  EXPECT_EQ(Names(StorageFields(plan)), FieldsOfTemplates("gw_array", bundle("Storage")));
  EXPECT_EQ(Names(LayerFields(plan.layers[0])),
            FieldsOfTemplates("gw_sequencer", "(\\w+)_at += EntryBits \\* k \\+ 32 \\* (\\d+);"));
}

TEST(Emit, NoModuleHasMoreThanTwentyParameters) {
  const Result<std::vector<OutputFile>> files = EmitDesign(Make("[control]\nbus = \"axi-lite\"\n"));
  ASSERT_TRUE(files.ok());
  std::vector<RtlTemplate> modules = RtlTemplates();
  for (const OutputFile& file : *files) {
    if (file.path.starts_with("rtl/")) modules.push_back({file.path, file.content});
  }
  const std::regex parameter("\\n *parameter ");
  for (const RtlTemplate& module : modules) {
    const auto found =
        std::distance(std::sregex_iterator(module.text.begin(), module.text.end(), parameter), {});
    EXPECT_LE(found, 20) << module.module;
  }
}

TEST(Emit, TemplatesStandAloneAndAreTheUsers) {
  for (const RtlTemplate& source : RtlTemplates()) {
    EXPECT_EQ(source.text.find("`include"), std::string::npos) << source.module;
    EXPECT_EQ(source.text.find("SPDX"), std::string::npos) << source.module;
    EXPECT_TRUE(source.text.starts_with("// ")) << source.module;
  }
}

/// Verilog without comments, texts, and functions, whose names are their own.
std::string CodeOf(const std::string& text) {
  static const std::regex aside("//[^\n]*|/\\*[^*]*\\*/|\"[^\"\n]*\"");
  std::string code = std::regex_replace(text, aside, "");
  for (size_t at = code.find("  function "); at != std::string::npos;
       at = code.find("  function ")) {
    code.erase(at, code.find("endfunction", at) - at);
  }
  return code;
}

TEST(Emit, TemplatesDeclareNamesBeforeTheyUseThem) {
  const std::regex declaration(
      "\\b(?:wire|reg|integer|genvar|localparam)\\b(?: +(?:signed|integer))*(?: *\\[[^;=]*\\])? "
      "+(\\w+)");
  for (const RtlTemplate& source : RtlTemplates()) {
    const std::string code = CodeOf(source.text);
    std::set<std::string> seen;
    int looked_at = 0;
    for (std::sregex_iterator it(code.begin(), code.end(), declaration), end; it != end; ++it) {
      const std::string name = (*it)[1].str();
      if (!seen.insert(name).second) continue;  // again in another block
      const std::regex use("(?:^|[^\\w.$])" + name + "\\b");
      std::smatch first;
      ASSERT_TRUE(std::regex_search(code, first, use));
      EXPECT_GE(first.position() + 1, it->position()) << source.module << ": " << name;
      ++looked_at;
    }
    if (source.text.find("reg ") != std::string::npos) {
      EXPECT_GT(looked_at, 0) << source.module;
    }
  }
}

/// The modules of a design that only some multipliers need.
std::vector<std::string> MultiplierModules(const std::string& text) {
  const Result<std::vector<OutputFile>> files = EmitDesign(Make(text, "d"));
  EXPECT_TRUE(files.ok());
  std::vector<std::string> found;
  for (const char* module :
       {"carry_save", "digit_decoder", "digit_table", "full_adder", "shift_add", "truncated"}) {
    const std::string path = std::string("rtl/gw_") + module + ".v";
    for (const OutputFile& file : *files) {
      if (file.path == path) found.emplace_back(module);
    }
  }
  return found;
}

TEST(Emit, BringsTheModulesOfItsMultipliersAndNoOthers) {
  using Modules = std::vector<std::string>;
  const std::string similarity =
      "[sparsity]\nevents = { kind = \"similarity\", t_skip = 1, t_delta = 2, refresh = 3 }\n";
  const std::string truncated = "[numerics]\nmultiplier = { kind = \"truncated\", columns = 3 }\n";
  const std::string array = "[engine]\nmultiplier = { form = \"array\" }\n";
  EXPECT_EQ(MultiplierModules(""), Modules());
  EXPECT_EQ(MultiplierModules(array), (Modules{"carry_save", "full_adder"}));
  EXPECT_EQ(MultiplierModules(similarity + truncated), (Modules{"truncated"}));
  EXPECT_EQ(MultiplierModules(array + similarity + truncated),
            (Modules{"carry_save", "full_adder"}));
  const auto sparse = [](int digits, int bits) {
    return "[numerics]\nweight = { kind = \"bit-sparse\", digits = " + std::to_string(digits) +
           ", bits = " + std::to_string(bits) + " }\n";
  };
  EXPECT_EQ(MultiplierModules(sparse(2, 16)), (Modules{"digit_decoder", "shift_add"}));
  EXPECT_EQ(MultiplierModules(sparse(2, 12)),
            (Modules{"digit_decoder", "digit_table", "shift_add"}));
  EXPECT_EQ(MultiplierModules(sparse(3, 9)),
            (Modules{"digit_decoder", "digit_table", "full_adder", "shift_add"}));
}

TEST(Emit, RefusesANameThatTheEngineUses) {
  const Result<std::vector<OutputFile>> files = EmitDesign(Make("", "array"));
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.errors()[0].ToString(),
            "name = array: a module of the engine has the name of the top module, gw_array "
            "(nearest legal: another name or output.prefix)");
}

TEST(Emit, RefusesModulesNamedLikeAWordOfTheLanguage) {
  const Result<std::vector<OutputFile>> files =
      EmitDesign(Make("[output]\nprefix = \"mod\"", "ule"));
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.errors()[0].ToString(),
            "name = ule: the top module would be called module, a word of the language (nearest "
            "legal: another name or output.prefix)");
}

TEST(Emit, MemoryFileHasOneWordALineHighDigitFirst) {
  Plan plan;
  plan.top = "t";
  MemoryImages images;
  MemoryImage image;
  image.file = "x.hex";
  image.width = 70;
  image.words = 2;
  image.limbs = {0x0123456789abcdefULL, 0x3f, 0, 1};
  images.images = {image};
  const std::string text = EmitMemories(plan, images)[0].content;
  EXPECT_TRUE(text.ends_with("\n3f0123456789abcdef\n010000000000000000\n")) << text;
}

TEST(Emit, BenchVectorsCarryFlagsAboveTheElements) {
  const Design design = Make("[stream]\nelements_in = 2");
  BenchVectors vectors;
  vectors.inputs = {{1, -1, 2}};
  vectors.starts = {true};
  vectors.outputs = {{3, -4}};
  const std::vector<OutputFile> files =
      EmitBench(design.plan, IdOf(design.plan, design.images), vectors);
  // Two beats of two 16-bit elements: tuser (2) on the first, tlast (1) on the last.
  EXPECT_TRUE(Find(files, "tb/input.hex").content.ends_with("\n2ffff0001\n100000002\n"));
  EXPECT_TRUE(Find(files, "tb/expected.hex").content.ends_with("\n0003\nfffc\n"));
}

TEST(Emit, SameDesignTwiceGivesTheSameBytes) {
  const Result<std::vector<OutputFile>> first = EmitTree(Make(""), 2, {{0, 0}, {0, 0}});
  const Result<std::vector<OutputFile>> second = EmitTree(Make(""), 2, {{0, 0}, {0, 0}});
  ASSERT_EQ(first->size(), second->size());
  for (size_t i = 0; i < first->size(); ++i) {
    EXPECT_EQ((*first)[i].path, (*second)[i].path);
    EXPECT_EQ((*first)[i].content, (*second)[i].content) << (*first)[i].path;
  }
}

}  // namespace
}  // namespace gatewright
