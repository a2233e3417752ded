// SPDX-License-Identifier: Apache-2.0
#include "post/office.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace offices::post {

Result<Config> config_of(Office& office) {
  OFFICES_TRY(json, office.ledger.get(names::config));
  if (!json) return fail(Code::store_damaged, "the configuration is missing");
  return config_from_json(*json);
}

Result<record::CaseId> find_case(Office& office, const std::string& text) {
  std::vector<record::CaseId> by_title, by_prefix;
  OFFICES_CHECK(office.ledger.each(names::cases, [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(file, case_file_from_json(json));
    if (file.state.title == text) by_title.push_back(file.state.id);
    if (text.size() >= 4 && file.state.id.hex().starts_with(text)) by_prefix.push_back(file.state.id);
    return true;
  }));
  const auto& found = by_title.empty() ? by_prefix : by_title;
  if (found.empty()) return fail(Code::not_found, "no case '" + text.substr(0, 64) + "'");
  if (found.size() > 1) return fail(Code::ambiguous, "several cases are called so");
  return found.front();
}

Result<Kept> find_kept(Office& office, const std::string& prefix, std::initializer_list<std::string_view> kinds) {
  bool is_hex = std::ranges::all_of(prefix, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (!is_hex || prefix.size() > 64) return fail(Code::not_found, "'" + prefix.substr(0, 64) + "' is not an id");
  OFFICES_TRY(found, office.ledger.by_prefix(prefix));
  std::erase_if(found, [&](const Kept& k) { return kinds.size() > 0 && std::ranges::find(kinds, k.kind) == kinds.end(); });
  if (found.empty())
    return fail(Code::not_found,
                (kinds.size() > 0 ? "no " + std::string(*kinds.begin()) : std::string("nothing")) + " with the id " + prefix);
  if (found.size() > 1) return fail(Code::ambiguous, prefix);
  return std::move(found.front());
}

Result<record::Statement> statement_of(const Kept& kept) { return record::decode_payload(kept.entry.statement.payload); }

Result<mediation::Body> body_of(const Kept& kept) {
  OFFICES_TRY(s, statement_of(kept));
  return mediation::decode_body(s.kind, s.body);
}

Result<mediation::Participant> find_participant(Folder& folder, const std::string& name) {
  const auto* p = folder.state().named(name);
  if (!p) return fail(Code::not_a_participant, "'" + name.substr(0, 64) + "'");
  return *p;
}

Result<mediation::SignalState> signal_state(Folder& folder, const record::StatementId& id) {
  OFFICES_TRY(subject, folder.subject(id));
  auto* state = subject ? std::get_if<mediation::SignalState>(&*subject) : nullptr;
  if (!state) return fail(Code::not_found, "no such signal");
  return std::move(*state);
}

Result<Found> find_on(Office& office, const std::string& prefix, std::string (*shelf)(const record::CaseId&), const char* key) {
  if (prefix.size() < 4) return fail(Code::not_found, "an id begins with at least four digits");
  std::vector<Found> found;
  OFFICES_TRY(cases, cases_in(office.ledger));
  for (const auto& id : cases) {
    OFFICES_TRY(all, ids_on<record::Digest>(office.ledger, shelf(id), key));
    for (const auto& which : all)
      if (which.hex().starts_with(prefix)) found.push_back({id, which});
  }
  if (found.empty()) return fail(Code::not_found, "no " + std::string(key) + " " + prefix.substr(0, 64));
  if (found.size() > 1) return fail(Code::ambiguous, prefix.substr(0, 64));
  return found[0];
}

Result<SignalView> find_signal(Office& office, const std::string& prefix) {
  OFFICES_TRY(kept, find_kept(office, prefix, {"signal", "minute"}));
  OFFICES_TRY(folder, Folder::open(office.ledger, kept.of_case));
  OFFICES_TRY(state, signal_state(folder, kept.entry.statement.id()));
  SignalView view{std::move(kept), std::move(folder), std::move(state), nullptr};
  view.line = view.folder.line_of(view.kept.side);
  if (!view.line) return fail(Code::store_damaged, "the line of a signal is missing");
  return view;
}

Result<record::StatementId> sign_and_save(Office& office, Folder& folder, Line& line, mediation::Body body) {
  OFFICES_TRY(id, office.clerk.sign(folder, line, std::move(body)));
  OFFICES_CHECK(folder.save());
  return id;
}

std::string_view trust_in(const Folder& folder, const record::ParticipantId& id) {
  return id == folder.file.state.self ? "self" : folder.file.compared.contains(id) ? "compared" : "vouched";
}

std::string_view trust_phrase(const Folder& folder, const record::ParticipantId& id) {
  auto trust = trust_in(folder, id);
  if (trust == "self") return "";
  if (trust == "compared") return ", whose number was compared";
  const auto& state = folder.file.state;
  bool met_here = id == state.intermediary || state.self == state.intermediary;
  return met_here ? "; its number was not compared" : "; key vouched for by the intermediary only";
}

Result<mediation::Words> read_words(Args& args, const std::string& default_maker) {
  mediation::Words words{args.maybe("lang").value_or("en"), args.text("text"), {}};
  OFFICES_CHECK(base::check_text(words.text));
  if (const auto* list = args.raw("translations")) {
    if (!list->is_array()) return fail(Code::usage, "translations is a list");
    for (const auto& t : *list) {
      Args one(t);
      words.translations.push_back({one.text("lang"), one.text("text"), one.maybe("maker").value_or(default_maker)});
      OFFICES_CHECK(one.finish());
      OFFICES_CHECK(base::check_text(words.translations.back().text));
    }
  }
  return words;
}

}  // namespace offices::post
