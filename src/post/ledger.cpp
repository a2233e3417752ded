// SPDX-License-Identifier: Apache-2.0
#include "post/ledger.hpp"

#include "crypto/hash.hpp"

namespace offices::post {
namespace {

using base::as_bytes;
using base::as_text;

constexpr std::string_view steps[] = {
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL);"
    "CREATE TABLE cells(row INTEGER PRIMARY KEY AUTOINCREMENT, lookup BLOB NOT NULL UNIQUE, shelf BLOB NOT NULL, sealed BLOB NOT NULL);"
    "CREATE INDEX cells_shelf ON cells(shelf, row);"
    "CREATE TABLE record(row INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, place BLOB UNIQUE, prefix BLOB NOT NULL,"
    " shelf BLOB NOT NULL, sealed BLOB NOT NULL);"
    "CREATE INDEX record_prefix ON record(prefix);"
    "CREATE INDEX record_shelf ON record(shelf, row);",
    "CREATE TABLE octets(row INTEGER PRIMARY KEY, lookup BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL);",
};

constexpr std::size_t prefix_digits = 4;

/// How the data key is wrapped: {"cost":{…}|null,"salt":b64,"wrapped":b64}.
Json wrap(const crypto::DataKey& key, const crypto::SecretBytes* passphrase, crypto::PassphraseCost cost, crypto::Random& random,
          Error& error) {
  if (!passphrase) return {{"cost", nullptr}, {"salt", ""}, {"wrapped", base::base64(key.view())}};
  std::array<Byte, 16> salt{};
  random.fill(salt);
  auto wrapping = crypto::key_from_passphrase(passphrase->view(), salt, cost);
  if (!wrapping) {
    error = wrapping.error();
    return {};
  }
  return {{"cost", {{"memory_kib", cost.memory_kib}, {"passes", cost.passes}}},
          {"salt", base::base64(salt)},
          {"wrapped", base::base64(crypto::seal_blob(*wrapping, as_bytes("data key"), key.view(), random))}};
}

Result<crypto::DataKey> unwrap(const Json& json, const AskPassphrase& ask) {
  base::Fields f(json, "wrap");
  bool open = !f.has("cost");
  Bytes salt = f.base64("salt", 16), wrapped = f.base64("wrapped", 128);
  if (open) f.null_or_absent("cost");
  Json cost = open ? Json::object() : f.object("cost");
  if (!f.finish()) return fail(Code::store_damaged, "the wrapped key");
  if (open) {
    auto key = crypto::DataKey::from(wrapped);
    crypto::wipe(wrapped);
    if (!key) return fail(Code::store_damaged, "the data key");
    return key;
  }
  base::Fields c(cost, "cost");
  crypto::PassphraseCost price{static_cast<std::uint32_t>(c.integer("memory_kib", 8, 1 << 20)),
                               static_cast<std::uint32_t>(c.integer("passes", 1, 20))};
  if (!c.finish()) return fail(Code::store_damaged, "the cost of the passphrase");
  OFFICES_TRY(passphrase, ask());
  OFFICES_TRY(wrapping, crypto::key_from_passphrase(passphrase.view(), salt, price));
  auto key = crypto::open_secret_blob(wrapping, as_bytes("data key"), wrapped);
  if (!key) return fail(Code::wrong_passphrase);
  return crypto::DataKey::from(key->view());
}

Result<Json> wrapped_key(store::Database& db) {
  OFFICES_TRY(select, db.prepare("SELECT value FROM meta WHERE key = 'wrap'"));
  OFFICES_TRY(found, select.step());
  if (!found) return fail(Code::store_damaged, "the wrapped key is missing");
  auto wrapped = select.blob(0);
  auto json = base::parse_json(wrapped);
  crypto::wipe(wrapped);
  if (!json) return fail(Code::store_damaged, "the wrapped key");
  return json;
}

Json kept_to_json(const Kept& k) {
  return {{"entry", k.placed ? record::entry_to_json(k.entry) : record::bare_to_json(k.entry.statement)},
          {"placed", k.placed},
          {"kind", k.kind},
          {"case", k.of_case.hex()},
          {"subject", k.subject ? Json(k.subject->hex()) : Json(nullptr)},
          {"side", k.side.hex()},
          {"own", k.own},
          {"counts", k.counts},
          {"received", base::iso(k.received)},
          {"finding", k.finding}};
}

Result<Kept> kept_from_json(const Json& json) {
  base::Fields f(json, "row");
  Kept k;
  k.placed = f.boolean("placed");
  k.kind = f.text("kind");
  k.of_case = f.id<record::CaseId>("case");
  k.subject = f.maybe<record::StatementId>("subject", [&](const char* key) { return f.id<record::StatementId>(key); });
  k.side = f.id<record::ParticipantId>("side");
  k.own = f.boolean("own");
  k.counts = f.boolean("counts");
  k.received = f.time("received");
  k.finding = f.text("finding");
  const Json& entry = f.object("entry");
  OFFICES_CHECK(f.finish());
  if (k.placed) {
    OFFICES_TRY_SET(k.entry, record::entry_from_json(entry));
  } else {
    OFFICES_TRY_SET(k.entry.statement, record::bare_from_json(entry));
  }
  return k;
}

Bytes place_name(const record::FeedId& feed, std::uint64_t index) {
  Bytes name = base::to_bytes(feed.view());
  base::put_u64(name, index);
  return name;
}

}  // namespace

