// SPDX-License-Identifier: Apache-2.0
// Commitments: those that this post holds, case by case, kept in memory between calls and brought up to date from the record.
#pragma once

#include "mediation/commitments.hpp"
#include "post/folder.hpp"

namespace offices::post {

class Commitments {
 public:
  explicit Commitments(Ledger& ledger) : ledger_(ledger) {}

  /// Those of a case as the record has them. Ask before anything is signed in the same transaction: what is rolled back would
  /// stay here. The pointer lives until the next call for the same case.
  [[nodiscard]] Result<mediation::Undertakings*> of(Folder& folder);

 private:
  struct OfCase {
    mediation::Undertakings held;
    std::int64_t row = 0;  ///< of the record, up to which it is up to date
    Json rebuilt;
  };
  [[nodiscard]] Result<void> load(Folder& folder, OfCase& of_case);
  [[nodiscard]] Result<void> catch_up(Folder& folder, OfCase& of_case, std::int64_t newest);
  [[nodiscard]] Result<void> take(Folder& folder, OfCase& of_case, const record::StatementId& subject);

  Ledger& ledger_;
  std::map<record::CaseId, OfCase> cases_;
};

}  // namespace offices::post
