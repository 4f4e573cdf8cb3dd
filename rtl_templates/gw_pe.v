// Multiplier of one processing element: weight times event value, exact, registered.
//
//   operands at cycle t with en_i=1  ->  product_o at t+1 (held while en_i=0)
//
//   WeightW, ValueW  bits of the operands, two's complement (2..)
`default_nettype none

module gw_pe #(
  parameter WeightW = 8,
  parameter ValueW  = 16
) (
  input  wire                      clk_i,
  input  wire                      en_i,
  input  wire [WeightW-1:0]        weight_i,
  input  wire [ValueW-1:0]         value_i,
  output reg  [WeightW+ValueW-1:0] product_o
);
  wire signed [WeightW-1:0]        weight  = weight_i;
  wire signed [ValueW-1:0]         value   = value_i;
  wire signed [WeightW+ValueW-1:0] product = weight * value;

  always @(posedge clk_i) begin
    if (en_i) product_o <= product;
  end
endmodule

`default_nettype wire
