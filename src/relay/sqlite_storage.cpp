// SPDX-License-Identifier: Apache-2.0
#include "relay/sqlite_storage.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace offices::relay {
namespace {

using store::Database;

// `digest` and `fresh_digest` hold what a mailbox has ever been given and retention has not yet forgotten, so that an envelope
// which comes late a second time is not delivered a second time. Digests fall anywhere: each would dirty a page of its own in a
// large table. So they gather in the small one, and go into the large one together, in its order. `probe` is written by health
// checks only.
constexpr std::string_view steps[] = {R"sql(
CREATE TABLE mailbox (
  row INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, deposit BLOB NOT NULL, fetch BLOB NOT NULL,
  latest INTEGER NOT NULL, deleted_through INTEGER NOT NULL, held INTEGER NOT NULL);
CREATE TABLE envelope (
  row INTEGER PRIMARY KEY, mailbox INTEGER NOT NULL, sequence INTEGER NOT NULL, received INTEGER NOT NULL,
  octets BLOB NOT NULL);
CREATE UNIQUE INDEX envelope_sequence ON envelope (mailbox, sequence);
CREATE INDEX envelope_received ON envelope (received);
CREATE TABLE digest (
  mailbox INTEGER NOT NULL, digest BLOB NOT NULL, received INTEGER NOT NULL, PRIMARY KEY (mailbox, digest))
  WITHOUT ROWID;
CREATE INDEX digest_received ON digest (received);
CREATE TABLE probe (row INTEGER PRIMARY KEY, count INTEGER NOT NULL);
INSERT INTO probe VALUES (1, 0);
)sql",
                                      R"sql(
CREATE TABLE fresh_digest (
  mailbox INTEGER NOT NULL, digest BLOB NOT NULL, received INTEGER NOT NULL, PRIMARY KEY (mailbox, digest))
  WITHOUT ROWID;
)sql"};

constexpr std::int64_t fresh_most = 2048;

std::int64_t column(std::uint64_t v) { return static_cast<std::int64_t>(v); }

struct MailboxRow {
  std::int64_t row = 0;
  Bytes deposit, fetch;
  Sequence latest = 0, deleted_through = 0, held = 0;
};

Result<std::optional<MailboxRow>> find(Database& db, const wire::MailboxId& id) {
  OFFICES_TRY(s, db.prepare("SELECT row, deposit, fetch, latest, deleted_through, held FROM mailbox WHERE id = ?"));
  s.bind(1, id.view());
  OFFICES_TRY(there, s.step());
  if (!there) return std::nullopt;
  auto number = [&](int c) { return static_cast<std::uint64_t>(s.integer(c)); };
  return MailboxRow{s.integer(0), s.blob(1), s.blob(2), number(3), number(4), number(5)};
}

// The comparison is made whether or not there is a mailbox, so that both refusals cost the same.
bool opens(const std::optional<MailboxRow>& row, Bytes MailboxRow::* key, ByteView presented) {
  static const Bytes nobody(32, 0);
  bool same = crypto::equal_secret(row ? (*row).*key : nobody, presented);
  return same && row;
}

Result<MailboxRow> find_for(Database& db, const wire::MailboxId& id, Bytes MailboxRow::* key, ByteView presented) {
  OFFICES_TRY(row, find(db, id));
  if (!opens(row, key, presented)) return fail(Code::not_found);
  return *std::move(row);
}

Result<void> update(Database& db, const MailboxRow& m) {
  OFFICES_TRY(s, db.prepare("UPDATE mailbox SET latest = ?, deleted_through = ?, held = ? WHERE row = ?"));
  return s.bind(1, column(m.latest)).bind(2, column(m.deleted_through)).bind(3, column(m.held)).bind(4, m.row).run();
}

Result<Written> write(Database& db, const CreateMailbox& c, Time) {
  OFFICES_TRY(row, find(db, c.mailbox));
  if (row) {
    bool same_deposit = crypto::equal_secret(row->deposit, c.deposit.view());
    bool same_fetch = crypto::equal_secret(row->fetch, c.fetch.view());
    if (!same_deposit || !same_fetch) return fail(Code::exists);
    return Written{0};
  }
  OFFICES_TRY(s, db.prepare("INSERT INTO mailbox (id, deposit, fetch, latest, deleted_through, held) "
                            "VALUES (?, ?, ?, 0, 0, 0)"));
  OFFICES_CHECK(s.bind(1, c.mailbox.view()).bind(2, c.deposit.view()).bind(3, c.fetch.view()).run());
  return Written{1};
}

