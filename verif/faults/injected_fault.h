// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/base/diagnostic.h"

namespace gatewright {

/// A fault in the RTL: where `from` stands, once, `to` takes its place.
struct InjectedFault {
  std::string name;
  std::string module;  ///< "carry_save" of rtl_templates, or a module that the tool writes
  std::string from, to;
};

/// Text of the template gw_`module`; empty when there is none of that name.
std::string TemplateText(const std::string& module);

/// Puts a fault into the text of its module. Error: `from` does not stand there exactly once.
Status Inject(const InjectedFault& fault, std::string* text);

}  // namespace gatewright
