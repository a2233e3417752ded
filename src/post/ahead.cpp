// SPDX-License-Identifier: Apache-2.0
#include "post/ahead.hpp"

#include "post/outbox.hpp"

namespace offices::post::ahead {
namespace {

std::string cell(const record::StatementId& id) { return "ahead/" + id.hex(); }
std::string shelf(const record::CaseId& of_case) { return "ahead/" + of_case.hex(); }

}  // namespace

bool is_shown(const mediation::Body& body) {
  bool has_words = std::holds_alternative<mediation::Signal>(body) || std::holds_alternative<mediation::Conveyance>(body) ||
                   std::holds_alternative<mediation::Incident>(body) || std::holds_alternative<mediation::Outreach>(body);
  return has_words && outbox::precedence_of(body, nullptr) >= mediation::Precedence::immediate;
}

Result<bool> keep(Ledger& ledger, const record::CaseId& of_case, const Early& early) {
  auto name = cell(early.entry.statement.id());
  OFFICES_TRY(before, ledger.get(name));
  OFFICES_TRY(shown, ledger.count(shelf(of_case)));
  if (before || shown >= shown_most) return false;
  OFFICES_CHECK(ledger.put(name, {{"entry", record::entry_to_json(early.entry)}, {"received", early.received.seconds}}, shelf(of_case)));
  return true;
}

Result<std::optional<Time>> take(Ledger& ledger, const record::StatementId& id) {
  auto name = cell(id);
  OFFICES_TRY(kept, ledger.get(name));
  if (!kept) return std::nullopt;
  OFFICES_CHECK(ledger.erase(name));
  return Time{kept->at("received").get<std::int64_t>()};
}

Result<std::vector<Early>> in(Ledger& ledger, const record::CaseId& of_case) {
  std::vector<Early> all;
  OFFICES_CHECK(ledger.each(shelf(of_case), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(entry, record::entry_from_json(json.at("entry")));
    all.push_back({std::move(entry), Time{json.at("received").get<std::int64_t>()}});
    return true;
  }));
  return all;
}

}  // namespace offices::post::ahead
