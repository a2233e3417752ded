// SPDX-License-Identifier: Apache-2.0
// The trace of a signal: its whole path, each step with what proves it; and the check of the store.
#include <algorithm>

#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::SignalState;
using mediation::Verdict;
using mediation::word;
using record::ParticipantId;

struct Tracer {
  Office& office;
  SignalView& view;
  const SignalState& s;
  ParticipantId to;
  std::vector<std::pair<std::int64_t, Json>> steps{};  ///< by row: as this post learned of them, whatever the clocks say

  [[nodiscard]] std::string name(const ParticipantId& id) const { return view.folder.file.state.name_of(id); }

  Result<void> add(std::string_view step, const mediation::Fact& fact, const ParticipantId& by, std::string proof) {
    OFFICES_TRY(kept, office.ledger.by_id(fact.id));
    Json j{{"step", step},   {"id", fact.id.hex()},       {"time", base::iso(fact.time)},
           {"by", name(by)}, {"proof", std::move(proof)}, {"finding", fact.finding.empty() ? Json(nullptr) : Json(fact.finding)}};
    if (kept) OFFICES_CHECK(add_words(j, *kept));
    steps.emplace_back(kept ? kept->row : INT64_MAX, std::move(j));
    return {};
  }

  Result<void> add_words(Json& j, const Kept& kept) {
    OFFICES_TRY(body, body_of(kept));
    const mediation::Words* words = nullptr;
    if (const auto* b = mediation::signal_of(body)) words = &b->words;
    if (const auto* b = std::get_if<mediation::Rendering>(&body)) words = &b->proposal.words;
    if (const auto* b = std::get_if<mediation::Dispatch>(&body)) words = &b->words;
    if (words) {
      j["text"] = words->text;
      j["lang"] = words->lang;
    }
    if (const auto* b = std::get_if<mediation::Refusal>(&body)) j["text"] = b->why;
    if (const auto* b = std::get_if<mediation::Decline>(&body)) j["text"] = b->why;
    if (const auto* b = std::get_if<mediation::Disclose>(&body)) j["text"] = b->text;
    return {};
  }
};

/// The claimed time of the last statement of the author that a dispatch had seen: it cannot be older than that.
Result<std::optional<Time>> not_before(Tracer& t, const mediation::DispatchFact& d) {
  std::optional<Time> bound;
  for (const auto& seen : d.fact.seen)
    for (const auto& f : t.view.line->feeds) {
      if (f.post != record::post_of(t.view.folder.state().find(t.s.author)->key) || f.incarnation != seen.incarnation || seen.size == 0)
        continue;
      OFFICES_TRY(kept, t.office.ledger.by_place(f.id, seen.size - 1));
      if (!kept) continue;
      OFFICES_TRY(s, statement_of(*kept));
      if (!bound || s.time > *bound) bound = s.time;
    }
  return bound;
}

const mediation::ReportFact* receipt_of(const SignalState& s, const mediation::DispatchFact& d) {
  for (const auto& r : s.reports)
    if (r.dispatch == d.fact.id && !r.position) return &r;
  return nullptr;
}

Result<std::string> add_dispatch(Tracer& t, const mediation::DispatchFact& d) {
  auto& state = t.view.folder.state();
  OFFICES_CHECK(t.add("dispatched", d.fact, state.intermediary,
                      "signed by " + t.name(state.intermediary) + " towards " + t.name(t.s.author) + ", with the exact words"));
  auto j = mediation::judge_dispatch(state, t.s, d);
  auto& step = t.steps.back().second;
  OFFICES_TRY(earliest, not_before(t, d));
  if (earliest) step["not_before"] = base::iso(*earliest);
  const auto* receipt = receipt_of(t.s, d);
  if (receipt) step["not_after"] = base::iso(receipt->at);
  step["clocks_differ"] = (earliest && d.fact.time.plus(base::clocks_agree_within_s) < *earliest) ||
                          (receipt && receipt->at.plus(base::clocks_agree_within_s) < d.fact.time);
  step["form"] = word(d.form);
  step["attribution"] = word(d.attribution);
  if (j.verdict != Verdict::permitted) step["sentence"] = j.sentence;
  if (j.verdict == Verdict::breach) step["finding"] = base::info(j.code).name;
  for (const auto& r : t.s.reports) {
    if (r.dispatch != d.fact.id) continue;
    std::string trust(trust_phrase(t.view.folder, t.to));
    if (!r.position)
      OFFICES_CHECK(t.add("received", {r.fact.id, r.at, {}, {}, r.fact.finding}, t.to,
                          "receipt signed by " + t.name(t.to) + "'s post for exactly these words" + trust));
    else
      OFFICES_CHECK(t.add(std::string("position ") + std::string(word(*r.position)), {r.fact.id, r.at, {}, {}, r.fact.finding}, t.to,
                          "signed by " + t.name(t.to) + trust));
  }
  if (j.verdict == Verdict::breach || (receipt && !receipt->fact.finding.empty())) return "breach";
  if (j.verdict == Verdict::crossed) return "crossed";
  return receipt ? "conveyed" : "dispatched";
}

Result<std::string> before_dispatch(Tracer& t) {
  std::string state = mediation::last_mandate(t.s, t.to) ? "waiting" : "on-record";
  for (const auto& r : t.s.renderings) {
    if (r.to != t.to) continue;
    auto& names = t.view.folder.state();
    OFFICES_CHECK(t.add("rendering", r.fact, names.intermediary, "signed by " + t.name(names.intermediary)));
    t.steps.back().second["form"] = word(r.form);
    state = "rendering";
    for (const auto& a : t.s.answers) {
      if (a.rendering != r.fact.id) continue;
      OFFICES_CHECK(t.add(a.approved ? "approved" : "refused", a.fact, t.s.author, "signed by " + t.name(t.s.author)));
      state = a.approved ? "approved" : "waiting";
    }
  }
  return state;
}

