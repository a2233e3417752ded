// SPDX-License-Identifier: Apache-2.0
// Ledger: the encrypted store of one post. A row is a sealed blob; in clear are row numbers and keyed hashes only.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "crypto/random.hpp"
#include "crypto/vault.hpp"
#include "record/context.hpp"
#include "store/database.hpp"

namespace offices::post {

using AskPassphrase = std::function<Result<crypto::SecretBytes>()>;

/// One row of the record as it is kept: the entry and how it came here.
struct Kept {
  std::int64_t row = 0;
  record::Entry entry;  ///< context all zero where `placed` is false
  bool placed = true;   ///< false for the opening statement alone
  std::string kind;
  record::CaseId of_case;
  std::optional<record::StatementId> subject;
  record::ParticipantId side;  ///< whose channel it stands in
  bool own = false;            ///< signed by this post
  bool counts = true;          ///< false: kept as evidence of a fork
  Time received;
  std::string finding;
};

/// Not thread-safe. Every method may be called inside transaction(); writers must be.
class Ledger {
 public:
  /// Makes the store. `passphrase` none: the data key lies beside it, and only the file's permissions protect it.
  [[nodiscard]] static Result<Ledger> create(const std::filesystem::path& file, const crypto::SecretBytes* passphrase,
                                             crypto::PassphraseCost cost, store::OpenOptions options, crypto::Random& random);
  /// Opens it; asks for the passphrase where there is one. Fails with Code::wrong_passphrase and the store codes.
  [[nodiscard]] static Result<Ledger> open(const std::filesystem::path& file, const AskPassphrase& ask, store::OpenOptions options,
                                           crypto::Random& random);

  /// Whether a passphrase protects this store.
  [[nodiscard]] Result<bool> has_passphrase();
  /// Whether `passphrase` is the one that opens it; takes as long as opening does. False where there is none.
  [[nodiscard]] Result<bool> is_passphrase(const crypto::SecretBytes& passphrase);

  [[nodiscard]] Result<void> transaction(const std::function<Result<void>()>& work, store::Sync sync = store::Sync::now) {
    return db_.transaction(work, sync);
  }
  [[nodiscard]] Result<void> snapshot(const std::function<Result<void>()>& work) { return db_.snapshot(work); }
  [[nodiscard]] store::Database& database() { return db_; }
  /// What this transaction erases is to be gone from the disk with its commit.
  void scrub() { db_.scrub(); }

  // Cells: small things under a name, grouped on a shelf in the order of their making.
  [[nodiscard]] Result<std::optional<Json>> get(std::string_view name);
  [[nodiscard]] Result<void> put(std::string_view name, const Json& value, std::string_view shelf = {});
  [[nodiscard]] Result<void> erase(std::string_view name);
  /// Visits a shelf from the oldest; `visit` returns false to stop. It must not write.
  [[nodiscard]] Result<void> each(std::string_view shelf, const std::function<Result<bool>(const Json&)>& visit, bool newest_first = false);
  [[nodiscard]] Result<std::int64_t> count(std::string_view shelf);

  // Secrets: never in JSON, never in ordinary memory.
  [[nodiscard]] Result<void> put_secret(std::string_view name, ByteView secret);
  [[nodiscard]] Result<std::optional<crypto::SecretBytes>> get_secret(std::string_view name);

  // Octets: numbered pieces of files, each sealed in a row of its own. Those of one file are found side by side.
  [[nodiscard]] Result<void> put_octets(std::string_view file, std::uint32_t number, ByteView octets);
  [[nodiscard]] Result<std::optional<Bytes>> octets(std::string_view file, std::uint32_t number);
  [[nodiscard]] Result<void> erase_octets(std::string_view file, std::uint32_t number);

  // The record.
  [[nodiscard]] Result<std::int64_t> append(const Kept& kept, std::string_view shelf);
  /// Rewrites a row whose standing changed (a branch that does not count).
  [[nodiscard]] Result<void> rewrite(const Kept& kept);
  [[nodiscard]] Result<std::optional<Kept>> by_id(const record::StatementId& id);
  [[nodiscard]] Result<std::optional<Kept>> by_place(const record::FeedId& feed, std::uint64_t index);
  [[nodiscard]] Result<std::vector<Kept>> by_prefix(std::string_view hex_prefix);  ///< at least four digits
  /// Visits in order of row, from `after` on; an empty shelf means the whole record.
  [[nodiscard]] Result<void> each_kept(std::string_view shelf, bool newest_first, const std::function<Result<bool>(Kept&&)>& visit);
  /// Visits the rows of the record between two, without them, newest first.
  [[nodiscard]] Result<void> each_between(std::int64_t after, std::int64_t before, const std::function<Result<bool>(Kept&&)>& visit);
  /// Opens every cell, every piece of a file and every row of the record, secrets too, and shows what is in it and as what it lies on the
  /// disk. Fails with Code::store_damaged where one does not open.
  [[nodiscard]] Result<void> each_plain(const std::function<Result<void>(ByteView plain, ByteView sealed)>& visit);
  [[nodiscard]] Result<std::int64_t> newest_row();  ///< of the record; 0 where it is empty

  [[nodiscard]] crypto::Random& random() { return *random_; }

 private:
  Ledger(store::Database db, crypto::DataKey key, crypto::Random& random);
  [[nodiscard]] Bytes lookup(std::string_view table, ByteView name) const;
  [[nodiscard]] Bytes place_of(std::string_view file, std::uint32_t number) const;
  [[nodiscard]] Result<Bytes> sealed_of(std::string_view name);
  [[nodiscard]] Result<void> put_sealed(std::string_view name, ByteView plain, std::string_view shelf);
  [[nodiscard]] Result<Kept> open_row(store::Statement& row);
  [[nodiscard]] Result<void> visit_rows(store::Statement& select, const std::function<Result<bool>(Kept&&)>& visit);
  [[nodiscard]] Result<std::optional<Kept>> one(std::string_view sql, ByteView key);

  store::Database db_;
  crypto::DataKey key_;
  crypto::SecretBytes lookup_key_;
  crypto::Random* random_;
};

}  // namespace offices::post
