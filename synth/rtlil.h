// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// A cell of a module: of the library, or another module.
struct RtlilCell {
  std::string type;
  std::string name;  ///< instance name
};

/// A module as Yosys writes it with write_rtlil, as far as we need it. Names lose the leading
/// backslash of public names.
struct RtlilModule {
  std::string name;    ///< "$paramod$...\gw_pe" for a module with parameters
  std::string source;  ///< name in the Verilog text, "gw_pe"
  bool blackbox = false;
  std::map<std::string, std::string> parameters;  ///< values as RTLIL has them: 8, 2'01, "text"
  std::vector<RtlilCell> cells;                   ///< in the order of the file
  std::string body;                               ///< the lines between module and end
};

/// The modules of an RTLIL text.
std::vector<RtlilModule> ParseRtlil(const std::string& text);

/// An RTLIL text of one module alone: itself under its name in `names`, and the ports of the
/// modules it uses as black boxes, also renamed. Numbers in generated names are renumbered, so
/// that the text depends on nothing but the module: the same module of another design gives the
/// same text. `modules` has every module of the design by its name before renaming.
std::string IsolateModule(const RtlilModule& module,
                          const std::map<std::string, const RtlilModule*>& modules,
                          const std::map<std::string, std::string>& names);

}  // namespace gatewright
