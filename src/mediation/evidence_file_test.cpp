// SPDX-License-Identifier: Apache-2.0
#include "mediation/evidence_file.hpp"

#include <gtest/gtest.h>

namespace offices::mediation {
namespace {

Code code_for(std::string_view name) {
  auto ok = check_file_name(name);
  return ok ? Code::internal : ok.error().code;  // internal stands for none
}

TEST(FileName, IsOneThatStaysInItsFolder) {
  for (const char* name : {"photo.jpg", "Протокол 7.pdf", "گزارش.txt", "می\u200Cخواهم.txt", "a..b", "con", "-rf", "~", "$HOME"})
    EXPECT_EQ(code_for(name), Code::internal) << name;
  for (const char* name : {".", "..", "../photo.jpg", "a/b", "/etc/passwd", "..\\b", "a\\b", "C:photo.jpg", "photo.jpg:stream", ".profile"})
    EXPECT_EQ(code_for(name), Code::malformed) << name;
}

TEST(FileName, ReadsAsItIsWritten) {
  for (const char* name : {"a\nb", "a\tb\x01", "a\u202Egpj.exe", "a\u2066b", "a\u200Eb", "a\u200Fb", "a\u061Cb", "a\x7f"})
    EXPECT_EQ(code_for(name), Code::text_forbidden_character) << name;
  EXPECT_EQ(code_for(""), Code::text_empty);
  EXPECT_EQ(code_for("   "), Code::text_empty);
  EXPECT_EQ(code_for("a\xff"), Code::text_not_utf8);
  EXPECT_EQ(code_for(std::string(201, 'a')), Code::too_large);
}

}  // namespace
}  // namespace offices::mediation
