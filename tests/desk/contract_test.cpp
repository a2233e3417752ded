// SPDX-License-Identifier: Apache-2.0
// The API's document against real posts: whatever is asked and answered in whole cases reads as the document says, and what
// it does not allow is refused.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "desk/api_document.hpp"
#include "desk/dossier.hpp"
#include "desk/keep.hpp"
#include "post/session.hpp"
#include "sim/inspection.hpp"
#include "sim/negotiation.hpp"

namespace offices::desk {
namespace {

using testing::ApiDocument;

std::set<std::string> verbs_of_posts() {
  std::set<std::string> all;
  for (auto family : {post::case_verbs(),
                      post::signal_verbs(),
                      post::convey_verbs(),
                      post::view_verbs(),
                      post::trace_verbs(),
                      post::dossier_verbs(),
                      post::agenda_verbs(),
                      post::framework_verbs(),
                      post::ballot_verbs(),
                      post::evidence_verbs(),
                      post::record_verbs(),
                      post::incident_verbs(),
                      post::line_verbs(),
                      post::incident_view_verbs(),
                      post::commit_verbs(),
                      post::commitment_verbs(),
                      post::commitment_view_verbs(),
                      post::minute_verbs(),
                      post::call_verbs(),
                      post::text_verbs(),
                      post::exhibit_verbs(),
                      post::frontier_verbs()})
    for (const auto& verb : family) all.insert(std::string(verb.name));
  return all;
}

/// The verbs in the table of docs/api.md.
std::set<std::string> verbs_of_docs() {
  std::ifstream in(std::string(OFFICES_DOCS) + "/api.md");
  std::set<std::string> all;
  for (std::string line; std::getline(in, line);) {
    auto end = line.find('`', 3);
    auto name = end == std::string::npos ? std::string() : line.substr(3, end - 3);
    bool is_verb = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz.") == std::string::npos;
    if (line.starts_with("| `") && is_verb) all.insert(name);
  }
  return all;
}

TEST(ApiDocument, DescribesEveryVerbAndNoOther) {
  auto expected = verbs_of_posts();
  expected.erase("text.publish");  // the socket's alone
  for (const char* elsewhere : {"sync", "await", "dossier.verify", "desk.keep", "desk.kept"}) expected.insert(elsewhere);
  EXPECT_EQ(ApiDocument().verbs(), expected);
}

TEST(ApiDocument, DescribesWhatTheDocsDo) {
  auto described = ApiDocument().verbs();
  for (const char* on_the_socket_alone : {"init", "desk.open", "duty.set", "duty.show", "text.publish"})
    described.insert(on_the_socket_alone);
  EXPECT_EQ(verbs_of_docs(), described);
}

TEST(ApiDocument, UsesNothingThatItsTestDoesNotCheck) { EXPECT_EQ(ApiDocument().own_faults(), std::vector<std::string>{}); }

/// The test itself can fail: a field too many, one too few, another type, another word.
TEST(ApiDocument, NoticesWhatIsOtherwise) {
  ApiDocument document;
  Json good{{"name", "Iran"}, {"compared", true}};
  EXPECT_TRUE(document.result_faults("contact.verify", good).empty());
  for (Json bad :
       {Json{{"name", "Iran"}}, Json{{"name", "Iran"}, {"compared", "true"}}, Json{{"name", "Iran"}, {"compared", true}, {"more", 1}}})
    EXPECT_FALSE(document.result_faults("contact.verify", bad).empty()) << bad;
  EXPECT_FALSE(document.argument_faults("acknowledge", {{"conveyance", "abcd"}, {"position", "Noted"}}).empty());
  EXPECT_FALSE(document.faults("Id", "abcd").empty());
}

/// Plays cases over a network in one process, holds every call against the document and remembers it.
class Play {
 public:
  explicit Play(std::uint64_t seed) : n(seed) {}

