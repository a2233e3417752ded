// SPDX-License-Identifier: Apache-2.0
#include "bench/evidence/evidence.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>

#include "bench/main/processes.hpp"
#include "crypto/running_hash.hpp"
#include "post/evidence.hpp"
#include "relay/sqlite_storage.hpp"

namespace offices::bench {
namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

Bytes some_octets(std::int64_t mebibytes, std::uint64_t seed) {
  Bytes octets(static_cast<std::size_t>(mebibytes) * mebibyte);
  crypto::SeededRandom(seed).fill(octets);
  return octets;
}

/// Two posts that share a key.
struct Sealing {
  crypto::SeededRandom random{7};
  crypto::SealingPair mine = crypto::SealingPair::generate(random), theirs = crypto::SealingPair::generate(random);
  Bytes psk = Bytes(32, 'p');
  crypto::HpkeShared shared{crypto::HpkeMode::auth_psk, {}, psk, base::as_bytes("bench")};
  [[nodiscard]] crypto::HpkeOutgoing outgoing() const { return crypto::HpkeOutgoing::make(theirs.open, &mine).value(); }
  [[nodiscard]] crypto::HpkeIncoming incoming() const { return crypto::HpkeIncoming::make(theirs.clone(), &mine.open).value(); }
};

/// Every piece into an envelope: what the keys agree on is computed for each of them (RFC 9180 section 6.1), or for as many as a post
/// seals at a time.
double seal_alone(const Bytes& octets, std::size_t pieces_at_a_time) {
  Sealing s;
  std::optional<crypto::HpkeOutgoing> keys;
  std::size_t sealed = 0;
  return seconds_of([&] {
    for (std::size_t at = 0; at < octets.size(); at += post::piece_octets) {
      auto body = ByteView(octets).subspan(at, std::min(post::piece_octets, octets.size() - at));
      if (sealed++ % pieces_at_a_time == 0) keys = s.outgoing();
      if (!wire::seal_frame({0, 0, 1, base::to_bytes(body)}, s.shared, *keys, s.random)) std::abort();
    }
  });
}

/// A file that is synced after every mebibyte: as much as a batch brings, which is acknowledged when it is on disk.
class SyncedFile {
 public:
  explicit SyncedFile(const std::filesystem::path& path) : path_(path), file_(::open(path.c_str(), O_CREAT | O_RDWR | O_TRUNC, 0600)) {
    if (file_ < 0) std::abort();
  }
  SyncedFile(const SyncedFile&) = delete;
  ~SyncedFile() {
    ::close(file_);
    std::filesystem::remove(path_);
  }
  void add(ByteView octets) {
    if (::write(file_, octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) std::abort();
    if ((loose_ += octets.size()) < mebibyte) return;
    loose_ = 0;
    if (::fdatasync(file_) != 0) std::abort();
  }

 private:
  std::filesystem::path path_;
  int file_;
  std::size_t loose_ = 0;
};

/// The octets to a file.
double disk_alone(const Bytes& octets, const std::filesystem::path& directory) {
  SyncedFile file(directory / "alone");
  return seconds_of([&] {
    for (std::size_t at = 0; at < octets.size(); at += mebibyte)
      file.add(ByteView(octets).subspan(at, std::min(mebibyte, octets.size() - at)));
  });
}

/// One TCP connection on loopback.
class Wire {
 public:
  Wire() {
    int door = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* address = reinterpret_cast<sockaddr*>(&at);
    if (door < 0 || ::bind(door, address, size) != 0 || ::listen(door, 1) != 0 || ::getsockname(door, address, &size) != 0) std::abort();
    from_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(from_, address, size) != 0) std::abort();
    to_ = ::accept(door, nullptr, nullptr);
    ::close(door);
  }
  Wire(const Wire&) = delete;
  ~Wire() {
    ::close(from_);
    ::close(to_);
  }
  void send(ByteView octets) {
    for (std::size_t sent = 0; sent < octets.size();) {
      auto n = ::write(from_, octets.data() + sent, octets.size() - sent);
      if (n <= 0) std::abort();
      sent += static_cast<std::size_t>(n);
    }
  }
  /// Fills `room`.
  void receive(std::span<Byte> room) {
    for (std::size_t have = 0; have < room.size();) {
      auto n = ::read(to_, room.data() + have, room.size() - have);
      if (n <= 0) std::abort();
      have += static_cast<std::size_t>(n);
    }
  }

