// SPDX-License-Identifier: Apache-2.0
#include "post/piece.hpp"

#include <algorithm>
#include <cstdlib>

#include "mediation/evidence_file.hpp"

namespace offices::post {
namespace {

constexpr Byte tag = 1;

Run joined(const Run& a, const Run& b) { return {a.from, std::max(a.from + a.count, b.from + b.count) - a.from}; }

/// Ascending runs, which may touch or overlap, as they are written.
Runs tidied(Runs runs) {
  std::ranges::sort(runs, {}, &Run::from);
  Runs out;
  for (const auto& r : runs) {
    if (r.count == 0) continue;
    if (!out.empty() && r.from <= out.back().from + out.back().count) out.back() = joined(out.back(), r);
    else out.push_back(r);
  }
  return out;
}

}  // namespace

std::uint32_t pieces_of(std::int64_t bytes) {
  return static_cast<std::uint32_t>((bytes + static_cast<std::int64_t>(piece_octets) - 1) / static_cast<std::int64_t>(piece_octets));
}

std::size_t piece_size(std::int64_t bytes, std::uint32_t index) {
  auto from = static_cast<std::int64_t>(index) * static_cast<std::int64_t>(piece_octets);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(bytes - from, 0, piece_octets));
}

Bytes encode_piece(const Piece& p) {
  if (p.octets.empty() || p.octets.size() != piece_size(p.of.bytes, p.index)) std::abort();
  Bytes out;
  out.reserve(piece_header_octets + p.octets.size());
  out.push_back(tag);
  base::put(out, p.of.hash.view());
  base::put_u32(out, static_cast<std::uint32_t>(p.of.bytes));
  base::put_u32(out, p.index);
  base::put(out, p.octets);
  return out;
}

bool is_piece(ByteView message) { return !message.empty() && message.front() == tag; }

Result<Piece> decode_piece(ByteView m) {
  if (!is_piece(m) || m.size() <= piece_header_octets) return fail(Code::malformed, "not a piece of a file");
  Piece p;
  std::ranges::copy(m.subspan(1, 32), p.of.hash.octets.begin());
  p.of.bytes = base::get_u32(m.subspan(33));
  p.index = base::get_u32(m.subspan(37));
  auto octets = m.subspan(piece_header_octets);
  if (p.of.bytes > mediation::evidence_bytes_max) return fail(Code::malformed, "a piece of a file that is too large");
  if (octets.size() != piece_size(p.of.bytes, p.index)) return fail(Code::malformed, "a piece of another size");
  p.octets = octets;
  return p;
}

std::uint32_t size_of(const Runs& runs) {
  std::uint32_t n = 0;
  for (const auto& r : runs) n += r.count;
  return n;
}

Runs with(const Runs& a, const Runs& b) {
  Runs all = a;
  all.insert(all.end(), b.begin(), b.end());
  return tidied(std::move(all));
}

Runs without(const Runs& a, const Runs& b) {
  Runs out;
  auto taken = b.begin();
  for (auto r : a) {
    while (taken != b.end() && taken->from + taken->count <= r.from) ++taken;
    for (auto t = taken; t != b.end() && t->from < r.from + r.count; ++t) {
      if (t->from > r.from) out.push_back({r.from, t->from - r.from});
      auto end = std::min(t->from + t->count, r.from + r.count);
      r = {end, r.from + r.count - end};
    }
    if (r.count > 0) out.push_back(r);
  }
  return out;
}

Runs first_of(const Runs& runs, std::uint32_t count) {
  Runs out;
  for (const auto& r : runs) {
    if (count == 0) break;
    out.push_back({r.from, std::min(r.count, count)});
    count -= out.back().count;
  }
  return out;
}

Json runs_json(const Runs& runs) {
  Json out = Json::array();
  for (const auto& r : runs) out.push_back({r.from, r.count});
  return out;
}

Result<Runs> read_runs(const Json& json, std::uint32_t pieces) {
  auto number = [](const Json& n) -> std::int64_t { return n.is_number_integer() ? n.get<std::int64_t>() : -1; };
  Runs runs;
  std::int64_t beyond = -1;  // a run begins above it: one that touches the one before has another spelling
  if (!json.is_array()) return fail(Code::malformed, "runs of pieces");
  for (const auto& pair : json) {
    bool is_pair = pair.is_array() && pair.size() == 2;
    auto from = is_pair ? number(pair[0]) : -1, count = is_pair ? number(pair[1]) : -1;
    if (from <= beyond || count < 1 || count > pieces || from + count > pieces) return fail(Code::malformed, "runs of pieces");
    runs.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(count)});
    beyond = from + count;
  }
  return runs;
}

Json asking_json(const Asking& a) {
  return {{"type", "evidence"}, {"hash", a.of.hash.hex()},   {"bytes", a.of.bytes},
          {"held", a.held},     {"runs", runs_json(a.runs)}, {"differs", a.differs}};
}

Result<Asking> read_asking(const Json& item) {
  base::Fields f(item, "what is asked of a file");
  Asking a;
  f.one_of("type", {"evidence"});
  a.of = {f.id<crypto::Digest>("hash"), f.integer("bytes", 1, mediation::evidence_bytes_max)};
  auto pieces = pieces_of(a.of.bytes);
  a.held = static_cast<std::uint32_t>(f.integer("held", 0, pieces));
  a.differs = f.boolean("differs");
  const Json& runs = f.array("runs", asked_runs_max);
  OFFICES_CHECK(f.finish());
  OFFICES_TRY_SET(a.runs, read_runs(runs, pieces));
  if (size_of(a.runs) > asked_pieces_max) return fail(Code::malformed, "more pieces than may be asked for at once");
  if (!a.runs.empty() && (a.differs || a.held + size_of(a.runs) > pieces)) return fail(Code::malformed, "pieces that are there already");
  return a;
}

}  // namespace offices::post
