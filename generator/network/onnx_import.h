#pragma once

#include <string>

#include "generator/network/float_network.h"
#include "generator/spec/diagnostic.h"

namespace gatewright {

/// Reads a trained network from an ONNX file (operator sets 7 to 22 of the default domain): a
/// chain of 1 to 8 forward LSTM nodes, then at most one dense head (Gemm, or MatMul with Add) with
/// no activation, Relu, Sigmoid or Tanh. Weights are initializers or Constant nodes of float32,
/// float64 or float16. Between the layers only what exporters emit to rearrange dimensions is read
/// (Squeeze, Unsqueeze, Transpose, Reshape, Identity, the last step by Gather), and zero initial
/// states in any form. Gates are permuted from ONNX's i, o, f, c to i, f, g, o.
///
/// Errors, each naming the file and the node, attribute, operator or tensor, all collected: a
/// missing, truncated or other file; an unsupported operator or attribute (direction, clip,
/// activations, layout, input_forget) or input (sequence_lens, initial states, P); shapes that
/// disagree; weights that are not finite; a graph that is no chain.
Result<FloatNetwork> ImportOnnx(const std::string& path);

}  // namespace gatewright
