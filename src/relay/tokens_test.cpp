// SPDX-License-Identifier: Apache-2.0
#include "relay/tokens.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/relay/running_relay.hpp"

namespace offices::relay {
namespace {

struct TokensTest : ::testing::Test {
  Result<Tokens> read(std::string_view content) {
    std::ofstream(folder.file("tokens")) << content;
    return Tokens::read(folder.file("tokens"));
  }
  testing::Folder folder;
};

TEST_F(TokensTest, AdmitsEachLineAndNothingElse) {
  auto t = read("# north\r\nabcdefghijklmnop\r\n\nABCDEFGHIJKLMNOP");
  ASSERT_TRUE(t);
  EXPECT_TRUE(t->required());
  EXPECT_TRUE(t->admits("abcdefghijklmnop"));
  EXPECT_TRUE(t->admits("ABCDEFGHIJKLMNOP"));
  for (const char* other : {"", "# north", "abcdefghijklmno", "abcdefghijklmnopq"}) EXPECT_FALSE(t->admits(other)) << other;
}

TEST_F(TokensTest, RefusesWeakTokensAndEmptyFiles) {
  EXPECT_EQ(read("short").error().code, Code::malformed);
  EXPECT_EQ(read("a token with spaces").error().code, Code::malformed);
  EXPECT_EQ(read("# only a remark\n").error().code, Code::malformed);
  EXPECT_EQ(Tokens::read(folder.file("none")).error().code, Code::file_unreadable);
}

TEST(Tokens, WithoutAFileNoneIsRequired) { EXPECT_FALSE(Tokens().required()); }

}  // namespace
}  // namespace offices::relay
