// SPDX-License-Identifier: Apache-2.0
#include "cli/say.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

namespace offices::cli {
namespace {

const std::string id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

class Say : public testing::Test {
 protected:
  Say() {
    setenv("TZ", "UTC0", 1);
    tzset();
  }
};

bool fits(const std::string& text, std::size_t columns = 80) {
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    if (width(text.substr(at, end - at)) > columns) return false;
    at = end + 1;
  }
  return true;
}

Json inbox_item(const std::string& text) {
  return {{"id", id},
          {"kind", "conveyance"},
          {"case", id},
          {"case_title", "Fishing zones"},
          {"text", text},
          {"lang", "en"},
          {"translations", Json::array()},
          {"author", "Bergen"},
          {"author_state", "vouched"},
          {"verification", "the words and the mandate are signed by Bergen; key vouched for by the intermediary only"},
          {"precedence", "FLASH"},
          {"act", "offer"},
          {"form", "verbatim"},
          {"time", "2026-01-31T18:00:00Z"},
          {"received", "2026-01-31T18:00:01Z"},
          {"state", "received"}};
}

TEST_F(Say, InboxShowsWhoWhatAndWhatIsVerified) {
  EXPECT_EQ(say_inbox({{"items", {inbox_item("Half of the zone.")}}}, {}),
            "2026-01-31T18:00Z  0123456789  conveyance from Bergen\n"
            "  “Fishing zones”; offer; FLASH; verbatim; en; received\n"
            "  the words and the mandate are signed by Bergen; key vouched for by the\n"
            "  intermediary only\n"
            "  | Half of the zone.\n");
  EXPECT_EQ(say_inbox({{"items", Json::array()}}, {}), "Nothing has arrived yet.\n");
}

TEST_F(Say, InboxKeepsNonPapersApart) {
  auto paper = inbox_item("Between us.");
  paper["kind"] = "nonpaper";
  auto text = say_inbox({{"items", {paper, inbox_item("On record.")}}}, {});
  EXPECT_LT(text.find("On record."), text.find("Off the record (in no dossier):"));
  EXPECT_LT(text.find("Off the record (in no dossier):"), text.find("Between us."));
}

TEST_F(Say, PeersCannotForgeLinesOrMoveTheCursor) {
  auto item = inbox_item("one\n2026-02-01T00:00Z  fake from Oslo\x1b[2J");
  item["author"] = "Ber\ngen\x1b[1m";
  auto text = say_inbox({{"items", {item}}}, {});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("from Ber gen⟨U+001B⟩[1m\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  | 2026-02-01T00:00Z  fake from Oslo⟨U+001B⟩[2J\n"), std::string::npos) << text;
}

TEST_F(Say, WaitingSpellsTheCommandsOut) {
  Json item{{"id", id},
            {"kind", "render"},
            {"case_title", "T"},
            {"signal", id},
            {"from", "Bergen"},
            {"to", "Oslo West"},
            {"precedence", "IMMEDIATE"},
            {"deadline", "2026-01-31T18:00:00Z"},
            {"excerpt", "Words…"},
            {"sentence", "You may convey."},
            {"may", {"convey", "render", "decline"}}};
  EXPECT_EQ(say_waiting({{"items", {item}}}, {}),
            "RENDER       0123456789  IMMEDIATE; by 2026-01-31T18:00Z\n"
            "  You may convey. (“T”)\n"
            "  | Words…\n"
            "  > goodoffices convey 0123456789 --to 'Oslo West'\n"
            "  > goodoffices render 0123456789 --to 'Oslo West' --text-file FILE\n"
            "  > goodoffices decline 0123456789 --why REASON\n");
  EXPECT_EQ(say_waiting({{"items", Json::array()}}, {}), "Nothing waits for you.\n");
}

