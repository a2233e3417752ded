// SPDX-License-Identifier: Apache-2.0
// Proofs, one by one: made and verified.
#include <sodium.h>

#include <cstdio>
#include <cstdlib>

#include "ballot/samples.hpp"
#include "bench/ballot/measure_ballot.hpp"

namespace offices::bench {
namespace {

using namespace ballot;

void must(bool holds) {
  if (!holds) std::abort();
}

/// Runs one raw operation `n` times.
class Raw {
 public:
  Raw() {
    crypto::SeededRandom random(1);
    scalar_ = crypto::random_scalar(random);
    element_ = crypto::times_generator(crypto::random_scalar(random));
  }
  void multiply_generator(double n) {
    for (; n > 0; --n) must(crypto_scalarmult_ristretto255_base(out_.octets.data(), scalar_.octets.data()) == 0);
  }
  void multiply(double n) {
    for (; n > 0; --n) must(crypto_scalarmult_ristretto255(out_.octets.data(), scalar_.octets.data(), element_.octets.data()) == 0);
  }
  void add(double n) {
    for (; n > 0; --n) must(crypto_core_ristretto255_add(out_.octets.data(), element_.octets.data(), element_.octets.data()) == 0);
  }
  void check(double n) {
    for (; n > 0; --n) must(crypto_core_ristretto255_is_valid_point(element_.octets.data()) == 1);
  }

 private:
  Scalar scalar_;
  Point element_, out_;
};

struct Case {
  const char* what;
  Needs needs;
  std::function<void()> work;
};

void measure(Report& report, const Case& one, int turns) {
  add_compared(report, one.what, compare(one.work, one.needs, turns, 10), one.needs);
}

}  // namespace

Compared compare(const std::function<void()>& work, const Needs& needs, int turns, int batch) {
  Raw raw;
  std::vector<double> seconds, to_multiplications, to_all;
  for (int turn = 0; turn < turns; ++turn) {
    const auto ours = seconds_of([&] {
      for (int i = 0; i < batch; ++i) work();
    });
    const auto multiplications =
        seconds_of([&] { raw.multiply_generator(batch * needs.of_generator), raw.multiply(batch * needs.of_element); });
    const auto rest = seconds_of([&] { raw.add(batch * needs.additions), raw.check(batch * needs.checks); });
    seconds.push_back(ours / batch);
    to_multiplications.push_back(ours / multiplications);
    to_all.push_back(ours / (multiplications + rest));
  }
  return {quantile(seconds, 0.5), quantile(to_multiplications, 0.5), quantile(to_all, 0.5)};
}

void add_compared(Report& report, const std::string& what, const Compared& c, const Needs& n, Row row) {
  char figure[80];
  std::snprintf(figure, sizeof figure, "x %.2f  (x %.2f of all it needs)", c.to_multiplications, c.to_all);
  row["ratio_to_multiplications"] = c.to_multiplications;
  row["ratio_to_all_operations"] = c.to_all;
  row["seconds"] = c.seconds;
  row["needs"] = {{"of_generator", n.of_generator}, {"of_element", n.of_element}, {"additions", n.additions}, {"checks", n.checks}};
  report.add(what, figure, "x 1.3 of multiplications", c.to_multiplications <= aim, row);
}

void measure_proofs(Report& report, int turns) {
  crypto::SeededRandom random(2);
  const Place place{samples::repeated<Digest>(1), samples::repeated<Digest>(2), 1};
  auto x = SecretScalar::random(random), r = SecretScalar::random(random);
  const auto key = times_generator(x), a = times_generator(r), b = times(r, key);
  const Equality blinded{{a, b}, {times(x, a), times(x, b)}}, share{{crypto::generator(), a}, {key, times(x, a)}};
  const auto of_key = prove_key(place, x, key, random);
  const auto of_blinding = prove_equal(place, Claim::blinding, x, blinded, random);
  const auto of_share = prove_equal(place, Claim::share, x, share, random);
  const auto sealed = seal_vote(Vote::no, r, key);
  const auto of_vote = prove_vote(place, Vote::no, r, key, sealed, random);
  const std::vector<Case> cases{
      {"key: proved", needs::key_proof, [&] { (void)prove_key(place, x, key, random); }},
      {"key: verified", needs::key_check, [&] { must(verify_key(place, key, of_key)); }},
      {"vote: sealed and proved", needs::vote, [&] { (void)prove_vote(place, Vote::no, r, key, seal_vote(Vote::no, r, key), random); }},
      {"vote: verified", needs::vote_check, [&] { must(verify_vote(place, key, sealed, of_vote)); }},
      {"blinding: made and proved", needs::blinding,
       [&] { (void)prove_equal(place, Claim::blinding, x, {{a, b}, {times(x, a), times(x, b)}}, random); }},
      {"blinding: verified", needs::blinding_check, [&] { must(verify_equal(place, Claim::blinding, blinded, of_blinding)); }},
      {"share: made and proved", needs::share,
       [&] { (void)prove_equal(place, Claim::share, x, {share.bases, {key, times(x, a)}}, random); }},
      {"share: verified", needs::share_check, [&] { must(verify_equal(place, Claim::share, share, of_share)); }},
  };
  for (const auto& one : cases) measure(report, one, turns);
}

}  // namespace offices::bench
