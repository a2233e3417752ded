// SPDX-License-Identifier: Apache-2.0
// Files: what a person names on the command line, read with a bound and written whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/secret.hpp"

namespace offices::cli {

inline constexpr std::size_t text_read_max = 1024 * 1024;  ///< the rules refuse above 256 KiB
inline constexpr std::size_t file_read_max = 1024 * 1024;

/// The octets of `path`, or of `in` where it is "-". Fails with Code::file_unreadable (missing, a directory, no
/// permission; the detail says which) and Code::too_large.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::istream& in, std::size_t most = file_read_max);

/// Words: read_file, valid UTF-8, without the one line break that editors put at the end. Fails also with
/// Code::text_too_long, Code::text_not_utf8.
[[nodiscard]] Result<std::string> read_words(const std::string& path, std::istream& in);

/// A document for a program to read: read_file, valid UTF-8, as it is. Fails also with Code::text_not_utf8.
[[nodiscard]] Result<std::string> read_document(const std::string& path, std::istream& in);

/// A passphrase: the file without the line break at its end, never in ordinary memory.
[[nodiscard]] Result<crypto::SecretBytes> read_secret(const std::string& path);

/// Writes `content` to a new file beside `path`, syncs it and renames it over `path`. Fails with Code::file_unwritable
/// or Code::store_full; then `path` is as it was.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view content);

/// The two steps of write_file for content that somebody else writes: a fresh name beside `path`, and its promotion with
/// mode 0600.
[[nodiscard]] std::filesystem::path unfinished(const std::filesystem::path& path);
[[nodiscard]] Result<void> finish_file(const std::filesystem::path& written, const std::filesystem::path& path);

/// What errno says of a path, in a few words.
[[nodiscard]] std::string reason_of(int number);
/// Code::store_full or Code::file_unwritable, by errno.
[[nodiscard]] std::unexpected<Error> unwritable(const std::filesystem::path& path, int number);

}  // namespace offices::cli
