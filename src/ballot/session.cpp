// SPDX-License-Identifier: Apache-2.0
#include "ballot/session.hpp"

#include <string>

namespace offices::ballot {
namespace {

std::string named(Byte member) { return "member " + std::to_string(member); }
std::string named(Round round) { return "round " + std::to_string(static_cast<int>(round)); }

}  // namespace

Session::Session(Setup setup) : setup_(std::move(setup)), context_(context_of(setup_)), echo_(context_), keys_(setup_.roster.size()) {
  for (auto& round : held_) round.resize(setup_.roster.size());
}

Result<Session> Session::join(Setup setup, Byte self, Random& random) {
  OFFICES_CHECK(check(setup));
  if (self >= setup.roster.size()) return fail(Code::malformed, "the member is not in the ballot's roster");
  Session session(std::move(setup));
  session.self_ = self;
  session.share_.emplace(SecretScalar::random(random));
  return session;
}

Result<Session> Session::observe(Setup setup) {
  OFFICES_CHECK(check(setup));
  return Session(std::move(setup));
}

bool Session::speaks(Round round) const {
  auto range = speakers(round, setup_);
  return self_ && *self_ >= range.first && *self_ <= range.last;
}

std::vector<Byte> Session::missing() const {
  std::vector<Byte> out;
  if (outcome_) return out;
  auto range = speakers(round_, setup_);
  for (Byte i = range.first; i <= range.last; ++i) {
    if (!held(round_, i)) out.push_back(i);
  }
  return out;
}

std::vector<Bytes> Session::messages() const {
  std::vector<Bytes> out;
  for (const auto& round : held_) {
    for (const auto& message : round) {
      if (message) out.push_back(*message);
    }
  }
  return out;
}

Result<void> Session::admit(ByteView octets) {
  OFFICES_TRY(message, decode(octets));
  auto range = speakers(message.round, setup_);
  if (message.sender < range.first || message.sender > range.last) {
    return fail(Code::malformed, named(message.sender) + " has no word in " + named(message.round));
  }
  if (const auto& before = held(message.round, message.sender)) {
    if (base::equal(*before, octets)) return {};
    return fail(Code::ballot_conflict, named(message.sender) + ", " + named(message.round));
  }
  if (outcome_) return fail(Code::ballot_ended);
  if (message.round != round_) return fail(Code::ballot_early, named(round_) + " is open");
  if (message.echo != echo_) return fail(Code::ballot_echo, named(message.sender));
  OFFICES_CHECK(check_statement(message));
  if (!proof_holds(message)) return fail(Code::ballot_proof, named(message.sender));
  return hold(message, octets);
}

// Identities are refused before a proof is looked at: over them, proofs say nothing, and whoever is honest meets one with
// negligible probability. A key of one's own index that comes from another key share is not one's own word.
Result<void> Session::check_statement(const Message& message) const {
  for (std::size_t i = 0; i < point_count(message.round); ++i) {
    if (message.points[i].is_identity()) return fail(Code::ballot_identity, named(message.sender));
  }
  if (message.round == Round::key && message.sender == self_ && share_ && message.points[0] != times_generator(*share_)) {
    return fail(Code::ballot_conflict, named(message.sender) + " has another key share here");
  }
  return {};
}

bool Session::proof_holds(const Message& message) const {
  const auto at = place(message.sender);
  const Proof proof{message.scalars[0], message.scalars[1]};
  switch (message.round) {
    case Round::key: return verify_key(at, message.points[0], proof);
    case Round::vote:
      return verify_vote(at, key_, {message.points[0], message.points[1]},
                         {{message.scalars[0], message.scalars[1]}, {message.scalars[2], message.scalars[3]}});
    case Round::blinding: return verify_equal(at, Claim::blinding, {votes_, message.points}, proof);
    case Round::share:
    case Round::opening: break;
  }
  return verify_equal(at, Claim::share, {{crypto::generator(), blinded_[0]}, {keys_[message.sender], message.points[0]}}, proof);
}

std::array<Point, 2> Session::sum_with(const Message& message) const {
  const bool pairs = message.round == Round::vote || message.round == Round::blinding;
  return {open_sum_[0] + message.points[0], pairs ? open_sum_[1] + message.points[1] : open_sum_[1]};
}

// Keeps a message whose proof holds; closes the round with the last one. Sums that are the identity would make the next
// round's proofs say nothing.
Result<void> Session::hold(const Message& message, ByteView octets) {
  auto sum = sum_with(message);
  const bool last = missing().size() == 1;
  if (last && message.round < Round::share && sum[0].is_identity()) return fail(Code::ballot_identity, "the sum of a round");
  open_sum_ = sum;
  if (message.round == Round::key) keys_[message.sender] = message.points[0];
  held(message.round, message.sender) = base::to_bytes(octets);
  if (last) close_round();
  return {};
}

void Session::close_round() {
  std::vector<Bytes> said;
  for (const auto& message : held_[static_cast<std::size_t>(round_) - 1]) {
    if (message) said.push_back(*message);
  }
  echo_ = echo_after(round_, echo_, said);
  const auto sum = std::exchange(open_sum_, {});
  switch (round_) {
    case Round::key: key_ = sum[0]; break;
    case Round::vote: votes_ = sum; break;
    case Round::blinding: blinded_ = sum; break;
    case Round::share: shares_ = sum[0]; break;
    case Round::opening: {
      const auto left = blinded_[1] - shares_ - sum[0];
      end({left.is_identity() ? Outcome::Kind::adopted : Outcome::Kind::not_adopted});
      return;
    }
  }
  round_ = static_cast<Round>(static_cast<Byte>(round_) + 1);
}

std::optional<Bytes> Session::speak(Random& random) {
  if (!speaks(round_)) return std::nullopt;
  if (const auto& said = held(round_, *self_)) return said;
  if (outcome_ || round_ == Round::vote) return std::nullopt;
  auto message = own();
  switch (round_) {
    case Round::key: make_key(message, random); break;
    case Round::blinding: make_blinding(message, random); break;
    default: make_share(message, random);
  }
  return say(message);
}

Result<Bytes> Session::vote(Vote vote, Random& random) {
  if (!speaks(Round::vote)) return fail(Code::not_yours, "only a side votes");
  if (held(Round::vote, *self_)) return fail(Code::ballot_voted);
  if (outcome_) return fail(Code::ballot_ended);
  if (round_ != Round::vote) return fail(Code::ballot_early, "the keys are not complete");
  auto message = own();
  const auto at = place(*self_);
  // r depends on the vote too: a snapshot restored before the vote and voted otherwise must not encrypt with the same r,
  // which would show that the two votes differ.
  const std::array bit{static_cast<Byte>(vote)};
  auto r = crypto::hedged_nonce(*share_, "ballot/vote", {at.context.view(), at.earlier.view(), ByteView(bit)}, random);
  auto sealed = seal_vote(vote, r, key_);
  auto proof = prove_vote(at, vote, r, key_, sealed, random);
  message.points = {sealed.a, sealed.b};
  message.scalars = {proof.challenges[0], proof.challenges[1], proof.responses[0], proof.responses[1]};
  return say(message);
}

Message Session::own() const {
  Message message;
  message.round = round_;
  message.sender = *self_;
  message.echo = echo_;
  return message;
}

void Session::make_key(Message& message, Random& random) const {
  message.points[0] = times_generator(*share_);
  auto proof = prove_key(place(*self_), *share_, message.points[0], random);
  message.scalars = {proof.challenge, proof.response};
}

void Session::make_blinding(Message& message, Random& random) const {
  const auto at = place(*self_);
  auto s = crypto::hedged_nonce(*share_, "ballot/blinding", {at.context.view(), at.earlier.view()}, random);
  message.points = {times(s, votes_[0]), times(s, votes_[1])};
  auto proof = prove_equal(at, Claim::blinding, s, {votes_, message.points}, random);
  message.scalars = {proof.challenge, proof.response};
}

void Session::make_share(Message& message, Random& random) const {
  message.points[0] = times(*share_, blinded_[0]);
  auto proof =
      prove_equal(place(*self_), Claim::share, *share_, {{crypto::generator(), blinded_[0]}, {keys_[*self_], message.points[0]}}, random);
  message.scalars = {proof.challenge, proof.response};
}

// One's own message takes the same way in as everybody's, proof included: a fault in the machine shows here, not there.
Bytes Session::say(const Message& message) {
  auto octets = encode(message);
  if (!admit(octets)) std::abort();
  return octets;
}

void Session::abort(Byte who) {
  if (!outcome_) end({Outcome::Kind::aborted, who, round_});
}

void Session::end(Outcome outcome) {
  outcome_ = outcome;
  share_.reset();
}

Result<Outcome> verify_transcript(const Setup& setup, const std::vector<Bytes>& messages) {
  OFFICES_TRY(session, Session::observe(setup));
  for (const auto& message : messages) OFFICES_CHECK(session.admit(message));
  if (!session.outcome()) return fail(Code::ballot_early, named(session.round()) + " is incomplete");
  return *session.outcome();
}

}  // namespace offices::ballot
