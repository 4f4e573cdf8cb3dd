// SPDX-License-Identifier: Apache-2.0
// gw_axi_lite: transfers in any order under any stalls become register accesses, each exactly once,
// and the rules of the bus hold: valid never falls, payload holds, no path from input to output.

#include <deque>
#include <optional>

#include "gw_axi_lite_models.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

struct Write {
  uint64_t addr = 0, data = 0, strb = 0;
  bool operator==(const Write&) const = default;
};

/// All outputs of the module.
struct Outputs {
  uint64_t awready, wready, bresp, bvalid, arready, rdata, rresp, rvalid;
  uint64_t write, write_addr, write_data, write_strb, read, read_addr;
  bool operator==(const Outputs&) const = default;
};

/// How often the master offers and takes, in percent.
struct Pace {
  int aw, w, b, ar, r;
};

template <typename Config>
class AxiLiteBench {
 public:
  explicit AxiLiteBench(uint64_t seed) : dut_(seed), draw_(seed) {
    Put(dut_->s_axil_awvalid_i, 0);
    Put(dut_->s_axil_wvalid_i, 0);
    Put(dut_->s_axil_arvalid_i, 0);
    dut_.Reset();
  }

  void Step(const Pace& pace) {
    Offer(pace);
    Drive(pace);
    dut_.Settle();
    const Outputs now = Read();
    CheckRules(now);
    CheckRegisterBus(now);
    CheckResponses(now);
    CheckNoPathFromInputs(now);
    Note(now);
    dut_.Edge();
  }
  int64_t writes() const { return writes_; }
  int64_t reads() const { return reads_; }
  int64_t errors() const { return errors_; }
  Draw& draw() { return draw_; }

 private:
  /// Offers stay until accepted, as the bus demands of a master.
  void Offer(const Pace& pace) {
    if (!aw_ && draw_.Percent(pace.aw)) aw_ = draw_.Bits(Config::kAddrW);
    if (!w_ && draw_.Percent(pace.w)) w_ = Write{0, draw_.Bits(32), draw_.Bits(4)};
    if (!ar_ && draw_.Percent(pace.ar)) ar_ = draw_.Bits(Config::kAddrW);
  }

  void Drive(const Pace& pace) {
    RandomInputs();
    Put(dut_->s_axil_awvalid_i, aw_ ? 1 : 0);
    Put(dut_->s_axil_wvalid_i, w_ ? 1 : 0);
    Put(dut_->s_axil_arvalid_i, ar_ ? 1 : 0);
    if (aw_) Put(dut_->s_axil_awaddr_i, *aw_);
    if (ar_) Put(dut_->s_axil_araddr_i, *ar_);
    if (w_) {
      Put(dut_->s_axil_wdata_i, w_->data);
      Put(dut_->s_axil_wstrb_i, w_->strb);
    }
    Put(dut_->s_axil_bready_i, draw_.Percent(pace.b) ? 1 : 0);
    Put(dut_->s_axil_rready_i, draw_.Percent(pace.r) ? 1 : 0);
  }

  void RandomInputs() {
    Put(dut_->s_axil_awaddr_i, draw_.Bits(Config::kAddrW));
    Put(dut_->s_axil_awprot_i, draw_.Bits(3));
    Put(dut_->s_axil_awvalid_i, draw_.Bits(1));
    Put(dut_->s_axil_wdata_i, draw_.Bits(32));
    Put(dut_->s_axil_wstrb_i, draw_.Bits(4));
    Put(dut_->s_axil_wvalid_i, draw_.Bits(1));
    Put(dut_->s_axil_bready_i, draw_.Bits(1));
    Put(dut_->s_axil_araddr_i, draw_.Bits(Config::kAddrW));
    Put(dut_->s_axil_arprot_i, draw_.Bits(3));
    Put(dut_->s_axil_arvalid_i, draw_.Bits(1));
    Put(dut_->s_axil_rready_i, draw_.Bits(1));
    Put(dut_->write_error_i, draw_.Bits(1));
    Put(dut_->read_data_i, draw_.Bits(32));
    Put(dut_->read_error_i, draw_.Bits(1));
  }

