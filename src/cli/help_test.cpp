// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <gtest/gtest.h>

#include <set>

namespace offices::cli {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

TEST(Table, EveryRowIsWholeAndUnique) {
  std::set<std::string> seen;
  for (const auto& verb : verbs()) {
    EXPECT_TRUE(seen.insert(verb.path).second) << verb.path;
    EXPECT_FALSE(verb.summary.empty() || verb.summary.ends_with('.')) << verb.path;
    EXPECT_TRUE(verb.about.ends_with('.')) << verb.path;
    EXPECT_TRUE(verb.run) << verb.path;
    for (const auto& f : verb.flags) EXPECT_TRUE(f.name.starts_with("--") && f.text.ends_with('.')) << verb.path << f.name;
    for (const auto& o : verb.operands) EXPECT_TRUE(o.text.ends_with('.')) << verb.path << o.name;
    if (auto space = verb.path.find(' '); space != std::string::npos) EXPECT_FALSE(group_summary(verb.path.substr(0, space)).empty());
  }
}

TEST(Help, FitsEightyColumnsAndNamesEverything) {
  for (const auto& verb : verbs()) {
    auto help = help_of(verb, {});
    for (const auto& f : verb.flags) EXPECT_NE(help.find("  " + f.name), std::string::npos) << verb.path << f.name;
    for (const auto& line : lines_of(help))
      if (!line.starts_with("    $ ")) EXPECT_LE(width(line), 80u) << verb.path << ": " << line;
    EXPECT_NE(help_of_group("", {}).find("  " + verb.path), std::string::npos);
  }
  EXPECT_EQ(help_of_group("nothing", {}), "");
}

TEST(Completion, OffersEveryVerbAndFlag) {
  auto bash = bash_completion(), zsh = zsh_completion();
  for (const auto& verb : verbs()) {
    EXPECT_NE(bash.find("'" + verb.path + "')"), std::string::npos) << verb.path;
    EXPECT_NE(zsh.find("'" + verb.path + "')"), std::string::npos) << verb.path;
    for (const auto& f : verb.flags) EXPECT_NE(zsh.find(f.name + "["), std::string::npos) << verb.path << f.name;
  }
  EXPECT_NE(bash.find("-W 'noted accepted rejected none-yet'"), std::string::npos);
}

TEST(Man, HasASectionForEverythingAndNoStrayControlLine) {
  for (const auto& verb : verbs()) {
    auto page = man_page(verb);
    for (const char* section : {".TH", ".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH EXIT STATUS"})
      EXPECT_NE(page.find(section), std::string::npos) << verb.path;
    for (const auto& line : lines_of(page)) {
      if (!line.starts_with('.')) continue;
      auto macro = line.substr(0, line.find(' '));
      EXPECT_TRUE(std::set<std::string>({".TH", ".SH", ".PP", ".TP", ".nf", ".fi", ".BR"}).contains(macro)) << line;
    }
  }
}

}  // namespace
}  // namespace offices::cli
