// SPDX-License-Identifier: Apache-2.0
// Exact: the numbers that decide. Utilities are rationals, counts are integers of any size; nothing is rounded before
// it is printed.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace offices::accord {

namespace multiprecision = boost::multiprecision;
using Integer = multiprecision::number<multiprecision::cpp_int_backend<>, multiprecision::et_off>;
using Rational = multiprecision::number<multiprecision::rational_adaptor<multiprecision::cpp_int_backend<>>, multiprecision::et_off>;
__extension__ typedef __int128 Wide;

/// Reads a decimal ("0.25", "1e-3", "-7") or a fraction ("1/3") exactly. Fails with Code::malformed on anything else:
/// NaN, infinities, more than 200 characters, exponents beyond ±100.
[[nodiscard]] Result<Rational> parse_number(std::string_view text);

/// Spells `v` as a decimal rounded half away from zero to `digits` places, without trailing zeros: "0.528202176".
[[nodiscard]] std::string decimal(const Rational& v, unsigned digits = 12);
/// The exact spelling: a finite decimal where there is one of at most 60 places, else "numerator/denominator".
[[nodiscard]] std::string exact_text(const Rational& v);

[[nodiscard]] Integer pow10(unsigned exponent);
/// `v` as the nearest double or so, for pictures and for bounds that carry their own margin.
[[nodiscard]] double approximate(const Rational& v);

}  // namespace offices::accord
