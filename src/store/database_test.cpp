// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "store/scratch.hpp"

namespace offices::store {
namespace {

TEST(Open, RefusesWhatIsNoStore) {
  Scratch scratch;
  EXPECT_EQ(code_of(Database::open(scratch.file("absent"), {})), Code::store_missing);
  EXPECT_EQ(code_of(Database::open(scratch.file(""), {})), Code::store_failed);
  write_file(scratch.file("text"), base::as_bytes(std::string(5000, 'x')));
  EXPECT_EQ(code_of(Database::open(scratch.file("text"), {})), Code::store_damaged);
  write_file(scratch.file("empty"), {});
  EXPECT_EQ(code_of(Database::open(scratch.file("empty"), {})), Code::store_damaged);
  EXPECT_TRUE(Database::open(scratch.file("empty"), {.create = true}).has_value());
}

TEST(Open, MakesFilesThatOnlyTheOwnerReads) {
  Scratch scratch;
  auto before = ::umask(0);
  auto db = open_tally(scratch.file("store"));
  ::umask(before);
  ASSERT_TRUE(add_row(*db).has_value());
  for (const char* name : {"store", "store-wal", "store-shm"}) {
    struct stat info{};
    ASSERT_EQ(::stat(scratch.file(name).c_str(), &info), 0) << name;
    EXPECT_EQ(info.st_mode & 0777u, 0600u) << name;
  }
}

/// Stores that were made before pages had 16 KiB.
TEST(Open, GoesOnWithTheSmallPagesOfAnOlderStore) {
  Scratch scratch;
  {
    auto db = open_tally(scratch.file("store"));
    ASSERT_TRUE(add_row(*db, 20'000).has_value());
    ASSERT_TRUE(db->execute("PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM; PRAGMA journal_mode = WAL").has_value());
  }
  auto db = open_tally(scratch.file("store"));
  ASSERT_TRUE(add_row(*db, 20'000).has_value());
  ASSERT_TRUE(db->execute("DELETE FROM tally WHERE n = 1").has_value());
  auto size = db->prepare("PRAGMA page_size");
  ASSERT_TRUE(*size->step());
  EXPECT_EQ(size->integer(0), 4096);
  auto again = Database::open(scratch.file("store"), {});
  EXPECT_EQ(*count_rows(*again), 1);
  EXPECT_TRUE(again->check().has_value());
}

TEST(Migrate, RunsEachStepOnceAndRefusesTheFuture) {
  Scratch scratch;
  constexpr std::string_view two[] = {tally_steps[0], "INSERT INTO tally(octets) VALUES (x'01')"};
  { auto db = open_tally(scratch.file("store")); }
  for (int round = 0; round < 2; ++round) {
    auto db = Database::open(scratch.file("store"), {});
    ASSERT_TRUE(db->migrate(two).has_value());
    EXPECT_EQ(*count_rows(*db), 1);
  }
  EXPECT_EQ(code_of(open_tally(scratch.file("store"))), Code::store_newer);
}

TEST(Migrate, LeavesNothingOfAStepThatFails) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  constexpr std::string_view bad[] = {tally_steps[0], "CREATE TABLE b(x)", "no such words"};
  EXPECT_EQ(code_of(db->migrate(bad)), Code::store_failed);
  EXPECT_EQ(code_of(db->prepare("SELECT * FROM b")), Code::store_failed);
  EXPECT_TRUE(db->migrate(tally_steps).has_value());
}

TEST(Transaction, NestedOnesJoinTheOuter) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  auto outer = db->transaction([&]() -> Result<void> {
    OFFICES_TRY(row, add_row(*db));
    EXPECT_EQ(row, 1);
    return fail(Code::cancelled);
  });
  EXPECT_EQ(code_of(outer), Code::cancelled);
  EXPECT_EQ(*count_rows(*db), 0);
  EXPECT_TRUE(db->transaction([&]() -> Result<void> {
                  OFFICES_CHECK(add_row(*db));
                  OFFICES_CHECK(add_row(*db));
                  return {};
                }).has_value());
  EXPECT_EQ(*count_rows(*db), 2);
}

TEST(Transaction, IsRolledBackByAnException) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  EXPECT_THROW((void)db->transaction([&]() -> Result<void> {
    OFFICES_CHECK(add_row(*db));
    throw std::runtime_error("from a library");
  }),
               std::runtime_error);
  EXPECT_EQ(*count_rows(*db), 0);
  ASSERT_TRUE(add_row(*db).has_value());
  auto other = open_tally(scratch.file("store"));
  EXPECT_EQ(*count_rows(*other), 1);
}

TEST(CommitHook, AnErrorBeforeRollsBackAndOneAfterDoesNot) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  std::string crash_at;
  std::vector<std::string> seen;
  db->on_commit([&](std::string_view point) -> Result<void> {
    seen.emplace_back(point);
    if (point == crash_at) return fail(Code::cancelled);
    return {};
  });
  crash_at = "before-commit";
  EXPECT_EQ(code_of(add_row(*db)), Code::cancelled);
  EXPECT_EQ(*count_rows(*db), 0);
  crash_at = "after-commit";
  EXPECT_EQ(code_of(add_row(*db)), Code::cancelled);
  EXPECT_EQ(*count_rows(*db), 1);
  EXPECT_EQ(seen, (std::vector<std::string>{"before-commit", "before-commit", "after-commit"}));
}

TEST(Snapshot, SeesOneMomentWhileAnotherWrites) {
  Scratch scratch;
  auto reader = open_tally(scratch.file("store"));
  auto writer = open_tally(scratch.file("store"));
  auto done = reader->snapshot([&]() -> Result<void> {
    OFFICES_TRY(before, count_rows(*reader));
    OFFICES_CHECK(add_row(*writer));
    OFFICES_TRY(after, count_rows(*reader));
    EXPECT_EQ(before, 0);
    EXPECT_EQ(after, 0);
    return {};
  });
  ASSERT_TRUE(done.has_value());
  EXPECT_EQ(*count_rows(*reader), 1);
}

TEST(Statement, GoesBackToTheCacheReset) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  ASSERT_TRUE(add_row(*db).has_value());
  ASSERT_TRUE(add_row(*db).has_value());
  constexpr std::string_view sql = "SELECT n, ? FROM tally ORDER BY n";
  {
    auto outer = db->prepare(sql);
    outer->bind(1, std::int64_t{5});
    ASSERT_TRUE(*outer->step());
    auto inner = db->prepare(sql);  // the same words while the first is in use
    ASSERT_TRUE(*inner->step());
    EXPECT_TRUE(inner->is_null(1));
    ASSERT_TRUE(*outer->step());
    EXPECT_EQ(outer->integer(0), 2);
    EXPECT_EQ(outer->integer(1), 5);
  }
  auto again = db->prepare(sql);
  ASSERT_TRUE(*again->step());
  EXPECT_EQ(again->integer(0), 1);
  EXPECT_TRUE(again->is_null(1));
}

TEST(Statement, KeepsEmptyApartFromNull) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  auto select = db->prepare("SELECT ?, ?, ?, ?");
  select->bind(1, ByteView{})
      .bind(2, std::string_view{})
      .bind_null(3)
      .bind(4,
            "a\0b"
            "c");
  ASSERT_TRUE(*select->step());
  EXPECT_FALSE(select->is_null(0));
  EXPECT_FALSE(select->is_null(1));
  EXPECT_TRUE(select->is_null(2));
  EXPECT_EQ(select->blob(0), Bytes{});
  EXPECT_EQ(select->blob(2), Bytes{});
  EXPECT_EQ(select->text(3), "a");
}

