// SPDX-License-Identifier: Apache-2.0
// bench_incident [--json FILE] [--only outreach|ledger] [--runs N] [--queued N] [--commitments N]
#include <cstdio>
#include <fstream>

#include "bench/incident/incident.hpp"
#include "bench/main/processes.hpp"

int main(int argc, char** argv) {
  using namespace offices::bench;
  std::string json, only;
  int runs = 50, queued = 10'000, commitments = 10'000;
  for (int i = 1; i < argc; i += 2) {
    std::string name = argv[i];
    if (i + 1 == argc) give_up("'" + name + "' needs a value");
    if (name == "--json") json = argv[i + 1];
    else if (name == "--only") only = argv[i + 1];
    else if (name == "--runs") runs = std::stoi(argv[i + 1]);
    else if (name == "--queued") queued = std::stoi(argv[i + 1]);
    else if (name == "--commitments") commitments = std::stoi(argv[i + 1]);
    else give_up("no option '" + name + "'");
  }
  Report report;
  auto about = machine();
  std::printf("%s\n%-58s %-34s %-22s\n", about.dump().c_str(), "what", "figure", "aim");
  if (only.empty() || only == "outreach") measure_outreach(report, queued, runs);
  if (only.empty() || only == "ledger") measure_ledger(report, commitments, runs);
  if (!json.empty()) std::ofstream(json) << Row{{"machine", about}, {"rows", report.rows}}.dump(1) << "\n";
  return 0;
}
