// SPDX-License-Identifier: Apache-2.0
// The traffic on the register bus, against registers that answer as a map says, and wrongly.

#include "sim/register_traffic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "generator/design/design.h"
#include "generator/registers/register_source.h"
#include "generator/spec/parse.h"

namespace gatewright {
namespace {

using testing::HasSubstr;

const Plan& DeltaPlan() {
  static const Plan plan = [] {
    const Result<Spec> spec = ParseSpecText(
        "name = \"t\"\nnetwork = { inputs = 2, hidden = [2], outputs = 1 }\n"
        "sparsity.events = { kind = \"delta\", theta_x = \"1/16\", theta_h = \"1/8\" }\n"
        "control.bus = \"axi-lite\"\nstimulus.steps = 2\n",
        "t.toml", ".");
    EXPECT_TRUE(spec.ok()) << ToString(spec.errors());
    const Result<Design> design = MakeDesign(*spec);
    EXPECT_TRUE(design.ok());
    return design->plan;
  }();
  return plan;
}

/// A slave that answers in the cycle after an access; `spoil` changes answers.
class Slave {
 public:
  std::function<void(uint32_t address, bool write, uint32_t* data, bool* error)> spoil;
  bool stray = false;     ///< a read response now and then without a read
  bool restless = false;  ///< read data that changes while it waits
  int reads = 0, writes = 0, refused = 0;

  Slave() {
    for (const Register& reg : map_.registers) {
      for (const Field& field : reg.fields) held_[reg.offset] |= field.reset << field.low;
    }
  }
  void Settle(GwSimPins* pins) const {
    pins->aw_ready = aw_ || b_ ? 0 : 1;
    pins->w_ready = w_ || b_ ? 0 : 1;
    pins->b_valid = b_ ? 1 : 0;
    pins->b_resp = error_ ? 2 : 0;
    pins->ar_ready = r_ ? 0 : 1;
    pins->r_valid = r_ ? 1 : 0;
    pins->r_resp = error_ ? 2 : 0;
    pins->r_data = data_;
  }
  void Edge(const GwSimPins& pins) {
    if (b_ && pins.b_ready != 0) b_ = false;
    if (r_ && restless) data_ ^= 1;
    if (r_ && pins.r_ready != 0) r_ = false;
    if (stray && ++edges_ % 64 == 0) r_ = true;
    if (pins.aw_valid != 0 && pins.aw_ready != 0) {
      aw_ = true;
      address_ = pins.aw_addr;
    }
    if (pins.w_valid != 0 && pins.w_ready != 0) {
      w_ = true;
      written_ = pins.w_data;
      strobe_ = pins.w_strb;
    }
    if (aw_ && w_) Write();
    if (pins.ar_valid != 0 && pins.ar_ready != 0) Read(pins.ar_addr);
  }

 private:
  void Write() {
    aw_ = w_ = false;
    b_ = true;
    ++writes;
    const Register* reg = map_.At(address_);
    error_ = reg == nullptr || !reg->writable();
    if (error_) ++refused;
    if (!error_ && reg->kind == RegisterKind::kSetting && strobe_ == 15) {
      held_[reg->offset] = std::min(written_, reg->fields[0].max());
    }
    if (spoil) spoil(address_, true, nullptr, &error_);
  }
  void Read(uint32_t address) {
    r_ = true;
    ++reads;
    const Register* reg = map_.At(address);
    error_ = reg == nullptr;
    data_ = reg == nullptr ? 0 : held_[reg->offset];
    if (spoil) spoil(address, false, &data_, &error_);
  }

  RegisterMap map_ = DescribeRegisters(SourceOfRegisters(DeltaPlan(), "0", ""));
  std::map<uint32_t, uint32_t> held_;
  bool aw_ = false, w_ = false, b_ = false, r_ = false, error_ = false;
  uint32_t address_ = 0, written_ = 0, data_ = 0;
  uint8_t strobe_ = 0;
  int edges_ = 0;
};

/// Plays `cycles` of traffic at random; returns what it complains of.
std::string Play(Slave* slave, int cycles, uint32_t seed) {
  GwSimPins pins{};
  RegisterTraffic traffic(DeltaPlan(), &pins, seed);
  const uint32_t theta = traffic.registers().Find("THETA_X0").offset;
  traffic.AddWrite({theta, 0x80000000U});
  uint32_t word = seed;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    word = word * 1664525U + 1013904223U;
    traffic.AddAny(word >> 4);
    traffic.Drive();
    slave->Settle(&pins);
    traffic.Sample(cycle);
    slave->Edge(pins);
  }
  return traffic.complaint();
}

TEST(RegisterTraffic, HoldsWithRegistersAsTheyMustBe) {
  Slave slave;
  EXPECT_EQ(Play(&slave, 20000, 1), "");
  EXPECT_GT(slave.reads, 1000);
  EXPECT_GT(slave.refused, 100);
  EXPECT_GT(slave.writes, slave.refused + 100) << "without strobes";
}

TEST(RegisterTraffic, SeesWhatIsReadWhereThereIsNothing) {
  Slave slave;
  slave.spoil = [](uint32_t address, bool write, uint32_t*, bool* error) {
    if (!write && address == 0x1f8) *error = false;
  };
  EXPECT_EQ(Play(&slave, 20000, 2), "read of register 0x1f8 answers OKAY");
}

TEST(RegisterTraffic, SeesWritesThatAreTakenWhereTheyMustNot) {
  Slave slave;
  slave.spoil = [](uint32_t address, bool write, uint32_t*, bool* error) {
    if (write && address == 0) *error = false;
  };
  EXPECT_EQ(Play(&slave, 60000, 3), "write to register 0x000 answers OKAY");
}

TEST(RegisterTraffic, SeesASettingThatIsNotTheGreatestAfterAGreaterWrite) {
  Slave slave;
  const uint32_t theta =
      DescribeRegisters(SourceOfRegisters(DeltaPlan(), "0", "")).Find("THETA_X0").offset;
  slave.spoil = [theta](uint32_t address, bool write, uint32_t* data, bool*) {
    if (!write && address == theta) *data -= 1;
  };
  EXPECT_THAT(Play(&slave, 20000, 4), HasSubstr("not 0x7fff"));
}

TEST(RegisterTraffic, SeesAnswersThatNothingRequested) {
  Slave slave;
  slave.stray = true;
  EXPECT_EQ(Play(&slave, 2000, 6), "read response: valid that nothing requested");
}

TEST(RegisterTraffic, SeesAnswersThatChangeBeforeTheyAreTaken) {
  Slave slave;
  slave.restless = true;
  EXPECT_EQ(Play(&slave, 2000, 7), "read response: answer not held until ready");
}

TEST(RegisterTraffic, SeesOneWrongBitOfAConstant) {
  Slave slave;
  slave.spoil = [](uint32_t address, bool write, uint32_t* data, bool*) {
    if (!write && address == 0) *data ^= 0x100;
  };
  EXPECT_EQ(Play(&slave, 20000, 5), "register 0x000 holds 0x47575354, not 0x47575254");
}

}  // namespace
}  // namespace gatewright
