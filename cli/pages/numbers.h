// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

// Numbers for people.
namespace gatewright::report {

/// A JSON value: text as it is, numbers with four significant digits or, from 10,000 on, without
/// their fraction; "-" where there is none.
std::string Show(const nlohmann::ordered_json& value);
/// Integers with thin grouping: 1,234,567.
std::string Grouped(int64_t value);
/// A count or an area without its fraction, "-" where there is none.
std::string Rounded(const nlohmann::ordered_json& value);
/// A share of 0..1 with three significant digits: "0.15 %"; at or above 99.95 % never "100 %"
/// unless it is.
std::string PercentOf(double share);

}  // namespace gatewright::report
