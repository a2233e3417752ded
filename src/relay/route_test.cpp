// SPDX-License-Identifier: Apache-2.0
#include "relay/route.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace offices::relay {
namespace {

const std::string id(64, 'a');
const std::string box = "/v1/mailboxes/" + id;

template <class R>
R read_as(std::string_view method, const std::string& target) {
  auto r = read_route(method, target);
  if (!r || !std::holds_alternative<R>(*r)) {
    ADD_FAILURE() << method << " " << target;
    return {};
  }
  return std::get<R>(*r);
}

Code refusal(std::string_view method, const std::string& target) {
  auto r = read_route(method, target);
  return r ? Code::internal : r.error().code;
}

TEST(Route, ReadsEveryPathOfTheInterface) {
  read_as<HealthRoute>("GET", "/healthz");
  read_as<AboutRoute>("GET", "/v1/relay");
  EXPECT_EQ(read_as<CreateRoute>("PUT", box).mailbox.hex(), id);
  EXPECT_EQ(read_as<RemoveRoute>("DELETE", box).mailbox.hex(), id);
  EXPECT_EQ(read_as<DepositRoute>("POST", box + "/envelopes").mailbox.hex(), id);
  EXPECT_EQ(read_as<DeleteRoute>("DELETE", box + "/envelopes?through=7").through, 7U);
  auto f = read_as<FetchRoute>("GET", box + "/envelopes?wait=5&after=3&limit=2");
  EXPECT_EQ(f, (FetchRoute{f.mailbox, 3, 2, 5}));
}

TEST(Route, FetchHasDefaults) {
  auto f = read_as<FetchRoute>("GET", box + "/envelopes");
  EXPECT_EQ(f, (FetchRoute{f.mailbox, 0, 64, 0}));
}

TEST(Route, RefusesOtherPaths) {
  for (const char* path : {"", "/", "/v1", "/v1/relay/", "/v1/mailboxes", "*", "/v2/relay", "/healthz/x", "//healthz"})
    EXPECT_EQ(refusal("GET", path), Code::not_found) << path;
  EXPECT_EQ(refusal("GET", box + "/envelopes/1"), Code::not_found);
  EXPECT_EQ(refusal("PUT", box + "/"), Code::not_found);
}

TEST(Route, RefusesMethodsThatAPathDoesNotHave) {
  EXPECT_EQ(refusal("POST", "/healthz"), Code::method_not_allowed);
  EXPECT_EQ(refusal("HEAD", "/v1/relay"), Code::method_not_allowed);
  EXPECT_EQ(refusal("GET", box), Code::method_not_allowed);
  EXPECT_EQ(refusal("PUT", box + "/envelopes"), Code::method_not_allowed);
  EXPECT_EQ(refusal("get", box + "/envelopes"), Code::method_not_allowed);
}

TEST(Route, RefusesMailboxIdsInAnotherSpelling) {
  for (std::string other : {std::string(64, 'A'), std::string(63, 'a'), std::string(65, 'a'), std::string(64, 'g'), std::string(),
                            "%61" + std::string(61, 'a')})
    EXPECT_EQ(refusal("PUT", "/v1/mailboxes/" + other), Code::malformed) << other;
}

TEST(Route, RefusesQueriesInAnotherSpelling) {
  for (const char* query : {"?", "?after", "?after=", "?after=01", "?after=-1", "?after=+1", "?after=1&", "?after=1&after=1", "?&after=1",
                            "?limit=0", "?limit=65", "?wait=61", "?after=9223372036854775808", "?after=99999999999999999999", "?other=1",
                            "?after=1 ", "?after=0x1", "?through=1"})
    EXPECT_EQ(refusal("GET", box + "/envelopes" + query), Code::malformed) << query;
  EXPECT_EQ(refusal("DELETE", box + "/envelopes"), Code::malformed);
  EXPECT_EQ(refusal("DELETE", box + "/envelopes?through=0"), Code::malformed);
  EXPECT_EQ(refusal("PUT", box + "?after=1"), Code::malformed);
}

TEST(Key, IsSixtyFourDigitsAfterBearer) {
  std::array<Byte, 32> nobody{}, key;
  key.fill(0xaa);
  EXPECT_EQ(read_key("Bearer " + id), key);
  for (const std::string& other :
       {std::string(), id, "bearer " + id, "Bearer  " + id, "Bearer " + id + " ", "Bearer " + std::string(64, 'A'), "Basic " + id})
    EXPECT_EQ(read_key(other), nobody) << other;
}

TEST(Create, ReadsBothHashesAndNothingElse) {
  auto c = read_create({}, base::as_bytes(R"({"deposit":")" + id + R"(","fetch":")" + std::string(64, 'b') + "\"}"));
  ASSERT_TRUE(c);
  EXPECT_EQ(c->deposit.hex(), id);
  EXPECT_EQ(c->fetch.hex(), std::string(64, 'b'));
  for (const std::string& body :
       {std::string(), std::string("{}"), std::string("[]"), R"({"deposit":")" + id + "\"}", R"({"deposit":")" + id + R"(","fetch":1})",
        R"({"deposit":")" + id + R"(","fetch":")" + id + R"(","more":1})"})
    EXPECT_FALSE(read_create({}, base::as_bytes(body))) << body;
  EXPECT_EQ(read_create({}, base::as_bytes(std::string(2000, ' '))).error().code, Code::too_large);
}

TEST(Deposit, IsOneToSixtyFourWholeEnvelopes) {
  EXPECT_EQ(read_envelopes(Bytes(wire::envelope_bytes))->size(), 1U);
  EXPECT_EQ(read_envelopes(Bytes(64 * wire::envelope_bytes))->size(), 64U);
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, wire::envelope_bytes - 1, wire::envelope_bytes + 1, 65 * wire::envelope_bytes})
    EXPECT_FALSE(read_envelopes(Bytes(size))) << size;
}

TEST(Envelopes, AreSpelledWithTheirSequences) {
  auto out = spell_envelopes({{1, wire::Envelope(wire::envelope_bytes, 7)}, {258, wire::Envelope(wire::envelope_bytes, 8)}});
  ASSERT_EQ(out.size(), 2 * 16392U);
  EXPECT_EQ(base::get_u64(ByteView(out).first(8)), 1U);
  EXPECT_EQ(out[8], 7);
  EXPECT_EQ(base::get_u64(ByteView(out).subspan(16392, 8)), 258U);
  EXPECT_EQ(out.back(), 8);
}

}  // namespace
}  // namespace offices::relay
