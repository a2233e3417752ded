// SPDX-License-Identifier: Apache-2.0
#include "wire/envelope.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace offices::wire {
namespace {

Frame any_frame() {
  Frame f;
  f.message = *rc::gen::arbitrary<std::uint64_t>();
  f.count = *rc::gen::inRange<std::uint32_t>(1, ~std::uint32_t{0});
  f.index = *rc::gen::inRange<std::uint32_t>(0, f.count);
  auto size = *rc::gen::element<std::size_t>(0, 1, 100, frame_body_max - 1, frame_body_max);
  f.body = Bytes(size, *rc::gen::arbitrary<Byte>());
  return f;
}

TEST(Frame, SizesAddUp) {
  EXPECT_EQ(frame_bytes, 16u * 1024 - 32 - 16);
  EXPECT_EQ(frame_body_max, frame_bytes - 2 - 8 - 4 - 4 - 4);
}

RC_GTEST_PROP(Frame, ComesBackAsItWas, ()) {
  auto f = any_frame();
  auto octets = encode_frame(f);
  RC_ASSERT(octets.size() == frame_bytes);
  auto back = decode_frame(octets);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == f);
}

RC_GTEST_PROP(Frame, AnyOctetChangedIsAnotherFrameOrNone, ()) {
  auto f = any_frame();
  auto octets = encode_frame(f);
  auto at = *rc::gen::oneOf(rc::gen::inRange<std::size_t>(0, frame_header_bytes), rc::gen::inRange<std::size_t>(0, frame_bytes));
  octets[at] ^= *rc::gen::distinctFrom(Byte{0});
  auto back = decode_frame(octets);
  if (back) RC_ASSERT(encode_frame(*back) == octets && *back != f);
  if (at >= frame_header_bytes + f.body.size()) RC_ASSERT(!back);
}

TEST(Frame, RefusesEveryOtherSpelling) {
  auto good = encode_frame({5, 1, 2, {1, 2, 3}});
  ASSERT_TRUE(decode_frame(good).has_value());
  auto with = [&](std::size_t at, Byte v) {
    auto octets = good;
    octets[at] = v;
    return decode_frame(octets);
  };
  EXPECT_FALSE(with(1, 2));                // version
  EXPECT_FALSE(with(13, 2));               // index = count
  EXPECT_FALSE(with(17, 0));               // count 0
  EXPECT_FALSE(with(21, 2));               // the body's last octet becomes padding
  EXPECT_FALSE(with(18, 1));               // length beyond the frame
  EXPECT_FALSE(with(frame_bytes - 1, 1));  // padding
  EXPECT_FALSE(decode_frame({}).has_value());
  EXPECT_FALSE(decode_frame(ByteView(good).first(frame_bytes - 1)).has_value());
  good.push_back(0);
  EXPECT_FALSE(decode_frame(good).has_value());
}

TEST(FrameDeathTest, ABodyThatDoesNotFitAborts) { EXPECT_DEATH((void)encode_frame({1, 0, 1, Bytes(frame_body_max + 1)}), ""); }

/// Two posts that share a PSK, and what they bind an envelope to.
struct Sealing {
  crypto::SeededRandom random{42};
  crypto::SealingPair author = crypto::SealingPair::generate(random), reader = crypto::SealingPair::generate(random),
                      stranger = crypto::SealingPair::generate(random);
  Bytes psk = Bytes(32, Byte{9});
  crypto::HpkeShared shared(std::string_view info = "case") const {
    return {crypto::HpkeMode::auth_psk, base::as_bytes(info), psk, base::as_bytes("psk")};
  }
  Envelope seal(const Frame& f) { return *seal_frame(f, shared(), *crypto::HpkeOutgoing::make(reader.open, &author), random); }
  Code open_refusal(ByteView e, const crypto::HpkeShared& s, const crypto::SealingPair& by, const crypto::SealingPublic& from) {
    auto r = open_envelope(e, s, *crypto::HpkeIncoming::make(by.clone(), &from));
    return r ? Code::internal : r.error().code;
  }
};

TEST(Envelope, OpensForItsReaderFromItsAuthorOnly) {
  Sealing s;
  Frame f{3, 0, 1, {1, 2, 3}};
  auto e = s.seal(f);
  ASSERT_EQ(e.size(), envelope_bytes);
  EXPECT_EQ(*open_envelope(e, s.shared(), *crypto::HpkeIncoming::make(s.reader.clone(), &s.author.open)), f);
  EXPECT_EQ(s.open_refusal(e, s.shared(), s.stranger, s.author.open), Code::bad_seal);
  EXPECT_EQ(s.open_refusal(e, s.shared(), s.reader, s.stranger.open), Code::bad_seal);
  EXPECT_EQ(s.open_refusal(e, s.shared("another"), s.reader, s.author.open), Code::bad_seal);
  auto other_psk = Bytes(32, Byte{8});
  auto shared = s.shared();
  shared.psk = other_psk;
  EXPECT_EQ(s.open_refusal(e, shared, s.reader, s.author.open), Code::bad_seal);
}

TEST(Envelope, AnyOctetChangedDoesNotOpen) {
  Sealing s;
  auto e = s.seal({3, 0, 1, {1, 2, 3}});
  for (std::size_t at : {0u, 16u, 30u, 32u, 33u, 60u, 8000u, 16367u, 16368u, 16383u}) {
    auto changed = e;
    changed[at] ^= 1;
    EXPECT_EQ(s.open_refusal(changed, s.shared(), s.reader, s.author.open), Code::bad_seal) << at;
    EXPECT_NE(envelope_digest(changed), envelope_digest(e));
  }
}

TEST(Envelope, AnythingFromAStrangerIsRefused) {
  Sealing s;
  for (std::size_t size : {std::size_t{0}, std::size_t{32}, envelope_bytes - 1, envelope_bytes + 1})
    EXPECT_EQ(s.open_refusal(Bytes(size), s.shared(), s.reader, s.author.open), Code::malformed) << size;
  EXPECT_EQ(s.open_refusal(Bytes(envelope_bytes), s.shared(), s.reader, s.author.open), Code::bad_seal);
  Bytes noise(envelope_bytes);
  s.random.fill(noise);
  EXPECT_EQ(s.open_refusal(noise, s.shared(), s.reader, s.author.open), Code::bad_seal);
}

TEST(Envelope, TheSameFrameTwiceIsTwoEnvelopes) {
  Sealing s;
  Frame f{3, 0, 1, {1, 2, 3}};
  EXPECT_NE(s.seal(f), s.seal(f));
}

}  // namespace
}  // namespace offices::wire
