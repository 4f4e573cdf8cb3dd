// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "sim/shim.h"

namespace gatewright {

/// Reads and writes registers of a simulated design through its AXI4-Lite pins, at a random pace,
/// while the streams go on: Drive before the outputs of a cycle settle, Sample after.
class BusMaster {
 public:
  struct Access {
    bool write = false;
    uint32_t address = 0;  ///< bytes
    uint32_t data = 0;     ///< to be written, or as read
    bool error = false;    ///< SLVERR
    int64_t cycle = -1;    ///< in which the register block saw it
    uint8_t strobe = 15;   ///< bytes that are written
  };

  BusMaster(GwSimPins* pins, uint64_t seed) : pins_(pins), random_(seed) {}

  /// Accesses are done one after the other, in order.
  void Add(const Access& access) { queue_.push_back(access); }
  bool busy() const { return !queue_.empty(); }
  /// Finished accesses in order; the caller may take them away.
  std::vector<Access>& done() { return done_; }
  /// What broke the rules of the bus: answers that nothing requested, or not held until taken.
  const std::string& broken() const { return broken_; }

  /// Sets the input pins of a cycle.
  void Drive();
  /// Looks at the output pins of cycle `cycle`, which Drive's inputs have settled.
  void Sample(int64_t cycle);

 private:
  bool Percent(int share);
  uint64_t Random();
  void DriveAddress(bool wanted, uint8_t* valid, uint16_t* address);
  void CheckRules();
  void SampleWrite(int64_t cycle);
  void SampleRead(int64_t cycle);

  GwSimPins* pins_;
  uint64_t random_;
  std::deque<Access> queue_;
  std::vector<Access> done_;
  std::string broken_;
  std::optional<uint32_t> b_waits_, r_waits_;            ///< an answer that was not taken yet
  bool address_sent_ = false, data_sent_ = false;        ///< of the access under way
  bool address_offered_ = false, data_offered_ = false;  ///< valid must stay until ready
};

}  // namespace gatewright
