// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace offices::base {
namespace {

Code refusal(std::string_view text) {
  auto r = check_text(text);
  return r ? Code::internal : r.error().code;
}

TEST(Text, KeepsJoinersAndDirectionMarks) {
  EXPECT_TRUE(check_text("می\u200cخواهیم").has_value());
  EXPECT_TRUE(check_text("\u200fשלום\u200e, \u061ca").has_value());
  EXPECT_TRUE(check_text("a\tb\nc").has_value());
}

TEST(Text, RefusesOverridesAndIsolates) {
  for (const char* bad : {"a\u202a", "a\u202e", "a\u2066", "a\u2069", "a\x01", "a\x7f", "a\u0085", "a\r\n", "a\ufeff"})
    EXPECT_EQ(refusal(bad), Code::text_forbidden_character) << bad;
}

TEST(Text, RefusesWhatIsNotUtf8) {
  for (const char* bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xff", "\xf0\x8f\x80\x80"})
    EXPECT_EQ(refusal(bad), Code::text_not_utf8);
}

TEST(Text, RefusesNothingVisibleAndTooMuch) {
  EXPECT_EQ(refusal(""), Code::text_empty);
  EXPECT_EQ(refusal(" \n\t\u200e\u00a0"), Code::text_empty);
  EXPECT_TRUE(check_text(std::string(text_bytes_max, 'a')).has_value());
  EXPECT_EQ(refusal(std::string(text_bytes_max + 1, 'a')), Code::text_too_long);
}

TEST(Text, LinesAreOneLine) {
  EXPECT_TRUE(check_line("Iran").has_value());
  EXPECT_FALSE(check_line("I\nran").has_value());
  EXPECT_FALSE(check_line(" Iran").has_value());
  EXPECT_FALSE(check_line(std::string(201, 'a')).has_value());
}

TEST(Text, RevealsWhatDoesNotShow) { EXPECT_EQ(reveal("a\u200cb"), "a⟨U+200C⟩b"); }

TEST(Excerpt, IsCutBetweenCharacters) {
  EXPECT_EQ(excerpt("short"), "short");
  EXPECT_EQ(excerpt(std::string(120, 'a')), std::string(120, 'a'));
  EXPECT_EQ(excerpt(std::string(121, 'a')), std::string(120, 'a') + "…");
  EXPECT_EQ(excerpt(std::string(119, 'a') + "ми"), std::string(119, 'a') + "…") << "a letter of two octets stays whole";
}

}  // namespace
}  // namespace offices::base
