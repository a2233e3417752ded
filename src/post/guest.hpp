// SPDX-License-Identifier: Apache-2.0
// Guest: whatever serves a running post to its user beside the socket, on the same thread; and what the post lends it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "post/courier.hpp"
#include "post/local_api.hpp"

namespace offices::post {

/// What a running post lends its guest. Outlives it.
class Host {
 public:
  virtual ~Host() = default;
  [[nodiscard]] virtual boost::asio::io_context& io() = 0;
  /// Answers a verb exactly as the socket does.
  [[nodiscard]] virtual boost::asio::awaitable<Result<Json>> answer(Request request) = 0;
  [[nodiscard]] virtual Ledger& ledger() = 0;
  [[nodiscard]] virtual std::vector<RelayHealth> relays() const = 0;
};

class Guest {
 public:
  virtual ~Guest() = default;
  /// Answers a verb whose name begins with "desk.", asked on the socket.
  [[nodiscard]] virtual Result<Json> call(std::string_view verb, const Json& args) = 0;
  /// The record has grown, or a relay has come or gone.
  virtual void on_news() = 0;
  /// Ends whatever is under way; the thread goes on for a moment.
  virtual void stop() = 0;
};

}  // namespace offices::post
