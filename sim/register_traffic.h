// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "generator/plan/plan.h"
#include "generator/registers/register_map.h"
#include "sim/bus_master.h"
#include "sim/script.h"

namespace gatewright {

/// What goes over the AXI4-Lite bus of a simulated design: what a script asks for, and between it
/// accesses at random - reads of every address, writes that must be refused, writes without a byte
/// strobe - while the streams go on. Every answer is held against what the registers must hold.
class RegisterTraffic {
 public:
  RegisterTraffic(const Plan& plan, GwSimPins* pins, uint64_t seed);

  void AddRead(uint32_t offset);
  void AddWrite(const RegisterWrite& write);
  /// An access at random, drawn from `word`, if nothing is under way.
  void AddAny(uint32_t word);
  bool busy() const { return bus_.busy(); }

  /// Sets the input pins of a cycle.
  void Drive() { bus_.Drive(); }
  /// Looks at the output pins of clock edge `edge`; judges what has been answered.
  void Sample(int64_t edge);

  /// What was answered since the last Forget, in order.
  const std::vector<BusMaster::Access>& done() const { return done_; }
  void Forget() { done_.clear(); }
  /// The first answer that was wrong, empty if none was.
  const std::string& complaint() const { return complaint_; }
  const RegisterMap& registers() const { return registers_; }

 private:
  /// What an access must answer.
  struct Expected {
    bool error = false;
    std::optional<uint32_t> data;  ///< of a read; none where it is not known
  };
  Expected ExpectedOfRead(uint32_t offset) const;
  void AddWrite(uint32_t offset, uint32_t value, uint8_t strobe);
  void Judge(const BusMaster::Access& access, const Expected& expected);

  /// The version of the tool and the hash of the images are not known here.
  RegisterMap registers_;
  std::map<uint32_t, uint32_t> settings_;  ///< by offset: what they hold once all writes are done
  BusMaster bus_;
  std::deque<Expected> expected_;  ///< of accesses that are not answered yet
  std::vector<BusMaster::Access> done_;
  std::string complaint_;
};

}  // namespace gatewright
