// SPDX-License-Identifier: Apache-2.0
#include "store/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <map>
#include <thread>

namespace offices::store {
namespace {

/// `system_error` is the errno behind `rc`, where there was one.
Error error_of(int rc, int system_error) {
  switch (rc & 0xff) {
    case SQLITE_FULL: return {Code::store_full, ""};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {Code::store_damaged, ""};
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {Code::store_failed, "another process holds the store"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN: return {Code::store_failed, "the store's file cannot be opened for writing"};
    case SQLITE_IOERR: return {system_error == ENOSPC || system_error == EDQUOT ? Code::store_full : Code::store_failed, ""};
    default: return {Code::store_failed, ""};
  }
}

std::unexpected<Error> failed(sqlite3* db) { return std::unexpected(error_of(sqlite3_extended_errcode(db), sqlite3_system_errno(db))); }

/// SQLite takes a file too short for a page as an empty database; to us it is a truncated one, unless it may be new.
Result<void> check_file(const std::string& path, const OpenOptions& options) {
  struct stat info{};
  bool there = ::stat(path.c_str(), &info) == 0;
  if (!there && !options.create) return fail(Code::store_missing);
  if (there && !S_ISREG(info.st_mode)) return fail(Code::store_failed, "not a file");
  constexpr off_t page_bytes_min = 512;
  if (there && info.st_size < page_bytes_min && (info.st_size > 0 || !options.create))
    return fail(Code::store_damaged, "the file was truncated");
  if (there) return {};
  int fd = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);  // before SQLite, so that -wal and -shm inherit 0600
  if (fd < 0) return fail(errno == ENOSPC ? Code::store_full : Code::store_failed, "the store's file cannot be made");
  ::close(fd);
  return {};
}

struct Wait {
  int limit_ms;
};

/// Waits in small steps; a writer is never told "locked" before its time is up.
int on_busy(void* context, int tries) {
  constexpr int step_ms = 2;
  auto* wait = static_cast<Wait*>(context);
  if (tries * step_ms >= wait->limit_ms) return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(step_ms));
  return 1;
}

/// Going to WAL turns a lock for reading into the only one, and there SQLite answers "busy" without asking on_busy, since
/// two that open a new store together would wait for each other. They step back instead and try again.
Result<void> enter_wal(sqlite3* db, Wait wait) {
  auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait.limit_ms);
  while (sqlite3_exec(db, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) != SQLITE_OK) {
    if ((sqlite3_extended_errcode(db) & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() >= until) return failed(db);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return {};
}

/// A transaction that has begun: rolled back where nobody commits it, an exception passing through included.
class Begun {
 public:
  Begun(Database& db, int& depth) : db_(db), depth_(depth) { ++depth_; }
  Begun(const Begun&) = delete;
  ~Begun() {
    --depth_;
    if (open_) (void)db_.execute("ROLLBACK");
  }
  Result<void> commit() {
    auto done = db_.execute("COMMIT");
    open_ = !done;
    return done;
  }

 private:
  Database& db_;
  int& depth_;
  bool open_ = true;
};

struct Cached {
  sqlite3_stmt* statement = nullptr;
  bool busy = false;
};

}  // namespace

struct Database::State {
  sqlite3* db = nullptr;
  Wait wait{60'000};
  std::map<std::string, std::vector<std::unique_ptr<Cached>>, std::less<>> cache;
  int depth = 0;
  Durability durability = Durability::full;
  Sync sync = Sync::now;
  bool scrub = false;
  std::function<Result<void>(std::string_view)> hook;

  ~State() {
    for (auto& [sql, statements] : cache)
      for (auto& c : statements) sqlite3_finalize(c->statement);
    sqlite3_close_v2(db);
  }
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path, OpenOptions options) {
  OFFICES_CHECK(check_file(path, options));
  auto db = connect(path, options, Sharing::with_others);
  // The index that processes share in WAL mode is a file, and a full disk has no room for it. Alone, SQLite keeps it in memory:
  // what is there can still be read.
  if (db || db.error().code != Code::store_full) return db;
  options.wait_ms = std::min(options.wait_ms, 1000);
  auto alone = connect(path, options, Sharing::alone);
  return alone ? std::move(alone) : std::move(db);
}

Result<Database> Database::connect(const std::string& path, const OpenOptions& options, Sharing sharing) {
  auto state = std::make_unique<State>();
  state->wait.limit_ms = options.wait_ms;
  state->durability = options.durability;
  int rc = sqlite3_open_v2(path.c_str(), &state->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (rc != SQLITE_OK) return std::unexpected(error_of(rc, sqlite3_system_errno(state->db)));
  sqlite3_extended_result_codes(state->db, 1);
  sqlite3_busy_handler(state->db, on_busy, &state->wait);
  if (sharing == Sharing::alone && sqlite3_exec(state->db, "PRAGMA locking_mode = EXCLUSIVE", nullptr, nullptr, nullptr) != SQLITE_OK)
    return failed(state->db);
  // For a new file; one that is there keeps its own. An envelope, or a piece of a file, takes about one such page.
  if (sqlite3_exec(state->db, "PRAGMA page_size = 16384", nullptr, nullptr, nullptr) != SQLITE_OK) return failed(state->db);
  OFFICES_CHECK(enter_wal(state->db, state->wait));
  Database db(std::move(state));
  OFFICES_CHECK(db.execute(options.durability == Durability::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF"));
  // The journal is cut back to this much. It grows to 1000 pages before they go into the database; less would be cut off and allocated
  // anew each time.
  OFFICES_CHECK(db.execute("PRAGMA journal_size_limit = 25165824"));
  OFFICES_CHECK(db.execute("PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096"));
  return db;
}

Result<void> Database::execute(std::string_view sql) {
  if (sqlite3_exec(state_->db, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failed(state_->db);
  return {};
}

Result<void> Database::migrate(std::span<const std::string_view> steps) {
  auto version = [&]() -> Result<std::int64_t> {
    OFFICES_TRY(select, prepare("PRAGMA user_version"));
    OFFICES_TRY(row, select.step());
    return row ? select.integer(0) : 0;
  };
  OFFICES_TRY(before, version());
  if (before > static_cast<std::int64_t>(steps.size())) return fail(Code::store_newer);
  if (before == static_cast<std::int64_t>(steps.size())) return {};
  return transaction([&]() -> Result<void> {
    OFFICES_TRY(at, version());  // another process may have been quicker
    for (auto i = static_cast<std::size_t>(at); i < steps.size(); ++i) OFFICES_CHECK(execute(steps[i]));
    return execute("PRAGMA user_version = " + std::to_string(steps.size()));
  });
}

Result<Statement> Database::prepare(std::string_view sql) {
  auto& cached = state_->cache[std::string(sql)];
  for (auto& c : cached)
    if (!c->busy) {
      c->busy = true;
      return Statement(state_->db, c->statement, &c->busy);
    }
  auto fresh = std::make_unique<Cached>();
  if (sqlite3_prepare_v3(state_->db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &fresh->statement, nullptr) !=
      SQLITE_OK)
    return failed(state_->db);
  fresh->busy = true;
  cached.push_back(std::move(fresh));
  return Statement(state_->db, cached.back()->statement, &cached.back()->busy);
}

Result<void> Database::sync_at_commit(Sync sync) {
  if (state_->durability == Durability::none || sync == state_->sync) return {};
  OFFICES_CHECK(execute(sync == Sync::now ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL"));
  state_->sync = sync;
  return {};
}

Result<void> Database::transaction(const std::function<Result<void>()>& work, Sync sync) {
  if (state_->depth > 0) return work();
  OFFICES_CHECK(sync_at_commit(sync));
  OFFICES_CHECK(execute("BEGIN IMMEDIATE"));
  {
    Begun begun(*this, state_->depth);
    OFFICES_CHECK(work());
    if (state_->hook) OFFICES_CHECK(state_->hook("before-commit"));
    OFFICES_CHECK(begun.commit());
  }
  if (state_->scrub) empty_journal();
  return state_->hook ? state_->hook("after-commit") : Result<void>{};
}

Result<void> Database::snapshot(const std::function<Result<void>()>& work) {
  if (state_->depth > 0) return work();
  OFFICES_CHECK(execute("BEGIN DEFERRED"));
  Begun begun(*this, state_->depth);
  auto done = work();
  auto ended = begun.commit();
  return done ? ended : done;
}

Journal Database::journal() const {
  if (state_->durability == Durability::none) return Journal({});
  return Journal(sqlite3_filename_wal(sqlite3_db_filename(state_->db, "main")));
}

Journal::Journal(Journal&& other) noexcept : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)) {}
Journal::~Journal() {
  if (fd_ >= 0) ::close(fd_);
}

// To close a file ends every lock that the process has on it, but SQLite locks the database and the index that processes share, not the
// journal. It stays the same file for as long as anybody has the database open.
Result<void> Journal::sync() {
  if (path_.empty()) return {};
  if (fd_ < 0) fd_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
  if (fd_ < 0 || ::fdatasync(fd_) != 0) return std::unexpected(error_of(SQLITE_IOERR, errno));
  return {};
}

void Database::scrub() { state_->scrub = true; }

void Database::empty_journal() {
  sqlite3_busy_handler(state_->db, nullptr, nullptr);  // nobody waits for this
  state_->scrub = sqlite3_wal_checkpoint_v2(state_->db, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) != SQLITE_OK;
  sqlite3_busy_handler(state_->db, on_busy, &state_->wait);
}

std::int64_t Database::last_row() const { return sqlite3_last_insert_rowid(state_->db); }
std::int64_t Database::changes() const { return sqlite3_changes64(state_->db); }

Result<void> Database::check() {
  OFFICES_TRY(select, prepare("PRAGMA quick_check(1)"));
  OFFICES_TRY(row, select.step());
  if (!row || select.text(0) != "ok") return fail(Code::store_damaged);
  return {};
}

void Database::on_commit(std::function<Result<void>(std::string_view)> hook) { state_->hook = std::move(hook); }

Statement::Statement(sqlite3* db, sqlite3_stmt* statement, bool* busy) : db_(db), statement_(statement), busy_(busy) {}

Statement::Statement(Statement&& other) noexcept
    : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)), busy_(std::exchange(other.busy_, nullptr)) {}

Statement::~Statement() {
  if (!statement_) return;
  reset();
  *busy_ = false;
}

Statement& Statement::bind(int parameter, std::int64_t v) {
  sqlite3_bind_int64(statement_, parameter, v);
  return *this;
}
Statement& Statement::bind(int parameter, ByteView v) {
  sqlite3_bind_blob64(statement_, parameter, v.empty() ? reinterpret_cast<const Byte*>("") : v.data(), v.size(), SQLITE_TRANSIENT);
  return *this;
}
Statement& Statement::bind(int parameter, std::string_view v) {
  sqlite3_bind_text64(statement_, parameter, v.empty() ? "" : v.data(), v.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}
Statement& Statement::bind_borrowed(int parameter, ByteView v) {
  sqlite3_bind_blob64(statement_, parameter, v.empty() ? reinterpret_cast<const Byte*>("") : v.data(), v.size(), SQLITE_STATIC);
  return *this;
}
Statement& Statement::bind_null(int parameter) {
  sqlite3_bind_null(statement_, parameter);
  return *this;
}

Result<bool> Statement::step() {
  int rc = sqlite3_step(statement_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  return failed(db_);
}

Result<void> Statement::run() {
  for (;;) {
    OFFICES_TRY(more, step());
    if (!more) return {};
  }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
ByteView Statement::blob_view(int column) const {
  const auto* data = static_cast<const Byte*>(sqlite3_column_blob(statement_, column));
  return {data, data ? static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)) : 0};
}
Bytes Statement::blob(int column) const { return base::to_bytes(blob_view(column)); }
std::string Statement::text(int column) const { return std::string(base::as_text(blob_view(column))); }
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

}  // namespace offices::store
