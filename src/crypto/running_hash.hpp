// SPDX-License-Identifier: Apache-2.0
// Running hash: SHA-256 of what is not in memory at once.
#pragma once

#include <memory>

#include "crypto/hash.hpp"

namespace offices::crypto {

/// SHA-256 (FIPS 180-4) of what was added, in that order. Several may run at a time. Not to be used after finish().
class RunningSha256 {
 public:
  RunningSha256();
  RunningSha256(RunningSha256&&) noexcept;
  ~RunningSha256();
  void add(ByteView part);
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace offices::crypto
