// SPDX-License-Identifier: Apache-2.0
// gw_rom: the words of the file, registered, held until the next read.

#include "generator/base/bits.h"
#include "gw_rom_models.h"
#include "rtl_templates/test/dut.h"
#include "rtl_templates/test/memory_folder.h"

namespace gatewright {
namespace {

template <typename Config>
class GwRom : public testing::Test {
 protected:
  static constexpr int kLow = std::min(64, Config::kWidth);
  static constexpr int kHigh = Config::kWidth - kLow;

  GwRom() : image_(MemoryFolder::Blank(Config::kFile, Config::kWidth, Config::kDepth)) {
    for (int word = 0; word < Config::kDepth; ++word) {
      image_.Set(word, 0, kLow, draw_.Bits(kLow));
      if (kHigh > 0) image_.Set(word, kLow, kHigh, draw_.Bits(kHigh));
    }
    MemoryFolder::Write(image_);
    dut_ = std::make_unique<Dut<Config>>(7);
  }
  Dut<Config>& dut() { return *dut_; }
  void ExpectWord(int word) {
    ASSERT_EQ(GetBits(dut()->data_o, 0, kLow), image_.Get(word, 0, kLow)) << "word " << word;
    if constexpr (kHigh > 0) {
      ASSERT_EQ(GetBits(dut()->data_o, kLow, kHigh), image_.Get(word, kLow, kHigh));
    }
  }

  MemoryFolder folder_;
  Draw draw_{7};
  MemoryImage image_;
  std::unique_ptr<Dut<Config>> dut_;
};
TYPED_TEST_SUITE(GwRom, GwRomModels, SetNames);

TYPED_TEST(GwRom, EveryWordOfTheFileIsReadInTheNextCycle) {
  SCOPED_TRACE("seed 7");
  this->dut()->re_i = 1;
  for (int word = 0; word < TypeParam::kDepth; ++word) {
    Put(this->dut()->addr_i, word);
    this->dut().Edge();
    ASSERT_NO_FATAL_FAILURE(this->ExpectWord(word));
  }
}

TYPED_TEST(GwRom, OutputHoldsUntilTheNextRead) {
  SCOPED_TRACE("seed 7");
  int held = -1;
  for (int n = 0; n < 2000; ++n) {
    const int word = static_cast<int>(this->draw_.Between(0, TypeParam::kDepth - 1));
    const bool read = this->draw_.Percent(40);
    Put(this->dut()->addr_i, word);
    Put(this->dut()->re_i, read ? 1 : 0);
    this->dut().Edge();
    if (read) held = word;
    if (held >= 0) {
      ASSERT_NO_FATAL_FAILURE(this->ExpectWord(held));
    }
  }
}

}  // namespace
}  // namespace gatewright
