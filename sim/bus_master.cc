// SPDX-License-Identifier: Apache-2.0
// A master on the register bus, cycle by cycle.
#include "sim/bus_master.h"

#include "generator/base/bits.h"
#include "generator/base/random.h"

namespace gatewright {
namespace {

constexpr int kOffer = 60;  // percent of cycles in which an idle channel becomes valid
constexpr int kReady = 60;  // percent of cycles with ready for responses

}  // namespace

uint64_t BusMaster::Random() { return SplitMix(random_ += kSplitMixStep); }

bool BusMaster::Percent(int share) { return Random() % 100 < static_cast<uint64_t>(share); }

void BusMaster::DriveAddress(bool wanted, uint8_t* valid, uint16_t* address) {
  if (wanted && !address_sent_ && (address_offered_ || Percent(kOffer))) {
    address_offered_ = true;
    *valid = 1;
    *address = static_cast<uint16_t>(queue_.front().address);
  }
}

void BusMaster::Drive() {
  // Idle lines carry anything.
  pins_->aw_valid = pins_->w_valid = pins_->ar_valid = 0;
  pins_->aw_addr = static_cast<uint16_t>(Random() & 0x1ff);
  pins_->ar_addr = static_cast<uint16_t>(Random() & 0x1ff);
  pins_->w_data = static_cast<uint32_t>(Random());
  pins_->w_strb = static_cast<uint8_t>(Random() & 15);
  pins_->b_ready = Percent(kReady) ? 1 : 0;
  pins_->r_ready = Percent(kReady) ? 1 : 0;
  if (queue_.empty()) return;
  const Access& access = queue_.front();
  if (!access.write) return DriveAddress(true, &pins_->ar_valid, &pins_->ar_addr);
  DriveAddress(true, &pins_->aw_valid, &pins_->aw_addr);
  if (!data_sent_ && (data_offered_ || Percent(kOffer))) {
    data_offered_ = true;
    pins_->w_valid = 1;
    pins_->w_data = access.data;
    pins_->w_strb = access.strobe;
  }
}

void BusMaster::SampleWrite(int64_t cycle) {
  Access& access = queue_.front();
  const bool both_before = address_sent_ && data_sent_;
  address_sent_ = address_sent_ || (pins_->aw_valid != 0 && pins_->aw_ready != 0);
  data_sent_ = data_sent_ || (pins_->w_valid != 0 && pins_->w_ready != 0);
  if (address_sent_ && data_sent_ && !both_before) access.cycle = cycle + 1;
  if (pins_->b_valid == 0 || pins_->b_ready == 0) return;
  access.error = pins_->b_resp != 0;
  done_.push_back(access);
  queue_.pop_front();
  address_sent_ = data_sent_ = address_offered_ = data_offered_ = false;
}

void BusMaster::SampleRead(int64_t cycle) {
  Access& access = queue_.front();
  if (pins_->ar_valid != 0 && pins_->ar_ready != 0) {
    address_sent_ = true;
    access.cycle = cycle + 1;
  }
  if (pins_->r_valid == 0 || pins_->r_ready == 0) return;
  access.error = pins_->r_resp != 0;
  access.data = pins_->r_data;
  done_.push_back(access);
  queue_.pop_front();
  address_sent_ = address_offered_ = false;
}

void BusMaster::CheckRules() {
  const bool write = !queue_.empty() && queue_.front().write;
  const bool read = !queue_.empty() && !write;
  const auto check = [this](bool asked, bool valid, bool ready, uint32_t answer,
                            std::optional<uint32_t>* waits, const char* channel) {
    std::string wrong;
    if (valid && !asked) wrong = "valid that nothing requested";
    if (waits->has_value() && (!valid || **waits != answer)) wrong = "answer not held until ready";
    if (!wrong.empty() && broken_.empty()) broken_ = std::string(channel) + ": " + wrong;
    waits->reset();
    if (valid && !ready) *waits = answer;
  };
  check(write && address_sent_ && data_sent_, pins_->b_valid != 0, pins_->b_ready != 0,
        pins_->b_resp, &b_waits_, "write response");
  check(read && address_sent_, pins_->r_valid != 0, pins_->r_ready != 0, pins_->r_data, &r_waits_,
        "read response");
}

void BusMaster::Sample(int64_t cycle) {
  CheckRules();
  if (queue_.empty()) return;
  queue_.front().write ? SampleWrite(cycle) : SampleRead(cycle);
}

}  // namespace gatewright
