// SPDX-License-Identifier: Apache-2.0
#include "wire/assembler.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace offices::wire {
namespace {

Bytes message_of(std::size_t size, Byte first) {
  Bytes m(size);
  std::iota(m.begin(), m.end(), first);
  return m;
}

template <class T>
void shuffle(std::vector<T>& v) {
  for (std::size_t i = v.size(); i > 1; --i) std::swap(v[i - 1], v[*rc::gen::inRange<std::size_t>(0, i)]);
}

TEST(Split, CutsAtWhatAFrameHolds) {
  for (auto [size, count] : {std::pair<std::size_t, std::size_t>{0, 1},
                             {1, 1},
                             {frame_body_max, 1},
                             {frame_body_max + 1, 2},
                             {5 * frame_body_max, 5},
                             {message_bytes_max, (message_bytes_max - 1) / frame_body_max + 1}}) {
    auto frames = split_message(7, message_of(size, 0));
    ASSERT_TRUE(frames.has_value());
    EXPECT_EQ(frames->size(), count) << size;
  }
  EXPECT_EQ(split_message(7, Bytes(message_bytes_max + 1)).error().code, Code::too_large);
}

/// Several messages, their frames shuffled together and some doubled: each comes whole, once for each full set.
RC_GTEST_PROP(Assembler, JoinsInAnyOrder, ()) {
  std::map<std::uint64_t, Bytes> sent, got;
  std::vector<Frame> frames;
  for (std::uint64_t number = 1; number <= *rc::gen::inRange<std::uint64_t>(1, 5); ++number) {
    sent[number] = message_of(*rc::gen::inRange<std::size_t>(0, 5 * frame_body_max), static_cast<Byte>(number));
    for (auto& f : *split_message(number, sent[number])) frames.push_back(f);
  }
  shuffle(frames);
  Assembler assembler;
  for (const auto& f : frames) {
    auto whole = assembler.add(f);
    RC_ASSERT(whole.has_value());
    if (*whole) {
      RC_ASSERT(!got.contains(f.message));
      got[f.message] = **whole;
      continue;
    }
    auto before = assembler.bytes();
    RC_ASSERT(!*assembler.add(f));  // doubled: no harm
    RC_ASSERT(assembler.bytes() == before);
  }
  RC_ASSERT(got == sent);
  RC_ASSERT(assembler.bytes() == 0u && assembler.messages() == 0u);
}

Code refusal(Assembler& a, const Frame& f) {
  auto bytes = a.bytes(), messages = a.messages();
  auto r = a.add(f);
  EXPECT_EQ(a.bytes(), bytes);
  EXPECT_EQ(a.messages(), messages);
  return r ? Code::internal : r.error().code;
}

TEST(Assembler, RefusesWhatDoesNotFitTheMessage) {
  Assembler a;
  ASSERT_FALSE(*a.add({1, 0, 3, {1, 2}}));
  EXPECT_EQ(refusal(a, {1, 1, 2, {3}}), Code::malformed);
  EXPECT_EQ(refusal(a, {1, 0, 3, {1, 3}}), Code::malformed);
  EXPECT_EQ(refusal(a, {1, 0, 1, {9}}), Code::malformed);
  EXPECT_EQ(refusal(a, {0, 0, 2, {9}}), Code::malformed);
  EXPECT_EQ(refusal(a, {2, 0, 0, {}}), Code::malformed);
  EXPECT_EQ(refusal(a, {2, 3, 3, {}}), Code::malformed);
  EXPECT_EQ(refusal(a, {2, 0, ~std::uint32_t{0}, {}}), Code::malformed);
  EXPECT_EQ(refusal(a, {2, 0, 2, Bytes(frame_body_max + 1)}), Code::malformed);
  ASSERT_FALSE(*a.add({1, 2, 3, {4}}));
  EXPECT_EQ(**a.add({1, 1, 3, {3}}), (Bytes{1, 2, 3, 4}));
}

TEST(Assembler, HoldsNoMoreThanItsLimits) {
  Assembler a({.bytes = 100, .messages = 2});
  ASSERT_FALSE(*a.add({1, 0, 2, Bytes(60)}));
  ASSERT_FALSE(*a.add({2, 0, 2, Bytes(40)}));
  EXPECT_EQ(refusal(a, {3, 0, 2, {}}), Code::too_large);
  EXPECT_EQ(refusal(a, {2, 1, 2, Bytes(1)}), Code::too_large);
  EXPECT_TRUE(*a.add({9, 0, 1, Bytes(1000)}));  // whole at once: nothing waits
  a.forget(1);
  a.forget(1);
  EXPECT_EQ(a.bytes(), 40u);
  EXPECT_EQ((*a.add({2, 1, 2, Bytes(60)}))->size(), 100u);
}

TEST(Assembler, AFloodOfPartsStaysBounded) {
  Assembler a;
  std::size_t refused = 0;
  for (std::uint64_t number = 1; number <= 200; ++number)
    for (std::uint32_t index = 0; index < 40; ++index) refused += a.add({number, index, 41, Bytes(frame_body_max)}) ? 0 : 1;
  EXPECT_GT(refused, 5000u);
  EXPECT_LE(a.bytes(), 32u * 1024 * 1024);
  EXPECT_LE(a.messages(), 64u);
}

}  // namespace
}  // namespace offices::wire
