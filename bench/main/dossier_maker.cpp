// SPDX-License-Identifier: Apache-2.0
#include "bench/main/dossier_maker.hpp"

#include <array>
#include <functional>

namespace offices::bench {
namespace {

using namespace mediation;

constexpr Time start{1'760'000'000};

struct Person {
  std::string name;
  crypto::SigningKey key;
  ParticipantId id = record::participant_of(key.public_key());
  record::PostId post = record::post_of(key.public_key());
};

Person person(std::string name, std::uint64_t seed) {
  crypto::SeededRandom random(seed);
  return {std::move(name), crypto::SigningKey::generate(random)};
}

/// One member's feed in one channel.
struct Feed {
  record::ChannelId channel;
  const Person* author;
  ParticipantId side;
  FeedId id = record::feed_of(channel, author->post, 0);
  record::Frontier frontier{};
  const Feed* other = nullptr;
};

using Emit = std::function<void(const Feed&, const Signed&, const record::Context&)>;
using Group = std::function<void(const StatementId&, const ParticipantId&)>;

/// The same case every time it is told, so that a first telling can collect leaves and a second one write proofs.
class Telling {
 public:
  Telling(Emit emit, Group group) : emit_(std::move(emit)), group_(std::move(group)) {
    mine_.other = &theirs_;
    theirs_.other = &mine_;
    to_other_.other = &other_;
    other_.other = &to_other_;
  }

  [[nodiscard]] const Signed& opening() const { return opening_; }
  [[nodiscard]] const CaseId& of_case() const { return case_; }
  [[nodiscard]] const Person& harbour() const { return harbour_; }
  [[nodiscard]] std::array<const Feed*, 4> feeds() const { return {&mine_, &theirs_, &to_other_, &other_}; }

  void people() {
    auto join = say(theirs_, Join{avalon_.name, Role::party, avalon_.key.public_key()});
    say(mine_, Admit{avalon_.id, avalon_.name, Role::party, join.id()});
    auto second = say(other_, Join{borduria_.name, Role::party, borduria_.key.public_key()});
    say(to_other_, Admit{borduria_.id, borduria_.name, Role::party, second.id()});
    say(mine_, Introduce{borduria_.id, borduria_.name, Role::party, second});
    say(to_other_, Introduce{avalon_.id, avalon_.name, Role::party, join});
  }

  /// Six statements in two groups; the second is told after the first is complete.
  void round(std::uint64_t number) {
    Words words{
        "en",
        "Number " + std::to_string(number) + ": we are committed to further de-escalation and not interested in any form of confrontation.",
        {}};
    Signal said{Act::assurance, Precedence::routine, words, "", {}};
    auto signal = build(theirs_, said);
    group_(signal.id(), avalon_.id);
    show(theirs_, signal);
    Terms terms;
    terms.until = start.plus(7 * 86'400);
    auto mandate = say(theirs_, Mandate{signal.id(), borduria_.id, terms});
    Dispatch d{signal.id(), borduria_.id, mandate.id(), {}, Form::verbatim, Attribution::named, words, words_digest(words), {}};
    auto dispatch = say(mine_, d);
    Conveyance c{
        of_dispatch(dispatch.id(), d.salt), said.act, said.precedence, d.form, d.attribution, avalon_.id, words, {signal, mandate}};
    auto conveyance = build(to_other_, c);
    auto conveyance_context = context_;
    to_other_.frontier.append(record::leaf_hash(conveyance.payload));
    auto receipt = build(other_, Receipt{conveyance.id(), c.of, receipt_words(c.of, c.form, c.attribution, words_digest(words))});
    auto receipt_context = context_;
    other_.frontier.append(record::leaf_hash(receipt.payload));
    say(mine_, Report{signal.id(), dispatch.id(), receipt});
    group_(conveyance.id(), borduria_.id);
    emit_(to_other_, conveyance, conveyance_context);
    emit_(other_, receipt, receipt_context);
  }

 private:
  Signed build(Feed& feed, const Body& body) {
    context_ = {feed.channel, feed.id, feed.frontier.size(), feed.frontier.head(), {}, {}};
    if (feed.other->frontier.size() > 0) context_.seen.push_back({feed.other->id, feed.other->frontier.head()});
    record::Statement s{std::string(kind_of(body)),      case_, feed.author->id, feed.author->post, start, encode_body(body),
                        record::context_digest(context_)};
    return record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), feed.author->key);
  }
  void show(Feed& feed, const Signed& s) {
    feed.frontier.append(record::leaf_hash(s.payload));
    emit_(feed, s, context_);
  }
  Signed say(Feed& feed, const Body& body) {
    auto s = build(feed, body);
    show(feed, s);
    return s;
  }
  Signed open() {
    Open body{"Talks", harbour_.name, harbour_.key.public_key(), {"All is confidential.", {"en"}, 0, {}}};
    record::Statement s{"open", std::nullopt, harbour_.id, harbour_.post, start, encode_body(body), std::nullopt};
    return record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), harbour_.key);
  }

  Emit emit_;
  Group group_;
  Person harbour_ = person("Harbour", 1), avalon_ = person("Avalon", 2), borduria_ = person("Borduria", 3);
  Signed opening_ = open();
  CaseId case_{opening_.id().octets};
  record::ChannelId channel_ = record::channel_of(case_, harbour_.id, avalon_.id),
                    channel2_ = record::channel_of(case_, harbour_.id, borduria_.id);
  Feed mine_{channel_, &harbour_, avalon_.id}, theirs_{channel_, &avalon_, avalon_.id};
  Feed to_other_{channel2_, &harbour_, borduria_.id}, other_{channel2_, &borduria_, borduria_.id};
  record::Context context_;
};

void tell(Telling& telling, std::uint64_t statements) {
  telling.people();
  for (std::uint64_t i = 0; 7 + 6 * i < statements; ++i) telling.round(i);
}

}  // namespace

void write_dossier(std::ostream& out, std::uint64_t statements, DossierMode mode) {
  bool placed = mode == DossierMode::placed;
  std::map<FeedId, record::Levels> levels;
  std::vector<DossierFeed> feeds;
  if (placed) {
    std::map<FeedId, std::vector<Digest>> leaves;
    Telling first([&](const Feed& f, const Signed& s, const record::Context&) { leaves[f.id].push_back(record::leaf_hash(s.payload)); },
                  [](auto&&...) {});
    tell(first, statements);
    for (const auto* f : first.feeds()) {
      auto& tree = levels.emplace(f->id, record::Levels(std::move(leaves[f->id]))).first->second;
      feeds.push_back({f->channel, f->id, 0, f->author->post, f->side, tree.head()});
    }
  }
  DossierWriter* writing = nullptr;
  Telling telling(
      [&](const Feed& f, const Signed& s, const record::Context& c) {
        if (!placed) return void(writing->statement(s));
        DossierPlace place{c, levels.at(f.id).inclusion(c.index)};
        (void)writing->statement(s, &place);
      },
      [&](const StatementId& subject, const ParticipantId& side) { (void)writing->group(subject, side); });
  DossierWriter writer({telling.of_case(), start, telling.harbour().id, mode}, [&](std::string_view line) -> Result<void> {
    out << line;
    return {};
  });
  writing = &writer;
  (void)writer.begin(feeds);
  (void)writer.statement(telling.opening());
  tell(telling, statements);
}

}  // namespace offices::bench
