// SPDX-License-Identifier: Apache-2.0
// Queue of events for one array: words of candidates go in, single events come out.
//
// A pushed word holds Cand candidates of one group with their valid bits; a word without a valid
// candidate must not be pushed. Events leave lowest candidate first, one a cycle without gaps.
//
//   push at cycle t into an empty queue  ->  event on the output at t+2
//   throughput: one word in, one event out a cycle
//
// Framed = 1 (input of layer 0): pushed words stay invisible until commit_i, then until open_i.
//   commit_i   the words pushed so far, and in this very cycle, are a valid frame
//   rewind_i   drop every uncommitted word, and the one pushed in this very cycle
//   open_i     let the committed frame out, also one committed in this very cycle (at most one
//              committed frame waits at a time)
// Framed = 0: a word is visible at once; commit_i, rewind_i and open_i are ignored.
//
// Never happens: overflow, provided that used_o (words in the memory) is below Depth - 1 before a
// push; loss or change of order. Control is reset, stored words are not.
//
//   Cand     candidates of a word (1..)
//   ValueW   bits of an event value (1..)
//   GroupW   bits of the group index stored with a word (1..)
//   TagW     bits of a tag stored with a word, the layer (1..)
//   Depth    words of memory (2..), of which Depth - 1 can be in use
//   Framed   0 or 1, see above
`default_nettype none

module gw_event_queue #(
  parameter Cand   = 1,
  parameter ValueW = 16,
  parameter GroupW = 4,
  parameter TagW   = 1,
  parameter Depth  = 4,
  parameter Framed = 0,
  // derived, not to be set
  parameter CandW  = (Cand > 2) ? $clog2(Cand) : 1,
  parameter PtrW   = $clog2(Depth)
) (
  input  wire                   clk_i,
  input  wire                   rst_ni,
  // words in
  input  wire                   push_i,
  input  wire [Cand-1:0]        push_valid_i,
  input  wire [Cand*ValueW-1:0] push_values_i,
  input  wire [GroupW-1:0]      push_group_i,
  input  wire [TagW-1:0]        push_tag_i,
  input  wire                   commit_i,
  input  wire                   rewind_i,
  input  wire                   open_i,
  output wire [PtrW-1:0]        used_o,
  // events out
  output wire                   ev_valid_o,
  input  wire                   ev_ready_i,
  output wire [ValueW-1:0]      ev_value_o,
  output wire [CandW-1:0]       ev_cand_o,
  output wire [GroupW-1:0]      ev_group_o,
  output wire [TagW-1:0]        ev_tag_o,
  // words that may leave but do not show on the output yet
  output wire                   unseen_o
);
  localparam WordW = TagW + GroupW + Cand + Cand*ValueW;
  localparam [PtrW-1:0] LastPtr = Depth[PtrW-1:0] - 1'b1;

  reg  [PtrW-1:0] wr_q;
  reg  [PtrW-1:0] rd_q;
  wire [PtrW-1:0] wr_next = (wr_q == LastPtr) ? {PtrW{1'b0}} : wr_q + 1'b1;
  wire [PtrW-1:0] wr_pushed = push_i ? wr_next : wr_q;
  wire [PtrW-1:0] limit;

  assign used_o = (wr_q >= rd_q) ? wr_q - rd_q : wr_q - rd_q + Depth[PtrW-1:0];

  generate
    if (Framed != 0) begin : gen_framed
      reg [PtrW-1:0] commit_q;
      reg [PtrW-1:0] limit_q;
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) begin
          wr_q     <= {PtrW{1'b0}};
          commit_q <= {PtrW{1'b0}};
          limit_q  <= {PtrW{1'b0}};
        end else begin
          wr_q <= rewind_i ? commit_q : wr_pushed;
          if (commit_i) commit_q <= wr_pushed;
          if (open_i) limit_q <= commit_i ? wr_pushed : commit_q;
        end
      end
      assign limit = limit_q;
    end else begin : gen_open
      always @(posedge clk_i or negedge rst_ni) begin
        if (!rst_ni) wr_q <= {PtrW{1'b0}};
        else wr_q <= wr_pushed;
      end
      assign limit = wr_q;
      wire unused_frame = &{1'b0, commit_i, rewind_i, open_i};
    end
  endgenerate

  // The memory's output register is the head word; `taken` marks its candidates already gone.
  reg              head_q;
  reg  [Cand-1:0]  taken_q;
  wire [WordW-1:0] word;
  wire [Cand-1:0]  left    = word[Cand*ValueW +: Cand] & ~taken_q;
  wire [Cand-1:0]  first   = left & (~left + {{(Cand-1){1'b0}}, 1'b1});
  wire             pop     = head_q & ev_ready_i;
  wire             done    = pop & ~(|(left & ~first));
  wire             read    = (~head_q | done) & (rd_q != limit);

  always @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      head_q  <= 1'b0;
      taken_q <= {Cand{1'b0}};
      rd_q    <= {PtrW{1'b0}};
    end else begin
      if (read) rd_q <= (rd_q == LastPtr) ? {PtrW{1'b0}} : rd_q + 1'b1;
      head_q <= read | (head_q & ~done);
      if (read) taken_q <= {Cand{1'b0}};
      else if (pop) taken_q <= taken_q | first;
    end
  end

  gw_ram_1r1w #(
    .Width (WordW),
    .Depth (Depth),
    .AddrW (PtrW)
  ) u_mem (
    .clk_i   (clk_i),
    .we_i    (push_i),
    .waddr_i (wr_q),
    .wdata_i ({push_tag_i, push_group_i, push_valid_i, push_values_i}),
    .re_i    (read),
    .raddr_i (rd_q),
    .rdata_o (word)
  );

  reg [ValueW-1:0] value;
  reg [CandW-1:0]  cand;
  integer          c;
  always @* begin
    value = {ValueW{1'b0}};
    cand  = {CandW{1'b0}};
    for (c = 0; c < Cand; c = c + 1) begin
      if (first[c]) begin
        value = value | word[c*ValueW +: ValueW];
        cand  = cand | c[CandW-1:0];
      end
    end
  end

  assign ev_valid_o = head_q;
  assign ev_value_o = value;
  assign ev_cand_o  = cand;
  assign {ev_tag_o, ev_group_o} = word[WordW-1 -: TagW+GroupW];
  assign unseen_o   = ~head_q & (rd_q != limit);
endmodule

`default_nettype wire
