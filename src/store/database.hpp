// SPDX-License-Identifier: Apache-2.0
// Database: SQLite with the durability, locking and error rules that every store of ours needs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace offices::store {

enum class Durability { full, none };  ///< none: for simulations whose crashes are not power cuts
/// When a transaction reaches the disk: before transaction() returns, or with the next one that does, or with Journal::sync(). What is
/// written `later` survives a killed process, is in order, and may be missing after a power cut; only for what can be done again.
enum class Sync { now, later };

struct OpenOptions {
  bool create = false;
  Durability durability = Durability::full;
  int wait_ms = 60'000;  ///< how long a writer waits for another before Code::store_failed
};

class Statement;

/// The journal of a database, for a thread that waits for the disk while the database's own goes on writing. One owner at a time.
class Journal {
 public:
  Journal(Journal&& other) noexcept;
  Journal(const Journal&) = delete;
  ~Journal();
  /// When it returns, all that was committed before the call is on the disk, Sync::later or not. Fails with Code::store_full,
  /// store_failed: then nothing is known of what was committed since the last time.
  [[nodiscard]] Result<void> sync();

 private:
  friend class Database;
  explicit Journal(std::string path) : path_(std::move(path)) {}
  std::string path_;  ///< empty: nothing is to reach the disk
  int fd_ = -1;
};

/// One connection. Not thread-safe: one owner at a time. WAL, synchronous=FULL, foreign keys off, journal_size_limit set,
/// secure_delete on, file mode 0600.
class Database {
 public:
  /// Fails with Code::store_missing (absent and not `create`), store_damaged (not a database; empty and
  /// not `create`), store_full, store_failed.
  [[nodiscard]] static Result<Database> open(const std::string& path, OpenOptions options);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// Runs the steps that the file's `PRAGMA user_version` has not had yet, all in one transaction. Fails with
  /// Code::store_newer where the file is ahead of `steps`.
  [[nodiscard]] Result<void> migrate(std::span<const std::string_view> steps);

  /// A prepared statement from the cache, reset and ready to bind. `sql` must outlive the database (a literal).
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] Result<void> execute(std::string_view sql);

  /// Runs `work` under BEGIN IMMEDIATE; commits if it succeeds, rolls back if it fails. Nested calls join the outer one.
  [[nodiscard]] Result<void> transaction(const std::function<Result<void>()>& work, Sync sync = Sync::now);
  /// The same for reading only (BEGIN DEFERRED): one snapshot.
  [[nodiscard]] Result<void> snapshot(const std::function<Result<void>()>& work);

  /// Its journal, for another thread; good for as long as this connection is open.
  [[nodiscard]] Journal journal() const;

  /// After the next commit the journal is emptied too, so that what was deleted is gone from the disk (secure_delete has
  /// overwritten it in the database itself). Where a reader is in the way, after the one that follows.
  void scrub();

  [[nodiscard]] std::int64_t last_row() const;
  [[nodiscard]] std::int64_t changes() const;
  /// PRAGMA quick_check. Fails with Code::store_damaged.
  [[nodiscard]] Result<void> check();
  /// Called before and after every commit (point names "before-commit", "after-commit"); an error returned from it is the
  /// transaction's ("before": rolled back, "after": already durable). Simulations crash posts here.
  void on_commit(std::function<Result<void>(std::string_view point)> hook);

 private:
  struct State;
  enum class Sharing { with_others, alone };
  explicit Database(std::unique_ptr<State> state);
  [[nodiscard]] static Result<Database> connect(const std::string& path, const OpenOptions& options, Sharing sharing);
  [[nodiscard]] Result<void> sync_at_commit(Sync sync);
  void empty_journal();
  std::unique_ptr<State> state_;
};

/// A borrowed prepared statement; goes back to the cache when it dies. Columns and parameters count from 0 and 1.
class Statement {
 public:
  Statement(Statement&&) noexcept;
  Statement(const Statement&) = delete;
  ~Statement();
  Statement& bind(int parameter, std::int64_t v);
  Statement& bind(int parameter, ByteView v);
  Statement& bind(int parameter, std::string_view v);
  /// Without a copy: `v` lives until reset().
  Statement& bind_borrowed(int parameter, ByteView v);
  Statement& bind_null(int parameter);
  /// True where there is a row. Fails with the store codes.
  [[nodiscard]] Result<bool> step();
  /// Steps to the end.
  [[nodiscard]] Result<void> run();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] Bytes blob(int column) const;
  [[nodiscard]] ByteView blob_view(int column) const;  ///< valid until the next step
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  void reset();

 private:
  friend class Database;
  Statement(sqlite3* db, sqlite3_stmt* statement, bool* busy);
  sqlite3* db_;
  sqlite3_stmt* statement_;
  bool* busy_;
};

}  // namespace offices::store
