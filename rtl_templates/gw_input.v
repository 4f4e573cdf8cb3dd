// SPDX-License-Identifier: Apache-2.0
// Input of the engine: frames of the stream become event candidates.
//
// Every beat that the stream delivers comes out in the cycle after it was accepted, with the elements
// that are events and lie inside the input (the last beat may have elements to spare). Frame handshake
// as in gw_axis_in; one beat a cycle.
//
// Events = 0 (none)        valid_o, values_o: elements that are not zero
// Events = 1 (delta)       changes since an element was last an event, theta_x or more; in a frame
//                          that starts a sequence as with none
// Events = 2 (similarity)  valid_o, values_o: the changes, for a delta step; full_valid_o,
//                          full_values_o: what is not zero, for a full step. The score of a frame,
//                          the sum of |x - reference| over the input, decides when it is complete:
//                          below T_skip skip, below T_delta delta, else full; a start is full, and so
//                          is what follows Refresh delta steps without a full one, unless skipped.
// commit_o (the events of valid_o belong to a valid frame) and commit_full_o (those of full_valid_o)
// come with the mode; forget_o, forget_full_o when the events of that set are not wanted.
//
// References move with the frame: each frame writes all of them into the half of the memory that is
// not read, and the halves change places when it is committed, so an invalid frame leaves no trace.
//
//   Events   see above
//   ElemsIn  elements of a beat, a power of two
//   StateW   bits of an element in format A (2..)
//   Inputs   elements of a frame (1..)
//   Layers   layers with thresholds (1..)
//   Refresh  delta steps between full ones at most (1..65535); 0: any number
//   Runtime  1: thresholds may change (gw_thresholds)
`default_nettype none

module gw_input #(
  parameter Events  = 0,
  parameter ElemsIn = 1,
  parameter StateW  = 16,
  parameter Inputs  = 3,
  parameter Layers  = 2,
  parameter Refresh = 0,
  parameter Runtime = 1,
  // derived, not to be set
  parameter ElemW       = 8 * ((StateW + 7) / 8),
  parameter ValueW      = StateW + ((Events != 0) ? 1 : 0),
  parameter BeatW       = (Inputs > 2 * ElemsIn) ? $clog2((Inputs + ElemsIn - 1) / ElemsIn) : 1,
  parameter ScoreW      = (Events == 2) ? StateW + 1 + $clog2(Inputs) : 1,
  parameter ThresholdsW = Layers * StateW
) (
  input  wire                              clk_i,
  input  wire                              rst_ni,
  input  wire                              s_axis_tvalid_i,
  output wire                              s_axis_tready_o,
  input  wire [ElemsIn*ElemW-1:0]          s_axis_tdata_i,
  input  wire                              s_axis_tlast_i,
  input  wire                              s_axis_tuser_i,
  // thresholds, sampled with the first beat of a frame: theta_x and theta_h of every layer, theta_x of
  // layer 0 lowest, T_delta, T_skip; those of the step whose phases run, theta_x and theta_h alone
  input  wire [2*ScoreW+2*ThresholdsW-1:0] thresholds_i,
  input  wire                              step_start_i,
  output wire [2*ThresholdsW-1:0]          in_force_o,
  // beats with their events
  input  wire                              room_i,
  output wire                              beat_valid_o,
  output wire [BeatW-1:0]                  beat_index_o,
  output wire [ElemsIn-1:0]                valid_o,
  output wire [ElemsIn*ValueW-1:0]         values_o,
  output wire [ElemsIn-1:0]                full_valid_o,
  output wire [ElemsIn*ValueW-1:0]         full_values_o,
  output wire                              commit_o,
  output wire                              commit_full_o,
  output wire                              forget_o,
  output wire                              forget_full_o,
  // frames: full and skip as decided; a start is full
  output wire                              frame_valid_o,
  output wire                              frame_start_o,
  output wire                              frame_full_o,
  output wire                              frame_skip_o,
  input  wire                              frame_take_i,
  output wire                              error_o,
  output wire                              invalid_o       // an invalid frame has just ended
);
  localparam Beats = (Inputs + ElemsIn - 1) / ElemsIn;

  wire                      accept, first;
  wire [BeatW-1:0]          accept_index;
  wire                      beat_start, beat_decide, beat_commit, beat_rewind;
  wire [ElemsIn*StateW-1:0] beat_data;
  gw_axis_in #(
    .ElemW          (ElemW),
    .StateW         (StateW),
    .Elems          (ElemsIn),
    .Beats          (Beats),
    .DecisionCycles ((Events == 2) ? 5 : (Events != 0) ? 1 : 0)
  ) u_axis_in (
    .clk_i           (clk_i),
    .rst_ni          (rst_ni),
    .s_axis_tvalid_i (s_axis_tvalid_i),
    .s_axis_tready_o (s_axis_tready_o),
    .s_axis_tdata_i  (s_axis_tdata_i),
    .s_axis_tlast_i  (s_axis_tlast_i),
    .s_axis_tuser_i  (s_axis_tuser_i),
    .accept_o        (accept),
    .accept_index_o  (accept_index),
    .accept_first_o  (first),
    .room_i          (room_i),
    .beat_valid_o    (beat_valid_o),
    .beat_start_o    (beat_start),
    .beat_decide_o   (beat_decide),
    .beat_commit_o   (beat_commit),
    .beat_rewind_o   (beat_rewind),
    .beat_index_o    (beat_index_o),
    .beat_data_o     (beat_data),
    .frame_valid_o   (frame_valid_o),
    .frame_start_o   (frame_start_o),
    .frame_take_i    (frame_take_i),
    .error_o         (error_o)
  );
  assign invalid_o = beat_rewind;

  wire [2*ScoreW+2*ThresholdsW-1:0] arriving, phase;
  gw_thresholds #(
    .Width   (2*ScoreW + 2*ThresholdsW),
    .Runtime (Runtime)
  ) u_thresholds (
    .clk_i        (clk_i),
    .thresholds_i (thresholds_i),
    .sample_i     (first),
    .commit_i     (beat_commit),
    .take_i       (frame_take_i),
    .phase_i      (step_start_i),
    .arriving_o   (arriving),
    .phase_o      (phase)
  );
  wire [StateW-1:0] theta   = arriving[StateW-1:0];
  wire [ScoreW-1:0] t_delta = arriving[2*ThresholdsW +: ScoreW];
  wire [ScoreW-1:0] t_skip  = arriving[2*ThresholdsW+ScoreW +: ScoreW];
  assign in_force_o = phase[2*ThresholdsW-1:0];
  wire unused_thresholds = &{1'b0, arriving, phase};

  // Elements of this beat that lie inside the input.
  localparam [31:0] LastBeat32 = Beats - 1;
  wire               last_beat = (beat_index_o == LastBeat32[BeatW-1:0]);
  wire [ElemsIn-1:0] of_input;
  genvar e;
  generate
    for (e = 0; e < ElemsIn; e = e + 1) begin : gen_of_input
      assign of_input[e] = ~(last_beat & ((Beats-1)*ElemsIn + e >= Inputs));
    end
  endgenerate

  wire [ElemsIn*StateW-1:0] references, references_next, changes;
  wire [ElemsIn-1:0]        valid;
  gw_event_encoder #(
    .Cand   (ElemsIn),
    .StateW (StateW),
    .Delta  (Events != 0),
    .ValueW (ValueW)
  ) u_encoder (
    .elements_i   (beat_data),
    .references_i (references),
    .theta_i      (beat_start ? {StateW{1'b0}} : theta),
    .valid_o      (valid),
    .values_o     (values_o),
    .references_o (references_next),
    .changes_o    (changes)
  );
  assign valid_o = valid & of_input;

  generate
    if (Events == 0) begin : gen_none
      assign references   = {(ElemsIn*StateW){1'b0}};
      assign frame_full_o = frame_start_o;
      wire unused_references = &{1'b0, beat_start, references_next, accept, accept_index};
    end else begin : gen_references
      // With similarity a word holds the references after a full step as well: the frame itself.
      localparam Sets   = (Events == 2) ? 2 : 1;
      localparam WordW  = Sets * ElemsIn * StateW;
      localparam Depth  = 2 * Beats;
      localparam AddrW  = $clog2(Depth);
      localparam [31:0] Beats32 = Beats;
      reg               half_q;      // which half is read
      wire              move;        // the halves change places
      wire [AddrW-1:0]  upper     = Beats32[AddrW-1:0];
      wire [AddrW-1:0]  read_at   = half_q ? upper : {AddrW{1'b0}};
      wire [AddrW-1:0]  write_at  = half_q ? {AddrW{1'b0}} : upper;
      wire [WordW-1:0]  word;
      wire [WordW-1:0]  word_next;
      gw_ram_1r1w #(
        .Width (WordW),
        .Depth (Depth),
        .AddrW (AddrW)
      ) u_references (
        .clk_i   (clk_i),
        .we_i    (beat_valid_o),
        .waddr_i (write_at + {{(AddrW-BeatW){1'b0}}, beat_index_o}),
        .wdata_i (word_next),
        .re_i    (accept),
        .raddr_i (read_at + {{(AddrW-BeatW){1'b0}}, accept_index}),
        .rdata_o (word)
      );
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) half_q <= 1'b0;
        else half_q <= half_q ^ move;
      end
      if (Events == 2) begin : gen_sets
        reg after_full_q;            // the references are those of a full step
        always @(posedge clk_i) begin
          if (move) after_full_q <= commit_full_o;
        end
        wire [ElemsIn*StateW-1:0] stored = after_full_q ? word[ElemsIn*StateW +: ElemsIn*StateW]
                                                        : word[ElemsIn*StateW-1:0];
        assign references = beat_start ? {(ElemsIn*StateW){1'b0}} : stored;
        assign word_next  = {beat_data, references_next};
        assign move       = commit_full_o | commit_o;
      end else begin : gen_one_set
        assign references   = beat_start ? {(ElemsIn*StateW){1'b0}} : word;
        assign word_next    = references_next;
        assign move         = beat_commit;
        assign frame_full_o = frame_start_o;
      end
    end

    if (Events == 2) begin : gen_score
      wire [ElemsIn*StateW-1:0] no_references;
      wire [ElemsIn*StateW-1:0] no_changes;
      wire [ElemsIn-1:0]        full_valid;
      wire [ElemsIn*StateW-1:0] full_values;
      gw_event_encoder #(
        .Cand   (ElemsIn),
        .StateW (StateW),
        .Delta  (0),
        .ValueW (StateW)
      ) u_full_encoder (
        .elements_i   (beat_data),
        .references_i ({(ElemsIn*StateW){1'b0}}),
        .theta_i      ({StateW{1'b0}}),
        .valid_o      (full_valid),
        .values_o     (full_values),
        .references_o (no_references),
        .changes_o    (no_changes)
      );
      assign full_valid_o = full_valid & of_input;
      for (e = 0; e < ElemsIn; e = e + 1) begin : gen_value
        wire [StateW-1:0] value = full_values[e*StateW +: StateW];
        assign full_values_o[e*ValueW +: ValueW] = {value[StateW-1], value};
      end
      // Delta steps since the last full one.
      wire due;
      if (Refresh > 0) begin : gen_refresh
        localparam CountW = $clog2(Refresh + 1);
        localparam [31:0] Refresh32 = Refresh;
        reg  [CountW-1:0] deltas_q;
        always @(posedge clk_i) begin
          if (commit_full_o) deltas_q <= {CountW{1'b0}};
          else if (commit_o) deltas_q <= deltas_q + 1'b1;
        end
        assign due = (deltas_q == Refresh32[CountW-1:0]);
      end else begin : gen_no_refresh
        assign due = 1'b0;
      end
      // The score: changes of a beat, their sum, the sum of all, the decision, one stage each.
      reg  [ElemsIn*StateW-1:0] changes_q;
      wire [ElemsIn*StateW-1:0] counted;    // changes of the lanes that lie inside the input
      reg  [ScoreW-1:0]         beat_sum, beat_sum_q, score_q;
      reg                       changed_q, summed_q, first_q, summed_first_q, full_q, skip_q;
      integer                   i;
      for (e = 0; e < ElemsIn; e = e + 1) begin : gen_counted
        assign counted[e*StateW +: StateW] = changes[e*StateW +: StateW] & {StateW{of_input[e]}};
      end
      always @* begin
        beat_sum = {ScoreW{1'b0}};
        for (i = 0; i < ElemsIn; i = i + 1) begin
          beat_sum = beat_sum + {{(ScoreW-StateW){1'b0}}, changes_q[i*StateW +: StateW]};
        end
      end
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) {changed_q, summed_q} <= 2'b00;
        else {changed_q, summed_q} <= {beat_valid_o, changed_q};
      end
      always @(posedge clk_i) begin
        changes_q      <= counted;
        first_q        <= (beat_index_o == {BeatW{1'b0}});
        summed_first_q <= first_q;
        beat_sum_q     <= beat_sum;
        if (summed_q) score_q <= summed_first_q ? beat_sum_q : score_q + beat_sum_q;
        if (beat_decide) begin
          full_q <= frame_start_o | ((score_q >= t_skip) & ((score_q >= t_delta) | due));
          skip_q <= ~frame_start_o & (score_q < t_skip);
        end
      end
      assign commit_full_o = beat_commit & full_q;
      assign commit_o      = beat_commit & ~full_q & ~skip_q;
      assign forget_full_o = beat_rewind | (beat_commit & ~full_q);
      assign forget_o      = beat_rewind | (beat_commit & (full_q | skip_q));
      assign frame_full_o  = full_q;
      assign frame_skip_o  = skip_q;
      wire unused_full = &{1'b0, no_references, no_changes};
    end else begin : gen_no_score
      assign full_valid_o  = {ElemsIn{1'b0}};
      assign full_values_o = {(ElemsIn*ValueW){1'b0}};
      assign commit_full_o = 1'b0;
      assign commit_o      = beat_commit;
      assign forget_full_o = 1'b0;
      assign forget_o      = beat_rewind;
      assign frame_skip_o  = 1'b0;
      wire unused_score = &{1'b0, changes, beat_decide, t_skip, t_delta};
    end
  endgenerate
endmodule

`default_nettype wire