Result<bool> remembers(Database& db, std::int64_t mailbox, const crypto::Digest& digest) {
  OFFICES_TRY(s, db.prepare("SELECT 1 FROM fresh_digest WHERE mailbox = ?1 AND digest = ?2 UNION ALL "
                            "SELECT 1 FROM digest WHERE mailbox = ?1 AND digest = ?2"));
  return s.bind(1, mailbox).bind(2, digest.view()).step();
}

struct NewEnvelope {
  const wire::Envelope* octets;
  crypto::Digest digest;
};

Result<std::vector<NewEnvelope>> unknown_ones(Database& db, std::int64_t mailbox, const DepositEnvelopes& d) {
  std::vector<NewEnvelope> fresh;
  std::set<crypto::Digest> in_this_deposit;
  for (const auto& envelope : d.envelopes) {
    auto digest = wire::envelope_digest(envelope);
    OFFICES_TRY(known, remembers(db, mailbox, digest));
    if (!known && in_this_deposit.insert(digest).second) fresh.push_back({&envelope, digest});
  }
  return fresh;
}

Result<void> append(Database& db, const MailboxRow& m, const NewEnvelope& e, Time now) {
  OFFICES_TRY(d, db.prepare("INSERT INTO fresh_digest (mailbox, digest, received) VALUES (?, ?, ?)"));
  OFFICES_CHECK(d.bind(1, m.row).bind(2, e.digest.view()).bind(3, now.seconds).run());
  OFFICES_TRY(s, db.prepare("INSERT INTO envelope (mailbox, sequence, received, octets) VALUES (?, ?, ?, ?)"));
  return s.bind(1, m.row).bind(2, column(m.latest)).bind(3, now.seconds).bind_borrowed(4, *e.octets).run();
}

Result<Written> write(Database& db, const DepositEnvelopes& d, Time now) {
  OFFICES_TRY(m, find_for(db, d.mailbox, &MailboxRow::deposit, d.key.view()));
  OFFICES_TRY(fresh, unknown_ones(db, m.row, d));
  if (fresh.empty()) return Written{0};
  if (m.held + fresh.size() > d.held_max) return fail(Code::quota);
  for (const auto& e : fresh) {
    ++m.latest;
    ++m.held;
    OFFICES_CHECK(append(db, m, e, now));
  }
  OFFICES_CHECK(update(db, m));
  return Written{fresh.size()};
}

Result<Written> write(Database& db, const DeleteEnvelopes& d, Time) {
  OFFICES_TRY(m, find_for(db, d.mailbox, &MailboxRow::fetch, d.key.view()));
  auto through = std::min(d.through, m.latest);
  OFFICES_TRY(s, db.prepare("DELETE FROM envelope WHERE mailbox = ? AND sequence <= ?"));
  OFFICES_CHECK(s.bind(1, m.row).bind(2, column(through)).run());
  auto gone = static_cast<std::uint64_t>(db.changes());
  if (gone == 0) return Written{0};
  m.held -= gone;
  m.deleted_through = std::max(m.deleted_through, through);
  OFFICES_CHECK(update(db, m));
  return Written{gone};
}

Result<Written> write(Database& db, const RemoveMailbox& r, Time) {
  OFFICES_TRY(m, find_for(db, r.mailbox, &MailboxRow::fetch, r.key.view()));
  for (std::string_view sql : {"DELETE FROM envelope WHERE mailbox = ?", "DELETE FROM fresh_digest WHERE mailbox = ?",
                               "DELETE FROM digest WHERE mailbox = ?", "DELETE FROM mailbox WHERE row = ?"}) {
    OFFICES_TRY(s, db.prepare(sql));
    OFFICES_CHECK(s.bind(1, m.row).run());
  }
  return Written{1};
}

struct Expired {
  std::int64_t row, mailbox, sequence;
};

Result<std::vector<Expired>> expired(Database& db, const PurgeExpired& p) {
  std::vector<Expired> found;
  OFFICES_TRY(s, db.prepare("SELECT row, mailbox, sequence FROM envelope WHERE received < ? ORDER BY received LIMIT ?"));
  s.bind(1, p.before.seconds).bind(2, p.most);
  for (;;) {
    OFFICES_TRY(more, s.step());
    if (!more) return found;
    found.push_back({s.integer(0), s.integer(1), s.integer(2)});
  }
}

Result<void> expire(Database& db, const Expired& e) {
  OFFICES_TRY(s, db.prepare("DELETE FROM envelope WHERE row = ?"));
  OFFICES_CHECK(s.bind(1, e.row).run());
  OFFICES_TRY(m, db.prepare("UPDATE mailbox SET held = held - 1, deleted_through = max(deleted_through, ?) "
                            "WHERE row = ?"));
  return m.bind(1, e.sequence).bind(2, e.mailbox).run();
}

