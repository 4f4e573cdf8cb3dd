// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gatewright {

/// Text safe inside HTML and SVG.
std::string EscapeHtml(const std::string& text);

}  // namespace gatewright
