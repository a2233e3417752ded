// SPDX-License-Identifier: Apache-2.0
// Proofs: what a member of a ballot proves about its messages without showing a secret (strong Fiat–Shamir over SHA-512).
#pragma once

#include <array>

#include "crypto/group.hpp"
#include "crypto/hash.hpp"

namespace offices::ballot {

using crypto::Digest;
using crypto::Point;
using crypto::Random;
using crypto::Scalar;
using crypto::SecretScalar;

/// What a proof shows; part of its challenge, so that no proof passes for one of another type.
enum class Claim : Byte { key = 1, vote = 2, blinding = 3, share = 4 };

/// yes adds nothing to the sum of the votes, no adds one.
enum class Vote : Byte { yes = 0, no = 1 };

/// Where a proof belongs: also part of its challenge.
struct Place {
  Digest context;   ///< of the ballot's setup
  Digest earlier;   ///< of all earlier rounds
  Byte sender = 0;  ///< index in the roster
};

/// Challenge and response of one proof of knowledge (Schnorr; Chaum and Pedersen).
struct Proof {
  Scalar challenge;
  Scalar response;
};

/// Knowledge of x with key = x·G.
[[nodiscard]] Proof prove_key(const Place& place, const SecretScalar& x, const Point& key, Random& random);
[[nodiscard]] bool verify_key(const Place& place, const Point& key, const Proof& proof);

/// One secret multiplies both bases: images = secret · bases.
struct Equality {
  std::array<Point, 2> bases;
  std::array<Point, 2> images;
};

/// Knowledge of that secret (Chaum and Pedersen, "Wallet Databases with Observers", section 3.2). `claim` is blinding or share.
[[nodiscard]] Proof prove_equal(const Place& place, Claim claim, const SecretScalar& secret, const Equality& statement, Random& random);
[[nodiscard]] bool verify_equal(const Place& place, Claim claim, const Equality& statement, const Proof& proof);

/// An ElGamal encryption of the vote in the exponent: a = r·G, b = r·key + vote·G.
struct SealedVote {
  Point a;
  Point b;
};

/// For vote 0 and 1, a challenge and a response each; the challenges add up to the hash.
struct VoteProof {
  std::array<Scalar, 2> challenges;
  std::array<Scalar, 2> responses;
};

/// Encrypts without a branch or an index that depends on the vote.
[[nodiscard]] SealedVote seal_vote(Vote vote, const SecretScalar& r, const Point& key);
/// Knowledge of r such that the vote is 0 or 1 (Cramer, Damgård and Schoenmakers, "Proofs of Partial Knowledge"): both
/// halves take the same steps, whichever is simulated.
[[nodiscard]] VoteProof prove_vote(const Place& place, Vote vote, const SecretScalar& r, const Point& key, const SealedVote& sealed,
                                   Random& random);
[[nodiscard]] bool verify_vote(const Place& place, const Point& key, const SealedVote& sealed, const VoteProof& proof);

}  // namespace offices::ballot
