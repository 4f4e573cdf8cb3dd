// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "generator/base/write_tree.h"
#include "generator/spec/parse.h"
#include "verif/campaign/case_run.h"
#include "verif/campaign/functional_coverage.h"
#include "verif/campaign/rtl_coverage.h"

namespace gatewright {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Design DesignOf(const std::string& text) {
  Case which;
  which.name = "d";
  which.design = text;
  Result<Design> design = MakeCaseDesign(which);
  EXPECT_TRUE(design.ok()) << ToString(design.errors());
  return std::move(*design);
}

TEST(FunctionalCoverage, EveryBinHasItsOwnName) {
  std::set<std::string> names;
  for (const CoverageBin& bin : CoverageBins()) EXPECT_TRUE(names.insert(bin.name).second);
  EXPECT_GT(names.size(), 500U);
}

TEST(FunctionalCoverage, ADesignHitsItsValuesAndTheirPairsAndNoOthers) {
  const Design design = DesignOf(
      "name = \"d\"\n[network]\ninputs = 5\nhidden = [7, 8]\noutputs = 1\nhead = \"sigmoid\"\n"
      "cell = \"gru\"\n[engine]\narrays = 2\npes = 6\ncell_lanes = 2\n"
      "[sparsity]\nevents = { kind = \"delta\" }\n[stream]\nelements_in = 2\n");
  FunctionalCoverage coverage;
  coverage.AddDesign(design.spec, design.plan);
  for (const char* name :
       {"cell=gru", "layers=2", "head=sigmoid", "pes=other", "lanes=some", "arrays=2",
        "frame_in=last in part", "units=1", "units=prime", "units=power of two",
        "cell=gru events=delta", "events=delta arrays=2"}) {
    EXPECT_EQ(coverage.hits(name), 1) << name;
  }
  for (const char* name : {"cell=lstm", "cell=lstm events=delta", "units=other", "events=none"}) {
    EXPECT_EQ(coverage.hits(name), 0) << name;
  }
  EXPECT_THAT(coverage.Holes(), Contains("cell=lstm"));
  EXPECT_EQ(coverage.reached() + static_cast<int64_t>(coverage.Holes().size()),
            coverage.reachable());
  std::set<std::string> known;
  for (const CoverageBin& bin : CoverageBins()) known.insert(bin.name);
  for (const auto& [name, times] : coverage.all()) EXPECT_TRUE(known.contains(name)) << name;
}

TEST(FunctionalCoverage, SessionsTellWhatHappenedInThem) {
  Case which;
  which.name = "s";
  which.design =
      "name = \"s\"\n[network]\ninputs = 2\nhidden = [1]\n[numerics]\nstate = \"Q4.4\"\n"
      "[sparsity]\nevents = { kind = \"delta\", theta_x = \"1/4\" }\n";  // 4 in format A
  CaseSession session;
  session.x = {0, 0, 0, 4, 3, 4, 3, 127, 0, -128};
  session.starts = {true, false, false, true, false};
  which.sessions = {session};
  CaseOptions options;
  options.lint = options.icarus = false;
  const CaseResult result = RunCase(&which, 1, options);
  ASSERT_FALSE(result.failure) << result.failure.ToString();
  for (const char* name :
       {"event=step without an event of the input", "event=step without any event",
        "event=change of an input equal to its threshold",
        "event=change of an input one below its threshold",
        "event=sequence starts on the state of another",
        "event=every element of the input is an event"}) {
    EXPECT_EQ(result.covered.hits(name), 1) << name;
  }
  for (const char* name : {"event=step skipped", "event=frame too short", "event=input beat late",
                           "event=least and greatest value in one frame"}) {
    EXPECT_EQ(result.covered.hits(name), 0) << name;
  }
}

TEST(AxisFilters, NameAxesAndValuesThatThereAre) {
  const Result<AxisFilter> good = ParseAxisFilter("cell=gru,events=delta|similarity");
  ASSERT_TRUE(good.ok());
  EXPECT_THAT(good->at("events"), ElementsAre("delta", "similarity"));
  const Result<AxisFilter> bad = ParseAxisFilter("cel=gru,events=deltas");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.errors().size(), 2U);
  EXPECT_THAT(ToString(bad.errors()), HasSubstr("is not an axis"));
  EXPECT_THAT(ToString(bad.errors()), HasSubstr("none, delta, similarity"));
}

TEST(RtlCoverage, APointIsTheSameInEveryDesignAndInstance) {
  const ScratchFolder scratch;
  const std::string path = scratch.path() + "/coverage.dat";
  const auto point = [](const char* file, int line, const char* page, const char* what,
                        const char* where, int count) {
    return "C '\001f\002" + std::string(file) + "\001l\002" + std::to_string(line) +
           "\001n\0025\001page\002" + page + "\001o\002" + what + "\001h\002" + where + "' " +
           std::to_string(count) + "\n";
  };
  // A function works out a parameter: it is no hardware.
  ASSERT_TRUE(WriteFileAtomically(scratch.path() + "/rtl/gw_pwl.v",
                                  "// of a function f\nmodule gw_pwl;\n"
                                  "  function integer f(input integer x);\n    f = x;\n"
                                  "  endfunction\n  localparam L = f(1);\nendmodule\n")
                  .ok());
  RtlCoverage coverage;
  ASSERT_TRUE(WriteFileAtomically(
                  path, "# SystemC::Coverage-3\n" +
                            point("rtl/gw_pe.v", 9, "v_toggle/gw_pe", "a[0]", "TOP.x.p0", 0) +
                            point("rtl/gw_pe.v", 9, "v_toggle/gw_pe__W3", "a[0]", "TOP.x.p1", 4) +
                            point("rtl/gw_pe.v", 9, "v_toggle/gw_pe", "a[1]", "TOP.x.p0", 0) +
                            point("rtl/gw_pe.v", 12, "v_branch/gw_pe", "if", "TOP.x.p0", 2) +
                            point("rtl/gw_pwl.v", 3, "v_line/gw_pwl", "block", "TOP", 0) +
                            point("rtl/gw_pwl.v", 5, "v_line/gw_pwl", "block", "TOP", 0) +
                            point("rtl/gw_pwl.v", 6, "v_line/gw_pwl", "block", "TOP", 3) +
                            point("rtl/gw_mine.v", 12, "v_line/gw_mine", "block", "TOP", 0))
                  .ok());
  ASSERT_TRUE(coverage.AddVerilator(path, "gw_").ok());
  EXPECT_THAT(coverage.Modules(), ElementsAre("pe", "pwl"));
  EXPECT_EQ(coverage.CountOf("pwl", false).points, 1);
  EXPECT_EQ(coverage.CountOf("pe", true).points, 2);
  EXPECT_EQ(coverage.CountOf("pe", true).hit, 1);
  EXPECT_EQ(coverage.CountOf("", false).hit, 2);
  ASSERT_EQ(coverage.Holes().size(), 1U);
  EXPECT_EQ(coverage.Holes()[0].what, "a[1]");
  ASSERT_TRUE(coverage.Save(scratch.path() + "/c.json").ok());
  Result<RtlCoverage> loaded = RtlCoverage::Load(scratch.path() + "/c.json");
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->Holes(), coverage.Holes());
  loaded->Add(coverage);
  EXPECT_EQ(loaded->CountOf("", true).points, 2);
  EXPECT_FALSE(coverage.AddVerilator(scratch.path() + "/none.dat", "gw_").ok());
}

}  // namespace
}  // namespace gatewright
