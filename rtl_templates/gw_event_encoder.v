// Event encoder for full steps: which of the candidate elements become events (numerics.md 4).
//
// Every reference is zero in a full step, so the event value is the element itself and an element
// is an event when it is not zero. Combinational.
//
//   Cand    candidates looked at together (1..)
//   ValueW  bits of an element, two's complement
`default_nettype none

module gw_event_encoder #(
  parameter Cand   = 1,
  parameter ValueW = 16
) (
  input  wire [Cand*ValueW-1:0] elements_i,
  output wire [Cand-1:0]        valid_o,
  output wire [Cand*ValueW-1:0] values_o
);
  genvar c;
  generate
    for (c = 0; c < Cand; c = c + 1) begin : gen_candidate
      assign valid_o[c] = |elements_i[c*ValueW +: ValueW];
    end
  endgenerate
  assign values_o = elements_i;
endmodule

`default_nettype wire
