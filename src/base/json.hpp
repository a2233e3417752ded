// SPDX-License-Identifier: Apache-2.0
// Json: strict reading of JSON that may come from anyone, and its one accepted spelling.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

namespace offices::base {

using Json = nlohmann::json;

/// Reads one JSON value. Refused with Code::malformed: duplicate keys, numbers that are not integers of 53 bits, strings
/// that are not UTF-8, nesting over 32 levels, anything after the value. `bytes` is bounded by the caller.
[[nodiscard]] Result<Json> parse_json(ByteView bytes);

/// The one accepted spelling of signed JSON: keys sorted by octet, no white space, UTF-8 unescaped but for what JSON
/// must escape.
[[nodiscard]] std::string spell(const Json& value);

/// The same as parse_json(), for what must already be in that spelling: fails unless spell(result) == bytes. Faster than
/// reading, spelling and comparing.
[[nodiscard]] Result<Json> parse_spelt(ByteView bytes);

/// Reads one object field by field and, at the end, refuses what nobody asked for. Errors name the field; after the
/// first one every later read returns an empty value, so a reader is a plain list of lines closed by finish().
///
///   Fields f(json, "mandate");
///   m.until = f.time("until");
///   OFFICES_CHECK(f.finish());
class Fields {
 public:
  Fields(const Json& object, std::string_view what);
  // Keys are literals, or outlive the reader.
  std::string text(const char* key);  ///< string, any content
  std::string one_of(const char* key, std::initializer_list<std::string_view> allowed);
  std::int64_t integer(const char* key, std::int64_t least, std::int64_t most);
  bool boolean(const char* key);
  Time time(const char* key);  ///< "2026-01-31T18:00:00Z"
  Bytes base64(const char* key, std::size_t most);
  const Json& object(const char* key);
  const Json& array(const char* key, std::size_t most);
  [[nodiscard]] bool has(const char* key) const;  ///< present and not null
  void null_or_absent(const char* key);           ///< marks as read, refuses a value
  template <class IdType>
  IdType id(const char* key) {
    auto r = IdType::from_hex(text(key));
    if (!r) {
      refuse(key, "is not an id");
      return {};
    }
    return *r;
  }
  /// For fields that may be null: reads with `read` if there is a value.
  template <class T, class Read>
  std::optional<T> maybe(const char* key, Read read) {
    seen_.push_back(key);
    if (!has(key)) return std::nullopt;
    return read(key);
  }
  void refuse(std::string_view key, std::string_view why);
  /// The first error, or an error for any key that was not read.
  [[nodiscard]] Result<void> finish();

 private:
  const Json* take(const char* key);
  const Json& object_;
  std::string what_;
  std::vector<std::string_view> seen_;  // the callers' literals
  std::string error_;
};

}  // namespace offices::base

namespace offices {
using base::Json;
}
