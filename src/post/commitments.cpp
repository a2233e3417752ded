// SPDX-License-Identifier: Apache-2.0
#include "post/commitments.hpp"

#include <set>

namespace offices::post {

Result<void> Commitments::take(Folder& folder, OfCase& of_case, const record::StatementId& id) {
  OFFICES_TRY(subject, folder.subject(id));
  if (auto* c = subject ? std::get_if<mediation::CommitmentState>(&*subject) : nullptr) of_case.held.put(std::move(*c));
  return {};
}

Result<void> Commitments::load(Folder& folder, OfCase& of_case) {
  of_case.held = {};
  OFFICES_TRY(subjects, ids_on<record::StatementId>(ledger_, names::commitments(folder.id()), "subject"));
  for (const auto& id : subjects) OFFICES_CHECK(take(folder, of_case, id));
  return {};
}

Result<void> Commitments::catch_up(Folder& folder, OfCase& of_case, std::int64_t newest) {
  std::set<record::StatementId> changed;
  OFFICES_CHECK(ledger_.each_between(of_case.row, newest + 1, [&](Kept&& kept) -> Result<bool> {
    if (kept.of_case == folder.id() && kept.subject) changed.insert(*kept.subject);
    return true;
  }));
  for (const auto& id : changed) OFFICES_CHECK(take(folder, of_case, id));
  return {};
}

Result<mediation::Undertakings*> Commitments::of(Folder& folder) {
  OFFICES_TRY(newest, ledger_.newest_row());
  OFFICES_TRY(rebuilt, ledger_.get(names::rebuilt(folder.id())));
  auto [it, fresh] = cases_.try_emplace(folder.id());
  auto& of_case = it->second;
  auto times = rebuilt.value_or(Json());
  bool anew = fresh || of_case.rebuilt != times || newest < of_case.row;
  auto done = anew ? load(folder, of_case) : catch_up(folder, of_case, newest);
  if (!done) {
    cases_.erase(it);
    return std::unexpected(done.error());
  }
  of_case.rebuilt = std::move(times);
  of_case.row = newest;
  return &of_case.held;
}

}  // namespace offices::post
