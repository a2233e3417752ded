// SPDX-License-Identifier: Apache-2.0
// Verifying dossiers beside libsodium's raw rate on as many threads, and the memory that it takes.
#include <cstdio>
#include <fstream>
#include <thread>

#include "bench/main/dossier_maker.hpp"
#include "bench/main/measure.hpp"
#include "bench/main/processes.hpp"

namespace offices::bench {
namespace {

using mediation::DossierMode;

Json verify(const std::filesystem::path& file, unsigned threads) {
  Json out;
  auto seconds = seconds_of([&] {
    std::ifstream in(file, std::ios::binary);
    auto r = mediation::verify_dossier(in, {threads, 1000});
    bool holds = r && !r->fault && r->undecided == 0 && r->breaches == 0 && r->proved > 0;
    out = {{"holds", holds}, {"statements", r ? r->statements : 0}, {"signatures", r ? r->signatures : 0}};
  });
  out["microseconds"] = static_cast<std::int64_t>(seconds * 1e6);
  return out;
}

void measure_one(Report& report, const std::filesystem::path& file, DossierMode mode, std::uint64_t size) {
  // Written in a child: its trees must not count as memory of the verifier that is forked next.
  auto written = apart([&] {
    std::ofstream out(file, std::ios::binary);
    write_dossier(out, size, mode);
    return Json(out.flush().good());
  });
  if (!written.ended_well) give_up("a dossier could not be written");
  auto threads = std::max(1u, std::thread::hardware_concurrency());
  auto raw = verifications_per_second(threads);
  auto m = apart([&] { return verify(file, threads); });
  raw = (raw + verifications_per_second(threads)) / 2;
  if (!m.ended_well || !m.answer.at("holds").get<bool>()) give_up("a dossier does not verify");
  auto seconds = m.answer.at("microseconds").get<double>() / 1e6, rate = m.answer.at("signatures").get<double>() / seconds;
  std::string name = mode == DossierMode::bare ? "bare" : "placed";
  char figure[80];
  std::snprintf(figure, sizeof figure, "%.0f%% of %.0f/s, %.1f MiB", 100 * rate / raw, raw, m.peak_mib);
  report.add("dossier verify, " + name + ", " + std::to_string(size) + " statements", figure, ">= 70%, <= 64 MiB",
             rate >= 0.7 * raw && m.peak_mib <= 64,
             {{"mode", name},
              {"statements", m.answer.at("statements").get<std::uint64_t>()},
              {"signatures", m.answer.at("signatures").get<std::uint64_t>()},
              {"seconds", seconds},
              {"signatures_per_second", rate},
              {"raw_per_second", raw},
              {"ratio", rate / raw},
              {"threads", threads},
              {"peak_mib", m.peak_mib}});
}

}  // namespace

void measure_dossiers(Report& report, const std::vector<std::uint64_t>& sizes) {
  Workspace place;
  for (auto mode : {DossierMode::bare, DossierMode::placed})
    for (auto size : sizes) measure_one(report, place.path() / "dossier", mode, size);
}

}  // namespace offices::bench
