// SPDX-License-Identifier: Apache-2.0
// usage: dossier_peer FOLDER
// Writes good dossiers, dossiers that somebody changed, and dossiers of dishonest posts: NAME.dossier, and beside each what
// our verifier says of it, NAME.json.
#include <iostream>

#include "tests/interop/dossier_writer.hpp"

namespace offices::testing {
namespace {

using mediation::Attribution;
using mediation::DossierMode;
using mediation::Form;
using mediation::Terms;

/// A case with a verbatim, a paraphrased, an unattributed, a paired, a declined, a disclosed and a crossed signal.
class Story {
 public:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId verbatim, paraphrased, unattributed, crossed;

  explicit Story(std::uint64_t seed) : c(seed) {
    auto terms = week_from(c.now);
    terms.disclosure = mediation::Disclosure::confirmable;
    verbatim = allow("We are committed to de-escalation.", terms);
    pass(c.verbatim(verbatim, borduria));
    (void)c.say(harbour, avalon,
                mediation::Disclose{verbatim, borduria.id, mandate(verbatim), "A signal from Avalon to Borduria was conveyed by Harbour."});
    const auto& conveyances = c.post(borduria).subjects;
    for (const auto& [id, s] : conveyances)
      if (const auto* v = std::get_if<mediation::ConveyanceState>(&s))
        (void)c.say(borduria, harbour, mediation::Acknowledgement{id, v->of, mediation::Position::noted});
    c.settle();
    paraphrased = rendered("ما آماده\u200cایم که گفتگو کنیم.", "They are ready to \"talk\" \\ listen.\n", Attribution::named);
    unattributed = rendered("We will not strike first.", "Nobody strikes first.", Attribution::unattributed);
    auto declined = allow("Tell them to go home.", week_from(c.now));
    (void)c.say(harbour, avalon, mediation::Decline{declined, {}, "This would not help."});
    crossed = allow("We are ready to meet.", week_from(c.now));
    (void)c.say(avalon, harbour, mediation::Withdraw{crossed, borduria.id});
    pass(c.verbatim(crossed, borduria));
    (void)c.say(harbour, borduria, assurance("We are at your disposal."));
    c.settle();
  }

