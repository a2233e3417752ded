// SPDX-License-Identifier: Apache-2.0
#include "crypto/hpke.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "crypto/hash.hpp"

namespace offices::crypto {
namespace {

constexpr std::array modes{HpkeMode::base, HpkeMode::psk, HpkeMode::auth, HpkeMode::auth_psk};

bool has_psk(HpkeMode m) { return m == HpkeMode::psk || m == HpkeMode::auth_psk; }
bool has_sender(HpkeMode m) { return m == HpkeMode::auth || m == HpkeMode::auth_psk; }

/// A sender, a recipient, a stranger, and what the first two share in one mode.
struct Scene {
  explicit Scene(HpkeMode m, std::uint64_t seed = 1) : mode(m), random(seed) {
    if (has_psk(mode)) psk = Bytes(32, 0x55), psk_id = base::to_bytes(base::as_bytes("channel"));
  }
  [[nodiscard]] HpkeShared shared() const { return {mode, info, psk, psk_id}; }
  [[nodiscard]] const SealingPair* authenticating() const { return has_sender(mode) ? &sender : nullptr; }
  [[nodiscard]] const SealingPublic* expected() const { return has_sender(mode) ? &sender.open : nullptr; }
  [[nodiscard]] HpkeOutgoing outgoing() const { return *HpkeOutgoing::make(recipient.open, authenticating()); }
  [[nodiscard]] HpkeIncoming incoming() const { return *HpkeIncoming::make(recipient.clone(), expected()); }
  [[nodiscard]] HpkeSender sending() { return *hpke_sender(shared(), outgoing(), random); }
  [[nodiscard]] HpkeContext receiving(const SealingPublic& enc) const { return *hpke_recipient(shared(), enc, incoming()); }