Ledger::Ledger(store::Database db, crypto::DataKey key, crypto::Random& random)
    : db_(std::move(db)), key_(std::move(key)), lookup_key_(crypto::derive_key(key_.view(), "lookup")), random_(&random) {}

Result<Ledger> Ledger::create(const std::filesystem::path& file, const crypto::SecretBytes* passphrase, crypto::PassphraseCost cost,
                              store::OpenOptions options, crypto::Random& random) {
  options.create = true;
  crypto::DataKey key;
  random.fill(key.bytes.writable());
  Error error{};
  Json wrapped = wrap(key, passphrase, cost, random, error);
  if (wrapped.empty()) return std::unexpected(error);
  OFFICES_TRY(db, store::Database::open(file.string(), options));
  OFFICES_CHECK(db.migrate(steps));
  OFFICES_TRY(insert, db.prepare("INSERT INTO meta(key, value) VALUES('wrap', ?1)"));
  auto spelt = base::spell(wrapped);
  OFFICES_CHECK(insert.bind(1, as_bytes(spelt)).run());
  return Ledger(std::move(db), std::move(key), random);
}

Result<Ledger> Ledger::open(const std::filesystem::path& file, const AskPassphrase& ask, store::OpenOptions options,
                            crypto::Random& random) {
  OFFICES_TRY(db, store::Database::open(file.string(), options));
  OFFICES_CHECK(db.migrate(steps));
  OFFICES_TRY(wrapped, wrapped_key(db));
  OFFICES_TRY(key, unwrap(wrapped, ask));
  return Ledger(std::move(db), std::move(key), random);
}

Result<bool> Ledger::has_passphrase() {
  OFFICES_TRY(wrapped, wrapped_key(db_));
  return base::Fields(wrapped, "wrap").has("cost");
}

Result<bool> Ledger::is_passphrase(const crypto::SecretBytes& passphrase) {
  OFFICES_TRY(protected_by_one, has_passphrase());
  if (!protected_by_one) return false;
  OFFICES_TRY(wrapped, wrapped_key(db_));
  auto key = unwrap(wrapped, [&] { return Result<crypto::SecretBytes>(passphrase.clone()); });
  if (!key && key.error().code == Code::wrong_passphrase) return false;
  if (!key) return std::unexpected(key.error());
  return crypto::equal_secret(key->view(), key_.view());
}

