// SPDX-License-Identifier: Apache-2.0
#include "sim/network.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace offices::sim {
namespace fs = std::filesystem;
namespace {

const post::AskPassphrase nobody = [] { return Result<crypto::SecretBytes>(fail(Code::passphrase_needed)); };
constexpr store::OpenOptions fast{false, store::Durability::none, 5000};

std::runtime_error broken(const std::string& what, const Error& e) {
  return std::runtime_error(what + ": " + std::string(base::info(e.code).name) + " " + e.detail);
}

}  // namespace

Network::Network(std::uint64_t seed) : dice(seed) {
  home_ = fs::temp_directory_path() / ("offices-sim-" + std::to_string(::getpid()) + "-" + std::to_string(seed));
  fs::remove_all(home_);
  fs::create_directories(home_);
}

Network::~Network() {
  posts_.clear();
  std::error_code ec;
  fs::remove_all(home_, ec);
}

void Network::arm(Member& m) {
  m.post->ledger().database().on_commit([this, &m](std::string_view point) -> Result<void> {
    bool chosen = ++commit_points == crash_at;
    if (m.crashed || !(chosen || chance(weather.crash))) return {};
    m.crashed = true;
    ++(point == "before-commit" ? faults.crashed_before : faults.crashed_after);
    return fail(Code::internal, "crashed");
  });
}

void Network::add(const std::string& name, std::vector<std::string> relays, std::int64_t skew_s) {
  auto& m = posts_[name];
  m.file = home_ / (std::to_string(posts_.size()) + ".db");
  m.clock = std::make_unique<HandClock>(now, skew_s);
  m.random = std::make_unique<crypto::SeededRandom>(dice());
  post::Config config;
  config.relays = std::move(relays);
  auto post = post::Post::create(m.file, nullptr, {}, config, fast, *m.clock, *m.random);
  if (!post) throw broken("create", post.error());
  m.post = *std::move(post);
  arm(m);
}

void Network::reopen(const std::string& name) {
  auto& m = posts_.at(name);
  m.post.reset();
  auto post = post::Post::open(m.file, nobody, fast, *m.clock, *m.random);
  if (!post) throw broken("open", post.error());
  m.post = *std::move(post);
  m.crashed = false;
  arm(m);
}

void Network::save_copy(const std::string& name) {
  auto& m = posts_.at(name);
  m.post.reset();  // closes, so that the copy is whole
  fs::copy_file(m.file, m.file.string() + ".copy", fs::copy_options::overwrite_existing);
  reopen(name);
}

void Network::restore_copy(const std::string& name) {
  auto& m = posts_.at(name);
  m.post.reset();
  for (const char* end : {"-wal", "-shm"}) fs::remove(m.file.string() + end);
  fs::copy_file(m.file.string() + ".copy", m.file, fs::copy_options::overwrite_existing);
  // A machine that is restored does not draw the same randomness again.
  m.random = std::make_unique<crypto::SeededRandom>(dice());
  reopen(name);
}

/// False: the post died on the way and was opened again.
bool Network::survived(Member& m, const std::string& name) {
  if (!m.crashed) return true;
  reopen(name);
  return false;
}

Result<Json> Network::call(const std::string& name, std::string_view verb, const Json& args) {
  auto& m = posts_.at(name);
  auto result = m.post->call(verb, args);
  if (!survived(m, name)) return fail(Code::internal, "crashed");
  return result;
}

bool Network::deposit(const wire::Address& address, const std::vector<wire::Envelope>& envelopes) {
  auto& relay = relays_[address.relay];
  if (relay.down) return false;
  if (chance(weather.drop)) return ++faults.dropped, false;
  auto box = relay.boxes.find(address.mailbox);
  if (box == relay.boxes.end()) return false;
  for (const auto& e : envelopes) {
    auto same = [&](const FakeRelay::Held& h) { return h.envelope == e; };
    if (std::ranges::any_of(box->second.held, same)) continue;
    int hidden = 0;
    if (chance(weather.late)) hidden = static_cast<int>(pick(4)) + 1, ++faults.late;
    box->second.held.push_back({box->second.next++, e, hidden});
    if (chance(weather.duplicate)) box->second.held.push_back({box->second.next++, e, 0}), ++faults.doubled;
  }
  if (chance(weather.lose_answer)) return ++faults.answer_lost, false;
  return true;
}