 private:
  int from_ = -1, to_ = -1;
};

/// The octets over such a connection, until the other end has read them.
double loopback_alone(const Bytes& octets) {
  Wire wire;
  return seconds_of([&] {
    std::jthread reader([&] {
      Bytes room(mebibyte);
      for (std::size_t left = octets.size(); left > 0; left -= std::min(left, room.size()))
        wire.receive(std::span(room).first(std::min(left, room.size())));
    });
    wire.send(octets);
  });
}

/// Envelopes as a relay keeps them that has a file instead of a database: passed on as they come.
class RelayFile {
 public:
  explicit RelayFile(const std::filesystem::path& directory) : file_(directory / "relay") {}
  void take(const Bytes& envelope, Wire& on) {
    file_.add(envelope);
    on.send(envelope);
  }
  void finish(Wire&) {}

 private:
  SyncedFile file_;
};

/// Envelopes where a relay keeps them, as many at a time as a post gives: what is on the disk is passed on, and goes with the next.
class RelayStore {
 public:
  explicit RelayStore(const std::filesystem::path& directory)
      : storage_(relay::SqliteStorage::open((directory / "relay.db").string()).value()) {
    commit({relay::CreateMailbox{mailbox_, deposit_, fetch_}});
  }
  void take(const Bytes& envelope, Wire& on) {
    waiting_.push_back(envelope);
    if (waiting_.size() == post::batch_pieces) finish(on);
  }
  void finish(Wire& on) {
    if (waiting_.empty()) return;
    std::vector<relay::Write> writes;
    if (passed_on_ > 0) writes.push_back(relay::DeleteEnvelopes{mailbox_, fetch_, passed_on_});
    writes.push_back(relay::DepositEnvelopes{mailbox_, deposit_, std::exchange(waiting_, {}), 1'000'000});
    commit(writes);
    for (const auto& stored : storage_->read(mailbox_, fetch_, passed_on_, post::batch_pieces).value().envelopes) {
      on.send(stored.octets);
      passed_on_ = stored.sequence;
    }
  }

 private:
  void commit(const std::vector<relay::Write>& writes) {
    for (const auto& done : storage_->commit(writes, base::SystemClock().now()).value())
      if (!done) std::abort();
  }

  std::unique_ptr<relay::SqliteStorage> storage_;
  wire::MailboxId mailbox_{};
  relay::DepositHash deposit_{};
  relay::FetchHash fetch_{};
  std::vector<wire::Envelope> waiting_;
  relay::Sequence passed_on_ = 0;
};

/// Pieces as a post keeps them that has a file instead of a ledger.
class ReaderFile {
 public:
  explicit ReaderFile(const std::filesystem::path& directory) : file_(directory / "reader") {}
  void take(const Bytes& body) { file_.add(body); }
  void finish() {}

 private:
  SyncedFile file_;
};

/// Pieces where a post keeps them: sealed, as many in a transaction as a post takes in at a time, every other waiting for the disk.
class ReaderLedger {
 public:
  explicit ReaderLedger(const std::filesystem::path& directory)
      : ledger_(post::Ledger::create(directory / "reader.db", nullptr, {}, {.create = true}, random_).value()) {}
  void take(const Bytes& body) {
    waiting_.push_back(body);
    if (waiting_.size() == 2 * post::batch_pieces) finish();
  }
  void finish() {
    auto put_all = [&]() -> Result<void> {
      for (const auto& body : waiting_) OFFICES_CHECK(ledger_.put_octets("file", kept_++, body));
      return {};
    };
    if (!ledger_.transaction(put_all, ++parts_ % 2 == 0 ? store::Sync::now : store::Sync::later)) std::abort();
    waiting_.clear();
  }

