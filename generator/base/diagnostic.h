// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gatewright {

/// One error in what the user gave us: everything needed to fix it. Fields that do not apply
/// stay empty (line 0). Collected and reported together, never thrown.
struct Diagnostic {
  std::string file = {};     ///< file the user wrote, as the user named it
  int line = 0;              ///< 1-based line, 0 where the file has no lines
  std::string key = {};      ///< dotted key ("engine.pes"), or what plays its part (tensor, node)
  std::string value = {};    ///< the offending value as text
  std::string rule = {};     ///< the rule that is broken, a full clause
  std::string nearest = {};  ///< nearest legal value(s) or what to do instead

  /// "file:line: key = value: rule (nearest legal: ...)"; empty parts are left out.
  std::string ToString() const;
};

using Diagnostics = std::vector<Diagnostic>;

/// All diagnostics, one a line, in order.
std::string ToString(const Diagnostics& diagnostics);

/// A value or the user's errors that prevented it. Our own bugs are assertions, not Results.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}              // NOLINT: implicit on purpose
  Result(Diagnostics errors) : state_(std::move(errors)) {}  // NOLINT
  Result(Diagnostic error) : state_(Diagnostics{std::move(error)}) {}  // NOLINT

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }
  T& value() { return std::get<T>(state_); }
  const T& value() const { return std::get<T>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Diagnostics& errors() const { return std::get<Diagnostics>(state_); }

 private:
  std::variant<T, Diagnostics> state_;
};

/// Nothing, or the user's errors.
using Status = Result<std::monostate>;
inline Status Ok() { return Status(std::monostate{}); }

}  // namespace gatewright