  Json call(const std::string& who, const std::string& verb, const Json& args) {
    auto asked = document.argument_faults(verb, args);
    EXPECT_TRUE(asked.empty()) << asked.front();
    auto result = n.must(who, verb, args);
    auto answered = document.result_faults(verb, verb == "case.invite" ? ready(result) : result);
    EXPECT_TRUE(answered.empty()) << answered.front() << "\n" << result.dump(1);
    calls.push_back({who, verb, args});
    n.net.settle();
    return result;
  }
  /// A running post says it; one without a network cannot.
  static Json ready(Json invited) {
    EXPECT_FALSE(invited.contains("ready"));
    invited["ready"] = true;
    return invited;
  }
  std::string id(const Json& result, const char* key) { return result.at(key).get<std::string>(); }
  std::string signal(const std::string& from, const std::string& to, Json more = Json::object()) {
    more.update({{"case", n.id}, {"to", Json::array({to})}, {"text", "From " + from + " to " + to + "."}});
    return id(call(from, "signal", more), "signal");
  }

  struct Called {
    std::string who, verb;
    Json args;
  };
  ApiDocument document;
  sim::Negotiation n;
  std::vector<Called> calls;
};

/// Everything that reads, by everybody.
void look_around(Play& p) {
  for (const auto& who : p.n.everybody()) {
    for (const char* verb : {"status", "case.list", "invitation.list", "fsck"}) p.call(who, verb, Json::object());
    p.call(who, "case.show", {{"case", p.n.id}});
    p.call(who, "waiting", {{"case", p.n.id}, {"limit", 100}});
    p.call(who, "record.list", {{"case", p.n.id}, {"after", 0}, {"limit", 500}});
    for (const auto& item : p.call(who, "inbox", {{"limit", 100}}).at("items"))
      p.call(who, "show", {{"id", item.at("id")}, {"reveal", true}});
    for (const auto& name : p.n.everybody()) p.call(who, "contact.show", {{"case", p.n.id}, {"name", name}});
  }
}

void play_invitations(Play& p) {
  p.call("Moscow", "case.open",
         {{"title", "Another"},
          {"as", "Moscow"},
          {"charter", {{"text", "Quietly."}, {"languages", {"en", "ru"}}, {"retention_days", 30}, {"existence", "confirmable"}}}});
  auto invited = p.call("Moscow", "case.invite", {{"case", "Another"}, {"role", "verifier"}, {"name", "IAEA"}, {"expires", "+2d"}});
  p.call("Iran", "invitation.read", {{"file", invited.at("file")}});
  p.call("Iran", "case.join", {{"file", invited.at("file")}, {"accept_charter", true}});
  auto other = p.call("Moscow", "case.invite", {{"case", "Another"}, {"role", "party"}, {"name", "Oman"}});
  p.call("Moscow", "invitation.list", {{"case", "Another"}});
  p.call("Moscow", "invitation.cancel", {{"invitation", other.at("invitation")}});
}

void play_verbatim(Play& p) {
  auto terms = Json{{"form", "verbatim"},     {"attribution", "named"}, {"until", "+2d"},
                    {"disclosure", "public"}, {"act", "assurance"},     {"precedence", "IMMEDIATE"}};
  auto dry = terms;
  dry.update({{"case", p.n.id}, {"to", {"Iran"}}, {"text", "Tried."}, {"dry_run", true}});
  p.call("Israel", "signal", dry);
  auto signal = p.signal("Israel", "Iran", terms);
  p.call("Israel", "mandate", {{"signal", signal}, {"to", "Iran"}, {"disclosure", "public"}, {"until", "+3d"}});
  look_around(p);
  p.call("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}, {"dry_run", true}});
  auto conveyed = p.call("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}});
  p.call("Iran", "acknowledge", {{"conveyance", conveyed.at("conveyance")}, {"position", "noted"}});
  p.call("Moscow", "disclose", {{"signal", signal}, {"to", "Iran"}, {"text", "From Israel to Iran."}});
  for (const char* who : {"Israel", "Moscow"}) p.call(who, "trace", {{"signal", signal}});
}

void play_paraphrase(Play& p) {
  auto signal =
      p.signal("Iran", "Israel", {{"form", "paraphrase"}, {"translations", Json::array({Json{{"lang", "fa"}, {"text", "سلام"}}})}});
  auto words = [&](const char* text) {
    return Json{{"signal", signal}, {"to", "Israel"}, {"form", "gist"}, {"lang", "en"}, {"text", text}};
  };
  auto first = words("Others.");
  first["form"] = "paraphrase";
  auto refused = p.call("Moscow", "render", first);
  look_around(p);
  p.call("Iran", "refuse", {{"rendering", refused.at("rendering")}, {"why", "Too much."}});
  first["text"] = "Iran greets.";
  auto rendering = p.call("Moscow", "render", first);
  p.call("Iran", "approve", {{"rendering", rendering.at("rendering")}});
  look_around(p);
  p.call("Moscow", "convey", {{"signal", signal}, {"to", "Israel"}, {"rendering", rendering.at("rendering")}});
  p.call("Iran", "trace", {{"signal", signal}});
}

void play_pair(Play& p) {
  auto first = p.signal("Israel", "Iran", {{"simultaneous_with", "Iran"}});
  auto second = p.signal("Iran", "Israel", {{"simultaneous_with", "Israel"}});
  p.call("Moscow", "convey", {{"signal", first}, {"to", "Iran"}, {"with", second}});
  p.call("Iran", "trace", {{"signal", second}});
}

void play_noes(Play& p) {
  auto signal = p.signal("Israel", "Iran");
  p.call("Moscow", "decline", {{"signal", signal}, {"to", "Iran"}, {"why", "Not today."}});
  p.call("Israel", "withdraw", {{"signal", signal}, {"to", "Iran"}});
  p.call("Israel", "trace", {{"signal", signal}});
  p.call("Israel", "confide", {{"case", p.n.id}, {"text", "Between us."}});
  p.call("Moscow", "confide", {{"case", p.n.id}, {"to", "Iran"}, {"text", "Between us."}, {"lang", "en"}});
  p.call("Moscow", "signal", {{"case", p.n.id}, {"to", {"Israel", "Iran"}}, {"text", "My own words."}});
}

TEST(Contract, HoldsInACaseOfSignals) {
  Play p(1);
  play_invitations(p);
  play_verbatim(p);
  play_paraphrase(p);
  play_pair(p);
  play_noes(p);
  auto number = p.call("Iran", "contact.show", {{"case", p.n.id}, {"name", "Moscow"}}).at("number");
  p.call("Iran", "contact.verify", {{"case", p.n.id}, {"name", "Moscow"}, {"number", number}});
  look_around(p);
  p.call("Israel", "case.leave", {{"case", p.n.id}});
  p.call("Moscow", "case.remove", {{"case", p.n.id}, {"name", "Iran"}});
  look_around(p);
}

std::string appraisal_file(const std::string& high) {
  return R"({"format":"goodoffices-appraisal-1","kind":"exact","worth":{"Flow":{"low":"2","middle":"3","high":")" + high +
         R"("},"Dam":{"open":"2","shared":"1","closed":"0"},"Fee":{"none":"1","half":"0.5","full":"0"}},)"
         R"("weights":{"Flow":"50","Dam":"30","Fee":"20"},"walk_away":{"value":"0.3"}})";
}

