// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/input.hpp"

namespace offices::cli {
namespace {

Result<Request> read(std::vector<std::string> words) { return read_request(words); }
std::string detail(std::vector<std::string> words) {
  auto r = read(std::move(words));
  return r ? "" : std::string(base::info(r.error().code).name) + ": " + r.error().detail;
}

TEST(ReadRequest, KnowsEveryVerbOfTheTable) {
  for (const auto& verb : verbs()) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at <= verb.path.size();) {
      auto end = std::min(verb.path.find(' ', at), verb.path.size());
      words.push_back(verb.path.substr(at, end - at));
      at = end + 1;
    }
    for (const auto& o : verb.operands) words.push_back(o.words.empty() ? "x" : o.words.front());
    for (const auto& f : verb.flags) {
      words.push_back(f.name);
      if (!f.value.empty()) words.push_back(f.words.empty() ? "x" : f.words.front());
    }
    auto r = read(words);
    ASSERT_TRUE(r) << verb.path << ": " << r.error().detail;
    EXPECT_EQ(r->verb, &verb);
    for (const auto& f : verb.flags) EXPECT_TRUE(r->in.has(input_name(f.name))) << verb.path << f.name;
    for (const auto& o : verb.operands) EXPECT_TRUE(r->in.has(input_name(o.name))) << verb.path << o.name;
  }
}

TEST(ReadRequest, TakesRepeatedFlagsInOrder) {
  auto r = read({"signal", "1a2b", "--to", "A", "--text-file", "-", "--to", "B"});
  ASSERT_TRUE(r);
  EXPECT_EQ(r->in.all("to"), (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(r->in.one("case"), "1a2b");
  EXPECT_EQ(r->in.one("text-file"), "-");
}

TEST(ReadRequest, TakesSharedFlagsBeforeAndAfterTheVerb) {
  auto r = read({"--home", "/a", "case", "list", "--json"});
  ASSERT_TRUE(r);
  EXPECT_EQ(r->in.one("home"), "/a");
  EXPECT_TRUE(r->in.has("json"));
  EXPECT_EQ(read({"--home", "/a", "case", "list", "--home", "/b"})->in.one("home"), "/b");
}

TEST(ReadRequest, TakesTimesAndValuesWithEquals) {
  auto r = read({"mandate", "3c4d", "--to=A", "--until", "+2h"});
  ASSERT_TRUE(r);
  EXPECT_EQ(r->in.one("to"), "A");
  EXPECT_EQ(r->in.one("until"), "+2h");
}

TEST(ReadRequest, SaysWhatIsMissing) {
  EXPECT_EQ(detail({"signal"}), "usage: 'signal' needs CASE");
  EXPECT_EQ(detail({"signal", "1a2b", "--to", "A"}), "usage: 'signal' needs --text-file FILE");
  EXPECT_EQ(detail({}), "usage: no verb was given");
}

TEST(ReadRequest, RefusesWhatTheVerbDoesNotKnow) {
  EXPECT_EQ(detail({"waiting", "--reveal"}), "usage: '--reveal' is not part of 'waiting'");
  EXPECT_EQ(detail({"frobnicate"}), "usage: 'frobnicate' is no verb or flag");
  EXPECT_EQ(detail({"fsck", "a"}), "usage: 'a' is not part of 'fsck'");
  EXPECT_EQ(detail({"case", "lost"}), "usage: 'lost' is no verb or flag");
}

TEST(ReadRequest, RefusesASingleFlagGivenTwice) {
  EXPECT_EQ(detail({"trace", "1a2b", "--home", "/a", "--home", "/b"}), "usage: --home is given more than once");
}

TEST(ReadRequest, RefusesWordsThatAreNotInTheList) {
  EXPECT_EQ(detail({"acknowledge", "1a2b", "--position", "maybe"}),
            "usage: --position is one of noted, accepted, rejected, none-yet, not 'maybe'");
}

TEST(ReadRequest, AskedForHelpDoesNothingElse) {
  auto one = read({"signal", "--help"});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->wants, Request::Wants::help);
  ASSERT_NE(one->verb, nullptr);
  EXPECT_EQ(one->verb->path, "signal");
  auto group = read({"case", "--help"});
  ASSERT_TRUE(group);
  EXPECT_EQ(group->verb, nullptr);
  EXPECT_EQ(group->group, "case");
  EXPECT_EQ(read({"--help"})->group, "");
  EXPECT_EQ(read({"case"})->wants, Request::Wants::help);
  EXPECT_EQ(read({"--version"})->wants, Request::Wants::version);
}

}  // namespace
}  // namespace offices::cli
