// SPDX-License-Identifier: Apache-2.0
// bench_dossier [--json FILE] [--sizes N,N…] [--threads N]: how fast dossiers verify, beside libsodium's raw rate in the same
// run, and how much memory that takes. The files are made in the temporary directory and removed.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "bench/dossier/generator.hpp"

namespace offices::bench {
namespace {

using mediation::DossierMode;

double seconds_of(const std::function<void()>& work) {
  auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

/// Raw verifications a second, all threads together, of messages of `bytes` octets.
double raw_rate(unsigned threads, std::size_t bytes) {
  constexpr int each = 20'000;
  crypto::SeededRandom random(9);
  auto key = crypto::SigningKey::generate(random);
  Bytes message(bytes, 'x');
  auto signature = key.sign(message);
  std::vector<std::thread> all;
  auto seconds = seconds_of([&] {
    for (unsigned t = 0; t < threads; ++t)
      all.emplace_back([&] {
        for (int i = 0; i < each; ++i)
          if (!crypto::verify(key.public_key(), message, signature)) std::abort();
      });
    for (auto& t : all) t.join();
  });
  return each * static_cast<double>(threads) / seconds;
}

struct Measured {
  double seconds = 0, peak_mib = 0;
  std::uint64_t statements = 0, signatures = 0, proved = 0;
  bool holds = false;
};

/// In a child, so that its peak memory is its own.
Measured verify_apart(const std::filesystem::path& file, unsigned threads) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  if (pid_t child = fork(); child == 0) {
    Measured m;
    m.seconds = seconds_of([&] {
      std::ifstream in(file, std::ios::binary);
      auto r = mediation::verify_dossier(in, {threads, 1000});
      if (!r) _exit(1);
      m.statements = r->statements;
      m.signatures = r->signatures;
      m.proved = r->proved;
      m.holds = !r->fault && r->undecided == 0;
    });
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    m.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
    _exit(write(ends[1], &m, sizeof m) == sizeof m ? 0 : 1);
  }
  close(ends[1]);
  Measured m;
  if (read(ends[0], &m, sizeof m) != sizeof m) m.holds = false;
  close(ends[0]);
  wait(nullptr);
  return m;
}

/// Written in a child too: its trees must not count as memory of the verifier that is forked next.
void write_apart(const std::filesystem::path& file, std::uint64_t statements, DossierMode mode) {
  if (pid_t child = fork(); child == 0) {
    std::ofstream out(file, std::ios::binary);
    write_dossier(out, statements, mode);
    _exit(out.flush() ? 0 : 1);
  }
  int status = 0;
  wait(&status);
  if (status != 0) std::abort();
}

struct Options {
  std::string json;
  std::vector<std::uint64_t> sizes{100'000, 1'000'000};
  unsigned threads = 2;
};

Options options_of(int argc, char** argv) {
  Options o;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (!std::strcmp(argv[i], "--json")) o.json = argv[i + 1];
    if (!std::strcmp(argv[i], "--threads")) o.threads = static_cast<unsigned>(std::stoul(argv[i + 1]));
    if (!std::strcmp(argv[i], "--sizes")) {
      o.sizes.clear();
      std::stringstream list(argv[i + 1]);
      for (std::string one; std::getline(list, one, ',');) o.sizes.push_back(std::stoull(one));
    }
  }
  return o;
}

bool run(const Options& o) {
  Json rows = Json::array();
  bool good = true;
  auto folder = std::filesystem::temp_directory_path() / ("bench_dossier." + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  auto file = folder / "dossier";
  std::printf("%-8s %10s %9s %12s %12s %7s %9s\n", "mode", "statements", "seconds", "signatures/s", "raw/s", "ratio", "peak MiB");
  for (auto mode : {DossierMode::bare, DossierMode::placed})
    for (auto size : o.sizes) {
      write_apart(file, size, mode);
      auto before = raw_rate(o.threads, 64);
      auto m = verify_apart(file, o.threads);
      auto raw = (before + raw_rate(o.threads, 64)) / 2;
      auto rate = static_cast<double>(m.signatures) / m.seconds;
      const char* name = mode == DossierMode::bare ? "bare" : "placed";
      std::printf("%-8s %10llu %9.2f %12.0f %12.0f %7.2f %9.1f%s\n", name, static_cast<unsigned long long>(m.statements), m.seconds, rate,
                  raw, rate / raw, m.peak_mib, m.holds ? "" : "  DOES NOT HOLD");
      std::fflush(stdout);
      rows.push_back({{"mode", name},
                      {"statements", m.statements},
                      {"signatures", m.signatures},
                      {"seconds", m.seconds},
                      {"signatures_per_second", rate},
                      {"raw_per_second", raw},
                      {"ratio", rate / raw},
                      {"threads", o.threads},
                      {"peak_mib", m.peak_mib},
                      {"bytes", std::filesystem::file_size(file)},
                      {"proved", m.proved},
                      {"holds", m.holds}});
      good = good && m.holds;
    }
  std::filesystem::remove_all(folder);
  std::printf(
      "signatures: those inside other statements count too; raw: Ed25519 verification of 64-octet messages, the same number of threads\n");
  if (!o.json.empty()) std::ofstream(o.json) << rows.dump(1) << "\n";
  return good;
}

}  // namespace
}  // namespace offices::bench

int main(int argc, char** argv) { return offices::bench::run(offices::bench::options_of(argc, argv)) ? 0 : 1; }
