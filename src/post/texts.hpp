// SPDX-License-Identifier: Apache-2.0
// Texts: what a post holds of the texts that several sign, and which words of a draft its signers may not have seen yet.
#pragma once

#include "mediation/communique.hpp"
#include "post/office.hpp"

namespace offices::post {

/// A text as one channel of this post has it. At the intermediary all channels of its signers hold the same versions; what
/// signers said is joined over them.
struct TextView {
  Folder folder;
  mediation::DraftState held;

  [[nodiscard]] const mediation::VersionFact& latest() const { return *held.latest(); }
  [[nodiscard]] bool agreed() const { return held.agreed(latest()); }
  /// From when on everybody may read it; none where it is not agreed, or not public.
  [[nodiscard]] std::optional<Time> public_from() const;
};
/// By the beginning of its number. Fails with Code::not_found or ambiguous.
[[nodiscard]] Result<TextView> find_text(Office& office, const std::string& prefix);
/// Of one case, the oldest first.
[[nodiscard]] Result<std::vector<TextView>> texts_of(Office& office, const record::CaseId& id);
/// The words of a version.
[[nodiscard]] Result<mediation::Draft> draft_of(Office& office, const mediation::VersionFact& version);
/// A signer's own text beside a version; none where it agrees.
[[nodiscard]] Result<std::optional<mediation::Divergence>> divergence_of(Office& office, const mediation::SignerFact& said);

/// The file of an agreed text, in the copy of `first`. Fails with Code::not_agreed, disclosure_not_allowed (not public), or
/// under_embargo while the own clock is before its instant.
[[nodiscard]] Result<std::string> release_file(Office& office, TextView& view, const record::ParticipantId& first);

/// Looks for whole signals in the texts of a draft: words that a signer has not been told, or that may not be public, do not go
/// into it. Fails with Code::disclosure_not_allowed. What is said in other words is for people to see.
[[nodiscard]] Result<void> check_disclosure(Office& office, Folder& folder, const mediation::Draft& draft);

}  // namespace offices::post
