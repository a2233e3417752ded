// SPDX-License-Identifier: Apache-2.0
#include "sim/dishonest.hpp"

#include <stdexcept>

#include "post/clerk.hpp"

namespace offices::sim {

using mediation::Body;
using record::Entry;

void Dishonest::in_folder(const std::function<Result<void>(post::Folder&)>& work) {
  auto done = ledger().transaction([&]() -> Result<void> {
    OFFICES_TRY(folder, post::Folder::open(ledger(), case_));
    OFFICES_CHECK(work(folder));
    return folder.save();
  });
  if (!done) throw std::runtime_error(std::string(base::info(done.error().code).name) + " " + done.error().detail);
}

record::ParticipantId Dishonest::participant(const std::string& name) {
  record::ParticipantId id;
  in_folder([&](post::Folder& folder) -> Result<void> {
    const auto* p = folder.state().named(name);
    if (!p) return fail(Code::not_a_participant, name);
    id = p->id;
    return {};
  });
  return id;
}

record::Signed Dishonest::statement(const record::StatementId& id) { return ledger().by_id(id).value()->entry.statement; }

record::StatementId Dishonest::say(const std::string& side, const Body& body, std::optional<Time> time) {
  record::StatementId id;
  auto to = participant(side);
  in_folder([&](post::Folder& folder) -> Result<void> {
    auto& line = *folder.line_of(to);
    auto& feed = *line.own_feed();
    OFFICES_TRY(secret, ledger().get_secret(post::names::identity(case_)));
    OFFICES_TRY(key, crypto::SigningKey::from_seed(secret->view()));
    Entry entry;
    auto& c = entry.context;
    c.channel = line.channel;
    c.feed = feed.id;
    c.head = feed.frontier.head();
    c.index = c.head.size;
    c.seen = line.heads(false);
    std::erase_if(c.seen, [](const auto& h) { return h.head.size == 0; });
    ledger().random().fill(c.salt);
    auto at = time.value_or(net_.now);
    record::Statement s{
        std::string(mediation::kind_of(body)), case_, line.me, feed.post, at, mediation::encode_body(body), record::context_digest(c)};
    entry.statement = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), key);
    id = entry.statement.id();
    mediation::Placed placed{id, line.me, at, mediation::Place{feed.incarnation, c.index}, post::seen_of(c, line, true), body};
    auto about = mediation::subject_of(case_, to, id, body);
    std::optional<mediation::Subject> subject;
    if (about) { OFFICES_TRY_SET(subject, folder.subject(*about)); }
    mediation::apply(folder.state(), to, subject, placed, std::nullopt);
    feed.frontier.append(record::leaf_hash(entry.statement.payload));
    post::Kept kept{0, entry, true, s.kind, case_, about, to, true, true, net_.now, ""};
    OFFICES_TRY(row, ledger().append(kept, "record"));
    (void)row;
    if (about && subject) OFFICES_CHECK(folder.keep_subject(*about, *subject));
    if (const auto* d = std::get_if<mediation::Dispatch>(&body))
      OFFICES_CHECK(folder.keep_origin(mediation::of_dispatch(id, d->salt), {d->signal, id}));
    HandClock clock(net_.now);
    return post::Clerk(ledger(), clock).queue(line, {{"type", "statement"}, {"entry", record::entry_to_json(entry)}});
  });
  return id;
}

mediation::Dispatch Dishonest::dispatch(const std::string& signal, const std::string& to) {
  mediation::Dispatch d;
  d.signal = record::StatementId::from_hex(signal).value();
  d.to = participant(to);
  in_folder([&](post::Folder& folder) -> Result<void> {
    OFFICES_TRY(subject, folder.subject(d.signal));
    const auto& state = std::get<mediation::SignalState>(*subject);
    const auto* mandate = mediation::last_mandate(state, d.to);
    if (!mandate) mandate = &state.mandates.front();
    d.mandate = mandate->fact.id;
    d.attribution = mandate->terms.attribution;
    return {};
  });
  auto read = record::decode_payload(statement(d.signal).payload).value();
  d.words = std::get<mediation::Signal>(mediation::decode_body(read.kind, read.body).value()).words;
  ledger().random().fill(d.salt.octets);
  return d;
}

mediation::Conveyance Dishonest::conveyance(const mediation::Dispatch& d, const record::StatementId& dispatch) {
  auto read = record::decode_payload(statement(d.signal).payload).value();
  auto signal = std::get<mediation::Signal>(mediation::decode_body(read.kind, read.body).value());
  mediation::Conveyance c{mediation::of_dispatch(dispatch, d.salt), signal.act, signal.precedence, d.form, d.attribution, {}, d.words, {}};
  if (d.attribution == mediation::Attribution::unattributed) return c;
  c.from = read.author;
  c.evidence = {statement(d.signal), statement(d.mandate)};
  return c;
}

}  // namespace offices::sim
