// SPDX-License-Identifier: Apache-2.0
// Agendas, frameworks and ballots in dossiers: as they should be, with a statement left out, changed or elsewhere, and as
// dishonest posts sign them.
#include <algorithm>
#include <functional>

#include "tests/interop/dossier_writer.hpp"
#include "tests/support/memory_talks.hpp"

namespace offices::testing {
namespace {

using mediation::AbortCause;
using mediation::BallotResult;
using mediation::DossierMode;

/// Three agendas, two tables, a ballot that was aborted, one that was adopted and ratified, one that was not adopted.
class Negotiation : public MemoryTalks {
 public:
  mediation::Tabling table, later;
  mediation::BallotOpening failed, adopted, open;

  explicit Negotiation(std::uint64_t seed) : MemoryTalks(seed) {
    table = put_on_the_table();
    to_all(long_agenda());
    set_agenda(1);
    later = tabling({framework("whole", mediation::framework_id(table, table.frameworks[0])), in_other_words()});
    to_all(later);
    tell_all(avalon, mediation::Sight{later.table, mediation::table_digest(later)});
    failed = opening(mediation::framework_id(later, later.frameworks[0]));
    to_all(failed);
    to_all(mediation::Stub{mediation::ballot_id(failed), 1});
    c.now = failed.ends;
    to_all(aborted(mediation::ballot_id(failed), AbortCause::absent, {harbour.id}));
    adopted = opening(failed.framework);
    to_all(adopted);
    everybody_ends(ending(mediation::ballot_id(adopted), BallotResult::adopted));
    for (const auto* p : {&avalon, &borduria}) tell_all(*p, mediation::Ratification{mediation::ballot_id(adopted), adopted.framework});
    open = opening(mediation::framework_id(later, later.frameworks[1]));
    open.ratify_by.reset();
    to_all(open);
    tell_all(cadmia, ending(mediation::ballot_id(open), BallotResult::not_adopted));
  }
  mediation::AgendaVersion long_agenda() {
    auto a = next_agenda(1);
    a.document =
        R"({"agenda":{"commitments":[{"by":"Avalon","due":"+30d","issue":"Water","options":["half","whole"],"text":"opens {option}","to":["Borduria"]}],)"
        R"("issues":[{"name":"Water","option_texts":{"half":{"en":"half of it","fa":"نیم"}},"options":["third","half","whole"],"texts":{"en":"The water"}},)"
        R"({"from":-2,"name":"Years","to":20}],"name":"Long","never":[{"Water":["third","whole"],"Years":["-2","7"]}],"texts":{"zh-Hant":"水"}},)"
        R"("format":"goodoffices-accord-1"})";
    return a;
  }
  /// Issues in many scripts: their order is that of their octets.
  static mediation::Framework in_other_words() {
    auto f = framework("half");
    f.words.translations.push_back({"fa", "نیمی از آب", "Harbour"});
    f.package = {{"Water", "half"}, {"آب", "نیم"}, {"\U0001f30a", "a"}, {"\uff5e", "b"}, {"10", "c"}, {"9", "d"}, {"__proto__", "e"}};
    return f;
  }
  MemoryDossier of(const Member& who, DossierMode mode) {
    c.settle();
    return export_dossier(c.opening, c.post(who), mode, c.now);
  }
};

void good_talks(Writer& out) {
  Negotiation s(4);
  for (const auto* who : {&s.harbour, &s.avalon, &s.cadmia})
    for (auto mode : {DossierMode::bare, DossierMode::placed})
      out.put("talks-good-" + who->name + (mode == DossierMode::bare ? "-bare" : "-placed"), s.of(*who, mode));
}

/// Each statement of the talks left out in turn, and changed in one octet; and the lines of the group in another order.
void changed_talks(Writer& out) {
  Negotiation s(5);
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto good = s.of(s.avalon, mode);
    auto name = std::string("talks-changed-") + (mode == DossierMode::bare ? "bare-" : "placed-");
    int n = 0;
    for (const auto& k : s.c.post(s.avalon).kept) {
      if (!k.subject) continue;
      auto at = good.line_of(k.entry.statement) - 1;
      auto d = good;
      d.lines.erase(d.lines.begin() + static_cast<std::ptrdiff_t>(at));
      out.put(name + "without-" + k.kind + "-" + std::to_string(n), d);
      d = good;
      flip(d.lines[at], "payload", 120);
      out.put(name + "other-" + k.kind + "-" + std::to_string(n), d);
      d = good;
      std::rotate(d.lines.begin() + static_cast<std::ptrdiff_t>(at), d.lines.begin() + static_cast<std::ptrdiff_t>(at) + 1, d.lines.end());
      out.put(name + "last-" + k.kind + "-" + std::to_string(n++), d);
    }
  }
}

/// Tells a story in which somebody signs one thing too much, and writes what comes of it.
class Dishonest {
 public:
  explicit Dishonest(Writer& out) : out_(&out) {}

