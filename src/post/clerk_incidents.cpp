// SPDX-License-Identifier: Apache-2.0
// What a post does by itself about incidents and the testing of lines.
#include <algorithm>

#include "mediation/incidents.hpp"
#include "post/clerk.hpp"

namespace offices::post {

using record::Digest;

namespace {

constexpr std::int64_t flood_window_s = 600;
constexpr std::size_t flood_most = 5;

std::string incident_cell(const record::CaseId& id, const Digest& incident) { return "incident/" + id.hex() + "/" + incident.hex(); }

/// No time that a clock shows.
constexpr Time never{std::int64_t{1} << 40};

/// The latest time only: what is due at several instants is due at the first.
void sooner(std::optional<Time>& next, Time at) {
  if (!next || at < *next) next = at;
}

}  // namespace

Result<void> Clerk::keep_incident(const record::CaseId& id, const Digest& incident, Time quiet_until) {
  Json cell{{"incident", incident.hex()}, {"quiet_until", quiet_until.seconds}};
  return ledger_.put(incident_cell(id, incident), cell, names::incidents(id));
}

/// Where the incidents of a case and the tests of a line are found again, newest last.
Result<void> Clerk::note_incident(Folder& folder, const Line& line, const mediation::Placed& s) {
  if (const auto* o = std::get_if<mediation::Outreach>(&s.body)) return keep_incident(folder.id(), o->incident, {});
  if (std::holds_alternative<mediation::LineTest>(s.body))
    return ledger_.put("line-test/" + s.id.hex(), {{"test", s.id.hex()}}, names::line_tests(line.id));
  OFFICES_CHECK(note_public(folder, s));
  const auto* told = std::get_if<mediation::Incident>(&s.body);
  if (!told) return {};
  OFFICES_CHECK(keep_incident(folder.id(), told->incident, {}));
  if (told->precedence != mediation::Precedence::flash || s.author == folder.state().self) return {};
  OFFICES_TRY(lately, flashes_since(folder, s.author, clock_.now().plus(-flood_window_s)));
  if (lately <= flood_most) return {};
  return folder.notice(clock_.now(), folder.state().name_of(s.author) + " has told of " + std::to_string(lately) +
                                         " incidents as FLASH within ten minutes, more than anybody can handle; all are kept.");
}

Result<std::size_t> Clerk::flashes_since(Folder& folder, const record::ParticipantId& side, Time since) {
  OFFICES_TRY(all, ids_on<Digest>(ledger_, names::incidents(folder.id()), "incident"));
  std::size_t n = 0;
  for (const auto& incident : all) {
    OFFICES_TRY(state, folder.incident(side, incident));
    if (state && state->told && state->told->precedence == mediation::Precedence::flash && state->told->fact.time > since) ++n;
  }
  return n;
}

Result<void> Clerk::check_flood(Folder& folder) {
  OFFICES_TRY(lately, flashes_since(folder, folder.state().self, clock_.now().plus(-flood_window_s)));
  return lately < flood_most ? Result<void>{} : fail(Code::flash_flood, std::to_string(flood_most) + " stand in the record");
}

Result<void> Clerk::react_to_incident(Folder& folder, Line& line, const mediation::Placed& s, const record::Entry& entry) {
  if (const auto* o = std::get_if<mediation::Outreach>(&s.body)) return say_reached(folder, line, o->incident);
  if (const auto* t = std::get_if<mediation::LineTest>(&s.body)) {
    mediation::LineAnswer answer{s.id, t->number, mediation::Answerer::post};
    if (!rehearse(folder, line, answer)) return {};
    OFFICES_TRY(id, sign(folder, line, answer));
    (void)id;
  }
  if (!folder.as_intermediary() || !std::holds_alternative<mediation::Reached>(s.body)) return {};
  mediation::Witness shown{entry.statement};
  for (auto& [id, other] : folder.lines) {
    // Refused: shown before, or about an outreach that did not go to this side.
    if (other.peer == s.author || other.state != LineState::open || !rehearse(folder, other, shown)) continue;
    OFFICES_TRY(told, sign(folder, other, shown));
    (void)told;
  }
  return {};
}

Result<void> Clerk::say_reached(Folder& folder, Line& line, const Digest& incident) {
  if (folder.as_intermediary() || line.awaiting_tail) return {};
  OFFICES_TRY(state, folder.incident(folder.state().self, incident));
  if (!state) return {};
  for (const auto& o : state->outreaches) {
    OFFICES_TRY(kept, ledger_.by_id(o.fact.id));
    if (!kept) return fail(Code::store_damaged, "an outreach is missing");
    mediation::Reached body{incident, o.number, o.shown, std::min(kept->received, clock_.now())};
    if (!rehearse(folder, line, body)) continue;
    OFFICES_TRY(id, sign(folder, line, body));
    (void)id;
  }
  return {};
}

Result<void> Clerk::react_to_all_incidents(Folder& folder) {
  OFFICES_TRY(all, ids_on<Digest>(ledger_, names::incidents(folder.id()), "incident"));
  for (auto& [id, line] : folder.lines) {
    if (line.state != LineState::open || line.awaiting_tail) continue;
    for (const auto& incident : all) {
      OFFICES_CHECK(say_reached(folder, line, incident));
      if (!folder.as_intermediary()) continue;
      OFFICES_TRY(state, folder.incident(line.peer, incident));
      if (!state) continue;
      for (const auto& r : state->reached) {
        if (r.witness || r.by != line.peer) continue;
        OFFICES_TRY(kept, ledger_.by_id(r.fact.id));
        if (!kept) return fail(Code::store_damaged, "a statement is missing");
        OFFICES_TRY(body, mediation::decode_body("reached", record::decode_payload(kept->entry.statement.payload)->body));
        OFFICES_CHECK(react_to_incident(folder, line, {r.fact.id, r.by, r.fact.time, {}, {}, std::move(body)}, kept->entry));
      }
    }
  }
  return {};
}

namespace {

/// An incident whose silences are watched, as its cell says.
struct Watched {
  Digest incident;
  Time quiet_until;  ///< there is nothing to say before
};

Result<std::vector<Watched>> watched_in(Ledger& ledger, const record::CaseId& id) {
  std::vector<Watched> all;
  OFFICES_CHECK(ledger.each(names::incidents(id), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(incident, Digest::from_hex(json.at("incident").get_ref<const std::string&>()));
    all.push_back({incident, {json.value("quiet_until", std::int64_t{0})}});  // a cell that was written before there was such a time
    return true;
  }));
  return all;
}

}  // namespace

