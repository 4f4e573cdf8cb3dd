// SPDX-License-Identifier: Apache-2.0
// Writes gw_digit_table as the tool makes it, for the tests of gw_digit_decoder:
//   digit_tables FOLDER DIGITS BITS

#include <cstdio>
#include <cstdlib>

#include "generator/base/write_tree.h"
#include "generator/compress/weight_code.h"
#include "generator/emit/multiplier.h"

int main(int argc, char** argv) {
  using namespace gatewright;  // NOLINT(google-build-using-namespace)
  if (argc != 4) return 1;
  Plan plan;
  plan.prefix = "gw_";
  plan.formats.weight_kind = WeightKind::kBitSparse;
  plan.formats.weight_digits = std::atoi(argv[2]);
  plan.formats.weight_bits = std::atoi(argv[3]);
  plan.multiplier.digits = plan.formats.weight_digits;
  plan.multiplier.weight_bits = WeightCode(plan.formats).bits();
  const Status written =
      WriteFileAtomically(std::string(argv[1]) + "/gw_digit_table.v", DigitTableText(plan));
  if (!written) std::fputs(ToString(written.errors()).c_str(), stderr);
  return written ? 0 : 1;
}
