// SPDX-License-Identifier: Apache-2.0
// gw_column_fetch: every event becomes the words of its column, in order, one a cycle, no gaps.

#include <deque>
#include <optional>
#include <vector>

#include "gw_column_fetch_models.h"
#include "rtl_templates/test/column_layout.h"
#include "rtl_templates/test/dut.h"

namespace gatewright {
namespace {

enum Source { kNext, kInput, kRecurrent };  // in the order of their priority

struct Event {
  Source source = kNext;
  int layer = 0;
  int column = 0;
  int64_t value = 0;
};

struct Word {
  int64_t address = 0;
  int64_t slot = 0;
  int64_t index = 0;
  int64_t value = 0;
};

template <typename Config>
class FetchBench {
 public:
  explicit FetchBench(uint64_t seed) : draw_(seed), layout_(&draw_), dut_(seed) {
    DriveEvents();
    Put(dut_->hold_i, 0);
    dut_.Reset();
  }

  /// An event of a source, any column that lies inside the memory.
  Event DrawEvent(Source source) {
    Event event{source, 0, 0, draw_.Signed(Config::kValueW)};
    if (source == kNext && Config::kLayers > 1) {
      event.layer = static_cast<int>(draw_.Between(1, Config::kLayers - 1));
    } else if (source == kRecurrent) {
      event.layer = static_cast<int>(draw_.Between(0, Config::kLayers - 1));
    }
    const int groups = 1 << (source == kInput ? Config::kXGroupW : Config::kGroupW);
    const int columns = groups * (source == kInput ? Config::kXCand : Config::kHCand);
    do {
      event.column = static_cast<int>(draw_.Between(0, columns - 1));
    } while (!layout_.Inside(event.layer, source != kRecurrent, event.column, 1 << Config::kAddrW));
    return event;
  }
  void Offer(const Event& event) { offered_[event.source].push_back(event); }
  bool nothing_left() const {
    return offered_[0].empty() && offered_[1].empty() && offered_[2].empty() && !stage_ &&
           column_.empty() && !output_;
  }

  /// One cycle; returns the word on the output.
  std::optional<Word> Step(bool hold) {
    DriveEvents();
    Put(dut_->hold_i, hold ? 1 : 0);
    const int layer = static_cast<int>(draw_.Between(0, Config::kLayers - 1));
    Put(dut_->layer_i, layer);
    dut_.Settle();
    const bool empty = stage_ && Words(*stage_).empty();
    const bool issue = !hold && ((stage_ && !empty) || !column_.empty());
    const bool free = !stage_ || empty || (issue && column_.empty());
    Check(layer, free);
    const std::optional<Word> shown = output_;
    dut_.Edge();
    output_.reset();
    if (issue) {
      if (column_.empty()) {
        column_ = Words(*stage_);
        column_layer_ = stage_->layer;
        stage_.reset();
      }
      output_ = column_.front();
      column_.pop_front();
    }
    if (empty) stage_.reset();
    if (free) {
      for (auto& source : offered_) {
        if (source.empty()) continue;
        stage_ = source.front();
        source.pop_front();
        break;
      }
    }
    return shown;
  }
  /// Words of the column of an event.
  int WordsOf(const Event& event) const { return static_cast<int>(Words(event).size()); }
  Draw& draw() { return draw_; }
  int64_t cycle() const { return dut_.cycle(); }

 private:
  std::deque<Word> Words(const Event& event) const {
    const bool x = event.source != kRecurrent;
    std::deque<Word> words;
    for (int w = 0; w < layout_.Words(event.layer, x, event.column); ++w) {
      words.push_back({layout_.Address(event.layer, x, event.column) + w,
                       layout_.FetchSlot(event.layer, x, w),
                       layout_.Index(event.layer, x, event.column, w), event.value});
    }
    return words;
  }

  void DriveEvents() {
    const auto drive = [this](Source source, int cands, auto& valid, auto& value, int cand_bits,
                              auto& cand, int group_bits, auto& group) {
      const auto& events = offered_[source];
      Put(valid, events.empty() ? 0 : 1);
      draw_.Fill(value, Config::kValueW);
      draw_.Fill(cand, cand_bits);
      draw_.Fill(group, group_bits);
      if (events.empty()) return;
      Put(value, Wire(events.front().value, Config::kValueW));
      Put(cand, events.front().column % cands);
      Put(group, events.front().column / cands);
    };
    drive(kInput, Config::kXCand, dut_->x_valid_i, dut_->x_value_i, WidthOfIndex(Config::kXCand),
          dut_->x_cand_i, Config::kXGroupW, dut_->x_group_i);
    drive(kNext, Config::kHCand, dut_->n_valid_i, dut_->n_value_i, WidthOfIndex(Config::kHCand),
          dut_->n_cand_i, Config::kGroupW, dut_->n_group_i);
    drive(kRecurrent, Config::kHCand, dut_->r_valid_i, dut_->r_value_i,
          WidthOfIndex(Config::kHCand), dut_->r_cand_i, Config::kGroupW, dut_->r_group_i);
    draw_.Fill(dut_->n_layer_i, Config::kLayerW);
    draw_.Fill(dut_->r_layer_i, Config::kLayerW);
    if (!offered_[kNext].empty()) Put(dut_->n_layer_i, offered_[kNext].front().layer);
    if (!offered_[kRecurrent].empty()) {
      Put(dut_->r_layer_i, offered_[kRecurrent].front().layer);
    }
  }