/// Says what is due of the silence about an outreach on one line. When there is something to say of it again: `never` where there is
/// not; none where that cannot be told yet.
Result<std::optional<Time>> Clerk::say_silence(Folder& folder, Line& line, const Digest& incident) {
  if (line.awaiting_tail) return std::nullopt;
  OFFICES_TRY(state, folder.incident(line.peer, incident));
  const auto* outreach = state ? state->latest() : nullptr;
  const auto silence = outreach ? mediation::next_silence(*state, *outreach, folder.state().self) : std::nullopt;
  if (!silence) return never;
  if (silence->due > clock_.now()) return silence->due;
  mediation::Attempt body{incident, outreach->number, silence->attempt, silence->outcome};
  if (!rehearse(folder, line, body)) return std::nullopt;  // it no longer takes part
  OFFICES_TRY(said, sign(folder, line, body));
  (void)said;
  auto what = silence->outcome == mediation::AttemptOutcome::unreached ? "'s post" : "'s people";
  OFFICES_CHECK(folder.notice(clock_.now(), "Nothing has come from " + folder.state().name_of(line.peer) + what +
                                                " about the outreach of " + base::iso(outreach->fact.time) + " (" +
                                                std::string(mediation::word(outreach->precedence)) + "), which was to be handled by " +
                                                base::iso(mediation::due_of(*outreach)) + ". Use another way."));
  OFFICES_TRY(after, folder.incident(line.peer, incident));
  const auto next = after ? mediation::next_silence(*after, *outreach, folder.state().self) : std::nullopt;
  return next ? next->due : never;
}

// What a side says about an outreach never makes its silence due earlier, and a new outreach writes the cell anew: until the time in
// the cell nothing is read again of an incident, however many a case has had.
Result<std::optional<Time>> Clerk::watch(Folder& folder) {
  std::optional<Time> next;
  const auto now = clock_.now();
  OFFICES_TRY(all, folder.as_intermediary() ? watched_in(ledger_, folder.id()) : Result<std::vector<Watched>>(std::vector<Watched>{}));
  for (const auto& [incident, quiet_until] : all) {
    auto due = quiet_until;
    if (due <= now) {
      due = never;
      bool told = true;
      for (auto& [id, line] : folder.lines) {
        if (line.state != LineState::open) continue;
        OFFICES_TRY(again, say_silence(folder, line, incident));
        told = told && again;
        due = std::min(due, again.value_or(never));
      }
      if (told) OFFICES_CHECK(keep_incident(folder.id(), incident, due));
    }
    if (due < never) sooner(next, due);
  }
  for (auto& [id, line] : folder.lines) {
    if (line.state != LineState::open || line.awaiting_tail) continue;
    OFFICES_TRY(test, test_by_the_clock(folder, line));
    if (test) sooner(next, *test);
  }
  return next;
}

Result<std::int64_t> Clerk::next_test(Folder& folder, const Line& line) {
  std::int64_t number = 1;
  OFFICES_CHECK(ledger_.each(
      names::line_tests(line.id),
      [&](const Json& json) -> Result<bool> {
        OFFICES_TRY(id, record::StatementId::from_hex(json.at("test").get<std::string>()));
        OFFICES_TRY(subject, folder.subject(id));
        const auto* test = subject ? std::get_if<mediation::LineTestState>(&*subject) : nullptr;
        if (!test || test->by != folder.state().self) return true;
        number = test->number + 1;
        return false;
      },
      true));
  return number;
}

/// Tests a line that is to be tested every so often; when it does so next.
Result<std::optional<Time>> Clerk::test_by_the_clock(Folder& folder, Line& line) {
  auto cell = names::line_schedule(line.id);
  OFFICES_TRY(schedule, ledger_.get(cell));
  if (!schedule) return std::nullopt;
  Time at{schedule->at("next").get<std::int64_t>()};
  if (at > clock_.now()) return at;
  OFFICES_TRY(number, next_test(folder, line));
  auto signed_id = sign(folder, line, mediation::LineTest{number, false});
  if (!signed_id) return std::nullopt;  // the line is closed: nothing is tested any more
  at = clock_.now().plus(schedule->at("every_s").get<std::int64_t>());
  (*schedule)["next"] = at.seconds;
  OFFICES_CHECK(ledger_.put(cell, *schedule));
  return at;
}

}  // namespace offices::post