  void tell(const std::string& name, const std::function<void(Negotiation&)>& act, bool to_borduria = true) {
    Negotiation s(6);
    act(s);
    s.c.settle();
    std::vector<const Member*> whose{&s.avalon, &s.harbour};
    if (to_borduria) whose.push_back(&s.borduria);
    for (const auto* who : whose) {
      out_->put("talks-dishonest-" + name + "-" + who->name, s.of(*who, DossierMode::placed));
      out_->put("talks-dishonest-" + name + "-" + who->name + "-bare", s.of(*who, DossierMode::bare));
    }
  }
  void by_harbour(const std::string& name, const std::function<Body(Negotiation&)>& make) {
    tell(name, [&](Negotiation& s) { s.c.say_anyway(s.harbour, s.avalon, make(s)); }, false);
  }
  void by_avalon(const std::string& name, const std::function<Body(Negotiation&)>& make) {
    tell(name, [&](Negotiation& s) { s.c.say_anyway(s.avalon, s.harbour, make(s)); }, false);
  }
  void shows(const std::string& name, const std::function<record::Signed(Negotiation&)>& evidence) {
    tell("shows-" + name, [&](Negotiation& s) { s.c.say_anyway(s.harbour, s.avalon, mediation::Witness{evidence(s)}); }, false);
  }

 private:
  Writer* out_;
};

mediation::BallotOutcome of_open(Negotiation& s, BallotResult result) { return s.ending(mediation::ballot_id(s.open), result); }
mediation::Ratification ratifying(const mediation::BallotOpening& b) { return {mediation::ballot_id(b), b.framework}; }
mediation::Tabling shown_otherwise(Negotiation& s) {
  auto t = s.later;
  t.frameworks[1].package["Water"] = "whole";
  return t;
}
record::Signed signed_by(Negotiation& s, const Member& who, const Body& body) {
  auto id = s.c.say_anyway(who, s.harbour, body);
  s.c.settle();
  return s.c.statement(id);
}

const std::string documents[] = {
    "",
    "{}",
    "[1]",
    R"({"agenda":{"issues":[],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a","a"]}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]},{"name":"W","options":["a"]}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"from":3,"name":"W","to":2}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"from":0,"name":"W","to":20000}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"from":"0","name":"W","to":2}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"from":0,"name":"W","real":false,"to":2}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]}],"name":" A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]}],"name":"A"},"format":"goodoffices-accord-2"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]}]},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"],"texts":{}}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"],"texts":{"e":"x"}}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","option_texts":{"b":{"en":"x"}},"options":["a"]}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]}],"name":"A","never":[{"W":["b"]}]},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a","b"]}],"name":"A","never":[{"W":["b","a"]}]},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]}],"name":"A","never":[]},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"commitments":[{"by":"X","issue":"W","options":["a"],"text":"t","to":["X"]}],"issues":[{"name":"W","options":["a"]}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"commitments":[{"by":"X","due":"+0d","issue":"W","options":["a"],"text":"t","to":["Y"]}],"issues":[{"name":"W","options":["a"]}],"name":"A"},"format":"goodoffices-accord-1"})",
    R"({"agenda":{"issues":[{"name":"W","options":["a"]}],"name":"A"},"format":"goodoffices-accord-1","sides":[]})",
    agenda_document(8) + " ",
};

void agendas(Dishonest& out) {
  for (std::size_t i = 0; i < std::size(documents); ++i)
    out.by_harbour("document-" + std::to_string(i), [&](Negotiation& s) {
      auto a = s.next_agenda(1);
      a.document = documents[i];
      return a;
    });
  out.by_harbour("agenda-out-of-order", [](Negotiation& s) {
    return mediation::AgendaVersion{9, mediation::agenda_digest(s.long_agenda().document), agenda_document(9)};
  });
  out.by_harbour("agenda-not-higher", [](Negotiation& s) {
    auto a = s.next_agenda(9);
    --a.version;
    return a;
  });
  out.by_harbour("agenda-after-nothing", [](Negotiation& s) { return mediation::AgendaVersion{9, s.c.salt(), agenda_document(9)}; });
  out.by_avalon("sides-agenda", [](Negotiation& s) { return s.next_agenda(3); });
}

