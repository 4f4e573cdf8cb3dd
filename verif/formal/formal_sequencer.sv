// SPDX-License-Identifier: Apache-2.0
// gw_sequencer of a recurrent layer of three groups and a dense head of one, beside an engine that
// answers at any time, with any frames, and a reset at any time.
//
// Proven: a phase issues every read of its layer once, in order, with slot, lanes' choice and gate as
// its tables say, one a cycle from two cycles after its start; arming every slot once, in order; no
// slot is beyond the accumulators'. Phases follow each other layer by layer, none while another one,
// or arming, is under way, work is left, the output lacks room, or layer 0 has no frame. A frame is
// taken once, a full one after all slots were armed for it and with nothing under way; a frame to be
// skipped repeats the output instead. hold_o is high one cycle before every operation.
`default_nettype none

module formal_sequencer #(
  parameter Cell  = 0,
  parameter FramesWait = 0
) (
  input wire clk_i,
  input wire rst_ni,
  input wire frame_valid_i,
  input wire frame_start_i,
  input wire frame_full_i,
  input wire frame_skip_i,
  input wire pending_i,
  input wire quiet_i,
  input wire cell_done_i,
  input wire new_events_i,
  input wire out_room_i
);
  localparam Slots  = 9;
  localparam Groups = 3;  // of layer 0
  localparam [31:0] Kind = Cell;
  wire       take, repeat_o, hold, op_valid, op_arm, op_sel, layer;
  wire       phase_start, step_start, phase_layer, phase_first, phase_full;
  wire [3:0] op_slot;
  wire [1:0] op_gate;
  gw_sequencer #(
    .Pes(4), .Lanes(2), .Slots(Slots), .Layers(2), .GroupW(2), .FramesWait(FramesWait),
    // a layer of 5 units in slots 0 .. 7, two a gate, and a dense one of 2 in slot 8
    .LayerTable({
      32'd2, 32'd0, 32'd7, 32'd8, 32'd1, 32'd88, 32'd1, 32'd0, 32'd0, 32'd0, 32'd0, 32'd2,
      32'd5, 32'd0, 32'd7, 32'd0, 32'd2, 32'd0, 32'd8, 32'd0, 32'd24, 32'd8, 32'd0, Kind
    })
  ) dut (
    .clk_i(clk_i), .rst_ni(rst_ni), .frame_valid_i(frame_valid_i), .frame_start_i(frame_start_i),
    .frame_full_i(frame_full_i), .frame_skip_i(frame_skip_i), .frame_take_o(take),
    .repeat_o(repeat_o), .pending_i(pending_i), .quiet_i(quiet_i), .cell_done_i(cell_done_i),
    .new_events_i(new_events_i), .out_room_i(out_room_i), .hold_o(hold), .op_valid_o(op_valid),
    .op_arm_all_o(op_arm), .op_slot_o(op_slot), .op_sel_o(op_sel), .op_gate_o(op_gate),
    .layer_o(layer), .phase_start_o(phase_start), .step_start_o(step_start),
    .phase_layer_o(phase_layer), .phase_first_o(phase_first), .phase_full_o(phase_full)
  );

  reg        started = 1'b0;
  reg        reads, arms, busy;   // reads of a phase, or arming, are issued; results are due
  reg        of, next;            // layer of the phase that runs; of the next one
  reg [4:0]  at;                  // number of the read, or of the slot
  reg        frame, frame_first, frame_full, first, full, armed;
  reg        was_valid, was_taken;
  reg [2:0]  was_frame;
  always @(posedge clk_i) started <= 1'b1;
  wire [4:0] count    = arms ? Slots : of ? 1 : 4 * Groups;
  wire       ends     = (reads | arms) & at == count - 1;
  wire       skips    = take & frame_skip_i;
  wire       lets_in  = take & !frame_skip_i;
  wire       arming   = hold & !reads & !arms;  // seen from its first cycle on
  always @* begin
    if (!started) assume (!rst_ni);
    // a frame holds still until it is taken; one that starts a sequence is full
    if (was_valid & !was_taken) assume (frame_valid_i && was_frame == {frame_start_i, frame_full_i, frame_skip_i});
    if (frame_start_i) assume (frame_full_i);
    assume (!(frame_full_i & frame_skip_i));
    // results come after the last read
    if (cell_done_i) assume (busy & !reads);
  end
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      was_valid <= 0; was_taken <= 0;
    end else begin
      was_valid <= frame_valid_i; was_taken <= take;
    end
  end
  always @(posedge clk_i) was_frame <= {frame_start_i, frame_full_i, frame_skip_i};

  // What was due in the cycle before: can a phase start, can arming?
  wire between = !arms & !frame & !reads & !busy & next == 0;
  wire arm     = frame_valid_i & frame_full_i & !armed & between & quiet_i;
  wire may     = !reads & !arms & !pending_i & (!busy | (cell_done_i & !new_events_i))
               & (next != 0 | frame) & (next == 0 | out_room_i);
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      reads <= 0; arms <= 0; busy <= 0; next <= 0; frame <= 0; armed <= 0; at <= 0;
    end else begin
      reads <= phase_start | (reads & !ends);
      arms  <= arm | (arms & !ends);
      at    <= (phase_start | arm) ? 0 : at + 1;
      busy  <= phase_start | (busy & !cell_done_i);
      frame <= lets_in | (frame & !step_start);
      armed <= (arms & ends) | (armed & !lets_in);
      if (reads & ends) next <= !next;
    end
  end
  always @(posedge clk_i) begin
    if (phase_start) of <= next;
    if (lets_in) {frame_first, frame_full} <= {frame_start_i, frame_full_i};
    if (step_start) {first, full} <= {frame_first, frame_full};
  end

  // The operation of the next cycle.
  wire [4:0] group = of ? 0 : at >> 2;
  wire [1:0] place = of ? 0 : at[1:0];
  reg  [1:0] gate;
  always @* begin
    case (place)
      2'd0: gate = 1;
      2'd1: gate = Cell ? 3 : 0;
      2'd2: gate = Cell ? 0 : 2;
      default: gate = Cell ? 2 : 3;
    endcase
    if (of) gate = 0;
  end
  reg       due, due_arm, due_sel;
  reg [3:0] due_slot;
  reg [1:0] due_gate;
  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) due <= 0;
    else due <= reads | arms;
  end
  always @(posedge clk_i) begin
    due_arm  <= arms;
    due_slot <= arms ? at : of ? 8 : 2 * gate + (group >> 1);
    due_sel  <= group[0];
    due_gate <= gate;
  end

  always @* if (started & rst_ni) begin
    assert (hold == (reads | arms));
    assert (!(reads & arms));
    assert (op_valid == due);
    if (due) begin
      assert (op_arm == due_arm && op_slot == due_slot && op_slot < Slots);
      if (!due_arm) assert (op_sel == due_sel && op_gate == due_gate);
    end
    assert (layer == next);
    assert (phase_start == may);
    assert (step_start == (may & next == 0));
    if (busy) assert (phase_layer == of && phase_first == first && phase_full == full);
    assert (repeat_o == skips);
    if (skips) assert (frame_valid_i & between & out_room_i);
    if (lets_in) begin
      assert (frame_valid_i & !frame);
      if (frame_full_i) assert (armed & !busy & !reads & !arms);
      if (FramesWait) assert (between);
    end
    // no frame waits in vain
    if (frame_valid_i & frame_skip_i & between & out_room_i) assert (take);
    if (frame_valid_i & !frame_skip_i & !frame & (!frame_full_i | armed) & (!FramesWait | between)) assert (take);
    if (armed) assert (frame_valid_i & frame_full_i);
  end
endmodule

`default_nettype wire
