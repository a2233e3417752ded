// SPDX-License-Identifier: Apache-2.0
#include "post/ballots.hpp"

#include <algorithm>

namespace offices::post {

using ballot::Message;
using ballot::Session;
using mediation::AbortCause;
using mediation::BallotResult;
using record::Digest;

namespace {

constexpr std::size_t early_max = 512;          // messages of one ballot that may wait for their round
constexpr std::int64_t early_ballots_max = 64;  // ballots that the record does not know yet
constexpr std::size_t message_base64_max = 512;
constexpr int no_word = 2;  // beside the two votes, so that a told vote takes no other room than none

std::string file_name(const Digest& id) { return "ballot/" + id.hex(); }
std::string session_name(const Digest& id) { return "ballot-session/" + id.hex(); }
std::string early_name(const Digest& id) { return "ballot-early/" + id.hex(); }
std::string shelf(const record::CaseId& id) { return "ballots/" + id.hex(); }
std::string early_shelf(const record::CaseId& id) { return "ballots-early/" + id.hex(); }

Json to_json(const BallotFile& f) {
  Json roster = Json::array();
  for (const auto& id : f.roster) roster.push_back(id.hex());
  return {{"ballot", f.ballot.hex()},
          {"case", f.of_case.hex()},
          {"framework", f.framework.hex()},
          {"roster", std::move(roster)},
          {"until", f.until.seconds},
          {"ends", f.ends.seconds},
          {"self", f.self ? Json(*f.self) : Json(nullptr)},
          {"told", f.told ? static_cast<int>(*f.told) : no_word},
          {"cast", f.cast},
          {"signatures", f.signatures},
          {"over", f.over},
          {"round", f.round},
          {"missing", f.missing}};
}

/// The store seals it, so what is read was written here.
Result<BallotFile> from_json(const Json& j) {
  try {
    BallotFile f;
    auto id = [&](const Json& hex) { return Digest::from_hex(hex.get_ref<const std::string&>()).value(); };
    f.ballot = id(j.at("ballot"));
    f.of_case = record::CaseId{id(j.at("case")).octets};
    f.framework = id(j.at("framework"));
    for (const auto& member : j.at("roster")) f.roster.push_back(record::ParticipantId{id(member).octets});
    f.until.seconds = j.at("until").get<std::int64_t>();
    f.ends.seconds = j.at("ends").get<std::int64_t>();
    if (!j.at("self").is_null()) f.self = j.at("self").get<Byte>();
    if (auto told = j.at("told").get<int>(); told != no_word) f.told = static_cast<ballot::Vote>(told);
    f.cast = j.at("cast").get<bool>();
    f.signatures = j.at("signatures").get<std::map<std::string, std::string>>();
    f.over = j.at("over").get<bool>();
    f.round = j.at("round").get<std::int64_t>();
    f.missing = j.at("missing").get<std::vector<Byte>>();
    return f;
  } catch (const std::exception&) { return fail(Code::store_damaged, "a ballot cannot be read"); }
}

ballot::Setup setup_of(const BallotFile& f) {
  ballot::Setup setup{ballot::SessionId{f.ballot.octets},
                      ballot::FrameworkId{f.framework.octets},
                      {},
                      static_cast<std::uint64_t>(std::max<std::int64_t>(f.ends.seconds, 0)) * 1000};
  for (const auto& id : f.roster) setup.roster.push_back(ballot::MemberId{id.octets});
  return setup;
}

std::string signature_key(ballot::Round round, Byte sender) {
  return std::to_string(static_cast<int>(round)) + "/" + std::to_string(sender);
}

/// What a member signs of its message, so that nobody but it can have said it in this ballot.
Digest signed_part(const Session& session, ByteView message) {
  return crypto::labelled_hash("ballot-message", {ballot::context_of(session.setup()).view(), message});
}

/// One message and its signature as they travel.
struct Said {
  Bytes message;
  crypto::Signature signature{};
};
Result<Said> read_said(const Json& json) {
  base::Fields f(json, "ballot message");
  Said said{f.base64("message", message_base64_max), {}};
  auto signature = f.base64("sig", 64);
  OFFICES_CHECK(f.finish());
  if (signature.size() != said.signature.size()) return fail(Code::malformed, "a signature has 64 octets");
  std::ranges::copy(signature, said.signature.begin());
  return said;
}
Json said_json(ByteView message, const std::string& signature) { return {{"message", base::base64(message)}, {"sig", signature}}; }

std::optional<AbortCause> cause_of(Code code) {
  switch (code) {
    case Code::ballot_conflict:
    case Code::ballot_identity:
    case Code::ballot_proof:
    case Code::malformed: return AbortCause::refused;
    case Code::ballot_echo: return AbortCause::differs;
    default: return std::nullopt;
  }
}

}  // namespace

struct Ballots::Running {
  BallotFile file;
  Session session;
  Json early;  ///< messages that wait for their round

