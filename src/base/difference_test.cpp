// SPDX-License-Identifier: Apache-2.0
#include "base/difference.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace offices::base {
namespace {

using Pieces = std::vector<Piece>;

/// "kept [-removed-] {+added+}"
std::string marked(std::string_view before, std::string_view after) {
  std::string out;
  for (const auto& p : *differences(before, after)) {
    if (p.mark == Mark::kept) out += p.text;
    else out += (p.mark == Mark::removed ? "[-" : "{+") + p.text + (p.mark == Mark::removed ? "-]" : "+}");
  }
  return out;
}

TEST(Differences, AreWordByWord) {
  EXPECT_EQ(marked("The ceasefire lasts 30 days.", "The ceasefire lasts 60 days, renewably."),
            "The ceasefire lasts [-30-]{+60+} days{+, renewably+}.");
  EXPECT_EQ(marked("both sides", "both sides"), "both sides");
  EXPECT_EQ(marked("", "new"), "{+new+}");
  EXPECT_EQ(marked("old", ""), "[-old-]");
  EXPECT_EQ(*differences("", ""), Pieces{});
  EXPECT_EQ(marked("a b c d", "a x c y"), "a [-b-]{+x+} c [-d-]{+y+}");
}

TEST(Differences, KeepPersianWordsWithTheirJoiners) {
  EXPECT_EQ(marked("آتش‌بس می‌ماند، تا فردا", "آتش‌بس می‌شود، تا فردا"),
            "آتش‌بس [-می‌ماند-]{+می‌شود+}، تا فردا");
  EXPECT_EQ(marked("كِتاب", "كَتاب"), "[-كِتاب-]{+كَتاب+}") << "a vowel sign is part of its word";
}

TEST(Differences, CutChineseByCharacterAndKoreanBySyllable) {
  EXPECT_EQ(marked("双方停火三十天", "双方停火六十天"), "双方停火[-三-]{+六+}十天");
  EXPECT_EQ(marked("휴전한다", "휴전했다"), "휴전[-한-]{+했+}다");
  EXPECT_EQ(marked("ข้อตกลง", "ข้อตกลว"), "ข้อตกล[-ง-]{+ว+}");
}

TEST(Differences, TearNoCharacterApart) {
  EXPECT_EQ(marked("cafe\u0301", "cafe\u0300"), "[-cafe\u0301-]{+cafe\u0300+}");
  EXPECT_EQ(marked("👩\u200d🚀 ok", "👩\u200d🌾 ok"), "[-👩\u200d🚀-]{+👩\u200d🌾+} ok");
  EXPECT_EQ(marked("👍🏽", "👍🏻"), "[-👍🏽-]{+👍🏻+}");
}

TEST(Differences, RefuseWhatIsNoText) {
  EXPECT_EQ(differences("\xff", "").error().code, Code::text_not_utf8);
  EXPECT_EQ(differences("", std::string(300'000, 'x')).error().code, Code::text_too_long);
}

void check_pieces(const std::string& before, const std::string& after) {
  std::string old, now;
  auto pieces = *differences(before, after);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& p = pieces[i];
    RC_ASSERT(!p.text.empty());
    if (i > 0) RC_ASSERT(p.mark != pieces[i - 1].mark && !(pieces[i - 1].mark == Mark::added && p.mark == Mark::removed));
    if (p.mark != Mark::added) old += p.text;
    if (p.mark != Mark::removed) now += p.text;
  }
  RC_ASSERT(old == before);
  RC_ASSERT(now == after);
}

RC_GTEST_PROP(Differences, LeadFromOneTextToTheOther, ()) {
  auto some_text = [] {
    std::string out;
    for (auto n = *rc::gen::inRange(0, 40); n > 0; --n)
      out += *rc::gen::element<std::string>("a", "b", "c", " ", ",", "停", "火", "می‌", "\u0301", "👩", "\u200d", "\n");
    return out;
  };
  check_pieces(some_text(), some_text());
}

/// The least number of single characters to remove and add, by the table.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t k = 0; k <= b.size(); ++k) {
      if (i == 0 || k == 0) d[i][k] = i + k;
      else d[i][k] = a[i - 1] == b[k - 1] ? d[i - 1][k - 1] : 1 + std::min(d[i - 1][k], d[i][k - 1]);
    }
  return d[a.size()][b.size()];
}

RC_GTEST_PROP(Differences, AreTheFewestThereCanBe, ()) {
  auto symbols = [] {
    std::string out;
    for (auto n = *rc::gen::inRange(0, 60); n > 0; --n) out += *rc::gen::element('!', '?', '.');
    return out;
  };
  auto before = symbols(), after = symbols();
  std::size_t moved = 0;
  for (const auto& p : *differences(before, after)) moved += p.mark == Mark::kept ? 0 : p.text.size();
  RC_ASSERT(moved == distance(before, after));
}

TEST(Differences, OfLongTextsThatHaveNothingInCommonEnd) {
  std::string before, after;
  for (int i = 0; i < 20'000; ++i) {
    before += std::to_string(i * 7 % 4001) + " ";
    after += std::to_string(i * 11 % 4003) + "\n";
  }
  check_pieces(before, after);
}

}  // namespace
}  // namespace offices::base