void play_appraisals(Play& p) {
  p.call("Israel", "appraise", {{"case", p.n.id}, {"document", appraisal_file("5")}});
  p.call("Israel", "appraisal.show", {{"case", p.n.id}});
  p.call("Israel", "appraisal.revoke", {{"case", p.n.id}});
  p.call("Israel", "appraise", {{"case", p.n.id}, {"document", appraisal_file("5")}, {"share", true}});
  p.call("Iran", "appraise", {{"case", p.n.id}, {"document", appraisal_file("0")}, {"share", true}});
  p.call("Moscow", "appraisal.show", {{"case", p.n.id}});
  p.call("Moscow", "framework.suggest", {{"case", p.n.id}, {"count", 2}, {"near", "nash"}});
  p.call("Moscow", "framework.frontier", {{"case", p.n.id}});
  Json packages = Json::array({Json{{"Flow", "middle"}}, Json{{"Flow", "high"}, {"Dam", "open"}, {"Fee", "full"}}});
  for (const auto& who : p.n.everybody()) p.call(who, "framework.weigh", {{"case", p.n.id}, {"packages", packages}});
  p.call("Iran", "appraisal.revoke", {{"case", p.n.id}});
}

void look_at_ballots(Play& p, const std::string& framework, const std::string& ballot) {
  for (const auto& who : p.n.everybody()) {
    p.call(who, "framework.show", {{"framework", framework}});
    p.call(who, "framework.list", {{"case", p.n.id}});
    p.call(who, "ballot.show", {{"ballot", ballot}});
    p.call(who, "ballot.list", {{"case", p.n.id}});
  }
  look_around(p);
}

