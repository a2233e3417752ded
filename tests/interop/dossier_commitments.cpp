// SPDX-License-Identifier: Apache-2.0
// Commitments in dossiers: as they should be, with a statement left out, changed or elsewhere, and as dishonest posts sign them.
#include <functional>

#include "tests/interop/dossier_writer.hpp"
#include "tests/support/undertaking.hpp"

namespace offices::testing {
namespace {

using mediation::Claim;
using mediation::Commitment;
using mediation::DossierMode;
using mediation::Finding;
using mediation::Said;
using mediation::Showing;

/// Two steps of a ladder, the first attested, contested and attested again; and one between two sides that has no verifier.
class Steps : public MemoryTalks {
 public:
  Undertaking u{*this};
  StatementId first, second, quiet, received, found;

  explicit Steps(std::uint64_t seed) : MemoryTalks(seed) {
    auto gate = u.opens_gate(u.in_days(5));
    gate.when = {{u.in_days(1), std::nullopt, mediation::Needs::fulfilled}};
    gate.evidence = "Pictures of the gate.";
    first = u.undertake(avalon, gate);
    second = u.undertake(borduria, u.lifts_ban(first, u.in_days(9)));
    quiet =
        u.undertake(cadmia, {Undertaking::sorted({avalon.id, borduria.id}), u.in_days(2), words("Cadmia keeps away."), {}, {}, {}, {}, {}});
    for (const auto& [id, subject] : c.post(borduria).subjects)
      if (const auto* s = std::get_if<mediation::CommitmentState>(&subject); s && s->commitment == first)
        received = s->claims.at(0).statement;
    u.tell(avalon, first, Undertaking::claim(first, Said::performed));
    auto seen = u.finding(first, Finding::confirmed);
    seen.evidence = {{"gate at noon.jpg", 4711, c.salt()}};
    found = u.tell(inspectorate, first, seen);
    u.tell(borduria, first, Claim{first, Said::disputed, found, words("It was shut at one.")});
    u.tell(inspectorate, first, u.finding(first, Finding::inconclusive));
    u.tell(avalon, quiet, Undertaking::claim(quiet, Said::satisfied));
    u.tell(cadmia, quiet, Undertaking::claim(quiet, Said::failed));
    u.tell(borduria, quiet, Undertaking::claim(quiet, Said::released));
  }
  MemoryDossier of(const Member& who, DossierMode mode) {
    c.settle();
    return export_dossier(c.opening, c.post(who), mode, c.now);
  }
  /// Signed by `who` whatever the rules say, and as the intermediary has it.
  record::Signed signed_by(const Member& who, const Body& body) {
    auto id = c.say_anyway(who, harbour, body);
    c.settle();
    return c.statement(id);
  }
};

const char* ending(DossierMode mode) { return mode == DossierMode::bare ? "-bare" : "-placed"; }
constexpr DossierMode modes[] = {DossierMode::bare, DossierMode::placed};

void good(Writer& out) {
  Steps s(8);
  for (const auto* who : {&s.harbour, &s.avalon, &s.borduria, &s.cadmia, &s.inspectorate})
    for (auto mode : modes) out.put("commitments-good-" + who->name + ending(mode), s.of(*who, mode));
}

/// Each statement about a commitment left out in turn, changed in one octet, and moved to the end.
void changed(Writer& out) {
  Steps s(9);
  for (auto mode : modes)
    put_changed(out, std::string("commitments-changed") + ending(mode), s.of(s.borduria, mode), s.c.post(s.borduria).kept);
}

class Dishonest {
 public:
  explicit Dishonest(Writer& out) : out_(&out) {}

  /// Tells the story with one act too much in the channel of `side`.
  void tell(const std::string& name, const Member& (*side)(Steps&), const std::function<void(Steps&)>& act) {
    Steps s(10);
    act(s);
    for (const auto* who : {&side(s), &s.harbour})
      for (auto mode : modes) out_->put("commitments-dishonest-" + name + "-" + who->name + ending(mode), s.of(*who, mode));
  }
  void by_avalon(const std::string& name, const std::function<Body(Steps&)>& make) {
    tell(name, [](Steps& s) -> const Member& { return s.avalon; }, [&](Steps& s) { s.c.say_anyway(s.avalon, s.harbour, make(s)); });
  }
  void by_inspectorate(const std::string& name, const std::function<Body(Steps&)>& make) {
    tell(
        name, [](Steps& s) -> const Member& { return s.inspectorate; },
        [&](Steps& s) { s.c.say_anyway(s.inspectorate, s.harbour, make(s)); });
  }
  void shows_avalon(const std::string& name, const std::function<Showing(Steps&)>& make) {
    tell(
        "shows-" + name, [](Steps& s) -> const Member& { return s.avalon; },
        [&](Steps& s) { s.c.say_anyway(s.harbour, s.avalon, make(s)); });
  }
  void shows_cadmia(const std::string& name, const std::function<Showing(Steps&)>& make) {
    tell(
        "shows-cadmia-" + name, [](Steps& s) -> const Member& { return s.cadmia; },
        [&](Steps& s) { s.c.say_anyway(s.harbour, s.cadmia, make(s)); });
  }

