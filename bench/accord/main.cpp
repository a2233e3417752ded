// SPDX-License-Identifier: Apache-2.0
// bench_accord [--json FILE] [--only TEXT]: a table on standard output, and the same as JSON.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "bench/accord/cases.hpp"

namespace offices::bench {
namespace {

/// Runs a case in a child, so that its peak memory is its own and a crash is only its own.
std::optional<Measured> apart(const Case& one) {
  int ends[2];
  if (pipe(ends) != 0) return std::nullopt;
  pid_t child = fork();
  if (child == 0) {
    Measured m = one.run();
    auto written = write(ends[1], &m, sizeof m);
    _exit(written == sizeof m ? 0 : 1);
  }
  close(ends[1]);
  Measured m;
  auto got = read(ends[0], &m, sizeof m);
  close(ends[0]);
  waitpid(child, nullptr, 0);
  if (got != static_cast<ssize_t>(sizeof m)) return std::nullopt;
  return m;
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

nlohmann::ordered_json row(const Case& one, const Measured& m) {
  nlohmann::ordered_json out{{"case", one.name}, {"seconds", m.seconds}, {"points", m.points}, {"right", m.right}};
  if (m.allowed_mib > 0) out["memory"] = {{"peak_mib", m.peak_mib}, {"allowed_mib", m.allowed_mib}};
  if (!one.aim.empty()) out["aim"] = one.aim;
  if (m.peer_seconds > 0) out["peer"] = {{"name", one.peer}, {"seconds", m.peer_seconds}, {"times_faster", m.peer_seconds / m.seconds}};
  if (m.write_seconds > 0) out["write"] = {{"seconds", m.write_seconds}, {"solve_per_write", m.seconds / m.write_seconds}};
  if (m.gap >= 0) out["gap"] = m.gap;
  return out;
}

void print(const Case& one, const Measured& m) {
  std::printf("%-48s %9.4f %8s %9.0f", one.name.c_str(), m.seconds, one.aim.c_str(), m.points);
  if (m.allowed_mib > 0) std::printf(" %7.1f %7.1f", m.peak_mib, m.allowed_mib);
  else std::printf(" %7s %7s", "", "");
  if (m.peer_seconds > 0) std::printf("  %s %.4f s (x%.1f)", one.peer.c_str(), m.peer_seconds, m.peer_seconds / m.seconds);
  else if (!one.peer.empty()) std::printf("  %s absent", one.peer.c_str());
  if (m.write_seconds > 0) std::printf("  write %.4f s", m.write_seconds);
  if (m.gap >= 0) std::printf("  gap %.2g", m.gap);
  std::printf("%s\n", m.right ? "" : "  WRONG");
  std::fflush(stdout);
}

int run(const std::string& json_file, const std::string& only) {
  nlohmann::ordered_json report{{"machine", {{"processor", processor()}, {"threads", std::thread::hardware_concurrency()}}}};
  std::printf("%s, %u threads\n%-48s %9s %8s %9s %7s %7s\n", processor().c_str(), std::thread::hardware_concurrency(), "case", "seconds",
              "aim", "points", "MiB", "allowed");
  bool right = true;
  for (const auto& one : cases()) {
    if (one.name.find(only) == std::string::npos) continue;
    auto m = apart(one);
    right = right && m && m->right;
    if (!m) std::printf("%-48s died\n", one.name.c_str());
    if (!m) continue;
    print(one, *m);
    report["cases"].push_back(row(one, *m));
  }
  if (!json_file.empty()) std::ofstream(json_file) << report.dump(1) << '\n';
  return right ? 0 : 1;
}

}  // namespace
}  // namespace offices::bench

int main(int argc, char** argv) {
  std::string json_file, only;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--json") == 0) json_file = argv[i + 1];
    if (std::strcmp(argv[i], "--only") == 0) only = argv[i + 1];
  }
  return offices::bench::run(json_file, only);
}
