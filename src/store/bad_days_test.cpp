// SPDX-License-Identifier: Apache-2.0
// What a store promises when others write too, when it is killed, when the disk is full and when the file is damaged.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "store/scratch.hpp"

namespace offices::store {
namespace {

constexpr int rows_each = 150;

/// Opens the store for itself and adds its rows; the number that failed.
int write_rows(const std::string& path) {
  auto db = open_tally(path);
  if (!db) return rows_each;
  int failed = 0;
  for (int i = 0; i < rows_each; ++i) failed += add_row(*db) ? 0 : 1;
  return failed;
}

TEST(Writers, ThreadsOnOneStoreAreNeverToldLocked) {
  Scratch scratch;
  int failed[4] = {-1, -1, -1, -1};
  {
    std::vector<std::jthread> writers;
    for (auto& f : failed) writers.emplace_back([&] { f = write_rows(scratch.file("store")); });
  }
  for (int f : failed) EXPECT_EQ(f, 0);
  auto db = open_tally(scratch.file("store"));
  EXPECT_EQ(*count_rows(*db), 4 * rows_each);
}

TEST(Writers, ProcessesOnOneStoreAreNeverToldLocked) {
  Scratch scratch;
  pid_t children[3];
  for (auto& child : children) {
    child = ::fork();
    if (child == 0) ::_exit(write_rows(scratch.file("store")) == 0 ? 0 : 1);
  }
  for (auto child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  auto db = open_tally(scratch.file("store"));
  EXPECT_EQ(*count_rows(*db), 3 * rows_each);
}

/// Children that open a new store at one moment; how many of them could not.
int open_together(const std::string& path) {
  pid_t children[6];
  int starting_line[2];
  if (::pipe(starting_line) != 0) return -1;
  for (auto& child : children) {
    child = ::fork();
    if (child != 0) continue;
    char octet = 0;
    ::close(starting_line[1]);
    (void)!::read(starting_line[0], &octet, 1);  // until the parent closes its end
    ::_exit(open_tally(path) ? 0 : 1);
  }
  for (int end : starting_line) ::close(end);
  int failed = 0, status = -1;
  for (auto child : children) failed += ::waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
  return failed;
}

TEST(Writers, OnesThatMakeAStoreTogetherAreNeverToldLocked) {
  Scratch scratch;
  for (int round = 0; round < 60; ++round) ASSERT_EQ(open_together(scratch.file("store" + std::to_string(round))), 0) << round;
}

TEST(Writers, OneThatMayNotWaitIsToldSo) {
  Scratch scratch;
  auto holder = open_tally(scratch.file("store"));
  auto hasty = open_tally(scratch.file("store"), {.wait_ms = 0});
  ASSERT_TRUE(hasty.has_value());
  auto held = holder->transaction([&]() -> Result<void> {
    EXPECT_EQ(code_of(add_row(*hasty)), Code::store_failed);
    EXPECT_EQ(*count_rows(*hasty), 0);  // reading goes on
    return {};
  });
  EXPECT_TRUE(held.has_value());
  EXPECT_TRUE(add_row(*hasty).has_value());
}

/// In the child: adds rows for ever and reports each one once it is committed.
[[noreturn]] void report_commits(const std::string& path, int pipe) {
  auto db = open_tally(path);
  for (;;) {
    auto row = add_row(*db, 3000);
    if (!row || ::write(pipe, &*row, sizeof *row) != sizeof *row) ::_exit(1);
  }
}

/// Kills a writer after `reports` reports; the last row that it ever reported.
std::int64_t kill_after(const std::string& path, int reports) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  auto child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    report_commits(path, ends[1]);
  }
  ::close(ends[1]);
  std::int64_t row = 0, last = 0;
  for (int seen = 0; ::read(ends[0], &row, sizeof row) == sizeof row; last = row)
    if (++seen == reports) ::kill(child, SIGKILL);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? last : -1;
}

TEST(Kill, EverythingReportedAsCommittedIsThere) {
  Scratch scratch;
  for (int reports : {1, 7, 40, 90, 3, 150}) {
    auto last = kill_after(scratch.file("store"), reports);
    ASSERT_GT(last, 0);
    auto db = open_tally(scratch.file("store"), {});
    ASSERT_TRUE(db.has_value());
    EXPECT_GE(*count_rows(*db), last);
    EXPECT_TRUE(db->check().has_value());
  }
}

TEST(FullDisk, IsNamedAndLosesNothing) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  ASSERT_TRUE(add_row(*db).has_value());
  ASSERT_TRUE(db->execute("PRAGMA max_page_count = 20").has_value());
  std::int64_t kept = 1;
  Code refusal = Code::internal;
  while (refusal == Code::internal && kept < 1000) {
    auto row = add_row(*db, 9000);
    row ? void(++kept) : void(refusal = row.error().code);
  }
  EXPECT_EQ(refusal, Code::store_full);
  EXPECT_EQ(code_of(add_row(*db, 90000)), Code::store_full);
  EXPECT_EQ(*count_rows(*db), kept);
  EXPECT_TRUE(db->check().has_value());
  ASSERT_TRUE(db->execute("PRAGMA max_page_count = 1000").has_value());
  EXPECT_TRUE(add_row(*db, 9000).has_value());
  EXPECT_EQ(*count_rows(*db), kept + 1);
}

