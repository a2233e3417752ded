// SPDX-License-Identifier: Apache-2.0
// Verbs that show: waiting, inbox, show.
#include <algorithm>

#include "base/text.hpp"
#include "mediation/plain.hpp"
#include "post/ahead.hpp"
#include "post/commitment_view.hpp"
#include "post/news.hpp"
#include "post/outbox.hpp"

namespace offices::post {
namespace {

using mediation::word;

const mediation::Words* words_of(const mediation::Body& body) {
  return std::visit(
      []<class B>(const B& b) -> const mediation::Words* {
        if constexpr (requires { b.proposal; }) return &b.proposal.words;
        else if constexpr (requires { b.signal.words; }) return &b.signal.words;
        else if constexpr (requires { b.words.translations; }) return &b.words;
        else return nullptr;
      },
      body);
}

Json name_or_null(const Folder& folder, const std::optional<record::ParticipantId>& id) {
  return id ? Json(folder.file.state.name_of(*id)) : Json(nullptr);
}

Result<std::vector<record::CaseId>> wanted_cases(Office& office, const std::optional<std::string>& which) {
  if (!which) return cases_in(office.ledger);
  OFFICES_TRY(id, find_case(office, *which));
  return std::vector{id};
}

/// Whether what waits is about a signal or a conveyance.
bool is_of_signal(mediation::Duty duty) { return duty <= mediation::Duty::acknowledge || duty == mediation::Duty::countersign; }

struct Open {
  mediation::Waiting waiting;
  Json item;
};

Result<void> open_items_of(Office& office, const record::CaseId& id, std::vector<Open>& out) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  std::vector<record::StatementId> subjects;
  OFFICES_CHECK(office.ledger.each(names::open_items(id), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(subject, record::StatementId::from_hex(json.at("id").get<std::string>()));
    subjects.push_back(subject);
    return true;
  }));
  for (const auto& about : subjects) {
    OFFICES_TRY(subject, folder.subject(about));
    if (!subject) continue;
    for (auto& w : mediation::waiting_for(folder.state(), about, *subject, office.clock.now())) {
      if (w.duty == mediation::Duty::vote) {
        OFFICES_TRY(ballot, office.ballots.file(record::Digest{w.id.octets}));
        if (ballot && (ballot->told || ballot->cast)) continue;
      }
      Json item{{"id", w.id.hex()},
                {"kind", mediation::word_of(w.duty)},
                {"case", id.hex()},
                {"case_title", folder.state().title},
                {"signal", is_of_signal(w.duty) ? Json(w.subject.hex()) : Json(nullptr)},
                {"from", name_or_null(folder, w.from)},
                {"to", name_or_null(folder, w.to)},
                {"precedence", word(w.precedence)},
                {"deadline", w.deadline ? Json(base::iso(*w.deadline)) : Json(nullptr)},
                {"act", w.act ? Json(word(*w.act)) : Json(nullptr)},
                {"purpose", w.purpose ? Json(word(*w.purpose)) : Json(nullptr)},
                {"sentence", w.sentence},
                {"may", w.may}};
      out.push_back({std::move(w), std::move(item)});
    }
  }
  return add_duties(office, id, [&](mediation::Waiting w, Json item) { out.push_back({std::move(w), std::move(item)}); });
}

Result<void> add_excerpt(Office& office, Open& open) {
  if (open.item.contains("excerpt")) return {};
  bool of_no_statement = open.waiting.duty == mediation::Duty::vote || open.waiting.duty == mediation::Duty::ratify ||
                         open.waiting.duty == mediation::Duty::sign;
  if (of_no_statement) {
    open.item.update({{"excerpt", ""}, {"renderings", Json::array()}});
    return {};
  }
  OFFICES_TRY(kept, office.ledger.by_id(open.waiting.id));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  OFFICES_TRY(body, body_of(*kept));
  const auto* words = words_of(body);
  open.item["excerpt"] = words ? base::excerpt(words->text) : "";
  auto& renderings = open.item["renderings"] = Json::array();
  for (const auto& id : open.waiting.renderings) {
    OFFICES_TRY(rendering, office.ledger.by_id(id));
    if (!rendering) return fail(Code::store_damaged, "a rendering is missing");
    OFFICES_TRY(said, body_of(*rendering));
    const auto* r = std::get_if<mediation::Rendering>(&said);
    if (!r) return fail(Code::store_damaged, "a rendering is none");
    renderings.push_back({{"id", id.hex()}, {"form", word(r->proposal.form)}, {"excerpt", base::excerpt(r->proposal.words.text)}});
  }
  return {};
}

