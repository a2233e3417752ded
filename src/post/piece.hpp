// SPDX-License-Identifier: Apache-2.0
// Piece: how the octets of an evidence file travel: cut so that each piece fits into one envelope, asked for by number.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "crypto/hash.hpp"
#include "wire/envelope.hpp"

namespace offices::post {

/// A file by its content, as an attestation names it.
struct Content {
  crypto::Digest hash;  ///< SHA-256 of the octets
  std::int64_t bytes = 0;
  auto operator<=>(const Content&) const = default;
};

inline constexpr std::size_t piece_octets = 16'256;  ///< of every piece but the last
/// Tag u8 = 1, hash, bytes u32, index u32. No message in JSON begins with that tag.
inline constexpr std::size_t piece_header_octets = 1 + 32 + 4 + 4;
static_assert(piece_header_octets + piece_octets <= wire::frame_body_max);

/// How many pieces a file has, at least one; and how many octets the piece of that index.
[[nodiscard]] std::uint32_t pieces_of(std::int64_t bytes);
[[nodiscard]] std::size_t piece_size(std::int64_t bytes, std::uint32_t index);

struct Piece {
  Content of;
  std::uint32_t index = 0;
  ByteView octets;  ///< of whoever has them
  bool operator==(const Piece& other) const { return of == other.of && index == other.index && base::equal(octets, other.octets); }
};
/// Octets of another size than piece_size() are the caller's error and abort.
[[nodiscard]] Bytes encode_piece(const Piece& piece);
/// Whether a message is to be read as a piece.
[[nodiscard]] bool is_piece(ByteView message);
/// Reads what may come from anyone; its octets are those of `message`. Fails with Code::malformed unless it is a piece in its only
/// spelling, of a file of 1 octet to mediation::evidence_bytes_max.
[[nodiscard]] Result<Piece> decode_piece(ByteView message);

/// Pieces from `from` on.
struct Run {
  std::uint32_t from = 0, count = 0;
  bool operator==(const Run&) const = default;
};
/// Some pieces of a file: ascending, no two runs touch, none is empty.
using Runs = std::vector<Run>;
[[nodiscard]] std::uint32_t size_of(const Runs& runs);
[[nodiscard]] Runs with(const Runs& a, const Runs& b);
[[nodiscard]] Runs without(const Runs& a, const Runs& b);
/// The first `count` of them.
[[nodiscard]] Runs first_of(const Runs& runs, std::uint32_t count);
[[nodiscard]] Json runs_json(const Runs& runs);
/// Fails with Code::malformed unless they are runs of a file of `pieces` pieces.
[[nodiscard]] Result<Runs> read_runs(const Json& json, std::uint32_t pieces);

inline constexpr std::uint32_t asked_pieces_max = 512;  ///< at once: what may lie in a relay's mailbox for one file, 8 MiB
inline constexpr std::size_t asked_runs_max = 64;

/// What a receiver says of a file: how much of it it holds, and which pieces it asks for.
struct Asking {
  Content of;
  std::uint32_t held = 0;  ///< pieces; all of them: the file is there, and its hash is right
  Runs runs;
  bool differs = false;  ///< all came, and have another hash
  bool operator==(const Asking&) const = default;
};
/// An item of a message, and back. Fails with Code::malformed.
[[nodiscard]] Json asking_json(const Asking& asking);
[[nodiscard]] Result<Asking> read_asking(const Json& item);

}  // namespace offices::post
