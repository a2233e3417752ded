// SPDX-License-Identifier: Apache-2.0
// Storage: the seam behind which a driver keeps mailboxes. Writes come in batches, one transaction each (group commit);
// whether a key opens a mailbox is decided inside the same transaction as what it opens.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "crypto/hash.hpp"
#include "wire/envelope.hpp"
#include "wire/mailbox.hpp"

namespace offices::relay {

/// Numbers the envelopes of one mailbox from 1; never reused while the mailbox exists.
using Sequence = std::uint64_t;

struct DepositHashTag {};
using DepositHash = base::Id<DepositHashTag>;  ///< wire::key_hash of a deposit key
struct FetchHashTag {};
using FetchHash = base::Id<FetchHashTag>;  ///< wire::key_hash of a fetch key

/// Makes a mailbox. The same hashes again change nothing; others are refused with Code::exists.
struct CreateMailbox {
  wire::MailboxId mailbox;
  DepositHash deposit{};
  FetchHash fetch{};
};
/// Puts in all of `envelopes` or none: Code::not_found for a wrong key or no such mailbox, Code::quota where the mailbox
/// would hold more than `held_max`. What the mailbox holds or remembers already is not stored again.
struct DepositEnvelopes {
  wire::MailboxId mailbox;
  DepositHash key;
  std::vector<wire::Envelope> envelopes;
  std::uint64_t held_max = 0;
};
/// Removes envelopes up to and including `through`; their digests stay remembered. Code::not_found as above.
struct DeleteEnvelopes {
  wire::MailboxId mailbox;
  FetchHash key;
  Sequence through = 0;
};
/// Removes the mailbox with everything in it. Code::not_found as above.
struct RemoveMailbox {
  wire::MailboxId mailbox;
  FetchHash key;
};
/// Removes at most `most` envelopes, and as many digests, that were received before `before`.
struct PurgeExpired {
  Time before;
  std::int64_t most = 0;
};
/// Writes something that nobody reads: whether the store can be written at all.
struct ProbeStore {};

using Write = std::variant<CreateMailbox, DepositEnvelopes, DeleteEnvelopes, RemoveMailbox, PurgeExpired, ProbeStore>;

/// How many rows a write made or removed: 0 where all was so before.
struct Written {
  std::uint64_t rows = 0;
};

struct StoredEnvelope {
  Sequence sequence = 0;
  wire::Envelope octets;
};

/// What one fetch sees, in one snapshot.
struct Page {
  Sequence deleted_through = 0;  ///< the highest sequence ever deleted or expired
  Sequence latest = 0;           ///< the highest sequence ever given
  std::vector<StoredEnvelope> envelopes;
};

/// One store. commit() belongs to one thread and the reading calls to one thread, which may be another.
class Storage {
 public:
  virtual ~Storage() = default;
  /// Runs the batch in order in one transaction and returns once it is on disk, with one result per write. A refusal
  /// of one write changes nothing and leaves the others. An error of the call itself means that none of it happened.
  [[nodiscard]] virtual Result<std::vector<Result<Written>>> commit(std::span<const Write> batch, Time now) = 0;
  /// Up to `limit` envelopes with sequences above `after`. Fails with Code::not_found for a wrong key or no such mailbox.
  [[nodiscard]] virtual Result<Page> read(const wire::MailboxId& mailbox, const FetchHash& key, Sequence after, std::size_t limit) = 0;
  /// Whether `key` may deposit: lets a stranger be turned away before its body is read.
  [[nodiscard]] virtual Result<bool> admits(const wire::MailboxId& mailbox, const DepositHash& key) = 0;
};

/// Opens the store that `url` names: "sqlite:PATH". Fails with Code::usage for another scheme, else as the driver does.
[[nodiscard]] Result<std::unique_ptr<Storage>> open_storage(std::string_view url);
/// The path in "sqlite:PATH". Fails with Code::usage.
[[nodiscard]] Result<std::string> sqlite_path(std::string_view url);

}  // namespace offices::relay