  [[nodiscard]] bool is_intermediary() const { return file.self == Byte{0}; }
};

Result<std::optional<BallotFile>> Ballots::file(const Digest& ballot) {
  OFFICES_TRY(json, ledger_.get(file_name(ballot)));
  if (!json) return std::nullopt;
  OFFICES_TRY(file, from_json(*json));
  return std::optional(std::move(file));
}

Result<std::optional<Time>> Ballots::next_instant(const record::CaseId& of_case) {
  std::optional<Time> next;
  OFFICES_CHECK(ledger_.each(shelf(of_case), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(f, from_json(json));
    if (f.over) return true;
    for (auto t : {f.until, f.ends.plus(base::clocks_agree_within_s + 1)})
      if (t > clock_.now() && (!next || t < *next)) next = t;
    return true;
  }));
  return next;
}

Result<void> Ballots::join(Folder& folder, const mediation::BallotFact& opened) {
  BallotFile f{opened.ballot, folder.id(), opened.framework, opened.roster, opened.until, opened.ends, {}, {}, false, {}, false, 1, {}};
  auto me = std::ranges::find(f.roster, folder.state().self);
  if (me != f.roster.end()) f.self = static_cast<Byte>(me - f.roster.begin());
  f.over = !f.self || clock_.now() > f.ends;
  auto session = f.over ? Result<Session>(fail(Code::ballot_ended)) : Session::join(setup_of(f), *f.self, ledger_.random());
  if (!session) {
    f.over = true;
    return ledger_.put(file_name(f.ballot), to_json(f), shelf(folder.id()));
  }
  OFFICES_TRY(early, ledger_.get(early_name(f.ballot)));
  Running r{std::move(f), *std::move(session), early ? early->at("said") : Json::array()};
  return keep(folder, r);
}

Result<std::optional<Ballots::Running>> Ballots::open(const Digest& ballot) {
  OFFICES_TRY(f, file(ballot));
  if (!f || f->over) return std::nullopt;
  OFFICES_TRY(saved, ledger_.get_secret(session_name(ballot)));
  if (!saved) return fail(Code::store_damaged, "a ballot's state is missing");
  OFFICES_TRY(session, Session::restore(saved->view()));
  OFFICES_TRY(early, ledger_.get(early_name(ballot)));
  return std::optional(Running{*std::move(f), std::move(session), early ? early->at("said") : Json::array()});
}

Result<void> Ballots::keep(Folder& folder, Running& r) {
  auto& f = r.file;
  f.round = static_cast<std::int64_t>(r.session.round());
  f.missing = r.session.missing();
  OFFICES_CHECK(ledger_.put(file_name(f.ballot), to_json(f), shelf(folder.id())));
  if (f.over) return {};
  if (r.early.empty()) OFFICES_CHECK(ledger_.erase(early_name(f.ballot)));
  else OFFICES_CHECK(ledger_.put(early_name(f.ballot), {{"said", r.early}}, early_shelf(folder.id())));
  return ledger_.put_secret(session_name(f.ballot), r.session.save().view());
}

