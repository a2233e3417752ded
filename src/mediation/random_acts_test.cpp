// SPDX-License-Identifier: Apache-2.0
// Random acts by every role: what the rules admit keeps every promise, and what a dishonest intermediary signs beyond them
// is there to be shown. Judged by a slow twin that reads the record and knows nothing of the rules.
#include <gtest/gtest.h>

#include "tests/support/random_acts.hpp"
#include "tests/support/twin_talks.hpp"

namespace offices::mediation {
namespace {

using testing::Filed;
using testing::RandomActs;
using testing::Twin;
using testing::TwinTalks;

constexpr int seeds = 80;
constexpr int acts_each = 310;

/// Every code with which an act is refused before it is signed.
constexpr Code refusals[] = {Code::wrong_role,
                             Code::not_a_participant,
                             Code::not_found,
                             Code::not_yours,
                             Code::exists,
                             Code::name_taken,
                             Code::removed,
                             Code::bad_signature,
                             Code::malformed,
                             Code::wrong_context,
                             Code::no_mandate,
                             Code::mandate_withdrawn,
                             Code::mandate_replaced,
                             Code::too_early,
                             Code::too_late,
                             Code::form_not_allowed,
                             Code::words_differ,
                             Code::approval_required,
                             Code::approval_mismatch,
                             Code::rendering_refused,
                             Code::attribution_mismatch,
                             Code::pair_required,
                             Code::pair_mismatch,
                             Code::already_conveyed,
                             Code::already_answered,
                             Code::disclosure_not_allowed,
                             Code::disclosure_differs,
                             Code::not_dispatched,
                             Code::no_agenda,
                             Code::agenda_replaced,
                             Code::framework_replaced,
                             Code::table_differs,
                             Code::not_adopted,
                             Code::outcome_differs,
                             Code::ballot_ended,
                             Code::text_empty,
                             Code::text_too_long,
                             Code::text_forbidden_character};

TEST(RandomActsByEveryRole, AreAdmittedOftenAndRefusedForEveryReason) {
  std::map<std::string, int> counts;
  int admitted = 0, all = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    RandomActs acts(static_cast<std::uint64_t>(seed));
    acts.run(acts_each);
    for (const auto& [code, n] : acts.refused) counts[code] += n;
    admitted += acts.admitted;
    all += acts.admitted;
  }
  for (const auto& [code, n] : counts) all += n;
  std::printf("%d acts, %d %% admitted; refused", all, admitted * 100 / all);
  for (const auto& [code, n] : counts) std::printf(" %s %d", code.c_str(), n);
  std::printf("\n");
  EXPECT_GE(admitted * 100, all * 30);
  for (auto code : refusals) EXPECT_GE(counts[std::string(base::info(code).name)], 20) << base::info(code).name;
}

TEST(RandomActsByEveryRole, PutNoWordsBeforeAnAddresseeThatNoMandateCovers) {
  std::size_t conveyed = 0;
  for (int seed = 1; seed <= seeds / 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomActs acts(static_cast<std::uint64_t>(seed));
    acts.run(acts_each);
    Twin twin(acts.c);
    for (const auto& conveyance : twin.conveyances()) {
      ++conveyed;
      EXPECT_EQ(twin.excess(conveyance), "") << conveyance->id.hex();
      EXPECT_EQ(acts.finding_at_addressee(*conveyance), "");
    }
  }
  EXPECT_GE(conveyed, 200u);
}

/// Feeds, roots and salts of other channels are nowhere in a channel's payloads, nor in what lies inside them.
TEST(RandomActsByEveryRole, CarryNoContextFromOneChannelToAnother) {
  std::size_t crossed = 0;
  for (int seed = 1; seed <= seeds / 8; ++seed) {
    RandomActs acts(static_cast<std::uint64_t>(seed), true);
    acts.run(acts_each);
    Twin twin(acts.c);
    for (const auto& filed : twin.all()) {
      auto texts = twin.texts_of(filed);
      crossed += texts.size() - 1;
      for (const auto& other : twin.all()) {
        if (other.context.channel == filed.context.channel) continue;
        for (const auto& secret : {base::hex(other.context.salt), other.context.feed.hex(), other.context.channel.hex()})
          for (const auto& text : texts) EXPECT_EQ(text.find(secret), std::string::npos);
        if (other.context.index == 0) continue;
        for (const auto& text : texts) EXPECT_EQ(text.find(other.context.head.root.hex()), std::string::npos);
      }
    }
  }
  EXPECT_GE(crossed, 200u);
}

/// Beyond the mandate: named at the addressee's post, or at the author's, or (where both were told something else, or the
/// author nothing) its own signature on words that answer no dispatch.
TEST(ADishonestIntermediary, SignsEveryExcess) {
  std::map<std::string, int> where;
  for (int seed = 1; seed <= seeds / 3; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomActs acts(static_cast<std::uint64_t>(seed), true);
    acts.run(acts_each);
    Twin twin(acts.c);
    for (const auto& conveyance : twin.conveyances()) {
      auto excess = twin.excess(conveyance);
      if (excess.empty()) continue;
      EXPECT_TRUE(acts.signed_at_addressee(*conveyance)) << excess;
      if (!acts.finding_at_addressee(*conveyance).empty()) ++where["addressee"];
      else if (acts.breach_at_author(twin, *conveyance)) ++where["author"];
      else if (!twin.dispatch_of(*conveyance)) ++where["no dispatch"];
      else if (twin.halves_differ(*conveyance)) ++where["two halves"];
      else ADD_FAILURE() << "nobody can show it: " << excess;
    }
  }
  for (const auto& [post, n] : where) std::printf("%s %d\n", post.c_str(), n);
  for (const char* post : {"addressee", "author", "no dispatch", "two halves"}) EXPECT_GE(where[post], 20) << post;
}

/// Of agendas, frameworks and ballots: whatever anybody signs, the rules hold something against it exactly where the twin does,
/// and what the twin says contradicts another signature stays as evidence.
TEST(RandomTalksByEveryRole, AreJudgedAsTheRecordShowsThem) {
  std::map<std::string, int> counts;
  for (int seed = 1; seed <= seeds / 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomActs acts(static_cast<std::uint64_t>(seed), seed % 2 == 0);
    acts.run(acts_each);
    Twin twin(acts.c);
    TwinTalks talks(twin, acts.c);
    std::map<StatementId, std::string> findings;
    for (const auto& k : acts.c.post(acts.c.harbour()).kept) findings[k.entry.statement.id()] = k.finding;
    for (const auto& filed : twin.all()) {
      if (!TwinTalks::is_one(filed)) continue;
      const auto &amiss = talks.amiss(filed), &finding = findings.at(filed.id);
      ++counts[std::string(kind_of(filed.body)) + (amiss.empty() ? "" : " amiss")];
      EXPECT_EQ(amiss.empty(), finding.empty()) << kind_of(filed.body) << ": " << amiss << " / " << finding;
      if (amiss.starts_with("contradicts")) EXPECT_TRUE(finding == "table_differs" || finding == "outcome_differs") << finding;
    }
  }
  for (const auto& [kind, n] : counts) std::printf("%s %d\n", kind.c_str(), n);
  for (const char* kind : {"agenda", "table", "sight", "ballot", "stub", "outcome", "ratification", "witness"}) {
    // Ratifications stand on everything before them, and are the rarest.
    EXPECT_GE(counts[kind], kind == std::string_view("ratification") ? 1 : 10) << kind;
    EXPECT_GE(counts[kind + std::string(" amiss")], 5) << kind;
  }
}

TEST(Arrival, InAnyOrderGivesTheSameState) {
  for (int seed = 1; seed <= seeds / 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomActs acts(static_cast<std::uint64_t>(seed), seed % 2 == 0);
    acts.run(acts_each);
    for (std::size_t i = 0; i < acts.c.size(); ++i)
      for (int order = 0; order < 3; ++order)
        EXPECT_EQ(acts.state_after_another_order(acts.c.member(i)), acts.state_of(acts.c.member(i))) << acts.c.member(i).name;
  }
}

TEST(Arrival, GivesBothEndsOfAChannelTheSameSubjects) {
  for (int seed = 1; seed <= seeds / 8; ++seed) {
    RandomActs acts(static_cast<std::uint64_t>(seed), seed % 2 == 0);
    acts.run(acts_each);
    for (std::size_t i = 1; i < acts.c.size(); ++i)
      for (const auto& [id, subject] : acts.c.post(acts.c.member(i)).subjects)
        EXPECT_EQ(acts.c.post(acts.c.harbour()).subjects.at(id), subject) << seed;
  }
}

}  // namespace
}  // namespace offices::mediation