 private:
  crypto::SystemRandom random_;
  post::Ledger ledger_;
  std::vector<Bytes> waiting_;
  std::uint32_t kept_ = 0;
  std::size_t parts_ = 0;
};

/// What carries an envelope at the least: one thread seals, one keeps and passes on, one opens, hashes and keeps. No protocol and no
/// record: what this machine could do with these envelopes if nothing else cost anything, kept in files, or where they are kept.
template <class Relay, class Reader>
double pipe_alone(const Bytes& octets) {
  Workspace place;
  Sealing s;
  const auto pieces = (octets.size() + post::piece_octets - 1) / post::piece_octets;
  Wire out, in;
  Relay kept_by_relay(place.path());
  Reader kept_by_reader(place.path());
  return seconds_of([&] {
    std::jthread relay([&] {
      Bytes envelope(wire::envelope_bytes);
      for (std::size_t i = 0; i < pieces; ++i) {
        out.receive(envelope);
        kept_by_relay.take(envelope, in);
      }
      kept_by_relay.finish(in);
    });
    std::jthread reader([&] {
      crypto::RunningSha256 hash;
      Bytes envelope(wire::envelope_bytes);
      auto keys = s.incoming();
      for (std::size_t i = 0; i < pieces; ++i) {
        in.receive(envelope);
        auto frame = wire::open_envelope(envelope, s.shared, keys);
        if (!frame) std::abort();
        hash.add(frame->body);
        kept_by_reader.take(frame->body);
      }
      kept_by_reader.finish();
    });
    auto keys = s.outgoing();
    for (std::size_t at = 0; at < octets.size(); at += post::piece_octets) {
      auto body = ByteView(octets).subspan(at, std::min(post::piece_octets, octets.size() - at));
      auto envelope = wire::seal_frame({0, 0, 1, base::to_bytes(body)}, s.shared, keys, s.random);
      if (!envelope) std::abort();
      out.send(*envelope);
    }
  });
}

/// Seconds that a process has had of the processors, all its threads together.
double processor_seconds(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0) std::abort();
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// A verifier's post in the case, and a commitment that it attests.
class Inspected {
 public:
  explicit Inspected(const std::filesystem::path& directory) : trio_(directory) {
    trio_.join("Agency", "verifier");
    Json words{{"case", trio_.case_id()}, {"to", {"Iran"}}, {"by", "+30d"}, {"text", "The gate is opened."}, {"verified_by", "Agency"}};
    commitment_ = trio_.call("Israel", "commit", words).at("commitment").get<std::string>();
    for (Json held = Json::array(); held.empty(); held = trio_.call("Agency", "commitments", {{"case", trio_.case_id()}}).at("items"))
      trio_.await_beyond("Agency", trio_.await_beyond("Agency", 0));
  }

  /// Seconds from the attestation that names it to the moment the intermediary's post has checked its hash.
  double send(const Bytes& octets) {
    auto hash = crypto::sha256(octets).hex();
    Json file{{"name", "file"}, {"bytes", octets.size()}, {"hash", hash}};
    add(octets, file);
    const auto before = processors();
    auto seconds = seconds_of([&] {
      trio_.call("Agency", "attest",
                 {{"commitment", commitment_}, {"finding", "inconclusive"}, {"scope", "All of it."}, {"evidence", {file}}});
      // Looking costs the post that is measured: nobody looks before it can be there.
      std::this_thread::sleep_for(std::chrono::duration<double>(0.8 * quickest_));
      while (!is_held(hash)) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    });
    const auto after = processors();
    for (std::size_t i = 0; i < after.size(); ++i) used_[i] = after[i] - before[i];
    quickest_ = quickest_ > 0 ? std::min(quickest_, seconds) : seconds;
    // The intermediary's post passes it on to both sides at once: the next run does not compete with that.
    while (!is_passed_on(hash)) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return seconds;
  }

  /// What the last one cost who sends, the relay, and who receives, in seconds of a processor.
  using Used = std::array<double, 3>;
  [[nodiscard]] const Used& used() const { return used_; }

 private:
  [[nodiscard]] Used processors() const {
    return {processor_seconds(trio_.pid_of("Agency")), processor_seconds(trio_.relay_pid()), processor_seconds(trio_.pid_of("Moscow"))};
  }
  void add(const Bytes& octets, Json args) {
    args["case"] = trio_.case_id();
    for (std::size_t at = 0; at < octets.size(); at += post::batch_pieces * post::piece_octets) {
      args["from"] = at / post::piece_octets;
      args["octets"] = base::base64(ByteView(octets).subspan(at, std::min(post::batch_pieces * post::piece_octets, octets.size() - at)));
      trio_.call("Agency", "evidence.add", args);
    }
  }
  Json listed(const std::string& hash) {
    for (const auto& item : trio_.call("Moscow", "evidence.list", {{"case", trio_.case_id()}}).at("items"))
      if (item.at("evidence") == hash) return item;
    return nullptr;
  }
  bool is_held(const std::string& hash) {
    auto item = listed(hash);
    return !item.is_null() && item.at("state") == "held";
  }
  bool is_passed_on(const std::string& hash) {
    return std::ranges::all_of(listed(hash).at("to"), [](const Json& reader) { return reader.at("state") == "held"; });
  }

