// SPDX-License-Identifier: Apache-2.0
// Assembler: joins the frames of one direction into messages, in whatever order and however often they come, in bounded
// memory.
#pragma once

#include <map>
#include <optional>

#include "wire/envelope.hpp"

namespace offices::wire {

/// Bounds on what waits for its missing frames. What exceeds them is refused; what waits already is kept.
struct AssemblerLimits {
  std::size_t bytes = 32 * 1024 * 1024;
  std::size_t messages = 64;
};

/// Holds what has come of unfinished messages, in memory only: a caller that lets a relay forget frames keeps them itself
/// until the message is whole.
class Assembler {
 public:
  explicit Assembler(AssemblerLimits limits = {}) : limits_(limits) {}

  /// Takes one frame in. The whole message where this was its last missing part; nothing where parts are missing still or
  /// the frame has come before. A finished message is forgotten: its frames coming again make it whole again, and the
  /// caller tells by its number. Refused, without any change: Code::malformed for a count that no message has, or that is
  /// not the message's, for other octets at a place that is taken, and for parts of a message without a number;
  /// Code::too_large beyond the limits.
  [[nodiscard]] Result<std::optional<Bytes>> add(const Frame& frame);

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t messages() const { return partial_.size(); }
  /// Drops what has come of message `number`.
  void forget(std::uint64_t number);

 private:
  struct Partial {
    std::uint32_t count = 0;
    std::size_t bytes = 0;
    std::map<std::uint32_t, Bytes> parts;
  };
  [[nodiscard]] Result<void> check(const Frame& frame) const;
  [[nodiscard]] Bytes take_whole(std::uint64_t number);

  AssemblerLimits limits_;
  std::size_t bytes_ = 0;
  std::map<std::uint64_t, Partial> partial_;
};

}  // namespace offices::wire
