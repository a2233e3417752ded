// SPDX-License-Identifier: Apache-2.0
// Any file as both profiles of a scenario, in whatever format it seems to be. What reads must write to our own format,
// read back as the same scenario and write the same octets; a witness of its frontier must evaluate to its utilities.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "accord/read.hpp"
#include "accord/solve.hpp"

namespace {

using namespace offices;  // NOLINT: one small program

void require(bool holds) {
  if (!holds) std::abort();
}

void check_frontier(const accord::Scenario& scenario) {
  auto outcomes = scenario.agenda.outcomes();
  if (outcomes == 0 || outcomes > 1'000 || scenario.sides.size() > 4) return;
  auto frontier = accord::frontier_of(scenario, {});
  if (!frontier) return;
  for (std::size_t p = 0; p < frontier->size(); ++p) {
    auto witness = frontier->outcome(p);
    for (std::size_t s = 0; s < scenario.sides.size(); ++s) require(accord::utility(scenario.sides[s], witness) == frontier->utility(p, s));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  accord::File file{"input", std::string(reinterpret_cast<const char*>(data), size)};
  std::vector<accord::File> profiles{file, file};
  auto scenario = accord::read_scenario(std::nullopt, profiles, {.cap_rectangles = size % 2 == 1});
  if (!scenario) return 0;
  auto text = accord::write_scenario(*scenario);
  std::vector<accord::File> again{{"own", text}};
  auto back = accord::read_scenario(std::nullopt, again);
  // A combination without conditions (a rectangle without bounds) has no spelling in our format.
  if (back) require(accord::write_scenario(*back) == text);
  check_frontier(*scenario);
  return 0;
}
