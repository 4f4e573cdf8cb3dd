// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "generator/pack/pack.h"
#include "generator/plan/plan.h"

namespace gatewright {

/// What identifies a design in every emitted file.
struct DesignId {
  std::string top;         ///< name of the top module
  std::string spec_hash;   ///< 16 hex digits, of the configuration and the formats chosen
  std::string image_hash;  ///< 16 hex digits, of the contents of the memories
};
inline DesignId IdOf(const Plan& plan, const MemoryImages& images) {
  return {plan.top, plan.spec_hash, images.hash};
}

}  // namespace gatewright
