// SPDX-License-Identifier: Apache-2.0
#include "post/texts.hpp"

#include <algorithm>

namespace offices::post {
namespace {

using mediation::DraftState;
using record::Digest;

constexpr std::size_t telling_bytes = 16;  ///< shorter signals are found in any text

/// Joined over all channels that this post holds.
Result<std::optional<DraftState>> joined(Folder& folder, const Digest& draft) {
  std::optional<DraftState> out;
  for (const auto& [id, line] : folder.lines) {
    OFFICES_TRY(subject, folder.subject(mediation::draft_subject(folder.id(), folder.side_of(line), draft)));
    auto* held = subject ? std::get_if<DraftState>(&*subject) : nullptr;
    if (!held || held->versions.empty()) continue;
    if (!out) {
      out = std::move(*held);
      continue;
    }
    for (auto& s : held->said)
      if (!out->said_by(s.number, s.by)) out->said.push_back(std::move(s));
  }
  return out;
}

Result<std::optional<TextView>> view_text(Office& office, const record::CaseId& id, const Digest& draft) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(held, joined(folder, draft));
  if (!held) return std::optional<TextView>{};
  return TextView{std::move(folder), *std::move(held)};
}

/// What the signer's own key signed: here, or inside what the intermediary showed.
Result<record::Signed> signed_word(Office& office, const mediation::SignerFact& said) {
  OFFICES_TRY(kept, office.ledger.by_id(said.fact.id));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  if (!said.witness) return kept->entry.statement;
  OFFICES_TRY(body, body_of(*kept));
  return std::get<mediation::Witness>(std::move(body)).evidence;
}

std::string flat(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool space = c == ' ' || c == '\n' || c == '\t';
    if (!space) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

bool told(const mediation::SignalState& s, const record::ParticipantId& who) {
  return who == s.author || std::ranges::any_of(s.dispatches, [&](const auto& d) { return d.to == who && d.fact.finding.empty(); });
}

bool may_be_public(const mediation::SignalState& s) {
  return std::ranges::any_of(s.mandates, [&](const auto& m) {
    return m.terms.disclosure == mediation::Disclosure::open && mediation::mandate_in_force(s, m.to) == &m;
  });
}

std::optional<Error> against(const mediation::CaseState& state, const mediation::SignalState& s, const mediation::Draft& draft) {
  const auto whose = "it has the words of " + state.name_of(s.author) + "'s signal " + s.fact.id.hex().substr(0, 10);
  for (const auto& signer : draft.signers)
    if (signer.participant != state.intermediary && !told(s, signer.participant))
      return Error{Code::disclosure_not_allowed, whose + ", which was not conveyed to " + signer.name};
  if (draft.disclosure == mediation::Disclosure::open && !may_be_public(s))
    return Error{Code::disclosure_not_allowed, whose + ", whose mandate does not let them be public"};
  return std::nullopt;
}

}  // namespace

std::optional<Time> TextView::public_from() const { return agreed() ? mediation::public_from(latest()) : std::nullopt; }

Result<TextView> find_text(Office& office, const std::string& prefix) {
  OFFICES_TRY(found, find_on(office, prefix, names::texts, "draft"));
  OFFICES_TRY(view, view_text(office, found.of_case, found.which));
  if (!view) return fail(Code::store_damaged, "a draft is missing");
  return *std::move(view);
}

Result<std::vector<TextView>> texts_of(Office& office, const record::CaseId& id) {
  OFFICES_TRY(all, ids_on<record::Digest>(office.ledger, names::texts(id), "draft"));
  std::vector<TextView> out;
  for (const auto& draft : all) {
    OFFICES_TRY(view, view_text(office, id, draft));
    if (view) out.push_back(*std::move(view));
  }
  return out;
}

Result<mediation::Draft> draft_of(Office& office, const mediation::VersionFact& version) {
  OFFICES_TRY(kept, office.ledger.by_id(version.fact.id));
  if (!kept) return fail(Code::store_damaged, "a draft is missing");
  OFFICES_TRY(body, body_of(*kept));
  return std::get<mediation::Draft>(std::move(body));
}

Result<std::optional<mediation::Divergence>> divergence_of(Office& office, const mediation::SignerFact& said) {
  if (said.agrees) return std::optional<mediation::Divergence>{};
  OFFICES_TRY(bare, signed_word(office, said));
  OFFICES_TRY(s, record::decode_payload(bare.payload));
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  return std::get<mediation::Divergence>(std::move(body));
}

Result<std::string> release_file(Office& office, TextView& view, const record::ParticipantId& first) {
  const auto& version = view.latest();
  if (!view.agreed()) return fail(Code::not_agreed, "version " + std::to_string(version.number));
  auto from = mediation::public_from(version);
  if (!from) return fail(Code::disclosure_not_allowed, "its signers agreed that it is not public");
  if (office.clock.now() < *from) return fail(Code::under_embargo, "until " + base::iso(*from));
  OFFICES_TRY(draft, draft_of(office, version));
  std::vector<crypto::VerifyKey> keys;
  std::vector<record::Signed> agreements;
  for (const auto& s : draft.signers) {
    keys.push_back(view.folder.state().find(s.participant)->key);
    OFFICES_TRY(bare, signed_word(office, *view.held.said_by(version.number, s.participant)));
    agreements.push_back(std::move(bare));
  }
  return mediation::write_communique(draft, keys, agreements, first);
}

Result<void> check_disclosure(Office& office, Folder& folder, const mediation::Draft& draft) {
  std::vector<std::string> texts;
  for (const auto& t : draft.texts) texts.push_back(flat(t.text));
  std::vector<mediation::SignalState> signals;
  OFFICES_CHECK(office.ledger.each(names::subjects_of(folder.id()), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(subject, mediation::subject_from_json(json));
    if (auto* s = std::get_if<mediation::SignalState>(&subject); s && s->author != folder.state().intermediary)
      signals.push_back(std::move(*s));
    return true;
  }));
  for (const auto& s : signals) {
    auto objection = against(folder.state(), s, draft);
    if (!objection) continue;
    OFFICES_TRY(kept, office.ledger.by_id(s.fact.id));
    if (!kept) return fail(Code::store_damaged, "a signal is missing");
    OFFICES_TRY(body, body_of(*kept));
    auto words = flat(mediation::signal_of(body)->words.text);
    if (words.size() < telling_bytes) continue;
    if (std::ranges::any_of(texts, [&](const auto& t) { return t.find(words) != std::string::npos; }))
      return std::unexpected(*std::move(objection));
  }
  return {};
}

}  // namespace offices::post
