// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "generator/base/write_tree.h"
#include "generator/design/design.h"
#include "verif/analysis/performance.h"

namespace gatewright {

/// The data sheet of a design, README.md of its output folder: ports, parameters, formats,
/// memories, latency and throughput in cycles, resets, and how to run its bench.
OutputFile EmitDatasheet(const Design& design, const Performance& performance, int bench_steps);

}  // namespace gatewright
