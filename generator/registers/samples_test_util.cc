// SPDX-License-Identifier: Apache-2.0
#include "generator/registers/samples_test_util.h"

namespace gatewright {
namespace {

RegisterSource Plain() {
  RegisterSource source;
  source.top = "gw_plain";
  source.version = "0.1.0";
  source.spec_hash = 0x0123456789abcdefULL;
  source.image_hash = 0xfedcba9876543210ULL;
  source.inputs = 3;
  source.outputs = 5;
  source.layers = 1;
  return source;
}

RegisterSource Delta() {
  RegisterSource source = Plain();
  source.top = "gw_delta";
  source.version = "12.34.567";
  source.layers = 2;
  source.cell = CellKind::kGru;
  source.head = true;
  source.state = {2, 2};
  source.events = EventKind::kDelta;
  source.thresholds = {{1, 7}, {3, std::nullopt}};
  return source;
}

RegisterSource Similar() {
  RegisterSource source = Plain();
  source.top = "gw_similar";
  source.inputs = 4096;
  source.outputs = 4096;
  source.layers = 9;
  source.head = true;
  source.events = EventKind::kSimilarity;
  source.thresholds.assign(8, {16, 32767});
  source.thresholds.push_back({0, std::nullopt});
  source.score_bits = 29;
  source.t_skip = 100;
  source.t_delta = (1U << 29) - 1;
  return source;
}

}  // namespace

std::vector<RegisterMap> SampleRegisterMaps() {
  return {DescribeRegisters(Plain()), DescribeRegisters(Delta()), DescribeRegisters(Similar())};
}

}  // namespace gatewright
