// SPDX-License-Identifier: Apache-2.0
#include "cli/engine.hpp"

#include "desk/desk.hpp"
#include "post/local_api.hpp"

namespace offices::cli {
namespace {

class RealEngine final : public Engine {
 public:
  Result<Json> init(post::InitOptions options) override { return post::init(std::move(options)); }
  Result<std::unique_ptr<post::Api>> open(const std::filesystem::path& home, const post::AskPassphrase& ask) override {
    return post::open_session(home, ask);
  }
  Result<void> watch(const std::filesystem::path& home, const post::AskPassphrase& ask,
                     const std::function<void(const Json&)>& report) override {
    return post::watch(home, ask, report);
  }
  Result<void> run(const std::filesystem::path& home, const post::AskPassphrase& ask, std::optional<desk::DeskOptions> desk,
                   const std::function<void(const std::string&)>& ready) override {
    if (!desk) return post::run(home, ask, [&] { ready({}); });
    base::SystemClock clock;
    crypto::SystemRandom random;
    std::string address;
    auto invite = [&](post::Host& host) -> Result<std::unique_ptr<post::Guest>> {
      OFFICES_TRY(guest, desk::open_desk(host, *desk, clock, random));
      address = guest->opening_address();
      return guest;
    };
    return post::run(home, ask, [&] { ready(address); }, invite);
  }
  bool is_running(const std::filesystem::path& home) override { return post::SocketSession::is_answered(home / "run.sock"); }
  Result<Json> verify_dossier(const std::filesystem::path& file, const std::optional<std::filesystem::path>& against) override {
    return post::verify_dossier(file, against);
  }
  Result<void> check_relay(const relay::RelayOptions& options) override { return relay::check_options(options); }
  Result<void> serve_relay(relay::RelayOptions options, const std::function<void(std::uint16_t)>& ready) override {
    OFFICES_TRY(server, relay::Relay::open(std::move(options)));
    ready(server->port());
    return server->run();
  }
};

}  // namespace

std::unique_ptr<Engine> real_engine() { return std::make_unique<RealEngine>(); }

}  // namespace offices::cli
