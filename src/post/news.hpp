// SPDX-License-Identifier: Apache-2.0
// News: what an arrived statement that carries no message of its own tells its reader, in a sentence.
#pragma once

#include "post/folder.hpp"

namespace offices::post {

/// A no, an end, a public sentence, a position.
struct News {
  record::ParticipantId author;               ///< whose signature counts; for a report, the one reported on
  std::optional<record::StatementId> signal;  ///< what it is about, where that is here
  std::string sentence, text, state;
  mediation::Precedence precedence{};
};

/// Whether a statement of this kind is news to whoever receives it.
[[nodiscard]] bool is_news(const mediation::Body& body);
/// Whether it comes into its receiver's inbox: a message, or news.
[[nodiscard]] bool comes_into_inbox(const mediation::Body& body);
/// What it tells; nothing where it is no news.
[[nodiscard]] Result<std::optional<News>> news_of(Folder& folder, const record::Statement& s, const mediation::Body& body);

}  // namespace offices::post
