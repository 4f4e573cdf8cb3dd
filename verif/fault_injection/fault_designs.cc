// SPDX-License-Identifier: Apache-2.0
// The designs in which faults of the templates are shown.
#include "verif/fault_injection/rtl_faults.h"

namespace gatewright {

const std::vector<FaultDesign>& FaultDesigns() {
  static const std::vector<FaultDesign> designs = {
      // Two arrays, accumulators in RAM, sums and cells that saturate.
      {"lstm", R"([network]
inputs = 5
hidden = [6, 3]
outputs = 2
head = "sigmoid"
input_relu = true
seed = 5
[numerics]
state = "Q1.8"
cell = "Q1.10"
weight = { kind = "fixed", bits = 8, row_shift_bits = 1 }
[engine]
arrays = 2
pes = 2
cell_lanes = 1
accumulators = "ram"
[stream]
elements_in = 2
[control]
bus = "axi-lite"
)"},
      // The same with sums that leave room for the cell to saturate.
      {"saturating cell", R"([network]
inputs = 5
hidden = [6, 3]
outputs = 2
head = "sigmoid"
input_relu = true
seed = 5
[numerics]
state = "Q2.8"
cell = "Q1.10"
weight = { kind = "fixed", bits = 8, row_shift_bits = 1 }
[engine]
arrays = 2
pes = 2
cell_lanes = 1
accumulators = "ram"
[stream]
elements_in = 2
[control]
bus = "axi-lite"
)"},
      // One array of four lanes, lines, three stages.
      {"gru", R"([network]
cell = "gru"
inputs = 3
hidden = [5, 4]
outputs = 3
head = "relu"
seed = 2
[numerics]
state = "Q2.11"
activation = { kind = "pwl", segments = 8 }
[engine]
pes = 4
cell_lanes = 4
multiplier = { stages = 3 }
[sparsity]
events = { kind = "delta", theta_x = "1/8", theta_h = "1/8", theta_head = "1/16" }
[stream]
elements_in = 2
[control]
bus = "axi-lite"
)"},
      // Modes, truncated products, full steps in between.
      {"similarity", R"([network]
inputs = 5
hidden = [4, 3]
outputs = 2
seed = 3
[numerics]
state = "Q3.6"
cell = "Q1.12"
multiplier = { kind = "truncated", columns = 6 }
[engine]
pes = 4
cell_lanes = 2
[sparsity]
events = { kind = "similarity", theta_x = "1/16", theta_h = "1/16", t_skip = 1, t_delta = 6, refresh = 2 }
[stream]
elements_in = 2
[control]
bus = "axi-lite"
)"},
      {"full adders", R"([network]
inputs = 3
hidden = [2]
seed = 4
[numerics]
weight = { kind = "fixed", bits = 6 }
[engine]
pes = 2
multiplier = { form = "array" }
)"},
      {"full adders, truncated", R"([network]
inputs = 3
hidden = [2]
seed = 4
[numerics]
weight = { kind = "fixed", bits = 6 }
multiplier = { kind = "truncated", columns = 4 }
[engine]
pes = 1
multiplier = { form = "array" }
[sparsity]
events = { kind = "similarity", t_skip = 0, t_delta = 100, refresh = 3 }
)"},
      {"two digits", R"([network]
inputs = 4
hidden = [3]
seed = 6
[numerics]
weight = { kind = "bit-sparse", digits = 2, bits = 8 }
[engine]
pes = 2
)"},
      {"three digits", R"([network]
inputs = 4
hidden = [3]
seed = 6
[numerics]
weight = { kind = "bit-sparse", digits = 3, bits = 8 }
[engine]
pes = 2
multiplier = { stages = 3 }
)"},
      {"unstructured", R"([network]
inputs = 6
hidden = [4, 3]
seed = 7
[engine]
arrays = 2
pes = 2
[sparsity]
weights = { kind = "unstructured", keep = "1/16" }
)"},
      {"columns", R"([network]
inputs = 4
hidden = [8]
outputs = 4
head = "tanh"
seed = 8
[engine]
pes = 4
cell_lanes = 2
accumulators = "ram"
[sparsity]
weights = { kind = "cbtd", keep_x = "1/4", keep_h = "1/2", keep_head = "1/2" }
)"},
      {"blocks", R"([network]
inputs = 4
hidden = [8]
seed = 9
[engine]
pes = 2
[sparsity]
weights = { kind = "hcgs", outer = [4, 1], inner = [4, 1] }
)"},
  };
  return designs;
}

}  // namespace gatewright
