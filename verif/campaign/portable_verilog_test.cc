// SPDX-License-Identifier: Apache-2.0
// Our Verilog holds nothing that some tools take and others refuse. What is emitted of random
// designs is scanned in emitted_modules_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rtl_templates/templates.h"
#include "verif/campaign/portable_verilog_test_util.h"

namespace gatewright {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(PortableVerilog, SeesANameUsedBeforeItsDeclaration) {
  EXPECT_THAT(PortabilityFaults("module m (input wire c, input wire d, output reg q);\n"
                                "  always @(posedge c) if (again) q <= d;\n"
                                "  wire again;\n"
                                "  assign again = d;\n"
                                "endmodule\n"),
              ElementsAre("line 2: again is used before it is declared"));
  EXPECT_THAT(PortabilityFaults("module m (input wire [W-1:0] c);\n"
                                "  localparam W = 2;\nendmodule\n"),
              ElementsAre("line 1: W is used before it is declared"));
}

TEST(PortableVerilog, SeesAGenerateBlockWithoutACondition) {
  EXPECT_THAT(PortabilityFaults("module m;\n  generate\n    begin : gen_flops\n      wire a;\n"
                                "    end\n  endgenerate\nendmodule\n"),
              ElementsAre("line 3: block gen_flops without a condition"));
}

TEST(PortableVerilog, SeesALoopVariableOfTwoProcesses) {
  EXPECT_THAT(PortabilityFaults(
                  "module m #(parameter N = 1) (input wire c, input wire [N-1:0] d,\n"
                  "  output reg [N-1:0] q, output reg x);\n"
                  "  integer i;\n"
                  "  always @* begin x = 1'b0; for (i = 0; i < N; i = i + 1) x = x ^ d[i]; end\n"
                  "  always @(posedge c) for (i = 0; i < N; i = i + 1) q[i] <= d[i];\n"
                  "endmodule\n"),
              ElementsAre("line 5: i loops in another process too"));
}

TEST(PortableVerilog, TakesWhatIsVerilog2005) {
  EXPECT_THAT(PortabilityFaults("// again is a word of a comment, \"again\" of a text\n"
                                "module m #(parameter W = 2, parameter [W-1:0] V = 2'b01) (\n"
                                "  input wire c, input wire [W-1:0] d, output reg q);\n"
                                "  genvar g;\n"
                                "  function f;\n    input a;\n    integer i;\n    begin : work\n"
                                "      for (i = 0; i < 2; i = i + 1) f = a;\n    end\n"
                                "  endfunction\n"
                                "  generate\n    for (g = 0; g < W; g = g + 1) begin : gen_w\n"
                                "      wire again = d[g];\n"
                                "      part u (.again(again));\n    end\n  endgenerate\n"
                                "  integer i, j;\n"
                                "  always @* begin : sum\n    for (i = 0; i < W; i = i + 1) ;\n"
                                "    for (i = 0; i < W; i = i + 1) ;\n  end\n"
                                "  always @(posedge c) begin : flops\n    integer i;\n"
                                "    for (i = 0; i < W; i = i + 1) q <= f(d[i]);\n  end\n"
                                "endmodule\n"),
              IsEmpty());
}

TEST(PortableVerilog, TemplatesHoldNothingElse) {
  for (const RtlTemplate& source : RtlTemplates()) {
    EXPECT_THAT(PortabilityFaults(source.text), IsEmpty()) << source.module;
  }
}

}  // namespace
}  // namespace gatewright
