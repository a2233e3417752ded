// SPDX-License-Identifier: Apache-2.0
#include "ballot/proofs.hpp"

#include <cstdlib>

namespace offices::ballot {
namespace {

constexpr std::string_view challenge_label = "ballot/challenge";
constexpr std::string_view nonce_label = "ballot/nonce";

// The octets of a place and a claim, as the hashes take them.
struct Bound {
  std::array<Byte, 1> claim;
  std::array<Byte, 1> sender;
  const Place& place;

  Bound(const Place& p, Claim c) : claim{static_cast<Byte>(c)}, sender{p.sender}, place(p) {}
};

template <class... Points>
Scalar challenge(const Bound& at, const Points&... points) {
  return crypto::hash_to_scalar(
      challenge_label, {at.place.context.view(), ByteView(at.claim), ByteView(at.sender), at.place.earlier.view(), points.view()...});
}

template <class... Parts>
SecretScalar nonce(const Bound& at, const SecretScalar& witness, Random& random, const Parts&... all_that_the_challenge_depends_on) {
  return crypto::hedged_nonce(witness, nonce_label,
                              {at.place.context.view(), ByteView(at.claim), ByteView(at.sender), at.place.earlier.view(),
                               all_that_the_challenge_depends_on.view()...},
                              random);
}

// Multiples of the generator come from a table, in a third of the time. Which base it is, everybody knows.
template <class AnyScalar>
Point product(const AnyScalar& s, const Point& base) {
  return base == crypto::generator() ? times_generator(s) : times(s, base);
}

// The commitment that a response and a challenge stand for: response·base − challenge·image.
Point commitment(const Scalar& response, const Point& base, const Scalar& challenge, const Point& image) {
  return product(response, base) - times(challenge, image);
}

Point commitment_of_generator(const Scalar& response, const Scalar& challenge, const Point& image) {
  return times_generator(response) - times(challenge, image);
}

Scalar vote_challenge(const Bound& at, const Point& key, const SealedVote& sealed, const std::array<Point, 2>& on_generator,
                      const std::array<Point, 2>& on_key) {
  return challenge(at, key, sealed.a, sealed.b, on_generator[0], on_key[0], on_generator[1], on_key[1]);
}

// A scalar that will be public, drawn as a nonce is: a restored snapshot repeats it for the same statement only.
Scalar simulated(const Bound& at, std::string_view label, const SecretScalar& r, const Point& key, const SealedVote& sealed,
                 Random& random) {
  auto drawn = crypto::hedged_nonce(
      r, label, {at.place.context.view(), ByteView(at.sender), at.place.earlier.view(), key.view(), sealed.a.view(), sealed.b.view()},
      random);
  auto scalar = Scalar::from(drawn.view());
  if (!scalar) std::abort();  // a SecretScalar is below the order
  return *scalar;
}

}  // namespace

Proof prove_key(const Place& place, const SecretScalar& x, const Point& key, Random& random) {
  const Bound at(place, Claim::key);
  auto k = nonce(at, x, random, key);
  auto c = challenge(at, key, times_generator(k));
  return {c, respond(k, c, x)};
}

bool verify_key(const Place& place, const Point& key, const Proof& proof) {
  const Bound at(place, Claim::key);
  return challenge(at, key, commitment_of_generator(proof.response, proof.challenge, key)) == proof.challenge;
}

Proof prove_equal(const Place& place, Claim claim, const SecretScalar& secret, const Equality& s, Random& random) {
  const Bound at(place, claim);
  auto k = nonce(at, secret, random, s.bases[0], s.bases[1], s.images[0], s.images[1]);
  auto c = challenge(at, s.bases[0], s.bases[1], s.images[0], s.images[1], product(k, s.bases[0]), product(k, s.bases[1]));
  return {c, respond(k, c, secret)};
}

bool verify_equal(const Place& place, Claim claim, const Equality& s, const Proof& proof) {
  const Bound at(place, claim);
  return challenge(at, s.bases[0], s.bases[1], s.images[0], s.images[1],
                   commitment(proof.response, s.bases[0], proof.challenge, s.images[0]),
                   commitment(proof.response, s.bases[1], proof.challenge, s.images[1])) == proof.challenge;
}

SealedVote seal_vote(Vote vote, const SecretScalar& r, const Point& key) {
  return {times_generator(r), times(r, key) + choose(static_cast<Byte>(vote), Point{}, crypto::generator())};
}

VoteProof prove_vote(const Place& place, Vote vote, const SecretScalar& r, const Point& key, const SealedVote& sealed, Random& random) {
  const Bound at(place, Claim::vote);
  const auto bit = static_cast<Byte>(vote);
  // Slot 0 is the true half and slot 1 the simulated one, until they are put in the votes' order. The nonce depends on what
  // is simulated: were it drawn without, one nonce could come under two challenges where only the later draws differ.
  auto simulated_challenge = simulated(at, "ballot/simulated-challenge", r, key, sealed, random);
  auto simulated_response = simulated(at, "ballot/simulated-response", r, key, sealed, random);
  auto k = nonce(at, r, random, key, sealed.a, sealed.b, simulated_challenge, simulated_response);
  auto simulated_image = choose(bit, sealed.b - crypto::generator(), sealed.b);
  std::array on_generator{times_generator(k), commitment_of_generator(simulated_response, simulated_challenge, sealed.a)};
  std::array on_key{times(k, key), commitment(simulated_response, key, simulated_challenge, simulated_image)};
  swap_if(bit, on_generator[0], on_generator[1]);
  swap_if(bit, on_key[0], on_key[1]);
  auto true_challenge = vote_challenge(at, key, sealed, on_generator, on_key) - simulated_challenge;
  VoteProof proof{{true_challenge, simulated_challenge}, {respond(k, true_challenge, r), simulated_response}};
  swap_if(bit, proof.challenges[0], proof.challenges[1]);
  swap_if(bit, proof.responses[0], proof.responses[1]);
  return proof;
}

bool verify_vote(const Place& place, const Point& key, const SealedVote& sealed, const VoteProof& proof) {
  const Bound at(place, Claim::vote);
  const std::array images{sealed.b, sealed.b - crypto::generator()};
  std::array<Point, 2> on_generator;
  std::array<Point, 2> on_key;
  for (std::size_t v = 0; v < 2; ++v) {
    on_generator[v] = commitment_of_generator(proof.responses[v], proof.challenges[v], sealed.a);
    on_key[v] = commitment(proof.responses[v], key, proof.challenges[v], images[v]);
  }
  return vote_challenge(at, key, sealed, on_generator, on_key) == proof.challenges[0] + proof.challenges[1];
}

}  // namespace offices::ballot
