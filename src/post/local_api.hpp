// SPDX-License-Identifier: Apache-2.0
// LocalApi: the Unix socket on which a running post answers verbs, and its client. docs/api.md, "On the socket".
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <functional>
#include <memory>

#include "post/api.hpp"

namespace offices::post {

inline constexpr std::size_t request_bytes_max = 4 * 1024 * 1024;

struct Request {
  std::string verb;
  Json args;
};
/// Reads one line, which may come from any process of this user. Fails with Code::usage.
[[nodiscard]] Result<Request> read_request(std::string_view line);
[[nodiscard]] std::string answer_line(const Result<Json>& result);

/// Answers requests with `answer` until stop().
class LocalApi {
 public:
  using Answer = std::function<boost::asio::awaitable<Result<Json>>(Request)>;
  /// Binds the socket, mode 0600; a stale one of a dead process is replaced. Fails with Code::exists where one answers.
  [[nodiscard]] static Result<std::unique_ptr<LocalApi>> open(boost::asio::io_context& io, std::filesystem::path socket, Answer answer);
  ~LocalApi();
  void stop();

 private:
  LocalApi(boost::asio::io_context& io, std::filesystem::path socket, Answer answer);
  [[nodiscard]] boost::asio::awaitable<void> accept_loop();
  [[nodiscard]] boost::asio::awaitable<void> converse(std::shared_ptr<boost::asio::local::stream_protocol::socket> peer);

  boost::asio::io_context& io_;
  std::filesystem::path path_;
  Answer answer_;
  boost::asio::local::stream_protocol::acceptor acceptor_;
};

/// Speaks to a running post. Connects anew for each call.
class SocketSession final : public Api {
 public:
  explicit SocketSession(std::filesystem::path socket) : path_(std::move(socket)) {}
  /// Whether somebody answers there.
  [[nodiscard]] static bool is_answered(const std::filesystem::path& socket);
  [[nodiscard]] Result<Json> call(std::string_view verb, const Json& args) override;

 private:
  std::filesystem::path path_;
};

}  // namespace offices::post