Result<Written> write(Database& db, const PurgeExpired& p, Time) {
  OFFICES_TRY(old, expired(db, p));
  for (const auto& e : old) OFFICES_CHECK(expire(db, e));
  std::uint64_t most = old.size();
  for (std::string_view sql :
       {"DELETE FROM fresh_digest WHERE (mailbox, digest) IN (SELECT mailbox, digest FROM fresh_digest WHERE received < ? LIMIT ?)",
        "DELETE FROM digest WHERE (mailbox, digest) IN (SELECT mailbox, digest FROM digest WHERE received < ? LIMIT ?)"}) {
    OFFICES_TRY(s, db.prepare(sql));
    OFFICES_CHECK(s.bind(1, p.before.seconds).bind(2, p.most).run());
    most = std::max(most, static_cast<std::uint64_t>(db.changes()));
  }
  return Written{most};
}

Result<Written> write(Database& db, const ProbeStore&, Time) {
  OFFICES_CHECK(db.execute("UPDATE probe SET count = (count + 1) % 1000000"));
  return Written{1};
}

Result<void> gather_digests(Database& db) {
  OFFICES_TRY(s, db.prepare("SELECT count(*) FROM fresh_digest"));
  OFFICES_TRY(counted, s.step());
  if (!counted || s.integer(0) < fresh_most) return {};
  s.reset();
  OFFICES_CHECK(db.execute("INSERT INTO digest SELECT mailbox, digest, received FROM fresh_digest"));
  return db.execute("DELETE FROM fresh_digest");
}

bool is_refusal(Code code) { return code == Code::not_found || code == Code::exists || code == Code::quota; }

Result<void> read_page(Database& db, const MailboxRow& m, Sequence after, std::size_t limit, Page& page) {
  page.latest = m.latest;
  page.deleted_through = m.deleted_through;
  if (after >= m.latest) return {};
  OFFICES_TRY(s, db.prepare("SELECT sequence, octets FROM envelope WHERE mailbox = ? AND sequence > ? "
                            "ORDER BY sequence LIMIT ?"));
  s.bind(1, m.row).bind(2, column(after)).bind(3, column(limit));
  for (;;) {
    OFFICES_TRY(more, s.step());
    if (!more) return {};
    page.envelopes.push_back({static_cast<Sequence>(s.integer(0)), s.blob(1)});
  }
}

}  // namespace

Result<std::unique_ptr<SqliteStorage>> SqliteStorage::open(const std::string& path) {
  OFFICES_TRY(writer, Database::open(path, {.create = true}));
  OFFICES_CHECK(writer.migrate(steps));
  OFFICES_TRY(reader, Database::open(path, {.wait_ms = 1000}));
  return std::unique_ptr<SqliteStorage>(new SqliteStorage(std::move(writer), std::move(reader)));
}

Result<std::vector<Result<Written>>> SqliteStorage::commit(std::span<const Write> batch, Time now) {
  std::vector<Result<Written>> results;
  // What makes room asks for none.
  const bool gives = std::ranges::any_of(batch, [](const Write& w) { return std::holds_alternative<DepositEnvelopes>(w); });
  auto work = [&]() -> Result<void> {
    for (const auto& w : batch) {
      auto r = std::visit([&](const auto& one) { return write(writer_, one, now); }, w);
      if (!r && !is_refusal(r.error().code)) return std::unexpected(r.error());
      results.push_back(std::move(r));
    }
    return gives ? gather_digests(writer_) : Result<void>{};
  };
  // A deletion that a power cut undoes shows its mailbox's fetcher what it has taken in already.
  bool later = std::ranges::all_of(batch, [](const Write& w) { return std::holds_alternative<DeleteEnvelopes>(w); });
  OFFICES_CHECK(writer_.transaction(work, later ? store::Sync::later : store::Sync::now));
  return results;
}

Result<Page> SqliteStorage::read(const wire::MailboxId& mailbox, const FetchHash& key, Sequence after, std::size_t limit) {
  Page page;
  OFFICES_CHECK(reader_.snapshot([&]() -> Result<void> {
    OFFICES_TRY(m, find_for(reader_, mailbox, &MailboxRow::fetch, key.view()));
    return read_page(reader_, m, after, limit, page);
  }));
  return page;
}

Result<bool> SqliteStorage::admits(const wire::MailboxId& mailbox, const DepositHash& key) {
  OFFICES_TRY(row, find(reader_, mailbox));
  return opens(row, &MailboxRow::deposit, key.view());
}

Result<std::string> sqlite_path(std::string_view url) {
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme) || url.size() == scheme.size()) return fail(Code::usage, "a store is sqlite:PATH");
  return std::string(url.substr(scheme.size()));
}

Result<std::unique_ptr<Storage>> open_storage(std::string_view url) {
  OFFICES_TRY(path, sqlite_path(url));
  return SqliteStorage::open(path);
}

}  // namespace offices::relay
