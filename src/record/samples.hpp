// SPDX-License-Identifier: Apache-2.0
// Samples: statements, contexts and signatures for the tests of this module; any_… draws from rapidcheck.
#pragma once

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "record/context.hpp"

namespace offices::record {

/// Two drawn ids are never the same one, however small the test case.
template <class IdType>
IdType any_id() {
  auto n = *rc::gen::noShrink(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>()));
  Bytes octets;
  base::put_u64(octets, n);
  return IdType{crypto::sha256(octets).octets};
}

template <class IdType>
IdType fixed_id(Byte nibble) {
  IdType id;
  id.octets.fill(static_cast<Byte>(nibble << 4 | nibble));
  return id;
}

inline crypto::SigningKey key_of(Byte first) {
  Bytes seed(32, Byte{1});
  seed[0] = first;
  return *crypto::SigningKey::from_seed(seed);
}
inline crypto::VerifyKey another_key() { return key_of(255).public_key(); }

/// Text of any well-formed characters that JSON must or need not escape.
inline std::string any_text() {
  static const std::vector<std::string> pieces = {"a", "\"", "\\", "\n", "\t", "/", "é", "ש", "\u200c", "😀", "\x7f", "\u2028", "\x01"};
  std::string out;
  for (auto n = *rc::gen::inRange(0, 12); n > 0; --n) out += *rc::gen::elementOf(pieces);
  return out;
}

inline Json any_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
    case 0: return any_text();
    case 1: return *rc::gen::inRange<std::int64_t>(-(std::int64_t{1} << 53) + 1, std::int64_t{1} << 53);
    case 2: return *rc::gen::arbitrary<bool>();
    case 3: return nullptr;
    case 4: return Json::array({any_value(depth - 1), any_value(depth - 1)});
    default: return {{any_text(), any_value(depth - 1)}, {"k" + any_text(), any_value(depth - 1)}};
  }
}

template <class IdType>
std::optional<IdType> any_maybe() {
  return *rc::gen::arbitrary<bool>() ? std::optional(any_id<IdType>()) : std::nullopt;
}

inline Statement any_statement() {
  Statement s;
  s.kind = *rc::gen::resize(31, rc::gen::container<std::string>(rc::gen::inRange<char>('a', 'z' + 1)));
  s.kind += "k";
  s.of_case = any_maybe<CaseId>();
  s.author = any_id<ParticipantId>();
  s.post = any_id<PostId>();
  s.time = Time{*rc::gen::inRange<std::int64_t>(0, 253'402'300'800)};  // to the end of the year 9999
  s.body = {{"a", any_value(3)}, {any_text(), any_value(2)}};
  s.context = any_maybe<Digest>();
  return s;
}

inline Statement fixed_statement() {
  return {"signal",         fixed_id<CaseId>(2), fixed_id<ParticipantId>(1), fixed_id<PostId>(4),
          Time{1760018400}, {{"text", "é"}},     fixed_id<Digest>(3)};
}

struct SignedSample {
  Signed content;
  PostId keyid;
  crypto::VerifyKey key;
};

inline SignedSample sign_sample(const Statement& s, Byte seed) {
  auto key = key_of(seed);
  return {sign_payload(base::to_bytes(base::as_bytes(encode_payload(s))), key), post_of(key.public_key()), key.public_key()};
}
inline SignedSample fixed_signed() { return sign_sample(fixed_statement(), 1); }
inline SignedSample any_signed() { return sign_sample(any_statement(), static_cast<Byte>(*rc::gen::inRange(0, 255))); }

inline Head any_head() {
  auto size = *rc::gen::inRange<std::uint64_t>(1, std::uint64_t{1} << 40);
  return {size, any_id<Digest>()};
}

inline Context any_context() {
  Context c;
  c.channel = any_id<ChannelId>();
  c.feed = any_id<FeedId>();
  c.head = *rc::gen::arbitrary<bool>() ? any_head() : empty_head();
  c.index = c.head.size;
  for (auto n = *rc::gen::inRange(0, 17); n > 0; --n) c.seen.push_back({any_id<FeedId>(), any_head()});
  std::ranges::sort(c.seen, {}, &FeedHead::feed);
  for (auto& b : c.salt) b = static_cast<Byte>(*rc::gen::inRange(0, 256));
  return c;
}

}  // namespace offices::record
