// SPDX-License-Identifier: Apache-2.0
#include "post/post.hpp"

#include <algorithm>

#include "post/office.hpp"

namespace offices::post {
namespace {

const Verb* find_verb(std::string_view name) {
  for (auto family :
       {case_verbs(),          signal_verbs(),    convey_verbs(), view_verbs(),     trace_verbs(),      dossier_verbs(),
        agenda_verbs(),        framework_verbs(), ballot_verbs(), evidence_verbs(), record_verbs(),     incident_verbs(),
        incident_view_verbs(), line_verbs(),      duty_verbs(),   commit_verbs(),   commitment_verbs(), commitment_view_verbs(),
        minute_verbs(),        call_verbs(),      text_verbs(),   exhibit_verbs(),  frontier_verbs()})
    for (const auto& verb : family)
      if (verb.name == name) return &verb;
  return nullptr;
}

/// Ids of what was rolled back mean nothing.
void forget_ids(Json& result) {
  for (const char* key : {"signal", "signals", "mandate", "dispatch", "conveyance", "table", "ballot", "commitment", "delivery"})
    result.erase(key);
  if (result.contains("frameworks"))
    for (auto& f : result["frameworks"]) f.erase("framework");
  if (result.contains("mandates"))
    for (auto& m : result["mandates"]) m.erase("mandate");
  result["dry_run"] = true;
}

}  // namespace

Json error_json(const Error& error) {
  const auto& row = base::info(error.code);
  auto message = std::string(row.message) + (error.detail.empty() ? "" : ": " + error.detail);
  return {{"error", {{"code", row.name}, {"message", message}, {"hint", row.hint}}}};
}

Error error_from_json(const Json& json) {
  if (!json.is_object() || !json.contains("error")) return {Code::internal, ""};
  const auto& e = json.at("error");
  auto text = [&](const char* key) {
    return e.is_object() && e.contains(key) && e.at(key).is_string() ? e.at(key).get<std::string>() : std::string();
  };
  auto code = base::code_named(text("code"));
  auto message = text("message");
  auto prefix = std::string(base::info(code).message) + ": ";
  return {code, message.starts_with(prefix) ? message.substr(prefix.size()) : std::string()};
}

Result<std::unique_ptr<Post>> Post::create(const std::filesystem::path& file, const crypto::SecretBytes* passphrase,
                                           crypto::PassphraseCost cost, Config config, store::OpenOptions options, const Clock& clock,
                                           crypto::Random& random) {
  std::error_code ec;
  if (std::filesystem::exists(file, ec)) return fail(Code::exists, "there is a post here");
  OFFICES_TRY(ledger, Ledger::create(file, passphrase, cost, options, random));
  config.post = crypto::random_id<record::PostId>(random);
  OFFICES_CHECK(ledger.put(names::config, to_json(config)));
  return std::unique_ptr<Post>(new Post(std::move(ledger), clock));
}

Result<std::unique_ptr<Post>> Post::open(const std::filesystem::path& file, const AskPassphrase& ask, store::OpenOptions options,
                                         const Clock& clock, crypto::Random& random) {
  OFFICES_TRY(ledger, Ledger::open(file, ask, options, random));
  return std::unique_ptr<Post>(new Post(std::move(ledger), clock));
}

Result<Config> Post::config() { return config_of(office_); }

Result<Json> Post::call(std::string_view name, const Json& json) {
  const auto* verb = find_verb(name);
  if (!verb) return fail(Code::usage, "no verb '" + std::string(name.substr(0, 40)) + "'");
  Json plain = json;
  std::string request;
  if (json.is_object() && json.contains("request_id")) {
    if (!json.at("request_id").is_string()) return fail(Code::usage, "request_id is text");
    request = json.at("request_id").get<std::string>();
    plain.erase("request_id");
    if (request.empty() || request.size() > 64) return fail(Code::usage, "request_id has 1 to 64 characters");
    if (!verb->writes) request.clear();
  }
  bool dry = plain.is_object() && plain.value("dry_run", Json(false)) == Json(true);
  Json result;
  auto work = [&]() -> Result<void> {
    auto cell = "request/" + std::string(name) + "/" + request;
    if (!request.empty()) {
      OFFICES_TRY(before, ledger_.get(cell));
      if (before) {
        result = *before;
        return {};
      }
    }
    Args args(plain);
    OFFICES_TRY_SET(result, verb->run(office_, args));
    if (dry && verb->writes) return fail(Code::cancelled);
    if (!request.empty()) {
      auto kept = result;
      if (!verb->confidential.empty()) kept.erase(std::string(verb->confidential));
      OFFICES_CHECK(ledger_.put(cell, kept, "requests"));
    }
    return {};
  };
  auto done = verb->writes ? ledger_.transaction(work) : ledger_.snapshot(work);
  if (dry && verb->writes && !done && done.error().code == Code::cancelled) {
    forget_ids(result);
    return result;
  }
  if (!done) return std::unexpected(done.error());
  return result;
}

Result<std::vector<std::string>> Post::new_notices() {
  std::vector<std::string> sentences;
  OFFICES_CHECK(ledger_.transaction([&]() -> Result<void> {
    sentences.clear();
    OFFICES_TRY(ids, cases_in(ledger_));
    for (const auto& id : ids) {
      std::vector<Json> fresh;
      OFFICES_CHECK(ledger_.each(
          names::notices(id),
          [&](const Json& n) -> Result<bool> {
            if (!n.at("shown").get<bool>()) fresh.push_back(n);
            return !n.at("shown").get<bool>();
          },
          true));
      for (auto& n : fresh) {
        sentences.push_back(n.at("text").get<std::string>());
        n["shown"] = true;
        OFFICES_CHECK(ledger_.put(n.at("name").get<std::string>(), n, names::notices(id)));
      }
    }
    return {};
  }));
  return sentences;
}

}  // namespace offices::post
