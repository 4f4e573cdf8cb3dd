// SPDX-License-Identifier: Apache-2.0
// The generated register modules, verilated, against a model made from the same description: random
// reads, writes, pulses and counts, every output in every cycle.

#include "generator/registers/register_model_test_util.h"
#include "generator/registers/samples_test_util.h"
#include "gw_delta_registers_models.h"
#include "gw_delta_registers_ports.h"
#include "gw_plain_registers_models.h"
#include "gw_plain_registers_ports.h"
#include "gw_similar_registers_models.h"
#include "gw_similar_registers_ports.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

/// A sample: its verilated module, the numbers of its ports, its place among the maps.
template <typename Module, typename ModulePorts, int kIndex>
struct Sample : Module {
  using Ports = ModulePorts;
  static constexpr int kMap = kIndex;
};
using Plain = Sample<GwPlainRegistersPlain, Ports_gw_plain_registers, 0>;
using Delta = Sample<GwDeltaRegistersDelta, Ports_gw_delta_registers, 1>;
using Similar = Sample<GwSimilarRegistersSimilar, Ports_gw_similar_registers, 2>;
using Samples = testing::Types<Plain, Delta, Similar>;
using WithThresholds = testing::Types<Delta, Similar>;

template <typename Config>
class RegisterBench {
 public:
  explicit RegisterBench(uint64_t seed)
      : map_(SampleRegisterMaps()[Config::kMap]), model_(map_), dut_(seed), draw_(seed) {
    for (const Register& reg : map_.registers) {
      if (reg.kind == RegisterKind::kSticky) sticky_ += reg.fields.size();
    }
    Put(dut_->write_i, 0);
    dut_.Reset();
  }

  /// A cycle with random inputs everywhere.
  void Random() {
    RegisterModel::Inputs inputs = Quiet();
    inputs.write = draw_.Percent(40);
    inputs.address = Address();
    inputs.data = draw_.Percent(50) ? static_cast<uint32_t>(draw_.Bits(32))
                                    : static_cast<uint32_t>(draw_.Bits(2));
    inputs.strobes = draw_.Percent(60) ? 15 : static_cast<uint32_t>(draw_.Bits(4));
    for (size_t i = 0; i < inputs.sticky.size(); ++i) inputs.sticky[i] = draw_.Percent(5);
    for (size_t i = 0; i < inputs.counts.size(); ++i) {
      inputs.counts[i] = static_cast<uint32_t>(draw_.Between(0, Most(map_.counters[i].width)));
    }
    Step(inputs, Address());
  }

  /// A cycle; read data, refusals and settings are compared with the model.
  void Step(const RegisterModel::Inputs& inputs, uint32_t read_address) {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    Put(dut_->write_i, inputs.write ? 1 : 0);
    Put(dut_->write_addr_i, inputs.address);
    Put(dut_->write_data_i, inputs.data);
    Put(dut_->write_strb_i, inputs.strobes);
    Put(dut_->read_addr_i, read_address);
    for (size_t i = 0; i < inputs.sticky.size(); ++i) {
      Config::Ports::Sticky(*dut_.operator->(), static_cast<int>(i), inputs.sticky[i] ? 1 : 0);
    }
    for (size_t i = 0; i < inputs.counts.size(); ++i) {
      Config::Ports::Count(*dut_.operator->(), static_cast<int>(i), inputs.counts[i]);
    }
    dut_.Settle();
    const RegisterModel::Word word = model_.Read(read_address);
    ASSERT_EQ(dut_->read_data_o, word.data) << "address " << read_address;
    ASSERT_EQ(dut_->read_error_o, word.error ? 1 : 0) << "address " << read_address;
    ASSERT_EQ(dut_->write_error_o, model_.WriteRefused(inputs.address) ? 1 : 0)
        << "address " << inputs.address;
    const std::vector<uint32_t> settings = model_.Settings();
    for (size_t i = 0; i < settings.size(); ++i) {
      ASSERT_EQ(Config::Ports::Setting(*dut_.operator->(), static_cast<int>(i)), settings[i])
          << "setting " << i;
    }
    dut_.Edge();
    model_.Step(inputs);
  }

  RegisterModel::Inputs Quiet() const {
    RegisterModel::Inputs inputs;
    inputs.sticky.assign(sticky_, false);
    inputs.counts.assign(map_.counters.size(), 0);
    return inputs;
  }
  void Write(uint32_t address, uint32_t data, uint32_t strobes = 15) {
    RegisterModel::Inputs inputs = Quiet();
    inputs.write = true;
    inputs.address = address;
    inputs.data = data;
    inputs.strobes = strobes;
    Step(inputs, address);
  }
  uint32_t Read(uint32_t address) {
    Step(Quiet(), address);
    return dut_->read_data_o;
  }
  const RegisterMap& map() const { return map_; }

