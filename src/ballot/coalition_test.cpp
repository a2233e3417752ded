// SPDX-License-Identifier: Apache-2.0
// What a coalition that lacks one honest key share can tell about the votes. Sides 1 and 2 are honest sessions; side 3 and
// the intermediary draw all of their own secrets here, hold side 2's key share besides, and vote no, so that the outcome
// itself says nothing about sides 1 and 2. Their view: every message, and x_0, x_2, x_3, r_3, s_0, s_3; never x_1.
//
// What this shows: among all that the view gives with one or two steps of arithmetic there is neither an equation that
// holds for one choice and not for another, nor a bit that goes with a vote beyond chance; while the same search finds the
// equation at once when x_1 is added. What it does not show: that no cleverer computation exists. That rests on the
// decisional Diffie–Hellman assumption in ristretto255, which no test can replace: (A, A', G, R) is a Diffie–Hellman tuple
// times the number of noes, for a blinding whose honest part nobody in the coalition knows.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "ballot/samples.hpp"

namespace offices::ballot {
namespace {

using crypto::generator;
using crypto::times_generator;

constexpr std::size_t sides = 3;
constexpr std::size_t share_at = 1 + 32 + 32 + 8 + 1 + 4 * 32 + 1 + 3;  // of what Session::save gives for four members

Scalar open(const SecretScalar& secret) { return *Scalar::from(secret.view()); }
Scalar share_of(const Session& session) { return *Scalar::from(session.save().view().subspan(share_at, 32)); }

/// All points of one ballot that anybody has seen at its end, with the coalition's secrets and, apart, the honest ones.
struct View {
  std::array<bool, 2> no;  // what sides 1 and 2 voted
  std::vector<Point> seen;
  std::vector<Scalar> known;
  Scalar x_1;  // the share that the coalition lacks
  Point left;  // R
  Scalar s_coalition;
  [[nodiscard]] int noes() const { return 1 + no[0] + no[1]; }
};

enum Seen : std::size_t { g, a_1, b_1, a_2, b_2, a, b, a1_blind, b1_blind, a2_blind, b2_blind, a_blind, b_blind, d_1, r, h_1, h };
enum Known : std::size_t { one, x_rest, x_2, r_3, s_rest };

/// One ballot with two honest sessions and a coalition that makes its messages by hand.
class Ballot {
 public:
  Ballot(std::array<bool, 2> no, std::uint64_t seed)
      : no_(no), random_(seed),
        honest_{*Session::join(samples::setup_of(sides), 1, random_), *Session::join(samples::setup_of(sides), 2, random_)} {}

  View run() {
    const auto x_2_share = share_of(honest_[1]), x_1 = share_of(honest_[0]);
    for (int i = 0; i < 5; ++i) round();
    View view{no_, {}, {}, x_1, left_, open(s_[0]) + open(s_[1])};
    const auto blind = [&](Byte i) { return said_.at({Round::blinding, i}).points; };
    const auto vote = [&](Byte i) { return said_.at({Round::vote, i}).points; };
    view.seen = {generator(), vote(1)[0],
                 vote(1)[1],  vote(2)[0],
                 vote(2)[1],  votes_[0],
                 votes_[1],   blind(1)[0],
                 blind(1)[1], blind(2)[0],
                 blind(2)[1], blinded_[0],
                 blinded_[1], said_.at({Round::share, 1}).points[0],
                 left_,       said_.at({Round::key, 1}).points[0],
                 key_};
    Scalar unit;
    unit.octets[0] = 1;
    view.known = {unit, open(x_[0]) + open(x_[1]) + x_2_share, x_2_share, open(vote_), view.s_coalition};
    return view;
  }

 private:
  Place place(Byte sender) const { return {context_of(honest_[0].setup()), honest_[0].transcript_hash(), sender}; }

