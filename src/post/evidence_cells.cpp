// SPDX-License-Identifier: Apache-2.0
#include "post/evidence_cells.hpp"

#include <algorithm>

#include "crypto/running_hash.hpp"
#include "mediation/evidence_file.hpp"

namespace offices::post {
namespace {

constexpr std::string_view states[] = {"partial", "held", "differs", "withheld"};
constexpr std::string_view lined_up_shelf = "evidence/lined-up";
constexpr std::int64_t seconds_max = std::int64_t{1} << 40;

std::string suffix(const LineId& line, const Content& c) { return line.hex() + "/" + c.hash.hex() + "/" + std::to_string(c.bytes); }
std::string file_name(const LineId& line, const Content& c) { return "evidence/" + suffix(line, c); }
std::string outgoing_name(const LineId& line, const Content& c) { return "evidence-out/" + suffix(line, c); }
std::string lined_up_name(const LineId& line, const Content& c) { return "evidence-lined-up/" + suffix(line, c); }
std::string octets_name(const KeptFile& f) { return suffix(f.line, f.content); }

std::string partial_shelf(const record::CaseId& id) { return "evidence/partial/" + id.hex(); }
std::string other_shelf(const record::CaseId& id) { return "evidence/other/" + id.hex(); }
std::string outgoing_shelf(const record::CaseId& id) { return "evidence/out/" + id.hex(); }

Json json_of(const KeptFile& f) {
  return {{"case", f.of_case.hex()},
          {"line", f.line.hex()},
          {"hash", f.content.hash.hex()},
          {"bytes", f.content.bytes},
          {"name", f.name},
          {"by", f.by.hex()},
          {"attestation", f.attestation ? Json(f.attestation->hex()) : Json(nullptr)},
          {"own", f.own},
          {"state", states[static_cast<std::size_t>(f.state)]},
          {"got", runs_json(f.got)},
          {"next", f.next},
          {"window", f.window},
          {"asked", f.asked.seconds},
          {"moved", f.moved.seconds},
          {"repeat_s", f.repeat_s}};
}

Json json_of(const Outgoing& o) {
  return {{"case", o.of_case.hex()},     {"to", o.to.hex()}, {"from", o.from.hex()}, {"hash", o.content.hash.hex()},
          {"bytes", o.content.bytes},    {"name", o.name},   {"by", o.by.hex()},     {"attestation", o.attestation.hex()},
          {"asked", runs_json(o.asked)}, {"held", o.held},   {"differs", o.differs}};
}

Content content_from(base::Fields& f) { return {f.id<crypto::Digest>("hash"), f.integer("bytes", 1, mediation::evidence_bytes_max)}; }

Result<KeptFile> read_file(const Json& json) {
  base::Fields f(json, "an evidence file");
  KeptFile k;
  k.of_case = f.id<record::CaseId>("case");
  k.line = f.id<LineId>("line");
  k.content = content_from(f);
  k.name = f.text("name");
  k.by = f.id<record::ParticipantId>("by");
  k.attestation = f.maybe<record::StatementId>("attestation", [&](const char* key) { return f.id<record::StatementId>(key); });
  k.own = f.boolean("own");
  auto state = std::ranges::find(states, f.text("state"));
  k.state = state == std::end(states) ? FileState::partial : static_cast<FileState>(state - std::begin(states));
  k.next = static_cast<std::uint32_t>(f.integer("next", 0, k.pieces()));
  k.window = static_cast<std::uint32_t>(f.integer("window", 0, asked_pieces_max));
  k.asked = {f.integer("asked", 0, seconds_max)};
  k.moved = {f.integer("moved", 0, seconds_max)};
  k.repeat_s = f.integer("repeat_s", 0, seconds_max);
  const Json& got = f.array("got", k.pieces());
  OFFICES_CHECK(f.finish());
  OFFICES_TRY_SET(k.got, read_runs(got, k.pieces()));
  return k;
}

Result<Outgoing> read_outgoing(const Json& json) {
  base::Fields f(json, "an evidence file on its way");
  Outgoing o;
  o.of_case = f.id<record::CaseId>("case");
  o.to = f.id<LineId>("to");
  o.from = f.id<LineId>("from");
  o.content = content_from(f);
  o.name = f.text("name");
  o.by = f.id<record::ParticipantId>("by");
  o.attestation = f.id<record::StatementId>("attestation");
  auto pieces = pieces_of(o.content.bytes);
  o.held = static_cast<std::uint32_t>(f.integer("held", 0, pieces));
  o.differs = f.boolean("differs");
  const Json& asked = f.array("asked", pieces);
  OFFICES_CHECK(f.finish());
  OFFICES_TRY_SET(o.asked, read_runs(asked, pieces));
  return o;
}

template <class T, class Read>
Result<std::optional<T>> one(Ledger& ledger, const std::string& name, Read read) {
  OFFICES_TRY(json, ledger.get(name));
  if (!json) return std::nullopt;
  OFFICES_TRY(value, read(*json));
  return std::optional(std::move(value));
}

template <class T, class Read>
Result<void> add_shelf(Ledger& ledger, const std::string& shelf, std::vector<T>& out, Read read) {
  return ledger.each(shelf, [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(value, read(json));
    out.push_back(std::move(value));
    return true;
  });
}

Result<void> line_up(Ledger& ledger, const Outgoing& o) {
  return ledger.put(lined_up_name(o.to, o.content), {{"line", o.to.hex()}, {"hash", o.content.hash.hex()}, {"bytes", o.content.bytes}},
                    lined_up_shelf);
}

}  // namespace

void KeptFile::restart() {
  state = FileState::partial;
  got.clear();
  next = window = 0;
  asked = moved = {};
  repeat_s = 0;
}

Result<std::optional<KeptFile>> find_file(Ledger& ledger, const LineId& line, const Content& content) {
  return one<KeptFile>(ledger, file_name(line, content), read_file);
}

Result<std::optional<Outgoing>> find_outgoing(Ledger& ledger, const LineId& to, const Content& content) {
  return one<Outgoing>(ledger, outgoing_name(to, content), read_outgoing);
}

Result<void> keep(Ledger& ledger, const KeptFile& f) {
  bool comes = f.state == FileState::partial;
  return ledger.put(file_name(f.line, f.content), json_of(f), comes ? partial_shelf(f.of_case) : other_shelf(f.of_case));
}

Result<void> keep(Ledger& ledger, const Outgoing& o) {
  OFFICES_CHECK(ledger.put(outgoing_name(o.to, o.content), json_of(o), outgoing_shelf(o.of_case)));
  if (o.asked.empty()) return ledger.erase(lined_up_name(o.to, o.content));
  return line_up(ledger, o);  // whatever is lined up already stays where it is
}

Result<void> move_to_end(Ledger& ledger, const Outgoing& o) {
  OFFICES_CHECK(ledger.erase(lined_up_name(o.to, o.content)));
  return o.asked.empty() ? Result<void>{} : line_up(ledger, o);
}

Result<std::vector<KeptFile>> partial_files(Ledger& ledger, const record::CaseId& of_case) {
  std::vector<KeptFile> files;
  OFFICES_CHECK(add_shelf(ledger, partial_shelf(of_case), files, read_file));
  return files;
}

Result<std::vector<KeptFile>> files_of(Ledger& ledger, const record::CaseId& of_case) {
  OFFICES_TRY(files, partial_files(ledger, of_case));
  OFFICES_CHECK(add_shelf(ledger, other_shelf(of_case), files, read_file));
  return files;
}

Result<std::vector<Outgoing>> outgoing_of(Ledger& ledger, const record::CaseId& of_case) {
  std::vector<Outgoing> all;
  OFFICES_CHECK(add_shelf(ledger, outgoing_shelf(of_case), all, read_outgoing));
  return all;
}

Result<std::vector<std::pair<LineId, Content>>> lined_up(Ledger& ledger) {
  std::vector<std::pair<LineId, Content>> all;
  OFFICES_CHECK(add_shelf(ledger, std::string(lined_up_shelf), all, [](const Json& json) -> Result<std::pair<LineId, Content>> {
    base::Fields f(json, "a file that is lined up");
    auto line = f.id<LineId>("line");
    auto content = content_from(f);
    OFFICES_CHECK(f.finish());
    return std::pair(line, content);
  }));
  return all;
}

Result<void> put_piece(Ledger& ledger, const KeptFile& f, std::uint32_t index, ByteView octets) {
  return ledger.put_octets(octets_name(f), index, octets);
}

Result<Bytes> piece_of(Ledger& ledger, const KeptFile& f, std::uint32_t index) {
  OFFICES_TRY(octets, ledger.octets(octets_name(f), index));
  if (!octets || octets->size() != piece_size(f.content.bytes, index)) return fail(Code::store_damaged, "a piece of a file is missing");
  return *std::move(octets);
}

Result<void> erase_octets(Ledger& ledger, const KeptFile& f) {
  for (const auto& run : f.got)
    for (std::uint32_t i = 0; i < run.count; ++i) OFFICES_CHECK(ledger.erase_octets(octets_name(f), run.from + i));
  return {};
}

Result<crypto::Digest> hash_of(Ledger& ledger, const KeptFile& f) {
  crypto::RunningSha256 hash;
  for (std::uint32_t i = 0; i < f.pieces(); ++i) {
    OFFICES_TRY(octets, piece_of(ledger, f, i));
    hash.add(octets);
  }
  return hash.finish();
}

}  // namespace offices::post
