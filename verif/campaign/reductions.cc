// SPDX-License-Identifier: Apache-2.0
// Ways to make a failing case smaller.
#include "verif/campaign/reductions.h"

#include <toml++/toml.h>

#include <functional>
#include <sstream>
#include <string_view>

namespace gatewright {
namespace {

using Reduction = std::function<bool(toml::table*)>;

toml::table* TableAt(toml::table* table, std::string_view path) {
  return table->at_path(path).as_table();
}

Reduction Erase(const std::string& table, const std::string& key) {
  return [table, key](toml::table* t) {
    toml::table* in = table.empty() ? t : TableAt(t, table);
    return in != nullptr && in->erase(key) > 0;
  };
}

/// Sets an integer that is greater to `value`, or with `value` 0 to its half.
Reduction Lower(const std::string& table, const std::string& key, int64_t value) {
  return [table, key, value](toml::table* t) {
    toml::table* in = TableAt(t, table);
    if (in == nullptr) return false;
    const int64_t now = (*in)[key].value_or(int64_t{0});
    const int64_t then = value > 0 ? value : now / 2;
    if (now <= then || then < 1) return false;
    in->insert_or_assign(key, then);
    return true;
  };
}

/// Sets a threshold to 0.
Reduction Zero(const std::string& key) {
  return [key](toml::table* t) {
    toml::table* events = TableAt(t, "sparsity.events");
    if (events == nullptr || !events->contains(key)) return false;
    if ((*events)[key].value_or(int64_t{1}) == 0) return false;
    events->insert_or_assign(key, int64_t{0});
    return true;
  };
}

Reduction Weights(const std::string& table, const std::string& key, const std::string& kind) {
  return [table, key, kind](toml::table* t) {
    toml::table* in = TableAt(t, table);
    if (in == nullptr || !in->contains(key)) return false;
    if (const toml::table* now = (*in)[key].as_table()) {
      if (now->size() == 1 && (*now)["kind"].value_or(std::string()) == kind) return false;
    }
    in->insert_or_assign(key, toml::table{{"kind", kind}});
    return true;
  };
}

using Hidden = std::vector<int64_t>;

/// Changes the list of hidden sizes.
Reduction Sizes(const std::function<void(Hidden*)>& change) {
  return [change](toml::table* t) {
    toml::array* list = t->at_path("network.hidden").as_array();
    if (list == nullptr) return false;
    Hidden sizes;
    for (const toml::node& node : *list) sizes.push_back(node.value_or(int64_t{1}));
    const Hidden before = sizes;
    change(&sizes);
    if (sizes == before || sizes.empty()) return false;
    list->clear();
    for (const int64_t size : sizes) list->push_back(size);
    return true;
  };
}

/// Nothing but a network; with `unit` of one unit.
Reduction Bare(bool unit) {
  return [unit](toml::table* t) {
    const toml::table* network = TableAt(t, "network");
    if (network == nullptr) return false;
    toml::table bare = *network;
    if (unit && bare.contains("hidden")) {
      bare.erase("outputs");
      bare.erase("head");
      bare.erase("input_relu");
      bare.insert_or_assign("inputs", int64_t{1});
      bare.insert_or_assign("hidden", toml::array{int64_t{1}});
    }
    toml::table all;
    if (const toml::node* name = t->get("name")) all.insert("name", *name);
    all.insert("network", bare);
    if (all == *t) return false;
    *t = all;
    return true;
  };
}

std::vector<Reduction> OfNetwork() {
  std::vector<Reduction> all = {
      Bare(true),
      Sizes([](Hidden* s) { s->resize(1); }),
      Sizes([](Hidden* s) { s->assign(s->size(), 1); }),
      Sizes([](Hidden* s) { s->pop_back(); }),
      Sizes([](Hidden* s) { s->erase(s->begin()); }),
      [](toml::table* t) {
        toml::table* network = TableAt(t, "network");
        if (network == nullptr || network->erase("outputs") == 0) return false;
        network->erase("head");
        network->erase("input_relu");
        if (toml::table* events = TableAt(t, "sparsity.events")) events->erase("theta_head");
        if (toml::table* weights = TableAt(t, "sparsity.weights")) weights->erase("keep_head");
        return true;
      },
      Lower("network", "inputs", 1),
      Lower("network", "outputs", 1),
      Sizes([](Hidden* s) {
        for (int64_t& size : *s) size = (size + 1) / 2;
      }),
      Lower("network", "inputs", 0),
      Lower("network", "outputs", 0),
      Erase("network", "head"),
      Erase("network", "input_relu"),
      Erase("network", "cell"),
  };
  return all;
}

std::vector<Reduction> OfEngine() {
  return {
      Bare(false),
      [](toml::table* t) {  // the smallest engine, as one step
        const toml::table* engine = t->at_path("engine").as_table();
        if (engine == nullptr || (*engine)["pes"].value_or(int64_t{1}) == 1) return false;
        t->erase("stream");
        t->insert_or_assign("engine", toml::table{});
        return true;
      },
      Erase("", "control"),
      Erase("sparsity", "events"),
      Erase("sparsity", "weights"),
      Erase("engine", "multiplier"),
      Erase("numerics", "multiplier"),
      Erase("numerics", "activation"),
      Erase("numerics", "weight"),
      Erase("numerics", "bias_format"),
      Erase("numerics", "accumulator"),
      Erase("numerics", "cell"),
      Erase("numerics", "state"),
      Erase("numerics", "rounding"),
      Weights("numerics", "activation", "table"),
      Weights("numerics", "weight", "fixed"),
      Weights("sparsity", "weights", "unstructured"),
      Erase("", "stream"),
      Lower("engine", "arrays", 1),
      Lower("engine", "cell_lanes", 1),
      [](toml::table* t) {  // lanes divide PEs
        return Lower("engine", "pes", 1)(t) && (Lower("engine", "cell_lanes", 1)(t) || true);
      },
      [](toml::table* t) { return Lower("engine", "pes", 0)(t); },
      Lower("engine", "arrays", 0),
      Erase("engine", "accumulators"),
      Erase("engine", "reset"),
      Lower("stream", "elements_in", 1),
      Lower("stream", "elements_out", 1),
      Erase("sparsity.events", "refresh"),
      Erase("sparsity.events", "theta_head"),
      Zero("theta_x"),
      Zero("theta_h"),
      Zero("t_skip"),
      Erase("numerics.weight", "row_shift_bits"),
      Erase("sparsity.weights", "keep_x"),
      Erase("sparsity.weights", "keep_h"),
      Erase("sparsity.weights", "keep_head"),
      Erase("sparsity.weights", "kept_x"),
      Erase("sparsity.weights", "kept_h"),
      Lower("numerics.activation", "segments", 0),
  };
}

}  // namespace

std::vector<std::string> SmallerDesigns(const std::string& design, bool keep_network) {
  std::vector<std::string> texts;
  std::vector<Reduction> reductions = OfEngine();
  if (!keep_network) {
    const std::vector<Reduction> network = OfNetwork();
    reductions.insert(reductions.begin(), network.begin(), network.end());
  }
  for (const Reduction& reduce : reductions) {
    toml::table table = toml::parse(design);
    if (!reduce(&table)) continue;
    std::ostringstream text;
    text << toml::toml_formatter(table) << '\n';
    texts.push_back(text.str());
  }
  return texts;
}

}  // namespace gatewright
