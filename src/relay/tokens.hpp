// SPDX-License-Identifier: Apache-2.0
// Tokens: who may make mailboxes, where the operator wants to decide that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"

namespace offices::relay {

class Tokens {
 public:
  /// No file: anyone may make a mailbox.
  Tokens() = default;
  /// Reads one token a line; blank lines and lines that begin with '#' are skipped. Fails with Code::file_unreadable,
  /// and with Code::malformed for a token outside 16 to 256 printable characters or where there is none.
  [[nodiscard]] static Result<Tokens> read(const std::string& path);

  [[nodiscard]] bool required() const { return !hashes_.empty(); }
  /// Whether `token` is one of them. Hashes and compares with all, whatever it is.
  [[nodiscard]] bool admits(std::string_view token) const;

 private:
  std::vector<crypto::Digest> hashes_;
};

}  // namespace offices::relay
