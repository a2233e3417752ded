// SPDX-License-Identifier: Apache-2.0
// Verbs about evidence files: adding one in pieces, what is where, asking again, reading one in pieces.
#include <algorithm>

#include "mediation/evidence_file.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

constexpr std::string_view states[] = {"partial", "held", "differs", "withheld"};
constexpr std::int64_t pieces_max = 4129;  // of evidence_bytes_max
static_assert(pieces_max * static_cast<std::int64_t>(piece_octets) >= mediation::evidence_bytes_max);

std::string_view state_of(const KeptFile& f) { return states[static_cast<std::size_t>(f.state)]; }
std::uint32_t here(const KeptFile& f) { return f.state == FileState::held ? f.pieces() : size_of(f.got); }

Json added_json(const KeptFile& f) {
  auto next = here(f);
  return {{"evidence", f.content.hash.hex()},
          {"name", f.name},
          {"bytes", f.content.bytes},
          {"pieces", f.pieces()},
          {"held", next},
          {"next", next < f.pieces() && f.state == FileState::partial ? Json(next) : Json(nullptr)},
          {"state", state_of(f)}};
}

/// A whole number of pieces, or what is left of the file.
Result<Bytes> read_octets(const std::string& text) {
  if (text.size() > batch_pieces * piece_octets * 4 / 3 + 4) return fail(Code::too_large, "at most 64 pieces at once");
  auto octets = base::from_base64(text);
  if (!octets) return fail(Code::usage, "octets in base64");
  return octets;
}

Result<Json> evidence_add(Office& office, Args& args) {
  auto which = args.text("case"), name = args.text("name");
  auto hash = args.keep(crypto::Digest::from_hex(args.text("hash")));
  auto bytes = args.integer("bytes", 0, 0, std::int64_t{1} << 53);
  auto from = args.integer("from", 0, 0, pieces_max);
  auto text = args.maybe("octets");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(mediation::check_file_name(name));
  if (bytes == 0) return fail(Code::malformed, "an evidence file has at least one octet");
  if (bytes > mediation::evidence_bytes_max) return fail(Code::too_large, "an evidence file has at most 64 MiB");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  auto self = folder.state().self;
  if (folder.file.role != mediation::Role::verifier) return fail(Code::wrong_role, "a verifier attests, with evidence of its own");
  const auto* line = folder.line_of(self);
  if (!line) return fail(Code::not_a_participant, "no open line");
  OFFICES_TRY(there, find_file(office.ledger, line->id, {hash, bytes}));
  KeptFile file{id, line->id, {hash, bytes}, name, self, std::nullopt, true, FileState::partial, {}, 0, 0, {}, {}, 0};
  if (there) file = *std::move(there);
  file.own = true;
  if (!text || file.state == FileState::held) return added_json(file);
  if (file.state == FileState::differs) file.restart();
  if (from != size_of(file.got)) return fail(Code::usage, "the next piece is " + std::to_string(size_of(file.got)));
  OFFICES_TRY(octets, read_octets(*text));
  OFFICES_CHECK(office.evidence.add(file, octets));
  return added_json(file);
}

/// How far a file has come at those to whom it goes.
Json readers_json(const Folder& folder, const std::vector<Outgoing>& all, const LineId& from, const Content& content, bool is_held) {
  Json to = Json::array();
  for (const auto& o : all) {
    auto line = folder.lines.find(o.to);
    if (o.from != from || o.content != content || line == folder.lines.end()) continue;
    auto pieces = pieces_of(o.content.bytes);
    const char* state = o.differs                        ? "differs"
                        : o.held == pieces               ? "held"
                        : !is_held                       ? "waiting"
                        : o.held > 0 || !o.asked.empty() ? "under-way"
                                                         : "waiting";
    to.push_back({{"name", folder.file.state.name_of(line->second.peer)}, {"held", o.held}, {"state", state}});
  }
  return to;
}