TEST(Contract, HoldsInACaseOfFrameworks) {
  Play p(2);
  auto second_version = std::string(sim::agenda_file);
  second_version.replace(second_version.find("Water"), 5, "Waters");
  p.call("Moscow", "agenda.set", {{"case", p.n.id}, {"document", second_version}, {"dry_run", true}});
  p.call("Moscow", "agenda.set", {{"case", p.n.id}, {"document", second_version}});
  for (const auto& who : p.n.everybody()) p.call(who, "agenda.show", {{"case", p.n.id}, {"version", 1}});
  play_appraisals(p);
  auto file = sim::Negotiation::framework_file("First", {{"Flow", "low"}});
  auto first =
      p.call("Moscow", "framework.table", {{"case", p.n.id}, {"documents", Json::array({file})}}).at("frameworks").at(0).at("framework");
  auto next = sim::Negotiation::framework_file("Second", {{"Flow", "middle"}, {"Dam", "shared"}}, first.get<std::string>());
  auto second = p.call("Moscow", "framework.table", {{"case", p.n.id}, {"documents", Json::array({next})}})
                    .at("frameworks")
                    .at(0)
                    .at("framework")
                    .get<std::string>();
  p.call("Israel", "opinion", {{"framework", second}, {"rank", 1}, {"position", "reservations"}, {"text", "Nearly."}});
  auto open = Json{{"framework", second}, {"until", "+1h"}, {"ends", "+40d"}, {"ratify_by", "+60d"}, {"unverified", true}};
  auto ballot = p.id(p.call("Moscow", "ballot.open", open), "ballot");
  look_at_ballots(p, second, ballot);
  for (const auto& side : p.n.sides) p.call(side, "ballot.vote", {{"ballot", ballot}, {"vote", "yes"}, {"unverified", true}});
  look_at_ballots(p, second, ballot);
  p.n.run_to_end(ballot);
  look_at_ballots(p, second, ballot);
  for (const auto& side : p.n.sides) p.call(side, "ratify", {{"framework", second}});
  look_at_ballots(p, second, ballot);
}

TEST(Contract, HoldsWhenItBurns) {
  Play p(6);
  Json told{{"case", p.n.id}, {"text", "Shots."}, {"lang", "en"}, {"precedence", "FLASH"}, {"release", "all"}, {"handling_s", 600}};
  auto incident = p.call("Israel", "incident.open", told).at("incident");
  look_around(p);
  p.call("Moscow", "incident.handling", {{"case", p.n.id}, {"precedence", "FLASH"}, {"handling_s", 300}});
  p.call("Moscow", "outreach", {{"incident", incident}, {"handling_s", 900}});
  p.call("Moscow", "outreach", {{"incident", incident}, {"text", "Hold."}, {"lang", "en"}, {"precedence", "IMMEDIATE"}});
  look_around(p);
  p.call("Iran", "incident.respond", {{"incident", incident}, {"position", "none-yet"}});
  p.n.net.now = p.n.net.now.plus(4000);
  p.n.net.settle();
  p.call("Moscow", "line.test", {{"case", p.n.id}, {"name", "Iran"}, {"every_s", 3600}, {"person", true}});
  look_around(p);
  auto test = p.call("Iran", "waiting", {{"case", p.n.id}}).at("items").at(0).at("id");
  p.call("Iran", "line.answer", {{"test", test}});
  p.call("Moscow", "line.test", {{"case", p.n.id}, {"name", "Iran"}, {"stop", true}});
  for (const auto& who : p.n.everybody()) {
    p.call(who, "incident.list", {{"case", p.n.id}});
    p.call(who, "incident.report", {{"incident", incident}});
    p.call(who, "line.show", {{"case", p.n.id}});
    p.call(who, "case.show", {{"case", p.n.id}});
  }
}

