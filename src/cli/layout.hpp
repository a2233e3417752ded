// SPDX-License-Identifier: Apache-2.0
// Layout: how words, ids and times stand on a terminal. Nothing that a peer wrote reaches it unfiltered.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace offices::cli {

struct View {
  std::size_t columns = 80;
  bool terminal = false;  ///< isolates the direction of foreign text (U+2068, U+2069)
  std::string lang = {};  ///< the reader's language, "fa" or "pt-BR"; empty where it is not known
};

/// What a terminal cannot be hijacked with: control characters but newline, direction overrides and octets that are not
/// UTF-8 become visible (⟨U+001B⟩); a tab becomes a space. Joiners and direction marks stay.
[[nodiscard]] std::string clean(std::string_view text);
/// A name or title of somebody's: clean(), on one line and, on a terminal, isolated from the direction of what stands
/// around it.
[[nodiscard]] std::string foreign(std::string_view text, const View& view);
/// A title or sentence of somebody's in the running text: quoted, one line, at most `most` columns.
[[nodiscard]] std::string quoted(std::string_view text, const View& view, std::size_t most = 60);

/// Columns that `text` takes: wide characters two, combining and invisible ones none.
[[nodiscard]] std::size_t width(std::string_view text);
/// `text` filled up with spaces to `columns`.
[[nodiscard]] std::string padded(std::string text, std::size_t columns);
/// Breaks at spaces so that no line is wider than view.columns; lines after the first begin with `indent` spaces and the
/// first one is taken to begin there already. Newlines in `text` stay.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, const View& view);
/// wrapped() from the margin on, and a line break.
[[nodiscard]] std::string paragraph(std::string_view text, const View& view);
/// Words of a peer as a block, each line after `margin`.
[[nodiscard]] std::string block(std::string_view text, std::string_view margin, const View& view);
/// Rows of cells in columns as wide as their widest cell; the last one wraps.
[[nodiscard]] std::string columns(const std::vector<std::vector<std::string>>& rows, std::size_t indent, const View& view);
/// Lines "name  value" with the values aligned and wrapped; empty values are left out.
[[nodiscard]] std::string facts(const std::vector<std::pair<std::string, std::string>>& rows, std::size_t indent, const View& view);

/// The first ten digits: enough to be unique in practice, few enough to be read aloud.
[[nodiscard]] std::string short_id(std::string_view hex);
/// 30 digits in groups of five.
[[nodiscard]] std::string grouped(std::string_view digits);
/// "2026-01-31T18:00:00Z" in the zone of $TZ: "2026-01-31T21:00:00+03:00". Anything else comes back cleaned.
[[nodiscard]] std::string local_time(std::string_view iso_utc, bool seconds = true);

/// A string field of a result; empty where it is missing, null or no string.
[[nodiscard]] std::string field(const Json& object, const char* key);
/// An array or object field; an empty array where it is missing.
[[nodiscard]] const Json& part(const Json& object, const char* key);
/// A number field as text; "0" where it is missing.
[[nodiscard]] std::string number(const Json& object, const char* key);
[[nodiscard]] bool flag(const Json& object, const char* key);
/// A field that is a string or an integer, as text; empty where it is neither.
[[nodiscard]] std::string scalar(const Json& object, const char* key);
/// The strings of an array, in its order.
[[nodiscard]] std::vector<std::string> strings(const Json& object, const char* key);
/// "A", "A and B", "A, B and C"; names of somebody's, so each as foreign().
[[nodiscard]] std::string listing(const std::vector<std::string>& names, const View& view);
/// "1 signal", "2 signals".
[[nodiscard]] std::string count_of(std::int64_t n, std::string_view noun);

}  // namespace offices::cli