Bytes Ledger::lookup(std::string_view table, ByteView name) const {
  auto digest = crypto::hmac(lookup_key_.view(), {as_bytes(table), as_bytes("/"), name});
  return {digest.octets.begin(), digest.octets.begin() + 16};
}

Result<void> Ledger::put_sealed(std::string_view name, ByteView plain, std::string_view shelf) {
  auto at = lookup("cell", as_bytes(name));
  OFFICES_TRY(upsert, db_.prepare("INSERT INTO cells(lookup, shelf, sealed) VALUES(?1, ?2, ?3)"
                                  " ON CONFLICT(lookup) DO UPDATE SET sealed = excluded.sealed, shelf = excluded.shelf"));
  auto sealed = crypto::seal_blob(key_, at, plain, *random_);
  return upsert.bind(1, at).bind(2, lookup("shelf", as_bytes(shelf))).bind(3, sealed).run();
}

Result<Bytes> Ledger::sealed_of(std::string_view name) {
  OFFICES_TRY(select, db_.prepare("SELECT sealed FROM cells WHERE lookup = ?1"));
  OFFICES_TRY(found, select.bind(1, lookup("cell", as_bytes(name))).step());
  return found ? select.blob(0) : Bytes{};
}

namespace {

/// A row is as spell() wrote it: another spelling is a damaged row.
Result<Json> reading(Result<Bytes> plain) {
  if (!plain) return fail(Code::store_damaged, "a row does not open");
  auto json = base::parse_spelt(*plain);
  if (!json) return fail(Code::store_damaged, "a row cannot be read");
  return json;
}

}  // namespace

Result<std::optional<Json>> Ledger::get(std::string_view name) {
  OFFICES_TRY(sealed, sealed_of(name));
  if (sealed.empty()) return std::nullopt;
  OFFICES_TRY(json, reading(crypto::open_blob(key_, lookup("cell", as_bytes(name)), sealed)));
  return json;
}

Result<void> Ledger::put(std::string_view name, const Json& value, std::string_view shelf) {
  auto spelt = base::spell(value);
  return put_sealed(name, as_bytes(spelt), shelf);
}

Result<void> Ledger::erase(std::string_view name) {
  OFFICES_TRY(remove, db_.prepare("DELETE FROM cells WHERE lookup = ?1"));
  return remove.bind(1, lookup("cell", as_bytes(name))).run();
}

Result<void> Ledger::each(std::string_view shelf, const std::function<Result<bool>(const Json&)>& visit, bool newest_first) {
  OFFICES_TRY(select, newest_first ? db_.prepare("SELECT lookup, sealed FROM cells WHERE shelf = ?1 ORDER BY row DESC")
                                   : db_.prepare("SELECT lookup, sealed FROM cells WHERE shelf = ?1 ORDER BY row"));
  select.bind(1, lookup("shelf", as_bytes(shelf)));
  for (;;) {
    OFFICES_TRY(more, select.step());
    if (!more) return {};
    OFFICES_TRY(json, reading(crypto::open_blob(key_, select.blob_view(0), select.blob_view(1))));
    OFFICES_TRY(go_on, visit(json));
    if (!go_on) return {};
  }
}

Result<std::int64_t> Ledger::count(std::string_view shelf) {
  OFFICES_TRY(select, db_.prepare("SELECT count(*) FROM cells WHERE shelf = ?1"));
  OFFICES_TRY(found, select.bind(1, lookup("shelf", as_bytes(shelf))).step());
  return found ? select.integer(0) : 0;
}

Result<void> Ledger::put_secret(std::string_view name, ByteView secret) { return put_sealed(name, secret, "secrets"); }

Result<std::optional<crypto::SecretBytes>> Ledger::get_secret(std::string_view name) {
  OFFICES_TRY(sealed, sealed_of(name));
  if (sealed.empty()) return std::nullopt;
  auto secret = crypto::open_secret_blob(key_, lookup("cell", as_bytes(name)), sealed);
  if (!secret) return fail(Code::store_damaged, "a key does not open");
  return std::optional(*std::move(secret));
}