Result<void> Ballots::join_opened(Folder& folder) {
  for (const auto& [id, line] : folder.lines) {
    if (line.state != LineState::open) continue;
    OFFICES_TRY(p, folder.proceedings(folder.side_of(line)));
    for (const auto& b : p.ballots) {
      OFFICES_TRY(known, file(b.ballot));
      if (!known) OFFICES_CHECK(join(folder, b));
    }
  }
  return {};
}

Result<void> Ballots::attend(Folder& folder) {
  // A restored post says nothing before it knows what it had said.
  if (std::ranges::any_of(folder.lines, [](const auto& l) { return l.second.awaiting_tail; })) return {};
  OFFICES_CHECK(join_opened(folder));
  std::vector<Digest> running;
  OFFICES_CHECK(ledger_.each(shelf(folder.id()), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(f, from_json(json));
    if (!f.over) running.push_back(f.ballot);
    return true;
  }));
  for (const auto& id : running) {
    OFFICES_TRY(r, open(id));
    if (!r) continue;
    auto before = r->session.save();
    auto waiting = r->early.size();
    OFFICES_CHECK(advance(folder, *r));
    bool changed = r->file.over || waiting != r->early.size() || !base::equal(before.view(), r->session.save().view());
    if (changed) OFFICES_CHECK(keep(folder, *r));
  }
  return {};
}

Result<void> Ballots::advance(Folder& folder, Running& r) {
  for (bool moved = true; moved && !r.file.over;) {
    OFFICES_TRY(admitted, admit_waiting(folder, r));
    if (r.file.over) return {};
    OFFICES_TRY(spoke, speak(folder, r));
    moved = admitted || spoke;
  }
  return r.file.over ? Result<void>{} : end_if_over(folder, r);
}

Result<bool> Ballots::admit_waiting(Folder& folder, Running& r) {
  Json later = Json::array();
  bool moved = false;
  auto said = std::exchange(r.early, Json::array());
  for (const auto& one : said) {
    OFFICES_TRY(taken, admit(folder, r, one));
    if (r.file.over) return true;
    if (taken) moved = true;
    else later.push_back(one);
  }
  r.early = std::move(later);
  return moved;
}

/// True where the message is dealt with; false where it has to wait for its round.
Result<bool> Ballots::admit(Folder& folder, Running& r, const Json& json) {
  auto said = read_said(json);
  auto message = said ? ballot::decode(said->message) : fail(Code::malformed);
  if (!message || message->sender >= r.file.roster.size()) return true;
  const auto* sender = folder.state().find(r.file.roster[message->sender]);
  if (!sender || !crypto::verify(sender->key, signed_part(r.session, said->message).view(), said->signature)) return true;
  const auto open_round = r.session.round();
  auto ok = r.session.admit(said->message);
  if (!ok && ok.error().code == Code::ballot_early) return false;
  if (!ok) {
    if (auto cause = cause_of(ok.error().code)) OFFICES_CHECK(fail_on(folder, r, message->sender, *cause, ok.error().detail));
    return true;
  }
  r.file.signatures[signature_key(message->round, message->sender)] = base::base64(said->signature);
  OFFICES_CHECK(stub(folder, r, *message));
  OFFICES_CHECK(forward(folder, r, open_round));
  return true;
}

Result<void> Ballots::stub(Folder& folder, Running& r, const Message& message) {
  if (!r.is_intermediary() || message.sender == 0) return {};
  auto* line = folder.line_of(r.file.roster[message.sender]);
  mediation::Stub body{r.file.ballot, static_cast<std::int64_t>(message.round)};
  if (!line || !clerk_.rehearse(folder, *line, body)) return {};
  OFFICES_TRY(id, clerk_.sign(folder, *line, body));
  (void)id;
  return {};
}

