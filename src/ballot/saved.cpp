// SPDX-License-Identifier: Apache-2.0
// Saved: a session's state as octets, to be sealed by whoever keeps it.
#include "ballot/session.hpp"

namespace offices::ballot {
namespace {

constexpr Byte version = 1;
constexpr Byte nobody = 0xff;

// Takes octets from the front; what is too short is remembered, and gives zeros.
class Reader {
 public:
  explicit Reader(ByteView rest) : rest_(rest) {}

  ByteView take(std::size_t n) {
    if (rest_.size() < n) {
      short_ = true;
      rest_ = {};
      static constexpr std::array<Byte, 256> zeros{};
      return ByteView(zeros).first(n);
    }
    auto out = rest_.first(n);
    rest_ = rest_.subspan(n);
    return out;
  }
  Byte octet() { return take(1)[0]; }
  template <class Id>
  Id id() {
    Id out;
    std::ranges::copy(take(out.octets.size()), out.octets.begin());
    return out;
  }
  [[nodiscard]] ByteView rest() const { return rest_; }
  [[nodiscard]] bool too_short() const { return short_; }

 private:
  ByteView rest_;
  bool short_ = false;
};

Setup read_setup(Reader& in) {
  Setup setup;
  setup.session = in.id<SessionId>();
  setup.framework = in.id<FrameworkId>();
  setup.deadline = base::get_u64(in.take(8));
  setup.roster.resize(in.octet());
  for (auto& member : setup.roster) member = in.id<MemberId>();
  return setup;
}

// The default outcome's kind is none: that of a ballot that goes on.
Result<Outcome> read_outcome(Reader& in, const Setup& setup) {
  const Outcome read{static_cast<Outcome::Kind>(in.octet()), in.octet(), static_cast<Round>(in.octet())};
  const bool aborted = read.kind == Outcome::Kind::aborted;
  const bool known = read.kind <= Outcome::Kind::aborted && read.round >= Round::key && read.round <= Round::opening;
  if (!known || read.who >= setup.roster.size() || (!aborted && read != Outcome{read.kind})) {
    return fail(Code::malformed, "a saved ballot's outcome");
  }
  return read;
}

bool all_zero(ByteView octets) {
  return std::ranges::all_of(octets, [](Byte octet) { return octet == 0; });
}

}  // namespace

// version, setup, self (or nobody), outcome as three octets, the key share (zero where there is none), then the messages.
crypto::SecretBytes Session::save() const {
  Bytes open{version};
  base::put(open, setup_.session.view());
  base::put(open, setup_.framework.view());
  base::put_u64(open, setup_.deadline);
  open.push_back(static_cast<Byte>(setup_.roster.size()));
  for (const auto& member : setup_.roster) base::put(open, member.view());
  open.push_back(self_.value_or(nobody));
  const auto outcome = outcome_.value_or(Outcome{});
  for (auto octet : {static_cast<Byte>(outcome.kind), outcome.who, static_cast<Byte>(outcome.round)}) open.push_back(octet);
  Bytes said;
  for (const auto& message : messages()) base::put(said, message);

  crypto::SecretBytes out(open.size() + 32 + said.size());
  auto at = std::ranges::copy(open, out.writable().begin()).out;
  if (share_) std::ranges::copy(share_->view(), at);
  std::ranges::copy(said, at + 32);
  return out;
}

Result<Session> Session::restore(ByteView saved) {
  Reader in(saved);
  if (in.octet() != version) return fail(Code::malformed, "a saved ballot of an unknown version");
  auto setup = read_setup(in);
  OFFICES_CHECK(check(setup));
  Session session(std::move(setup));
  const auto self = in.octet();
  OFFICES_TRY(outcome, read_outcome(in, session.setup_));
  const auto share = in.take(32);
  if (in.too_short()) return fail(Code::malformed, "a saved ballot that breaks off");
  OFFICES_CHECK(session.take_self(self, share, outcome.kind != Outcome::Kind{}));
  for (auto rest = in.rest(); !rest.empty();) {
    OFFICES_TRY(taken, session.take_again(rest));
    rest = rest.subspan(taken);
  }
  OFFICES_CHECK(session.take_outcome(outcome));
  return session;
}

// A key share is there exactly where a member still has a part to play.
Result<void> Session::take_self(Byte self, ByteView share, bool ended) {
  const bool looks_on = self == nobody;
  if (!looks_on && self >= setup_.roster.size()) return fail(Code::malformed, "a saved ballot of nobody in its roster");
  if (!looks_on) self_ = self;
  if (looks_on || ended) { return all_zero(share) ? Result<void>{} : fail(Code::malformed, "a saved ballot with a key share too many"); }
  OFFICES_TRY_SET(share_, SecretScalar::from(share));
  return {};
}

// Holds the message that `rest` begins with, and gives its length. They come by round and sender, once each.
Result<std::size_t> Session::take_again(ByteView rest) {
  const auto size = message_octets(round_);
  const auto bad = fail(Code::malformed, "a saved ballot's messages");
  if (outcome_ || rest.size() < size) return bad;
  OFFICES_TRY(message, decode(rest.first(size)));
  auto range = speakers(round_, setup_);
  if (message.round != round_ || message.sender < range.first || message.sender > range.last) return bad;
  for (Byte i = message.sender; i <= range.last; ++i) {
    if (held(round_, i)) return bad;
  }
  if (message.echo != echo_ || !check_statement(message) || !hold(message, rest.first(size))) return bad;
  return size;
}

Result<void> Session::take_outcome(const Outcome& outcome) {
  if (outcome.kind == Outcome::Kind::aborted && !outcome_ && outcome.round == round_) end(outcome);
  if (outcome_.value_or(Outcome{}) != outcome) return fail(Code::malformed, "a saved ballot's outcome");
  return {};
}

}  // namespace offices::ballot