// At random places, the pieces that come in one transaction would each change another page of the index, and the journal would hold as
// much of the index as of the pieces.
Bytes Ledger::place_of(std::string_view file, std::uint32_t number) const {
  auto place = lookup("octets", as_bytes(file));
  place.resize(place.size() - sizeof number);
  base::put_u32(place, number);
  return place;
}

Result<void> Ledger::put_octets(std::string_view file, std::uint32_t number, ByteView octets) {
  auto at = place_of(file, number);
  auto sealed = crypto::seal_blob(key_, at, octets, *random_);
  OFFICES_TRY(upsert, db_.prepare("INSERT INTO octets(lookup, sealed) VALUES(?1, ?2)"
                                  " ON CONFLICT(lookup) DO UPDATE SET sealed = excluded.sealed"));
  return upsert.bind(1, at).bind_borrowed(2, sealed).run();
}

Result<std::optional<Bytes>> Ledger::octets(std::string_view file, std::uint32_t number) {
  auto at = place_of(file, number);
  OFFICES_TRY(select, db_.prepare("SELECT sealed FROM octets WHERE lookup = ?1"));
  OFFICES_TRY(found, select.bind(1, at).step());
  if (!found) return std::nullopt;
  auto octets = crypto::open_blob(key_, at, select.blob_view(0));
  if (!octets) return fail(Code::store_damaged, "a piece of a file does not open");
  return std::optional(*std::move(octets));
}

Result<void> Ledger::erase_octets(std::string_view file, std::uint32_t number) {
  OFFICES_TRY(remove, db_.prepare("DELETE FROM octets WHERE lookup = ?1"));
  return remove.bind(1, place_of(file, number)).run();
}

Result<std::int64_t> Ledger::append(const Kept& kept, std::string_view shelf) {
  auto id = kept.entry.statement.id();
  auto at = lookup("id", id.view());
  auto prefix = id.hex().substr(0, prefix_digits);
  auto spelt = base::spell(kept_to_json(kept));
  OFFICES_TRY(insert, db_.prepare("INSERT INTO record(id, place, prefix, shelf, sealed) VALUES(?1, ?2, ?3, ?4, ?5)"));
  insert.bind(1, at).bind(3, lookup("prefix", as_bytes(prefix))).bind(4, lookup("shelf", as_bytes(shelf)));
  if (kept.placed && kept.counts) insert.bind(2, lookup("place", place_name(kept.entry.context.feed, kept.entry.context.index)));
  else insert.bind_null(2);
  auto sealed = crypto::seal_blob(key_, at, as_bytes(spelt), *random_);
  OFFICES_CHECK(insert.bind(5, sealed).run());
  return db_.last_row();
}

Result<void> Ledger::rewrite(const Kept& kept) {
  auto at = lookup("id", kept.entry.statement.id().view());
  auto spelt = base::spell(kept_to_json(kept));
  OFFICES_TRY(update, db_.prepare("UPDATE record SET place = ?2, sealed = ?3 WHERE id = ?1"));
  update.bind(1, at);
  if (kept.placed && kept.counts) update.bind(2, lookup("place", place_name(kept.entry.context.feed, kept.entry.context.index)));
  else update.bind_null(2);
  auto sealed = crypto::seal_blob(key_, at, as_bytes(spelt), *random_);
  return update.bind(3, sealed).run();
}

Result<Kept> Ledger::open_row(store::Statement& row) {
  OFFICES_TRY(json, reading(crypto::open_blob(key_, row.blob_view(1), row.blob_view(2))));
  auto kept = kept_from_json(json);
  if (!kept) return fail(Code::store_damaged, "a statement cannot be read");
  if (lookup("id", kept->entry.statement.id().view()) != base::to_bytes(row.blob_view(1)))
    return fail(Code::store_damaged, "a statement is not the one that was kept");
  kept->row = row.integer(0);
  return kept;
}