/// Where the round `before` has closed at the intermediary: shows everybody everybody else's messages of it. Shares wait for
/// the intermediary's own, so that no side sees the result before the others can.
Result<void> Ballots::forward(Folder& folder, Running& r, ballot::Round before) {
  bool closed = r.session.outcome() || r.session.round() != before;
  if (!r.is_intermediary() || !closed || before == ballot::Round::share) return {};
  for (std::size_t i = 1; i < r.file.roster.size(); ++i) {
    Json said = Json::array();
    for (const auto& octets : r.session.messages()) {
      auto message = ballot::decode(octets);
      bool due = message && (message->round == before || (before == ballot::Round::opening && message->round == ballot::Round::share));
      if (due && message->sender != i)
        said.push_back(said_json(octets, r.file.signatures.at(signature_key(message->round, message->sender))));
    }
    if (auto* line = folder.line_of(r.file.roster[i]); line && line->state == LineState::open)
      OFFICES_CHECK(clerk_.queue(*line, {{"type", "ballot"}, {"ballot", r.file.ballot.hex()}, {"said", std::move(said)}}));
  }
  return {};
}

/// Says what is due of this post. At the instant, and whatever the user said: without a word it is no.
Result<bool> Ballots::speak(Folder& folder, Running& r) {
  if (r.session.outcome() || !r.file.self) return false;
  // Who comes back too late lets no vote out that could still be worked on.
  if (clock_.now() > r.file.ends.plus(base::clocks_agree_within_s)) return false;
  const auto open_round = r.session.round();
  if (r.file.signatures.contains(signature_key(open_round, *r.file.self))) return false;
  std::optional<Bytes> message;
  if (open_round == ballot::Round::vote) {
    if (r.is_intermediary() || clock_.now() < r.file.until) return false;
    OFFICES_TRY_SET(message, r.session.vote(r.file.told.value_or(ballot::Vote::no), ledger_.random()));
    r.file.cast = true;
    r.file.told.reset();
  } else {
    message = r.session.speak(ledger_.random());
  }
  if (!message) return false;
  OFFICES_TRY(seed, ledger_.get_secret(names::identity(folder.id())));
  if (!seed) return fail(Code::store_damaged, "the signing key is missing");
  OFFICES_TRY(key, crypto::SigningKey::from_seed(seed->view()));
  auto signature = base::base64(key.sign(signed_part(r.session, *message).view()));
  r.file.signatures[signature_key(open_round, *r.file.self)] = signature;
  if (r.is_intermediary()) {
    OFFICES_CHECK(forward(folder, r, open_round));
    return true;
  }
  auto* line = folder.line_of(folder.state().self);
  if (!line) return fail(Code::store_damaged, "the line of this post is missing");
  Json item{{"type", "ballot"}, {"ballot", r.file.ballot.hex()}, {"said", Json::array({said_json(*message, signature)})}};
  OFFICES_CHECK(clerk_.queue(*line, item));
  return true;
}

Result<void> Ballots::end_if_over(Folder& folder, Running& r) {
  if (const auto& outcome = r.session.outcome()) {
    auto result = outcome->kind == ballot::Outcome::Kind::adopted ? BallotResult::adopted : BallotResult::not_adopted;
    OFFICES_CHECK(sign_outcome(folder, r, result, std::nullopt, {}));
    return erase(r);
  }
  const auto now = clock_.now();
  if (r.is_intermediary()) {
    if (now < r.file.ends) return {};
    OFFICES_CHECK(sign_outcome(folder, r, BallotResult::aborted, AbortCause::absent, r.session.missing()));
    return erase(r);
  }
  OFFICES_TRY(p, folder.proceedings(folder.state().self));
  const auto* theirs = p.outcome(r.file.ballot, folder.state().intermediary);
  bool aborted = theirs && theirs->result == BallotResult::aborted;
  if (!aborted && now <= r.file.ends.plus(base::clocks_agree_within_s)) return {};
  return erase(r);
}

