// SPDX-License-Identifier: Apache-2.0
// bench_evidence [--json FILE] [--runs N] [--mebibytes N]
#include <cstdio>
#include <fstream>

#include "bench/evidence/evidence.hpp"
#include "bench/main/processes.hpp"

int main(int argc, char** argv) {
  using namespace offices::bench;
  std::string json;
  int runs = 9;
  std::int64_t mebibytes = 64;
  for (int i = 1; i < argc; i += 2) {
    std::string name = argv[i];
    if (i + 1 == argc) give_up("'" + name + "' needs a value");
    if (name == "--json") json = argv[i + 1];
    else if (name == "--runs") runs = std::stoi(argv[i + 1]);
    else if (name == "--mebibytes") mebibytes = std::stoll(argv[i + 1]);
    else give_up("no option '" + name + "'");
  }
  Report report;
  auto about = machine();
  std::printf("%s\n%-58s %-34s %-22s\n", about.dump().c_str(), "what", "figure", "aim");
  measure_evidence(report, runs, mebibytes);
  if (!json.empty()) std::ofstream(json) << Row{{"machine", about}, {"rows", report.rows}}.dump(1) << "\n";
  return 0;
}
