// SPDX-License-Identifier: Apache-2.0
// Verbs that say how a commitment stands: claims of those whom it names, and findings of its verifier.
#include <algorithm>

#include "base/text.hpp"
#include "post/commitment_view.hpp"

namespace offices::post {
namespace {

using mediation::Claim;
using mediation::CommitmentState;
using mediation::Phase;
using mediation::Said;
using mediation::word;
using record::StatementId;

/// What a dispute is about unless it is said: what somebody else said last of how it stands.
std::optional<StatementId> last_said(const CommitmentState& c, const record::ParticipantId& self) {
  std::optional<std::pair<Time, StatementId>> last;
  auto weigh = [&](const auto& f) { last = std::max(last.value_or(std::pair(Time{}, StatementId{})), std::pair(f.said, f.statement)); };
  for (const auto& f : c.claims)
    if (f.by != self && f.says != Said::received) weigh(f);
  for (const auto& f : c.attestations) weigh(f);
  return last ? std::optional(last->second) : std::nullopt;
}

/// By the beginning of its id, among what is held of the commitment.
Result<StatementId> statement_about(const CommitmentState& c, const std::string& prefix) {
  std::vector<StatementId> found;
  auto weigh = [&](const StatementId& id) {
    if (prefix.size() >= 4 && id.hex().starts_with(prefix)) found.push_back(id);
  };
  weigh(c.commitment);
  for (const auto& f : c.claims) weigh(f.statement);
  for (const auto& f : c.attestations) weigh(f.statement);
  if (found.empty()) return fail(Code::not_found, "nothing with the id " + prefix.substr(0, 64) + " was said of it");
  if (found.size() > 1) return fail(Code::ambiguous, prefix.substr(0, 64));
  return found[0];
}

/// Whether an end is no end for it: what was found may be contested, and what was broken may be made good.
bool may_follow(Phase phase, Said says) {
  if (!mediation::has_ended(phase)) return true;
  if (phase == Phase::fulfilled) return says == Said::disputed;
  return phase == Phase::breached && says != Said::failed;
}

Result<Json> claim(Office& office, Args& args) {
  auto prefix = args.text("commitment");
  auto says = args.keep(mediation::from_word<Said>(args.text("says")));
  auto about = args.maybe("about"), text = args.maybe("text"), lang = args.maybe("lang");
  OFFICES_CHECK(args.finish());
  if (says == Said::received) return fail(Code::usage, "posts say that by themselves");
  if (about && says != Said::disputed) return fail(Code::usage, "about goes with a dispute");
  if (lang && !text) return fail(Code::usage, "lang goes with a text");
  if (text) OFFICES_CHECK(base::check_text(*text));
  OFFICES_TRY(one, find_commitment(office, prefix));
  auto& folder = one.in.folder;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "how a commitment stands is for those to say whom it names");
  const auto& held = *one.view.held;
  Claim body{held.commitment, says, std::nullopt, std::nullopt};
  if (text) body.words = mediation::Words{lang.value_or("en"), *text, {}};
  if (about) {
    OFFICES_TRY_SET(body.about, statement_about(held, *about));
  } else if (says == Said::disputed) body.about = last_said(held, folder.state().self);
  if (says == Said::disputed && !body.about) return fail(Code::not_found, "nobody has said anything of it yet that could be disputed");
  OFFICES_TRY(line, own_line(folder));
  OFFICES_CHECK(office.clerk.rehearse(folder, *line, body));
  if (!may_follow(one.view.phase, says)) return fail(Code::commitment_ended, mediation::standing_sentence(folder.state(), one.view));
  auto sentence = carried(folder.state(), "this");
  OFFICES_TRY(id, sign_and_save(office, folder, *line, body));
  return Json{{"claim", id.hex()},
              {"commitment", body.commitment.hex()},
              {"says", word(says)},
              {"about", body.about ? Json(body.about->hex()) : Json(nullptr)},
              {"sentence", std::move(sentence)},
              {"delivery", queued}};
}

std::vector<mediation::EvidenceFile> read_files(Args& args) {
  std::vector<mediation::EvidenceFile> out;
  const auto* list = args.raw("evidence");
  if (!list) return out;
  if (!list->is_array()) args.note({Code::usage, "evidence is a list"});
  else
    for (const auto& item : *list) {
      Args one(item);
      mediation::EvidenceFile file{one.text("name"), one.integer("bytes", 0, 1, 64 * 1024 * 1024), {}};
      file.hash = one.keep(record::Digest::from_hex(one.text("hash")));
      if (auto ok = one.finish(); !ok) args.note(ok.error());
      out.push_back(std::move(file));
    }
  return out;
}

Result<Json> attest(Office& office, Args& args) {
  auto prefix = args.text("commitment");
  auto finding = args.keep(mediation::from_word<mediation::Finding>(args.text("finding")));
  mediation::Words scope{args.maybe("lang").value_or("en"), args.text("scope"), {}};
  auto files = read_files(args);
  auto to = args.list("to");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(scope.text));
  OFFICES_TRY(one, find_commitment(office, prefix));
  auto& folder = one.in.folder;
  const auto& held = *one.view.held;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "only its verifier attests a commitment");
  mediation::Attestation body{held.commitment, finding, std::move(scope), std::move(files), held.to};
  if (to.empty()) body.to.insert(std::ranges::lower_bound(body.to, held.author), held.author);
  else { OFFICES_TRY_SET(body.to, find_all(folder, to)); }
  OFFICES_TRY(line, own_line(folder));
  OFFICES_CHECK(office.clerk.rehearse(folder, *line, body));
  if (one.view.phase == Phase::lapsed || one.view.phase == Phase::released)
    return fail(Code::commitment_ended, mediation::standing_sentence(folder.state(), one.view));
  auto names = names_json(folder.state(), body.to);
  bool interim = finding == mediation::Finding::not_confirmed && office.clock.now() <= held.by;
  OFFICES_TRY(id, sign_and_save(office, folder, *line, body));
  return Json{{"attestation", id.hex()},
              {"commitment", body.commitment.hex()},
              {"finding", word(finding)},
              {"to", std::move(names)},
              {"interim", interim},
              {"sentence", interim ? "An interim finding: the commitment is not due before " + base::iso(held.by) + "."
                                   : std::string("It goes to these and to nobody else.")},
              {"delivery", queued}};
}

}  // namespace

std::span<const Verb> commitment_verbs() {
  static constexpr Verb verbs[] = {{"commitment.claim", claim, true}, {"attest", attest, true}};
  return verbs;
}

}  // namespace offices::post
