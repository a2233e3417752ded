// SPDX-License-Identifier: Apache-2.0
#include "post/releaser.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <filesystem>

namespace offices::post {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr std::int64_t idle_s = 3600;

/// Whole or not at all, and over nothing that is there.
Result<void> write_new(const fs::path& path, std::string_view content) {
  auto beside = path;
  beside += ".part";
  int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool good = fd >= 0;
  while (good && !content.empty()) {
    auto n = ::write(fd, content.data(), content.size());
    good = n > 0 || (n < 0 && errno == EINTR);
    if (n > 0) content.remove_prefix(static_cast<std::size_t>(n));
  }
  good = good && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  bool taken = good && ::link(beside.c_str(), path.c_str()) != 0 && errno == EEXIST;
  std::error_code ec;
  good = good && fs::exists(path, ec);
  ::unlink(beside.c_str());
  if (taken) return fail(Code::exists, path.string());
  return good ? Result<void>{} : fail(Code::file_unwritable, path.string());
}

struct Wanted {
  record::CaseId of_case;
  std::string draft, file;
};

Result<std::vector<Wanted>> wanted_in(Ledger& ledger) {
  std::vector<Wanted> all;
  OFFICES_CHECK(ledger.each(names::releases, [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(of_case, record::CaseId::from_hex(json.at("case").get<std::string>()));
    all.push_back({of_case, json.at("draft").get<std::string>(), json.at("file").get<std::string>()});
    return true;
  }));
  return all;
}

Result<void> settle(Post& post, const Wanted& w, std::string sentence) {
  return post.ledger().transaction([&]() -> Result<void> {
    OFFICES_CHECK(post.ledger().erase(names::release(w.draft)));
    OFFICES_TRY(folder, Folder::open(post.ledger(), w.of_case));
    OFFICES_CHECK(folder.notice(post.now(), std::move(sentence)));
    return folder.save();
  });
}

}  // namespace

Result<std::optional<Time>> release_due_texts(Post& post, bool& wrote) {
  std::optional<Time> next;
  OFFICES_TRY(all, wanted_in(post.ledger()));
  for (const auto& w : all) {
    // The version that is on the table now says when: a later one may have another embargo.
    OFFICES_TRY(shown, post.call("text.show", {{"draft", w.draft}}));
    if (const auto& embargo = shown.at("embargo"); !embargo.is_null()) {
      OFFICES_TRY(at, base::from_iso(embargo.get_ref<const std::string&>()));
      if (post.now() < at) {
        next = std::min(next.value_or(at), at);
        continue;
      }
    }
    auto released = post.call("text.release", {{"draft", w.draft}});
    if (!released && released.error().code == Code::not_agreed) continue;  // who has not agreed may still
    auto done = released ? write_new(w.file, released->at("document").get_ref<const std::string&>())
                         : Result<void>(std::unexpected(released.error()));
    auto text = "Text " + w.draft.substr(0, 10);
    OFFICES_CHECK(settle(
        post, w,
        done ? text + " was released at its instant: " + w.file + "."
             : text + " was not released: " + std::string(base::info(done.error().code).message) + " (" + done.error().detail + ")."));
    wrote = true;
  }
  return next;
}

Releaser::Releaser(asio::io_context& io, Post& post, std::function<void()> wrote)
    : io_(io), post_(post), wrote_(std::move(wrote)), pause_(io) {}

void Releaser::start() { asio::co_spawn(io_, loop(), asio::detached); }

void Releaser::stop() {
  stopped_ = true;
  wake();
}

asio::awaitable<void> Releaser::loop() {
  while (!stopped_) {
    bool wrote = false;
    auto next = release_due_texts(post_, wrote);
    if (wrote) wrote_();
    auto in_s = next && *next ? (*next)->seconds - post_.now().seconds : idle_s;
    pause_.expires_after(std::chrono::seconds(std::clamp<std::int64_t>(in_s, 1, idle_s)));
    boost::system::error_code ec;
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  }
}

}  // namespace offices::post
