// SPDX-License-Identifier: Apache-2.0
// The incoming half of evidence files.
#include "post/evidence.hpp"

namespace offices::post {

Result<KeptFile*> Intake::file(const LineId& line, const Content& content) {
  auto at = open_.find({line, content});
  if (at == open_.end()) {
    OFFICES_TRY(kept, find_file(ledger_, line, content));
    bool wanted = kept && !kept->own && kept->state == FileState::partial;
    at = open_.emplace(std::pair(line, content), wanted ? std::move(kept) : std::nullopt).first;
  }
  return at->second ? &*at->second : nullptr;
}

Result<bool> Intake::take(const Line& line, ByteView message) {
  auto piece = decode_piece(message);
  if (!piece) return false;
  OFFICES_TRY(wanting, file(line.id, piece->of));
  if (!wanting) return false;
  auto with_it = with(wanting->got, {{piece->index, 1}});
  if (with_it == wanting->got) return true;  // it came twice
  wanting->got = std::move(with_it);
  wanting->moved = clock_.now();
  wanting->repeat_s = 0;
  OFFICES_CHECK(put_piece(ledger_, *wanting, piece->index, piece->octets));
  return true;
}

Result<void> Intake::complete(Folder& folder, KeptFile& f) {
  OFFICES_TRY(hash, hash_of(ledger_, f));
  auto author = folder.state().name_of(f.by);
  Asking said{f.content, f.pieces(), {}, false};
  if (hash == f.content.hash) {
    f.state = FileState::held;
    OFFICES_CHECK(folder.notice(clock_.now(), "The file '" + f.name + "' of " + author + "'s attestation is here, and its hash is right."));
  } else {
    OFFICES_CHECK(erase_octets(ledger_, f));
    f.restart();
    f.state = FileState::differs;
    said = {f.content, 0, {}, true};
    OFFICES_CHECK(folder.notice(clock_.now(), "What came as the file '" + f.name + "' of " + author +
                                                  "'s attestation has another hash than was announced (evidence_differs). It was erased."));
  }
  auto* line = folder.line(f.line);
  return line ? clerk_.queue(*line, asking_json(said)) : Result<void>{};
}

Result<void> Intake::finish(Folder& folder) {
  for (auto& [key, wanting] : open_) {
    if (!wanting) continue;
    if (size_of(wanting->got) == wanting->pieces()) OFFICES_CHECK(complete(folder, *wanting));
    OFFICES_CHECK(keep(ledger_, *wanting));
  }
  open_.clear();
  return {};
}

}  // namespace offices::post
