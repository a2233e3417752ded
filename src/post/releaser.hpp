// SPDX-License-Identifier: Apache-2.0
// Releaser: a running post writes the joint texts that its user has told it to, at their instant and not before, by its own clock.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "post/post.hpp"

namespace offices::post {

/// Writes every text of the shelf names::releases whose time has come; says so, or why not, in a notice. When to look again by the
/// clock; none where only something that arrives can change anything.
[[nodiscard]] Result<std::optional<Time>> release_due_texts(Post& post, bool& wrote);

/// Belongs to the thread of its io_context, as the post does.
class Releaser {
 public:
  Releaser(boost::asio::io_context& io, Post& post, std::function<void()> wrote);
  void start();
  /// Something has arrived or was told.
  void wake() { pause_.cancel(); }
  void stop();

 private:
  [[nodiscard]] boost::asio::awaitable<void> loop();
  boost::asio::io_context& io_;
  Post& post_;
  std::function<void()> wrote_;
  boost::asio::steady_timer pause_;
  bool stopped_ = false;
};

}  // namespace offices::post