  void round() {
    const auto round = honest_[0].round();
    std::vector<Bytes> said;
    for (Byte i : {Byte{1}, Byte{2}}) {
      auto& session = honest_[i - 1u];
      if (round == Round::vote) said.push_back(*session.vote(no_[i - 1u] ? Vote::no : Vote::yes, random_));
      else if (auto words = session.speak(random_)) said.push_back(*words);
    }
    const auto range = speakers(round, honest_[0].setup());
    for (Byte i : {Byte{0}, Byte{3}}) {
      if (i >= range.first && i <= range.last) said.push_back(by_hand(round, i));
    }
    for (const auto& octets : said) take(octets);
    close(round);
  }

  void take(const Bytes& octets) {
    for (auto& session : honest_) {
      if (!session.admit(octets)) std::abort();
    }
    const auto message = *decode(octets);
    said_[{message.round, message.sender}] = message;
    sum_ = {sum_[0] + message.points[0], sum_[1] + message.points[1]};
  }

  void close(Round round) {
    const auto sum = std::exchange(sum_, {});
    if (round == Round::key) key_ = sum[0];
    if (round == Round::vote) votes_ = sum;
    if (round == Round::blinding) blinded_ = sum;
    if (round == Round::share) left_ = blinded_[1] - sum[0];
    if (round == Round::opening) left_ = left_ - sum[0];
  }

  Bytes by_hand(Round round, Byte i) {
    Message m;
    m.round = round, m.sender = i, m.echo = honest_[0].transcript_hash();
    const auto& x = x_[i == 0 ? 0 : 1];
    const auto& s = s_[i == 0 ? 0 : 1];
    Proof proof;
    if (round == Round::vote) {
      const auto sealed = seal_vote(Vote::no, vote_, key_);
      const auto p = prove_vote(place(i), Vote::no, vote_, key_, sealed, random_);
      m.points = {sealed.a, sealed.b};
      m.scalars = {p.challenges[0], p.challenges[1], p.responses[0], p.responses[1]};
      return encode(m);
    }
    if (round == Round::key) {
      m.points[0] = times_generator(x);
      proof = prove_key(place(i), x, m.points[0], random_);
    } else if (round == Round::blinding) {
      m.points = {times(s, votes_[0]), times(s, votes_[1])};
      proof = prove_equal(place(i), Claim::blinding, s, {votes_, m.points}, random_);
    } else {
      m.points[0] = times(x, blinded_[0]);
      proof = prove_equal(place(i), Claim::share, x, {{generator(), blinded_[0]}, {times_generator(x), m.points[0]}}, random_);
    }
    m.scalars = {proof.challenge, proof.response};
    return encode(m);
  }

