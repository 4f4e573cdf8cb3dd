// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "generator/spec/ratio.h"
#include "generator/spec/value.h"

namespace gatewright {

/// true | false.
struct BooleanDomain {};

/// Integers in [min, max], optionally only the powers of two among them.
struct IntegerDomain {
  int64_t min = 0;
  int64_t max = 0;
  bool power_of_two = false;
};

/// Finite numbers in [min, max]; integers are accepted too.
struct NumberDomain {
  double min = 0;
  double max = 0;
};

/// One of `values`. `planned` are words the design foresees and this version refuses by name.
struct ChoiceDomain {
  std::vector<std::string_view> values;
  std::vector<std::string_view> planned = {};
};

/// "Qi.f" with i + f in [min_width, max_width], i >= 1 and f >= min_fraction; with `auto_width` > 0
/// also "auto" (that width) and "auto:W".
struct FormatDomain {
  int min_width = 0;
  int max_width = 0;
  int min_fraction = 0;
  int auto_width = 0;
};

/// What a free text must look like.
enum class TextKind {
  kIdentifier,  ///< letter, then letters, digits, underscores; at most 64
  kPrefix,      ///< letter or underscore, then letters, digits, underscores; at most 32
  kPath,        ///< not empty, no control characters
  kTarget,      ///< generic, osu018, an FPGA family, or the path of a liberty file
};
struct TextDomain {
  TextKind kind = TextKind::kPath;
};

/// A list of min_length..max_length integers in [min, max].
struct IntegerListDomain {
  int max_length = 0;
  int64_t min = 0;
  int64_t max = 0;
  int min_length = 1;
};

/// A list of at most max_length texts, none empty, without control characters.
struct TextListDomain {
  int max_length = 0;
};

/// A share in (0, 1], exact: text "4/64" or "0.0625", or a number. With `most` > 0 a number from 0
/// to it, written the same ways.
struct RatioDomain {
  int64_t most = 0;
};

/// A table of names the design file chooses, each with an integer or a truth value.
struct TableDomain {};

/// The legal values of one key, taken by itself.
using Domain =
    std::variant<BooleanDomain, IntegerDomain, NumberDomain, ChoiceDomain, FormatDomain, TextDomain,
                 IntegerListDomain, RatioDomain, TableDomain, TextListDomain>;

/// The ratio that a legal value of a RatioDomain stands for; empty for any other value.
std::optional<Ratio> RatioOf(const Value& value, const RatioDomain& domain = {});

/// Why a value is refused: the rule as a clause ("must be ...") and the nearest legal value(s).
struct Refusal {
  std::string rule;
  std::string nearest;
};

/// "integer", "text", ...
std::string TypeName(const Domain& domain);

/// The legal values in words: "an integer from 1 to 1024".
std::string LegalText(const Domain& domain);

/// Empty when `value` is legal. An empty `value` is one no key can have (a date, a table, a mixed
/// list). `fallback` is named as nearest when nothing in `value` hints at what was meant.
std::optional<Refusal> Check(const Domain& domain, const std::optional<Value>& value,
                             const std::string& fallback);

}  // namespace gatewright
