// SPDX-License-Identifier: Apache-2.0
// Legal values of a key, and the nearest one.
#include "generator/spec/domain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "generator/spec/format_text.h"
#include "generator/spec/nearest.h"

namespace gatewright {
namespace {

constexpr std::string_view kTargets[] = {"generic", "osu018", "ice40", "ecp5", "xc7"};

std::vector<std::string> Quoted(const std::vector<std::string_view>& words) {
  std::vector<std::string> quoted;
  quoted.reserve(words.size());
  for (const std::string_view word : words) quoted.push_back(QuoteToml(word));
  return quoted;
}

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string Planned(const std::string& word) {
  return fmt::format(" ({} is planned, this version lacks it)", QuoteToml(word));
}

/// A number as a decimal of up to twelve places without an exponent.
std::string Decimal(double number) {
  std::string text = fmt::format("{:.12f}", number);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

/// True for a number or a quotient above `most`.
bool Above(const Value& value, int64_t most) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer > most;
  if (const auto* number = std::get_if<double>(&value)) return *number > static_cast<double>(most);
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return false;
  const size_t slash = text->find('/');
  const auto read = [](const std::string& part) { return std::strtod(part.c_str(), nullptr); };
  const double below = slash == std::string::npos ? 1 : read(text->substr(slash + 1));
  return below > 0 && read(text->substr(0, slash)) > below * static_cast<double>(most);
}

/// The integer a user may have meant by a number or a text of another type.
std::optional<int64_t> MeantInteger(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) {
    if (!std::isfinite(*number) || std::abs(*number) > 1e15) return std::nullopt;
    return std::llround(*number);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    int64_t meant = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), meant);
    if (error == std::errc() && end == text->data() + text->size()) return meant;
  }
  return std::nullopt;
}

std::string ClampFormat(QFormat format, const FormatDomain& domain) {
  const int max_integer = domain.max_width - domain.min_fraction;
  format.integer_bits = std::clamp(format.integer_bits, 1, max_integer);
  format.fraction_bits =
      std::clamp(format.fraction_bits, domain.min_fraction, domain.max_width - 1);
  if (format.width() >= domain.min_width && format.width() <= domain.max_width) {
    return QuoteToml(format.ToString());
  }
  const int width = format.width() > domain.max_width ? domain.max_width : domain.min_width;
  const QFormat keep_integer{format.integer_bits, width - format.integer_bits};
  const QFormat keep_fraction{width - format.fraction_bits, format.fraction_bits};
  return keep_integer == keep_fraction ? QuoteToml(keep_integer.ToString())
                                       : fmt::format("{}, {}", QuoteToml(keep_integer.ToString()),
                                                     QuoteToml(keep_fraction.ToString()));
}

/// `text` with every illegal character replaced and a letter put in front where one is wanted.
std::string Sanitise(const std::string& text, bool underscore_first, size_t max_length) {
  std::string legal;
  for (const char c : text) legal += IsWordChar(c) ? c : '_';
  const bool letter_first =
      !legal.empty() && (std::isalpha(static_cast<unsigned char>(legal[0])) != 0 ||
                         (underscore_first && legal[0] == '_'));
  if (!letter_first) legal.insert(0, "n");
  return legal.substr(0, max_length);
}

/// Not empty, no control characters.
bool IsPlainText(const std::string& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
}

struct Checker {
  const std::optional<Value>& value;
  const std::string& fallback;
  std::string rule;

  Refusal Refuse(std::string nearest) const { return {rule, std::move(nearest)}; }
  const std::string* Text() const { return value ? std::get_if<std::string>(&*value) : nullptr; }

  std::optional<Refusal> operator()(const BooleanDomain&) const {
    if (value && std::holds_alternative<bool>(*value)) return std::nullopt;
    return Refuse("true, false");
  }

  std::optional<Refusal> operator()(const IntegerDomain& domain) const {
    const auto legal = [&domain](int64_t v) {
      return v >= domain.min && v <= domain.max && (!domain.power_of_two || IsPowerOfTwo(v));
    };
    const auto* integer = value ? std::get_if<int64_t>(&*value) : nullptr;
    if (integer != nullptr && legal(*integer)) return std::nullopt;
    const std::optional<int64_t> meant =
        integer != nullptr ? *integer : (value ? MeantInteger(*value) : std::nullopt);
    if (!meant) return Refuse(fallback);
    return Refuse(NearestIntegers(*meant, domain.min, domain.max, legal));
  }

  std::optional<Refusal> operator()(const NumberDomain& domain) const {
    std::optional<double> number;
    if (value && std::holds_alternative<double>(*value)) number = std::get<double>(*value);
    if (value && std::holds_alternative<int64_t>(*value)) {
      number = static_cast<double>(std::get<int64_t>(*value));
    }
    if (!number || std::isnan(*number)) return Refuse(fallback);
    if (*number >= domain.min && *number <= domain.max) return std::nullopt;
    return Refuse(fmt::format("{}", std::clamp(*number, domain.min, domain.max)));
  }

