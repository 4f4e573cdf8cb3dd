// SPDX-License-Identifier: Apache-2.0
// Random designs, frames, thresholds and stalls.
#include "verif/campaign/random_design.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace gatewright {
namespace {

class Draw {
 public:
  explicit Draw(uint64_t seed) : engine_(seed) {}
  /// Uniform in low..high.
  int Between(int low, int high) {
    return low + static_cast<int>(engine_() % static_cast<uint64_t>(high - low + 1));
  }
  bool Percent(int share) { return Between(0, 99) < share; }
  template <typename T>
  T Of(const std::vector<T>& list) {
    return list[static_cast<size_t>(Between(0, static_cast<int>(list.size()) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

struct Sizes {
  int arrays, pes, lanes, in, out;
};

Sizes DrawSizes(Draw* draw) {
  Sizes sizes{};
  sizes.arrays = draw->Of<int>({1, 1, 1, 2, 2, 4, 4, 8});
  sizes.pes = draw->Percent(40) ? 1 << draw->Between(0, 4) : draw->Between(1, 16);
  if (draw->Percent(15)) sizes.pes = draw->Between(1, 2);
  std::vector<int> lanes;
  for (int l = 1; l <= sizes.pes; ++l) {
    const bool spread = l % sizes.arrays == 0 || sizes.arrays % l == 0;
    if (sizes.pes % l == 0 && spread) lanes.push_back(l);
  }
  sizes.lanes = draw->Of(lanes);
  sizes.in = draw->Of<int>({1, 1, 2, 4, 8});
  std::vector<int> out;
  for (int e = 1; e <= sizes.lanes; e *= 2) {
    if (sizes.lanes % e == 0) out.push_back(e);
  }
  sizes.out = draw->Of(out);
  return sizes;
}

std::string NetworkText(Draw* draw, int max_units, int inputs) {
  const int layers = draw->Between(1, 4);
  std::string hidden;
  for (int k = 0; k < layers; ++k) {
    const int units = draw->Percent(15) ? 1 : draw->Between(1, max_units);
    hidden += (k > 0 ? ", " : "") + std::to_string(units);
  }
  const int seed = draw->Between(1, 1000000);
  std::string text =
      fmt::format("[network]\ninputs = {}\nhidden = [{}]\nseed = {}\n", inputs, hidden, seed);
  if (draw->Percent(40)) text += "cell = \"gru\"\n";
  if (draw->Percent(60)) {
    const int outputs = draw->Percent(15) ? 1 : draw->Between(1, max_units);
    const std::string head = draw->Of<std::string>({"none", "relu", "sigmoid", "tanh"});
    text += fmt::format("outputs = {}\nhead = \"{}\"\n", outputs, head);
    if (draw->Percent(35)) text += "input_relu = true\n";
  }
  return text;
}

/// Weights of either kind. Codes of every form: 3 to 16 bits, one to three digits.
std::string WeightText(Draw* draw) {
  const int row_shift = draw->Between(0, 3);
  if (draw->Percent(60)) {
    const int bits = draw->Between(2, 16);
    std::string text =
        fmt::format("kind = \"fixed\", bits = {}, row_shift_bits = {}", bits, row_shift);
    // Too many: weights saturate; too few: they vanish.
    if (draw->Percent(10)) text += fmt::format(", fraction = {}", draw->Between(0, bits + 2));
    return text;
  }
  const int bits = draw->Percent(30) ? 16 : draw->Between(3, 16);
  const int digits = draw->Between(1, std::min(3, (bits + 1) / 2 - 1));
  return fmt::format("kind = \"bit-sparse\", digits = {}, bits = {}, row_shift_bits = {}", digits,
                     bits, row_shift);
}

/// The multipliers. Arrays of full adders are for a few PEs: they take the C++ compiler long.
std::string MultiplierText(Draw* draw, bool bit_sparse, bool truncated, int pes) {
  constexpr int kMaxArrays = 8;
  std::vector<std::string_view> forms = {"auto"};
  if (!bit_sparse) forms.push_back("operator");
  if (!bit_sparse && pes <= kMaxArrays) forms.insert(forms.end(), truncated ? 4 : 2, "array");
  const std::string_view form = draw->Of(forms);
  const int stages = draw->Of<int>({1, 1, 2, 3});
  return fmt::format("multiplier = {{ form = \"{}\", stages = {} }}\n", form, stages);
}

/// Accumulators of a width of their own, and biases of a format.
std::string SumsText(Draw* draw) {
  std::string text;
  if (draw->Percent(15)) {
    text += fmt::format("accumulator = {{ bits = {}, wrap = true }}\n", draw->Between(8, 24));
  } else if (draw->Percent(10)) {
    text += "accumulator = { bits = 48 }\n";
  }
  if (draw->Percent(15)) {
    const int integer = draw->Between(1, 4);
    text += fmt::format("bias_format = \"Q{}.{}\"\n", integer, draw->Between(1, 12));
  }
  return text;
}

std::string NumericsText(Draw* draw, int state_f) {
  // Few integer bits make values saturate.
  const int min_i = state_f == 2 ? 2 : 1;  // four bits at least
  const int state_i = draw->Between(min_i, draw->Percent(40) ? 2 : 16 - state_f);
  const int cell_f = draw->Percent(90) ? draw->Between(8, 14) : draw->Between(15, 18);
  const int cell_i = draw->Percent(40) ? 1 : draw->Between(1, std::min(10, 24 - cell_f));
  const int table_i = draw->Between(2, 5);
  const std::string weight = WeightText(draw);
  const int table_f = draw->Between(2, 10 - table_i);
  std::string activation =
      fmt::format("kind = \"table\", in_integer = {}, in_fraction = {}", table_i, table_f);
  const int segments = 1 << draw->Between(1, 8);
  if (draw->Percent(40)) activation = fmt::format("kind = \"pwl\", segments = {}", segments);
  const int out_f = draw->Between(4, 14);
  const char* rounding = draw->Percent(70) ? "nearest-even" : "truncate";
  return fmt::format(
             "[numerics]\nstate = \"Q{}.{}\"\ncell = \"Q{}.{}\"\n"
             "weight = {{ {} }}\n"
             "activation = {{ {}, out_fraction = {} }}\n"
             "rounding = \"{}\"\n",
             state_i, state_f, cell_i, cell_f, weight, activation, out_f, rounding) +
         SumsText(draw);
}

std::string Share(Draw* draw) {
  const int parts = draw->Between(1, 16);
  const int kept = draw->Between(1, parts);
  return fmt::format("\"{}/{}\"", kept, parts);
}

std::string BlocksText(Draw* draw, int pes) {
  const int inner = pes << draw->Between(0, 2);
  const int along = 1 << draw->Between(0, 2);
  const auto kept = [draw, along] {
    const int outer = draw->Between(1, 3);
    return std::pair(outer, draw->Between(1, along));
  };
  const auto [k1, k2] = kept();
  std::string text =
      fmt::format("outer = [{}, {}], inner = [{}, {}]", inner * along, k1, inner, k2);
  for (const char* matrix : {"kept_x", "kept_h"}) {
    if (!draw->Percent(30)) continue;
    const auto [outer, within] = kept();
    text += fmt::format(", {} = [{}, {}]", matrix, outer, within);
  }
  if (draw->Percent(50)) {
    text += fmt::format(", method = \"random\", seed = {}", draw->Between(0, 1000));
  }
  return text;
}

std::string SparsityText(Draw* draw, int pes) {
  const bool power_of_two = (pes & (pes - 1)) == 0;
  const int kind = draw->Between(0, 9);
  std::string text;
  if (kind < 3) {
    text = "kind = \"dense\"";
  } else if (kind < 6 && power_of_two) {
    text = "kind = \"hcgs\", " + BlocksText(draw, pes);
  } else if (kind < 8) {
    text = "kind = \"cbtd\", keep = " + Share(draw);
  } else {
    text = "kind = \"unstructured\"";
    if (draw->Percent(80)) text += ", keep = " + Share(draw);
    if (draw->Percent(50)) text += ", scope = \"global\"";
  }
  if (kind >= 6 || (kind >= 3 && !power_of_two)) {
    const int apart = draw->Between(0, 9);  // W_x, or W_h, or neither apart from keep
    if (apart < 3) text += ", keep_x = " + Share(draw);
    if (apart > 6) text += ", keep_h = " + Share(draw);
    if (draw->Percent(40)) text += ", keep_head = " + Share(draw);
  }
  return "[sparsity]\nweights = { " + text + " }\n";
}

/// A threshold of 0, of the least integer, of the greatest, or of a size that matters.
std::string Threshold(Draw* draw, int state_f) {
  const std::string least = fmt::format("\"1/{}\"", 1 << state_f);
  return draw->Of<std::string>({"0", "0", "\"1/16\"", "\"1/4\"", "1", least, "32768"});
}

std::string EventsText(Draw* draw, int inputs, int state_f, bool head) {
  const int kind = draw->Between(0, 9);
  if (kind < 2) return "";
  std::string text = "theta_x = " + Threshold(draw, state_f);
  text += ", theta_h = " + Threshold(draw, state_f);
  if (draw->Percent(50)) {
    const std::string theta = Threshold(draw, state_f);
    if (head) text += ", theta_head = " + theta;
  }
  if (kind < 6) return "events = { kind = \"delta\", " + text + " }\n";
  // Frames change by about one in each element.
  const int skip = draw->Of<int>({0, draw->Between(0, inputs), draw->Between(0, 2 * inputs)});
  const int delta = skip + draw->Of<int>({0, draw->Between(0, inputs), 1000});
  if (draw->Percent(75)) text += fmt::format(", refresh = {}", draw->Of<int>({1, 2, 3, 8, 1000}));
  return fmt::format("events = {{ kind = \"similarity\", {}, t_skip = {}, t_delta = {} }}\n", text,
                     skip, delta);
}

/// How far the weights swing, as far as weights of `bits` bits hold it. Drawn apart: a seed keeps
/// what else its design has.
std::string GainText(uint64_t seed, int bits) {
  const int gain = Draw(~seed).Of<int>({1, 1, 2, 4, 8});
  return gain > 1 && gain <= 1 << (bits - 2) ? fmt::format("gain = {}\n", gain) : "";
}

}  // namespace

std::string RandomDesignText(uint64_t seed, int max_units) {
  Draw draw(seed);
  const Sizes sizes = DrawSizes(&draw);
  std::string text = fmt::format("name = \"r{}\"\n\n", seed);
  const int inputs = draw.Percent(15) ? 1 : draw.Between(1, max_units);
  const int state_f = draw.Between(2, 11);
  std::string network = NetworkText(&draw, max_units, inputs);
  const bool head = network.find("outputs") != std::string::npos;
  std::string numerics = NumericsText(&draw, state_f);
  const int weight_bits = std::stoi(numerics.substr(numerics.find(" bits = ") + 8));
  network += GainText(seed, weight_bits);
  const std::string events = EventsText(&draw, inputs, state_f, head);
  const bool bit_sparse = numerics.find("bit-sparse") != std::string::npos;
  const bool truncated =
      !bit_sparse && events.find("refresh") != std::string::npos && draw.Percent(85);
  if (truncated) {
    numerics += fmt::format("multiplier = {{ kind = \"truncated\", columns = {} }}\n",
                            draw.Between(1, weight_bits));
  }
  text += network + "\n" + numerics;
  const std::string storage = draw.Of<std::string>({"auto", "flops", "ram"});
  const std::string reset = draw.Of<std::string>({"async", "sync"});
  text += fmt::format(
      "\n[engine]\narrays = {}\npes = {}\ncell_lanes = {}\naccumulators = \"{}\"\nreset = \"{}\"\n",
      sizes.arrays, sizes.pes, sizes.lanes, storage, reset);
  text += MultiplierText(&draw, bit_sparse, truncated, sizes.arrays * sizes.pes);
  text += "\n" + SparsityText(&draw, sizes.pes) + events;
  text += fmt::format("\n[stream]\nelements_in = {}\nelements_out = {}\n", sizes.in, sizes.out);
  if (draw.Percent(50)) text += "\n[control]\nbus = \"axi-lite\"\n";
  return text;
}

void RandomFrames(const Plan& plan, int steps, uint64_t seed, std::vector<int16_t>* x,
                  std::vector<bool>* starts) {
  Draw draw(seed);
  const QFormat& format = plan.formats.state;
  const int low = static_cast<int>(format.min());
  const int high = static_cast<int>(format.max());
  const int one = 1 << format.fraction_bits;
  x->clear();
  starts->clear();
  for (int t = 0; t < steps; ++t) {
    // Frames of a kind: fresh, a little changed, or the same once more.
    const bool same = t > 0 && draw.Percent(20);
    const bool near = t > 0 && draw.Percent(30);
    const int zeros = draw.Percent(15) ? 100 : draw.Of<int>({0, 30, 80});
    const bool extreme = draw.Percent(15);
    for (int j = 0; j < plan.inputs; ++j) {
      int value = 0;
      const int before = t > 0 ? (*x)[x->size() - static_cast<size_t>(plan.inputs)] : 0;
      if (same) {
        value = before;
      } else if (near) {
        value = draw.Percent(60)
                    ? before
                    : std::clamp(before + draw.Between(-one / 3 - 1, one / 3 + 1), low, high);
      } else if (!draw.Percent(zeros)) {
        value = extreme ? draw.Of<int>({low, high, -1, 1, low + 1})
                        : std::clamp(draw.Between(-2 * one, 2 * one), low, high);
      }
      x->push_back(static_cast<int16_t>(value));
    }
    starts->push_back(t == 0 || draw.Percent(10));
  }
}

Thresholds RandomThresholds(const Plan& plan, uint64_t seed) {
  Draw draw(seed);
  const int most = static_cast<int>(plan.formats.state.max());
  const auto any = [&draw, most] {
    const int small = std::min(most, 1 + draw.Between(0, 1 + most / 16));
    return draw.Of<int>({0, 1, small, small, draw.Between(0, most), most});
  };
  Thresholds thresholds;
  for (const LayerPlan& layer : plan.layers) {
    thresholds.x.push_back(any());
    thresholds.h.push_back(IsRecurrent(layer.kind) ? any() : 0);
  }
  if (plan.events.kind == EventKind::kSimilarity) {
    const int greatest = static_cast<int>((int64_t{1} << plan.score_bits) - 1);
    const auto limit = [&] {
      return draw.Of<int>({0, draw.Between(0, most), draw.Between(0, greatest), greatest});
    };
    thresholds.scores = {limit(), limit()};
  }
  return thresholds;
}

StallProfile RandomProfile(uint64_t seed) {
  Draw draw(seed);
  StallProfile profile;
  profile.gap_percent = draw.Of<int>({0, 0, 20, 60, 100});
  profile.max_gap = draw.Of<int>({1, 4, 40, 300});
  profile.ready_percent = draw.Of<int>({100, 100, 80, 30, 5});
  profile.invalid_frame_percent = draw.Of<int>({0, 0, 15, 50});
  profile.seed = seed;
  return profile;
}

}  // namespace gatewright
