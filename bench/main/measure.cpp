// SPDX-License-Identifier: Apache-2.0
#include "bench/main/measure.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "crypto/sign.hpp"
#include "wire/envelope.hpp"

namespace offices::bench {

double seconds_of(const std::function<void()>& work) {
  auto from = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

Apart apart(const std::function<Json()>& work) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  pid_t child = fork();
  if (child == 0) {
    auto answer = base::spell(work());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    answer = std::to_string(usage.ru_maxrss) + "\n" + answer;
    for (std::string_view left = answer; !left.empty();) {
      auto n = write(ends[1], left.data(), left.size());
      if (n <= 0) _exit(1);
      left.remove_prefix(static_cast<std::size_t>(n));
    }
    _exit(0);
  }
  close(ends[1]);
  std::string all;
  char piece[4096];
  for (ssize_t n; (n = read(ends[0], piece, sizeof piece)) > 0;) all.append(piece, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  Apart out;
  auto line = all.find('\n');
  if (status != 0 || line == std::string::npos) return out;
  out.peak_mib = std::stod(all.substr(0, line)) / 1024;
  if (auto json = base::parse_json(base::as_bytes(std::string_view(all).substr(line + 1)))) {
    out.answer = *std::move(json);
    out.ended_well = true;
  }
  return out;
}

Workspace::Workspace() {
  auto pattern = (std::filesystem::temp_directory_path() / "goodoffices-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) std::abort();
  path_ = pattern;
}
Workspace::~Workspace() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Row machine() {
  std::string processor = "unknown";
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) processor = line.substr(line.find(':') + 2);
  utsname about{};
  uname(&about);
  return {{"processor", processor}, {"threads", std::thread::hardware_concurrency()}, {"kernel", about.release}};
}

double verifications_per_second(unsigned threads) {
  constexpr int each = 20'000;
  crypto::SeededRandom random(9);
  auto key = crypto::SigningKey::generate(random);
  Bytes message(1024, 'x');
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

double passage_floor(const std::filesystem::path& directory) {
  crypto::SeededRandom random(7);
  auto key = crypto::SigningKey::generate(random);
  auto mine = crypto::SealingPair::generate(random), theirs = crypto::SealingPair::generate(random);
  Bytes page(4096, 'x'), psk(32, 'p');
  auto signature = key.sign(page);
  crypto::HpkeShared shared{crypto::HpkeMode::auth_psk, {}, psk, base::as_bytes("bench")};
  wire::Frame frame{1, 0, 1, page};
  auto outgoing = [&] { return crypto::HpkeOutgoing::make(theirs.open, &mine).value(); };
  auto incoming = [&] { return crypto::HpkeIncoming::make(theirs.clone(), &mine.open).value(); };
  auto envelope = wire::seal_frame(frame, shared, outgoing(), random).value();
  int file = ::open((directory / "appends").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  if (file < 0) std::abort();
  std::vector<double> times;
  for (int run = 0; run < 200; ++run)
    times.push_back(seconds_of([&] {
      bool well = true;
      for (int i = 0; i < 10; ++i) well = well && write(file, page.data(), page.size()) == 4096 && fdatasync(file) == 0;
      for (int i = 0; i < 5; ++i) well = well && key.sign(page) == signature;
      for (int i = 0; i < 8; ++i) well = well && crypto::verify(key.public_key(), page, signature);
      for (int i = 0; i < 4; ++i) well = well && wire::seal_frame(frame, shared, outgoing(), random).has_value();
      for (int i = 0; i < 4; ++i) well = well && wire::open_envelope(envelope, shared, incoming()).has_value();
      if (!well) std::abort();
    }));
  close(file);
  return quantile(times, 0.5);
}

void Report::add(const std::string& what, const std::string& figure, const std::string& aim, bool met, Row row) {
  std::printf("%-58s %-34s %-22s %s\n", what.c_str(), figure.c_str(), aim.c_str(), aim.empty() ? "" : met ? "met" : "MISSED");
  std::fflush(stdout);
  row["what"] = what;
  if (!aim.empty()) row["aim"] = aim, row["met"] = met;
  rows.push_back(std::move(row));
}

}  // namespace offices::bench
