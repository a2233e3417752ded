// SPDX-License-Identifier: Apache-2.0
#include "post/evidence.hpp"

#include <algorithm>

namespace offices::post {
namespace {

// A window is what may be under way at once. It grows while what was asked for comes within the second, the faster where it comes in
// the same one, and shrinks on a thin line, where whatever is more urgent would have to wait behind it.
constexpr std::uint32_t window_least = 16;
constexpr std::int64_t quick_s = 1, slow_s = 15;
// What was asked for and does not come is asked for again: a relay may have lost it, or either end was put back to an older copy.
constexpr std::int64_t repeat_least_s = 300, repeat_most_s = base::day_s;

std::uint32_t next_window(const KeptFile& f, Time now) {
  if (f.window == 0) return window_least;
  auto took = now.seconds - f.asked.seconds;
  if (took <= quick_s) return std::min(f.window * (took <= 0 ? 16 : 4), asked_pieces_max);
  return took >= slow_s ? std::max(f.window / 2, window_least) : f.window;
}

std::uint32_t under_way(const KeptFile& f) { return f.next == 0 ? 0 : size_of(without({{0, f.next}}, f.got)); }

/// Half of a window is asked for at a time, so that the sender never waits for the next asking.
bool has_room(const KeptFile& f) { return f.next < f.pieces() && under_way(f) * 2 <= f.window; }

}  // namespace

Result<void> Evidence::add(KeptFile& f, ByteView octets) {
  auto index = size_of(f.got);
  for (; !octets.empty(); ++index) {
    auto size = piece_size(f.content.bytes, index);
    if (size == 0 || octets.size() < size) return fail(Code::malformed, "octets that end within a piece, or beyond the file");
    OFFICES_CHECK(put_piece(ledger_, f, index, octets.first(size)));
    f.got = with(f.got, {{index, 1}});
    octets = octets.subspan(size);
  }
  if (index < f.pieces()) return keep(ledger_, f);
  OFFICES_TRY(hash, hash_of(ledger_, f));
  if (hash == f.content.hash) {
    f.state = FileState::held;
    return keep(ledger_, f);
  }
  OFFICES_CHECK(erase_octets(ledger_, f));
  f.restart();
  f.state = FileState::differs;
  return keep(ledger_, f);
}

Result<Heard> Evidence::take(const Line& line, const Json& item) {
  auto asking = read_asking(item);
  if (!asking) return Heard::nothing;
  OFFICES_TRY(outgoing, find_outgoing(ledger_, line.id, asking->of));
  if (!outgoing) return Heard::nothing;
  outgoing->held = asking->held;
  outgoing->differs = asking->differs;
  auto all = with(outgoing->asked, asking->runs);
  outgoing->asked = size_of(all) <= 2 * asked_pieces_max ? all : asking->runs;
  OFFICES_CHECK(keep(ledger_, *outgoing));
  return asking->differs || asking->held == pieces_of(asking->of.bytes) ? Heard::has_all : Heard::lacks;
}

Result<void> Evidence::ask(Folder& folder, KeptFile& f) {
  auto now = clock_.now();
  f.window = next_window(f, now);
  if (!has_room(f)) {
    f.asked = now;
    return keep(ledger_, f);
  }
  auto rest = without({{f.next, f.pieces() - f.next}}, f.got);
  if (rest.size() > asked_runs_max) rest.resize(asked_runs_max);
  Asking asking{f.content, size_of(f.got), first_of(rest, f.window - under_way(f)), false};
  if (asking.runs.empty()) return {};
  f.next = asking.runs.back().from + asking.runs.back().count;
  f.asked = f.moved = now;
  OFFICES_CHECK(clerk_.queue(*folder.line(f.line), asking_json(asking)));
  return keep(ledger_, f);
}

Result<std::optional<Time>> Evidence::attend(Folder& folder) {
  std::optional<Time> next;
  OFFICES_TRY(files, partial_files(ledger_, folder.id()));
  for (auto& f : files) {
    auto* line = folder.line(f.line);
    if (f.own || !line || line->state != LineState::open) continue;
    if (f.repeat_s == 0) f.repeat_s = repeat_least_s;
    if (under_way(f) > 0 && f.moved.plus(f.repeat_s) <= clock_.now()) {
      f.next = f.window = 0;
      f.repeat_s = std::min(f.repeat_s * 2, repeat_most_s);
    }
    if (has_room(f)) OFFICES_CHECK(ask(folder, f));
    if (under_way(f) > 0 && (!next || f.moved.plus(f.repeat_s) < *next)) next = f.moved.plus(f.repeat_s);
  }
  return next;
}

Result<std::optional<Batch>> Evidence::next_batch() {
  OFFICES_TRY(waiting, lined_up(ledger_));
  for (const auto& [line, content] : waiting) {
    OFFICES_TRY(batch, batch_of(line, content));
    if (batch) return batch;
  }
  return std::nullopt;
}

Result<std::optional<Batch>> Evidence::batch_of(const LineId& line, const Content& content) {
  OFFICES_TRY(outgoing, find_outgoing(ledger_, line, content));
  if (!outgoing) return fail(Code::store_damaged, "a file that was to leave is not known");
  OFFICES_TRY(file, find_file(ledger_, outgoing->from, content));
  if (!file || file->state != FileState::held) return std::nullopt;  // asked for before it came here
  OFFICES_TRY(folder, Folder::open(ledger_, outgoing->of_case));
  const auto* to = folder.line(line);
  if (!to || to->state != LineState::open || !to->peer_card || !folder.state().is_active(to->peer)) return std::nullopt;
  Batch batch{*to, content, {}, {}};
  auto& sending = under_way_[{line, content}];
  batch.runs = first_of(without(outgoing->asked, sending), batch_pieces);
  if (batch.runs.empty()) return std::nullopt;
  for (const auto& run : batch.runs)
    for (auto i = run.from; i < run.from + run.count; ++i) {
      OFFICES_TRY(octets, piece_of(ledger_, *file, i));
      batch.pieces.push_back(encode_piece({content, i, octets}));
    }
  sending = with(sending, batch.runs);
  return std::optional(std::move(batch));
}

Result<void> Evidence::left(const Batch& batch) {
  OFFICES_TRY(outgoing, find_outgoing(ledger_, batch.line.id, batch.content));
  if (!outgoing) return {};
  outgoing->asked = without(outgoing->asked, batch.runs);
  OFFICES_CHECK(keep(ledger_, *outgoing));
  return move_to_end(ledger_, *outgoing);
}

void Evidence::release(const Batch& batch) {
  auto& sending = under_way_[{batch.line.id, batch.content}];
  sending = without(sending, batch.runs);
}

}  // namespace offices::post
