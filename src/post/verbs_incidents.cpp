// SPDX-License-Identifier: Apache-2.0
// Verbs about incidents: telling of one, reaching all sides, answering, and in what time a case does so.
#include <algorithm>

#include "post/incident_view.hpp"
#include "post/outbox.hpp"
#include "post/proceedings.hpp"

namespace offices::post {
namespace {

using mediation::word;
using record::Digest;

mediation::Precedence read_precedence(Args& args, mediation::Precedence otherwise) {
  auto text = args.maybe("precedence");
  return text ? args.keep(mediation::from_word<mediation::Precedence>(*text), otherwise) : otherwise;
}

/// The words that go to every side in one act.
Result<Json> reach_all(Office& office, Folder& folder, const mediation::Outreach& body) {
  OFFICES_TRY(statements, sign_for_all(office, folder, body));
  OFFICES_CHECK(folder.save());
  Json to = Json::array();
  for (const auto& p : parties(folder.state())) to.push_back(p.name);
  return Json{
      {"incident", body.incident.hex()},
      {"number", body.number},
      {"precedence", word(body.precedence)},
      {"to", std::move(to)},
      {"statements", std::move(statements)},
      {"due", base::iso(office.clock.now().plus(body.handling_s))},
      {"sentence", "The same words to every side at once; each side's post says by itself what came, and the others are shown that."},
      {"delivery", queued}};
}

/// As asked for, else as the case has it.
Result<std::int64_t> handling_for(Office& office, const record::CaseId& id, mediation::Precedence precedence, std::int64_t asked) {
  return asked != 0 ? Result<std::int64_t>(asked) : handling_of(office, id, precedence);
}

Result<Json> incident_open(Office& office, Args& args) {
  auto which = args.text("case");
  auto precedence = read_precedence(args, mediation::Precedence::immediate);
  auto release_word = args.maybe("release");
  auto release = release_word ? args.keep(mediation::from_word<mediation::Release>(*release_word)) : mediation::Release::intermediary;
  auto asked_s = args.integer("handling_s", 0, handling_least_s, handling_most_s);
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(words, read_words(args, folder.file.name));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(handling_s, handling_for(office, id, precedence, asked_s));
  auto incident = crypto::random_id<Digest>(office.ledger.random());
  if (folder.as_intermediary()) {
    if (release_word) return fail(Code::usage, "what the intermediary opens goes to all sides");
    return reach_all(office, folder, {incident, 1, precedence, handling_s, words, std::nullopt});
  }
  auto* line = folder.line_of(folder.state().self);
  if (!line) return fail(Code::not_a_participant, "no open line");
  if (precedence == mediation::Precedence::flash) OFFICES_CHECK(office.clerk.check_flood(folder));
  OFFICES_TRY(statement, sign_and_save(office, folder, *line, mediation::Incident{incident, precedence, release, words}));
  auto name = folder.state().name_of(folder.state().intermediary);
  return Json{{"incident", incident.hex()},
              {"number", 0},
              {"precedence", word(precedence)},
              {"to", Json::array({name})},
              {"statements", Json::array({statement.hex()})},
              {"due", base::iso(office.clock.now().plus(handling_s))},
              {"sentence", release == mediation::Release::all
                               ? name + " may reach all sides with exactly these words, as yours."
                               : "For " + name + " alone: if it reaches the other sides about this, it does so in words of its own."},
              {"delivery", queued}};
}

Result<Json> outreach(Office& office, Args& args) {
  auto prefix = args.text("incident");
  auto text = args.maybe("text");
  auto lang = args.maybe("lang");
  auto precedence_word = args.maybe("precedence");
  auto precedence = precedence_word ? args.keep(mediation::from_word<mediation::Precedence>(*precedence_word)) : mediation::Precedence{};
  auto asked_s = args.integer("handling_s", 0, handling_least_s, handling_most_s);
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_incident(office, prefix));
  auto& folder = view.folder;
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "the intermediary reaches all sides; a side tells of an incident");
  const auto* told = view.told();
  mediation::Outreach body{view.incident, view.outreaches() + 1, {}, 0, {}, std::nullopt};
  const auto* before = view.outreach(view.outreaches());
  body.precedence = told ? told->told->precedence : before ? before->precedence : mediation::Precedence::immediate;
  if (text) {
    if (precedence_word) body.precedence = precedence;
    body.words = {lang.value_or("en"), *text, {}};
  } else {
    if (precedence_word || lang) return fail(Code::usage, "the author's words go with the author's precedence and language; give a text");
    if (!told || before) return fail(Code::usage, "there are no words that all sides may hear and have not heard; give a text");
    OFFICES_TRY(kept, office.ledger.by_id(told->told->fact.id));
    if (!kept) return fail(Code::store_damaged, "an incident is missing");
    OFFICES_TRY_SET(body.words, words_of(office, told->told->fact.id));
    body.evidence = kept->entry.statement;
  }
  OFFICES_TRY_SET(body.handling_s, handling_for(office, folder.id(), body.precedence, asked_s));
  return reach_all(office, folder, body);
}

Result<Json> incident_respond(Office& office, Args& args) {
  auto prefix = args.text("incident");
  auto said = args.maybe("position");
  std::optional<mediation::Position> position;
  if (said) position = args.keep(mediation::from_word<mediation::Position>(*said));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_incident(office, prefix));
  auto& folder = view.folder;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "the sides respond to an outreach");
  auto* line = folder.line_of(folder.state().self);
  if (!line || view.outreaches() == 0) return fail(Code::not_found, "nobody has reached out about it yet");
  OFFICES_TRY(id, sign_and_save(office, folder, *line, mediation::Response{view.incident, view.outreaches(), position}));
  return Json{{"response", id.hex()},
              {"incident", view.incident.hex()},
              {"number", view.outreaches()},
              {"position", said ? Json(*said) : Json(nullptr)},
              {"delivery", queued}};
}

/// The handling times of a case; sets one where it is given. The intermediary's, since its outreach carries them.
Result<Json> incident_handling(Office& office, Args& args) {
  auto which = args.text("case");
  auto level = args.maybe("precedence");
  auto handling_s = args.integer("handling_s", 0, handling_least_s, handling_most_s);
  auto precedence = level ? args.keep(mediation::from_word<mediation::Precedence>(*level)) : mediation::Precedence{};
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  if (level.has_value() != (handling_s != 0)) return fail(Code::usage, "a precedence and its time go together");
  if (level) {
    if (!folder.as_intermediary()) return fail(Code::wrong_role, "an outreach carries its handling time, and the intermediary reaches out");
    OFFICES_TRY(kept, office.ledger.get(names::handling(id)));
    auto times = kept.value_or(Json::object());
    times[std::string(word(precedence))] = handling_s;
    OFFICES_CHECK(office.ledger.put(names::handling(id), times));
  }
  Json items = Json::array();
  for (auto p : outbox::urgent_first) {
    OFFICES_TRY(seconds, handling_of(office, id, p));
    items.push_back({{"precedence", word(p)}, {"handling_s", seconds}});
  }
  return Json{{"case", id.hex()}, {"items", std::move(items)}};
}

}  // namespace

std::span<const Verb> incident_verbs() {
  static constexpr Verb verbs[] = {
      {"incident.open", incident_open, true},
      {"outreach", outreach, true},
      {"incident.respond", incident_respond, true},
      {"incident.handling", incident_handling, true},
  };
  return verbs;
}

}  // namespace offices::post
