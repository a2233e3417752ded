// SPDX-License-Identifier: Apache-2.0
// Folder: one case as a post works on it inside a transaction: its state, its lines, its subjects.
#pragma once

#include <map>
#include <optional>

#include "mediation/rules.hpp"
#include "post/ledger.hpp"
#include "post/line.hpp"

namespace offices::post {

/// What a post knows of a case beside its record.
struct CaseFile {
  mediation::CaseState state;
  mediation::Role role = mediation::Role::party;
  std::string name;                                ///< one's own
  std::map<record::ParticipantId, Time> compared;  ///< whose numbers agreed, and when
};
[[nodiscard]] Json to_json(const CaseFile& file);
[[nodiscard]] Result<CaseFile> case_file_from_json(const Json& json);

/// Reads and writes a case's cells. Lives inside one transaction.
class Folder {
 public:
  [[nodiscard]] static Result<Folder> open(Ledger& ledger, const record::CaseId& id);
  [[nodiscard]] static Folder make(Ledger& ledger, CaseFile file);

  [[nodiscard]] mediation::CaseState& state() { return file.state; }
  [[nodiscard]] const record::CaseId& id() const { return file.state.id; }
  [[nodiscard]] bool as_intermediary() const { return file.role == mediation::Role::intermediary; }
  /// The line whose other end, or for a side whose own end, is `side`; null where there is none.
  [[nodiscard]] Line* line_of(const record::ParticipantId& side);
  [[nodiscard]] Line* line(const LineId& id);
  Line& add(Line line);
  /// Whose channel a line is: the participant who is not the intermediary.
  [[nodiscard]] record::ParticipantId side_of(const Line& line) const { return line.as_intermediary ? line.peer : line.me; }

  [[nodiscard]] Result<std::optional<mediation::Subject>> subject(const record::StatementId& id);
  /// The proceedings of the channel of `side`; empty ones where there are none yet.
  [[nodiscard]] Result<mediation::Proceedings> proceedings(const record::ParticipantId& side);
  [[nodiscard]] Result<void> keep_subject(const record::StatementId& id, const mediation::Subject& subject);

  /// An incident in the channel of `side`; none where nothing of it stands there.
  [[nodiscard]] Result<std::optional<mediation::IncidentState>> incident(const record::ParticipantId& side, const record::Digest& number);

  /// What the channel of `side` has of a commitment; none where it does not stand there.
  [[nodiscard]] Result<std::optional<mediation::CommitmentState>> commitment(const record::ParticipantId& side,
                                                                             const record::StatementId& commitment);

  /// Which signal and dispatch a conveyance came of (the intermediary's post only).
  struct Origin {
    record::StatementId signal, dispatch;
  };
  [[nodiscard]] Result<std::optional<Origin>> origin(const record::Digest& of);
  [[nodiscard]] Result<void> keep_origin(const record::Digest& of, const Origin& origin);

  /// One sentence for the user, shown by sync and case show.
  [[nodiscard]] Result<void> notice(Time at, std::string sentence);

  /// Writes back what changed of the case and its lines.
  [[nodiscard]] Result<void> save();

  CaseFile file;
  std::map<LineId, Line> lines;

 private:
  Folder(Ledger& ledger, CaseFile f) : file(std::move(f)), ledger_(&ledger) {}
  [[nodiscard]] Result<void> put_changed(const std::string& name, Json now, const std::string& shelf);
  Ledger* ledger_;
  std::map<std::string, Json> kept_;  ///< cells as the ledger has them
};

/// One line without the rest of its case; none where the ledger has no such line.
[[nodiscard]] Result<std::optional<Line>> find_line(Ledger& ledger, const LineId& id);
/// Every case of the ledger, in the order in which they came.
[[nodiscard]] Result<std::vector<record::CaseId>> cases_in(Ledger& ledger);

/// The ids under `key` in the cells of a shelf, the oldest first.
template <class IdType>
[[nodiscard]] Result<std::vector<IdType>> ids_on(Ledger& ledger, const std::string& shelf, const char* key) {
  std::vector<IdType> out;
  OFFICES_CHECK(ledger.each(shelf, [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(id, IdType::from_hex(json.at(key).template get<std::string>()));
    out.push_back(id);
    return true;
  }));
  return out;
}

/// Shelves and names of cells, in one place.
namespace names {
[[nodiscard]] std::string of_case(const record::CaseId& id);
[[nodiscard]] std::string identity(const record::CaseId& id);
[[nodiscard]] std::string line(const LineId& id);
[[nodiscard]] std::string lines_of(const record::CaseId& id);
[[nodiscard]] std::string subject(const record::StatementId& id);
[[nodiscard]] std::string subjects_of(const record::CaseId& id);
[[nodiscard]] std::string open_items(const record::CaseId& id);
[[nodiscard]] std::string inbox(const record::CaseId& id);
[[nodiscard]] std::string incidents(const record::CaseId& id);
[[nodiscard]] std::string handling(const record::CaseId& id);
[[nodiscard]] std::string calls(const record::CaseId& id);
[[nodiscard]] std::string texts(const record::CaseId& id);
[[nodiscard]] std::string exhibits(const record::CaseId& id);
[[nodiscard]] std::string commitments(const record::CaseId& id);
[[nodiscard]] std::string rebuilt(const record::CaseId& id);
[[nodiscard]] std::string line_schedule(const LineId& id);  ///< {"every_s", "next"}
[[nodiscard]] std::string line_tests(const LineId& id);
[[nodiscard]] std::string nonpapers(const record::CaseId& id);
[[nodiscard]] std::string notices(const record::CaseId& id);
[[nodiscard]] std::string held(const LineId& id);
[[nodiscard]] std::string release(const std::string& draft);
inline constexpr std::string_view releases = "releases";  ///< {"case", "draft", "file"}
inline constexpr std::string_view cases = "cases";
inline constexpr std::string_view invitations = "invitations";
inline constexpr std::string_view config = "config";
}  // namespace names

}  // namespace offices::post
