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

/// A commitment, or what a person says of one; not what posts say by themselves.
bool tells_of_commitment(const Body& body) {
  const auto* claim = std::get_if<mediation::Claim>(&body);
  return (claim && claim->says != mediation::Said::received) || std::holds_alternative<mediation::Commitment>(body) ||
         std::holds_alternative<mediation::Attestation>(body);
}

/// What the intermediary shows of a commitment.
std::optional<std::pair<record::Statement, Body>> shown(const mediation::Showing& showing) {
  auto s = record::decode_payload(showing.evidence.payload);
  if (!s) return std::nullopt;
  auto body = mediation::decode_body(s->kind, s->body);
  if (!body || !tells_of_commitment(*body)) return std::nullopt;
  return std::pair(*std::move(s), *std::move(body));
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
  Result<std::optional<News>> operator()(const mediation::AgendaVersion& b) const {
    return News{s.author, std::nullopt, name(s.author) + " set version " + std::to_string(b.version) + " of the agenda.", "", "set"};
  }
  Result<std::optional<News>> operator()(const mediation::Tabling& b) const {
    std::string titles;
    for (const auto& f : b.frameworks) titles += (titles.empty() ? "" : "; ") + f.title;
    auto what = b.frameworks.size() == 1 ? std::string("a framework") : std::to_string(b.frameworks.size()) + " frameworks";
    return News{s.author, std::nullopt, name(s.author) + " put " + what + " before all sides.", titles, "tabled"};
  }
  Result<std::optional<News>> operator()(const mediation::BallotOpening& b) const {
    return News{s.author, std::nullopt,
                name(s.author) + " opened ballot " + mediation::ballot_id(b).hex().substr(0, 10) + "; votes are cast at " +
                    base::iso(b.until) + ".",
                "", "open"};
  }
  Result<std::optional<News>> operator()(const mediation::BallotOutcome& b) const { return outcome(s.author, b); }
  Result<std::optional<News>> operator()(const mediation::Ratification& b) const { return ratified(s.author, b); }
  Result<std::optional<News>> operator()(const mediation::Witness& b) const {
    auto shown = record::decode_payload(b.evidence.payload);
    auto body = shown ? mediation::decode_body(shown->kind, shown->body) : fail(Code::malformed);
    if (!body) return std::optional<News>{};
    if (const auto* r = std::get_if<mediation::Ratification>(&*body)) return ratified(shown->author, *r);
    if (const auto* a = std::get_if<mediation::Agreement>(&*body)) return said(shown->author, a->draft, a->number, true);
    if (const auto* d = std::get_if<mediation::Divergence>(&*body)) return said(shown->author, d->draft, d->number, false);
    return std::optional<News>{};
  }
  Result<std::optional<News>> operator()(const mediation::Commitment& b) const { return undertaken(s.author, b); }
  Result<std::optional<News>> operator()(const mediation::Claim& b) const { return claimed(s.author, b); }
  Result<std::optional<News>> operator()(const mediation::Attestation& b) const { return attested(s.author, b); }
  Result<std::optional<News>> operator()(const mediation::Showing& b) const {
    auto inside = shown(b);
    if (!inside) return std::optional<News>{};
    const auto& [statement, body] = *inside;
    if (const auto* c = std::get_if<mediation::Commitment>(&body)) return undertaken(statement.author, *c);
    if (const auto* c = std::get_if<mediation::Claim>(&body)) return claimed(statement.author, *c);
    return attested(statement.author, std::get<mediation::Attestation>(body));
  }
  [[nodiscard]] News undertaken(const record::ParticipantId& whose, const mediation::Commitment& b) const {
    std::string to;
    for (const auto& id : b.to) to += (to.empty() ? "" : ", ") + name(id);
    return {whose,        std::nullopt, name(whose) + " undertakes this towards " + to + " by " + base::iso(b.by) + ".",
            b.words.text, "undertaken", b.precedence};
  }
  [[nodiscard]] News claimed(const record::ParticipantId& whose, const mediation::Claim& b) const {
    constexpr std::string_view phrases[] = {"is there",    "was performed", "was not kept", "was kept to its satisfaction",
                                            "is disputed", "is released"};
    auto phrase = std::string(phrases[static_cast<std::size_t>(b.says)]);
    auto about = b.says == mediation::Said::disputed && b.about != b.commitment ? ", as to " + brief(*b.about) : std::string();
    return {whose, std::nullopt, name(whose) + " says that commitment " + brief(b.commitment) + " " + phrase + about + ".",
            b.words ? b.words->text : "", std::string(mediation::word(b.says))};
  }
  [[nodiscard]] News attested(const record::ParticipantId& whose, const mediation::Attestation& b) const {
    return {whose, std::nullopt,
            name(whose) + "'s finding on commitment " + brief(b.commitment) + ": " + std::string(mediation::word(b.finding)) + ".",
            b.scope.text, std::string(mediation::word(b.finding))};
  }
  [[nodiscard]] News outcome(const record::ParticipantId& whose, const mediation::BallotOutcome& b) const {
    auto result = std::string(mediation::word(b.result));
    auto what = b.result == mediation::BallotResult::adopted       ? " ended: all sides said yes."
                : b.result == mediation::BallotResult::not_adopted ? " ended: not adopted."
                                                                   : " ended without a result.";
    return {whose, std::nullopt, name(whose) + " signed that ballot " + b.ballot.hex().substr(0, 10) + what, "", result};
  }
  [[nodiscard]] News ratified(const record::ParticipantId& whose, const mediation::Ratification& b) const {
    return {whose, std::nullopt, name(whose) + " ratified framework " + b.framework.hex().substr(0, 10) + ".", "", "ratified"};
  }
  Result<std::optional<News>> operator()(const mediation::Minute& b) const {
    auto terms = b.mandates.empty() ? std::string(" Nothing of it may be conveyed.") : std::string(" It noted what may be done with it.");
    return News{s.author, std::nullopt, name(s.author) + " recorded words as yours." + terms + " Countersign them, or contest them.",
                b.signal.words.text, "recorded"};
  }
  Result<std::optional<News>> operator()(const mediation::Countersignature& b) const {
    bool own = b.says == mediation::Countersign::own;
    return News{s.author, b.signal,
                name(s.author) + (own ? " made minute " : " contests minute ") + brief(b.minute) +
                    (own ? " its own." : ": nothing of it may be conveyed any more."),
                "", std::string(mediation::word(b.says))};
  }
  Result<std::optional<News>> operator()(const mediation::Call& b) const {
    std::string topics;
    for (const auto& t : b.topics) topics += (topics.empty() ? "" : "; ") + t;
    return News{s.author, std::nullopt,
                name(s.author) + (b.cancelled ? " called off the call of " : " arranges a call for ") + base::iso(b.at) + ".", topics,
                b.cancelled ? "cancelled" : "arranged"};
  }
  Result<std::optional<News>> operator()(const mediation::Draft& b) const {
    auto what = b.purpose == mediation::Purpose::readout ? std::string("a read-out") : std::string("a communique");
    return News{s.author, std::nullopt,
                name(s.author) + " put version " + std::to_string(b.number) + " of " + what + " before its signers.", b.texts[0].text,
                "drafted"};
  }
  Result<std::optional<News>> operator()(const mediation::Agreement& b) const { return said(s.author, b.draft, b.number, true); }
  Result<std::optional<News>> operator()(const mediation::Divergence& b) const { return said(s.author, b.draft, b.number, false); }
  Result<std::optional<News>> operator()(const mediation::Exhibit& b) const {
    return News{s.author, std::nullopt,
                name(s.author) + " put a press report of " + base::iso(b.published).substr(0, 10) + " into the record.", b.source, "kept"};
  }
  [[nodiscard]] News said(const record::ParticipantId& whose, const record::Digest& draft, std::int64_t number, bool agrees) const {
    return {whose, std::nullopt,
            name(whose) + (agrees ? " signed version " : " gave its own text beside version ") + std::to_string(number) + " of text " +
                draft.hex().substr(0, 10) + ".",
            "", agrees ? "agrees" : "differs"};
  }
  Result<std::optional<News>> operator()(const auto&) const { return std::optional<News>{}; }
};

