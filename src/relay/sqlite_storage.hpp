// SPDX-License-Identifier: Apache-2.0
// SqliteStorage: the embedded driver. Two connections to one file in WAL mode, one for writing and one for reading.
#pragma once

#include <string>

#include "relay/storage.hpp"
#include "store/database.hpp"

namespace offices::relay {

class SqliteStorage final : public Storage {
 public:
  /// Creates the file where there is none. Fails with the store codes of store::Database.
  [[nodiscard]] static Result<std::unique_ptr<SqliteStorage>> open(const std::string& path);

  [[nodiscard]] Result<std::vector<Result<Written>>> commit(std::span<const Write> batch, Time now) override;
  [[nodiscard]] Result<Page> read(const wire::MailboxId& mailbox, const FetchHash& key, Sequence after, std::size_t limit) override;
  [[nodiscard]] Result<bool> admits(const wire::MailboxId& mailbox, const DepositHash& key) override;

 private:
  SqliteStorage(store::Database writer, store::Database reader) : writer_(std::move(writer)), reader_(std::move(reader)) {}

  store::Database writer_;
  store::Database reader_;
};

}  // namespace offices::relay
