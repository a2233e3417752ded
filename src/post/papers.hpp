// SPDX-License-Identifier: Apache-2.0
// Papers: what is said off the record, plain or about something: an opinion on a framework, an appraisal, its revocation. Certain
// to its reader, provable to nobody, in no record.
#pragma once

#include "post/clerk.hpp"

namespace offices::post {

/// What a non-paper is about, where it is not just words.
struct About {
  enum class Kind { opinion, appraisal, revocation } kind{};
  record::Digest of;                    ///< a framework, an agenda, or the non-paper that is revoked
  std::optional<std::int64_t> rank;     ///< of an opinion: 1 is the best
  std::optional<std::string> position;  ///< of an opinion: live-with, reservations, unacceptable
};

struct Paper {
  record::Digest id;
  std::string text, lang;
  Time time;
  std::optional<About> about;
};

/// A non-paper as an item of a message, and back. Fails with Code::malformed or a text code.
[[nodiscard]] Json paper_json(const Paper& paper);
[[nodiscard]] Result<Paper> read_paper(const Json& item);

/// An appraisal as a post keeps it: its own, or what a side shared with the intermediary.
struct KeptAppraisal {
  record::Digest agenda;
  std::string document;
  Time time;
  std::optional<record::Digest> paper;  ///< the non-paper that carries it; none where it stays here
};

class Papers {
 public:
  Papers(Ledger& ledger, const Clock& clock, Clerk& clerk) : ledger_(ledger), clock_(clock), clerk_(clerk) {}

  // All of these run inside the caller's transaction.

  /// Queues a non-paper for the other end of `line` and keeps a copy of it (but of an appraisal); its id.
  [[nodiscard]] Result<record::Digest> send(Folder& folder, Line& line, std::string text, std::string lang, std::optional<About> about);
  /// Takes one in. False where it is none, or not for this post.
  [[nodiscard]] Result<bool> take(Folder& folder, Line& line, const Json& item);

  /// The appraisal of `whose` that this post holds.
  [[nodiscard]] Result<std::optional<KeptAppraisal>> appraisal(const record::CaseId& of_case, const record::ParticipantId& whose);
  [[nodiscard]] Result<void> keep_appraisal(const record::CaseId& of_case, const record::ParticipantId& whose, const KeptAppraisal& a);
  /// Erases this post's own appraisal, if there is one; where it was shared, also tells the intermediary's post to: the id of
  /// the non-paper that does.
  [[nodiscard]] Result<std::optional<record::Digest>> revoke(Folder& folder);

 private:
  [[nodiscard]] Result<bool> take_appraisal(Folder& folder, const Line& line, const Paper& paper);
  [[nodiscard]] Result<bool> take_revocation(Folder& folder, const Line& line, const Paper& paper);
  [[nodiscard]] Result<void> keep(Folder& folder, const Line& line, const Paper& paper, bool own);
  [[nodiscard]] Result<void> recall(const Line& line, const record::Digest& paper);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
};

}  // namespace offices::post
