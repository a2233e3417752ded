// SPDX-License-Identifier: Apache-2.0
// bench_ballot [--json FILE] [--only proofs|sessions|rounds] [--runs N]
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "bench/ballot/measure_ballot.hpp"
#include "bench/ballot/rounds.hpp"

namespace offices::bench {
namespace {

struct Options {
  std::string json, only;
  int runs = 40;
};

[[noreturn]] void refuse(const std::string& why) {
  std::fprintf(stderr, "bench_ballot: error: %s\n", why.c_str());
  std::exit(2);
}

Options options_of(int argc, char** argv) {
  Options o;
  for (int i = 1; i < argc; i += 2) {
    std::string name = argv[i];
    if (i + 1 == argc) refuse("'" + name + "' needs a value");
    std::string value = argv[i + 1];
    if (name == "--json") o.json = value;
    else if (name == "--only") o.only = value;
    else if (name == "--runs") o.runs = std::stoi(value);
    else refuse("no option '" + name + "'");
  }
  return o;
}

void measure_rounds(Report& report) {
  for (std::size_t sides : {2u, 3u}) {
    const auto measured = rounds_of_sync(sides);
    report.add("rounds of sync until the outcome, " + std::to_string(sides) + " sides", std::to_string(measured.rounds),
               std::to_string(Rounds::least) + ", the least there is", measured.rounds <= Rounds::least,
               {{"sides", sides}, {"rounds", measured.rounds}, {"cpu_s", measured.cpu_s}});
  }
}

int run(const Options& o) {
  Report report;
  auto wanted = [&](const char* part) { return o.only.empty() || o.only == part; };
  auto about = machine();
  std::printf("%s\n%-58s %-34s %-22s\n", about.dump().c_str(), "what", "figure", "aim");
  if (wanted("proofs")) measure_proofs(report, o.runs);
  if (wanted("sessions")) measure_sessions(report, o.runs);
  if (wanted("rounds")) measure_rounds(report);
  if (!o.json.empty()) std::ofstream(o.json) << Row{{"machine", about}, {"rows", report.rows}}.dump(1) << "\n";
  return 0;
}

}  // namespace
}  // namespace offices::bench

int main(int argc, char** argv) { return offices::bench::run(offices::bench::options_of(argc, argv)); }