Result<void> Ballots::fail_on(Folder& folder, Running& r, Byte who, AbortCause cause, const std::string& why) {
  OFFICES_CHECK(sign_outcome(folder, r, BallotResult::aborted, cause, {who}));
  auto name = folder.state().name_of(r.file.roster[who]);
  OFFICES_CHECK(folder.notice(clock_.now(),
                              cause == AbortCause::differs
                                  ? "A ballot ended without a result: " + name + " saw other messages of it than were shown here. Either " +
                                        folder.state().name_of(folder.state().intermediary) + " showed two different things, or " + name +
                                        " did not follow it."
                                  : "A ballot ended without a result: what came from " + name + " was refused (" + why + ")."));
  return erase(r);
}

Result<void> Ballots::sign_outcome(Folder& folder, Running& r, BallotResult result, std::optional<AbortCause> cause,
                                   const std::vector<Byte>& missing) {
  mediation::BallotOutcome body{
      r.file.ballot, result, cause, static_cast<std::int64_t>(r.session.round()), {}, r.session.transcript_hash()};
  for (auto i : missing) body.missing.push_back(r.file.roster[i]);
  for (std::size_t i = 1; i < r.file.roster.size(); ++i) {
    if (!r.is_intermediary() && i != *r.file.self) continue;
    auto* line = folder.line_of(r.file.roster[i]);
    // Whoever left or was removed is told nothing more.
    if (!line || !clerk_.rehearse(folder, *line, body)) continue;
    OFFICES_TRY(id, clerk_.sign(folder, *line, body));
    (void)id;
  }
  return {};
}

/// Kept transcripts would let a future quantum computer open the votes.
Result<void> Ballots::erase(Running& r) {
  r.file.over = true;
  r.file.told.reset();
  r.file.signatures.clear();
  ledger_.scrub();
  OFFICES_CHECK(ledger_.erase(early_name(r.file.ballot)));
  return ledger_.erase(session_name(r.file.ballot));
}

Result<bool> Ballots::take(Folder& folder, Line& line, const Json& item) {
  base::Fields f(item, "ballot messages");
  f.one_of("type", {"ballot"});
  auto id = f.id<Digest>("ballot");
  const Json& said = f.array("said", 2 * ballot::max_sides + 2);
  if (!f.finish()) return false;
  OFFICES_TRY(known, file(id));
  if (known && known->over) return true;
  OFFICES_TRY(early, ledger_.get(early_name(id)));
  Json waiting = early ? early->at("said") : Json::array();
  for (const auto& one : said) {
    auto read = read_said(one);
    auto message = read ? ballot::decode(read->message) : fail(Code::malformed);
    if (!message) return false;
    // A side speaks for itself alone; the intermediary shows what all have said.
    bool its_own = known && message->sender < known->roster.size() && known->roster[message->sender] == line.peer;
    if (folder.as_intermediary() && !its_own) return false;
    if (std::ranges::find(waiting, one) == waiting.end()) waiting.push_back(one);
  }
  OFFICES_TRY(ballots, ledger_.count(early_shelf(folder.id())));
  if (waiting.size() > early_max || (!early && ballots >= early_ballots_max)) return false;
  OFFICES_CHECK(ledger_.put(early_name(id), {{"said", std::move(waiting)}}, early_shelf(folder.id())));
  return true;
}

Result<BallotFile> Ballots::tell(Folder& folder, const Digest& ballot, ballot::Vote vote) {
  OFFICES_TRY(f, file(ballot));
  if (!f || f->of_case != folder.id()) return fail(Code::not_found, "no such ballot");
  if (f->over) return fail(Code::ballot_ended);
  if (!f->self || *f->self == 0) return fail(Code::not_yours, "only a side votes");
  if (f->cast) return fail(Code::ballot_voted);
  f->told = vote;
  OFFICES_CHECK(ledger_.put(file_name(ballot), to_json(*f), shelf(folder.id())));
  return *std::move(f);
}

}  // namespace offices::post
