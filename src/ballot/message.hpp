// SPDX-License-Identifier: Apache-2.0
// Message: the setup that a ballot is bound to and the five kinds of message that run it, to the octet (docs/protocol.md).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "ballot/proofs.hpp"

namespace offices::ballot {

struct SessionTag {};
struct FrameworkTag {};
struct MemberTag {};
using SessionId = base::Id<SessionTag>;
using FrameworkId = base::Id<FrameworkTag>;
using MemberId = base::Id<MemberTag>;

inline constexpr std::size_t min_sides = 2;
inline constexpr std::size_t max_sides = 64;

/// What every member must agree on before the first message. A session id is never used twice.
struct Setup {
  SessionId session;
  FrameworkId framework;
  std::vector<MemberId> roster;  ///< the intermediary, who has no vote, then the 2 to 64 sides; all different
  std::uint64_t deadline = 0;    ///< milliseconds since 1970, UTC; bound into every proof, enforced by the caller

  [[nodiscard]] std::size_t sides() const { return roster.size() - 1; }
};

/// Fails with Code::malformed where the roster is too short, too long or names a member twice.
[[nodiscard]] Result<void> check(const Setup& setup);
/// The hash that stands for the setup in every message and proof.
[[nodiscard]] Digest context_of(const Setup& setup);

/// In order. The shares of round 4 are for the intermediary alone until it has said its own in round 5 (`opening`).
enum class Round : Byte { key = 1, vote = 2, blinding = 3, share = 4, opening = 5 };
inline constexpr std::size_t round_count = 5;

/// The first and the last index in the roster of those who speak in `round`.
struct Speakers {
  Byte first;
  Byte last;
};
[[nodiscard]] Speakers speakers(Round round, const Setup& setup);
/// 131, 227, 163, 131, 131: the same whatever is voted.
[[nodiscard]] std::size_t message_octets(Round round);
/// How many points a message of the round carries: 1 or 2.
[[nodiscard]] std::size_t point_count(Round round);

/// One message, decoded. Points and scalars past those of the round's shape stay zero.
struct Message {
  Round round = Round::key;
  Byte sender = 0;
  Digest echo;                    ///< of all earlier rounds as the sender saw them
  std::array<Point, 2> points;    ///< key H_i | A_i, B_i | A'_i, B'_i | D_i | D_0
  std::array<Scalar, 4> scalars;  ///< challenge, response; for a vote c0, c1, z0, z1
};

[[nodiscard]] Bytes encode(const Message& message);
/// Fails with Code::malformed for any octets that encode() does not give, with the place in the detail.
[[nodiscard]] Result<Message> decode(ByteView octets);

/// The echo after `round`: over the echo before it and its messages, by sender.
[[nodiscard]] Digest echo_after(Round round, const Digest& earlier, const std::vector<Bytes>& messages);

}  // namespace offices::ballot