Result<Json> trace_to(Office& office, SignalView& view, const ParticipantId& to) {
  Tracer t{office, view, view.state, to};
  auto intermediary = view.folder.state().intermediary;
  for (const auto& m : t.s.mandates)
    if (m.to == to) OFFICES_CHECK(t.add("mandate", m.fact, t.s.author, "signed by " + t.name(t.s.author)));
  OFFICES_TRY(state, before_dispatch(t));
  for (const auto& d : t.s.declines)
    if (!d.to || *d.to == to) {
      OFFICES_CHECK(t.add("declined", d.fact, intermediary, "signed by " + t.name(intermediary)));
      state = "declined";
    }
  for (const auto& w : t.s.withdrawals)
    if (!w.to || *w.to == to) OFFICES_CHECK(t.add("withdrawn", w.fact, t.s.author, "signed by " + t.name(t.s.author)));
  if (mediation::last_mandate(t.s, to) && !mediation::mandate_in_force(t.s, to)) state = "withdrawn";
  for (const auto& d : t.s.dispatches)
    if (d.to == to) { OFFICES_TRY_SET(state, add_dispatch(t, d)); }
  for (const auto& d : t.s.disclosures)
    if (d.to == to) OFFICES_CHECK(t.add("disclosed", d.fact, intermediary, "the exact sentence, signed by " + t.name(intermediary)));
  std::ranges::stable_sort(t.steps, {}, &std::pair<std::int64_t, Json>::first);
  Json steps = Json::array();
  for (auto& [row, step] : t.steps) steps.push_back(std::move(step));
  return Json{{"name", t.name(to)}, {"state", state}, {"steps", steps}};
}

Result<Json> trace(Office& office, Args& args) {
  auto prefix = args.text("signal");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_signal(office, prefix));
  std::vector<ParticipantId> addressees;
  auto meet = [&](const ParticipantId& id) {
    if (std::ranges::find(addressees, id) == addressees.end()) addressees.push_back(id);
  };
  for (const auto& m : view.state.mandates) meet(m.to);
  for (const auto& d : view.state.dispatches) meet(d.to);
  Json to = Json::array();
  for (const auto& id : addressees) {
    OFFICES_TRY(one, trace_to(office, view, id));
    to.push_back(std::move(one));
  }
  OFFICES_TRY(body, body_of(view.kept));
  const auto& signal = *mediation::signal_of(body);
  return Json{{"signal", view.id().hex()},
              {"case", view.folder.id().hex()},
              {"author", view.folder.state().name_of(view.state.author)},
              {"act", word(signal.act)},
              {"time", base::iso(view.state.fact.time)},
              {"text", signal.words.text},
              {"lang", signal.words.lang},
              {"to", to}};
}

Result<void> same_views(Office& office, Folder& folder, const Clerk::Derived& derived) {
  if (mediation::to_json(derived.state) != mediation::to_json(folder.state()))
    return fail(Code::store_damaged, "the state of case " + folder.state().title + " differs");
  for (const auto& [id, line] : folder.lines)
    for (const auto& f : line.feeds) {
      auto it = derived.feeds.find(f.id);
      auto size = it == derived.feeds.end() ? record::empty_head() : it->second.head();
      if (size != f.frontier.head()) return fail(Code::store_damaged, "the root of feed " + f.id.hex().substr(0, 10) + " differs");
    }
  OFFICES_TRY(kept, office.ledger.count(names::subjects_of(folder.id())));
  if (static_cast<std::size_t>(kept) != derived.subjects.size()) return fail(Code::store_damaged, "a view is missing or left over");
  for (const auto& [id, subject] : derived.subjects) {
    OFFICES_TRY(there, folder.subject(id));
    if (!there || mediation::to_json(*there) != mediation::to_json(subject))
      return fail(Code::store_damaged, "the view of " + id.hex().substr(0, 10) + " differs from the record");
  }
  return {};
}

Result<void> whole_files(Office& office, const record::CaseId& id) {
  OFFICES_TRY(files, files_of(office.ledger, id));
  for (const auto& f : files) {
    if (f.state != FileState::held) continue;
    OFFICES_TRY(hash, hash_of(office.ledger, f));
    if (hash != f.content.hash) return fail(Code::store_damaged, "the evidence file '" + f.name + "' has another hash");
  }
  return {};
}

Result<Json> fsck(Office& office, Args& args) {
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(office.ledger.database().check());
  OFFICES_CHECK(office.ledger.each_plain([](ByteView, ByteView) -> Result<void> { return {}; }));
  std::uint64_t statements = 0, feeds = 0, subjects = 0;
  OFFICES_TRY(ids, cases_in(office.ledger));
  for (const auto& id : ids) {
    OFFICES_TRY(folder, Folder::open(office.ledger, id));
    OFFICES_TRY(derived, office.clerk.derive(folder));
    OFFICES_CHECK(same_views(office, folder, derived));
    OFFICES_CHECK(whole_files(office, id));
    statements += derived.statements;
    feeds += derived.feeds.size();
    subjects += derived.subjects.size();
  }
  return Json{{"statements", statements}, {"feeds", feeds}, {"subjects", subjects}, {"ok", true}};
}

}  // namespace

std::span<const Verb> trace_verbs() {
  static constexpr Verb verbs[] = {
      {"trace", trace, false},
      {"fsck", fsck, false},
  };
  return verbs;
}

}  // namespace offices::post