  StatementId allow(std::string text, const Terms& terms) {
    auto id = *c.say(avalon, harbour, assurance(std::move(text)));
    (void)c.say(avalon, harbour, mediation::Mandate{id, borduria.id, terms});
    c.settle();
    return id;
  }
  void pass(const mediation::Dispatch& d) {
    (void)c.convey(avalon, borduria, d);
    c.settle();
  }
  StatementId mandate(const StatementId& signal) { return c.post(avalon).signal(signal).mandates.at(0).fact.id; }
  StatementId rendered(std::string text, std::string other, Attribution attribution) {
    auto terms = week_from(c.now);
    terms.form = Form::paraphrase;
    terms.attribution = attribution;
    auto id = allow(std::move(text), terms);
    mediation::Proposal p{id, borduria.id, Form::paraphrase, attribution, words(std::move(other))};
    auto r = *c.say(harbour, avalon, mediation::Rendering{p});
    c.settle();
    (void)c.say(avalon, harbour, mediation::ApprovalOf{r, p});
    c.settle();
    pass(c.rendered(r));
    return id;
  }
  MemoryDossier of(const Member& who, DossierMode mode, const std::vector<StatementId>& only = {}) {
    c.settle();
    return export_dossier(c.opening, c.post(who), mode, c.now, only);
  }
  MemoryDossier placed() { return of(avalon, DossierMode::placed); }
};

void good_ones(Writer& out) {
  Story s(1);
  for (const auto* who : {&s.harbour, &s.avalon, &s.borduria, &s.c.inspectorate()})
    for (auto mode : {DossierMode::bare, DossierMode::placed})
      out.put("good-" + who->name + (mode == DossierMode::bare ? "-bare" : "-placed"), s.of(*who, mode));
  out.put("good-one-signal", s.of(s.avalon, DossierMode::placed, {s.verbatim}));
  out.put("good-one-signal-bare", s.of(s.avalon, DossierMode::bare, {s.paraphrased}));
}

void changed_lines(Writer& out) {
  Story s(2);
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto name = std::string(mode == DossierMode::bare ? "bare" : "placed");
    auto good = s.of(s.avalon, mode);
    auto with = [&](const std::string& what, auto change) {
      auto d = good;
      change(d.lines);
      out.put("changed-" + name + "-" + what, d);
    };
    auto signal = good.line_of(s.c.statement(s.verbatim)) - 1;
    auto dispatch = good.line_of(s.c.statement(s.c.post(s.avalon).signal(s.verbatim).dispatches.at(0).fact.id)) - 1;
    auto approval = good.line_of(s.c.statement(s.c.post(s.avalon).signal(s.paraphrased).answers.at(0).fact.id)) - 1;
    with("payload", [&](auto& l) { flip(l[signal], "payload", 100); });
    with("payload-of-opening", [&](auto& l) { flip(l[mode == DossierMode::bare ? 1 : 3], "payload", 100); });
    with("signature", [&](auto& l) { flip(l[dispatch], "sig", 5); });
    with("swapped-in-group", [&](auto& l) { std::swap(l[signal], l[signal + 1]); });
    with("swapped-later", [&](auto& l) { std::swap(l[dispatch], l[dispatch - 1]); });
    with("swapped-across", [&](auto& l) { std::swap(l[dispatch], l[approval]); });
    with("approval-removed", [&](auto& l) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(approval)); });
    with("mandate-removed", [&](auto& l) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(signal + 1)); });
    with("signal-removed", [&](auto& l) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(signal)); });
    with("group-removed", [&](auto& l) { l.erase(l.begin() + static_cast<std::ptrdiff_t>(signal - 1)); });
    with("group-renamed", [&](auto& l) { flip(l[signal - 1], "group", 3); });
    with("side-renamed", [&](auto& l) { flip(l[signal - 1], "side", 3); });
    with("doubled", [&](auto& l) { l.insert(l.begin() + static_cast<std::ptrdiff_t>(signal), l[signal]); });
    with("group-doubled", [&](auto& l) { l.push_back(l[signal - 1]); });
    with("cut", [&](auto& l) { l.back().resize(l.back().size() / 2); });
    with("space", [&](auto& l) { l[signal].insert(1, " "); });
    with("carriage-return", [&](auto& l) { l[signal].insert(l[signal].size() - 1, "\r"); });
    with("other-mode", [&](auto& l) {
      l[0].replace(l[0].find("\"mode\":"), std::string::npos,
                   mode == DossierMode::bare ? "\"mode\":\"placed\"}\n" : "\"mode\":\"bare\"}\n");
    });
    with("other-case", [&](auto& l) { flip(l[0], "case", 9); });
    with("a-join-removed", [&](auto& l) { l.erase(l.begin() + (mode == DossierMode::bare ? 2 : 4)); });
    with("nothing", [&](auto& l) { l.clear(); });
    with("header-alone", [&](auto& l) { l.resize(1); });
    if (mode == DossierMode::bare) continue;
    with("proof", [&](auto& l) { flip(l[dispatch], "proof", 8); });
    with("salt", [&](auto& l) { flip(l[dispatch], "salt", 8); });
    with("context-root", [&](auto& l) { flip(l[dispatch], "root", 8); });
    with("feed-root", [&](auto& l) { flip(l[1], "root", 8); });
    with("feed-size", [&](auto& l) {
      auto at = l[1].find("\"size\":");
      l[1].insert(at + 7, "1");
    });
    with("feed-side", [&](auto& l) { flip(l[1], "side", 8); });
    with("feed-doubled", [&](auto& l) { l.insert(l.begin() + 1, l[1]); });
    with("feed-removed", [&](auto& l) { l.erase(l.begin() + 1); });
    with("proof-removed", [&](auto& l) {
      auto a = l[dispatch].find("\"proof\":[") + 9;
      l[dispatch].erase(a, l[dispatch].find(']', a) - a);
    });
  }
}

