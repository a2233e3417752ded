// SPDX-License-Identifier: Apache-2.0
// Verbs about what became of incidents.
#include <algorithm>

#include "post/incident_view.hpp"
#include "post/proceedings.hpp"
#include "post/whereabouts.hpp"

namespace offices::post {
namespace {

using mediation::IncidentState;
using mediation::word;

Json time_or_null(const std::optional<Time>& t) { return t ? Json(base::iso(*t)) : Json(nullptr); }

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
                        (r.by == c.side ? std::string() : side + " was shown that ") + state_.name_of(r.by) + "'s post had outreach " +
                            std::to_string(r.number) + " at " + base::iso(r.at) + "."));
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

}  // namespace

std::span<const Verb> incident_view_verbs() {
  static constexpr Verb verbs[] = {{"incident.list", incident_list, false}, {"incident.report", incident_report, false}};
  return verbs;
}

}  // namespace offices::post
