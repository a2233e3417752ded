// SPDX-License-Identifier: Apache-2.0
// Large file: one that is read or written in parts, never in memory at once.
#pragma once

#include <filesystem>
#include <string>

#include "base/bytes.hpp"

namespace offices::cli {

/// A regular file that is read in parts and must stay as it is meanwhile.
class SteadyFile {
 public:
  /// Fails with Code::file_unreadable (missing, no permission, no regular file), malformed where it is empty, and too_large over
  /// `bytes_max` octets.
  [[nodiscard]] static Result<SteadyFile> open(const std::string& path, std::int64_t bytes_max);
  SteadyFile(SteadyFile&& other) noexcept;
  SteadyFile(const SteadyFile&) = delete;
  ~SteadyFile();
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }
  /// `size` octets from `from` on, or what there is until the end. Fails with Code::file_unreadable, also where the file is not as it
  /// was when it was opened, by its size or the time of its last change.
  [[nodiscard]] Result<Bytes> read(std::int64_t from, std::size_t size) const;

 private:
  SteadyFile(int fd, std::string path, std::int64_t bytes, std::int64_t changed_ns)
      : fd_(fd), path_(std::move(path)), bytes_(bytes), changed_ns_(changed_ns) {}
  int fd_;
  std::string path_;
  std::int64_t bytes_, changed_ns_;
};

/// A new file that appears under its name when it is whole, or not at all: written beside it, for its owner alone, and synced.
class NewFile {
 public:
  /// Fails with Code::file_unwritable; with exists where `path` is taken and may not be replaced.
  [[nodiscard]] static Result<NewFile> open(std::filesystem::path path, bool may_replace);
  NewFile(NewFile&& other) noexcept;
  NewFile(const NewFile&) = delete;
  ~NewFile();  ///< what was not finished is removed
  /// Fails with Code::file_unwritable or store_full.
  [[nodiscard]] Result<void> write(ByteView octets);
  /// Fails as open() does, and with store_full.
  [[nodiscard]] Result<void> finish();

 private:
  NewFile(int fd, std::filesystem::path path, std::filesystem::path beside, bool may_replace)
      : fd_(fd), path_(std::move(path)), beside_(std::move(beside)), may_replace_(may_replace) {}
  int fd_;
  std::filesystem::path path_, beside_;
  bool may_replace_;
};

}  // namespace offices::cli