TEST(Contract, HoldsForWhatIsHereEarly) {
  Play p(11);
  for (int n = 0; n < 100; ++n) (void)p.n.net.call("Moscow", "line.test", {{"case", p.n.id}, {"name", "Iran"}});
  (void)p.n.net.call("Moscow", "incident.open", {{"case", p.n.id}, {"text", "Shots."}, {"precedence", "FLASH"}});
  p.n.net.carry("Moscow");
  ASSERT_TRUE(p.n.net.look_ahead("Iran"));
  auto first = p.call("Iran", "inbox", {{"case", p.n.id}}).at("items").at(0);
  EXPECT_EQ(first.at("state"), "early");
}

void look_at_commitments(Play& p, const std::vector<Json>& commitments) {
  for (const auto& who : {"Moscow", "Israel", "Iran", "IAEA"}) {
    p.call(who, "commitments", {{"case", p.n.id}, {"limit", 10}});
    p.call(who, "due", {{"case", p.n.id}, {"limit", 10}, {"calendar", true}});
    p.call(who, "waiting", {{"case", p.n.id}});
    p.call(who, "inbox", {{"case", p.n.id}});
  }
  for (const auto& c : commitments)
    for (const auto& who : p.n.everybody()) p.call(who, "commitment.show", {{"commitment", c}});
}

TEST(Contract, HoldsForCommitments) {
  Play p(7);
  p.n.net.add("IAEA");
  auto invited = p.call("Moscow", "case.invite", {{"case", p.n.id}, {"role", "verifier"}, {"name", "IAEA"}});
  p.call("IAEA", "case.join", {{"file", invited.at("file")}, {"accept_charter", true}});
  Json gate{{"case", p.n.id},        {"to", {"Iran"}},         {"by", "+10d"},          {"text", "We withdraw."},      {"lang", "en"},
            {"verified_by", "IAEA"}, {"evidence", "Pictures"}, {"precedence", "FLASH"}, {"when", {{{"after", "+1h"}}}}};
  auto dry = gate;
  dry["dry_run"] = true;
  p.call("Israel", "commit", dry);
  auto first = p.call("Israel", "commit", gate).at("commitment");
  look_at_commitments(p, {first});
  Json ban{{"case", p.n.id}, {"to", {"Israel"}}, {"by", "+20d"}, {"text", "We answer."}, {"in_return_for", first}};
  ban["when"] = {{{"commitment", first}, {"needs", "confirmed"}}};
  auto second = p.call("Iran", "commit", ban).at("commitment");
  look_at_commitments(p, {first, second});
  p.n.net.now = p.n.net.now.plus(7200);
  p.call("Israel", "commitment.claim", {{"commitment", first}, {"says", "performed"}, {"text", "Done."}, {"lang", "en"}});
  look_at_commitments(p, {first, second});
  Json file{{"name", "gate.jpg"}, {"bytes", 4711}, {"hash", first}};
  p.call("IAEA", "attest",
         {{"commitment", first},
          {"finding", "confirmed"},
          {"scope", "At noon."},
          {"lang", "en"},
          {"evidence", {file}},
          {"to", {"Iran", "Israel"}}});
  look_at_commitments(p, {first, second});
  p.n.net.now = p.n.net.now.plus(60);
  p.call("Iran", "commitment.claim", {{"commitment", first}, {"says", "disputed"}});
  look_at_commitments(p, {first, second});
  p.call("Israel", "commitment.claim", {{"commitment", second}, {"says", "released"}});
  look_at_commitments(p, {first, second});
}