void tables(Dishonest& out) {
  out.by_harbour("table-twice", shown_otherwise);
  out.by_harbour("table-again", [](Negotiation& s) { return s.later; });
  out.by_avalon("sides-table", shown_otherwise);
  out.tell("two-tables", [&](Negotiation& s) {
    auto one = s.tabling({framework("half")}), two = one;
    two.frameworks[0].words.text += " And the dam.";
    s.c.say_anyway(s.harbour, s.avalon, one);
    s.c.say_anyway(s.harbour, s.borduria, two);
    s.c.settle();
    auto seen = s.c.say(s.borduria, s.harbour, mediation::Sight{two.table, mediation::table_digest(two)}).value();
    s.c.settle();
    s.c.say_anyway(s.harbour, s.avalon, mediation::Witness{s.c.statement(seen)});
  });
  out.by_harbour("table-over-old-agenda", [](Negotiation& s) {
    auto t = s.tabling({framework("half")});
    t.agenda = mediation::agenda_digest(s.long_agenda().document);
    return t;
  });
  out.by_harbour("table-over-nothing", [](Negotiation& s) { return mediation::Tabling{s.c.salt(), s.c.salt(), {framework("half")}}; });
  out.by_harbour("framework-twice", [](Negotiation& s) { return s.tabling({framework("half"), framework("half")}); });
  out.by_harbour("framework-replaces-nothing", [](Negotiation& s) { return s.tabling({framework("half", s.c.salt())}); });
  out.by_avalon("sight-of-something-else", [](Negotiation& s) { return mediation::Sight{s.later.table, s.c.salt()}; });
  out.by_avalon("sight-of-nothing", [](Negotiation& s) { return mediation::Sight{s.c.salt(), s.c.salt()}; });
  out.by_harbour("intermediarys-sight", [](Negotiation& s) { return mediation::Sight{s.later.table, mediation::table_digest(s.later)}; });
}

void ballots(Dishonest& out) {
  auto spoilt = [&](const std::string& name, const std::function<void(Negotiation&, mediation::BallotOpening&)>& spoil) {
    out.by_harbour("ballot-" + name, [&](Negotiation& s) {
      auto b = s.opening(mediation::framework_id(s.table, s.table.frameworks[1]));
      spoil(s, b);
      return b;
    });
  };
  spoilt("small", [](Negotiation&, auto& b) { b.roster.resize(2); });
  spoilt("doubled", [](Negotiation&, auto& b) { b.roster.push_back(b.roster[1]); });
  spoilt("headless", [](Negotiation&, auto& b) { b.roster.erase(b.roster.begin()); });
  spoilt("without-avalon", [](Negotiation&, auto& b) { b.roster.erase(b.roster.begin() + 1); });
  spoilt("with-verifier", [](Negotiation& s, auto& b) { b.roster.push_back(s.inspectorate.id); });
  spoilt("with-stranger", [](Negotiation&, auto& b) { b.roster.emplace_back(); });
  spoilt("ends-early", [](Negotiation&, auto& b) { b.ends = b.until; });
  spoilt("ratified-early", [](Negotiation&, auto& b) { b.ratify_by = b.until; });
  spoilt("of-nothing", [](Negotiation& s, auto& b) { b.framework = s.c.salt(); });
  spoilt("of-one-that-was-adopted", [](Negotiation& s, auto& b) { b.framework = s.adopted.framework; });
  out.by_harbour("ballot-again", [](Negotiation& s) { return s.failed; });
  out.by_avalon("sides-ballot", [](Negotiation& s) { return s.opening(mediation::framework_id(s.table, s.table.frameworks[1])); });
  out.by_harbour("stub-of-nothing", [](Negotiation& s) { return mediation::Stub{s.c.salt(), 1}; });
  out.by_avalon("sides-stub", [](Negotiation& s) { return mediation::Stub{mediation::ballot_id(s.open), 1}; });
}

