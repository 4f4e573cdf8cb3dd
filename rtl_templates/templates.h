// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatewright {

/// A Verilog template of rtl_templates/: module name (with prefix gw_), and its text with what it
/// includes in place and without the SPDX line.
struct RtlTemplate {
  std::string module;
  std::string text;
};

/// Every template, in alphabetical order; embedded in the binary when it is built.
const std::vector<RtlTemplate>& RtlTemplates();

}  // namespace gatewright
