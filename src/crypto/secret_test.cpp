// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.hpp"

#include <gtest/gtest.h>

#include <new>
#include <ostream>
#include <type_traits>

#include "crypto/hpke.hpp"
#include "crypto/sign.hpp"
#include "crypto/vault.hpp"
#include "crypto/wiped.hpp"

namespace offices::crypto {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& t) { out << t; };

template <class T>
constexpr bool guarded =
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> && std::is_nothrow_move_constructible_v<T> && !Printable<T>;

static_assert(guarded<SecretBytes> && guarded<SealingSecret> && guarded<SigningKey> && guarded<HpkeContext> && guarded<HpkeOutgoing> &&
              guarded<HpkeIncoming> && guarded<Wiped<32>>);
static_assert(!std::is_convertible_v<SealingSecret, DataKey> && !std::is_constructible_v<DataKey, SealingSecret>);
static_assert(!std::is_convertible_v<VerifyKey, SealingPublic> && !std::is_constructible_v<SealingPublic, VerifyKey>);

Bytes ramp(std::size_t n) {
  Bytes out(n);
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Byte>(i + 1);
  return out;
}

TEST(SecretBytes, BeginsAsZerosAndKeepsWhatItWasGiven) {
  EXPECT_EQ(base::to_bytes(SecretBytes(40).view()), Bytes(40, 0));
  EXPECT_EQ(base::to_bytes(SecretBytes::from(ramp(40)).view()), ramp(40));
  EXPECT_TRUE(SecretBytes().empty());
  EXPECT_TRUE(SecretBytes(0).empty());
}

TEST(SecretBytes, IsEmptyOnceMovedFrom) {
  auto a = SecretBytes::from(ramp(8));
  auto b = std::move(a);
  EXPECT_TRUE(a.empty() && a.view().data() == nullptr);
  EXPECT_EQ(base::to_bytes(b.view()), ramp(8));
  auto c = SecretBytes::from(ramp(3));
  c = std::move(b);
  EXPECT_TRUE(b.empty());
  EXPECT_EQ(base::to_bytes(c.view()), ramp(8));
  auto& same = c;
  c = std::move(same);
  EXPECT_EQ(base::to_bytes(c.view()), ramp(8));
}

TEST(SecretBytes, CloneSharesNothing) {
  auto a = SecretBytes::from(ramp(8));
  auto b = a.clone();
  a.writable()[0] = 99;
  EXPECT_EQ(base::to_bytes(b.view()), ramp(8));
}

TEST(SecretBytes, LeavesNothingToTheNextOne) {
  for (std::size_t size : {1u, 32u, 64u, 128u, 129u, 4096u}) {
    const Byte* was = nullptr;
    {
      auto a = SecretBytes::from(ramp(size));
      was = a.view().data();
    }
    SecretBytes b(size);
    EXPECT_EQ(base::to_bytes(b.view()), Bytes(size, 0)) << size << (b.view().data() == was ? ", the same pages" : "");
  }
  std::vector<SecretBytes> many;
  for (int i = 0; i < 100; ++i) many.push_back(SecretBytes::from(ramp(32)));
  many.clear();
  for (int i = 0; i < 100; ++i) many.push_back(SecretBytes(32));
  for (const auto& s : many) EXPECT_EQ(base::to_bytes(s.view()), Bytes(32, 0));
}

TEST(SecretBytes, StandsBeforeAGuardPage) {
  EXPECT_DEATH(
      {
        SecretBytes s(32);
        auto* past = const_cast<volatile Byte*>(s.view().data() + 32);
        *past = 1;
      },
      "");
}

TEST(Secret32, TakesExactly32Octets) {
  for (std::size_t n : {0u, 1u, 31u, 33u, 64u}) EXPECT_FALSE(DataKey::from(ramp(n))) << n;
  ASSERT_TRUE(DataKey::from(ramp(32)));
  EXPECT_EQ(base::to_bytes(DataKey::from(ramp(32))->clone().view()), ramp(32));
}

TEST(Wiped, LeavesZerosWhenItDiesAndWhenItIsMovedFrom) {
  alignas(Wiped<32>) std::array<Byte, sizeof(Wiped<32>)> place{};
  auto* w = new (place.data()) Wiped<32>;
  std::ranges::copy(ramp(32), w->writable().begin());
  Wiped<32> moved(std::move(*w));
  EXPECT_EQ(base::to_bytes(w->view()), Bytes(32, 0));
  EXPECT_EQ(base::to_bytes(moved.view()), ramp(32));
  std::ranges::copy(ramp(32), w->writable().begin());
  std::destroy_at(std::launder(w));
  const volatile Byte* left = place.data();
  for (std::size_t i = 0; i < place.size(); ++i) EXPECT_EQ(left[i], 0) << i;
}

TEST(Wipe, OverwritesOrdinaryMemory) {
  auto b = ramp(70);
  wipe(b);
  EXPECT_EQ(b, Bytes(70, 0));
  wipe({});
}

TEST(MovedFrom, KeysAbortRatherThanSignOrSealWithNothing) {
  SeededRandom random(1);
  auto signing = SigningKey::generate(random);
  auto kept = std::move(signing);
  EXPECT_DEATH((void)signing.sign({}), "");
  EXPECT_DEATH((void)signing.seed(), "");
  auto key = *DataKey::from(ramp(32));
  auto other = std::move(key);
  EXPECT_DEATH((void)seal_blob(key, {}, {}, random), "");
  EXPECT_DEATH((void)open_blob(key, {}, Bytes(60)), "");
  auto pair = SealingPair::generate(random);
  auto outgoing = *HpkeOutgoing::make(pair.open, &pair);
  HpkeShared authenticated{HpkeMode::auth, {}, {}, {}};
  auto sender = *hpke_sender(authenticated, outgoing, random);
  auto outgoing_kept = std::move(outgoing);
  EXPECT_DEATH((void)hpke_sender(authenticated, outgoing, random), "");
  auto context = std::move(sender.context);
  EXPECT_DEATH((void)sender.context.seal({}, {}), "");
  EXPECT_DEATH((void)sender.context.open({}, Bytes(16)), "");
  EXPECT_DEATH((void)sender.context.export_secret({}, 32), "");
  auto incoming = *HpkeIncoming::make(std::move(pair), nullptr);
  EXPECT_DEATH((void)HpkeIncoming::make(std::move(pair), &sender.enc), "");
  auto incoming_kept = std::move(incoming);
  EXPECT_DEATH((void)hpke_recipient({}, sender.enc, incoming), "");
}

}  // namespace
}  // namespace offices::crypto