  Outputs Read() {
    return {dut_->s_axil_awready_o, dut_->s_axil_wready_o,  dut_->s_axil_bresp_o,
            dut_->s_axil_bvalid_o,  dut_->s_axil_arready_o, dut_->s_axil_rdata_o,
            dut_->s_axil_rresp_o,   dut_->s_axil_rvalid_o,  dut_->write_o,
            dut_->write_addr_o,     dut_->write_data_o,     dut_->write_strb_o,
            dut_->read_o,           dut_->read_addr_o};
  }

  /// valid falls only after ready, and until then the response holds.
  void CheckRules(const Outputs& now) {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    if (b_waits_) {
      EXPECT_EQ(now.bvalid, 1U);
      EXPECT_EQ(now.bresp, before_.bresp);
    }
    if (r_waits_) {
      EXPECT_EQ(now.rvalid, 1U);
      EXPECT_EQ(now.rdata, before_.rdata);
      EXPECT_EQ(now.rresp, before_.rresp);
    }
    // One write and one read at a time.
    if (now.bvalid != 0 || !addresses_.empty()) {
      EXPECT_EQ(now.awready, 0U);
    }
    if (now.bvalid != 0 || !data_.empty()) {
      EXPECT_EQ(now.wready, 0U);
    }
    if (now.rvalid != 0 || !read_addresses_.empty()) {
      EXPECT_EQ(now.arready, 0U);
    }
  }

  void CheckRegisterBus(const Outputs& now) {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    if (now.write != 0) {
      ASSERT_FALSE(addresses_.empty() || data_.empty()) << "a write that nobody requested";
      EXPECT_EQ(now.write_addr, addresses_.front());
      EXPECT_EQ(now.write_data, data_.front().data);
      EXPECT_EQ(now.write_strb, data_.front().strb);
      addresses_.pop_front();
      data_.pop_front();
      write_responses_.push_back(dut_->write_error_i != 0 ? 2 : 0);
    }
    if (now.read != 0) {
      ASSERT_FALSE(read_addresses_.empty()) << "a read that nobody requested";
      EXPECT_EQ(now.read_addr, read_addresses_.front());
      read_addresses_.pop_front();
      read_responses_.push_back({dut_->read_data_i, dut_->read_error_i != 0 ? 2U : 0U});
    }
  }

  /// Responses that are taken now.
  void CheckResponses(const Outputs& now) {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    if (now.bvalid != 0 && dut_->s_axil_bready_i != 0) {
      ASSERT_FALSE(write_responses_.empty()) << "a response without a write";
      EXPECT_EQ(now.bresp, write_responses_.front());
      if (now.bresp != 0) ++errors_;
      write_responses_.pop_front();
      ++writes_;
    }
    if (now.rvalid != 0 && dut_->s_axil_rready_i != 0) {
      ASSERT_FALSE(read_responses_.empty()) << "a response without a read";
      EXPECT_EQ(now.rdata, read_responses_.front().first);
      EXPECT_EQ(now.rresp, read_responses_.front().second);
      if (now.rresp != 0) ++errors_;
      read_responses_.pop_front();
      ++reads_;
    }
  }

  /// Other inputs in the same cycle leave every output as it is.
  void CheckNoPathFromInputs(const Outputs& now) {
    const std::optional<uint64_t> aw = aw_;
    const auto ready_b = dut_->s_axil_bready_i;
    const auto ready_r = dut_->s_axil_rready_i;
    const auto write_error = dut_->write_error_i;
    const auto read_data = dut_->read_data_i;
    const auto read_error = dut_->read_error_i;
    RandomInputs();
    dut_.Settle();
    EXPECT_TRUE(Read() == now) << "cycle " << dut_.cycle();
    Put(dut_->s_axil_awvalid_i, aw ? 1 : 0);
    Put(dut_->s_axil_wvalid_i, w_ ? 1 : 0);
    Put(dut_->s_axil_arvalid_i, ar_ ? 1 : 0);
    if (aw) Put(dut_->s_axil_awaddr_i, *aw);
    if (ar_) Put(dut_->s_axil_araddr_i, *ar_);
    if (w_) {
      Put(dut_->s_axil_wdata_i, w_->data);
      Put(dut_->s_axil_wstrb_i, w_->strb);
    }
    dut_->s_axil_bready_i = ready_b;
    dut_->s_axil_rready_i = ready_r;
    dut_->write_error_i = write_error;
    dut_->read_data_i = read_data;
    dut_->read_error_i = read_error;
    dut_.Settle();
  }