  void Check(int layer, bool free) {
    SCOPED_TRACE("cycle " + std::to_string(dut_.cycle()));
    const bool n = free && !offered_[kNext].empty();
    const bool x = free && !n && !offered_[kInput].empty();
    const bool r = free && !n && !x && !offered_[kRecurrent].empty();
    ASSERT_EQ(dut_->n_ready_o, n ? 1 : 0);
    ASSERT_EQ(dut_->x_ready_o, x ? 1 : 0);
    ASSERT_EQ(dut_->r_ready_o, r ? 1 : 0);
    ASSERT_EQ(dut_->idle_o, !stage_ && column_.empty() ? 1 : 0);
    const bool busy =
        (stage_ && stage_->layer == layer) || (!column_.empty() && column_layer_ == layer);
    ASSERT_EQ(dut_->busy_o, busy ? 1 : 0);
    ASSERT_EQ(dut_->word_valid_o, output_ ? 1 : 0);
    if (!output_) return;
    ASSERT_EQ(dut_->word_addr_o, output_->address);
    ASSERT_EQ(dut_->word_slot_o, output_->slot);
    if (Config::kPattern == 3) {
      ASSERT_EQ(dut_->word_index_o, output_->index);
    }
    ASSERT_EQ(GetSigned(dut_->word_value_o, 0, Config::kValueW), output_->value);
  }

  MemoryFolder folder_;
  Draw draw_;
  ColumnLayout<Config> layout_;
  Dut<Config> dut_;
  std::array<std::deque<Event>, 3> offered_;
  std::optional<Event> stage_;  // taken, no word put out yet
  std::deque<Word> column_;     // words of the current event not yet put out
  int column_layer_ = 0;
  std::optional<Word> output_;
};

template <typename Config>
class GwColumnFetch : public testing::Test {};
TYPED_TEST_SUITE(GwColumnFetch, GwColumnFetchModels, SetNames);

TYPED_TEST(GwColumnFetch, WordsOfEveryEventComeOutInOrder) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    FetchBench<TypeParam> bench(seed);
    Draw& draw = bench.draw();
    int offer = 20;
    int hold = 0;
    for (int n = 0; n < 6000; ++n) {
      if (n % 200 == 0) {
        offer = static_cast<int>(draw.Between(0, 3)) * 10;
        hold = static_cast<int>(draw.Between(0, 2)) * 30;
      }
      for (const Source source : {kNext, kInput, kRecurrent}) {
        if (source == kNext && TypeParam::kLayers == 1) continue;
        if (draw.Percent(offer) && n < 5000) bench.Offer(bench.DrawEvent(source));
      }
      bench.Step(draw.Percent(hold));
      ASSERT_FALSE(testing::Test::HasFatalFailure());
    }
    while (!bench.nothing_left() && bench.cycle() < 200000) {
      bench.Step(false);
      ASSERT_FALSE(testing::Test::HasFatalFailure());
    }
    EXPECT_TRUE(bench.nothing_left());
  }
}

/// An event of the source whose column has words.
template <typename Config>
Event DrawFilled(FetchBench<Config>* bench, Source source) {
  Event event = bench->DrawEvent(source);
  while (bench->WordsOf(event) == 0) event = bench->DrawEvent(source);
  return event;
}

TYPED_TEST(GwColumnFetch, FirstWordComesTwoCyclesAfterTheEventThenOneACycle) {
  FetchBench<TypeParam> bench(5);
  int words = 0;
  for (int n = 0; n < 3; ++n) {
    const Event event = DrawFilled(&bench, kRecurrent);
    words += bench.WordsOf(event);
    bench.Offer(event);
  }
  EXPECT_FALSE(bench.Step(false).has_value());  // taken
  EXPECT_FALSE(bench.Step(false).has_value());
  for (int n = 0; n < words; ++n) EXPECT_TRUE(bench.Step(false).has_value()) << n;
  EXPECT_FALSE(bench.Step(false).has_value());
}

TYPED_TEST(GwColumnFetch, HoldStopsTheWordOfTheNextCycleOnly) {
  FetchBench<TypeParam> bench(6);
  for (int n = 0; n < 20; ++n) bench.Offer(DrawFilled(&bench, kInput));
  bool held = true;  // the first two cycles show nothing in any case
  bench.Step(true);
  for (int n = 0; n < 15; ++n) {
    const bool hold = n % 3 == 1;
    EXPECT_EQ(bench.Step(hold).has_value(), !held) << n;
    held = hold;
  }
}

}  // namespace
}  // namespace gatewright
