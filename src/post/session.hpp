// SPDX-License-Identifier: Apache-2.0
// Session: opens the post for one command, by its running process where there is one, else directly.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "crypto/secret.hpp"
#include "post/api.hpp"
#include "post/ledger.hpp"

namespace offices::post {

class Guest;
class Host;
/// Lets a guest in (post/guest.hpp), once the socket answers.
using Invite = std::function<Result<std::unique_ptr<Guest>>(Host&)>;

struct InitOptions {
  std::filesystem::path home;
  std::vector<std::string> relays;        ///< URLs
  std::string relay_ca;                   ///< PEM, may be empty
  std::vector<std::string> relay_tokens;  ///< one for all relays, or one each
  bool insecure_http = false;
  std::optional<crypto::SecretBytes> passphrase;  ///< none: --no-passphrase
};

/// Makes the post. Fails with Code::exists where there is one, Code::usage for a bad URL.
[[nodiscard]] Result<Json> init(InitOptions options);

/// A post to talk to: through HOME/run.sock if a `run` answers there, else the store itself. After a verb that wrote, an
/// in-process session tries for `send_ms` to hand what is queued to the relays and puts the outcome into `delivery`.
[[nodiscard]] Result<std::unique_ptr<Api>> open_session(const std::filesystem::path& home, const AskPassphrase& ask, int send_ms = 2000);

/// `goodoffices sync --watch`: syncs until `stop` says so, reporting each round that moved something.
[[nodiscard]] Result<void> watch(const std::filesystem::path& home, const AskPassphrase& ask,
                                 const std::function<void(const Json&)>& report);

/// `goodoffices run`: unlocks, answers the socket, syncs by long polling. Returns on SIGINT or SIGTERM.
/// `ready` is called once the socket answers, and the guest where `invite` lets one in. Fails with Code::exists where
/// another `run` has the socket, and as `invite` does.
[[nodiscard]] Result<void> run(const std::filesystem::path& home, const AskPassphrase& ask, const std::function<void()>& ready,
                               const Invite& invite = {});

/// Needs no post: works on any file. With `against`, a second dossier of the case, also names what the two show differently.
/// `dossier.verify` of docs/api.md.
[[nodiscard]] Result<Json> verify_dossier(const std::filesystem::path& file, const std::optional<std::filesystem::path>& against = {});

}  // namespace offices::post
