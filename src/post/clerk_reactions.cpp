// SPDX-License-Identifier: Apache-2.0
// What a post does by itself: receipts, reports, admissions, introductions.
#include <algorithm>

#include "post/clerk.hpp"

namespace offices::post {

using mediation::Placed;
using mediation::Subject;
using record::Entry;

namespace {

mediation::Receipt receipt_for(const record::StatementId& id, const mediation::ConveyanceState& c) {
  return {id, c.of, mediation::receipt_words(c.of, c.form, c.attribution, c.words)};
}

}  // namespace

Result<void> Clerk::react(Folder& folder, Line& line, const Placed& s, const Entry& entry) {
  if (std::holds_alternative<mediation::Conveyance>(s.body) && !folder.as_intermediary()) {
    OFFICES_TRY(subject, folder.subject(s.id));
    OFFICES_TRY(id, sign(folder, line, receipt_for(s.id, std::get<mediation::ConveyanceState>(*subject))));
    (void)id;
    return {};
  }
  if (std::holds_alternative<mediation::Tabling>(s.body) || std::holds_alternative<mediation::Sight>(s.body) ||
      std::holds_alternative<mediation::BallotOutcome>(s.body) || std::holds_alternative<mediation::Ratification>(s.body))
    return react_to_proceedings(folder);
  if (std::holds_alternative<mediation::Agreement>(s.body) || std::holds_alternative<mediation::Divergence>(s.body))
    return folder.as_intermediary() ? show_to_others(folder, s.author, s.id) : Result<void>{};
  OFFICES_CHECK(react_to_incident(folder, line, s, entry));
  OFFICES_CHECK(react_to_commitment(folder, line, s));
  if (!folder.as_intermediary()) return {};
  if (const auto* r = std::get_if<mediation::Receipt>(&s.body)) return report(folder, r->of, entry.statement);
  if (const auto* a = std::get_if<mediation::Acknowledgement>(&s.body)) return report(folder, a->of, entry.statement);
  if (std::holds_alternative<mediation::Join>(s.body)) return introduce(folder, s.author);
  if (std::holds_alternative<mediation::Leave>(s.body)) {
    for (auto& [id, other] : folder.lines)
      if (other.state == LineState::open && other.peer != s.author && folder.state().is_active(other.peer)) {
        OFFICES_TRY(told, sign(folder, other, mediation::Remove{s.author, true, {}}));
        (void)told;
      }
  }
  return {};
}

/// The time of the latest statement of this post that `context` had seen; zero where it had seen none.
Result<Time> Clerk::at_least(Line& line, const record::Context& context) {
  Time latest;
  for (const auto& head : context.seen) {
    const auto* feed = line.feed(head.feed);
    if (!feed || !feed->own || head.head.size == 0) continue;
    OFFICES_TRY(kept, ledger_.by_place(head.feed, head.head.size - 1));
    if (!kept) return fail(Code::store_damaged, "a feed has a hole");
    OFFICES_TRY(s, record::decode_payload(kept->entry.statement.payload));
    latest = std::max(latest, s.time);
  }
  return latest;
}

Result<void> Clerk::look_at_time(Folder& folder, Line& line, const Placed& s, const record::Context& context) {
  auto now = clock_.now();
  OFFICES_TRY(earliest, at_least(line, context));
  bool ahead = now.plus(base::clocks_agree_within_s) < s.time, behind = s.time.plus(base::clocks_agree_within_s) < earliest;
  const auto name = folder.state().name_of(s.author);
  if ((ahead || behind) && !line.clocks_differ)
    OFFICES_CHECK(folder.notice(
        now,
        "The clocks of " + name + " and of this post differ: " + name + " dated a statement " + base::iso(s.time) +
            (ahead ? ", and it is " + base::iso(now) + " here." : ", and it answers one that was dated " + base::iso(earliest) + " here.") +
            " Set the wrong one: whether a mandate is still open goes by the clock of who conveys."));
  line.clocks_differ = ahead || behind;
  const auto* m = std::get_if<mediation::Mandate>(&s.body);
  if (!m || m->terms.until >= now || !folder.as_intermediary()) return {};
  return folder.notice(now, "A mandate of " + name + " to tell " + folder.state().name_of(m->to) + " something ended " +
                                base::iso(m->terms.until) + ", before it came (signal " + m->signal.hex().substr(0, 10) +
                                "). Nothing may be conveyed under it; " + name + " can give another.");
}

Result<void> Clerk::report(Folder& folder, const record::Digest& of, const record::Signed& evidence) {
  OFFICES_TRY(origin, folder.origin(of));
  if (!origin) return {};
  OFFICES_TRY(subject, folder.subject(origin->signal));
  const auto* signal = subject ? std::get_if<mediation::SignalState>(&*subject) : nullptr;
  if (!signal) return {};
  bool told = std::ranges::any_of(signal->reports, [&](const auto& r) { return r.evidence == evidence.id(); });
  auto* line = folder.line_of(signal->author);
  if (told || !line || !folder.state().is_active(signal->author)) return {};
  mediation::Report body{origin->signal, origin->dispatch, evidence};
  // A receipt that contradicts what was conveyed proves nothing but its signer's error; it stays in its own channel.
  if (!rehearse(folder, *line, body)) return {};
  OFFICES_TRY(id, sign(folder, *line, std::move(body)));
  (void)id;
  return {};
}

Result<void> Clerk::introduce(Folder& folder, const record::ParticipantId& newcomer) {
  const auto* joined = folder.state().find(newcomer);
  auto* line = folder.line_of(newcomer);
  if (!joined || !line || joined->standing != mediation::Standing::invited) return {};
  OFFICES_TRY(join, ledger_.get("join/" + folder.id().hex() + "/" + newcomer.hex()));
  if (!join) return fail(Code::store_damaged, "a joining statement is missing");
  OFFICES_TRY(bare, record::bare_from_json(*join));
  auto name = joined->name;
  auto role = joined->role;
  OFFICES_TRY(admitted, sign(folder, *line, mediation::Admit{newcomer, name, role, bare.id()}));
  (void)admitted;
  for (auto& [id, other] : folder.lines) {
    if (other.peer == newcomer || other.state != LineState::open || !folder.state().is_active(other.peer)) continue;
    OFFICES_TRY(told, sign(folder, other, mediation::Introduce{newcomer, name, role, bare}));
    OFFICES_TRY(their_join, ledger_.get("join/" + folder.id().hex() + "/" + other.peer.hex()));
    if (!their_join) return fail(Code::store_damaged, "a joining statement is missing");
    OFFICES_TRY(their_bare, record::bare_from_json(*their_join));
    const auto& them = *folder.state().find(other.peer);
    OFFICES_TRY(met, sign(folder, *line, mediation::Introduce{other.peer, them.name, them.role, their_bare}));
    (void)told;
    (void)met;
  }
  return show_agenda_to_newcomers(folder);
}

Result<void> Clerk::react_to_all(Folder& folder) {
  std::vector<std::pair<record::StatementId, mediation::ConveyanceState>> conveyances;
  OFFICES_CHECK(ledger_.each(names::subjects_of(folder.id()), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(subject, mediation::subject_from_json(json));
    if (auto* c = std::get_if<mediation::ConveyanceState>(&subject)) conveyances.emplace_back(c->fact.id, std::move(*c));
    return true;
  }));
  for (const auto& [id, c] : conveyances) {
    if (!folder.as_intermediary()) {
      if (c.receipt) continue;
      auto* line = folder.line_of(folder.state().self);
      if (!line || line->awaiting_tail) continue;
      OFFICES_TRY(given, sign(folder, *line, receipt_for(id, c)));
      (void)given;
      continue;
    }
    std::vector<record::StatementId> answers;
    if (c.receipt) answers.push_back(c.receipt->id);
    for (const auto& a : c.acknowledgements) answers.push_back(a.fact.id);
    for (const auto& answer : answers) {
      OFFICES_TRY(kept, ledger_.by_id(answer));
      if (kept) OFFICES_CHECK(report(folder, c.of, kept->entry.statement));
    }
  }
  std::vector<record::ParticipantId> newcomers;
  for (const auto& [id, p] : folder.state().participants)
    if (folder.as_intermediary() && p.standing == mediation::Standing::invited) newcomers.push_back(id);
  for (const auto& id : newcomers) OFFICES_CHECK(introduce(folder, id));
  OFFICES_CHECK(react_to_all_incidents(folder));
  OFFICES_CHECK(react_to_texts(folder));
  OFFICES_CHECK(react_to_all_commitments(folder));
  return react_to_proceedings(folder);
}

}  // namespace offices::post
