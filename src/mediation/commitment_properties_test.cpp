// SPDX-License-Identifier: Apache-2.0
// Where commitments stand, for whatever was said of them: the same in any order of arrival, never without the statements that
// justify it, and never kept and broken at once. Judged by a twin that knows nothing of ladders.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "crypto/random.hpp"
#include "mediation/commitments.hpp"

namespace offices::mediation {
namespace {

constexpr std::int64_t due_most = 100;

/// A ladder of a few commitments between three parties, and what they and a verifier said of them.
struct Story {
  CaseState state;
  std::vector<ParticipantId> parties;
  ParticipantId verifier;
  std::vector<CommitmentState> all;
  std::vector<std::vector<std::optional<std::size_t>>> conditions;
  std::vector<std::optional<std::size_t>> answers;
};

class Teller {
 public:
  explicit Teller(std::uint64_t seed) : random_(seed) {}

  Story story() {
    Story s;
    s.state.intermediary = id<ParticipantId>();
    for (int n = 0; n < 3; ++n) s.parties.push_back(id<ParticipantId>());
    s.verifier = id<ParticipantId>();
    const auto size = 1 + below(6);
    for (std::size_t i = 0; i < size; ++i) {
      undertake(s);
      speak(s, s.all.back());
    }
    return s;
  }
  std::size_t below(std::size_t n) {
    std::array<Byte, 4> octets{};
    random_.fill(octets);
    std::size_t value = 0;
    for (auto b : octets) value = value << 8 | b;
    return value % n;
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  template <class IdType>
  IdType id() {
    return crypto::random_id<IdType>(random_);
  }
  bool chance(std::size_t percent) { return below(100) < percent; }
  Time moment(std::int64_t most = due_most + 20) { return Time{static_cast<std::int64_t>(below(static_cast<std::size_t>(most)))}; }
  const ParticipantId& one_of(const std::vector<ParticipantId>& ids) { return ids[below(ids.size())]; }

  void undertake(Story& s) {
    CommitmentState c;
    c.commitment = id<StatementId>();
    c.id = id<StatementId>();
    c.author = one_of(s.parties);
    c.said = moment(20);
    for (const auto& p : s.parties)
      if (p != c.author && (c.to.empty() || chance(50))) c.to.push_back(p);
    c.by = Time{30 + static_cast<std::int64_t>(below(due_most - 30))};
    if (chance(50)) c.verified_by = s.verifier;
    auto& conditions = s.conditions.emplace_back();
    const auto salt = id<Digest>();
    auto refer = [&](std::optional<std::size_t>& to) {
      if (!s.all.empty() && chance(85)) to = below(s.all.size());
      return reference_to(to ? s.all[*to].commitment : id<StatementId>(), salt);
    };
    for (std::size_t n = below(3); n > 0; --n) {
      Condition condition;
      auto& to = conditions.emplace_back();
      if (chance(35)) condition.after = moment(40);
      else condition.of = refer(to);
      condition.needs = static_cast<Needs>(below(3));
      c.when.push_back(condition);
    }
    auto& answer = s.answers.emplace_back();
    if (chance(30)) c.in_return_for = refer(answer);
    s.all.push_back(std::move(c));
  }

  /// Only what the rules allow.
  void speak(Story& s, CommitmentState& c) {
    for (const auto& who : c.to)
      if (chance(95)) claim(c, who, Said::received, chance(90) ? c.commitment : id<StatementId>());
    for (std::size_t n = below(6); n > 0; --n) {
      if (c.verified_by && chance(40)) {
        attest(c);
      } else if (chance(50)) {
        constexpr Said own[] = {Said::performed, Said::failed, Said::disputed};
        claim(c, c.author, own[below(3)], c.commitment);
      } else {
        constexpr Said theirs[] = {Said::satisfied, Said::satisfied, Said::disputed, Said::released};
        claim(c, one_of(c.to), theirs[below(4)], c.commitment);
      }
    }
    (void)s;
  }
  void claim(CommitmentState& c, const ParticipantId& by, Said says, const StatementId& about) {
    auto statement = id<StatementId>();
    c.claims.push_back({{statement, {}, {}, {}, {}}, by, statement, moment(), says, about});
  }
  void attest(CommitmentState& c) {
    auto statement = id<StatementId>();
    c.attestations.push_back({{statement, {}, {}, {}, {}}, statement, moment(), static_cast<Finding>(below(3)), {c.author}});
  }

  crypto::SeededRandom random_;
};

std::vector<CommitmentView> views_of(const Story& s, Time now, Undertakings& held) {
  for (const auto& c : s.all) held.put(c);
  return held.views(s.state, now);
}

std::string told(const std::vector<CommitmentView>& views) {
  std::string out;
  for (const auto& v : views) {
    out += v.held->commitment.hex().substr(0, 8) + " " + std::string(word_of(v.phase)) + " " + std::to_string(v.since.seconds) + " rung " +
           std::to_string(v.rung) + (v.overdue ? " overdue" : "") + (v.undecided ? " undecided" : "");
    for (const auto& m : v.move) out += " " + m.hex().substr(0, 8);
    if (v.until) out += " until " + std::to_string(v.until->seconds);
    out += "\n";
  }
  return out;
}

/// The last position of `who`; none where it took none.
std::optional<Said> position_of(const CommitmentState& c, const ParticipantId& who) {
  std::optional<Said> last;
  std::pair<Time, StatementId> latest;
  for (const auto& f : c.claims)
    if (f.by == who && f.says != Said::received && (!last || latest < std::pair(f.said, f.statement))) {
      last = f.says;
      latest = {f.said, f.statement};
    }
  return last;
}
bool everybody_says(const CommitmentState& c, Said said) {
  return std::ranges::all_of(c.to, [&](const auto& who) { return position_of(c, who) == said; });
}
bool found(const CommitmentState& c, Finding finding, std::int64_t after = -1) {
  return std::ranges::any_of(c.attestations, [&](const auto& a) { return a.finding == finding && a.said.seconds > after; });
}
bool disputed_by_somebody(const CommitmentState& c) {
  auto who = c.to;
  who.push_back(c.author);
  return std::ranges::any_of(who, [&](const auto& id) { return position_of(c, id) == Said::disputed; });
}
bool is_everywhere(const CommitmentState& c) {
  auto has_it = [&](const ParticipantId& who) {
    return std::ranges::any_of(c.claims,
                               [&](const auto& f) { return f.by == who && (f.says != Said::received || f.about == c.commitment); });
  };
  return std::ranges::all_of(c.to, has_it);
}

/// What there must be for a phase, whatever else there is; "" where it is there.
std::string unjustified(const Story& s, const std::map<StatementId, CommitmentView>& views, std::size_t i, Time now) {
  const auto& c = s.all[i];
  const auto& v = views.at(c.commitment);
  auto ended_unkept = [&](const std::optional<std::size_t>& other) {
    return other && has_ended(views.at(s.all[*other].commitment).phase) && views.at(s.all[*other].commitment).phase != Phase::fulfilled;
  };
  switch (v.phase) {
    case Phase::offered: return is_everywhere(c) ? "it is at every post" : "";
    case Phase::undertaken: return is_everywhere(c) ? "" : "it is not at every post";
    case Phase::in_force:
      for (std::size_t k = 0; k < c.when.size(); ++k) {
        if (!v.conditions[k].holds) return "a condition does not hold";
        if (c.when[k].of && !s.conditions[i][k]) return "it waits for something unknown";
      }
      if (c.in_return_for && !s.answers[i]) return "it answers something unknown";
      return is_everywhere(c) ? "" : "it is not at every post";
    case Phase::fulfilled:
      if (c.verified_by && !found(c, Finding::confirmed)) return "nobody confirmed it";
      return c.verified_by || everybody_says(c, Said::satisfied) ? "" : "somebody is not satisfied";
    case Phase::breached:
      if (!is_everywhere(c)) return "it was never undertaken";
      return position_of(c, c.author) == Said::failed || (c.verified_by && found(c, Finding::not_confirmed, c.by.seconds))
                 ? ""
                 : "nobody found it broken";
    case Phase::disputed: return disputed_by_somebody(c) ? "" : "nobody disputes it";
    case Phase::released: return everybody_says(c, Said::released) ? "" : "somebody has not released it";
    case Phase::lapsed: {
      bool lost = ended_unkept(s.answers[i]);
      for (const auto& other : s.conditions[i]) lost = lost || ended_unkept(other);
      return lost || now > c.by ? "" : "there is time yet";
    }
  }
  return "no phase";
}

RC_GTEST_PROP(CommitmentProperties, StandTheSameInAnyOrderOfArrival, (std::uint64_t seed)) {
  Teller teller(seed);
  auto s = teller.story();
  const Time now{static_cast<std::int64_t>(teller.below(due_most + 40))};
  Undertakings first, second;
  auto expected = told(views_of(s, now, first));
  for (auto& c : s.all) {
    teller.shuffle(c.claims);
    teller.shuffle(c.attestations);
  }
  teller.shuffle(s.all);
  // As the intermediary's post has it: each channel holds a part of it, and all of it together.
  for (const auto& c : s.all) {
    auto part = c;
    part.id = StatementId{c.commitment.octets};
    part.claims.resize(c.claims.size() / 2);
    part.attestations.resize(c.attestations.size() / 2);
    second.put(std::move(part));
    second.put(c);
    second.put(c);
  }
  auto got = told(second.views(s.state, now));
  RC_ASSERT(got == expected);
}

RC_GTEST_PROP(CommitmentProperties, HaveNoPhaseWithoutTheStatementsThatJustifyIt, (std::uint64_t seed)) {
  Teller teller(seed);
  auto s = teller.story();
  const Time now{static_cast<std::int64_t>(teller.below(due_most + 40))};
  Undertakings held;
  std::map<StatementId, CommitmentView> views;
  for (auto& v : views_of(s, now, held)) views.emplace(v.held->commitment, v);
  for (std::size_t i = 0; i < s.all.size(); ++i) {
    auto why_not = unjustified(s, views, i, now);
    RC_ASSERT(why_not == std::string());
  }
}

RC_GTEST_PROP(CommitmentProperties, AreNeverKeptAndBrokenAndAlwaysSomebodysMove, (std::uint64_t seed)) {
  Teller teller(seed);
  auto s = teller.story();
  // What was said until then, and no more: what comes after it is time alone.
  const Time said_until{static_cast<std::int64_t>(teller.below(due_most))};
  for (auto& c : s.all) {
    auto later = [&](const auto& f) { return f.said > said_until; };
    std::erase_if(c.claims, later);
    std::erase_if(c.attestations, later);
  }
  Undertakings held;
  std::map<StatementId, std::set<Phase>> ends;
  for (auto now = said_until; now.seconds < due_most + 40; now = now.plus(5))
    for (const auto& v : views_of(s, now, held)) {
      if (has_ended(v.phase)) ends[v.held->commitment].insert(v.phase);
      bool somebody = !v.move.empty() || v.until.has_value();
      RC_ASSERT(somebody != has_ended(v.phase));
      bool one_of_both = v.move.empty() || !v.until;
      RC_ASSERT(one_of_both);
      RC_ASSERT(v.rung <= s.all.size());
    }
  for (const auto& [id, phases] : ends) RC_ASSERT(phases.size() == 1U);
}

}  // namespace
}  // namespace offices::mediation
