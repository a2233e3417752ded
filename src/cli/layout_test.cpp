// SPDX-License-Identifier: Apache-2.0
#include "cli/layout.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

namespace offices::cli {
namespace {

TEST(Clean, MakesEscapesAndOverridesVisible) {
  EXPECT_EQ(clean("a\x1b[31mb"), "a⟨U+001B⟩[31mb");
  EXPECT_EQ(clean("a\u202Eb\u2066c"), "a⟨U+202E⟩b⟨U+2066⟩c");
  EXPECT_EQ(clean("a\rb\x7f\u009b"), "a⟨U+000D⟩b⟨U+007F⟩⟨U+009B⟩");
}

TEST(Clean, KeepsNewlinesJoinersAndMarksAndMakesTabsSpaces) {
  EXPECT_EQ(clean("a\nb\tc"), "a\nb c");
  EXPECT_EQ(clean("می\u200cخواهم \u200f"), "می\u200cخواهم \u200f");
}

TEST(Clean, ShowsWhatIsNotUtf8) { EXPECT_EQ(clean("a\xff"), "a⟨not UTF-8⟩"); }

TEST(Foreign, IsOneLineAndIsolatedOnATerminalOnly) {
  EXPECT_EQ(foreign("سلام\nhi", {80, true}), "\u2068سلام hi\u2069");
  EXPECT_EQ(foreign("سلام", {80, false}), "سلام");
  EXPECT_EQ(foreign("", {80, true}), "");
}

TEST(Block, IsolatesEachLineOnATerminalOnly) {
  EXPECT_EQ(block("سلام\nhi", "| ", {80, true}), "| \u2068سلام\u2069\n| \u2068hi\u2069\n");
  EXPECT_EQ(block("a\n\nb", "| ", {80, false}), "| a\n| \n| b\n");
}

TEST(Width, CountsWideTwiceAndCombiningNot) {
  EXPECT_EQ(width("abc"), 3u);
  EXPECT_EQ(width("e\u0301"), 1u);
  EXPECT_EQ(width("和平"), 4u);
  EXPECT_EQ(width("שלום"), 4u);
}

TEST(Wrapped, BreaksAtSpacesUnderTheIndent) {
  View view{30, false};
  EXPECT_EQ(wrapped("one two three four five six seven", 4, view), "one two three four five\n    six seven");
  EXPECT_EQ(wrapped("a\n\nb", 4, view), "a\n\n    b");
}

TEST(Wrapped, LeavesLongWordsWhole) {
  std::string word(50, 'x');
  EXPECT_EQ(wrapped("a " + word + " b", 0, {40, false}), "a\n" + word + "\nb");
}

TEST(Quoted, CutsAtAColumnAndPutsLinesIntoOne) {
  EXPECT_EQ(quoted("abcdef", {}, 4), "“abcd…”");
  EXPECT_EQ(quoted("ab\ncd", {}, 10), "“ab cd”");
}

TEST(Columns, AlignsByDisplayWidth) { EXPECT_EQ(columns({{"和", "x"}, {"abc", "y"}}, 1, {}), " 和   x\n abc  y\n"); }

TEST(Facts, LeavesEmptyOnesOut) { EXPECT_EQ(facts({{"a", "1"}, {"bb", ""}, {"ccc", "3"}}, 2, {}), "  a    1\n  ccc  3\n"); }

TEST(Grouped, FivesOfDigitsAndNothingElse) {
  EXPECT_EQ(grouped("123456789012345678901234567890"), "12345 67890 12345 67890 12345 67890");
  EXPECT_EQ(grouped("12 34"), "12 34");
}

TEST(LocalTime, NamesItsZone) {
  setenv("TZ", "UTC0", 1);
  tzset();
  EXPECT_EQ(local_time("2025-10-09T14:00:00Z"), "2025-10-09T14:00:00Z");
  EXPECT_EQ(local_time("2025-10-09T14:00:00Z", false), "2025-10-09T14:00Z");
  setenv("TZ", "<+0330>-3:30", 1);
  tzset();
  EXPECT_EQ(local_time("2025-10-09T22:00:00Z", false), "2025-10-10T01:30+03:30");
  unsetenv("TZ");
  tzset();
  EXPECT_EQ(local_time("yesterday\x1b"), "yesterday⟨U+001B⟩");
}

TEST(Fields, AreEmptyWhereAResultHasAnotherShape) {
  EXPECT_EQ(field(Json{{"a", 1}}, "a"), "");
  EXPECT_EQ(field(Json(nullptr), "a"), "");
  EXPECT_EQ(number(Json{{"a", "x"}}, "a"), "0");
  EXPECT_TRUE(part(Json{{"a", "x"}}, "a").empty());
  EXPECT_FALSE(flag(Json{{"a", nullptr}}, "a"));
}

}  // namespace
}  // namespace offices::cli
