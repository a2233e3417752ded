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

Result<std::optional<Outcome>> read_outcome(Reader& in) {
  const auto kind = in.octet();
  const auto who = in.octet();
  const auto round = in.octet();
  if (kind == 0) return std::nullopt;
  if (kind > static_cast<Byte>(Outcome::Kind::aborted) || round < 1 || round > round_count) {
    return fail(Code::malformed, "a saved ballot's outcome");
  }
  return Outcome{static_cast<Outcome::Kind>(kind), who, static_cast<Round>(round)};
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
  for (auto octet : {static_cast<Byte>(outcome_ ? outcome.kind : Outcome::Kind{}), outcome.who, static_cast<Byte>(outcome.round)}) {
    open.push_back(octet);
  }
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
  OFFICES_TRY(outcome, read_outcome(in));
  const auto share = in.take(32);
  if (in.too_short()) return fail(Code::malformed, "a saved ballot that breaks off");
  if (self != nobody) {
    if (self >= session.setup_.roster.size()) return fail(Code::malformed, "a saved ballot of nobody in its roster");
    session.self_ = self;
    if (!outcome) { OFFICES_TRY_SET(session.share_, SecretScalar::from(share)); }
  }
  while (!in.rest().empty()) {
    const auto round = in.rest().size() > 1 ? in.rest()[1] : Byte{0};
    if (round != static_cast<Byte>(session.round_) || session.outcome_) return fail(Code::malformed, "a saved ballot's messages");
    const auto octets = in.take(message_octets(session.round_));
    if (in.too_short()) return fail(Code::malformed, "a saved ballot that breaks off");
    OFFICES_TRY(message, decode(octets));
    auto range = speakers(message.round, session.setup_);
    if (message.sender < range.first || message.sender > range.last || session.held(message.round, message.sender)) {
      return fail(Code::malformed, "a saved ballot's messages");
    }
    OFFICES_CHECK(session.hold(message, octets));
  }
  if (outcome && outcome->kind == Outcome::Kind::aborted) {
    if (session.outcome_ || outcome->round != session.round_) return fail(Code::malformed, "a saved ballot's outcome");
    session.end(*outcome);
  }
  if (outcome != session.outcome_) return fail(Code::malformed, "a saved ballot's outcome");
  return session;
}

}  // namespace offices::ballot