  std::array<bool, 2> no_;
  crypto::SeededRandom random_;
  std::array<Session, 2> honest_;
  std::array<SecretScalar, 2> x_{SecretScalar::random(random_), SecretScalar::random(random_)};
  std::array<SecretScalar, 2> s_{SecretScalar::random(random_), SecretScalar::random(random_)};
  SecretScalar vote_ = SecretScalar::random(random_);
  std::map<std::pair<Round, Byte>, Message> said_;
  std::array<Point, 2> sum_, votes_, blinded_;
  Point key_, left_;
};

Point multiple(int n, const Point& p) {
  Point sum;
  for (int i = 0; i < n; ++i) sum = sum + p;
  return sum;
}

/// Every k·P of a scalar that is known and a point that was seen.
std::vector<Point> products(const View& view) {
  std::vector<Point> out;
  for (const auto& k : view.known) {
    for (const auto& p : view.seen) out.push_back(times(k, p));
  }
  return out;
}

using Relation = std::array<std::size_t, 4>;  // P_i − P_j, or P_i + P_j, is n·P_k

/// All equations of that form that hold among the products, with n up to 3 and the identity for n = 0.
std::set<Relation> relations(const View& view) {
  const auto all = products(view);
  std::map<std::array<Byte, 32>, std::vector<std::pair<std::size_t, std::size_t>>> multiples;
  multiples[Point{}.octets].emplace_back(0, 0);
  for (std::size_t k = 0; k < all.size(); ++k) {
    for (std::size_t n = 1; n <= 3; ++n) multiples[multiple(static_cast<int>(n), all[k]).octets].emplace_back(n, k);
  }
  std::set<Relation> out;
  auto look_up = [&](std::size_t i, std::size_t j, const Point& sum) {
    auto found = multiples.find(sum.octets);
    if (found == multiples.end()) return;
    for (auto [n, k] : found->second) out.insert({i, j, n, k});
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    look_up(i, all.size(), all[i]);
    for (std::size_t j = 0; j < all.size(); ++j) look_up(i, j, all[i] - all[j]);
    for (std::size_t j = 0; j < i; ++j) look_up(i, all.size() + 1 + j, all[i] + all[j]);
  }
  return out;
}

std::array<bool, 2> choices(std::size_t n) { return {(n & 1) != 0, (n & 2) != 0}; }

std::size_t product_of(Known k, Seen p) { return k * 17 + p; }

TEST(Coalition, FindsTheSameEquationsWhateverTheHonestSidesVoted) {
  const auto first = relations(Ballot(choices(0), 1).run());
  // The search does see what there is to see: H − (x_0 + x_2 + x_3)·G = H_1.
  EXPECT_TRUE(first.contains({product_of(one, h), product_of(x_rest, g), 1, product_of(one, h_1)}));
  for (std::size_t n = 1; n < 4; ++n) EXPECT_EQ(relations(Ballot(choices(n), 1 + n).run()), first) << "votes " << n;
}

TEST(Coalition, WithTheMissingShareTheSameSearchOpensEveryVote) {
  for (std::size_t n = 0; n < 4; ++n) {
    auto view = Ballot(choices(n), 1 + n).run();
    view.known[x_rest] = view.known[x_rest] + view.x_1;
    const auto found = relations(view);
    const auto opens = [&](Seen cipher, Seen base, std::size_t value) {
      const auto i = product_of(one, cipher), j = product_of(x_rest, base);
      return value == 0 ? found.contains({i, j, 0, 0}) : found.contains({i, j, value, product_of(one, g)});
    };
    for (std::size_t v = 0; v < 2; ++v) {
      EXPECT_EQ(opens(b_1, a_1, v), view.no[0] == (v == 1));
      EXPECT_EQ(opens(b_2, a_2, v), view.no[1] == (v == 1));
    }
    for (std::size_t noes = 0; noes < 4; ++noes) EXPECT_EQ(opens(b, a, noes), static_cast<int>(noes) == view.noes());
  }
}

/// Ballots whose honest sides vote by chance: the same for all tests that count.
const std::vector<View>& many() {
  static const auto views = [] {
    std::vector<View> out;
    std::mt19937_64 draw(4);
    for (std::uint64_t i = 0; i < 400; ++i) out.push_back(Ballot(choices(draw() % 4), 100 + i).run());
    return out;
  }();
  return views;
}

/// One bit of an element's encoding. Bit 0 is always 0 and the top bit too.
bool bit_of(const Point& p) { return (p.octets[0] & 2) != 0; }

/// What the coalition would look at first: every product, the partial openings, and R against multiples of what s could hide in.
std::vector<Point> looked_at(const View& view) {
  auto out = products(view);
  const auto own = times_generator(view.s_coalition);
  const auto part = [&](Seen cipher, Seen base) { return view.seen[cipher] - times(view.known[x_rest], view.seen[base]); };
  for (const auto& opened :
       {part(b_1, a_1), part(b_2, a_2), part(b, a), part(b1_blind, a1_blind), part(b2_blind, a2_blind), part(b_blind, a_blind)}) {
    for (int v = 0; v < 4; ++v) out.push_back(opened - multiple(v, generator()));
  }
  for (int v = 1; v < 4; ++v) {
    for (const auto& base : {view.seen[a], view.seen[a_blind], view.seen[a1_blind], view.seen[a2_blind], view.seen[d_1], own}) {
      out.push_back(view.left - multiple(v, base));
    }
  }
  return out;
}

/// How often two columns of bits agree, less what their shares of ones alone would give, in standard deviations of a coin.
double beyond_chance(const std::vector<bool>& guesses, const std::vector<bool>& truths) {
  double agree = 0, guessed = 0, true_ones = 0;
  for (std::size_t i = 0; i < truths.size(); ++i) agree += guesses[i] == truths[i], guessed += guesses[i], true_ones += truths[i];
  const auto n = static_cast<double>(truths.size());
  const auto chance = (guessed * true_ones + (n - guessed) * (n - true_ones)) / n;
  return std::abs(agree - chance) / (std::sqrt(n) / 2);
}

// Guessing a vote, or whether there was another no, from such a bit succeeds as often as a coin: five standard deviations
// are missed by chance once in 1.7 million questions, and there are some 500. The seeds are fixed.
TEST(Coalition, NoBitOfWhatItCanComputeGoesWithAVote) {
  std::array<std::vector<bool>, 3> truths;
  std::vector<std::vector<bool>> guesses;
  for (const auto& view : many()) {
    truths[0].push_back(view.no[0]), truths[1].push_back(view.no[1]), truths[2].push_back(view.noes() > 1);
    const auto points = looked_at(view);
    guesses.resize(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) guesses[i].push_back(bit_of(points[i]));
  }
  for (std::size_t i = 0; i < guesses.size(); ++i) {
    for (const auto& truth : truths) EXPECT_LT(beyond_chance(guesses[i], truth), 5) << "element " << i;
  }
  EXPECT_GT(beyond_chance(truths[0], truths[0]), 5) << "the measure sees a guess that is right";
}

TEST(Coalition, WithTheMissingShareEveryGuessIsRight) {
  for (const auto& view : many()) {
    const auto x = view.known[x_rest] + view.x_1;
    for (auto [cipher, base, no] : {std::tuple{b_1, a_1, view.no[0]}, std::tuple{b_2, a_2, view.no[1]}}) {
      EXPECT_EQ(view.seen[cipher] - times(x, view.seen[base]), no ? generator() : Point{});
    }
  }
}

/// Sixteen classes of elements, by four bits of the encoding.
std::array<double, 16> histogram(const std::vector<Point>& points) {
  std::array<double, 16> out{};
  for (const auto& p : points) out[(p.octets[0] >> 1) & 15] += 1;
  return out;
}

/// Two samples from one distribution, by chi-square with 15 degrees of freedom: 53 is exceeded once in 260,000 times.
double chi_square(const std::vector<Point>& first, const std::vector<Point>& second) {
  const auto left = histogram(first), right = histogram(second);
  const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size());
  double sum = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (left[i] + right[i] == 0) continue;
    const auto difference = std::sqrt(m / n) * left[i] - std::sqrt(n / m) * right[i];
    sum += difference * difference / (left[i] + right[i]);
  }
  return sum;
}
constexpr double far_apart = 53;

// R and what is left of it when any number of noes times the coalition's own blinding is taken away.
TEST(Coalition, TheLastElementIsDistributedAlikeForOneNoAndForSeveral) {
  for (int guess = 0; guess < 4; ++guess) {
    std::vector<Point> single, several;
    for (const auto& view : many()) {
      auto& into = view.noes() == 1 ? single : several;
      into.push_back(view.left - multiple(guess, times_generator(view.s_coalition)));
    }
    ASSERT_GT(single.size(), 60u);
    EXPECT_LT(chi_square(single, several), far_apart) << guess;
  }
}

// The control: had the honest sides not blinded, R would be the number of noes times what the coalition knows, and the same
// measure would tell one no from several.
TEST(Coalition, WithoutHonestBlindingTheSameMeasureTellsOneNoFromSeveral) {
  std::vector<Point> single, several;
  for (const auto& view : many()) {
    auto& into = view.noes() == 1 ? single : several;
    const auto own = times_generator(view.s_coalition);
    into.push_back(multiple(view.noes(), own) - own);
  }
  EXPECT_GT(chi_square(single, several), far_apart);
}

}  // namespace
}  // namespace offices::ballot
