// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "cli/typing.hpp"

namespace offices::cli {
namespace {

const std::string id(64, 'c');

class Dispatch : public Typing {};

TEST_F(Dispatch, PrintsExactlyTheResultWithJson) {
  Json result{{"statements", 3}, {"feeds", 2}, {"subjects", 1}, {"ok", true}};
  engine.answers["fsck"] = result;
  EXPECT_EQ(type({"fsck", "--json"}), 0);
  EXPECT_EQ(out(), base::spell(result) + "\n");
  EXPECT_EQ(err(), "");
  EXPECT_EQ(engine.home, "/nowhere/post");
}

TEST_F(Dispatch, PrintsRefusalsInBothSpellingsWithTheCodesExit) {
  engine.answers["trace"] = fail(Code::no_mandate);
  EXPECT_EQ(type({"trace", "1a2b", "--json"}), 1);
  EXPECT_EQ(out(),
            "{\"error\":{\"code\":\"no_mandate\",\"hint\":\"ask the author for one\",\"message\":\"no mandate allows this addressee\"}}\n");
  EXPECT_EQ(type({"trace", "1a2b"}), 1);
  EXPECT_EQ(out(), "");
  EXPECT_EQ(err(), "goodoffices: error: no mandate allows this addressee\ngoodoffices: hint: ask the author for one\n");
  engine.answers["trace"] = fail(Code::wrong_passphrase);
  EXPECT_EQ(type({"trace", "1a2b"}), 5);
  engine.answers["trace"] = fail(Code::bad_signature);
  EXPECT_EQ(type({"trace", "1a2b"}), 4);
}

TEST_F(Dispatch, UsageErrorsEndWithTwoAndTouchNoPost) {
  EXPECT_EQ(type({"signal"}), 2);
  EXPECT_NE(err().find("goodoffices: error: the command does not read that way: 'signal' needs CASE\n"), std::string::npos);
  EXPECT_EQ(type({"signal", "--json"}), 2);
  EXPECT_EQ(Json::parse(out())["error"]["code"], "usage");
  EXPECT_TRUE(engine.asked.empty());
}

TEST_F(Dispatch, SignalCarriesEveryFlag) {
  engine.answers["signal"] = Json{{"signal", id}, {"mandates", Json::array()}, {"sentence", "S."}, {"delivery", "queued"}};
  auto line = file("line", "We may say this.\n"), fa = file("fa", "سلام\n");
  console.in_text.str("The words.\n");
  ASSERT_EQ(type({"signal",
                  "1a2b",
                  "--to",
                  "A",
                  "--to",
                  "B",
                  "--act",
                  "offer",
                  "--precedence",
                  "FLASH",
                  "--lang",
                  "en",
                  "--translation",
                  "fa=" + fa,
                  "--on-authority",
                  "the minister",
                  "--in-reply-to",
                  "9f9f",
                  "--form",
                  "gist",
                  "--approval",
                  "waived",
                  "--attribution",
                  "unattributed",
                  "--not-before",
                  "+1h",
                  "--until",
                  "+3d",
                  "--simultaneous-with",
                  "B",
                  "--disclosure",
                  "confirmable",
                  "--public-line-file",
                  line,
                  "--text-file",
                  "-",
                  "--dry-run",
                  "--request-id",
                  "r1"}),
            0)
      << err();
  Json wanted{{"case", "1a2b"},
              {"to", {"A", "B"}},
              {"act", "offer"},
              {"precedence", "FLASH"},
              {"lang", "en"},
              {"translations", {{{"lang", "fa"}, {"text", "سلام"}}}},
              {"authority", "the minister"},
              {"in_reply_to", "9f9f"},
              {"form", "gist"},
              {"approval", "waived"},
              {"attribution", "unattributed"},
              {"not_before", "+1h"},
              {"until", "+3d"},
              {"simultaneous_with", "B"},
              {"disclosure", "confirmable"},
              {"public_line", "We may say this."},
              {"text", "The words."},
              {"dry_run", true},
              {"request_id", "r1"}};
  ASSERT_EQ(engine.asked.size(), 1u);
  EXPECT_EQ(engine.asked[0].args, wanted);
}

TEST_F(Dispatch, JoinAsksAPersonAndTakesNoForAnAnswer) {
  engine.answers["invitation.read"] =
      Json{{"case", id},
           {"title", "T"},
           {"intermediary", "Oslo"},
           {"intermediary_number", std::string(30, '1')},
           {"name", "Bergen"},
           {"role", "party"},
           {"expires", "2026-01-31T18:00:00Z"},
           {"charter", {{"text", "Words."}, {"languages", {"en"}}, {"retention_days", 0}, {"existence", "confidential"}}}};
  engine.answers["case.join"] =
      Json{{"case", id}, {"title", "T"}, {"name", "Bergen"}, {"role", "party"}, {"number", std::string(30, '2')}, {"state", "admitted"}};
  auto invitation = file("invitation", "{}");
  EXPECT_EQ(type({"case", "join", invitation}), 1);
  EXPECT_NE(err().find("the charter was not accepted"), std::string::npos);
  console.person = true;
  out();
  EXPECT_EQ(type({"case", "join", invitation}), 1);
  auto shown = out();
  for (const char* part : {"Oslo", "Bergen", "“T”", "11111 11111", "Words.", "Join this case under this charter?"})
    EXPECT_NE(shown.find(part), std::string::npos) << part;
  console.says_yes = true;
  EXPECT_EQ(type({"case", "join", invitation}), 0);
  EXPECT_EQ(engine.asked.back().verb, "case.join");
  EXPECT_EQ(engine.asked.back().args, (Json{{"file", "{}"}, {"accept_charter", true}}));
}

TEST_F(Dispatch, JoinWithJsonPrintsOneObject) {
  engine.answers["invitation.read"] = Json{{"case", id}};
  engine.answers["case.join"] = Json{{"case", id}};
  EXPECT_EQ(type({"case", "join", file("invitation", "{}"), "--accept-charter", "--json"}), 0);
  EXPECT_EQ(out(), base::spell({{"case", id}}) + "\n");
}

TEST_F(Dispatch, InvitationsGoToAFileForTheOwnerAlone) {
  engine.answers["case.invite"] =
      Json{{"invitation", id}, {"name", "B"}, {"role", "party"}, {"expires", "2026-01-31T18:00:00Z"}, {"file", "SECRET"}};
  auto path = directory_ + "/b.invitation";
  EXPECT_EQ(type({"case", "invite", "1a2b", "--role", "party", "--name", "B", "--out", path, "--json"}), 0);
  EXPECT_EQ(out().find("SECRET"), std::string::npos);
  struct stat about{};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  std::ifstream in(path);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "SECRET\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_), {}), 1);
}

TEST_F(Dispatch, QrCodesAreDrawnInPartsThatATerminalHolds) {
  Json small{{"invitation", id}, {"name", "B"}, {"role", "party"}, {"expires", ""}, {"file", "short"}};
  engine.answers["case.invite"] = small;
  std::vector<std::string> words{"case", "invite", "1a2b", "--role", "party", "--name", "B", "--out", directory_ + "/i", "--qr"};
  EXPECT_EQ(type(words), 0);
  auto one = out();
  EXPECT_NE(one.find("▀"), std::string::npos);
  EXPECT_NE(one.find("Code 1 of 1"), std::string::npos);
  small["file"] = std::string(3000, 'x');
  engine.answers["case.invite"] = small;
  EXPECT_EQ(type(words), 0);
  auto several = out();
  EXPECT_NE(several.find("Code 5 of 5"), std::string::npos);
  EXPECT_NE(several.find("in this order"), std::string::npos);
}

TEST_F(Dispatch, InitTakesThePassphraseTwiceOrSaysWhatNoneMeans) {
  console.secrets = {"one", "two"};
  EXPECT_EQ(type({"init"}), 2);
  console.secrets.insert(console.secrets.end(), {"same", "same"});
  EXPECT_EQ(type({"init", "--relay", "http://127.0.0.1:1", "--relay", "http://127.0.0.1:2"}), 0);
  ASSERT_TRUE(engine.init_options.passphrase);
  EXPECT_EQ(base::as_text(engine.init_options.passphrase->view()), "same");
  EXPECT_EQ(engine.init_options.relays.size(), 2u);
  err();
  EXPECT_EQ(type({"init", "--no-passphrase"}), 0);
  EXPECT_FALSE(engine.init_options.passphrase);
  EXPECT_NE(err().find("only the file permissions protect it"), std::string::npos);
}

TEST_F(Dispatch, PassphraseFilesLoseOneLineBreak) {
  engine.asks_passphrase = true;
  engine.answers["waiting"] = Json{{"items", Json::array()}};
  EXPECT_EQ(type({"waiting", "--passphrase-file", file("p", "two words \n")}), 0);
  EXPECT_EQ(engine.passphrase, "two words ");
  setenv("GOODOFFICES_PASSPHRASE_FILE", file("q", "other").c_str(), 1);
  EXPECT_EQ(type({"waiting"}), 0);
  EXPECT_EQ(engine.passphrase, "other");
  EXPECT_EQ(type({"waiting", "--passphrase-file", file("empty", "\n")}), 2);
  unsetenv("GOODOFFICES_PASSPHRASE_FILE");
  EXPECT_EQ(type({"waiting"}), 5);
}

TEST_F(Dispatch, TextFilesThatAreNoneAreRefusedBeforeThePostIsOpened) {
  auto signal = [&](const std::string& path) { return type({"signal", "1a2b", "--to", "A", "--text-file", path}); };
  EXPECT_EQ(signal(directory_ + "/missing"), 2);
  EXPECT_NE(err().find("no such file"), std::string::npos);
  EXPECT_EQ(signal(directory_), 2);
  EXPECT_NE(err().find("it is a directory"), std::string::npos);
  EXPECT_EQ(signal(file("binary", std::string("a\0b", 3))), 1);
  EXPECT_NE(err().find("is not a text file"), std::string::npos);
  EXPECT_EQ(signal(file("latin", "caf\xe9")), 1);
  EXPECT_EQ(signal(file("large", std::string(1024 * 1024 + 1, 'x'))), 1);
  EXPECT_NE(err().find("longer than 256 KiB"), std::string::npos);
  EXPECT_TRUE(engine.asked.empty());
}

TEST_F(Dispatch, WatchPrintsALineForEachRound) {
  EXPECT_EQ(type({"sync", "--watch", "--json"}), 0);
  auto lines = out();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
  EXPECT_EQ(Json::parse(lines.substr(0, lines.find('\n')))["sent"], 1);
}

TEST_F(Dispatch, RelayOptionsArriveAndItsAddressIsPrinted) {
  EXPECT_EQ(type({"relay", "serve", "--listen", "127.0.0.1:0", "--store", "sqlite:x.db", "--mailbox-envelopes", "7", "--retention-days",
                  "2", "--connections", "9", "--json"}),
            0);
  EXPECT_EQ(out(), "{\"listening\":\"http://127.0.0.1:7077\",\"port\":7077}\n");
  EXPECT_EQ(engine.relay_options.mailbox_envelopes_max, 7);
  EXPECT_EQ(engine.relay_options.retention_seconds, 2 * 86400);
  EXPECT_EQ(engine.relay_options.connections_max, 9);
  EXPECT_EQ(type({"relay", "serve", "--listen", "[::1]:0", "--store", "sqlite:x.db", "--rate", "0"}), 2);
  EXPECT_EQ(type({"relay", "serve", "--listen", "[::1]:0", "--store", "sqlite:x.db", "--check"}), 0);
}

TEST_F(Dispatch, VerifyEndsWithFourOnAFaultOrABreach) {
  Json result{
      {"mode", "bare"}, {"case", id}, {"statements", 9}, {"proved", 1}, {"breaches", 0}, {"undecided", 0}, {"conveyances", Json::array()}};
  engine.answers["dossier.verify"] = result;
  EXPECT_EQ(type({"dossier", "verify", "f"}), 0);
  result["fault"] = {{"line", 4}, {"code", "bad_signature"}, {"detail", "D"}};
  engine.answers["dossier.verify"] = result;
  out();
  EXPECT_EQ(type({"dossier", "verify", "f"}), 4);
  EXPECT_NE(out().find("First fault, line 4: bad_signature"), std::string::npos);
  result.erase("fault");
  result["breaches"] = 1;
  engine.answers["dossier.verify"] = result;
  EXPECT_EQ(type({"dossier", "verify", "f", "--json"}), 4);
}

}  // namespace
}  // namespace offices::cli
