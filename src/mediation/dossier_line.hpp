// SPDX-License-Identifier: Apache-2.0
// Dossier lines: each kind of line in its one spelling, read without a detour over a JSON value.
#pragma once

#include <string_view>

#include "mediation/dossier.hpp"

namespace offices::mediation {

inline constexpr std::size_t dossier_line_bytes_max = 4 * 1024 * 1024;

struct GroupLine {
  StatementId subject;
  ParticipantId side;
};

/// A statement with, in a placed dossier, where it stands.
struct StatementLine {
  Signed statement;
  std::optional<DossierPlace> place;
  Digest context_digest;  ///< of the place's context
};

/// All of these fail with Code::malformed on any other spelling than DossierWriter's. `line` is without its line feed.
[[nodiscard]] Result<DossierHeader> read_header_line(std::string_view line);
[[nodiscard]] Result<DossierFeed> read_feed_line(std::string_view line);
[[nodiscard]] Result<GroupLine> read_group_line(std::string_view line);
[[nodiscard]] Result<StatementLine> read_statement_line(std::string_view line);

[[nodiscard]] inline bool is_feed_line(std::string_view line) { return line.starts_with("{\"feed\":"); }
[[nodiscard]] inline bool is_group_line(std::string_view line) { return line.starts_with("{\"group\":"); }

}  // namespace offices::mediation
