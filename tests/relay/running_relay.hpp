// SPDX-License-Identifier: Apache-2.0
// RunningRelay: a relay on a port of its own in this process, and a raw line to it, for tests.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "relay/relay.hpp"
#include "wire/envelope.hpp"
#include "wire/mailbox.hpp"

namespace offices::relay::testing {

/// A folder that is removed at the end.
class Folder {
 public:
  Folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "relay-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) std::abort();
    path_ = pattern;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline RelayOptions quiet_options(const Folder& folder) {
  RelayOptions o;
  o.listen = "127.0.0.1:0";
  o.store = "sqlite:" + folder.file("relay.db");
  o.log_level = "off";
  o.handle_signals = false;
  return o;
}

class RunningRelay {
 public:
  explicit RunningRelay(RelayOptions options, const Clock* clock = nullptr) {
    auto opened = Relay::open(std::move(options), clock);
    if (!opened) {
      ADD_FAILURE() << "relay: " << base::info(opened.error().code).name << " " << opened.error().detail;
      std::abort();
    }
    relay_ = *std::move(opened);
    port_ = relay_->port();
    thread_ = std::thread([this] { EXPECT_TRUE(relay_->run().has_value()); });
  }
  RunningRelay(const RunningRelay&) = delete;
  RunningRelay& operator=(const RunningRelay&) = delete;
  ~RunningRelay() { stop(); }

  void stop() {
    if (!thread_.joinable()) return;
    relay_->stop();
    thread_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view scheme = "http") const {
    return std::string(scheme) + "://127.0.0.1:" + std::to_string(port_);
  }

 private:
  std::unique_ptr<Relay> relay_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

using Reply = boost::beast::http::response<boost::beast::http::string_body>;

/// A blocking socket that says whatever a test wants said. Gives up after 20 seconds of silence.
class RawLine {
 public:
  explicit RawLine(std::uint16_t port) : socket_(io_) {
    socket_.connect({boost::asio::ip::address_v4::loopback(), port});
    timeval patience{20, 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  }
  /// Whether all of `text` could be sent.
  bool say(std::string_view text) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(text), error);
    return !error;
  }
  /// The next reply; status 0 where the line ended without one. `bodiless`: it answers HEAD.
  Reply hear(bool bodiless = false) {
    boost::system::error_code error;
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.body_limit(16 * 1024 * 1024);
    parser.skip(bodiless);
    boost::beast::http::read(socket_, buffer_, parser, error);
    auto reply = parser.release();
    if (error) reply.result(0U);
    return reply;
  }
  Reply ask(std::string_view request) {
    say(request);
    return hear();
  }
  /// What comes until `marker` is in it, or the line ends.
  std::string hear_until(std::string_view marker) {
    boost::system::error_code error;
    std::string heard;
    for (std::array<char, 4096> some; !error && heard.find(marker) == std::string::npos;)
      heard.append(some.data(), socket_.read_some(boost::asio::buffer(some), error));
    return heard;
  }
  /// Whether the relay has hung up, or does so now, with nothing more to say.
  bool ended() {
    boost::system::error_code error;
    char octet = 0;
    auto n = socket_.read_some(boost::asio::buffer(&octet, 1), error);
    return n == 0 && error && error != boost::asio::error::would_block && error != boost::asio::error::try_again;
  }
  void hang_up() { socket_.close(); }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

/// An envelope whose octets all follow from `seed`.
inline wire::Envelope envelope_of(std::uint64_t seed) {
  wire::Envelope e(wire::envelope_bytes);
  crypto::SeededRandom(seed).fill(e);
  return e;
}

inline std::string request(std::string_view method, std::string_view target, std::string_view bearer = {}, std::string_view body = {}) {
  std::string r = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: relay\r\n";
  if (!bearer.empty()) r += "Authorization: Bearer " + std::string(bearer) + "\r\n";
  if (!body.empty()) r += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return r + "\r\n" + std::string(body);
}

/// A mailbox and the requests about it.
struct Box {
  explicit Box(std::uint64_t seed) {
    crypto::SeededRandom random(seed);
    mailbox = wire::make_mailbox("http://relay.example", random);
  }
  [[nodiscard]] std::string path() const { return "/v1/mailboxes/" + mailbox.address.mailbox.hex(); }
  [[nodiscard]] std::string envelopes() const { return path() + "/envelopes"; }
  [[nodiscard]] std::string hashes() const {
    return R"({"deposit":")" + wire::key_hash(mailbox.address.deposit.view()).hex() + R"(","fetch":")" +
           wire::key_hash(mailbox.fetch.view()).hex() + R"("})";
  }
  [[nodiscard]] std::string create() const { return request("PUT", path(), {}, hashes()); }
  [[nodiscard]] std::string deposit(std::string_view body) const {
    return request("POST", envelopes(), mailbox.address.deposit.hex(), body);
  }
  [[nodiscard]] std::string deposit_of(std::uint64_t seed) const { return deposit(base::as_text(envelope_of(seed))); }
  [[nodiscard]] std::string fetch(std::string_view query = {}) const {
    return request("GET", envelopes() + std::string(query), mailbox.fetch.hex());
  }
  [[nodiscard]] std::string delete_through(std::uint64_t n) const {
    return request("DELETE", envelopes() + "?through=" + std::to_string(n), mailbox.fetch.hex());
  }
  [[nodiscard]] std::string remove() const { return request("DELETE", path(), mailbox.fetch.hex()); }

  wire::Mailbox mailbox;
};

}  // namespace offices::relay::testing
