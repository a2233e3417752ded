// SPDX-License-Identifier: Apache-2.0
// Post: one device of one person: its ledger, the verbs on it and its mail. No network and no clock of its own, so that
// whole networks of posts run in one process.
#pragma once

#include <filesystem>
#include <memory>

#include "post/api.hpp"
#include "post/office.hpp"

namespace offices::post {

class Post final : public Api {
 public:
  /// Makes a store at `file`. Fails with Code::exists where there is one.
  [[nodiscard]] static Result<std::unique_ptr<Post>> create(const std::filesystem::path& file, const crypto::SecretBytes* passphrase,
                                                            crypto::PassphraseCost cost, Config config, store::OpenOptions options,
                                                            const Clock& clock, crypto::Random& random);
  [[nodiscard]] static Result<std::unique_ptr<Post>> open(const std::filesystem::path& file, const AskPassphrase& ask,
                                                          store::OpenOptions options, const Clock& clock, crypto::Random& random);

  /// Every verb of docs/api.md but init, sync and dossier.verify. A verb that writes is one transaction; with `dry_run` it
  /// is rolled back.
  [[nodiscard]] Result<Json> call(std::string_view verb, const Json& args) override;

  [[nodiscard]] Mail& mail() { return mail_; }
  [[nodiscard]] Duties& duties() { return duties_; }
  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] Time now() const { return clock_.now(); }
  [[nodiscard]] Result<Config> config();
  /// Sentences that nobody has been shown yet; they count as shown from now on.
  [[nodiscard]] Result<std::vector<std::string>> new_notices();

 private:
  Post(Ledger ledger, const Clock& clock)
      : ledger_(std::move(ledger)), clock_(clock), clerk_(ledger_, clock_), ballots_(ledger_, clock_, clerk_),
        papers_(ledger_, clock_, clerk_), evidence_(ledger_, clock_, clerk_), mail_(ledger_, clock_, clerk_, ballots_, papers_, evidence_),
        commitments_(ledger_), duties_(ledger_, clock_, clerk_),
        office_{ledger_, clock_, clerk_, mail_, ballots_, papers_, evidence_, commitments_, duties_} {}
  Post(const Post&) = delete;

  Ledger ledger_;
  const Clock& clock_;
  Clerk clerk_;
  Ballots ballots_;
  Papers papers_;
  Evidence evidence_;
  Mail mail_;
  Commitments commitments_;
  Duties duties_;
  Office office_;
};

}  // namespace offices::post