Result<std::optional<Kept>> Ledger::one(std::string_view sql, ByteView key) {
  OFFICES_TRY(select, db_.prepare(sql));
  OFFICES_TRY(found, select.bind(1, key).step());
  if (!found) return std::nullopt;
  OFFICES_TRY(kept, open_row(select));
  return std::optional(std::move(kept));
}

Result<std::optional<Kept>> Ledger::by_id(const record::StatementId& id) {
  return one("SELECT row, id, sealed FROM record WHERE id = ?1", lookup("id", id.view()));
}

Result<std::optional<Kept>> Ledger::by_place(const record::FeedId& feed, std::uint64_t index) {
  return one("SELECT row, id, sealed FROM record WHERE place = ?1", lookup("place", place_name(feed, index)));
}

Result<std::vector<Kept>> Ledger::by_prefix(std::string_view hex_prefix) {
  std::vector<Kept> found;
  if (hex_prefix.size() < prefix_digits) return fail(Code::ambiguous, "give at least four digits of the id");
  OFFICES_TRY(select, db_.prepare("SELECT row, id, sealed FROM record WHERE prefix = ?1"));
  select.bind(1, lookup("prefix", as_bytes(hex_prefix.substr(0, prefix_digits))));
  for (;;) {
    OFFICES_TRY(more, select.step());
    if (!more) return found;
    OFFICES_TRY(kept, open_row(select));
    if (kept.entry.statement.id().hex().starts_with(hex_prefix)) found.push_back(std::move(kept));
  }
}

Result<void> Ledger::each_kept(std::string_view shelf, bool newest_first, const std::function<Result<bool>(Kept&&)>& visit) {
  Result<store::Statement> select = shelf.empty()  ? db_.prepare("SELECT row, id, sealed FROM record ORDER BY row")
                                    : newest_first ? db_.prepare("SELECT row, id, sealed FROM record WHERE shelf = ?1 ORDER BY row DESC")
                                                   : db_.prepare("SELECT row, id, sealed FROM record WHERE shelf = ?1 ORDER BY row");
  if (!select) return std::unexpected(select.error());
  if (!shelf.empty()) select->bind(1, lookup("shelf", as_bytes(shelf)));
  return visit_rows(*select, visit);
}

Result<void> Ledger::each_between(std::int64_t after, std::int64_t before, const std::function<Result<bool>(Kept&&)>& visit) {
  OFFICES_TRY(select, db_.prepare("SELECT row, id, sealed FROM record WHERE row > ?1 AND row < ?2 ORDER BY row DESC"));
  select.bind(1, after);
  select.bind(2, before);
  return visit_rows(select, visit);
}

Result<void> Ledger::visit_rows(store::Statement& select, const std::function<Result<bool>(Kept&&)>& visit) {
  for (;;) {
    OFFICES_TRY(more, select.step());
    if (!more) return {};
    OFFICES_TRY(kept, open_row(select));
    OFFICES_TRY(go_on, visit(std::move(kept)));
    if (!go_on) return {};
  }
}

Result<void> Ledger::each_plain(const std::function<Result<void>(ByteView, ByteView)>& visit) {
  for (std::string_view sql : {"SELECT lookup, sealed FROM cells", "SELECT lookup, sealed FROM octets", "SELECT id, sealed FROM record"}) {
    OFFICES_TRY(select, db_.prepare(sql));
    for (;;) {
      OFFICES_TRY(more, select.step());
      if (!more) break;
      auto plain = crypto::open_blob(key_, select.blob_view(0), select.blob_view(1));
      if (!plain) return fail(Code::store_damaged, "a row does not open");
      auto seen = visit(*plain, select.blob_view(1));
      crypto::wipe(*plain);
      OFFICES_CHECK(seen);
    }
  }
  return {};
}

Result<std::int64_t> Ledger::newest_row() {
  OFFICES_TRY(select, db_.prepare("SELECT coalesce(max(row), 0) FROM record"));
  OFFICES_TRY(found, select.step());
  return found ? select.integer(0) : 0;
}

}  // namespace offices::post
