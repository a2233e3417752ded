// SPDX-License-Identifier: Apache-2.0
// Verbs about incidents: telling of one, reaching all sides, answering, and what became of it.
#include <algorithm>

#include "mediation/incidents.hpp"
#include "post/proceedings.hpp"
#include "post/whereabouts.hpp"

namespace offices::post {
namespace {

using mediation::IncidentState;
using mediation::word;
using record::Digest;

Json time_or_null(const std::optional<Time>& t) { return t ? Json(base::iso(*t)) : Json(nullptr); }

/// An incident over all channels that this post holds.
struct IncidentView {
  Folder folder;
  Digest incident;
  std::vector<IncidentState> channels;

  [[nodiscard]] const IncidentState* of(const record::ParticipantId& side) const {
    auto it = std::ranges::find(channels, side, &IncidentState::side);
    return it == channels.end() ? nullptr : &*it;
  }
  [[nodiscard]] const IncidentState* told() const {
    auto it = std::ranges::find_if(channels, [](const auto& c) { return c.told.has_value(); });
    return it == channels.end() ? nullptr : &*it;
  }
  /// The highest number anywhere.
  [[nodiscard]] std::int64_t outreaches() const {
    std::int64_t n = 0;
    for (const auto& c : channels)
      if (const auto* latest = c.latest()) n = std::max(n, latest->number);
    return n;
  }
  [[nodiscard]] const mediation::OutreachFact* outreach(std::int64_t number) const {
    for (const auto& c : channels)
      if (const auto* o = c.outreach(number)) return o;
    return nullptr;
  }
};

Result<IncidentView> view_incident(Office& office, const record::CaseId& id, const Digest& incident) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  IncidentView view{std::move(folder), incident, {}};
  for (const auto& [line_id, line] : view.folder.lines) {
    OFFICES_TRY(state, view.folder.incident(view.folder.side_of(line), incident));
    if (state) view.channels.push_back(*std::move(state));
  }
  return view;
}

/// Of one case, the newest first.
Result<std::vector<Digest>> incidents_in(Office& office, const record::CaseId& id) {
  OFFICES_TRY(all, ids_on<record::Digest>(office.ledger, names::incidents(id), "incident"));
  std::ranges::reverse(all);
  return all;
}

/// By the beginning of its number, or of the statement that told of it or reached out.
Result<IncidentView> find_incident(Office& office, const std::string& prefix) {
  auto found = find_on(office, prefix, names::incidents, "incident");
  if (found) return view_incident(office, found->of_case, found->which);
  if (found.error().code != Code::not_found) return std::unexpected(found.error());
  auto kept = find_kept(office, prefix, {"incident", "outreach"});
  if (!kept) return fail(Code::not_found, "no incident " + prefix.substr(0, 64));
  OFFICES_TRY(body, body_of(*kept));
  const auto* told = std::get_if<mediation::Incident>(&body);
  return view_incident(office, kept->of_case, told ? told->incident : std::get<mediation::Outreach>(body).incident);
}

/// What somebody wrote of it, where this post holds that.
Result<mediation::Words> words_of(Office& office, const record::StatementId& id) {
  OFFICES_TRY(kept, office.ledger.by_id(id));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  OFFICES_TRY(body, body_of(*kept));
  if (const auto* told = std::get_if<mediation::Incident>(&body)) return told->words;
  return std::get<mediation::Outreach>(body).words;
}

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

std::int64_t read_handling(Args& args, mediation::Precedence precedence) {
  return args.integer("handling_s", mediation::usual_handling_s(precedence), 60, 7 * 86'400);
}

Result<Json> incident_open(Office& office, Args& args) {
  auto which = args.text("case");
  auto precedence = read_precedence(args, mediation::Precedence::immediate);
  auto release_word = args.maybe("release");
  auto release = release_word ? args.keep(mediation::from_word<mediation::Release>(*release_word)) : mediation::Release::intermediary;
  auto handling_s = args.raw("handling_s") ? read_handling(args, precedence) : mediation::usual_handling_s(precedence);
  OFFICES_TRY(words, read_words(args, ""));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
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
  auto handling_s = args.integer("handling_s", 0, 60, 7 * 86'400);
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
  body.handling_s = handling_s != 0 ? handling_s : mediation::usual_handling_s(body.precedence);
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

// What became of it.

std::string stage_sentence(const std::string& name, const std::string& state, const std::vector<std::string>& relays) {
  if (state == "not-sent") return "Not sent: no relay of " + name + " has taken it yet.";
  if (state == "at-relay")
    return "At the relay " + (relays.empty() ? std::string() : relays.front()) + ": " + name + "'s post has not fetched it.";
  if (state == "at-post") return "At " + name + "'s post: nobody has said there that it was seen.";
  if (state == "seen") return "Seen by a person; no position was given.";
  return {};
}

Json calls_json(const IncidentState& state, std::int64_t number, const mediation::CaseState& of_case) {
  Json out = Json::array();
  for (const auto& a : state.attempts)
    if (a.number == number)
      out.push_back(
          {{"by", of_case.name_of(a.by)}, {"attempt", a.attempt}, {"outcome", word(a.outcome)}, {"time", base::iso(a.fact.time)}});
  return out;
}

/// How far outreach `o` has come towards the side of a channel.
Result<Json> side_json(Office& office, IncidentView& view, const IncidentState& state, const mediation::OutreachFact& o) {
  auto& folder = view.folder;
  auto name = folder.state().name_of(state.side);
  auto p = mediation::progress_of(state, o.number);
  std::string stage(mediation::word_of(p.stage));
  std::vector<std::string> relays;
  const auto* line = folder.line_of(state.side);
  if (p.stage == mediation::Stage::not_reached && folder.as_intermediary() && line) {
    OFFICES_TRY(where, whereabouts(office.ledger, *line, o.fact.id));
    stage = word_of(where.way);
    relays = where.relays;
  } else if (p.stage == mediation::Stage::not_reached) {
    stage = "at-post";
  }
  auto sentence =
      p.position ? "Answered: " + std::string(*p.position == mediation::Position::none_yet ? "no position yet" : word(*p.position)) + "."
                 : stage_sentence(name, stage, relays);
  if (p.clocks_differ) sentence += " Its post's clock is behind: the times do not go together.";
  auto after = [&](const std::optional<Time>& t) { return t ? Json(t->seconds - o.fact.time.seconds) : Json(nullptr); };
  return Json{{"name", name},
              {"state", std::move(stage)},
              {"relays", std::move(relays)},
              {"at_post", time_or_null(p.at_post)},
              {"at_post_s", after(p.at_post)},
              {"seen", time_or_null(p.seen)},
              {"seen_s", after(p.seen)},
              {"position", p.position ? Json(word(*p.position)) : Json(nullptr)},
              {"overdue", !p.seen && office.clock.now() > mediation::due_of(o)},
              {"differs", p.differs},
              {"clocks_differ", p.clocks_differ},
              {"attempts", calls_json(state, o.number, folder.state())},
              {"sentence", std::move(sentence)}};
}

/// What the posts of other sides signed of the arrival of an outreach, as far as it was shown here.
Json told_same_json(IncidentView& view, const mediation::OutreachFact& o) {
  Json out = Json::array();
  const auto& state = view.folder.state();
  const auto* own = view.of(state.self);
  if (!own) return out;
  for (const auto& p : parties(state)) {
    if (p.id == state.self) continue;
    const auto* r = own->reached_by(o.number, p.id);
    out.push_back({{"name", p.name}, {"state", !r ? "not-confirmed" : r->shown == o.shown ? "confirmed" : "differs"}});
  }
  return out;
}

Result<Json> outreach_json(Office& office, IncidentView& view, std::int64_t number) {
  const auto& o = *view.outreach(number);
  OFFICES_TRY(words, words_of(office, o.fact.id));
  std::vector<Json> sides;
  for (const auto& c : view.channels) {
    if (!c.outreach(number)) continue;
    OFFICES_TRY(side, side_json(office, view, c, *c.outreach(number)));
    sides.push_back(std::move(side));
  }
  std::ranges::sort(sides, {}, [](const Json& s) { return s.at("name").get<std::string>(); });
  return Json{{"number", number},
              {"precedence", word(o.precedence)},
              {"time", base::iso(o.fact.time)},
              {"due", base::iso(mediation::due_of(o))},
              {"handling_s", o.handling_s},
              {"lang", words.lang},
              {"text", words.text},
              {"named", o.named},
              {"sides", std::move(sides)},
              {"told_same", told_same_json(view, o)}};
}

Result<Json> incident_json(Office& office, IncidentView& view) {
  Json outreaches = Json::array();
  for (std::int64_t n = 1; n <= view.outreaches(); ++n) {
    if (!view.outreach(n)) continue;
    OFFICES_TRY(item, outreach_json(office, view, n));
    outreaches.push_back(std::move(item));
  }
  const auto* told = view.told();
  Json of_told(nullptr);
  if (told) {
    OFFICES_TRY(words, words_of(office, told->told->fact.id));
    of_told = {{"by", view.folder.state().name_of(told->side)},
               {"precedence", word(told->told->precedence)},
               {"release", word(told->told->release)},
               {"time", base::iso(told->told->fact.time)},
               {"lang", words.lang},
               {"text", words.text}};
  }
  return Json{{"incident", view.incident.hex()},
              {"case", view.folder.id().hex()},
              {"case_title", view.folder.state().title},
              {"told", std::move(of_told)},
              {"outreaches", std::move(outreaches)}};
}

Result<Json> incident_list(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(all, incidents_in(office, id));
  Json items = Json::array();
  for (const auto& incident : all) {
    OFFICES_TRY(view, view_incident(office, id, incident));
    OFFICES_TRY(item, incident_json(office, view));
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}};
}

/// Everything that was signed of an incident here, by the clocks of its signers and by this post's.
class Timeline {
 public:
  Timeline(Office& office, const mediation::CaseState& state) : office_(office), state_(state) {}

  Result<void> add(const mediation::Fact& fact, const record::ParticipantId& side, const record::ParticipantId& by, std::string sentence) {
    OFFICES_TRY(kept, office_.ledger.by_id(fact.id));
    if (!kept) return fail(Code::store_damaged, "a statement is missing");
    rows_.emplace_back(kept->row, Json{{"id", fact.id.hex()},
                                       {"time", base::iso(fact.time)},
                                       {"received", base::iso(kept->received)},
                                       {"with", state_.name_of(side)},
                                       {"by", state_.name_of(by)},
                                       {"sentence", std::move(sentence)}});
    return {};
  }
  Result<void> add(const IncidentState& c) {
    auto side = state_.name_of(c.side);
    if (c.told)
      OFFICES_CHECK(add(c.told->fact, c.side, c.side, side + " told of the incident (" + std::string(word(c.told->precedence)) + ")."));
    for (const auto& o : c.outreaches)
      OFFICES_CHECK(add(o.fact, c.side, state_.intermediary,
                        "Outreach " + std::to_string(o.number) + " to " + side + " (" + std::string(word(o.precedence)) +
                            "), to be handled by " + base::iso(mediation::due_of(o)) + "."));
    for (const auto& r : c.reached)
      OFFICES_CHECK(add(r.fact, c.side, r.by,
                        state_.name_of(r.by) + "'s post had outreach " + std::to_string(r.number) + " at " + base::iso(r.at) + "."));
    for (const auto& r : c.responses)
      OFFICES_CHECK(add(r.fact, c.side, c.side,
                        "A person of " + side + " had seen outreach " + std::to_string(r.number) +
                            (r.position ? "; position: " + std::string(word(*r.position)) : std::string()) + "."));
    for (const auto& a : c.attempts)
      OFFICES_CHECK(add(a.fact, c.side, a.by,
                        "Attempt " + std::to_string(a.attempt) + " of " + state_.name_of(a.by) + " about outreach " +
                            std::to_string(a.number) + ": " + std::string(word(a.outcome)) + "."));
    return {};
  }
  Json in_order() {
    std::ranges::sort(rows_, {}, [](const auto& r) { return r.first; });
    Json out = Json::array();
    for (auto& [row, json] : rows_) out.push_back(std::move(json));
    return out;
  }

 private:
  Office& office_;
  const mediation::CaseState& state_;
  std::vector<std::pair<std::int64_t, Json>> rows_;
};

Result<Json> incident_report(Office& office, Args& args) {
  auto prefix = args.text("incident");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_incident(office, prefix));
  OFFICES_TRY(out, incident_json(office, view));
  Timeline timeline(office, view.folder.state());
  for (const auto& c : view.channels) OFFICES_CHECK(timeline.add(c));
  out["timeline"] = timeline.in_order();
  return out;
}

constexpr Verb verbs[] = {
    {"incident.open", incident_open, true},       {"outreach", outreach, true},
    {"incident.respond", incident_respond, true}, {"incident.list", incident_list, false},
    {"incident.report", incident_report, false},
};

}  // namespace

std::span<const Verb> incident_verbs() { return verbs; }

}  // namespace offices::post
