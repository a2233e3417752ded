// SPDX-License-Identifier: Apache-2.0
#include "record/note.hpp"

#include <gtest/gtest.h>

#include "record/samples.hpp"

namespace offices::record {
namespace {

Code refusal(const std::string& note, std::string_view name = "example.com/a") {
  auto r = open_note(note, name, key_of(1).public_key());
  return r ? Code::internal : r.error().code;
}

RC_GTEST_PROP(Checkpoint, ComesBackAsItWas, ()) {
  FeedHead h{any_id<FeedId>(), *rc::gen::arbitrary<bool>() ? any_head() : empty_head()};
  auto key = key_of(3);
  auto note = sign_checkpoint(h, key);
  auto back = open_checkpoint(note, h.feed, key.public_key());
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == h);
  RC_ASSERT(sign_checkpoint(*back, key) == note);
  RC_ASSERT(!open_checkpoint(note, any_id<FeedId>(), key.public_key()).has_value());
  RC_ASSERT(!open_checkpoint(note, h.feed, another_key()).has_value());
}

TEST(Checkpoint, RefusesWhatItsKeySignsInAnotherForm) {
  auto key = key_of(1);
  auto feed = fixed_id<FeedId>(5);
  auto origin = origin_of(feed);
  auto root = base::base64(empty_head().root.view());
  auto reads = [&](const std::string& text) { return open_checkpoint(sign_note(text, origin, key), feed, key.public_key()).has_value(); };
  EXPECT_TRUE(reads(origin + "\n7\n" + root + "\n"));
  for (const char* size : {"07", "-7", "+7", "", "7 ", "18446744073709551616", "x"})
    EXPECT_FALSE(reads(origin + "\n" + size + "\n" + root + "\n")) << size;
  EXPECT_FALSE(reads(origin + "\n7\n" + root + "\nmore\n"));
  EXPECT_FALSE(reads(origin + "\n7\n" + root.substr(4) + "\n"));
  EXPECT_FALSE(reads(origin + "\n7\n"));
  EXPECT_FALSE(reads(origin_of(fixed_id<FeedId>(6)) + "\n7\n" + root + "\n"));
}

TEST(Note, PassesOverWhatOthersSigned) {
  auto mine = sign_note("words\n", "example.com/a", key_of(1));
  auto theirs = sign_note("words\n", "example.com/b", key_of(2));
  auto line_of = [](const std::string& note) { return note.substr(note.find("\n\n") + 2); };
  for (const auto& both : {mine + line_of(theirs), theirs + line_of(mine)}) {
    auto text = open_note(both, "example.com/a", key_of(1).public_key());
    ASSERT_TRUE(text.has_value());
    EXPECT_EQ(*text, "words\n");
  }
  EXPECT_EQ(refusal(theirs), Code::bad_signature);
  EXPECT_EQ(refusal(sign_note("words\n", "example.com/a", key_of(2))), Code::bad_signature);
}

TEST(Note, ABadSignatureUnderTheRightKeyIsNotPassedOver) {
  auto mine = sign_note("words\n", "example.com/a", key_of(1));
  auto other = sign_note("other\n", "example.com/a", key_of(1));
  EXPECT_EQ(refusal(mine + other.substr(other.find("\n\n") + 2)), Code::bad_signature);
}

TEST(Note, RefusesWhatIsNoNote) {
  auto good = sign_note("words\n", "example.com/a", key_of(1));
  ASSERT_EQ(refusal(good), Code::internal);
  for (const std::string& bad :
       {std::string(), std::string("\n"), std::string("words\n"), std::string("words\n\n"), good + "x", good.substr(0, good.size() - 1),
        good + "\n", good + "— \n", good + "— x \n", good + "— x AAAA\n", good + "- x AAAAAAAA\n",
        sign_note("words\r\n", "example.com/a", key_of(1)), sign_note("\xff\n", "example.com/a", key_of(1)),
        sign_note(std::string("\0\n", 2), "example.com/a", key_of(1)),
        sign_note(std::string(70'000, 'a') + "\n", "example.com/a", key_of(1))})
    EXPECT_EQ(refusal(bad), Code::malformed) << bad.substr(0, 100);
}

}  // namespace
}  // namespace offices::record