TEST_F(Say, TraceExplainsItsStates) {
  Json trace{{"signal", id},
             {"case", id},
             {"author", "Bergen"},
             {"to",
              {{{"name", "Oslo"},
                {"state", "breach"},
                {"steps",
                 {{{"step", "dispatched"},
                   {"id", id},
                   {"time", "2026-01-31T18:00:00Z"},
                   {"by", "Mediator"},
                   {"text", "Other words."},
                   {"proof", "signed by Mediator"},
                   {"finding", "words_differ"},
                   {"not_before", "2026-01-31T17:00:00Z"}}}}}}}};
  auto text = say_trace(trace, {});
  for (const char* part : {"To Oslo: breach (conveyed against the mandate;", "2026-01-31T18:00:00Z  dispatched, by Mediator  0123456789",
                           "| Other words.", "not before 2026-01-31T17:00:00Z", "words_differ"})
    EXPECT_NE(text.find(part), std::string::npos) << part << '\n' << text;
}

TEST_F(Say, SignalPrintsWhatTheIntermediaryMayDoAndADryRunSaysSo) {
  Json result{{"signal", id},
              {"mandates", {{{"mandate", id}, {"to", "Oslo"}, {"sentence", "X may tell Oslo this."}}}},
              {"sentence", "X may tell Oslo this."},
              {"delivery", "queued"}};
  EXPECT_EQ(say_signal(result, {}),
            "Signal 0123456789 is signed. It is queued and leaves with the next sync.\n"
            "  X may tell Oslo this. (mandate 0123456789)\n");
  Json dry{{"mandates", {{{"to", "Oslo"}, {"sentence", "X may tell Oslo this."}}}}, {"sentence", "X may tell Oslo this."}};
  EXPECT_EQ(say_signal(dry, {}), "Nothing was signed. If it were:\n  X may tell Oslo this.\n");
}

TEST_F(Say, EverythingFitsEightyColumnsWithLongForeignWords) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "کلمه‌های بلند ";
  auto item = inbox_item(words);
  item["case_title"] = std::string(200, 'T');
  EXPECT_TRUE(fits(say_inbox({{"items", {item}}}, {})));
  Json shown{
      {"case", id},
      {"title", "T"},
      {"name", "N"},
      {"role", "party"},
      {"standing", "active"},
      {"opened", "2026-01-31T18:00:00Z"},
      {"charter", {{"text", words}, {"languages", {"fa"}}, {"retention_days", 30}, {"existence", "confidential"}}},
      {"participants", {{{"name", "N"}, {"role", "party"}, {"standing", "active"}, {"number", std::string(30, '1')}, {"self", true}}}},
      {"feeds", {{{"with", "X"}, {"feed", id}, {"of", "N"}, {"size", 3}, {"root", id}}}},
      {"invitations", {{{"invitation", id}, {"state", "open"}, {"name", "B"}, {"role", "party"}, {"expires", "2026-01-31T18:00:00Z"}}}},
      {"notices", {{{"at", "2026-01-31T18:00:00Z"}, {"text", words}}}}};
  auto text = say_case(shown, {});
  EXPECT_TRUE(fits(text)) << text;
  for (const char* part : {"11111 11111", "Participants", "Record", "Invitations", "Notices", "30 days"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST_F(Say, VerifiedCountsAndNamesTheFault) {
  Json r{{"mode", "placed"},
         {"case", id},
         {"statements", 1},
         {"proved", 1},
         {"breaches", 0},
         {"undecided", 0},
         {"conveyances", {{{"signal", id}, {"to", "Oslo"}, {"verdict", "proved"}, {"line", 3}}}},
         {"fault", nullptr}};
  auto text = say_verified(r, {});
  EXPECT_NE(text.find("1 statement: 1 proved, 0 in breach"), std::string::npos) << text;
  EXPECT_NE(text.find("  proved    signal 0123456789 to Oslo\n"), std::string::npos) << text;
}

TEST_F(Say, NoShapeOfAResultBringsItDown) {
  for (const Json& odd : {Json(), Json(3), Json("x"), Json::array({1, "a", nullptr}), Json{{"items", {1, nullptr, "x"}}},
                          Json{{"to", {1}}, {"participants", {1}}, {"body", 3}, {"fault", 3}, {"charter", {{"languages", "en"}}}}})
    for (auto say : {say_sync, say_fsck, say_opened, say_invitation, say_invited, say_joined, say_case_list, say_case, say_signal,
                     say_mandate, say_waiting, say_inbox, say_statement, say_trace, say_conveyed, say_exported, say_verified})
      EXPECT_NO_THROW((void)say(odd, {}));
}

}  // namespace
}  // namespace offices::cli
