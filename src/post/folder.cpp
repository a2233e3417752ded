// SPDX-License-Identifier: Apache-2.0
#include "post/folder.hpp"

namespace offices::post {

namespace names {
std::string of_case(const record::CaseId& id) { return "case/" + id.hex(); }
std::string identity(const record::CaseId& id) { return "identity/" + id.hex(); }
std::string line(const LineId& id) { return "line/" + id.hex(); }
std::string lines_of(const record::CaseId& id) { return "lines/" + id.hex(); }
std::string subject(const record::StatementId& id) { return "subject/" + id.hex(); }
std::string subjects_of(const record::CaseId& id) { return "subjects/" + id.hex(); }
std::string open_items(const record::CaseId& id) { return "open/" + id.hex(); }
std::string inbox(const record::CaseId& id) { return "inbox/" + id.hex(); }
std::string incidents(const record::CaseId& id) { return "incidents/" + id.hex(); }
std::string handling(const record::CaseId& id) { return "handling/" + id.hex(); }
std::string calls(const record::CaseId& id) { return "calls/" + id.hex(); }
std::string texts(const record::CaseId& id) { return "texts/" + id.hex(); }
std::string exhibits(const record::CaseId& id) { return "exhibits/" + id.hex(); }
std::string commitments(const record::CaseId& id) { return "commitments/" + id.hex(); }
std::string rebuilt(const record::CaseId& id) { return "rebuilt/" + id.hex(); }
std::string line_schedule(const LineId& id) { return "line-schedule/" + id.hex(); }
std::string line_tests(const LineId& id) { return "line-tests/" + id.hex(); }
std::string nonpapers(const record::CaseId& id) { return "nonpapers/" + id.hex(); }
std::string notices(const record::CaseId& id) { return "notices/" + id.hex(); }
std::string release(const std::string& draft) { return "release/" + draft; }
std::string held(const LineId& id) { return "held/" + id.hex(); }
}  // namespace names

Json to_json(const CaseFile& file) {
  Json compared = Json::array();
  for (const auto& [id, at] : file.compared) compared.push_back({{"id", id.hex()}, {"at", base::iso(at)}});
  return {{"state", mediation::to_json(file.state)},
          {"role", mediation::word(file.role)},
          {"name", file.name},
          {"compared", std::move(compared)}};
}

Result<CaseFile> case_file_from_json(const Json& json) {
  base::Fields f(json, "case");
  CaseFile file;
  OFFICES_TRY_SET(file.state, mediation::case_from_json(f.object("state")));
  OFFICES_TRY_SET(file.role, mediation::from_word<mediation::Role>(f.text("role")));
  file.name = f.text("name");
  for (const auto& c : f.array("compared", 10'000)) {
    base::Fields one(c, "compared");
    auto id = one.id<record::ParticipantId>("id");
    file.compared.emplace(id, one.time("at"));
    OFFICES_CHECK(one.finish());
  }
  OFFICES_CHECK(f.finish());
  return file;
}

Result<std::vector<record::CaseId>> cases_in(Ledger& ledger) {
  std::vector<record::CaseId> ids;
  OFFICES_CHECK(ledger.each(names::cases, [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(id, record::CaseId::from_hex(json.at("state").at("id").get_ref<const std::string&>()));
    ids.push_back(id);
    return true;
  }));
  return ids;
}

Result<std::optional<Line>> find_line(Ledger& ledger, const LineId& id) {
  OFFICES_TRY(json, ledger.get(names::line(id)));
  if (!json) return std::nullopt;
  OFFICES_TRY(line, line_from_json(*json));
  return std::optional(std::move(line));
}

Result<Folder> Folder::open(Ledger& ledger, const record::CaseId& id) {
  OFFICES_TRY(json, ledger.get(names::of_case(id)));
  if (!json) return fail(Code::not_found, "no case of that id");
  OFFICES_TRY(file, case_file_from_json(*json));
  Folder folder(ledger, std::move(file));
  folder.kept_.emplace(names::of_case(id), *std::move(json));
  OFFICES_CHECK(ledger.each(names::lines_of(id), [&](const Json& l) -> Result<bool> {
    OFFICES_TRY(line, line_from_json(l));
    auto line_id = line.id;
    folder.lines.emplace(line_id, std::move(line));
    folder.kept_.emplace(names::line(line_id), l);
    return true;
  }));
  return folder;
}

Folder Folder::make(Ledger& ledger, CaseFile file) { return Folder(ledger, std::move(file)); }

Line* Folder::line_of(const record::ParticipantId& side) {
  for (auto& [id, l] : lines)
    if (side_of(l) == side && l.state != LineState::invited) return &l;
  return nullptr;
}

Line* Folder::line(const LineId& which) {
  auto it = lines.find(which);
  return it == lines.end() ? nullptr : &it->second;
}

Line& Folder::add(Line line) {
  auto id = line.id;
  return lines.insert_or_assign(id, std::move(line)).first->second;
}

Result<std::optional<mediation::Subject>> Folder::subject(const record::StatementId& id) {
  OFFICES_TRY(json, ledger_->get(names::subject(id)));
  if (!json) return std::nullopt;
  OFFICES_TRY(subject, mediation::subject_from_json(*json));
  return std::optional(std::move(subject));
}

Result<mediation::Proceedings> Folder::proceedings(const record::ParticipantId& side) {
  auto name = mediation::proceedings_id(id(), side);
  OFFICES_TRY(kept, subject(name));
  if (auto* p = kept ? std::get_if<mediation::Proceedings>(&*kept) : nullptr) return std::move(*p);
  mediation::Proceedings nothing;
  nothing.id = name;
  return nothing;
}

Result<std::optional<mediation::IncidentState>> Folder::incident(const record::ParticipantId& side, const record::Digest& number) {
  OFFICES_TRY(kept, subject(mediation::incident_id(id(), side, number)));
  auto* state = kept ? std::get_if<mediation::IncidentState>(&*kept) : nullptr;
  if (!state) return std::nullopt;
  return std::move(*state);
}

Result<std::optional<mediation::CommitmentState>> Folder::commitment(const record::ParticipantId& side,
                                                                     const record::StatementId& commitment) {
  OFFICES_TRY(kept, subject(mediation::commitment_subject(id(), side, commitment)));
  auto* state = kept ? std::get_if<mediation::CommitmentState>(&*kept) : nullptr;
  if (!state) return std::nullopt;
  return std::move(*state);
}

Result<void> Folder::keep_subject(const record::StatementId& id, const mediation::Subject& subject) {
  return ledger_->put(names::subject(id), mediation::to_json(subject), names::subjects_of(file.state.id));
}

Result<std::optional<Folder::Origin>> Folder::origin(const record::Digest& of) {
  OFFICES_TRY(json, ledger_->get("origin/" + of.hex()));
  if (!json) return std::nullopt;
  base::Fields f(*json, "origin");
  Origin o{f.id<record::StatementId>("signal"), f.id<record::StatementId>("dispatch")};
  OFFICES_CHECK(f.finish());
  return o;
}

Result<void> Folder::keep_origin(const record::Digest& of, const Origin& o) {
  return ledger_->put("origin/" + of.hex(), {{"signal", o.signal.hex()}, {"dispatch", o.dispatch.hex()}});
}

Result<void> Folder::notice(Time at, std::string sentence) {
  std::array<Byte, 8> salt{};
  ledger_->random().fill(salt);
  auto name = "notice/" + base::hex(salt);
  return ledger_->put(name, {{"name", name}, {"at", base::iso(at)}, {"text", std::move(sentence)}, {"shown", false}},
                      names::notices(file.state.id));
}

Result<void> Folder::put_changed(const std::string& name, Json now, const std::string& shelf) {
  auto& kept = kept_[name];
  if (kept == now) return {};
  OFFICES_CHECK(ledger_->put(name, now, shelf));
  kept = std::move(now);
  return {};
}

Result<void> Folder::save() {
  OFFICES_CHECK(put_changed(names::of_case(id()), to_json(file), std::string(names::cases)));
  for (const auto& [line_id, l] : lines) OFFICES_CHECK(put_changed(names::line(line_id), to_json(l), names::lines_of(id())));
  return {};
}

}  // namespace offices::post
