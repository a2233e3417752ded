// SPDX-License-Identifier: Apache-2.0
#include "cli/accord_progress.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <ostream>
#include <string>

namespace offices::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;
void on_interrupt(int) { interrupted = 1; }

}  // namespace

Progress::Progress(std::ostream& err, bool show, double limit_seconds)
    : err_(err), show_(show), limit_(limit_seconds), started_(std::chrono::steady_clock::now()) {
  interrupted = 0;
  previous_ = std::signal(SIGINT, on_interrupt);
}

Progress::~Progress() {
  erase();
  if (previous_ != SIG_ERR) std::signal(SIGINT, previous_);
}

double Progress::seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count() - uncounted_; }

void Progress::unhurried(const std::function<bool()>& work) {
  erase();
  double before = seconds();
  working_ = true;
  if (!work()) failed_ = true;
  uncounted_ = uncounted_ + seconds() - before;
  working_ = false;
}

void Progress::erase() {
  if (drawn_) err_ << "\r\033[K" << std::flush;
  drawn_ = false;
}

accord::Control Progress::control(std::size_t memory_bytes, unsigned threads) {
  accord::Control control;
  control.memory_bytes = memory_bytes;
  control.threads = threads;
  control.pulse = [this] {
    if (interrupted || failed_) return accord::Pulse::stop;
    return limit_ > 0 && !working_ && seconds() > limit_ ? accord::Pulse::hurry : accord::Pulse::go_on;
  };
  control.progress = [this](double share) { draw(share); };
  return control;
}

void Progress::draw(double share) {
  double now = seconds();
  if (!show_ || now < 1 || now - last_drawn_ < 0.1) return;
  last_drawn_ = now;
  drawn_ = true;
  auto filled = static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * 30);
  char tail[48];
  std::snprintf(tail, sizeof tail, "] %3.0f %%  %.0f s", share * 100, now);
  err_ << "\r[" << std::string(filled, '#') << std::string(30 - filled, '.') << tail << std::flush;
}

}  // namespace offices::cli
