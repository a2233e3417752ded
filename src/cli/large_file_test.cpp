// SPDX-License-Identifier: Apache-2.0
#include "cli/large_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace offices::cli {
namespace {

namespace fs = std::filesystem;

class LargeFile : public testing::Test {
 protected:
  LargeFile() { fs::create_directories(folder); }
  ~LargeFile() override { fs::remove_all(folder); }
  std::string put(const std::string& name, const std::string& text) {
    std::ofstream(folder / name, std::ios::binary) << text;
    return (folder / name).string();
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static Code code_of(const auto& result) { return result ? Code::internal : result.error().code; }
  std::size_t entries() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {})); }
  fs::path folder = fs::temp_directory_path() / ("offices-large-" + std::to_string(::getpid()));
};

TEST_F(LargeFile, IsReadInPartsToItsEnd) {
  auto file = SteadyFile::open(put("a", "0123456789"), 10);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(file->bytes(), 10);
  EXPECT_EQ(base::as_text(*file->read(0, 4)), "0123");
  EXPECT_EQ(base::as_text(*file->read(8, 4)), "89");
  EXPECT_TRUE(file->read(10, 4)->empty());
}

TEST_F(LargeFile, IsNeitherEmptyNorTooLargeNorSomethingElse) {
  EXPECT_EQ(code_of(SteadyFile::open(put("a", "0123456789"), 9)), Code::too_large);
  EXPECT_EQ(code_of(SteadyFile::open(put("b", ""), 9)), Code::malformed);
  EXPECT_EQ(code_of(SteadyFile::open((folder / "none").string(), 9)), Code::file_unreadable);
  EXPECT_EQ(code_of(SteadyFile::open(folder.string(), 9)), Code::file_unreadable);
  EXPECT_EQ(code_of(SteadyFile::open("/dev/zero", 9)), Code::file_unreadable);
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(code_of(SteadyFile::open((folder / "pipe").string(), 9)), Code::file_unreadable);
}

TEST_F(LargeFile, ThatChangesMeanwhileIsNoticed) {
  auto path = put("a", "0123456789");
  auto file = SteadyFile::open(path, 10);
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
  EXPECT_EQ(code_of(file->read(0, 4)), Code::file_unreadable);
  auto shorter = SteadyFile::open(path, 10);
  fs::resize_file(path, 5);
  EXPECT_EQ(code_of(shorter->read(0, 10)), Code::file_unreadable);
}

TEST_F(LargeFile, AppearsWholeForItsOwnerAloneOrNotAtAll) {
  auto path = folder / "new";
  {
    auto file = NewFile::open(path, false);
    ASSERT_TRUE(file->write(base::as_bytes("01234")).has_value());
    EXPECT_FALSE(fs::exists(path));
    ASSERT_TRUE(file->write(base::as_bytes("56789")).has_value());
    ASSERT_TRUE(file->finish().has_value());
  }
  EXPECT_EQ(text_of(path), "0123456789");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  { ASSERT_TRUE(NewFile::open(folder / "other", false)->write(base::as_bytes("01234")).has_value()); }
  EXPECT_EQ(entries(), 1u) << "what was not finished leaves nothing";
}

TEST_F(LargeFile, ReplacesNothingUnasked) {
  auto path = put("a", "mine");
  EXPECT_EQ(code_of(NewFile::open(path, false)), Code::exists);
  auto late = NewFile::open(folder / "b", false);
  ASSERT_TRUE(late->write(base::as_bytes("theirs")).has_value());
  put("b", "mine too");
  EXPECT_EQ(code_of(late->finish()), Code::exists) << "it was made meanwhile";
  EXPECT_EQ(text_of(folder / "b"), "mine too");
  auto asked = NewFile::open(path, true);
  ASSERT_TRUE(asked->write(base::as_bytes("theirs")).has_value());
  ASSERT_TRUE(asked->finish().has_value());
  EXPECT_EQ(text_of(path), "theirs");
}

TEST_F(LargeFile, FollowsNoLinkAndNamesNoFolder) {
  auto target = put("target", "mine");
  fs::create_symlink(target, folder / "link");
  EXPECT_EQ(code_of(NewFile::open(folder / "link", false)), Code::exists);
  fs::create_symlink(folder / "nowhere", folder / "dangling");
  EXPECT_EQ(code_of(NewFile::open(folder / "dangling", false)), Code::exists);
  auto asked = NewFile::open(folder / "link", true);
  ASSERT_TRUE(asked->write(base::as_bytes("theirs")).has_value());
  ASSERT_TRUE(asked->finish().has_value());
  EXPECT_EQ(text_of(target), "mine") << "the link is replaced, not what it leads to";
  for (const auto& path : {folder, folder / "", folder / ".", folder / ".."})
    EXPECT_EQ(code_of(NewFile::open(path, true)), Code::file_unwritable) << path;
  EXPECT_EQ(code_of(NewFile::open(folder / "no" / "a", true)), Code::file_unwritable);
}

}  // namespace
}  // namespace offices::cli
