// SPDX-License-Identifier: Apache-2.0
// Escapes text for HTML and SVG.

#include "cli/pages/html.h"

namespace gatewright {

std::string EscapeHtml(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    // Neither HTML nor XML has them.
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') continue;
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

}  // namespace gatewright
