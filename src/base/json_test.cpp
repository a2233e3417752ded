// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <gtest/gtest.h>

#include <string>

namespace offices::base {
namespace {

bool reads(std::string_view text) { return parse_json(as_bytes(text)).has_value(); }

TEST(Json, RefusesWhatTwoReadersCouldReadDifferently) {
  EXPECT_FALSE(reads(R"({"a":1,"a":2})"));
  EXPECT_FALSE(reads(R"({"a":1.0})"));
  EXPECT_FALSE(reads(R"({"a":1e3})"));
  EXPECT_FALSE(reads(R"({"a":9007199254740992})"));
  EXPECT_TRUE(reads(R"({"a":9007199254740991})"));
  EXPECT_FALSE(reads("{\"a\":\"\xff\"}"));
  EXPECT_FALSE(reads(R"({"a":1} x)"));
  EXPECT_FALSE(reads(""));
  EXPECT_FALSE(reads(std::string(1000, '[')));
  EXPECT_TRUE(reads(R"([{"a":{"b":[1,2]}},null,true,"x"])"));
}

TEST(Json, SpellsSortedWithoutSpace) {
  EXPECT_EQ(spell(*parse_json(as_bytes(R"({ "b" : [1, 2], "a":"é\n" })"))), "{\"a\":\"é\\n\",\"b\":[1,2]}");
}

/// Reading, spelling again and comparing: what parse_spelt() must agree with.
bool is_spelt(std::string_view text) {
  auto read = parse_json(as_bytes(text));
  return read && spell(*read) == text;
}

TEST(Spelt, IsExactlyWhatSpellsBackToItself) {
  for (std::string_view text : {R"({"a":1,"b":[true,false,null,-5,"x"]})",
                                R"({"b":1,"a":2})",
                                R"({"a":1,"a":2})",
                                R"( {})",
                                R"({} )",
                                R"({"a" :1})",
                                "{}",
                                "[]",
                                "[1,]",
                                "[,1]",
                                "{,}",
                                R"({"a"})",
                                R"({"a":})",
                                R"({"a":1,})",
                                "0",
                                "-0",
                                "00",
                                "01",
                                "-1",
                                "9007199254740991",
                                "9007199254740992",
                                "-9007199254740991",
                                "99999999999999999999",
                                "1.0",
                                "1e3",
                                "+1",
                                "-",
                                "tru",
                                "true",
                                "nulls",
                                "",
                                "\"",
                                R"("\u0041")",
                                R"("\u001f")",
                                R"("\u001F")",
                                R"("\u000a")",
                                R"("\n")",
                                R"("\/")",
                                R"("\"\\\b\f\r\t")",
                                R"("\ud83d\ude00")",
                                "\"\xf0\x9f\x98\x80\"",
                                "\"\xff\"",
                                "\"\xed\xa0\x80\"",
                                "\"\x7f\"",
                                "\"a\nb\"",
                                R"("\x")",
                                R"("\)",
                                "{\"\xc3\xa9\":1,\"a\":2}",
                                "{\"a\":2,\"\xc3\xa9\":1}"})
    EXPECT_EQ(parse_spelt(as_bytes(text)).has_value(), is_spelt(text)) << text;
  for (std::size_t depth : {31u, 32u, 33u, 34u, 100'000u}) {
    auto text = std::string(depth, '[') + std::string(depth, ']');
    EXPECT_EQ(parse_spelt(as_bytes(text)).has_value(), is_spelt(text)) << depth;
  }
}

TEST(Spelt, GivesTheSameValueAsReadingItTheLongWay) {
  auto text = std::string(R"({"a":[{"b":"é\n\u0001"},-17,9007199254740991],"c":{"d":null,"e":true},"f":""})");
  EXPECT_EQ(*parse_spelt(as_bytes(text)), *parse_json(as_bytes(text)));
  // Every change of one octet: both say the same.
  for (std::size_t at = 0; at < text.size(); ++at)
    for (int octet = 0; octet < 256; ++octet) {
      auto changed = text;
      changed[at] = static_cast<char>(octet);
      ASSERT_EQ(parse_spelt(as_bytes(changed)).has_value(), is_spelt(changed)) << changed;
    }
}

TEST(Fields, NamesTheFirstFault) {
  auto json = *parse_json(as_bytes(R"({"a":1,"b":"x","c":null})"));
  Fields ok(json, "thing");
  EXPECT_EQ(ok.integer("a", 0, 5), 1);
  EXPECT_EQ(ok.text("b"), "x");
  EXPECT_FALSE(ok.has("c"));
  ok.null_or_absent("c");
  EXPECT_TRUE(ok.finish().has_value());

  Fields missing(json, "thing");
  missing.text("nope");
  EXPECT_EQ(missing.finish().error().detail, "thing: nope is missing");

  Fields unread(json, "thing");
  unread.text("b");
  EXPECT_EQ(unread.finish().error().detail, "thing: a is not a known field");
}

TEST(Base64, IsCanonical) {
  EXPECT_EQ(base64(as_bytes("ab")), "YWI=");
  EXPECT_TRUE(from_base64("YWI=").has_value());
  EXPECT_FALSE(from_base64("YWJ=").has_value());
  EXPECT_FALSE(from_base64("YWI").has_value());
  EXPECT_FALSE(from_base64("Y=I=").has_value());
}

TEST(Time, ReadsWhatPeopleTypeAndWritesOneSpelling) {
  Time now{1760018400};
  EXPECT_EQ(iso(now), "2025-10-09T14:00:00Z");
  EXPECT_EQ(*parse_time("2025-10-09T19:00+05:00", now), now);
  EXPECT_EQ(*parse_time("+2h", now), now.plus(7200));
  for (const char* bad : {"", "x", "+h", "-2h", "2025-10-09", "2025-10-09T14:00", "2025-02-30T00:00Z", "2025-10-09T24:00Z"})
    EXPECT_FALSE(parse_time(bad, now).has_value()) << bad;
  EXPECT_FALSE(from_iso("2025-10-09T14:00Z").has_value());
}

}  // namespace
}  // namespace offices::base
