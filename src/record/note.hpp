// SPDX-License-Identifier: Apache-2.0
// Note: heads as C2SP checkpoints (tlog-checkpoint) in signed notes (signed-note), Ed25519.
#pragma once

#include <string>
#include <string_view>

#include "record/context.hpp"

namespace offices::record {

/// "goodoffices/feed/<hex>".
[[nodiscard]] std::string origin_of(const FeedId& feed);
/// Key id of C2SP signed-note: first 4 octets of SHA-256(name ‖ "\n" ‖ 0x01 ‖ key).
[[nodiscard]] std::uint32_t note_key_id(std::string_view name, const crypto::VerifyKey& key);

/// Signs note text (ends with a newline) under `name`.
[[nodiscard]] std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key);
/// The text of a note that carries a good signature of `key` under `name`; other signatures are passed over. Fails with
/// Code::malformed or Code::bad_signature.
[[nodiscard]] Result<std::string> open_note(std::string_view note, std::string_view name, const crypto::VerifyKey& key);

/// Checkpoint of a feed: origin, size, root.
[[nodiscard]] std::string sign_checkpoint(const FeedHead& head, const crypto::SigningKey& key);
[[nodiscard]] Result<FeedHead> open_checkpoint(std::string_view note, const FeedId& feed, const crypto::VerifyKey& key);

}  // namespace offices::record