void ends(Dishonest& out) {
  out.by_harbour("end-that-cadmia-contradicts", [&](Negotiation& s) { return of_open(s, BallotResult::adopted); });
  out.by_harbour("end-with-another-transcript", [&](Negotiation& s) {
    auto o = of_open(s, BallotResult::not_adopted);
    o.transcript = s.c.salt();
    return o;
  });
  out.by_avalon("end-that-cadmia-contradicts-too", [&](Negotiation& s) { return of_open(s, BallotResult::adopted); });
  out.by_avalon("end-twice", [](Negotiation& s) { return s.ending(mediation::ballot_id(s.adopted), BallotResult::not_adopted); });
  out.by_harbour("end-of-nothing", [](Negotiation& s) { return s.ending(s.c.salt(), BallotResult::adopted); });
  out.by_harbour("absent-early", [](Negotiation& s) { return s.aborted(mediation::ballot_id(s.open), AbortCause::absent, {s.avalon.id}); });
  out.by_harbour("missing-nobody",
                 [](Negotiation& s) { return s.aborted(mediation::ballot_id(s.open), AbortCause::refused, {s.inspectorate.id}); });
  out.tell("blames-who-was-heard", [](Negotiation& s) {
    s.c.say_anyway(s.harbour, s.avalon, mediation::Stub{mediation::ballot_id(s.open), 2});
    s.c.now = s.open.ends;
    s.c.say_anyway(s.harbour, s.avalon, s.aborted(mediation::ballot_id(s.open), AbortCause::absent, {s.avalon.id}));
  });
  out.tell("ends-that-cross", [&](Negotiation& s) {
    s.c.say_anyway(s.harbour, s.borduria, of_open(s, BallotResult::adopted));
    s.c.say_anyway(s.borduria, s.harbour, of_open(s, BallotResult::not_adopted));
  });
}

void ratifications(Dishonest& out) {
  out.by_avalon("ratifies-what-was-aborted", [&](Negotiation& s) { return ratifying(s.failed); });
  out.by_avalon("ratifies-what-needs-none", [&](Negotiation& s) { return ratifying(s.open); });
  out.by_avalon("ratifies-something-else", [](Negotiation& s) {
    return mediation::Ratification{mediation::ballot_id(s.adopted), mediation::framework_id(s.table, s.table.frameworks[0])};
  });
  out.by_harbour("intermediary-ratifies", [&](Negotiation& s) { return ratifying(s.adopted); });
  out.tell("ratifies-late", [&](Negotiation& s) {
    s.c.now = s.adopted.ratify_by->plus(1);
    s.c.say_anyway(s.avalon, s.harbour, ratifying(s.adopted));
  });
}

void witnesses(Dishonest& out) {
  out.shows("avalon-its-own", [&](Negotiation& s) { return s.c.statement(s.held(s.avalon, s.avalon).sights[0].fact.id); });
  out.shows("the-intermediarys", [&](Negotiation& s) { return s.c.statement(s.held(s.avalon, s.avalon).tables[0].fact.id); });
  out.shows("a-signal", [&](Negotiation& s) { return signed_by(s, s.borduria, assurance("We agree.")); });
  out.shows("a-verifiers-end", [&](Negotiation& s) { return signed_by(s, s.inspectorate, of_open(s, BallotResult::adopted)); });
  out.shows("a-verifiers-ratification", [&](Negotiation& s) { return signed_by(s, s.inspectorate, ratifying(s.adopted)); });
  out.shows("another-end", [&](Negotiation& s) { return signed_by(s, s.borduria, of_open(s, BallotResult::adopted)); });
  out.shows("an-end-of-nothing", [&](Negotiation& s) { return signed_by(s, s.borduria, s.ending(s.c.salt(), BallotResult::adopted)); });
  out.shows("another-table", [&](Negotiation& s) { return signed_by(s, s.borduria, mediation::Sight{s.table.table, s.c.salt()}); });
  out.shows("a-ratification-of-nothing",
            [&](Negotiation& s) { return signed_by(s, s.borduria, mediation::Ratification{s.c.salt(), s.c.salt()}); });
  out.shows("what-nobody-signed", [&](Negotiation& s) {
    auto e = signed_by(s, s.borduria, mediation::Sight{s.table.table, mediation::table_digest(s.table)});
    e.signature[1] ^= 1;
    return e;
  });
  out.shows("another-case", [&](Negotiation& s) {
    MemoryTalks elsewhere(7);
    return elsewhere.c.statement(
        elsewhere.c.say_anyway(elsewhere.borduria, elsewhere.harbour, mediation::Sight{s.table.table, mediation::table_digest(s.table)}));
  });
}

}  // namespace

void write_talks(Writer& out) {
  good_talks(out);
  changed_talks(out);
  Dishonest dishonest(out);
  for (auto* of : {agendas, tables, ballots, ends, ratifications, witnesses}) of(dishonest);
}

}  // namespace offices::testing
