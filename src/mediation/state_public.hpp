// SPDX-License-Identifier: Apache-2.0
// What one channel holds of calls, of texts that several sign, and of what was printed.
#pragma once

#include "mediation/fact.hpp"

namespace offices::mediation {

struct CallFact {
  Fact fact;
  Time at;
  std::vector<ParticipantId> with;
  std::vector<std::string> topics;
  bool cancelled = false;
  bool operator==(const CallFact&) const = default;
};
struct CallState {
  StatementId id;  ///< call_subject
  Digest call;
  ParticipantId side;
  std::vector<CallFact> said;  ///< the last one counts
  bool operator==(const CallState&) const = default;
};

struct VersionFact {
  Fact fact;
  std::int64_t number = 0;
  Digest text;  ///< draft_digest
  Purpose purpose{};
  std::optional<Digest> call;
  std::vector<Signer> signers;
  Disclosure disclosure{};
  std::optional<Time> embargo;
  bool operator==(const VersionFact&) const = default;
};
/// What a signer says of a version: here, or shown by the intermediary.
struct SignerFact {
  Fact fact;
  ParticipantId by;
  std::optional<StatementId> witness;  ///< the statement that was shown; none where it stands here itself
  std::int64_t number = 0;
  Digest text;
  bool agrees = false;  ///< else it gave its own text
  bool operator==(const SignerFact&) const = default;
};
struct DraftState {
  StatementId id;  ///< draft_subject
  Digest draft;
  ParticipantId side;
  std::vector<VersionFact> versions;
  std::vector<SignerFact> said;
  bool operator==(const DraftState&) const = default;

  [[nodiscard]] const VersionFact* version(std::int64_t number) const;
  [[nodiscard]] const VersionFact* latest() const;  ///< of the highest number; null where there is none
  /// What `by` said of a version, the first if there are several.
  [[nodiscard]] const SignerFact* said_by(std::int64_t number, const ParticipantId& by) const;
  /// Whether every signer agrees to that version, to the octet.
  [[nodiscard]] bool agreed(const VersionFact& version) const;
};

struct LinkFact {
  Fact fact;
  std::int64_t quotation = 0;
  StatementId signal;
  ParticipantId to;
  bool operator==(const LinkFact&) const = default;
};
struct ExhibitState {
  Fact fact;
  ParticipantId by, side;
  Time published, spoken;
  std::vector<LinkFact> links;
  bool operator==(const ExhibitState&) const = default;
};

/// Under these names a call and a draft are subjects in the channel of `side`.
[[nodiscard]] StatementId call_subject(const CaseId& of_case, const ParticipantId& side, const Digest& call);
[[nodiscard]] StatementId draft_subject(const CaseId& of_case, const ParticipantId& side, const Digest& draft);

/// When a text that all have signed may be read by everybody: at once, or from its embargo on; never where it is not public.
[[nodiscard]] std::optional<Time> public_from(const VersionFact& version);

}  // namespace offices::mediation
