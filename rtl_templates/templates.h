// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatewright {

/// A Verilog template as it stands in rtl_templates/: module name (with prefix gw_) and text.
struct RtlTemplate {
  std::string module;
  std::string text;
};

/// Every template, in alphabetical order; embedded in the binary when it is built.
const std::vector<RtlTemplate>& RtlTemplates();

}  // namespace gatewright
