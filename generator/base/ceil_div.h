// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatewright {

/// ceil(a / b) for a >= 0 and positive b.
template <typename A, typename B>
constexpr auto CeilDiv(A a, B b) {
  return (a + b - 1) / b;
}

}  // namespace gatewright