  /// Handshakes of the edge that follows.
  void Note(const Outputs& now) {
    if (aw_ && now.awready != 0) {
      addresses_.push_back(*aw_);
      aw_.reset();
    }
    if (w_ && now.wready != 0) {
      data_.push_back(*w_);
      w_.reset();
    }
    if (ar_ && now.arready != 0) {
      read_addresses_.push_back(*ar_);
      ar_.reset();
    }
    b_waits_ = now.bvalid != 0 && dut_->s_axil_bready_i == 0;
    r_waits_ = now.rvalid != 0 && dut_->s_axil_rready_i == 0;
    before_ = now;
  }

  Dut<Config> dut_;
  Draw draw_;
  std::optional<uint64_t> aw_, ar_;
  std::optional<Write> w_;
  std::deque<uint64_t> addresses_, read_addresses_, write_responses_;
  std::deque<Write> data_;
  std::deque<std::pair<uint64_t, uint64_t>> read_responses_;
  Outputs before_{};
  bool b_waits_ = false, r_waits_ = false;
  int64_t writes_ = 0, reads_ = 0, errors_ = 0;
};

template <typename Config>
class GwAxiLite : public testing::Test {};
TYPED_TEST_SUITE(GwAxiLite, GwAxiLiteModels, SetNames);

TYPED_TEST(GwAxiLite, RandomTransfersArriveOnceInOrderAndFollowTheRules) {
  constexpr Pace kPaces[] = {{100, 100, 100, 100, 100},
                             {50, 50, 50, 50, 50},
                             {5, 80, 30, 80, 10},
                             {80, 5, 10, 20, 80},
                             {90, 90, 2, 90, 2}};
  uint64_t seed = 1;
  for (const Pace& pace : kPaces) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    AxiLiteBench<TypeParam> bench(seed++);
    for (int n = 0; n < 4000 && !testing::Test::HasFailure(); ++n) bench.Step(pace);
    EXPECT_GT(bench.writes(), 40);
    EXPECT_GT(bench.reads(), 40);
    EXPECT_GT(bench.errors(), 20);
  }
}

TYPED_TEST(GwAxiLite, TakesAWriteAndAReadEveryThreeCycles) {
  AxiLiteBench<TypeParam> bench(11);
  for (int n = 0; n < 300; ++n) bench.Step({100, 100, 100, 100, 100});
  EXPECT_EQ(bench.writes(), 100);
  EXPECT_EQ(bench.reads(), 100);
}

TYPED_TEST(GwAxiLite, AResponseWaitsForEver) {
  AxiLiteBench<TypeParam> bench(12);
  for (int n = 0; n < 2000; ++n) bench.Step({100, 100, 0, 100, 0});
  EXPECT_EQ(bench.writes(), 0);
  EXPECT_EQ(bench.reads(), 0);
  for (int n = 0; n < 10; ++n) bench.Step({0, 0, 100, 0, 100});
  // The one whose response waited, and the one that was offered all the time.
  EXPECT_EQ(bench.writes(), 2);
  EXPECT_EQ(bench.reads(), 2);
}

TYPED_TEST(GwAxiLite, AddressAndDataComeInAnyOrderAndDistance) {
  for (const bool address_first : {false, true}) {
    AxiLiteBench<TypeParam> bench(13);
    bench.Step({address_first ? 100 : 0, address_first ? 0 : 100, 100, 0, 100});
    for (int n = 0; n < 100; ++n) bench.Step({0, 0, 100, 0, 100});
    EXPECT_EQ(bench.writes(), 0);
    bench.Step({address_first ? 0 : 100, address_first ? 100 : 0, 100, 0, 100});
    for (int n = 0; n < 4; ++n) bench.Step({0, 0, 100, 0, 100});
    EXPECT_EQ(bench.writes(), 1);
  }
}

}  // namespace
}  // namespace gatewright