  HpkeMode mode;
  SeededRandom random;
  SealingPair sender = SealingPair::generate(random), recipient = SealingPair::generate(random), stranger = SealingPair::generate(random);
  Bytes info = base::to_bytes(base::as_bytes("label, version, identities")), psk, psk_id;
};

class EachMode : public testing::TestWithParam<HpkeMode> {};
std::string name_of(const testing::TestParamInfo<HpkeMode>& i) {
  return std::array{"Base", "Psk", "Auth", "AuthPsk"}.at(static_cast<std::size_t>(i.param));
}
INSTANTIATE_TEST_SUITE_P(Hpke, EachMode, testing::ValuesIn(modes), name_of);

TEST_P(EachMode, OpensWhatWasSealedForIt) {
  auto holds = [mode = GetParam()](const Bytes& info, const std::vector<std::pair<Bytes, Bytes>>& messages, std::uint64_t seed) {
    Scene scene(mode, seed);
    scene.info = info;
    auto sending = scene.sending();
    auto receiving = scene.receiving(sending.enc);
    for (const auto& [aad, plain] : messages) {
      auto sealed = sending.context.seal(aad, plain);
      RC_ASSERT(sealed.size() == plain.size() + hpke_tag_bytes);
      RC_ASSERT(receiving.open(aad, sealed).value() == plain);
    }
    RC_ASSERT(equal_secret(sending.context.export_secret(info, 40).view(), receiving.export_secret(info, 40).view()));
  };
  EXPECT_TRUE(rc::check(holds));
}

TEST_P(EachMode, RefusesWhateverIsNotWhatBothAgreedOn) {
  Scene scene(GetParam());
  auto sending = scene.sending();
  auto plain = base::as_bytes("words"), aad = base::as_bytes("aad");
  auto sealed = sending.context.seal(aad, plain);
  auto refuses = [&](const HpkeShared& shared, const SealingPublic& enc, const SealingPair& recipient, const SealingPublic* sender) {
    auto context = hpke_recipient(shared, enc, *HpkeIncoming::make(recipient.clone(), sender));
    auto opened = context ? context->open(aad, sealed) : std::unexpected(context.error());
    return !opened && opened.error().code == Code::bad_seal;
  };
  ASSERT_TRUE(scene.receiving(sending.enc).open(aad, sealed));
  auto other_info = scene.shared();
  other_info.info = plain;
  EXPECT_TRUE(refuses(other_info, sending.enc, scene.recipient, scene.expected()));
  EXPECT_TRUE(refuses(scene.shared(), scene.stranger.open, scene.recipient, scene.expected()));
  EXPECT_TRUE(refuses(scene.shared(), sending.enc, scene.stranger, scene.expected()));
  if (has_sender(scene.mode)) EXPECT_TRUE(refuses(scene.shared(), sending.enc, scene.recipient, &scene.stranger.open));
  if (has_psk(scene.mode)) {
    Bytes other(32, 0x56);
    auto other_psk = scene.shared(), other_id = scene.shared();
    other_psk.psk = other;
    other_id.psk_id = plain;
    EXPECT_TRUE(refuses(other_psk, sending.enc, scene.recipient, scene.expected()));
    EXPECT_TRUE(refuses(other_id, sending.enc, scene.recipient, scene.expected()));
  }
  EXPECT_FALSE(scene.receiving(sending.enc).open(plain, sealed));
}

TEST_P(EachMode, RefusesEveryTruncationAndEveryFlippedBit) {
  Scene scene(GetParam());
  auto sending = scene.sending();
  auto sealed = sending.context.seal({}, base::as_bytes("we are"));
  auto receiving = scene.receiving(sending.enc);
  for (std::size_t n = 0; n < sealed.size(); ++n) EXPECT_FALSE(receiving.open({}, ByteView(sealed).first(n))) << n;
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    auto bent = sealed;
    bent[bit / 8] ^= static_cast<Byte>(1u << (bit % 8));
    EXPECT_FALSE(receiving.open({}, bent)) << bit;
  }
  EXPECT_TRUE(receiving.open({}, sealed)) << "failures must not advance the sequence";
}

TEST_P(EachMode, OpensInOrderAndOnce) {
  Scene scene(GetParam());
  auto sending = scene.sending();
  auto first = sending.context.seal({}, base::as_bytes("1")), second = sending.context.seal({}, base::as_bytes("1"));
  EXPECT_NE(first, second);
  auto receiving = scene.receiving(sending.enc);
  EXPECT_FALSE(receiving.open({}, second));
  EXPECT_TRUE(receiving.open({}, first));
  EXPECT_FALSE(receiving.open({}, first));
  EXPECT_TRUE(receiving.open({}, second));
}

TEST_P(EachMode, IsNotAnyOtherMode) {
  Scene scene(GetParam());
  auto sending = scene.sending();
  auto sealed = sending.context.seal({}, {});
  for (auto other : modes) {
    if (other == scene.mode) continue;
    Scene assumed(other);  // the same seed, hence the same keys
    EXPECT_FALSE(assumed.receiving(sending.enc).open({}, sealed)) << static_cast<int>(other);
    auto mismatched = scene.shared();
    mismatched.mode = other;
    auto context = hpke_recipient(mismatched, sending.enc, scene.incoming());
    ASSERT_FALSE(context) << static_cast<int>(other);
    EXPECT_EQ(context.error().code, Code::malformed);
  }
}

/// The code with which both ends refuse; nullopt where either accepts or they disagree.
std::optional<Code> refusal(Scene& scene, const HpkeShared& shared, bool with_sender) {
  auto outgoing = *HpkeOutgoing::make(scene.recipient.open, with_sender ? &scene.sender : nullptr);
  auto incoming = *HpkeIncoming::make(scene.recipient.clone(), with_sender ? &scene.sender.open : nullptr);
  auto s = hpke_sender(shared, outgoing, scene.random);
  auto r = hpke_recipient(shared, scene.stranger.open, incoming);
  if (s || r || s.error().code != r.error().code) return std::nullopt;
  return s.error().code;
}

TEST_P(EachMode, RefusesAPskOrASenderThatDoesNotFit) {
  Scene scene(GetParam());
  Bytes full(32, 1), brief(31, 1), id(1, 2);
  bool with_sender = has_sender(scene.mode);
  auto with = [&](ByteView psk, ByteView psk_id) { return HpkeShared{scene.mode, {}, psk, psk_id}; };
  EXPECT_EQ(refusal(scene, with(full, {}), with_sender), Code::malformed);
  EXPECT_EQ(refusal(scene, with({}, id), with_sender), Code::malformed);
  EXPECT_EQ(refusal(scene, with(brief, id), with_sender), Code::malformed);
  EXPECT_EQ(refusal(scene, has_psk(scene.mode) ? with({}, {}) : with(full, id), with_sender), Code::malformed);
  EXPECT_EQ(refusal(scene, scene.shared(), !with_sender), Code::malformed);
  EXPECT_EQ(refusal(scene, scene.shared(), with_sender), std::nullopt);
}

TEST_P(EachMode, RefusesKeysOfSmallOrder) {
  Scene scene(GetParam());
  SealingPublic zero, one;
  one.octets[0] = 1;
  for (const auto& small : {zero, one}) {
    auto keys = HpkeOutgoing::make(small, scene.authenticating());
    auto to_small = keys ? hpke_sender(scene.shared(), *keys, scene.random) : std::unexpected(keys.error());
    ASSERT_FALSE(to_small);
    EXPECT_EQ(to_small.error().code, Code::bad_seal);
    auto from_small = hpke_recipient(scene.shared(), small, scene.incoming());
    ASSERT_FALSE(from_small);
    EXPECT_EQ(from_small.error().code, Code::bad_seal);
    if (has_sender(scene.mode)) EXPECT_EQ(HpkeIncoming::make(scene.recipient.clone(), &small).error().code, Code::bad_seal);
  }
}

TEST(Hpke, KnowsNoFifthMode) {
  Scene scene(HpkeMode::base);
  HpkeShared fifth{static_cast<HpkeMode>(4), {}, {}, {}};
  EXPECT_EQ(refusal(scene, fifth, false), Code::malformed);
}

TEST(Hpke, ExportOnlyContextsExportAndNothingElse) {
  Scene scene(HpkeMode::base);
  auto shared = scene.shared();
  shared.aead = HpkeAead::export_only;
  auto sending = *hpke_sender(shared, scene.outgoing(), scene.random);
  auto receiving = *hpke_recipient(shared, sending.enc, scene.incoming());
  EXPECT_TRUE(equal_secret(sending.context.export_secret({}, 32).view(), receiving.export_secret({}, 32).view()));
  EXPECT_FALSE(equal_secret(receiving.export_secret({}, 32).view(), scene.receiving(sending.enc).export_secret({}, 32).view()));
  EXPECT_EQ(receiving.open({}, Bytes(16)).error().code, Code::bad_seal);
  EXPECT_DEATH((void)sending.context.seal({}, {}), "");
}

TEST(Hpke, ExportsDifferByContextAndLength) {
  Scene scene(HpkeMode::base);
  auto context = std::move(scene.sending().context);
  auto a = context.export_secret(base::as_bytes("a"), 64);
  EXPECT_FALSE(equal_secret(a.view(), context.export_secret(base::as_bytes("b"), 64).view()));
  EXPECT_FALSE(equal_secret(a.view().first(32), context.export_secret(base::as_bytes("a"), 32).view()));
  EXPECT_EQ(context.export_secret({}, 255 * 32).size(), 255u * 32);
  EXPECT_DEATH((void)context.export_secret({}, 255 * 32 + 1), "");
}

TEST(Hpke, SealsAfreshEachTime) {
  Scene scene(HpkeMode::auth);
  auto one = scene.sending(), two = scene.sending();
  EXPECT_NE(one.enc, two.enc);
  EXPECT_NE(one.context.seal({}, {}), two.context.seal({}, {}));
}

TEST_P(EachMode, TheSameKeysServeManyContexts) {
  Scene scene(GetParam());
  auto outgoing = scene.outgoing();
  auto incoming = scene.incoming();
  std::set<SealingPublic> seen;
  for (int i = 0; i < 3; ++i) {
    auto sending = *hpke_sender(scene.shared(), outgoing, scene.random);
    EXPECT_TRUE(seen.insert(sending.enc).second);
    EXPECT_TRUE(hpke_recipient(scene.shared(), sending.enc, incoming)->open({}, sending.context.seal({}, base::as_bytes("words"))));
  }
}

// RFC 7748 section 6.1 and the list that the field keeps of such points: u = 0, 1, two of order 8, p - 1, and what differs from them by p.
TEST(SealingPublic, OfSmallOrderIsNotUsable) {
  auto key = [](std::string_view hex) { return SealingPublic::from_hex(hex).value(); };
  for (auto small : {"0000000000000000000000000000000000000000000000000000000000000000",
                     "0100000000000000000000000000000000000000000000000000000000000000",
                     "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                     "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                     "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                     "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                     "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
    EXPECT_FALSE(is_usable(key(small))) << small;
  SeededRandom random(4);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(is_usable(SealingPair::generate(random).open));
}

TEST(SealingPair, IsItsSecret) {
  SeededRandom random(4);
  auto pair = SealingPair::generate(random);
  EXPECT_EQ(SealingPair::from_secret(pair.secret.view())->open, pair.open);
  for (std::size_t n : {0u, 31u, 33u}) EXPECT_EQ(SealingPair::from_secret(Bytes(n)).error().code, Code::malformed);
}

}  // namespace
}  // namespace offices::crypto
