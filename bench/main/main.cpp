// SPDX-License-Identifier: Apache-2.0
// bench_main [--json FILE] [--only path|dossier|scale|idle] [--runs N] [--statements N] [--sizes N,N…] [--periods N]
#include <cstdio>
#include <fstream>
#include <sstream>

#include "bench/main/measure.hpp"
#include "bench/main/processes.hpp"

namespace offices::bench {
namespace {

struct Options {
  std::string json, only;
  int runs = 1000, periods = 2;
  std::uint64_t statements = 100'000;
  std::vector<std::uint64_t> sizes{100'000, 1'000'000};
};

Options options_of(int argc, char** argv) {
  Options o;
  for (int i = 1; i < argc; i += 2) {
    std::string name = argv[i];
    if (i + 1 == argc) give_up("'" + name + "' needs a value");
    std::string value = argv[i + 1];
    if (name == "--json") o.json = value;
    else if (name == "--only") o.only = value;
    else if (name == "--runs") o.runs = std::stoi(value);
    else if (name == "--periods") o.periods = std::stoi(value);
    else if (name == "--statements") o.statements = std::stoull(value);
    else if (name == "--sizes") {
      o.sizes.clear();
      std::stringstream list(value);
      for (std::string one; std::getline(list, one, ',');) o.sizes.push_back(std::stoull(one));
    } else give_up("no option '" + name + "'");
  }
  return o;
}

int run(const Options& o) {
  Report report;
  auto wanted = [&](const char* part) { return o.only.empty() || o.only == part; };
  auto about = machine();
  std::printf("%s\n%-58s %-34s %-22s\n", about.dump().c_str(), "what", "figure", "aim");
  if (wanted("path")) measure_path(report, o.runs);
  if (wanted("dossier")) measure_dossiers(report, o.sizes);
  if (wanted("scale")) measure_scale(report, o.statements);
  if (wanted("idle")) measure_idle(report, o.periods);
  if (!o.json.empty()) std::ofstream(o.json) << Row{{"machine", about}, {"rows", report.rows}}.dump(1) << "\n";
  return 0;
}

}  // namespace
}  // namespace offices::bench

int main(int argc, char** argv) { return offices::bench::run(offices::bench::options_of(argc, argv)); }
