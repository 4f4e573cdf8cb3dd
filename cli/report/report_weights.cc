// SPDX-License-Identifier: Apache-2.0
// Sections about sparse weights: what was pruned and stored, and how even the work is.

#include <fmt/format.h>

#include <algorithm>

#include "cli/report/report_parts.h"

namespace gatewright {
namespace {

using Json = nlohmann::ordered_json;
using report::Grouped;
using report::Show;

std::string Percent(const Json& share) {
  return share.is_number() ? fmt::format("{:.3g} %", 100 * share.get<double>()) : "-";
}

PageTable Matrices(const Json& weights) {
  PageTable table;
  table.rows = {{"matrix", "weights", "share to keep of whole blocks or sub-columns", "share kept",
                 "energy lost", ""}};
  for (const Json& m : weights.at("matrices")) {
    table.rows.push_back({fmt::format("layer {}, {}", Show(m.at("layer")), Show(m.at("matrix"))),
                          Grouped(m.at("weights")), Percent(m.at("target_share")),
                          Percent(m.at("share_kept")), Percent(m.at("energy_lost")),
                          m.at("had_pattern").get<bool>() ? "nothing had to go" : ""});
  }
  return table;
}

PageTable Storage(const Json& weights) {
  const Json& bits = weights.at("stored_bits");
  const double of_weights = bits.at("weights").get<double>();
  const auto share = [&](const char* name) {
    return fmt::format("{:.2f} %", 100 * bits.at(name).get<double>() / of_weights);
  };
  PageTable table;
  table.rows = {{"stored", "bits", "of the weights' bits"},
                {"weights, filling included", Grouped(bits.at("weights")), ""},
                {"slots", Grouped(bits.at("slots")), share("slots")},
                {"block indices", Grouped(bits.at("indices")), share("indices")},
                {"column pointers", Grouped(bits.at("pointers")), share("pointers")},
                {"total", Grouped(bits.at("total")), share("total")},
                {"every weight of the network", Grouped(bits.at("dense")),
                 fmt::format("{} times what is stored", Show(weights.at("compression")))}};
  return table;
}

/// Where the PE-cycles of the column phase go, as shares of all of them.
PageTable PeCycles(const Json& cycles, double pes, double worst, double sum) {
  const double phase =
      cycles.at("interval_cycles").get<double>() - cycles.at("read_cycles").get<double>();
  const double arrays = static_cast<double>(cycles.at("array_words_per_step").size());
  const double all = arrays * pes * phase;
  const double useful = cycles.at("macs_per_step").get<double>();
  const auto share = [all](double part) {
    return fmt::format("{:.2f} %", all > 0 ? 100 * std::max(0.0, part) / all : 0.0);
  };
  PageTable table;
  table.rows = {
      {"PE-cycles of the column phase", "share"},
      {"multiply-accumulates with stored weights", share(useful)},
      {"filling: rows that do not exist, words that are not full", share(sum * pes - useful)},
      {"arrays that wait for the busiest one", share((arrays * worst - sum) * pes)},
      {"pipeline, results under way", share((phase - worst) * arrays * pes)}};
  return table;
}

/// Throughput beside its roofs.
PageTable Roofs(const Json& cycles) {
  const double reads = cycles.at("read_cycles").get<double>();
  const double bound = cycles.at("bound_cycles").get<double>();
  const double clock = cycles.at("clock_ns").get<double>();
  const double interval = cycles.at("interval_cycles").get<double>();
  const double dense = cycles.at("dense_operations_per_cycle").get<double>();
  const double stored = cycles.at("stored_words_per_array").get<double>() + reads;
  const auto rate = [](double value) { return fmt::format("{:.4g} GOp/s", value); };
  PageTable roof;
  roof.rows = {{"dense-equivalent throughput at the target clock", ""},
               {"clock", fmt::format("{:g} ns", clock)},
               {"roof of the multipliers alone, every operation done",
                rate(2 * cycles.at("multipliers").get<double>() / clock)},
               {"roof with the weights that are stored, every element an event",
                rate(dense * interval / stored / clock)},
               {"bound on this stimulus", rate(dense * interval / bound / clock)},
               {"measured on this stimulus", rate(dense / clock)},
               {"distance from the bound", fmt::format("{:.2f} %", 100 * (interval / bound - 1))}};
  return roof;
}

/// Cycles of a step with each kind of sparsity; `mean` words per step and array.
Figure Savings(const Json& cycles, double mean) {
  const double reads = cycles.at("read_cycles").get<double>();
  const auto bar = [](const char* name, double value, Color color) {
    return Bar{name, {value}, fmt::format("{:.1f}", value), color};
  };
  return BarChart(
      {"Cycles per step: what each kind of sparsity saves",
       "cycles per step",
       {},
       {bar("every weight, every element", cycles.at("dense_words_per_array").get<double>() + reads,
            Color::kGrey),
        bar("stored weights, every element",
            cycles.at("stored_words_per_array").get<double>() + reads, Color::kGrey),
        bar("stored weights, events, even arrays", mean + reads, Color::kGreen),
        bar("bound: the busiest array", cycles.at("bound_cycles").get<double>(), Color::kGreen),
        bar("measured", cycles.at("interval_cycles").get<double>(), Color::kBlue)}});
}

}  // namespace

PageSection WeightsSection(const Json& generate) {
  const Json& weights = generate.at("weights");
  PageSection section{"Weights", {}, {}, {}};
  section.paragraphs.push_back(
      fmt::format("Pattern {}: what is kept of each matrix, and what the "
                  "memories hold for it.",
                  Show(weights.at("pattern"))));
  section.tables.push_back(Matrices(weights));
  section.tables.push_back(Storage(weights));
  const Json& accuracy = generate.at("accuracy");
  if (accuracy.contains("unpruned_sqnr_db")) {
    PageTable table;
    table.rows = {{"layer", "SQNR dB as built", "SQNR dB in the same formats, nothing pruned"}};
    for (size_t k = 0; k < accuracy.at("layers").size(); ++k) {
      table.rows.push_back({std::to_string(k), Show(accuracy.at("layers")[k].at("sqnr_db")),
                            Show(accuracy.at("unpruned_sqnr_db")[k])});
    }
    section.tables.push_back(table);
    section.paragraphs.push_back(
        "Both against the network as imported. Pruning a trained network without training it again "
        "costs accuracy; blocks cost most.");
  }
  return section;
}

PageSection BalanceSection(const Json& cycles) {
  PageSection section{"Work and balance", {}, {}, {}};
  if (cycles.at("steps").get<int64_t>() < 2) {
    section.paragraphs.push_back("A stimulus of one step has no interval to measure.");
    return section;
  }
  section.paragraphs.push_back(
      "How evenly the arrays are loaded, what their PEs do, and how far the design is from its "
      "bound.");
  double worst = 0;
  double sum = 0;
  std::vector<Bar> bars;
  PageTable arrays;
  arrays.rows = {{"array", "words per step"}};
  for (const Json& words : cycles.at("array_words_per_step")) {
    const double value = words.get<double>();
    worst = std::max(worst, value);
    sum += value;
    const std::string name = fmt::format("array {}", bars.size());
    arrays.rows.push_back({name, fmt::format("{:.1f}", value)});
    bars.push_back({name, {value}, fmt::format("{:.1f}", value)});
  }
  const double mean = sum / static_cast<double>(bars.size());
  arrays.rows.push_back({"worst", fmt::format("{:.1f}", worst)});
  arrays.rows.push_back({"mean", fmt::format("{:.1f}", mean)});
  arrays.rows.push_back(
      {"balance, mean / worst", fmt::format("{:.3f}", worst > 0 ? mean / worst : 1)});
  section.tables.push_back(arrays);
  const double multipliers = cycles.at("multipliers").get<double>();
  section.tables.push_back(
      PeCycles(cycles, multipliers / static_cast<double>(bars.size()), worst, sum));
  section.tables.push_back(Roofs(cycles));
  section.paragraphs.push_back(
      "Counted is the work that must fall between the first and the last output; part of that of "
      "the first and of the last step lies outside, so a short stimulus understates the shares.");
  section.figures.push_back(Savings(cycles, mean));
  if (bars.size() > 1) {
    section.figures.push_back(BarChart({"Weight words per step", "words per step", {}, bars}));
  }
  return section;
}

PageSection PublishedSection(const Json& published) {
  PageSection section{"Beside the published machine", {}, {}, {}};
  section.paragraphs.push_back(Show(published.at("source")) + ".");
  PageTable table;
  table.rows = {{"", "published", "this design", ""}};
  for (const Json& figure : published.at("figures")) {
    table.rows.push_back({Show(figure.at("quantity")), Show(figure.at("published")),
                          Show(figure.at("design")), Show(figure.at("note"))});
  }
  section.tables.push_back(table);
  section.paragraphs.push_back(
      "The weights are random: storage and area are those of the machine, outputs mean nothing. "
      "Cycles that depend on events follow from weights, frames and thresholds of our own choice.");
  return section;
}

}  // namespace gatewright
