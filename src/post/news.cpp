// SPDX-License-Identifier: Apache-2.0
#include "post/news.hpp"

namespace offices::post {
namespace {

using mediation::Body;
using record::StatementId;

std::string brief(const StatementId& id) { return id.hex().substr(0, 10); }

/// The acknowledgement inside a report, with its statement.
std::optional<std::pair<record::Statement, mediation::Acknowledgement>> reported(const mediation::Report& report) {
  auto s = record::decode_payload(report.evidence.payload);
  if (!s || s->kind != "acknowledgement") return std::nullopt;
  auto body = mediation::decode_body(s->kind, s->body);
  if (!body) return std::nullopt;
  return std::pair(*std::move(s), std::get<mediation::Acknowledgement>(*body));
}

struct Teller {
  Folder& folder;
  const record::Statement& s;

  [[nodiscard]] std::string name(const record::ParticipantId& id) const { return folder.file.state.name_of(id); }
  [[nodiscard]] News position(const record::ParticipantId& whose, const std::optional<StatementId>& signal, mediation::Position p) const {
    auto what = signal ? "what was conveyed from signal " + brief(*signal) : std::string("something that was not conveyed from here");
    return {whose, signal, name(whose) + "'s position on " + what + ": " + std::string(mediation::word(p)) + ".", "",
            std::string(mediation::word(p))};
  }

  Result<std::optional<News>> operator()(const mediation::Decline& b) const {
    auto addressee = b.to ? " to " + name(*b.to) : std::string();
    return News{s.author, b.signal, name(s.author) + " will not convey signal " + brief(b.signal) + addressee + ".", b.why, "declined"};
  }
  Result<std::optional<News>> operator()(const mediation::Refusal& b) const {
    return News{s.author, b.signal, name(s.author) + " refused the words proposed for signal " + brief(b.signal) + ".", b.why, "refused"};
  }
  Result<std::optional<News>> operator()(const mediation::Withdraw& b) const {
    auto addressee = b.to ? " to " + name(*b.to) : std::string();
    return News{s.author, b.signal,
                name(s.author) + " withdrew signal " + brief(b.signal) + ": nothing of it may be conveyed" + addressee + " any more.", "",
                "withdrawn"};
  }
  Result<std::optional<News>> operator()(const mediation::Disclose& b) const {
    return News{s.author, b.signal, name(s.author) + " signed that it says this in public about signal " + brief(b.signal) + ".", b.text,
                "disclosed"};
  }
  Result<std::optional<News>> operator()(const mediation::Acknowledgement& b) const {
    OFFICES_TRY(origin, folder.origin(b.of));
    return position(s.author, origin ? std::optional(origin->signal) : std::nullopt, b.position);
  }
  Result<std::optional<News>> operator()(const mediation::Report& b) const {
    auto ack = reported(b);
    if (!ack) return std::optional<News>{};
    return position(ack->first.author, b.signal, ack->second.position);
  }
  Result<std::optional<News>> operator()(const auto&) const { return std::optional<News>{}; }
};

}  // namespace

bool is_news(const Body& body) {
  if (const auto* report = std::get_if<mediation::Report>(&body)) return reported(*report).has_value();
  return std::holds_alternative<mediation::Decline>(body) || std::holds_alternative<mediation::Refusal>(body) ||
         std::holds_alternative<mediation::Withdraw>(body) || std::holds_alternative<mediation::Disclose>(body) ||
         std::holds_alternative<mediation::Acknowledgement>(body);
}

Result<std::optional<News>> news_of(Folder& folder, const record::Statement& s, const Body& body) {
  return std::visit(Teller{folder, s}, body);
}

}  // namespace offices::post
