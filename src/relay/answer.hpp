// SPDX-License-Identifier: Apache-2.0
// Answer: what the relay says back, before it becomes HTTP.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "relay/storage.hpp"

namespace offices::relay {

/// A share of the memory that bodies may take; gives it back when it dies.
class Share {
 public:
  Share() = default;
  Share(std::size_t& taken, std::size_t bytes) : taken_(&taken), bytes_(bytes) { taken += bytes; }
  Share(Share&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)), bytes_(other.bytes_) {}
  Share& operator=(Share&& other) noexcept {
    std::swap(taken_, other.taken_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~Share() {
    if (taken_) *taken_ -= bytes_;
  }

 private:
  std::size_t* taken_ = nullptr;
  std::size_t bytes_ = 0;
};

struct Answer {
  int status = 200;
  std::string content_type{};  ///< empty where there is no body
  Bytes body{};
  std::vector<std::pair<std::string, std::string>> headers{};
  Share share{};  ///< of the memory that `body` takes
};

/// 200 with a JSON body in its one spelling.
[[nodiscard]] Answer json_answer(const Json& body, int status = 200);
/// A status without a body.
[[nodiscard]] Answer empty_answer(int status);
/// {"error":{"code","message","hint"}} with the row of the error table, and its status. The detail, where there is one,
/// follows the message after a colon.
[[nodiscard]] Answer error_answer(const Error& error);
/// The envelopes of a fetch with the two headers about the mailbox.
[[nodiscard]] Answer page_answer(const Page& page);

}  // namespace offices::relay
