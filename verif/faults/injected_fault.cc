// SPDX-License-Identifier: Apache-2.0
// A fault in the text of a template.
#include "verif/faults/injected_fault.h"

#include "rtl_templates/templates.h"

namespace gatewright {

std::string TemplateText(const std::string& module) {
  for (const RtlTemplate& source : RtlTemplates()) {
    if (source.module == "gw_" + module) return source.text;
  }
  return "";
}

Status Inject(const InjectedFault& fault, std::string* text) {
  const size_t at = text->find(fault.from);
  if (at == std::string::npos || text->find(fault.from, at + 1) != std::string::npos) {
    return Diagnostic{"", 0, "gw_" + fault.module, fault.from, "does not stand there once", ""};
  }
  text->replace(at, fault.from.size(), fault.to);
  return Ok();
}

}  // namespace gatewright
