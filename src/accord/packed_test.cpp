// SPDX-License-Identifier: Apache-2.0
#include "accord/packed.hpp"

#include <gtest/gtest.h>

#include <random>

namespace offices::accord {
namespace {

struct Width {
  std::uint64_t before, classes;
};

/// From one octet a reference to all eight.
class Packed : public testing::TestWithParam<Width> {};

TEST_P(Packed, GivesBackWhatWasAppendedAlsoAfterSomeAreDropped) {
  auto [before, classes] = GetParam();
  std::mt19937_64 random(before);
  std::vector<std::uint64_t> all{make_ref(0, 0), make_ref(before - 1, classes - 1), make_ref(before - 1, 0), make_ref(0, classes - 1)};
  for (int i = 0; i < 500; ++i) all.push_back(make_ref(random() % before, random() % classes));
  PackedRefs refs(all.size(), before, classes);
  for (auto ref : all) refs.append(ref);
  ASSERT_EQ(refs.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(refs.get(i), all[i]) << i;

  std::vector<bool> flags;
  std::vector<std::uint64_t> kept;
  for (auto ref : all) {
    flags.push_back(random() % 3 != 0);
    if (flags.back()) kept.push_back(ref);
  }
  refs.keep(flags);
  ASSERT_EQ(refs.size(), kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i) ASSERT_EQ(refs.get(i), kept[i]) << i;
}

constexpr std::uint64_t one = 1;
INSTANTIATE_TEST_SUITE_P(Widths, Packed,
                         testing::Values(Width{1, 2}, Width{255, 10}, Width{256, 256}, Width{33'563, 10}, Width{one << 24, 20},
                                         Width{one << 32, 255}, Width{(one << 40) - 1, (one << 24) - 1}));

}  // namespace
}  // namespace offices::accord