  std::optional<Refusal> operator()(const ChoiceDomain& domain) const {
    const std::string* text = Text();
    if (text == nullptr) return Refuse(fmt::format("{}", fmt::join(Quoted(domain.values), ", ")));
    if (std::find(domain.values.begin(), domain.values.end(), *text) != domain.values.end()) {
      return std::nullopt;
    }
    if (std::find(domain.planned.begin(), domain.planned.end(), *text) != domain.planned.end()) {
      return Refusal{rule + Planned(*text),
                     fmt::format("{}", fmt::join(Quoted(domain.values), ", "))};
    }
    return Refuse(QuoteToml(Closest(*text, {domain.values.begin(), domain.values.end()})));
  }

  std::optional<Refusal> operator()(const FormatDomain& domain) const {
    const std::string* text = Text();
    if (text == nullptr) return Refuse(fallback);
    if (domain.auto_width > 0) {
      if (const std::optional<int> width = ParseAutoWidth(*text, domain.auto_width)) {
        const int min_width = std::max(domain.min_width, domain.min_fraction + 1);
        const int legal = std::clamp(*width, min_width, domain.max_width);
        if (legal == *width) return std::nullopt;
        return Refuse(fmt::format("\"auto:{}\"", legal));
      }
    }
    const std::optional<QFormat> format = ParseFormat(*text);
    if (!format) return Refuse(fallback);
    std::string nearest = ClampFormat(*format, domain);
    if (nearest == QuoteToml(*text)) return std::nullopt;
    return Refuse(std::move(nearest));
  }

  std::optional<Refusal> operator()(const TextDomain& domain) const {
    const std::string* text = Text();
    if (text == nullptr) return Refuse(fallback);
    if (domain.kind == TextKind::kTarget) return Target(*text);
    if (domain.kind == TextKind::kPath) {
      if (!IsPlainText(*text)) return Refuse(fallback);
      return std::nullopt;
    }
    const bool prefix = domain.kind == TextKind::kPrefix;
    const std::string legal =
        text->empty() ? "" : Sanitise(*text, /*underscore_first=*/prefix, prefix ? 32 : 64);
    if (text->empty()) return Refuse(fallback);
    if (legal == *text) return std::nullopt;
    return Refuse(QuoteToml(legal));
  }

  std::optional<Refusal> Target(const std::string& text) const {
    if (std::find(std::begin(kTargets), std::end(kTargets), text) != std::end(kTargets) ||
        EndsWith(text, ".lib") || EndsWith(text, ".lib.gz")) {
      return std::nullopt;
    }
    return Refuse(
        fmt::format("{}", fmt::join(Quoted({std::begin(kTargets), std::end(kTargets)}), ", ")));
  }

  std::optional<Refusal> operator()(const IntegerListDomain& domain) const {
    const auto* list = value ? std::get_if<std::vector<int64_t>>(&*value) : nullptr;
    if (list == nullptr) {
      const auto* single = value ? std::get_if<int64_t>(&*value) : nullptr;
      if (single == nullptr || domain.min_length > 1) return Refuse(fallback);
      return Refuse(fmt::format("[{}]", std::clamp(*single, domain.min, domain.max)));
    }
    if (list->size() < static_cast<size_t>(domain.min_length)) return Refuse(fallback);
    std::vector<int64_t> legal = *list;
    if (legal.size() > static_cast<size_t>(domain.max_length)) legal.resize(domain.max_length);
    for (int64_t& v : legal) v = std::clamp(v, domain.min, domain.max);
    if (legal == *list) return std::nullopt;
    return Refuse(TomlLiteral(legal));
  }

  std::optional<Refusal> operator()(const RatioDomain& domain) const {
    if (value && RatioOf(*value, domain)) return std::nullopt;
    const int64_t most = std::max<int64_t>(domain.most, 1);
    return Refuse(value && Above(*value, most) ? fmt::format("\"{}\"", most) : fallback);
  }

  std::optional<Refusal> operator()(const TextListDomain& domain) const {
    if (const std::string* text = Text()) return Refuse(fmt::format("[{}]", QuoteToml(*text)));
    const auto* numbers = value ? std::get_if<std::vector<int64_t>>(&*value) : nullptr;
    if (numbers != nullptr && numbers->empty()) return std::nullopt;
    const auto* list = value ? std::get_if<std::vector<std::string>>(&*value) : nullptr;
    if (list == nullptr) return Refuse(fallback);
    std::vector<std::string> legal;
    for (const std::string& text : *list) {
      if (IsPlainText(text) && legal.size() < static_cast<size_t>(domain.max_length)) {
        legal.push_back(text);
      }
    }
    if (legal == *list) return std::nullopt;
    return Refuse(TomlLiteral(legal));
  }

