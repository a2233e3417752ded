// SPDX-License-Identifier: Apache-2.0
// Incidents, tests of lines, words by telephone, calls, texts that several sign and press reports in dossiers: as they should be, with
// a statement left out, changed or elsewhere, and as dishonest posts sign them.
#include <functional>

#include "tests/interop/dossier_writer.hpp"
#include "tests/support/memory_talks.hpp"

namespace offices::testing {
namespace {

using namespace mediation;

const char* ending(DossierMode mode) { return mode == DossierMode::bare ? "-bare" : "-placed"; }
constexpr DossierMode modes[] = {DossierMode::bare, DossierMode::placed};

class Burning : public MemoryTalks {
 public:
  using MemoryTalks::MemoryTalks;
  Digest incident = c.salt(), number = c.salt(), arranged = c.salt();
  StatementId told, minute, exhibit, test;

  Incident shots(Release release = Release::all) { return {incident, Precedence::flash, release, words("Shots at the crossing.")}; }
  Outreach outreach(std::int64_t n = 1) {
    auto words = shots();
    return {incident, n, words.precedence, 600, words.words, c.statement(told)};
  }
  Outreach own(std::int64_t n = 2) { return {incident, n, Precedence::immediate, 600, words("Hold your fire."), std::nullopt}; }
  Reached arrival(const Outreach& o) { return {incident, o.number, outreach_digest(o), c.now}; }
  Minute taken() {
    auto noted = week_from(c.now);
    noted.attribution = Attribution::recorded;
    return {assurance("We hold until noon."), Time{c.now.seconds - 60}, true, {{borduria.id, noted}}};
  }
  Draft draft(std::int64_t n = 1, std::string text = "The parties met.") {
    Draft d{number, n, Purpose::communique, {}, {}, {{"en", std::move(text)}}, Disclosure::open, Time{start.seconds + 90'000}};
    for (const auto* p : parties) d.signers.push_back({p->id, p->name});
    std::ranges::sort(d.signers, {}, &Signer::participant);
    return d;
  }
  Agreement yes(const Draft& d) { return {d.draft, d.number, draft_digest(d)}; }
  Exhibit report() {
    return {"date 2025-10-10 Water for both\n\nBy Staff\n\n“We met,” Upriver said.", "The Paper", Time{1760054400}, Time{1759968000}};
  }
  StatementId say(const Member& who, const Member& with, const Body& body) {
    auto id = c.say(who, with, body).value();
    c.settle();
    return id;
  }
  void insist(const Member& who, const Member& with, const Body& body) {
    c.say_anyway(who, with, body);
    c.settle();
  }
  MemoryDossier of(const Member& who, DossierMode mode) {
    c.settle();
    return export_dossier(c.opening, c.post(who), mode, c.now);
  }

  Burning& play() {
    told = say(avalon, harbour, shots());
    to_all(outreach());
    for (const auto* p : parties) tell_all(*p, arrival(outreach()));
    to_all(own());
    say(borduria, harbour, Attempt{incident, 1, 1, AttemptOutcome::held_back});
    say(borduria, harbour, Response{incident, 1, Position::none_yet});
    c.now = c.now.plus(600);
    say(harbour, cadmia, Attempt{incident, 2, 1, AttemptOutcome::unreached});
    test = say(harbour, avalon, LineTest{1, true});
    say(avalon, harbour, LineAnswer{test, 1, Answerer::post});
    say(avalon, harbour, LineAnswer{test, 1, Answerer::person});
    minute = say(harbour, avalon, taken());
    (void)c.convey(avalon, borduria, c.verbatim(minute, borduria)).value();
    c.settle();
    say(harbour, avalon, Call{arranged, c.now.plus(60), {avalon.id}, {"The gate"}, false});
    to_all(draft());
    tell_all(avalon, yes(draft()));
    auto d = draft();
    tell_all(borduria, Divergence{d.draft, d.number, draft_digest(d), {{"en", "We met and differed."}}});
    to_all(draft(2, "The parties met again."));
    for (const auto* p : parties) tell_all(*p, yes(draft(2, "The parties met again.")));
    exhibit = say(avalon, harbour, report());
    auto signal = say(avalon, harbour, assurance("We met."));
    say(harbour, avalon, Link{exhibit, 1, signal, borduria.id});
    return *this;
  }
};

void good(Writer& out) {
  Burning s(12);
  s.play();
  for (const auto* who : {&s.harbour, &s.avalon, &s.borduria, &s.cadmia, &s.inspectorate})
    for (auto mode : modes) out.put("public-good-" + who->name + ending(mode), s.of(*who, mode));
}

/// Each of these statements left out in turn, changed in one octet, and moved to the end.
void changed(Writer& out) {
  Burning s(13);
  s.play();
  for (auto mode : modes) put_changed(out, std::string("public-changed") + ending(mode), s.of(s.avalon, mode), s.c.post(s.avalon).kept);
}

/// The story with one act too much in Avalon's channel.
void dishonest(Writer& out) {
  auto tell = [&](const std::string& name, const std::function<void(Burning&)>& act) {
    Burning s(14);
    s.play();
    act(s);
    for (const auto* who : {&s.avalon, &s.harbour})
      for (auto mode : modes) out.put("public-dishonest-" + name + "-" + who->name + ending(mode), s.of(*who, mode));
  };
  auto by_avalon = [&](const std::string& name, const std::function<Body(Burning&)>& make) {
    tell(name, [&](Burning& s) { s.insist(s.avalon, s.harbour, make(s)); });
  };
  auto by_harbour = [&](const std::string& name, const std::function<Body(Burning&)>& make) {
    tell(name, [&](Burning& s) { s.insist(s.harbour, s.avalon, make(s)); });
  };
  by_harbour("intermediarys-incident", [](Burning& s) { return s.shots(); });
  by_avalon("told-twice", [](Burning& s) { return s.shots(Release::intermediary); });
  by_avalon("sides-outreach", [](Burning& s) { return s.own(3); });
  by_harbour("outreach-twice", [](Burning& s) { return s.own(2); });
  by_harbour("outreach-otherwise", [](Burning& s) {
    auto o = s.own(2);
    o.words = words("Fire at will.");
    return o;
  });
  by_harbour("outreach-falls", [](Burning& s) {
    s.insist(s.harbour, s.avalon, s.own(5));
    return s.own(4);
  });
  by_harbour("outreach-in-other-words", [](Burning& s) {
    auto o = s.outreach(3);
    o.words = words("Shots.");
    return o;
  });
  by_harbour("outreach-forged", [](Burning& s) {
    auto o = s.outreach(3);
    o.evidence->signature[0] ^= 1;
    return o;
  });
  by_harbour("outreach-borrowed", [](Burning& s) {
    auto o = s.outreach(3);
    o.evidence.reset();
    return o;
  });
  by_avalon("arrival-of-other-words", [](Burning& s) {
    auto r = s.arrival(s.own());
    r.shown = s.c.salt();
    return r;
  });
  by_avalon("arrival-of-nothing", [](Burning& s) { return s.arrival(s.own(7)); });
  by_avalon("arrival-before-it-is-said", [](Burning& s) {
    auto r = s.arrival(s.own());
    r.at = s.c.now.plus(5);
    return r;
  });
  by_harbour("intermediarys-arrival", [](Burning& s) { return s.arrival(s.own()); });
  by_harbour("intermediarys-response", [](Burning& s) { return Response{s.incident, 1, Position::noted}; });
  by_avalon("response-to-nothing", [](Burning& s) { return Response{s.incident, 9, Position::noted}; });
  by_harbour("silence-too-early", [](Burning& s) {
    s.insist(s.harbour, s.avalon, s.own(3));
    return Attempt{s.incident, 3, 1, AttemptOutcome::unreached};
  });
  by_harbour("silence-of-who-was-there", [](Burning& s) {
    s.c.now = s.c.now.plus(7200);
    return Attempt{s.incident, 1, 1, AttemptOutcome::unreached};
  });
  by_avalon("sides-silence", [](Burning& s) { return Attempt{s.incident, 1, 1, AttemptOutcome::unanswered}; });
  by_harbour("intermediarys-call", [](Burning& s) { return Attempt{s.incident, 1, 1, AttemptOutcome::called}; });
  by_harbour("own-test-answered", [](Burning& s) { return LineAnswer{s.test, 1, Answerer::post}; });
  by_avalon("answer-to-nothing", [](Burning&) { return LineAnswer{StatementId{}, 1, Answerer::post}; });
  by_avalon("answer-with-another-number", [](Burning& s) { return LineAnswer{s.test, 2, Answerer::post}; });
  by_avalon("sides-minute", [](Burning& s) { return s.taken(); });
  by_harbour("minute-with-authority", [](Burning& s) {
    auto m = s.taken();
    m.signal.authority = "The cabinet";
    return m;
  });
  by_harbour("minute-to-its-speaker", [](Burning& s) {
    auto m = s.taken();
    m.mandates[0].to = s.avalon.id;
    return m;
  });
  by_harbour("minute-of-tomorrow", [](Burning& s) {
    auto m = s.taken();
    m.spoken = s.c.now.plus(60);
    return m;
  });
  by_harbour("minute-that-ends-first", [](Burning& s) {
    auto m = s.taken();
    m.mandates[0].terms.not_before = m.mandates[0].terms.until;
    return m;
  });
  by_harbour("intermediarys-countersign", [](Burning& s) { return Countersignature{s.minute, Countersign::contested, std::nullopt}; });
  by_avalon("countersign-of-nothing", [](Burning&) { return Countersignature{StatementId{}, Countersign::contested, std::nullopt}; });
  tell("conveyed-although-contested", [](Burning& s) {
    auto again = s.say(s.harbour, s.avalon, s.taken());
    s.say(s.avalon, s.harbour, Countersignature{again, Countersign::contested, std::nullopt});
    auto d = s.c.verbatim(again, s.borduria);
    auto id = s.c.say_anyway(s.harbour, s.avalon, d);
    s.c.say_anyway(s.harbour, s.borduria, s.c.conveyance_of(s.avalon, d, id));
  });
  tell("recorded-conveyed-as-named", [](Burning& s) {
    auto again = s.say(s.harbour, s.avalon, s.taken());
    auto d = s.c.verbatim(again, s.borduria);
    d.attribution = Attribution::named;
    s.insist(s.harbour, s.avalon, d);
  });
  by_avalon("sides-call", [](Burning& s) { return Call{s.c.salt(), s.c.now.plus(60), {s.avalon.id}, {"The gate"}, false}; });
  by_harbour("call-of-others", [](Burning& s) { return Call{s.c.salt(), s.c.now.plus(60), {s.borduria.id}, {"The gate"}, false}; });
  by_harbour("call-with-a-stranger",
             [](Burning& s) { return Call{s.c.salt(), s.c.now.plus(60), {ParticipantId{}, s.avalon.id}, {"The gate"}, false}; });
  auto drafted = [&](const std::string& name, const std::function<void(Burning&, Draft&)>& spoil) {
    by_harbour("draft-" + name, [&](Burning& s) {
      auto d = s.draft(3, "The parties met once more.");
      spoil(s, d);
      return d;
    });
  };
  by_avalon("sides-draft", [](Burning& s) { return s.draft(3, "Ours."); });
  drafted("without-avalon",
          [](Burning& s, auto& d) { std::erase_if(d.signers, [&](const auto& x) { return x.participant == s.avalon.id; }); });
  drafted("under-another-name", [](Burning&, auto& d) { d.signers[0].name = "Elsewhere"; });
  drafted("of-a-verifier", [](Burning& s, auto& d) {
    d.signers.push_back({s.inspectorate.id, "Inspectorate"});
    std::ranges::sort(d.signers, {}, &Signer::participant);
  });
  drafted("of-a-stranger", [](Burning&, auto& d) { d.signers.insert(d.signers.begin(), {ParticipantId{}, "Nobody"}); });
  drafted("again", [](Burning& s, auto& d) { d = s.draft(2, "The parties met again."); });
  drafted("otherwise", [](Burning& s, auto& d) { d = s.draft(2, "The parties parted."); });
  drafted("embargo-on-what-stays", [](Burning&, auto& d) { d.disclosure = Disclosure::confidential; });
  by_avalon("agreement-to-nothing", [](Burning& s) { return s.yes(s.draft(9)); });
  by_avalon("agreement-to-other-words", [](Burning& s) { return s.yes(s.draft(2, "The parties parted.")); });
  by_harbour("intermediarys-agreement", [](Burning& s) { return s.yes(s.draft(2, "The parties met again.")); });
  tell("shown-agreement-to-other-words", [](Burning& s) {
    auto id = s.c.say_anyway(s.borduria, s.harbour, s.yes(s.draft(2, "The parties parted.")));
    s.c.settle();
    s.insist(s.harbour, s.avalon, Witness{s.c.statement(id)});
  });
  tell("shown-arrival-of-other-words", [](Burning& s) {
    auto r = s.arrival(s.own());
    r.shown = s.c.salt();
    auto id = s.c.say_anyway(s.borduria, s.harbour, r);
    s.c.settle();
    s.insist(s.harbour, s.avalon, Witness{s.c.statement(id)});
  });
  auto printed = [&](const std::string& name, const std::function<void(Exhibit&)>& spoil) {
    by_avalon("exhibit-" + name, [&](Burning& s) {
      auto e = s.report();
      spoil(e);
      return e;
    });
  };
  printed("of-another-day", [](auto& e) { e.published = Time{1760140800}; });
  printed("that-is-none", [](auto& e) { e.document = "No report."; });
  printed("spoken-after-it-was-printed", [](auto& e) { e.spoken = Time{1760140800}; });
  by_avalon("link-to-nothing", [](Burning&) { return Link{StatementId{}, 1, StatementId{}, ParticipantId{}}; });
  by_avalon("link-to-itself", [](Burning& s) { return Link{s.exhibit, 1, s.minute, s.avalon.id}; });
  by_avalon("link-to-a-stranger", [](Burning& s) { return Link{s.exhibit, 1, s.minute, ParticipantId{}}; });
}

}  // namespace

void write_public(Writer& out) {
  good(out);
  changed(out);
  dishonest(out);
}

}  // namespace offices::testing
