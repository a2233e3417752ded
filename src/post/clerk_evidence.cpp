// SPDX-License-Identifier: Apache-2.0
// What a post notes of the files that an attestation names: at its verifier's post and at the intermediary's that they may be asked
// for, at the intermediary's and at the readers' that they are wanted.
#include "post/clerk.hpp"
#include "post/evidence.hpp"

namespace offices::post {

using mediation::Attestation;

namespace {

/// An attestation and who signed it.
struct Attested {
  record::StatementId id;
  record::ParticipantId by;
  Attestation body;
};

/// Stands in the channel itself, or is shown there.
Result<std::optional<Attested>> attested_in(const mediation::Placed& s) {
  if (const auto* own = std::get_if<Attestation>(&s.body)) return Attested{s.id, s.author, *own};
  const auto* showing = std::get_if<mediation::Showing>(&s.body);
  if (!showing) return std::nullopt;
  OFFICES_TRY(statement, record::decode_payload(showing->evidence.payload));
  OFFICES_TRY(body, mediation::decode_body(statement.kind, statement.body));
  const auto* shown = std::get_if<Attestation>(&body);
  if (!shown) return std::nullopt;
  return Attested{showing->evidence.id(), statement.author, *shown};
}

/// How much a line brings, or has brought, unasked.
Result<std::int64_t> brought_by(Ledger& ledger, const Line& line) {
  std::int64_t bytes = 0;
  OFFICES_TRY(files, files_of(ledger, line.of_case));
  for (const auto& f : files)
    if (f.line == line.id && !f.own && f.state != FileState::withheld) bytes += f.content.bytes;
  return bytes;
}

}  // namespace

Result<void> Clerk::want_file(const Line& line, const mediation::EvidenceFile& file, const record::ParticipantId& by,
                              const record::StatementId& attestation, bool own) {
  Content content{file.hash, file.bytes};
  OFFICES_TRY(there, find_file(ledger_, line.id, content));
  if (there && there->attestation) return {};
  if (there) {
    there->attestation = attestation;
    return post::keep(ledger_, *there);
  }
  if (own) return {};
  OFFICES_TRY(brought, brought_by(ledger_, line));
  KeptFile wanted{line.of_case, line.id, content, file.name, by, attestation, false, FileState::partial, {}, 0, 0, {}, {}, 0};
  if (brought + file.bytes > evidence_of_line_max) wanted.state = FileState::withheld;
  return post::keep(ledger_, wanted);
}

Result<void> Clerk::offer_file(const Line& to, const LineId& from, const mediation::EvidenceFile& file, const record::ParticipantId& by,
                               const record::StatementId& attestation) {
  Content content{file.hash, file.bytes};
  OFFICES_TRY(there, find_outgoing(ledger_, to.id, content));
  if (there) return {};
  return post::keep(ledger_, Outgoing{to.of_case, to.id, from, content, file.name, by, attestation, {}, 0, false});
}

Result<void> Clerk::note_evidence(Folder& folder, const Line& line, const mediation::Placed& s, bool own) {
  OFFICES_TRY(attested, attested_in(s));
  if (!attested) return {};
  const auto* source = own && folder.as_intermediary() ? folder.line_of(attested->by) : &line;
  if (!source) return {};
  for (const auto& file : attested->body.evidence) {
    if (own) OFFICES_CHECK(offer_file(line, source->id, file, attested->by, attested->id));
    OFFICES_CHECK(want_file(*source, file, attested->by, attested->id, own));
  }
  return {};
}

}  // namespace offices::post
