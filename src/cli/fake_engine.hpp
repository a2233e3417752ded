// SPDX-License-Identifier: Apache-2.0
// FakeEngine: answers the command line in tests and remembers what it was asked.
#pragma once

#include <sstream>
#include <utility>

#include "cli/call.hpp"

namespace offices::cli {

class FakeEngine final : public Engine {
 public:
  struct Asked {
    std::string verb;
    Json args;
  };
  std::map<std::string, Result<Json>> answers;  ///< by verb of docs/api.md; what is missing is not_found
  std::vector<Asked> asked;
  post::InitOptions init_options;
  relay::RelayOptions relay_options;
  std::optional<desk::DeskOptions> desk_options;  ///< of the last run
  std::filesystem::path home;
  bool asks_passphrase = false, running = false;
  std::string passphrase;

  Result<Json> init(post::InitOptions options) override {
    init_options = std::move(options);
    return Json{{"post", std::string(64, 'a')}, {"relays", init_options.relays}};
  }
  Result<std::unique_ptr<post::Api>> open(const std::filesystem::path& at, const post::AskPassphrase& ask) override {
    home = at;
    if (asks_passphrase) {
      OFFICES_TRY(secret, ask());
      passphrase = base::as_text(secret.view());
    }
    return std::make_unique<Answers>(*this);
  }
  Result<void> watch(const std::filesystem::path&, const post::AskPassphrase&, const std::function<void(const Json&)>& report) override {
    for (int n : {1, 2}) report({{"sent", n}, {"received", 0}, {"pending", 0}, {"refused", 0}, {"notices", Json::array()}});
    return {};
  }
  Result<void> run(const std::filesystem::path&, const post::AskPassphrase&, std::optional<desk::DeskOptions> desk,
                   const std::function<void(const std::string&)>& ready) override {
    desk_options = desk;
    ready(desk ? "http://127.0.0.1:7070/open?token=T" : "");
    return {};
  }
  bool is_running(const std::filesystem::path&) override { return running; }
  Result<Json> verify_dossier(const std::filesystem::path& file, const std::optional<std::filesystem::path>& against) override {
    Json args{{"file", file.string()}};
    if (against) args["against"] = against->string();
    return answer("dossier.verify", args);
  }
  Result<void> check_relay(const relay::RelayOptions& options) override {
    relay_options = options;
    return {};
  }
  Result<void> serve_relay(relay::RelayOptions options, const std::function<void(std::uint16_t)>& ready) override {
    relay_options = std::move(options);
    ready(7077);
    return {};
  }

  Result<Json> answer(std::string_view verb, const Json& args) {
    asked.push_back({std::string(verb), args});
    auto found = answers.find(std::string(verb));
    return found == answers.end() ? Result<Json>(fail(Code::not_found, std::string(verb))) : found->second;
  }

 private:
  class Answers final : public post::Api {
   public:
    explicit Answers(FakeEngine& engine) : engine_(engine) {}
    Result<Json> call(std::string_view verb, const Json& args) override { return engine_.answer(verb, args); }

   private:
    FakeEngine& engine_;
  };
};

class FakeConsole final : public Console {
 public:
  std::ostringstream out_text, err_text;
  std::istringstream in_text;
  View layout;
  bool person = false, says_yes = false;
  std::vector<std::string> secrets;  ///< typed one after the other
  std::size_t asked_secrets = 0;
  std::vector<std::string> lines;  ///< answers, one after the other; at their end the input ends
  std::size_t asked_lines = 0;

  std::ostream& out() override { return out_text; }
  std::ostream& err() override { return err_text; }
  std::istream& in() override { return in_text; }
  View view() const override { return layout; }
  bool err_is_terminal() const override { return false; }
  bool has_person() const override { return person; }
  bool confirm(std::string_view question) override {
    out_text << question << '\n';
    return says_yes;
  }
  Result<std::string> ask_line(std::string_view prompt) override {
    out_text << prompt << '\n';
    if (asked_lines >= lines.size()) return fail(Code::cancelled);
    return lines[asked_lines++];
  }
  Result<crypto::SecretBytes> ask_secret(std::string_view) override {
    if (asked_secrets >= secrets.size()) return fail(Code::passphrase_needed);
    return crypto::SecretBytes::from(base::as_bytes(secrets[asked_secrets++]));
  }
};

}  // namespace offices::cli
