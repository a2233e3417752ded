// SPDX-License-Identifier: Apache-2.0
// Fact: who takes part in a case, and the trace that a statement leaves in what a post knows of it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mediation/kinds.hpp"

namespace offices::mediation {

/// Position in the feeds of one post: which incarnation, which index.
struct Place {
  std::uint32_t incarnation = 0;
  std::uint64_t index = 0;
  auto operator<=>(const Place&) const = default;
};

/// How much of the other member's feeds a statement's author had seen: a size for each incarnation.
struct SeenFeed {
  std::uint32_t incarnation = 0;
  std::uint64_t size = 0;
  bool operator==(const SeenFeed&) const = default;
};
using Seen = std::vector<SeenFeed>;

/// A statement as the rules see it: signature, chain and spelling have been checked, the body read.
struct Placed {
  StatementId id;
  ParticipantId author;
  Time time;
  std::optional<Place> place;  ///< none where the dossier shows no order
  Seen seen;
  Body body;
};

/// The trace that a statement leaves in a state.
struct Fact {
  StatementId id;
  Time time;
  std::optional<Place> place;
  Seen seen;
  std::string finding;  ///< name of the code that the rules hold against it; empty where none
  bool operator==(const Fact&) const = default;
};

enum class Standing { invited, active, left, removed };
struct Participant {
  ParticipantId id;
  std::string name;
  Role role = Role::party;
  crypto::VerifyKey key;
  Standing standing = Standing::active;
  std::vector<FeedHead> last_heads;  ///< accepted before removal
  bool operator==(const Participant&) const = default;
};

struct CaseState {
  CaseId id;
  std::string title;
  Charter charter;
  Time opened;
  ParticipantId intermediary;
  ParticipantId self;  ///< whose post this is; all zero in a dossier
  std::map<ParticipantId, Participant> participants;

  [[nodiscard]] const Participant* find(const ParticipantId& id) const;
  [[nodiscard]] const Participant* named(std::string_view name) const;  ///< active ones first
  [[nodiscard]] std::string name_of(const ParticipantId& id) const;
  [[nodiscard]] bool is_active(const ParticipantId& id) const;
  bool operator==(const CaseState&) const = default;
};

}  // namespace offices::mediation
