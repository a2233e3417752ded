// SPDX-License-Identifier: Apache-2.0
// Whereabouts: how far a statement of this post's has come on its way to its recipient, as far as this post can know.
#pragma once

#include "post/office.hpp"

namespace offices::post {

enum class Way { not_sent, at_relay, at_post };
[[nodiscard]] std::string_view word_of(Way way);

struct Whereabouts {
  Way way = Way::at_post;           ///< at the post: its recipient's post has confirmed the message that held it
  std::vector<std::string> relays;  ///< at the relay: those that have it
};
[[nodiscard]] Result<Whereabouts> whereabouts(Ledger& ledger, const Line& line, const record::StatementId& id);

}  // namespace offices::post
