// SPDX-License-Identifier: Apache-2.0
// The proofs between the streams: events of the input, credit, fetch, sequencer, rounding.

#include "rtl_templates/templates.h"
#include "verif/formal/formal_list.h"

namespace gatewright {
namespace {

/// Every template but the memory of words, which the harness has: without gw_.
std::vector<std::string> AllButRom() {
  std::vector<std::string> modules;
  for (const RtlTemplate& source : RtlTemplates()) {
    if (source.module != "gw_rom") modules.push_back(source.module.substr(3));
  }
  return modules;
}

FormalProof Input(const std::string& name, int events,
                  std::vector<std::pair<std::string, int>> parameters) {
  parameters.emplace_back("Events", events);
  FormalProof proof = {name,
                       "gw_input",
                       "input",
                       {"input", "axis_in", "thresholds", "event_encoder", "ram_1r1w"},
                       std::move(parameters),
                       "events and references are those of the valid frames alone, by definition, "
                       "with the thresholds "
                       "of each frame's first beat; a frame ends in exactly one way",
                       {{"lanes beyond the input have events", "input",
                         "valid & of_input;\n\n  generate\n    if (Events",
                         "valid;\n\n  generate\n    if (Events"}}};
  const auto add = [&proof](const char* what, const char* module, const char* from,
                            const char* to) {
    proof.faults.push_back({what, module, from, to});
  };
  if (events == 0) proof.faults = {{"events of zeros", "event_encoder", "= |element;", "= 1'b1;"}};
  if (events != 0) {
    add("thresholds of the cycle instead of the frame", "thresholds",
        "if (sample_i) arriving_q <= thresholds_i;", "arriving_q <= thresholds_i;");
    add("a threshold in a frame that starts a sequence", "input",
        "beat_start ? {StateW{1'b0}} : theta", "theta");
    add("references move without an event", "event_encoder", "= valid_o[c] ? element : was",
        "= element");
  }
  if (events == 1) {
    add("an invalid frame moves the references", "input", "move         = beat_commit;",
        "move         = beat_commit | beat_rewind;");
  }
  if (events == 2) {
    add("a skipped frame moves the references", "input", "= commit_full_o | commit_o;",
        "= beat_commit;");
    add("a skipped frame counts as full", "input",
        "(score_q >= t_skip) & ((score_q >= t_delta) | due)", "(score_q >= t_delta) | due");
    add("the score of the frame before", "input",
        "summed_first_q ? beat_sum_q : score_q + beat_sum_q", "score_q + beat_sum_q");
    add("the references after a full step are those of a delta step", "input",
        "if (move) after_full_q <= commit_full_o;", "if (move) after_full_q <= 1'b0;");
  }
  const bool spare = events == 1 && proof.parameters.size() > 1;
  if (events != 0 && !spare) proof.faults.erase(proof.faults.begin());
  return proof;
}

FormalProof InputRoom(int events) {
  FormalProof proof = {
      events == 2 ? "room for input, two sets" : "room for input",
      "gw_arrays",
      "input_room",
      AllButRom(),
      {{"Events", events}},
      "no word of the input is pushed into a full queue, whatever is on its way",
      {{"the beat on its way is not counted", "arrays", " + {{XPtrW{1'b0}}, beat_valid_i}", ""},
       {"a word too many", "arrays", "Full32 = FrameWords", "Full32 = FrameWords + 1"}}};
  if (events == 2) {
    proof.defines = {"TWO_SETS"};
    proof.quick = false;
  }
  return proof;
}

FormalProof Fetch(const std::string& name, int pattern) {
  FormalProof proof = {
      name,
      "gw_column_fetch",
      "column_fetch",
      {"column_fetch"},
      {{"Pattern", pattern}},
      "every event gives the words of its column, each once and in order; no address leaves its "
      "matrix; busy_o and idle_o are exact",
      {{"an event is taken over another", "column_fetch", "any & (~ev_valid_q | take | ev_empty)",
        "any"},
       {"a word under hold_i", "column_fetch", "wire step = more & ~hold_i;", "wire step = more;"},
       {"columns of the other matrix", "column_fetch", "of_x ? LayerTable[x_base_at(k)",
        "of_x ? LayerTable[h_base_at(k)"},
       {"idle with an event left", "column_fetch", "= ~ev_valid_q & ~more;", "= ~more;"}}};
  if (pattern == 2) {
    proof.faults.push_back({"a column without words gives one", "column_fetch",
                            "ev_valid_q & ~ev_empty & ~more", "ev_valid_q & ~more"});
  } else {
    proof.faults.push_back({"columns a word too short", "column_fetch",
                            "({{(ColW+1){1'b0}}, last_word} + 1'b1)",
                            "{{(ColW+1){1'b0}}, last_word}"});
  }
  if (pattern == 0) {
    proof.faults.push_back({"every word in one slot", "column_fetch", "step & (Pattern == 0)",
                            "step & (Pattern == 1)"});
  }
  if (pattern == 3) {
    proof.faults.push_back({"one index for all blocks of a column", "column_fetch",
                            "last_sub ? index_q + 1'b1 : index_q", "index_q"});
  }
  return proof;
}

FormalProof Sequencer(const std::string& name, int gru, int waits) {
  return {
      name,
      "gw_sequencer",
      "sequencer",
      {"sequencer"},
      {{"Cell", gru}, {"FramesWait", waits}},
      "a phase reads every group and gate of its layer once, in order; arming reaches every slot "
      "and none beyond; phases and frames follow each other as they must, and none waits in vain",
      {{"one slot too many is armed", "sequencer", "(unit_q == LastSlot)",
        "(unit_q == LastSlot + 1'b1)"},
       {"groups of one slot", "sequencer", "if (sel_q == LastSel) unit_q <= unit_q + 1'b1;",
        "unit_q <= unit_q + 1'b1;"},
       {"the last layer does not wait for the output", "sequencer",
        "& ((layer_q != LastLayer) | out_room_i);", ";"},
       {"a full frame before the slots are armed", "sequencer", "(~frame_full_i | armed_q)",
        "1'b1"},
       {"a phase before the results of the last", "sequencer",
        "busy_q     <= start | (busy_q & ~cell_done_i);", "busy_q     <= start;"}}};
}

FormalProof RoundSat(const std::string& name, const std::string& module,
                     std::vector<std::pair<std::string, int>> parameters,
                     std::vector<InjectedFault> faults) {
  return {name,
          "gw_" + module,
          module,
          {module},
          std::move(parameters),
          "every number is rounded and clamped as numerics 1 says",
          std::move(faults)};
}

}  // namespace

std::vector<FormalProof> EngineProofs() {
  const InjectedFault half_up{"ties are rounded up", "round_sat", "half & ((|below) | floor[0])",
                              "half"};
  const InjectedFault wrap{"no clamping", "round_sat",
                           "fits ? rounded[OutW-1:0] :", "1'b1 ? rounded[OutW-1:0] :"};
  return {
      Input("input", 0, {}),
      Input("input, delta", 1, {}),
      Input("input, delta, spare lane", 1, {{"ElemsIn", 2}, {"Inputs", 3}}),
      Input("input, similarity", 2, {}),
      Input("input, similarity, refresh", 2, {{"Refresh", 2}}),
      {"thresholds",
       "gw_thresholds",
       "thresholds",
       {"thresholds"},
       {},
       "the thresholds sampled with a frame's first beat are those of its beats and of its step",
       {{"a frame takes those of the next", "thresholds", "if (take_i) active_q <= waiting_q;",
         "if (take_i) active_q <= arriving_q;"},
        {"a step takes those of the next", "thresholds", "if (phase_i) phase_q <= active_q;",
         "phase_q <= active_q;"}}},
      InputRoom(0),
      InputRoom(2),
      Fetch("column fetch, dense", 0),
      Fetch("column fetch, slots", 1),
      Fetch("column fetch, pointers", 2),
      Fetch("column fetch, blocks", 3),
      Sequencer("sequencer, LSTM", 0, 0),
      Sequencer("sequencer, GRU, similarity", 1, 1),
      RoundSat("rounding to nearest", "round_sat", {}, {half_up, wrap}),
      RoundSat("rounding down", "round_sat", {{"Nearest", 0}}, {wrap}),
      RoundSat("rounding to the left", "round_sat", {{"InW", 20}, {"Right", 0}, {"Left", 3}},
               {wrap}),
      RoundSat(
          "rounding by a variable, to nearest", "round_sat_var", {},
          {{"ties are rounded up", "round_sat_var", "guard & (sticky | floor[0])", "guard"},
           {"a bit that fell out is forgotten", "round_sat_var", "sticky = sticky | guard;", ""}}),
      RoundSat("rounding by a variable, down", "round_sat_var", {{"Nearest", 0}},
               {{"no clamping", "round_sat_var",
                 "fits ? rounded[OutW-1:0] :", "1'b1 ? rounded[OutW-1:0] :"}}),
  };
}

}  // namespace gatewright
