// SPDX-License-Identifier: Apache-2.0
#include "record/statement.hpp"

#include <gtest/gtest.h>

#include "record/samples.hpp"

namespace offices::record {
namespace {

Code refusal(std::string_view payload) {
  auto r = decode_payload(base::as_bytes(payload));
  return r ? Code::internal : r.error().code;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

RC_GTEST_PROP(Payload, ComesBackAsItWas, ()) {
  auto s = any_statement();
  auto payload = encode_payload(s);
  auto back = decode_payload(base::as_bytes(payload));
  RC_ASSERT(back.has_value());
  RC_ASSERT(encode_payload(*back) == payload);
  RC_ASSERT(back->kind == s.kind && back->of_case == s.of_case && back->author == s.author && back->post == s.post);
  RC_ASSERT(back->time == s.time && back->body == s.body && back->context == s.context);
}

RC_GTEST_PROP(Payload, AnyOctetChangedIsAnotherStatementOrNone, ()) {
  auto payload = encode_payload(any_statement());
  auto changed = payload;
  auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
  changed[at] = static_cast<char>(*rc::gen::distinctFrom(rc::gen::inRange(0, 256), static_cast<int>(static_cast<Byte>(changed[at]))));
  auto back = decode_payload(base::as_bytes(changed));
  if (back) RC_ASSERT(encode_payload(*back) == changed);
  RC_ASSERT(statement_id(base::as_bytes(changed)) != statement_id(base::as_bytes(payload)));
}

TEST(Payload, HasOneSpelling) {
  EXPECT_EQ(encode_payload(fixed_statement()), "{\"author\":\"" + std::string(64, '1') + "\",\"body\":{\"text\":\"é\"},\"case\":\"" +
                                                   std::string(64, '2') + "\",\"context\":\"" + std::string(64, '3') +
                                                   "\",\"kind\":\"signal\",\"post\":\"" + std::string(64, '4') +
                                                   "\",\"time\":\"2025-10-09T14:00:00Z\",\"v\":1}");
}

TEST(Payload, RefusesEveryOtherSpelling) {
  auto payload = encode_payload(fixed_statement());
  ASSERT_EQ(refusal(payload), Code::internal);
  for (auto [from, to] : {std::pair{"{\"author\"", "{ \"author\""},
                          {"\"v\":1}", "\"v\":1}\n"},
                          {"\"v\":1", "\"v\":1.0"},
                          {"é", "\\u00e9"},
                          {"signal", "\\u0073ignal"},
                          {"\"v\":1", "\"v\":1,\"w\":1"},
                          {"\"v\":1", "\"v\":2"},
                          {"\"v\":1", "\"v\":1,\"v\":1"},
                          {"2025-10-09T14:00:00Z", "2025-10-09T14:00Z"},
                          {"2025-10-09T14:00:00Z", "2025-02-30T14:00:00Z"},
                          {"signal", "Signal"},
                          {"signal", ""},
                          {"signal", "sig nal"},
                          {"signal", "abcdefghijklmnopqrstuvwxyzabcdefg"},
                          {"1111", "111G"},
                          {"1111", "111"},
                          {"\"signal\"", "7"},
                          {"é", "\xff"},
                          {"{\"text\":\"é\"}", "[]"},
                          {"{\"text\":\"é\"}", "null"},
                          {"3333", "333F"}})
    EXPECT_EQ(refusal(replaced(payload, from, to)), Code::malformed) << to;
  for (const char* other : {"", "null", "[]", "{}", "1", "\"x\""}) EXPECT_EQ(refusal(other), Code::malformed) << other;
}

TEST(Payload, RefusesAFieldThatIsAbsent) {
  auto json = *base::parse_json(base::as_bytes(encode_payload(fixed_statement())));
  ASSERT_EQ(json.size(), 8u);
  for (const auto& [key, value] : json.items()) {
    auto without = json;
    without.erase(key);
    EXPECT_EQ(refusal(base::spell(without)), Code::malformed) << key;
  }
}

TEST(Payload, RefusesMoreThanItsLimit) {
  auto s = fixed_statement();
  auto empty = encode_payload(s).size() - 2;  // without the two octets of its text
  s.body["text"] = std::string(payload_bytes_max - empty, 'a');
  EXPECT_EQ(refusal(encode_payload(s)), Code::internal);
  s.body["text"] = std::string(payload_bytes_max - empty + 1, 'a');
  EXPECT_EQ(refusal(encode_payload(s)), Code::too_large);
}

RC_GTEST_PROP(Envelope, ComesBackAndHoldsUnderItsKeyOnly, ()) {
  auto s = any_signed();
  auto text = encode_envelope(s.content, s.keyid);
  auto back = decode_envelope(base::as_bytes(text));
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->content == s.content && back->keyid == s.keyid);
  RC_ASSERT(signature_holds(back->content, s.key));
  RC_ASSERT(!signature_holds(back->content, s.key, "another type"));
  RC_ASSERT(!signature_holds(back->content, another_key()));
  RC_ASSERT(!decode_envelope(base::as_bytes(text), "another type").has_value());
  back->content.payload[*rc::gen::inRange<std::size_t>(0, back->content.payload.size())] ^= 1;
  RC_ASSERT(!signature_holds(back->content, s.key));
}

TEST(Envelope, RefusesEveryOtherSpelling) {
  auto s = fixed_signed();
  auto text = encode_envelope(s.content, s.keyid);
  auto reads = [](const std::string& t) { return decode_envelope(base::as_bytes(t)).has_value(); };
  ASSERT_TRUE(reads(text));
  auto one = text.substr(text.find("{\"keyid\""));
  one = one.substr(0, one.size() - 2);
  EXPECT_TRUE(reads(replaced(text, one, one)));
  EXPECT_FALSE(reads(replaced(text, one, one + "," + one)));  // a second signature
  EXPECT_FALSE(reads(replaced(text, one, "")));
  EXPECT_FALSE(reads(replaced(text, "{\"payload\"", "{ \"payload\"")));
  EXPECT_FALSE(reads(replaced(text, "\"keyid\":", "\"extra\":1,\"keyid\":")));
  EXPECT_FALSE(reads(replaced(text, "==\"}", "=\"}")));
  EXPECT_FALSE(reads(replaced(text, "\"sig\":\"", "\"sig\":\"AAAA")));
  EXPECT_FALSE(reads(text + "\n"));
}

TEST(Envelope, RefusesTheUrlSafeAlphabet) {
  auto s = fixed_signed();
  s.content.payload = {0xfb, 0xff, 0xfe};  // "+//+"
  auto text = encode_envelope(s.content, s.keyid);
  ASSERT_TRUE(decode_envelope(base::as_bytes(text)).has_value());
  EXPECT_FALSE(decode_envelope(base::as_bytes(replaced(text, "+//+", "-__-"))).has_value());
}

RC_GTEST_PROP(Bare, ComesBackWithoutAnythingElse, ()) {
  auto s = any_signed().content;
  auto json = bare_to_json(s);
  RC_ASSERT(json.size() == 2u);
  RC_ASSERT(*bare_from_json(json) == s);
  json["context"] = Json::object();
  RC_ASSERT(!bare_from_json(json).has_value());
}

TEST(Bare, RefusesWhatIsNoStatement) {
  for (const char* bad : {"null", "[]", "{}", R"({"payload":"","sig":""})", R"({"payload":7,"sig":"AA=="})"})
    EXPECT_FALSE(bare_from_json(*base::parse_json(base::as_bytes(bad))).has_value()) << bad;
}

}  // namespace
}  // namespace offices::record