/// What dishonest posts sign, and the dossiers in which it shows.
void dishonest_ones(Writer& out) {
  auto tell = [&](const std::string& name, auto act) {
    Story s(3);
    act(s);
    s.c.settle();
    for (const auto* who : {&s.avalon, &s.borduria, &s.harbour}) {
      out.put("dishonest-" + name + "-" + who->name, s.of(*who, DossierMode::placed));
      out.put("dishonest-" + name + "-" + who->name + "-bare", s.of(*who, DossierMode::bare));
    }
  };
  auto dispatched = [](Story& s, const mediation::Dispatch& d) {
    auto id = s.c.say_anyway(s.harbour, s.avalon, d);
    s.c.say_anyway(s.harbour, s.borduria, s.c.conveyance_of(s.avalon, d, id));
  };
  tell("late", [&](Story& s) {
    s.c.now = s.c.now.plus(9 * 86'400);
    dispatched(s, s.c.verbatim(s.verbatim, s.borduria));
  });
  tell("other-words", [&](Story& s) {
    auto d = s.c.verbatim(s.verbatim, s.borduria);
    d.words.text = "We will strike.";
    dispatched(s, d);
  });
  tell("other-addressee", [&](Story& s) {
    auto d = s.c.verbatim(s.verbatim, s.borduria);
    d.to = s.c.inspectorate().id;
    s.c.say_anyway(s.harbour, s.avalon, d);
  });
  tell("invented-mandate", [&](Story& s) {
    auto d = s.c.verbatim(s.verbatim, s.borduria);
    d.mandate = s.verbatim;
    s.c.say_anyway(s.harbour, s.avalon, d);
  });
  tell("invented-approval", [&](Story& s) {
    auto d = s.c.verbatim(s.paraphrased, s.borduria);
    d.form = Form::paraphrase;
    d.approval = s.verbatim;
    s.c.say_anyway(s.harbour, s.avalon, d);
  });
  tell("unapproved", [&](Story& s) {
    auto d = s.c.verbatim(s.paraphrased, s.borduria);
    d.form = Form::paraphrase;
    d.words.text = "They beg.";
    dispatched(s, d);
  });
  tell("looser", [&](Story& s) {
    auto d = s.c.verbatim(s.paraphrased, s.borduria);
    d.form = Form::gist;
    dispatched(s, d);
  });
  tell("named-all-the-same", [&](Story& s) {
    auto d = s.c.verbatim(s.unattributed, s.borduria);
    d.attribution = Attribution::named;
    dispatched(s, d);
  });
  tell("after-withdrawal", [&](Story& s) { dispatched(s, s.c.verbatim(s.crossed, s.borduria)); });
  tell("forgetful", [&](Story& s) {
    auto seen = s.c.post(s.harbour).channel(s.avalon.id).other.frontier.size();
    s.c.say_anyway(s.harbour, s.avalon, s.c.verbatim(s.crossed, s.borduria), seen - 1);
  });
  tell("replaced", [&](Story& s) {
    auto old = s.c.verbatim(s.verbatim, s.borduria);
    (void)s.c.say(s.avalon, s.harbour, mediation::Mandate{s.verbatim, s.borduria.id, week_from(s.c.now)});
    s.c.settle();
    dispatched(s, old);
  });
  tell("talkative", [&](Story& s) {
    s.c.say_anyway(s.harbour, s.avalon, mediation::Disclose{s.verbatim, s.borduria.id, s.mandate(s.verbatim), "Avalon gives in."});
    s.c.say_anyway(s.harbour, s.avalon, mediation::Disclose{s.paraphrased, s.borduria.id, s.mandate(s.paraphrased), "Nothing passed."});
  });
  tell("false-receipt", [&](Story& s) {
    s.c.answers_itself = false;
    auto [dispatch, conveyance] = *s.c.convey(s.avalon, s.borduria, s.c.verbatim(s.allow("Once more.", week_from(s.c.now)), s.borduria));
    s.c.settle();
    auto of = std::get<mediation::ConveyanceState>(s.c.post(s.borduria).subjects.at(conveyance)).of;
    auto receipt = s.c.say_anyway(s.borduria, s.harbour, mediation::Receipt{conveyance, of, of});
    auto signal = std::get<mediation::Dispatch>(s.c.body_of(dispatch)).signal;
    s.c.say_anyway(s.harbour, s.avalon, mediation::Report{signal, dispatch, s.c.statement(receipt)});
  });
  tell("forged-evidence", [&](Story& s) {
    auto v = s.c.conveyance_of(s.avalon, s.c.verbatim(s.verbatim, s.borduria), s.verbatim);
    v.evidence[1].signature[0] ^= 1;
    s.c.say_anyway(s.harbour, s.borduria, v);
  });
  tell("sides-own-words",
       [&](Story& s) { s.c.say_anyway(s.harbour, s.avalon, mediation::Mandate{s.verbatim, s.borduria.id, week_from(s.c.now)}); });
}

}  // namespace
}  // namespace offices::testing

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: dossier_peer FOLDER\n";
    return 2;
  }
  offices::testing::Writer out(argv[1]);
  offices::testing::good_ones(out);
  offices::testing::changed_lines(out);
  offices::testing::dishonest_ones(out);
  offices::testing::write_talks(out);
  offices::testing::write_commitments(out);
  offices::testing::write_public(out);
}
