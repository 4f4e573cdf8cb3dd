// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatewright {

/// A style sheet of the folder cli/pages, embedded.
struct PageStyle {
  std::string name;
  std::string text;
};
const std::vector<PageStyle>& PageStyles();

}  // namespace gatewright