  std::optional<Refusal> operator()(const TableDomain&) const {
    if (value && std::holds_alternative<Table>(*value)) return std::nullopt;
    return Refuse(fallback);
  }
};

struct Type {
  std::string operator()(const BooleanDomain&) const { return "boolean"; }
  std::string operator()(const IntegerDomain&) const { return "integer"; }
  std::string operator()(const NumberDomain&) const { return "number"; }
  std::string operator()(const ChoiceDomain&) const { return "text"; }
  std::string operator()(const FormatDomain&) const { return "text"; }
  std::string operator()(const TextDomain&) const { return "text"; }
  std::string operator()(const IntegerListDomain&) const { return "list of integers"; }
  std::string operator()(const RatioDomain& domain) const {
    return domain.most > 0 ? "number" : "ratio";
  }
  std::string operator()(const TableDomain&) const { return "table"; }
  std::string operator()(const TextListDomain&) const { return "list of texts"; }
};

struct Legal {
  std::string operator()(const BooleanDomain&) const { return "true or false"; }
  std::string operator()(const IntegerDomain& domain) const {
    const char* what = domain.power_of_two ? "a power of two" : "an integer";
    return fmt::format("{} from {} to {}", what, domain.min, domain.max);
  }
  std::string operator()(const NumberDomain& domain) const {
    return fmt::format("a number from {} to {}", domain.min, domain.max);
  }
  std::string operator()(const ChoiceDomain& domain) const {
    if (domain.values.size() == 1) return QuoteToml(domain.values[0]);
    return fmt::format("one of {}", fmt::join(Quoted(domain.values), ", "));
  }
  std::string operator()(const FormatDomain& domain) const {
    return fmt::format("a format \"Qi.f\" of {} to {} bits with i >= 1 and f >= {}{}",
                       std::max(domain.min_width, domain.min_fraction + 1), domain.max_width,
                       domain.min_fraction,
                       domain.auto_width > 0 ? ", or \"auto\", or \"auto:WIDTH\"" : "");
  }
  std::string operator()(const TextDomain& domain) const {
    switch (domain.kind) {
      case TextKind::kIdentifier:
        return "a letter followed by letters, digits and underscores, 64 characters at most";
      case TextKind::kPrefix:
        return "a letter or underscore followed by letters, digits and underscores, 32 characters "
               "at most";
      case TextKind::kPath:
        return "a file path: not empty, no control characters";
      case TextKind::kTarget:
        return fmt::format("{} or the path of a liberty file (.lib, .lib.gz)",
                           fmt::join(Quoted({std::begin(kTargets), std::end(kTargets)}), ", "));
    }
    return "";
  }
  std::string operator()(const IntegerListDomain& domain) const {
    const std::string length = domain.min_length == domain.max_length
                                   ? std::to_string(domain.min_length)
                                   : fmt::format("{} to {}", domain.min_length, domain.max_length);
    return fmt::format("a list of {} integers from {} to {}", length, domain.min, domain.max);
  }
  std::string operator()(const RatioDomain& domain) const {
    if (domain.most > 0) {
      return fmt::format(
          "a number from 0 to {}: a ratio \"1/16\" or a decimal \"0.0625\", in lowest terms with a "
          "denominator of 10^8 at most",
          domain.most);
    }
    return "a share above 0 and at most 1: a ratio \"4/64\" or a decimal \"0.0625\", "
           "millionths at the finest";
  }
  std::string operator()(const TextListDomain& domain) const {
    return fmt::format("a list of up to {} texts, none empty, no control characters",
                       domain.max_length);
  }
  std::string operator()(const TableDomain&) const {
    return "a table of names with an integer, true or false each";
  }
};

}  // namespace

std::optional<Ratio> RatioOf(const Value& value, const RatioDomain& domain) {
  std::string written;
  if (const auto* text = std::get_if<std::string>(&value)) written = *text;
  if (const auto* integer = std::get_if<int64_t>(&value)) written = std::to_string(*integer);
  if (const auto* number = std::get_if<double>(&value)) written = Decimal(*number);
  return domain.most > 0 ? ParseNumber(written, domain.most) : ParseRatio(written);
}

std::string TypeName(const Domain& domain) { return std::visit(Type{}, domain); }

std::string LegalText(const Domain& domain) { return std::visit(Legal{}, domain); }

std::optional<Refusal> Check(const Domain& domain, const std::optional<Value>& value,
                             const std::string& fallback) {
  return std::visit(Checker{value, fallback, "must be " + LegalText(domain)}, domain);
}

}  // namespace gatewright
