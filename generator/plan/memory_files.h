// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gatewright {

/// Name of the file with an array's weights: "weights_03.hex".
std::string WeightFileName(int array);
/// Name of the file with an array's column pointers: "pointers_03.hex".
std::string PointerFileName(int array);

}  // namespace gatewright