TEST(Contract, HoldsForWordsByTelephoneAndInPublic) {
  Play p(8);
  Json minute{{"case", p.n.id}, {"from", "Israel"}, {"to", {"Iran"}}, {"text", "We met and will meet again."}, {"read_back", true}};
  auto taken = p.call("Moscow", "minute", minute).at("minute");
  p.call("Moscow", "waiting", Json::object());
  p.call("Israel", "waiting", Json::object());
  p.call("Israel", "inbox", Json::object());
  p.call("Moscow", "convey", {{"signal", taken}, {"to", "Iran"}});
  p.call("Iran", "inbox", Json::object());
  p.call("Moscow", "trace", {{"signal", taken}});
  auto own = p.call("Israel", "minute.countersign", {{"minute", taken}}).at("signal");
  auto contested = p.call("Moscow", "minute", minute).at("minute");
  p.call("Israel", "minute.countersign", {{"minute", contested}, {"contest", true}});
  Json topics = Json::array({{{"case", p.n.id}, {"text", "The gate"}}});
  auto call =
      p.call("Moscow", "call.schedule", {{"at", "+1h"}, {"with", {"Iran", "Israel"}}, {"topics", topics}}).at("calls")[0].at("call");
  p.call("Moscow", "call.note", {{"call", call}, {"text", "Ask about the keys."}});
  p.call("Moscow", "call.list", Json::object());
  p.call("Moscow", "call.cancel", {{"call", call}});
  p.call("Iran", "call.list", {{"case", p.n.id}});
  auto text = [](const char* words) { return Json::array({{{"lang", "en"}, {"text", words}}}); };
  auto draft =
      p.call("Moscow", "text.draft", {{"case", p.n.id}, {"purpose", "communique"}, {"embargo", "+1h"}, {"texts", text("{parties} spoke.")}})
          .at("draft");
  auto waiting = p.call("Iran", "waiting", Json::object()).at("items");
  EXPECT_TRUE(std::ranges::any_of(waiting, [](const Json& w) { return w.at("kind") == "sign" && w.at("purpose") == "communique"; }));
  p.call("Iran", "text.comment", {{"draft", draft}, {"text", "Where?"}});
  p.call("Iran", "text.differ", {{"draft", draft}, {"texts", text("{parties} met.")}});
  p.call("Moscow", "text.show", {{"draft", draft}});
  p.call("Moscow", "text.draft", {{"draft", draft}, {"texts", text("{parties} met.")}});
  for (const auto& who : p.n.sides) p.call(who, "text.agree", {{"draft", draft}});
  p.call("Iran", "text.list", {{"case", p.n.id}});
  p.n.net.now = p.n.net.now.plus(7200);
  p.call("Iran", "text.release", {{"draft", draft}, {"first", "Israel"}});
  auto report = "date " + base::iso(p.n.net.now).substr(0, 10) + " A meeting\n\nBy Staff\n\n“We met,” the delegate said.";
  auto exhibit = p.call("Moscow", "exhibit.add", {{"case", p.n.id}, {"document", report}, {"source", "The Paper"}, {"with", "Israel"}})
                     .at("exhibits")[0]
                     .at("exhibit");
  p.call("Moscow", "exhibit.link", {{"exhibit", exhibit}, {"quotation", 1}, {"signal", own}, {"to", "Iran"}});
  p.call("Israel", "exhibit.list", {{"case", p.n.id}});
  p.call("Israel", "exhibit.show", {{"exhibit", exhibit}});
  p.call("Israel", "record.list", {{"case", p.n.id}});
}