void Network::fetch(const std::string& name, const post::Fetch& mailbox) {
  auto& m = posts_.at(name);
  auto& relay = relays_[mailbox.box.address.relay];
  if (relay.down) return;
  auto& box = relay.boxes[mailbox.box.address.mailbox];
  std::vector<post::Incoming> page;
  bool hidden = false;  // sequences are fetched in order: what is late keeps back what came after it
  for (auto& h : box.held) {
    hidden = hidden || h.hidden_for > 0;
    h.hidden_for = std::max(h.hidden_for - 1, 0);
    if (!hidden && h.sequence > mailbox.cursor) page.push_back({h.sequence, h.envelope});
  }
  if (page.size() > 1 && chance(weather.reorder)) {
    // A hostile relay hands out another order under the same sequences.
    std::vector<Bytes> envelopes;
    for (auto& p : page) envelopes.push_back(p.envelope);
    std::ranges::shuffle(envelopes, dice);
    for (std::size_t i = 0; i < page.size(); ++i) page[i].envelope = envelopes[i];
    ++faults.reordered;
  }
  auto done = m.post->mail().receive(mailbox, box.deleted_through, page);
  if (!survived(m, name)) return;
  if (!done) throw broken("receive", done.error());
  std::erase_if(box.held, [&](const auto& h) { return h.sequence <= done->delete_through; });
  box.deleted_through = std::max(box.deleted_through, done->delete_through);
  if (done->give_up) {
    relay.boxes.erase(mailbox.box.address.mailbox);
    (void)m.post->mail().given_up(mailbox);
    (void)survived(m, name);
  }
}

void Network::hand_over(const std::string& name, int rounds) {
  auto& mail = posts_.at(name).post->mail();
  for (int n = 0; n < rounds; ++n) {
    auto round = mail.round();
    if (!round) throw broken("round", round.error());
    for (const auto& d : round->deposits)
      if (deposit(d.address, d.envelopes)) (void)mail.deposited({&d, 1});
  }
}

bool Network::look_ahead(const std::string& name) {
  bool shown = false;
  auto& mail = posts_.at(name).post->mail();
  auto boxes = mail.mailboxes();
  if (!boxes) throw broken("mailboxes", boxes.error());
  for (const auto& mailbox : *boxes) {
    std::vector<post::Incoming> page;
    for (const auto& h : relays_[mailbox.box.address.relay].boxes[mailbox.box.address.mailbox].held)
      if (h.sequence > mailbox.cursor) page.push_back({h.sequence, h.envelope});
    auto seen = mail.look_ahead(mailbox, page);
    if (!seen) throw broken("look_ahead", seen.error());
    shown = shown || *seen;
  }
  return shown;
}

/// What is asked for of evidence files, until nothing is, or no relay takes it. False: the post died on the way.
bool Network::send_pieces(Member& m, const std::string& name) {
  for (bool left = true; left;) {
    auto pieces = m.post->mail().pieces();
    if (!pieces) throw broken("pieces", pieces.error());
    if (!*pieces) return true;
    left = std::ranges::any_of((*pieces)->batch.line.peer_card->addresses,
                               [&](const auto& address) { return deposit(address, (*pieces)->envelopes); });
    if (left) pieces_sent += (*pieces)->envelopes.size();
    (void)m.post->mail().pieces_done(**pieces, left);
    if (!survived(m, name)) return false;
  }
  return true;
}

void Network::carry(const std::string& name) {
  auto& m = posts_.at(name);
  auto boxes = m.post->mail().mailboxes();
  if (!survived(m, name) || !boxes) return;
  for (const auto& box : *boxes)
    if (box.make && !relays_[box.box.address.relay].down) {
      relays_[box.box.address.relay].boxes[box.box.address.mailbox];
      (void)m.post->mail().made(box);
      if (!survived(m, name)) return;
    }
  auto round = m.post->mail().round();
  if (!survived(m, name)) return;
  if (!round) throw broken("round", round.error());
  for (const auto& d : round->deposits)
    if (deposit(d.address, d.envelopes)) {
      (void)m.post->mail().deposited({&d, 1});
      if (!survived(m, name)) return;
    }
  if (!send_pieces(m, name)) return;
  boxes = m.post->mail().mailboxes();
  if (!survived(m, name) || !boxes) return;
  for (const auto& box : *boxes)
    if (!box.make) fetch(name, box);
}

void Network::settle() {
  auto before = std::exchange(weather, Weather{});
  for (auto& [url, relay] : relays_) relay.down = false;
  for (int round = 0; round < 60; ++round) {
    std::uint64_t pending = 0;
    for (auto& [name, m] : posts_) {
      carry(name);
      pending += m.post->mail().pending().value_or(0);
    }
    if (pending == 0 && round > 8) break;
    if (round % 10 == 9) now = now.plus(8 * 86400);  // what was handed over and lost is handed over again
  }
  weather = before;
}

std::string Network::open_case(const std::vector<std::pair<std::string, std::string>>& others) {
  auto opened = call("Moscow", "case.open", {{"title", "Channel"}, {"as", "Moscow"}});
  if (!opened) throw broken("case.open", opened.error());
  auto id = opened->at("case").get<std::string>();
  for (const auto& [name, role] : others) {
    auto invited = call("Moscow", "case.invite", {{"case", id}, {"role", role}, {"name", name}});
    if (!invited) throw broken("case.invite", invited.error());
    carry("Moscow");
    auto joined = call(name, "case.join", {{"file", invited->at("file")}, {"accept_charter", true}});
    if (!joined) throw broken("case.join", joined.error());
  }
  settle();
  return id;
}

}  // namespace offices::sim