std::int64_t synchronous(Database& db) {
  auto select = db.prepare("PRAGMA synchronous");
  return *select->step() ? select->integer(0) : -1;
}

TEST(Sync, LaterWaitsForTheNextThatIsSyncedNow) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  std::int64_t during = -1;
  auto note = [&](Sync sync) {
    return db->transaction(
        [&]() -> Result<void> { return during = synchronous(*db), db->execute("INSERT INTO tally(octets) VALUES (x'07')"); }, sync);
  };
  ASSERT_TRUE(note(Sync::later).has_value());
  EXPECT_EQ(during, 1);  // NORMAL: in WAL mode, no sync at the commit
  ASSERT_TRUE(note(Sync::now).has_value());
  EXPECT_EQ(during, 2);  // FULL
  // What joins a transaction is as durable as that one.
  ASSERT_TRUE(db->transaction([&] { return note(Sync::later); }).has_value());
  EXPECT_EQ(during, 2);
  auto again = Database::open(scratch.file("store"), {});
  EXPECT_EQ(*count_rows(*again), 3);
}

/// Whether another process would be kept from writing at some octet of the file by a lock of this one.
bool is_locked(const std::string& path) {
  auto child = ::fork();
  if (child == 0) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    int fd = ::open(path.c_str(), O_RDWR);
    ::_exit(fd >= 0 && ::fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

TEST(Journal, IsSyncedBesideADatabaseThatKeepsItsLocks) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  ASSERT_TRUE(db->transaction([&] { return db->execute("INSERT INTO tally(octets) VALUES (x'07')"); }, Sync::later).has_value());
  auto is_kept = [&] { return is_locked(scratch.file("store")) && is_locked(scratch.file("store-shm")); };
  ASSERT_TRUE(db->transaction([&]() -> Result<void> {
                  EXPECT_TRUE(is_kept());
                  {
                    auto journal = db->journal();
                    OFFICES_CHECK(journal.sync());
                    OFFICES_CHECK(journal.sync());
                  }
                  EXPECT_TRUE(is_kept());
                  ::close(::open(scratch.file("store").c_str(), O_RDWR));  // what syncing must not do
                  EXPECT_FALSE(is_kept());
                  return {};
                }).has_value());
}

TEST(Journal, ThatIsGoneIsNotCalledSynced) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  ASSERT_TRUE(add_row(*db).has_value());
  auto journal = db->journal();
  std::filesystem::remove(scratch.file("store-wal"));
  EXPECT_EQ(code_of(journal.sync()), Code::store_failed);
}

TEST(Errors, NameNeitherWordsNorPaths) {
  Scratch scratch;
  auto db = open_tally(scratch.file("store"));
  auto bad_sql = db->execute("SELECT 'sesame' FROM sesame");
  auto bad_prepare = db->prepare("SELECT sesame FROM tally");
  auto bad_open = Database::open(scratch.file("sesame"), {});
  auto bad_folder = Database::open(scratch.file("sesame/store"), {.create = true});
  auto clash = db->execute("CREATE TABLE sesame(x CHECK (x <> 'sesame')); INSERT INTO sesame VALUES ('sesame')");
  for (const auto& error : {bad_sql.error(), bad_prepare.error(), bad_open.error(), bad_folder.error(), clash.error()})
    EXPECT_EQ(error.detail.find("sesame"), std::string::npos) << error.detail;
}

}  // namespace
}  // namespace offices::store
