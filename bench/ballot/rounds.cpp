// SPDX-License-Identifier: Apache-2.0
// How many rounds of sync a ballot takes after its votes are due, over real posts on a fake clock.
#include <algorithm>
#include <ctime>

#include "bench/ballot/rounds.hpp"
#include "tests/sim/network.hpp"

namespace offices::bench {
namespace {

constexpr const char* agenda =
    R"({"format":"goodoffices-accord-1","agenda":{"name":"Water","issues":[{"name":"Flow","options":["low","high"]}]}})";
constexpr const char* framework = R"({"format":"goodoffices-framework-1","title":"One","text":"High.","package":{"Flow":"high"}})";
constexpr int rounds_most = 50;

Json must(sim::Network& net, const std::string& who, std::string_view verb, const Json& args) {
  auto r = net.call(who, verb, args);
  if (!r) std::abort();  // a bench on good input
  return *std::move(r);
}

bool ended(sim::Network& net, const std::vector<std::string>& who, const std::string& ballot) {
  return std::ranges::all_of(
      who, [&](const auto& name) { return must(net, name, "ballot.show", {{"ballot", ballot}}).at("state") == "adopted"; });
}

}  // namespace

Rounds rounds_of_sync(std::size_t sides) {
  sim::Network net(sides);
  std::vector<std::string> who{"Moscow"};
  std::vector<std::pair<std::string, std::string>> others;
  net.add("Moscow");
  for (std::size_t i = 1; i <= sides; ++i) {
    who.push_back("Side " + std::to_string(i));
    net.add(who.back());
    others.emplace_back(who.back(), "party");
  }
  auto id = net.open_case(others);
  must(net, "Moscow", "agenda.set", {{"case", id}, {"document", agenda}});
  net.settle();
  auto tabled = must(net, "Moscow", "framework.table", {{"case", id}, {"documents", {framework}}}).at("frameworks")[0].at("framework");
  net.settle();
  auto ballot = must(net, "Moscow", "ballot.open", {{"framework", tabled}, {"until", "+1h"}, {"ends", "+40d"}, {"unverified", true}})
                    .at("ballot")
                    .get<std::string>();
  net.settle();
  for (std::size_t i = 1; i < who.size(); ++i)
    must(net, who[i], "ballot.vote", {{"ballot", ballot}, {"vote", "yes"}, {"unverified", true}});
  net.now = net.now.plus(7200);
  Rounds out;
  // One sync takes in what has come and sends what follows from it: two passes of the network's courier.
  auto sync = [&](const std::string& name) {
    net.carry(name);
    net.carry(name);
  };
  const auto began = std::clock();
  while (!ended(net, who, ballot) && out.rounds < rounds_most) {
    ++out.rounds;
    for (std::size_t i = 1; i < who.size(); ++i) sync(who[i]);
    sync("Moscow");
  }
  out.cpu_s = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  return out;
}

}  // namespace offices::bench