/// Whether another side's ratification, or a signer's word on a text, is shown. What it was shown, and how it saw a ballot end, stands in
/// the views.
bool shows_word(const mediation::Witness& witness) {
  auto s = record::decode_payload(witness.evidence.payload);
  return s && (s->kind == "ratification" || s->kind == "agreement" || s->kind == "divergence");
}

}  // namespace

bool is_news(const Body& body) {
  if (const auto* report = std::get_if<mediation::Report>(&body)) return reported(*report).has_value();
  if (const auto* witness = std::get_if<mediation::Witness>(&body)) return shows_word(*witness);
  if (const auto* showing = std::get_if<mediation::Showing>(&body)) return shown(*showing).has_value();
  if (tells_of_commitment(body)) return true;
  if (std::holds_alternative<mediation::AgendaVersion>(body) || std::holds_alternative<mediation::Tabling>(body) ||
      std::holds_alternative<mediation::BallotOpening>(body) || std::holds_alternative<mediation::BallotOutcome>(body) ||
      std::holds_alternative<mediation::Ratification>(body) || std::holds_alternative<mediation::Minute>(body) ||
      std::holds_alternative<mediation::Countersignature>(body) || std::holds_alternative<mediation::Call>(body) ||
      std::holds_alternative<mediation::Draft>(body) || std::holds_alternative<mediation::Agreement>(body) ||
      std::holds_alternative<mediation::Divergence>(body) || std::holds_alternative<mediation::Exhibit>(body))
    return true;
  return std::holds_alternative<mediation::Decline>(body) || std::holds_alternative<mediation::Refusal>(body) ||
         std::holds_alternative<mediation::Withdraw>(body) || std::holds_alternative<mediation::Disclose>(body) ||
         std::holds_alternative<mediation::Acknowledgement>(body);
}

bool comes_into_inbox(const Body& body) {
  return std::holds_alternative<mediation::Signal>(body) || std::holds_alternative<mediation::Conveyance>(body) || is_news(body);
}

Result<std::optional<News>> news_of(Folder& folder, const record::Statement& s, const Body& body) {
  return std::visit(Teller{folder, s}, body);
}

}  // namespace offices::post
