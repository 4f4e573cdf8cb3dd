// SPDX-License-Identifier: Apache-2.0
#include "verif/fault_injection/rtl_faults.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "generator/base/write_tree.h"
#include "generator/design/saved.h"
#include "rtl_templates/templates.h"

namespace gatewright {
namespace {

/// The emitted RTL of a design: module without prefix -> text.
std::map<std::string, std::string> ModulesOf(const FaultDesign& which) {
  const Result<Design> design = MakeCaseDesign(FaultCase(which, nullptr, 0));
  EXPECT_TRUE(design.ok()) << which.name << ": " << ToString(design.errors());
  if (!design) return {};
  const Result<std::vector<OutputFile>> files = EmitTree(*design, 0, {}, {});
  std::map<std::string, std::string> modules;
  const std::string start = "rtl/" + design->plan.prefix;
  for (const OutputFile& file : *files) {
    if (!file.path.starts_with(start) || !file.path.ends_with(".v")) continue;
    modules[file.path.substr(start.size(), file.path.size() - start.size() - 2)] = file.content;
  }
  return modules;
}

TEST(TemplateFaults, AreOfEveryTemplate) {
  std::set<std::string> with_fault;
  for (const TemplateFault& planted : TemplateFaults()) with_fault.insert(planted.fault.module);
  for (const RtlTemplate& source : RtlTemplates()) {
    EXPECT_TRUE(with_fault.contains(source.module.substr(3))) << source.module;
  }
}

TEST(TemplateFaults, StandOnceInTheEmittedRtlOfTheirDesign) {
  std::map<std::string, std::map<std::string, std::string>> designs;
  for (const FaultDesign& design : FaultDesigns()) designs[design.name] = ModulesOf(design);
  ASSERT_EQ(designs.size(), FaultDesigns().size());
  for (const TemplateFault& planted : TemplateFaults()) {
    SCOPED_TRACE(planted.fault.module + ": " + planted.fault.name);
    ASSERT_TRUE(designs.contains(planted.design));
    const std::map<std::string, std::string>& modules = designs[planted.design];
    ASSERT_TRUE(modules.contains(planted.fault.module));
    const std::string& text = modules.at(planted.fault.module);
    const size_t at = text.find(planted.fault.from);
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(text.find(planted.fault.from, at + 1), std::string::npos);
    EXPECT_NE(planted.fault.from, planted.fault.to);
  }
}

}  // namespace
}  // namespace gatewright