/// What a reader of the octets `damaged` is told in the end.
Code read_damaged(const std::string& path, ByteView damaged) {
  for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(path + beside);
  write_file(path, damaged);
  auto all = [&]() -> Result<void> {
    OFFICES_TRY(db, Database::open(path, {}));
    OFFICES_CHECK(db.check());
    OFFICES_TRY(select, db.prepare("SELECT n, octets FROM tally"));
    return select.run();
  };
  return code_of(all());
}

/// A store of some pages, closed, as it lies on disk.
Bytes whole_store(const std::string& path) {
  {
    auto db = open_tally(path);
    for (int i = 0; i < 160; ++i) (void)add_row(*db, 1500);
  }
  return read_file(path);
}

/// From a lost page on. A few octets lost from the last page read as zeros: only what is sealed in them can show that.
TEST(Damage, TruncationIsNamed) {
  Scratch scratch;
  auto whole = whole_store(scratch.file("store"));
  ASSERT_GT(whole.size(), 60'000u);
  EXPECT_EQ(read_damaged(scratch.file("copy"), whole), Code::internal);
  for (std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{99}, std::size_t{100}, std::size_t{511}, std::size_t{4095},
                           std::size_t{4096}, std::size_t{5000}, whole.size() / 2, whole.size() - 4096})
    EXPECT_EQ(read_damaged(scratch.file("copy"), ByteView(whole).first(size)), Code::store_damaged) << size;
}

TEST(Damage, FlippedOctetsNeverCrashAndMostlyShow) {
  Scratch scratch;
  auto whole = whole_store(scratch.file("store"));
  const std::size_t page_bytes = base::get_u16(ByteView(whole).subspan(16));  // where SQLite's header has it
  ASSERT_GE(page_bytes, 512U);
  int damaged = 0;
  for (std::size_t page = 0; page < whole.size(); page += page_bytes) {
    for (std::size_t at : {0u, 1u, 3u, 5u, 8u, 18u, 19u, 20u, 21u}) {  // page headers; in the first page, the file's
      auto copy = whole;
      copy[page + at] ^= 0xff;
      auto code = read_damaged(scratch.file("copy"), copy);
      EXPECT_TRUE(code == Code::internal || code == Code::store_damaged || (page == 0 && code == Code::store_failed))
          << page + at << " " << static_cast<int>(code);
      damaged += code == Code::store_damaged ? 1 : 0;
    }
  }
  EXPECT_GT(damaged, 60);
}

}  // namespace
}  // namespace offices::store
