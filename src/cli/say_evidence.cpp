// SPDX-License-Identifier: Apache-2.0
// What a person reads of evidence files.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string size_text(const Json& f) {
  auto bytes = std::stoll(number(f, "bytes"));
  constexpr std::int64_t kib = 1024, mib = 1024 * kib;
  if (bytes < 10 * kib) return count_of(bytes, "octet");
  return bytes < 10 * mib ? std::to_string(bytes / kib) + " KiB" : std::to_string(bytes / mib) + " MiB";
}

std::string pieces_text(const Json& held, const Json& of) {
  return number(held, "held") + " of " + count_of(std::stoll(number(of, "pieces")), "piece");
}

std::string state_text(const Json& f) {
  auto state = field(f, "state");
  if (state == "held") return "here";
  if (state == "partial") return pieces_text(f, f) + " here";
  if (state == "missing") return "announced, and not here: 'evidence add' it";
  if (state == "withheld") return "not asked for: its line has brought much already; 'evidence ask' for it";
  return "what came had ANOTHER HASH and was erased; 'evidence ask' for it again";
}

std::string reader_text(const Json& reader, const Json& f, const View& view) {
  auto state = field(reader, "state");
  return foreign(field(reader, "name"), view) + ": " +
         (state == "held"      ? "has it"
          : state == "differs" ? "says that what came has another hash"
                               : pieces_text(reader, f) + (state == "waiting" ? ", waiting" : ""));
}

std::string file_text(const Json& f, const View& view) {
  auto out = short_id(field(f, "evidence")) + "  " + foreign(field(f, "name"), view) + ", " + size_text(f) + "\n";
  auto attestation = field(f, "attestation");
  std::vector<std::pair<std::string, std::string>> rows{
      {"from", flag(f, "own") ? "" : foreign(field(f, "from"), view)},
      {"named in", attestation.empty() ? "no attestation yet" : "attestation " + short_id(attestation)},
      {"now", state_text(f)}};
  for (const auto& reader : part(f, "to")) rows.emplace_back("at", reader_text(reader, f, view));
  return out + facts(rows, 4, view);
}

}  // namespace

std::string say_evidence_added(const Json& r, const View& view) {
  return paragraph(foreign(field(r, "name"), view) + ", " + size_text(r) + ", is kept as evidence " + short_id(field(r, "evidence")) +
                       ". It goes to those to whom an attestation that names it goes.",
                   view);
}

std::string say_evidence_list(const Json& r, const View& view) {
  std::string out;
  for (const auto& f : part(r, "items")) out += file_text(f, view);
  return out.empty() ? "There are no evidence files.\n" : out;
}

std::string say_evidence_asked(const Json& r, const View& view) {
  bool here = field(r, "state") == "held";
  return paragraph(foreign(field(r, "name"), view) + (here ? " is here already." : " is asked for; " + pieces_text(r, r) + " here."), view);
}

std::string say_evidence_saved(const Json& r, const View& view) {
  return paragraph("Wrote " + clean(field(r, "file")) + ": " + foreign(field(r, "name"), view) + ", " + size_text(r) +
                       ", with the hash that was announced. It is not sealed.",
                   view);
}

}  // namespace offices::cli