Result<Json> waiting(Office& office, Args& args) {
  auto which = args.maybe("case");
  auto limit = static_cast<std::size_t>(args.integer("limit", 200, 1, 10'000));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(ids, wanted_cases(office, which));
  std::vector<Open> open;
  for (const auto& id : ids) OFFICES_CHECK(open_items_of(office, id, open));
  std::ranges::stable_sort(open, [](const Open& a, const Open& b) {
    auto key = [](const Open& o) {
      return std::pair(-static_cast<int>(o.waiting.precedence), o.waiting.deadline.value_or(Time{INT64_MAX}));
    };
    return key(a) < key(b);
  });
  auto total = open.size();
  if (open.size() > limit) open.resize(limit);
  Json items = Json::array();
  for (auto& o : open) {
    OFFICES_CHECK(add_excerpt(office, o));
    items.push_back(std::move(o.item));
  }
  return Json{{"items", items}, {"total", total}};
}

Json translations_json(const mediation::Words& words) {
  Json out = Json::array();
  for (const auto& t : words.translations) out.push_back({{"lang", t.lang}, {"text", t.text}, {"maker", t.maker}});
  return out;
}

std::string signed_by(const Folder& folder, const record::ParticipantId& id) {
  if (trust_in(folder, id) == "self") return "signed by this post";
  return "signed by " + folder.file.state.name_of(id) + std::string(trust_phrase(folder, id));
}

/// What an arrived statement's signatures amount to, in a phrase.
std::string verification(const Folder& folder, const Kept& kept, const mediation::Body& body, const record::ParticipantId& author) {
  if (!kept.finding.empty()) return "breach: " + std::string(base::info(base::code_named(kept.finding)).message);
  const auto* c = std::get_if<mediation::Conveyance>(&body);
  if (!c) return signed_by(folder, author);
  auto intermediary = folder.file.state.name_of(folder.file.state.intermediary);
  if (!c->from) return intermediary + " states that it has its author's approval; nothing here proves it";
  if (c->attribution == mediation::Attribution::recorded)
    return "recorded by " + intermediary + ", not signed by " + folder.file.state.name_of(*c->from);
  auto what = c->form == mediation::Form::verbatim ? "the words and the mandate are " : "the approval of these words is ";
  return what + signed_by(folder, *c->from);
}

/// What every item of the inbox has.
Json arrived(Folder& folder, const Kept& kept, const record::Statement& s, const std::optional<record::ParticipantId>& author,
             std::string verified) {
  return {{"id", kept.entry.statement.id().hex()},
          {"kind", kept.kind},
          {"case", folder.id().hex()},
          {"case_title", folder.state().title},
          {"author", name_or_null(folder, author)},
          {"author_state", author ? Json(trust_in(folder, *author)) : Json(nullptr)},
          {"verification", std::move(verified)},
          {"finding", kept.finding.empty() ? Json(nullptr) : Json(kept.finding)},
          {"time", base::iso(s.time)},
          {"received", base::iso(kept.received)}};
}

/// A signal or a conveyance.
Result<Json> message_item(Folder& folder, const Kept& kept, const record::Statement& s, const mediation::Body& body) {
  const auto* words = words_of(body);
  const auto* c = std::get_if<mediation::Conveyance>(&body);
  const auto* signal = mediation::signal_of(body);
  if (!words || (!c && !signal)) return fail(Code::store_damaged, "the inbox holds a " + kept.kind);
  auto item = arrived(folder, kept, s, c ? c->from : std::optional(s.author), verification(folder, kept, body, s.author));
  OFFICES_TRY(subject, folder.subject(kept.entry.statement.id()));
  const auto* cs = subject ? std::get_if<mediation::ConveyanceState>(&*subject) : nullptr;
  std::string state =
      cs ? (cs->acknowledgements.empty() ? "received" : std::string(word(cs->acknowledgements.back().position))) : "on-record";
  item.update({{"signal", signal ? item.at("id") : Json(nullptr)},
               {"sentence", nullptr},
               {"text", words->text},
               {"lang", words->lang},
               {"translations", translations_json(*words)},
               {"precedence", word(c ? c->precedence : signal->precedence)},
               {"act", word(c ? c->act : signal->act)},
               {"form", c ? Json(word(c->form)) : Json(nullptr)},
               {"state", std::move(state)}});
  return item;
}

Result<Json> inbox_item(Folder& folder, const Kept& kept) {
  OFFICES_TRY(s, statement_of(kept));
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  OFFICES_TRY(news, news_of(folder, s, body));
  if (!news) return message_item(folder, kept, s, body);
  auto verified = kept.finding.empty() ? signed_by(folder, news->author) : verification(folder, kept, body, s.author);
  auto item = arrived(folder, kept, s, news->author, std::move(verified));
  item.update({{"signal", news->signal ? Json(news->signal->hex()) : Json(nullptr)},
               {"sentence", news->sentence},
               {"text", news->text},
               {"lang", nullptr},
               {"translations", Json::array()},
               {"precedence", word(news->precedence)},
               {"act", nullptr},
               {"form", nullptr},
               {"state", news->state}});
  return item;
}

/// What a non-paper says about a framework; null where it is just words.
Json opinion_sentence(const Json& paper) {
  auto about = paper.value("about", Json());
  if (!about.is_object()) return nullptr;
  std::string s = "Opinion on framework " + about.at("of").get<std::string>().substr(0, 10) + ":";
  if (!about.at("rank").is_null()) s += " rank " + std::to_string(about.at("rank").get<std::int64_t>()) + ";";
  if (!about.at("position").is_null()) s += " " + about.at("position").get<std::string>() + ";";
  s.back() = '.';
  return s;
}

Json nonpaper_item(const Folder& folder, const Json& paper) {
  auto from = record::ParticipantId::from_hex(paper.at("from").get<std::string>()).value_or(record::ParticipantId{});
  return {{"id", paper.at("id")},
          {"kind", "nonpaper"},
          {"case", folder.id().hex()},
          {"case_title", folder.file.state.title},
          {"signal", nullptr},
          {"sentence", opinion_sentence(paper)},
          {"text", paper.at("text")},
          {"lang", paper.at("lang")},
          {"translations", Json::array()},
          {"author", folder.file.state.name_of(from)},
          {"author_state", trust_in(folder, from)},
          {"verification", "off the record: certain to you, provable to nobody"},
          {"finding", nullptr},
          {"precedence", "ROUTINE"},
          {"act", nullptr},
          {"form", nullptr},
          {"time", paper.at("time")},
          {"received", paper.at("received")},
          {"state", "off-record"}};
}

/// Urgent words before their turn: signed, and not judged yet, since what came before them is not here.
Result<Json> early_item(Folder& folder, const ahead::Early& early) {
  OFFICES_TRY(s, record::decode_payload(early.entry.statement.payload));
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  const auto* words = words_of(body);
  const auto* c = std::get_if<mediation::Conveyance>(&body);
  const auto* signal = mediation::signal_of(body);
  const auto* told = std::get_if<mediation::Incident>(&body);
  const auto* reached = std::get_if<mediation::Outreach>(&body);
  if (told) words = &told->words;
  if (reached) words = &reached->words;
  if (!words) return fail(Code::store_damaged, "words that came early are none");
  auto by = folder.state().name_of(s.author);
  // Whose words they are is what the intermediary says: what it has put beside them is checked when their turn has come.
  auto whose =
      !c ? std::string() : by + " says that these are the words of " + (c->from ? folder.state().name_of(*c->from) : "another side") + ". ";
  return Json{{"id", early.entry.statement.id().hex()},
              {"kind", s.kind},
              {"case", folder.id().hex()},
              {"case_title", folder.state().title},
              {"author", by},
              {"author_state", trust_in(folder, s.author)},
              {"verification", signed_by(folder, s.author)},
              {"finding", nullptr},
              {"time", base::iso(s.time)},
              {"received", base::iso(early.received)},
              {"signal", nullptr},
              {"sentence", whose + "Here before what " + by + " had signed earlier; it counts, and can be answered, when that has come."},
              {"text", words->text},
              {"lang", words->lang},
              {"translations", translations_json(*words)},
              {"precedence", word(outbox::precedence_of(body, nullptr))},
              {"act", c        ? Json(word(c->act))
                      : signal ? Json(word(signal->act))
                               : Json(nullptr)},
              {"form", c ? Json(word(c->form)) : Json(nullptr)},
              {"state", "early"}};
}

Result<void> inbox_of(Office& office, const record::CaseId& id, std::size_t limit, std::vector<Json>& items) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(early, ahead::in(office.ledger, id));
  for (const auto& e : early) {
    OFFICES_TRY(item, early_item(folder, e));
    items.push_back(std::move(item));
  }
  std::size_t taken = 0;
  OFFICES_CHECK(office.ledger.each_kept(names::inbox(id), true, [&](Kept&& kept) -> Result<bool> {
    OFFICES_TRY(item, inbox_item(folder, kept));
    items.push_back(std::move(item));
    return ++taken < limit;
  }));
  taken = 0;
  return office.ledger.each(
      names::nonpapers(id),
      [&](const Json& paper) -> Result<bool> {
        if (paper.at("own").get<bool>()) return true;
        items.push_back(nonpaper_item(folder, paper));
        return ++taken < limit;
      },
      true);
}

Result<Json> inbox(Office& office, Args& args) {
  auto which = args.maybe("case");
  auto limit = static_cast<std::size_t>(args.integer("limit", 50, 1, 10'000));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(ids, wanted_cases(office, which));
  std::vector<Json> items;
  for (const auto& id : ids) OFFICES_CHECK(inbox_of(office, id, limit, items));
  // What burns is not buried under what came after it.
  auto place = [](const Json& i) { return std::pair(i.at("state") == "early", i.at("received").get_ref<const std::string&>()); };
  std::ranges::stable_sort(items, [&](const Json& a, const Json& b) { return place(a) > place(b); });
  if (items.size() > limit) items.resize(limit);
  return Json{{"items", items}};
}

Result<Json> show_nonpaper(Office& office, const std::string& id, bool reveal) {
  std::optional<Json> found;
  OFFICES_TRY(ids, cases_in(office.ledger));
  for (const auto& of_case : ids) {
    OFFICES_TRY(folder, Folder::open(office.ledger, of_case));
    OFFICES_CHECK(office.ledger.each(names::nonpapers(of_case), [&](const Json& paper) -> Result<bool> {
      if (id.size() < 4 || !paper.at("id").get<std::string>().starts_with(id)) return true;
      found = nonpaper_item(folder, paper);
      return false;
    }));
  }
  if (!found) return fail(Code::not_found, "nothing with the id " + id.substr(0, 64));
  if (reveal) (*found)["text"] = base::reveal((*found)["text"].get<std::string>());
  return *found;
}

Json place_json(const Kept& kept) {
  if (!kept.placed) return nullptr;
  const auto& c = kept.entry.context;
  return {{"channel", c.channel.hex()}, {"feed", c.feed.hex()}, {"index", c.index}};
}

/// What the mandates of a signal let happen, or what a mandate of its own says.
std::string sentence_of(Folder& folder, const mediation::Body& body, const record::Statement& s,
                        const std::optional<mediation::Subject>& subject) {
  if (const auto* m = std::get_if<mediation::Mandate>(&body)) return mediation::mandate_sentence(folder.state(), s.author, m->to, m->terms);
  const auto* signal = subject ? std::get_if<mediation::SignalState>(&*subject) : nullptr;
  if (!signal || !std::holds_alternative<mediation::Signal>(body)) return {};
  std::string out;
  for (const auto& m : signal->mandates)
    if (mediation::mandate_in_force(*signal, m.to) == &m)
      out += (out.empty() ? "" : " ") + mediation::mandate_sentence(folder.state(), signal->author, m.to, m.terms);
  return out.empty() ? "On record with " + folder.state().name_of(folder.state().intermediary) + "; nobody else may be told." : out;
}

Result<Json> show(Office& office, Args& args) {
  auto id = args.text("id");
  bool reveal = args.flag("reveal");
  OFFICES_CHECK(args.finish());
  auto found = find_kept(office, id, {});
  if (!found && found.error().code == Code::not_found) return show_nonpaper(office, id, reveal);
  if (!found) return std::unexpected(found.error());
  OFFICES_TRY(folder, Folder::open(office.ledger, found->of_case));
  OFFICES_TRY(s, statement_of(*found));
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  std::optional<mediation::Subject> subject;
  if (found->subject) { OFFICES_TRY_SET(subject, folder.subject(*found->subject)); }
  Json out{{"id", found->entry.statement.id().hex()},
           {"kind", found->kind},
           {"case", folder.id().hex()},
           {"author", folder.state().name_of(s.author)},
           {"time", base::iso(s.time)},
           {"received", base::iso(found->received)},
           {"body", s.body},
           {"sentence", sentence_of(folder, body, s, subject)},
           {"signed_by", s.post.hex()},
           {"verification", verification(folder, *found, body, s.author)},
           {"counts", found->counts},
           {"finding", found->finding.empty() ? Json(nullptr) : Json(found->finding)},
           {"place", place_json(*found)}};
  if (const auto* words = words_of(body)) {
    out["text"] = reveal ? base::reveal(words->text) : words->text;
    out["lang"] = words->lang;
    out["translations"] = translations_json(*words);
  }
  return out;
}

}  // namespace

std::span<const Verb> view_verbs() {
  static constexpr Verb verbs[] = {
      {"waiting", waiting, false},
      {"inbox", inbox, false},
      {"show", show, false},
  };
  return verbs;
}

}  // namespace offices::post
