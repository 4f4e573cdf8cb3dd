// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "generator/plan/plan.h"

namespace gatewright {

/// Thresholds of a layer after reset, integers in format A.
struct LayerThresholds {
  uint32_t theta_x = 0;
  std::optional<uint32_t> theta_h;  ///< none for a dense layer
};

/// What the registers tell about a design and hold for it.
struct RegisterSource {
  std::string prefix = "gw_";       ///< of every module
  std::string top;                  ///< name of the top module
  std::string version;              ///< of the tool, "1.2.3"
  uint64_t spec_hash = 0;           ///< of the configuration and the formats chosen
  uint64_t image_hash = 0;          ///< of the memory images
  int inputs = 0, outputs = 0;      ///< elements of a frame
  int layers = 0;                   ///< dense head included
  CellKind cell = CellKind::kLstm;  ///< of the recurrent layers
  bool head = false;                ///< the last layer is dense
  QFormat state{8, 8};              ///< format A
  EventKind events = EventKind::kNone;
  std::vector<LayerThresholds> thresholds;  ///< [layers]; empty without delta events
  int score_bits = 0;                       ///< of the score of a frame (kSimilarity)
  uint32_t t_skip = 0, t_delta = 0;         ///< limits of the score after reset (kSimilarity)
};

/// What the registers of a planned design tell and hold. `image_hash` is that of the memory images,
/// 16 hex digits; `version` that of the tool.
RegisterSource SourceOfRegisters(const Plan& plan, const std::string& image_hash,
                                 const std::string& version);

}  // namespace gatewright
