// SPDX-License-Identifier: Apache-2.0
// Engine: everything that the command line asks of the modules below it, so that tests can answer instead.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "desk/options.hpp"
#include "post/session.hpp"
#include "relay/relay.hpp"

namespace offices::cli {

class Engine {
 public:
  virtual ~Engine() = default;
  [[nodiscard]] virtual Result<Json> init(post::InitOptions options) = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<post::Api>> open(const std::filesystem::path& home, const post::AskPassphrase& ask) = 0;
  [[nodiscard]] virtual Result<void> watch(const std::filesystem::path& home, const post::AskPassphrase& ask,
                                           const std::function<void(const Json&)>& report) = 0;
  /// `ready` learns the desk's opening address; an empty one where no desk was asked for.
  [[nodiscard]] virtual Result<void> run(const std::filesystem::path& home, const post::AskPassphrase& ask,
                                         std::optional<desk::DeskOptions> desk, const std::function<void(const std::string&)>& ready) = 0;
  /// Whether a `run` has this post.
  [[nodiscard]] virtual bool is_running(const std::filesystem::path& home) = 0;
  [[nodiscard]] virtual Result<Json> verify_dossier(const std::filesystem::path& file,
                                                    const std::optional<std::filesystem::path>& against) = 0;
  [[nodiscard]] virtual Result<void> check_relay(const relay::RelayOptions& options) = 0;
  /// Serves until a signal ends it; `ready` learns the port.
  [[nodiscard]] virtual Result<void> serve_relay(relay::RelayOptions options, const std::function<void(std::uint16_t)>& ready) = 0;
};

/// The real one.
[[nodiscard]] std::unique_ptr<Engine> real_engine();

}  // namespace offices::cli