 private:
  /// Registers more often than the gaps between them; any lowest bits.
  uint32_t Address() {
    if (draw_.Percent(30)) return static_cast<uint32_t>(draw_.Bits(kRegisterAddressBits));
    const int64_t last = static_cast<int64_t>(map_.registers.size()) - 1;
    const uint32_t offset = map_.registers[static_cast<size_t>(draw_.Between(0, last))].offset;
    return offset | static_cast<uint32_t>(draw_.Bits(2));
  }
  static int64_t Most(CountWidth width) {
    switch (width) {
      case CountWidth::kOne:
        return 1;
      case CountWidth::kArrays:
        return static_cast<int64_t>(Mask(Config::kArrayCountW));
      case CountWidth::kLanes:
        return static_cast<int64_t>(Mask(Config::kLaneCountW));
    }
    return 0;
  }

  RegisterMap map_;
  RegisterModel model_;
  Dut<Config> dut_;
  Draw draw_;
  size_t sticky_ = 0;
};

template <typename Config>
class RegisterModule : public testing::Test {};
TYPED_TEST_SUITE(RegisterModule, Samples, SetNames);

TYPED_TEST(RegisterModule, EqualsTheModelUnderRandomAccess) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RegisterBench<TypeParam> bench(seed);
    for (int n = 0; n < 20000; ++n) {
      bench.Random();
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TYPED_TEST(RegisterModule, ReadsItsConstantsAndResetValues) {
  RegisterBench<TypeParam> bench(9);
  EXPECT_EQ(bench.Read(0x00), 0x47575254U);
  EXPECT_EQ(bench.Read(0x04), TypeParam::kMap == 1 ? 0x0c220237U : 0x00010000U);
  EXPECT_EQ(bench.Read(0x08), 0x89abcdefU);
  EXPECT_EQ(bench.Read(0x0c), 0x01234567U);
  EXPECT_EQ(bench.Read(0x10), 0x76543210U);
  EXPECT_EQ(bench.Read(0x14), 0xfedcba98U);
  EXPECT_EQ(bench.Read(0x20), 1U) << "a design runs without software";
}

template <typename Config>
class RegisterThresholds : public testing::Test {};
TYPED_TEST_SUITE(RegisterThresholds, WithThresholds, SetNames);

TYPED_TEST(RegisterThresholds, StoreTheGreatestLegalValueInPlaceOfAGreaterOne) {
  RegisterBench<TypeParam> bench(10);
  const auto most = static_cast<uint32_t>(bench.map().source.state.max());
  bench.Write(0x80, most);
  EXPECT_EQ(bench.Read(0x80), most);
  bench.Write(0x80, most + 1);
  EXPECT_EQ(bench.Read(0x80), most);
  bench.Write(0x80, 2);
  EXPECT_EQ(bench.Read(0x80), 2U);
  // The upper half alone is written: its ones make the whole too large.
  bench.Write(0x80, 0x00010000, 12);
  EXPECT_EQ(bench.Read(0x80), most);
}

TYPED_TEST(RegisterModule, KeepsAStickyBitThatIsSetWhileItIsCleared) {
  RegisterBench<TypeParam> bench(11);
  RegisterModel::Inputs inputs = bench.Quiet();
  inputs.sticky[0] = true;
  bench.Step(inputs, 0x24);
  EXPECT_EQ(bench.Read(0x24), 1U);
  inputs.write = true;
  inputs.address = 0x24;
  inputs.data = 1;
  inputs.strobes = 15;
  bench.Step(inputs, 0x24);
  EXPECT_EQ(bench.Read(0x24), 1U);
  bench.Write(0x24, 1, 14);
  EXPECT_EQ(bench.Read(0x24), 1U) << "the byte had no strobe";
  bench.Write(0x24, 1);
  EXPECT_EQ(bench.Read(0x24), 0U);
}

TYPED_TEST(RegisterModule, SnapshotsAllCountersAtOneClockEdge) {
  RegisterBench<TypeParam> bench(12);
  RegisterModel::Inputs inputs = bench.Quiet();
  inputs.counts.assign(inputs.counts.size(), 1);
  for (int n = 0; n < 10; ++n) bench.Step(inputs, 0);
  inputs.write = true;
  inputs.address = 0x28;
  inputs.data = 3;  // snapshot and clear
  inputs.strobes = 1;
  bench.Step(inputs, 0);
  inputs.write = false;
  for (int n = 0; n < 5; ++n) bench.Step(inputs, 0);
  for (const Register& reg : bench.map().registers) {
    if (reg.counter < 0) continue;
    EXPECT_EQ(bench.Read(reg.offset), reg.kind == RegisterKind::kCounterLow ? 10U : 0U) << reg.name;
  }
  bench.Write(0x28, 1);
  bench.Read(0x28);
  EXPECT_EQ(bench.Read(bench.map().Find("STEPS_LO").offset), 6U);
}

}  // namespace
}  // namespace gatewright
