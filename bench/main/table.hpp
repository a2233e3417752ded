// SPDX-License-Identifier: Apache-2.0
// Table: three posts in this process and the mailboxes between them, handed over in memory and without a disk's patience.
#pragma once

#include <map>
#include <utility>

#include "bench/main/processes.hpp"
#include "post/post.hpp"

namespace offices::bench {

inline const post::AskPassphrase nobody = [] { return Result<crypto::SecretBytes>(fail(Code::passphrase_needed)); };

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) give_up(std::string(what) + ": " + std::string(base::info(result.error().code).name) + " " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

/// Three posts and the mailboxes between them, which are empty whenever it is not at work.
class Table {
 public:
  explicit Table(const std::filesystem::path& place) {
    store::OpenOptions fast{false, store::Durability::none, 5000};
    for (const auto* name : names) {
      auto file = place / name;
      posts_[name] = std::filesystem::exists(file) ? must(post::Post::open(file, nobody, fast, clock_, random_), "open")
                                                   : must(post::Post::create(file, nullptr, {}, config(), fast, clock_, random_), "create");
    }
  }
  Json call(const std::string& who, std::string_view verb, const Json& args) { return must(posts_.at(who)->call(verb, args), "a verb"); }

  std::uint64_t held() { return static_cast<std::uint64_t>(must(posts_.at("Moscow")->ledger().newest_row(), "the record")); }

  void settle() {
    for (bool moved = true; moved;) {
      moved = false;
      for (const auto* name : names) moved = carry(*posts_.at(name)) || moved;
    }
  }

  std::string open_case() {
    auto id = call("Moscow", "case.open", {{"title", "Channel"}, {"as", "Moscow"}}).at("case").get<std::string>();
    for (const char* who : {"Israel", "Iran"}) {
      auto invited = call("Moscow", "case.invite", {{"case", id}, {"role", "party"}, {"name", who}});
      settle();
      call(who, "case.join", {{"file", invited.at("file")}, {"accept_charter", true}});
      settle();
    }
    return id;
  }

 private:
  static constexpr const char* names[] = {"Moscow", "Israel", "Iran"};
  static post::Config config() {
    post::Config c;
    c.relays = {"http://relay.invalid"};
    return c;
  }
  bool carry(post::Post& post) {
    bool moved = false;
    for (const auto& box : must(post.mail().mailboxes(), "mailboxes"))
      if (box.make) boxes_[box.box.address.mailbox], must(post.mail().made(box), "made"), moved = true;
    auto deposits = must(post.mail().round(), "round").deposits;
    for (const auto& d : deposits) {
      auto& held = boxes_[d.address.mailbox];
      for (const auto& e : d.envelopes) held.push_back({++sequence_, e}), moved = true;
    }
    must(post.mail().deposited(deposits), "deposited");
    for (const auto& box : must(post.mail().mailboxes(), "mailboxes")) {
      auto page = std::exchange(boxes_[box.box.address.mailbox], {});
      moved = moved || !page.empty();
      auto received = must(post.mail().receive(box, 0, page), "receive");
      if (received.give_up) must(post.mail().given_up(box), "given_up");
    }
    return moved;
  }

  base::SystemClock clock_;
  crypto::SystemRandom random_;
  std::map<std::string, std::unique_ptr<post::Post>> posts_;
  std::map<wire::MailboxId, std::vector<post::Incoming>> boxes_;
  std::uint64_t sequence_ = static_cast<std::uint64_t>(clock_.now().seconds) * 1'000'000;  // above an earlier table's
};

}  // namespace offices::bench
