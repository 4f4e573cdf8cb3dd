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
  for (const TemplateFault& injected : TemplateFaults()) with_fault.insert(injected.fault.module);
  for (const RtlTemplate& source : RtlTemplates()) {
    EXPECT_TRUE(with_fault.contains(source.module.substr(3))) << source.module;
  }
}

TEST(TemplateFaults, StandOnceInTheEmittedRtlOfTheirDesign) {
  std::map<std::string, std::map<std::string, std::string>> designs;
  for (const FaultDesign& design : FaultDesigns()) designs[design.name] = ModulesOf(design);
  ASSERT_EQ(designs.size(), FaultDesigns().size());
  for (const TemplateFault& injected : TemplateFaults()) {
    SCOPED_TRACE(injected.fault.module + ": " + injected.fault.name);
    ASSERT_TRUE(designs.contains(injected.design));
    const std::map<std::string, std::string>& modules = designs[injected.design];
    ASSERT_TRUE(modules.contains(injected.fault.module));
    const std::string& text = modules.at(injected.fault.module);
    const size_t at = text.find(injected.fault.from);
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(text.find(injected.fault.from, at + 1), std::string::npos);
    EXPECT_NE(injected.fault.from, injected.fault.to);
  }
}

}  // namespace
}  // namespace gatewright
