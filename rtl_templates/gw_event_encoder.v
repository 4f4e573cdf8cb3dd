// SPDX-License-Identifier: Apache-2.0
// Event encoder: which of the candidate elements become events, and with what value (docs/numerics.md
// 4). Combinational.
//
// Delta = 0: an element is an event when it is not zero; its value is the element itself.
// Delta = 1: the difference to the element's reference is the value; it is an event when it is not zero
// and its magnitude is theta_i or more. references_o is the reference from then on: moved by the value
// where there is an event. With references of zero and theta_i = 0 both say the same.
//
//   Cand    candidates looked at together (1..)
//   StateW  bits of an element, two's complement (2..)
//   Delta   0 or 1, see above
//   ValueW  bits of a value: StateW + Delta
// Example: Delta = 1, theta_i = 3: element 10, reference 8 is no event; element 11 is one of value 3.
`default_nettype none

module gw_event_encoder #(
  parameter Cand   = 1,
  parameter StateW = 16,
  parameter Delta  = 1,
  parameter ValueW = 17
) (
  input  wire [Cand*StateW-1:0] elements_i,
  input  wire [Cand*StateW-1:0] references_i,
  input  wire [StateW-1:0]      theta_i,
  output wire [Cand-1:0]        valid_o,
  output wire [Cand*ValueW-1:0] values_o,
  output wire [Cand*StateW-1:0] references_o,
  // magnitudes of the differences, unsigned
  output wire [Cand*StateW-1:0] changes_o
);
  genvar c;
  generate
    for (c = 0; c < Cand; c = c + 1) begin : gen_candidate
      wire [StateW-1:0] element = elements_i[c*StateW +: StateW];
      if (Delta != 0) begin : gen_delta
        wire [StateW-1:0] was    = references_i[c*StateW +: StateW];
        wire [StateW:0]   change = {element[StateW-1], element} - {was[StateW-1], was};
        wire [StateW:0]   back   = {was[StateW-1], was} - {element[StateW-1], element};
        wire [StateW-1:0] size   = change[StateW] ? back[StateW-1:0] : change[StateW-1:0];
        assign valid_o[c] = (|size) & (size >= theta_i);
        assign values_o[c*ValueW +: ValueW] = change;
        assign references_o[c*StateW +: StateW] = valid_o[c] ? element : was;
        assign changes_o[c*StateW +: StateW] = size;
        wire unused_back = &{1'b0, back[StateW]};
      end else begin : gen_plain
        assign valid_o[c] = |element;
        assign values_o[c*ValueW +: ValueW] = element;
        assign references_o[c*StateW +: StateW] = element;
        assign changes_o[c*StateW +: StateW] = element;
      end
    end
    if (Delta == 0) begin : gen_no_references
      wire unused_references = &{1'b0, references_i, theta_i};
    end
  endgenerate
endmodule

`default_nettype wire