TEST(Contract, HoldsForEvidence) {
  sim::Inspection i(4);
  ApiDocument document;
  auto call = [&](const std::string& who, std::string_view verb, const Json& args) {
    EXPECT_EQ(document.argument_faults(std::string(verb), args), std::vector<std::string>{}) << verb;
    auto result = i.must(who, verb, args);
    EXPECT_EQ(document.result_faults(std::string(verb), result), std::vector<std::string>{}) << verb;
    return result;
  };
  auto octets = sim::Inspection::some_octets(2 * post::piece_octets + 1);
  auto file = sim::Inspection::named("gate.jpg", octets), other = sim::Inspection::named("dam.jpg", Bytes{1});
  auto args = i.add_args(file);
  call("Agency", "evidence.add", args);
  args["octets"] = base::base64(octets);
  args["from"] = 0;
  args["request_id"] = "once";
  EXPECT_EQ(call("Agency", "evidence.add", args).at("state"), "held");
  auto wrong = i.add_args(sim::Inspection::named("wrong.jpg", Bytes{1}));
  wrong["octets"] = base::base64(Bytes{2});
  EXPECT_EQ(call("Agency", "evidence.add", wrong).at("state"), "differs");
  i.attest({file, other}, {"Iran"});
  i.carry_all(2);
  for (int n = 0; n < 2; ++n) {
    for (const char* who : {"Agency", "Moscow", "Iran"}) call(who, "evidence.list", {{"case", i.id}});
    i.net.settle();
  }
  call("Moscow", "evidence.ask", {{"evidence", other.hash.hex()}, {"request_id", "again"}});
  EXPECT_EQ(call("Moscow", "evidence.read", {{"evidence", file.hash.hex()}, {"from", 2}}).at("octets"),
            base::base64(ByteView(octets).last(1)));
}

TEST(Contract, HoldsForDossiers) {
  Play p(3);
  play_verbatim(p);
  DossierFile file;
  Json args{{"case", p.n.id}, {"placed", true}};
  EXPECT_TRUE(p.document.argument_faults("dossier.export", args).empty());
  ASSERT_TRUE(file.ask_for(args));
  auto exported = file.put_into(p.n.net.call("Israel", "dossier.export", args));
  ASSERT_TRUE(exported.has_value());
  EXPECT_EQ(p.document.result_faults("dossier.export", *exported), std::vector<std::string>{});
  auto verified = verify_dossier({{"document", exported->at("document")}, {"against", exported->at("document")}});
  ASSERT_TRUE(verified.has_value()) << verified.error().detail;
  EXPECT_EQ(p.document.result_faults("dossier.verify", *verified), std::vector<std::string>{});
  EXPECT_EQ(verified->at("proved"), 1);
  auto damaged = exported->at("document").get<std::string>();
  damaged.resize(damaged.size() - 200);
  auto faulty = verify_dossier({{"document", damaged}});
  ASSERT_TRUE(faulty.has_value());
  EXPECT_EQ(p.document.result_faults("dossier.verify", *faulty), std::vector<std::string>{});
}

/// What a post must refuse in place of good arguments: none of it is as the document says.
std::vector<Json> spoilt(const ApiDocument& document, const std::string& verb, const Json& args) {
  std::vector<Json> all;
  for (const auto& [key, value] : args.items()) {
    auto other_type = args, other_case = args;
    other_type[key] = value.is_object() || value.is_boolean() ? Json(1) : Json{{"other", 1}};
    other_case.erase(key);
    auto shouted = key;
    shouted.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(shouted.front())));
    other_case[shouted] = value;
    all.insert(all.end(), {other_type, other_case});
  }
  for (const auto& key : document.arguments_of(verb).value("required", Json::array())) {
    auto without = args;
    without.erase(key.get<std::string>());
    all.push_back(std::move(without));
  }
  auto more = args;
  more["nonsense"] = 1;
  all.push_back(std::move(more));
  return all;
}

TEST(Contract, IsRefusedWhereItIsBroken) {
  Play p(4);
  play_invitations(p);
  play_verbatim(p);
  play_paraphrase(p);
  play_noes(p);
  auto calls = p.calls;
  std::set<std::string> tried;
  for (const auto& c : calls) {
    if (!tried.insert(c.verb).second) continue;
    for (const auto& bad : spoilt(p.document, c.verb, c.args)) {
      EXPECT_FALSE(p.document.argument_faults(c.verb, bad).empty()) << c.verb << bad;
      auto result = p.n.net.call(c.who, c.verb, bad);
      ASSERT_FALSE(result.has_value()) << c.verb << " took " << bad;
      EXPECT_NE(result.error().code, Code::internal) << c.verb << bad;
      EXPECT_EQ(p.document.faults("Error", post::error_json(result.error())), std::vector<std::string>{});
    }
  }
  EXPECT_GE(tried.size(), 20u);
}

}  // namespace
}  // namespace offices::desk