 private:
  Writer* out_;
};

void commitments(Dishonest& out) {
  auto spoilt = [&](const std::string& name, const std::function<void(Steps&, Commitment&)>& spoil) {
    out.by_avalon("commitment-" + name, [&](Steps& s) {
      auto b = s.u.opens_gate(s.u.in_days(3));
      spoil(s, b);
      return b;
    });
  };
  spoilt("towards-itself", [](Steps& s, auto& b) { b.to = {s.avalon.id}; });
  spoilt("towards-the-intermediary", [](Steps& s, auto& b) { b.to = {s.harbour.id}; });
  spoilt("towards-a-verifier", [](Steps& s, auto& b) { b.to = {s.inspectorate.id}; });
  spoilt("towards-a-stranger", [](Steps&, auto& b) { b.to = {ParticipantId{}}; });
  spoilt("towards-nobody", [](Steps&, auto& b) { b.to.clear(); });
  spoilt("out-of-order", [](Steps& s, auto& b) {
    b.to = Undertaking::sorted({s.borduria.id, s.cadmia.id});
    std::swap(b.to[0], b.to[1]);
  });
  spoilt("verified-by-a-party", [](Steps& s, auto& b) { b.verified_by = s.cadmia.id; });
  spoilt("verified-by-a-stranger", [](Steps&, auto& b) { b.verified_by = ParticipantId{}; });
  spoilt("begins-late", [](Steps&, auto& b) { b.when = {{b.by, std::nullopt, mediation::Needs::fulfilled}}; });
  spoilt("in-the-past", [](Steps& s, auto& b) { b.by = s.c.now.plus(-1); });
  spoilt("salted-otherwise", [](Steps& s, auto& b) { b.in_return_for = mediation::reference_to(s.first, s.c.salt()); });
  spoilt("waiting-salted-otherwise",
         [](Steps& s, auto& b) { b.when = {{std::nullopt, mediation::reference_to(s.first, s.c.salt()), mediation::Needs::confirmed}}; });
  spoilt("waiting-for-both", [](Steps& s, auto& b) {
    b.when = {{s.u.in_days(1), mediation::reference_to(s.first, mediation::reference_salt(s.avalon.id, b)), mediation::Needs::confirmed}};
  });
  spoilt("waiting-for-nothing", [](Steps&, auto& b) { b.when = {{std::nullopt, std::nullopt, mediation::Needs::confirmed}}; });
  out.by_inspectorate("verifiers-commitment", [](Steps& s) { return s.u.opens_gate(s.u.in_days(3)); });
  out.tell(
      "intermediarys-commitment", [](Steps& s) -> const Member& { return s.avalon; },
      [](Steps& s) { s.c.say_anyway(s.harbour, s.avalon, s.u.opens_gate(s.u.in_days(3))); });
}

void claims(Dishonest& out) {
  auto claim = [&](const std::string& name, const std::function<Claim(Steps&)>& make) { out.by_avalon("claim-" + name, make); };
  claim("satisfied-with-itself", [](Steps& s) { return Undertaking::claim(s.first, Said::satisfied); });
  claim("released-by-itself", [](Steps& s) { return Undertaking::claim(s.first, Said::released); });
  claim("performed-by-another", [](Steps& s) { return Undertaking::claim(s.second, Said::performed); });
  claim("failed-by-another", [](Steps& s) { return Undertaking::claim(s.second, Said::failed); });
  claim("of-nothing", [](Steps&) { return Undertaking::claim(StatementId{}, Said::performed); });
  claim("about-nothing", [](Steps& s) { return Undertaking::claim(s.first, Said::disputed, StatementId{}); });
  claim("without-about", [](Steps& s) { return Undertaking::claim(s.first, Said::disputed); });
  claim("about-too-much", [](Steps& s) { return Undertaking::claim(s.first, Said::performed, s.found); });
  out.by_inspectorate("claim-of-a-verifier", [](Steps& s) { return Undertaking::claim(s.first, Said::disputed, s.found); });
  out.by_inspectorate("claim-of-another", [](Steps& s) { return Undertaking::claim(s.second, Said::received, s.second); });
  out.tell(
      "intermediarys-claim", [](Steps& s) -> const Member& { return s.avalon; },
      [](Steps& s) { s.c.say_anyway(s.harbour, s.avalon, Undertaking::claim(s.first, Said::performed)); });
}

void attestations(Dishonest& out) {
  auto attests = [&](const std::string& name, const std::function<void(Steps&, mediation::Attestation&)>& spoil) {
    out.by_inspectorate("attestation-" + name, [&](Steps& s) {
      auto b = s.u.finding(s.first, Finding::not_confirmed);
      spoil(s, b);
      return b;
    });
  };
  attests("to-cadmia", [](Steps& s, auto& b) { b.to = {s.cadmia.id}; });
  attests("to-nobody", [](Steps&, auto& b) { b.to.clear(); });
  attests("to-itself", [](Steps& s, auto& b) { b.to = {s.inspectorate.id}; });
  attests("of-another", [](Steps& s, auto& b) { b.commitment = s.second; });
  int n = 0;
  for (const char* name : {"../gate.jpg", "gate/noon.jpg", ".gate", "c:gate", "a\\b", "gate\n", ""})
    attests("file-" + std::to_string(n++), [&](Steps& s, auto& b) { b.evidence = {{name, 1, s.c.salt()}}; });
  attests("file-empty", [](Steps& s, auto& b) { b.evidence = {{"gate.jpg", 0, s.c.salt()}}; });
  attests("file-large", [](Steps& s, auto& b) { b.evidence = {{"gate.jpg", 64 * 1024 * 1024 + 1, s.c.salt()}}; });
  out.by_avalon("attestation-of-a-party", [](Steps& s) { return s.u.finding(s.first, Finding::confirmed); });
}

void showings(Dishonest& out) {
  out.shows_avalon("its-own", [](Steps& s) { return Showing{s.first, s.c.statement(s.first)}; });
  out.shows_avalon("as-another", [](Steps& s) { return Showing{s.first, s.c.statement(s.second)}; });
  out.shows_avalon("a-claim-as-of-another", [](Steps& s) { return Showing{s.second, s.c.statement(s.received)}; });
  out.shows_avalon("a-finding-as-of-another", [](Steps& s) { return Showing{s.second, s.c.statement(s.found)}; });
  out.shows_avalon("a-signal", [](Steps& s) { return Showing{s.first, s.signed_by(s.borduria, assurance("We agree."))}; });
  out.shows_avalon("a-strangers-finding",
                   [](Steps& s) { return Showing{s.second, s.signed_by(s.inspectorate, s.u.finding(s.second, Finding::confirmed))}; });
  out.shows_avalon("a-partys-finding",
                   [](Steps& s) { return Showing{s.first, s.signed_by(s.borduria, s.u.finding(s.first, Finding::confirmed))}; });
  out.shows_avalon("a-false-claim",
                   [](Steps& s) { return Showing{s.first, s.signed_by(s.borduria, Undertaking::claim(s.first, Said::performed))}; });
  out.shows_avalon("a-claim-of-nothing", [](Steps& s) {
    return Showing{StatementId{}, s.signed_by(s.borduria, Undertaking::claim(StatementId{}, Said::released))};
  });
  out.shows_avalon("what-nobody-signed", [](Steps& s) {
    auto e = s.signed_by(s.borduria, Undertaking::claim(s.first, Said::released));
    e.signature[1] ^= 1;
    return Showing{s.first, e};
  });
  out.shows_avalon("another-case", [](Steps&) {
    Steps elsewhere(11);
    return Showing{elsewhere.second, elsewhere.c.statement(elsewhere.second)};
  });
  out.shows_cadmia("a-commitment", [](Steps& s) { return Showing{s.first, s.c.statement(s.first)}; });
  out.shows_cadmia("a-claim", [](Steps& s) { return Showing{s.first, s.c.statement(s.received)}; });
  out.shows_cadmia("a-finding", [](Steps& s) { return Showing{s.first, s.c.statement(s.found)}; });
  out.by_avalon("sides-showing", [](Steps& s) { return Showing{s.second, s.c.statement(s.second)}; });
  out.tell(
      "finding-kept-from-avalon", [](Steps& s) -> const Member& { return s.avalon; },
      [](Steps& s) {
        auto b = s.u.finding(s.first, Finding::not_confirmed);
        b.to = {s.borduria.id};
        auto e = s.signed_by(s.inspectorate, b);
        s.c.say_anyway(s.harbour, s.avalon, Showing{s.first, e});
      });
}

}  // namespace

void write_commitments(Writer& out) {
  good(out);
  changed(out);
  Dishonest dishonest(out);
  for (auto* of : {commitments, claims, attestations, showings}) of(dishonest);
}

}  // namespace offices::testing
