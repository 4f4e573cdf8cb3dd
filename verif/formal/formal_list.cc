// SPDX-License-Identifier: Apache-2.0
// The proofs of streams, queues and registers, and the list of all.

#include "verif/formal/formal_list.h"

#include <set>

#include "verif/formal/formal_registers.h"

namespace gatewright {
namespace {

FormalProof AxisIn(const std::string& name, int decide) {
  return {
      name,
      "gw_axis_in",
      "axis_in",
      {"axis_in"},
      {{"DecisionCycles", decide}},
      "every accepted beat of a frame comes out once, with its index and elements; a valid frame "
      "is committed once, a bad one rewound once; tready depends on nothing of its cycle but room",
      {{"a start of sequence stays pending", "axis_in", "start_q  <= start & ~valid_end;",
        "start_q  <= start;"},
       {"a frame is overwritten that waits", "axis_in",
        "room_i & ~(at_last & (frame_q | deciding))", "room_i"},
       {"beats of a frame that is too long come out", "axis_in", "valid_q  <= accept & ~drop_q;",
        "valid_q  <= accept;"},
       {"a frame waits a cycle instead of until it is taken", "axis_in",
        "commit_q[CommitCycles-1] | (frame_q & ~frame_take_i)", "commit_q[CommitCycles-1]"},
       {"the rewind is missing", "axis_in", "rewind_q <= invalid_end;", "rewind_q <= 1'b0;"}}};
}

FormalProof AxisOut(const std::string& name, int lanes, int beats, int repeats) {
  FormalProof proof = {
      name,
      "gw_axis_out",
      "axis_out",
      {"axis_out", "ram_1r1w"},
      {{"Lanes", lanes}, {"Beats", beats}, {"Repeats", repeats}},
      "tvalid holds with stable data until tready; every beat pushed, or repeated, leaves once, in "
      "order, with its elements, tlast and tuser, and no other",
      {{"a beat is overwritten that was not taken", "axis_out",
        "head_q & (~valid_q | m_axis_tready_i)", "head_q"},
       {"tvalid falls without tready", "axis_out", "load | (valid_q & ~m_axis_tready_i)", "load"},
       {"the memory is left before its word is empty", "axis_out",
        "(~head_q | done) & (rd_q != wr_q)", "(rd_q != wr_q)"},
       {"spare elements of the last word leave", "axis_out", "((sub_q == LastSub) | last_beat)",
        "(sub_q == LastSub)"}}};
  if (beats % lanes == 0) proof.faults.pop_back();  // no spare elements
  if (repeats != 0) {
    proof.faults.push_back({"the repeat starts a word late", "axis_out",
                            "first_word = (wr_q == LastPtr) ? {PtrW{1'b0}} : wr_q + 1'b1;",
                            "first_word = wr_q;"});
  }
  return proof;
}

FormalProof EventQueue(const std::string& name, int framed, int cand, int depth, bool quick) {
  FormalProof proof = {
      name,
      "gw_event_queue",
      "event_queue",
      {"event_queue", "ram_1r1w"},
      {{"Framed", framed}, {"Cand", cand}, {"Depth", depth}, {"PtrW", depth > 4 ? 3 : 2}},
      "every event let out leaves once, in order, unchanged; none that was rewound or is not "
      "committed; none is invented; the memory never overruns",
      {{"the head is read over", "event_queue", "(~head_q | done) & (rd_q != limit)",
        "(rd_q != limit)"},
       {"the place to read does not wrap", "event_queue",
        "rd_q <= (rd_q == LastPtr) ? {PtrW{1'b0}} : rd_q + 1'b1", "rd_q <= rd_q + 1'b1"}}};
  if (depth == 4) proof.faults.pop_back();  // there it does not have to
  if (cand > 1) {
    proof.faults.push_back(
        {"a candidate leaves forever", "event_queue", "taken_q | first;", "taken_q;"});
    proof.faults.push_back(
        {"the second candidate is lost", "event_queue", "pop & ~(|(left & ~first))", "pop"});
  }
  if (framed != 0) {
    proof.faults.push_back({"a rewind forgets nothing", "event_queue",
                            "rewind_i ? commit_q : wr_pushed", "wr_pushed"});
    proof.faults.push_back({"a commit leaves out the word of its cycle", "event_queue",
                            "if (commit_i) commit_q <= wr_pushed",
                            "if (commit_i) commit_q <= wr_q"});
    proof.faults.push_back({"open takes what is not committed", "event_queue",
                            "limit_q <= commit_i ? wr_pushed : commit_q", "limit_q <= wr_pushed"});
  }
  proof.quick = quick;
  return proof;
}

FormalProof ModeQueue() {
  return {
      "mode queue",
      "gw_mode_queue",
      "mode_queue",
      {"mode_queue", "event_queue", "ram_1r1w"},
      {},
      "of two sets the one that is committed leaves, every event once, in order, unchanged, and "
      "the other never; neither memory overruns",
      {{"events of the other set", "mode_queue", "valid_f ? out_f : out_d", "out_d"},
       {"room of one set alone", "mode_queue", "(used_d > used_f) ? used_d : used_f", "used_d"},
       {"words without an event are pushed", "mode_queue", "push_i & (|full_valid_i)", "push_i"},
       {"what does not show yet, of one set alone", "mode_queue", "unseen_d | unseen_f",
        "unseen_d"}},
      {},
      {},
      false};
}

FormalProof ArrayQueues(int events) {
  FormalProof proof = {
      events == 2 ? "array queues, two sets" : "array queues",
      "gw_array_queues",
      "array_queues",
      {"array_queues", "mode_queue", "event_queue", "ram_1r1w"},
      {{"Events", events}},
      "quiet_o says exactly whether events wait, pending_o whether some that the layer needs do",
      {{"the layer's own recurrent events are not waited for", "array_queues",
        " | (r_valid_o & (r_layer_o == layer_i))", ""},
       {"quiet while recurrent events do not show yet", "array_queues", "& ~r_valid_o & ~r_unseen",
        "& ~r_valid_o"},
       {"input events that do not show yet", "array_queues", "(x_valid_o | x_unseen)",
        "x_valid_o"}}};
  proof.quick = events != 2;
  return proof;
}

FormalProof AxiLite() {
  return {
      "AXI4-Lite",
      "gw_axi_lite",
      "axi_lite",
      {"axi_lite"},
      {},
      "every write and read becomes one strobe and one response, which holds still until it is "
      "taken; readiness depends on nothing of its cycle",
      {{"a response of a write is lost", "axi_lite", "write | (b_q & ~s_axil_bready_i)", "write"},
       {"a response of a read is lost", "axi_lite", "ar_q | (r_q & ~s_axil_rready_i)", "ar_q"},
       {"data are taken over those that wait", "axi_lite", "if (w_accept) begin",
        "if (s_axil_wvalid_i) begin"},
       {"the error of another cycle", "axi_lite", "if (write) b_error_q", "b_error_q"},
       {"a read is taken over a response", "axi_lite", "= ~ar_q & ~r_q;", "= ~ar_q;"}}};
}

FormalProof CounterProof() {
  return {"counter",
          "gw_counter",
          "counter",
          {"counter"},
          {},
          "a snapshot shows the exact sum of all cycles before it since the last clear",
          {{"a clear leaves the upper half", "counter", "(clear_q ? 32'd0 : high_q)", "high_q"},
           {"both halves are copied in one cycle", "counter", "if (snapshot_q) seen_high_q",
            "if (snapshot_i) seen_high_q"},
           {"the carry is lost with a clear", "counter", "+ {31'd0, carry_q}",
            "+ {31'd0, carry_q & ~clear_q}"}}};
}

}  // namespace

std::vector<FormalProof> FormalProofs() {
  std::vector<FormalProof> proofs = {AxisIn("input stream", 0), AxisIn("input stream, delta", 1),
                                     AxisIn("input stream, similarity", 5)};
  for (FormalProof& proof : EngineProofs()) proofs.push_back(std::move(proof));
  const std::vector<FormalProof> others = {
      EventQueue("event queue", 0, 1, 4, true),
      EventQueue("event queue, five words", 0, 1, 5, true),
      EventQueue("event queue, two candidates", 0, 2, 3, false),
      EventQueue("event queue, frames", 1, 1, 3, true),
      EventQueue("event queue, frames, five words", 1, 1, 5, false),
      EventQueue("event queue, frames, two candidates", 1, 2, 3, false),
      ModeQueue(),
      ArrayQueues(0),
      ArrayQueues(2),
      AxisOut("output stream", 2, 3, 0),
      AxisOut("output stream, repeats", 2, 3, 1),
      AxisOut("output stream, repeats, whole words", 2, 4, 1),
      AxiLite(),
      RegisterProof(),
      CounterProof()};
  proofs.insert(proofs.end(), others.begin(), others.end());
  const std::set<std::string> quick = {"input stream, similarity",
                                       "input, delta",
                                       "thresholds",
                                       "column fetch, dense",
                                       "sequencer, LSTM",
                                       "rounding to nearest",
                                       "event queue",
                                       "AXI4-Lite",
                                       "register block",
                                       "counter"};
  for (FormalProof& proof : proofs) proof.quick = quick.count(proof.name) != 0;
  return proofs;
}

}  // namespace gatewright