Json file_json(const Folder& folder, const KeptFile& f, const std::vector<Outgoing>& all) {
  return {{"evidence", f.content.hash.hex()},
          {"name", f.name},
          {"bytes", f.content.bytes},
          {"pieces", f.pieces()},
          {"held", here(f)},
          {"state", state_of(f)},
          {"from", folder.file.state.name_of(f.by)},
          {"own", f.own},
          {"attestation", f.attestation ? Json(f.attestation->hex()) : Json(nullptr)},
          {"to", readers_json(folder, all, f.line, f.content, f.state == FileState::held)}};
}

Result<Json> evidence_list(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(files, files_of(office.ledger, id));
  OFFICES_TRY(outgoing, outgoing_of(office.ledger, id));
  Json items = Json::array();
  for (const auto& f : files) items.push_back(file_json(folder, f, outgoing));
  // What this post's user announced without adding it.
  for (const auto& o : outgoing) {
    bool is_here = std::ranges::any_of(files, [&](const auto& f) { return f.line == o.from && f.content == o.content; });
    if (is_here) continue;
    KeptFile missing{id, o.from, o.content, o.name, o.by, o.attestation, true, FileState::partial, {}, 0, 0, {}, {}, 0};
    auto item = file_json(folder, missing, outgoing);
    item["state"] = "missing";
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}};
}

/// By the beginning of its hash; where several lines have brought the same file, the one that is furthest.
Result<KeptFile> find_evidence(Office& office, const std::string& prefix) {
  if (prefix.size() < 4) return fail(Code::not_found, "an id begins with at least four digits");
  std::optional<KeptFile> found;
  OFFICES_TRY(cases, cases_in(office.ledger));
  for (const auto& id : cases) {
    OFFICES_TRY(files, files_of(office.ledger, id));
    for (auto& f : files) {
      if (!f.content.hash.hex().starts_with(prefix)) continue;
      if (found && found->content.hash != f.content.hash) return fail(Code::ambiguous, prefix.substr(0, 64));
      if (!found || here(f) > here(*found)) found = std::move(f);
    }
  }
  if (!found) return fail(Code::not_found, "no evidence " + prefix.substr(0, 64));
  return *std::move(found);
}

Result<Json> evidence_ask(Office& office, Args& args) {
  auto prefix = args.text("evidence");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(file, find_evidence(office, prefix));
  if (file.own) return fail(Code::not_yours, "it is this post's own: add it");
  if (file.state != FileState::held) {
    if (file.state != FileState::partial) file.restart();
    file.next = file.window = 0;
    OFFICES_CHECK(keep(office.ledger, file));
    OFFICES_TRY(folder, Folder::open(office.ledger, file.of_case));
    OFFICES_TRY(next, office.evidence.attend(folder));
    (void)next;
  }
  auto result = added_json(file);
  result.erase("next");
  result["delivery"] = queued;
  return result;
}

Result<Json> evidence_read(Office& office, Args& args) {
  auto prefix = args.text("evidence");
  auto from = static_cast<std::uint32_t>(args.integer("from", 0, 0, pieces_max));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(file, find_evidence(office, prefix));
  if (file.state == FileState::differs) return fail(Code::evidence_differs, "'" + file.name + "'");
  if (file.state != FileState::held)
    return fail(Code::evidence_incomplete,
                std::to_string(here(file)) + " of " + std::to_string(file.pieces()) + " pieces of '" + file.name + "'");
  if (from >= file.pieces()) return fail(Code::not_found, "it has fewer pieces");
  Bytes octets;
  auto index = from;
  for (; index < std::min(from + batch_pieces, file.pieces()); ++index) {
    OFFICES_TRY(piece, piece_of(office.ledger, file, index));
    base::put(octets, piece);
  }
  return Json{{"evidence", file.content.hash.hex()},
              {"name", file.name},
              {"bytes", file.content.bytes},
              {"pieces", file.pieces()},
              {"from", from},
              {"next", index < file.pieces() ? Json(index) : Json(nullptr)},
              {"octets", base::base64(octets)}};
}

}  // namespace

std::span<const Verb> evidence_verbs() {
  static constexpr Verb verbs[] = {{"evidence.add", evidence_add, true},
                                   {"evidence.list", evidence_list, false},
                                   {"evidence.ask", evidence_ask, true},
                                   {"evidence.read", evidence_read, false}};
  return verbs;
}

}  // namespace offices::post
