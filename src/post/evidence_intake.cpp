// SPDX-License-Identifier: Apache-2.0
// The incoming half of evidence files.
#include "post/evidence.hpp"

namespace offices::post {
namespace {

constexpr std::uint32_t hashed_at_once = 2 * batch_pieces;  // of what came out of order, or before this process began

}  // namespace

// What was hashed is taken out of `arriving_` and put back by finish(): a page that is not taken in leaves nothing of itself there, and
// what finish() put back for a page that was not committed says more of the file than the store.
Result<std::optional<Intake::Open>*> Intake::open(const LineId& line, const Content& content) {
  auto at = open_.find({line, content});
  if (at != open_.end()) return &at->second;
  OFFICES_TRY(kept, find_file(ledger_, line, content));
  auto& open = open_[{line, content}];
  auto hashed = arriving_.extract({line, content});
  if (!kept || kept->own || kept->state != FileState::partial) return &open;
  bool counts = hashed && hashed.mapped().got == kept->got;
  open.emplace(*std::move(kept), counts ? std::move(hashed.mapped()) : Hashed{});
  return &open;
}

Result<bool> Intake::take(const Line& line, ByteView message) {
  auto piece = decode_piece(message);
  if (!piece) return false;
  OFFICES_TRY(wanting, open(line.id, piece->of));
  if (!*wanting) return false;
  auto& [f, hashed] = **wanting;
  auto with_it = with(f.got, {{piece->index, 1}});
  if (with_it == f.got) return true;  // it came twice
  f.got = std::move(with_it);
  f.moved = clock_.now();
  f.repeat_s = 0;
  OFFICES_CHECK(put_piece(ledger_, f, piece->index, piece->octets));
  if (hashed.next == piece->index) {
    hashed.hash.add(piece->octets);
    ++hashed.next;
  }
  return true;
}

Result<void> Intake::hash_on(Open& open, std::uint32_t most) {
  auto& [f, hashed] = open;
  auto there = f.got.empty() || f.got.front().from > 0 ? 0 : f.got.front().count;
  for (; most > 0 && hashed.next < there; --most, ++hashed.next) {
    OFFICES_TRY(octets, piece_of(ledger_, f, hashed.next));
    hashed.hash.add(octets);
  }
  hashed.got = f.got;
  return {};
}

Result<void> Intake::complete(Folder& folder, Open& open) {
  auto& f = open.file;
  OFFICES_CHECK(hash_on(open, f.pieces()));
  auto hash = open.hashed.hash.finish();
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

Result<std::uint64_t> Intake::finish(Folder& folder) {
  std::uint64_t completed = 0;
  for (auto& [key, wanting] : open_) {
    if (!wanting) continue;
    auto& f = wanting->file;
    if (size_of(f.got) == f.pieces()) {
      OFFICES_CHECK(complete(folder, *wanting));
      ++completed;
    } else {
      OFFICES_CHECK(hash_on(*wanting, hashed_at_once));
      arriving_.emplace(key, std::move(wanting->hashed));
    }
    OFFICES_CHECK(keep(ledger_, f));
  }
  open_.clear();
  return completed;
}

}  // namespace offices::post