  Trio trio_;
  std::string commitment_;
  double quickest_ = 0;  ///< seconds
  Used used_{};
};

}  // namespace

void measure_evidence(Report& report, int runs, std::int64_t mebibytes) {
  Workspace place;
  Inspected inspected(place.path());
  std::vector<double> seal, seal_batch, disk, loopback, pipe, stored, whole, pipe_ratio, stored_ratio, whole_ratio, busiest, busiest_ratio;
  std::array<std::vector<double>, 3> used;
  for (int run = 0; run < runs; ++run) {
    auto octets = some_octets(mebibytes, static_cast<std::uint64_t>(run) + 1);
    disk.push_back(disk_alone(octets, place.path()));
    loopback.push_back(loopback_alone(octets));
    pipe.push_back(pipe_alone<RelayFile, ReaderFile>(octets));
    stored.push_back(pipe_alone<RelayStore, ReaderLedger>(octets));
    seal_batch.push_back(seal_alone(octets, post::batch_pieces));
    seal.push_back(seal_alone(octets, 1));
    whole.push_back(inspected.send(octets));
    // A machine that is shared is faster at one time than at another: each run has its own ratio.
    auto slowest = std::max({seal.back(), disk.back(), loopback.back()});
    pipe_ratio.push_back(slowest / pipe.back());
    stored_ratio.push_back(slowest / stored.back());
    whole_ratio.push_back(slowest / whole.back());
    for (std::size_t i = 0; i < used.size(); ++i) used[i].push_back(inspected.used()[i]);
    busiest.push_back(std::ranges::max(inspected.used()));
    busiest_ratio.push_back(slowest / busiest.back());
  }
  auto rate = [&](std::vector<double>& seconds) { return static_cast<double>(mebibytes) / quantile(seconds, 0.5); };
  auto s = rate(seal), d = rate(disk), l = rate(loopback), w = rate(whole);
  auto figure = [](double v) {
    char text[40];
    std::snprintf(text, sizeof text, "%.0f MiB/s", v);
    return std::string(text);
  };
  auto percent = [](const char* form, double v) {
    char text[64];
    std::snprintf(text, sizeof text, form, 100 * v);
    return std::string(text);
  };
  report.add("sealing alone, each envelope by itself", figure(s), "", true, {{"mebibytes_per_second", s}});
  auto b = rate(seal_batch);
  report.add("sealing alone, as a post seals a batch", figure(b), "", true, {{"mebibytes_per_second", b}});
  report.add("disk alone, synced each MiB", figure(d), "", true, {{"mebibytes_per_second", d}});
  report.add("loopback alone", figure(l), "", true, {{"mebibytes_per_second", l}});
  auto p = rate(pipe), k = rate(stored);
  auto of_slowest = [&](double v, double ratio) { return figure(v) + percent(" = %.0f %% of the slowest", ratio); };
  auto pr = quantile(pipe_ratio, 0.5), kr = quantile(stored_ratio, 0.5), wr = quantile(whole_ratio, 0.5);
  report.add("seal, keep in files, pass on, open", of_slowest(p, pr), "", true, {{"mebibytes_per_second", p}, {"ratio", pr}});
  report.add("the same, kept where relay and post keep it", of_slowest(k, kr), "", true, {{"mebibytes_per_second", k}, {"ratio", kr}});
  report.add("evidence file of " + std::to_string(mebibytes) + " MiB, medians of " + std::to_string(runs),
             of_slowest(w, wr) + percent(", %.0f %% of that", wr / kr), ">= 60 %", wr >= 0.6,
             {{"mebibytes_per_second", w}, {"ratio", wr}, {"ratio_to_files", wr / pr}, {"ratio_to_kept", wr / kr}, {"runs", runs}});
  char cost[80];
  auto ms = [&](std::size_t i) { return 1e3 * quantile(used[i], 0.5) / static_cast<double>(mebibytes); };
  std::snprintf(cost, sizeof cost, "%.1f, %.1f and %.1f ms of a processor", ms(0), ms(1), ms(2));
  report.add("a MiB of it costs who sends, the relay, who receives", cost, "", true,
             {{"sender_ms", ms(0)}, {"relay_ms", ms(1)}, {"receiver_ms", ms(2)}});
  auto u = rate(busiest), ur = quantile(busiest_ratio, 0.5);
  report.add("what the busiest of them could do on a processor of its own", of_slowest(u, ur), "", true,
             {{"mebibytes_per_second", u}, {"ratio", ur}});
}

}  // namespace offices::bench
