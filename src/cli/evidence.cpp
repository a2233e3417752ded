// SPDX-License-Identifier: Apache-2.0
#include "cli/evidence.hpp"

#include "cli/large_file.hpp"
#include "crypto/running_hash.hpp"
#include "mediation/evidence_file.hpp"
#include "post/evidence.hpp"

namespace offices::cli {
namespace {

constexpr std::size_t part_octets = post::batch_pieces * post::piece_octets;

Result<crypto::Digest> hash_of(const SteadyFile& file) {
  crypto::RunningSha256 hash;
  for (std::int64_t at = 0; at < file.bytes(); at += static_cast<std::int64_t>(part_octets)) {
    OFFICES_TRY(part, file.read(at, part_octets));
    hash.add(part);
  }
  return hash.finish();
}

}  // namespace

Result<Json> add_evidence(post::Api& api, const std::string& of_case, const std::string& path) {
  OFFICES_TRY(file, SteadyFile::open(path, mediation::evidence_bytes_max));
  OFFICES_TRY(hash, hash_of(file));
  auto name = std::filesystem::path(path).filename().string();
  Json args{{"case", of_case}, {"name", name}, {"bytes", file.bytes()}, {"hash", hash.hex()}};
  OFFICES_TRY(added, api.call("evidence.add", args));
  auto next = added.value("state", "") == "differs" ? Json(0) : added.at("next");
  while (next.is_number_integer()) {
    OFFICES_TRY(part, file.read(next.get<std::int64_t>() * static_cast<std::int64_t>(post::piece_octets), part_octets));
    args["from"] = next;
    args["octets"] = base::base64(part);
    OFFICES_TRY_SET(added, api.call("evidence.add", args));
    next = added.at("next");
  }
  if (added.value("state", "") == "differs") return fail(Code::file_unreadable, "'" + path + "': it changed while it was read");
  return added;
}

Result<Json> save_evidence(post::Api& api, const std::string& evidence, const std::filesystem::path& path, bool may_replace) {
  Json args{{"evidence", evidence}, {"from", 0}};
  OFFICES_TRY(part, api.call("evidence.read", args));
  OFFICES_TRY(file, NewFile::open(path, may_replace));
  crypto::RunningSha256 hash;
  for (;;) {
    auto octets = base::from_base64(part.value("octets", ""));
    if (!octets) return fail(Code::internal, "the post answered something else");
    hash.add(*octets);
    OFFICES_CHECK(file.write(*octets));
    if (!part.at("next").is_number_integer()) break;
    args["from"] = part.at("next");
    OFFICES_TRY_SET(part, api.call("evidence.read", args));
  }
  if (hash.finish().hex() != part.value("evidence", "")) return fail(Code::evidence_differs, "'" + part.value("name", "") + "'");
  OFFICES_CHECK(file.finish());
  return Json{{"evidence", part.at("evidence")}, {"name", part.at("name")}, {"bytes", part.at("bytes")}};
}

}  // namespace offices::cli
