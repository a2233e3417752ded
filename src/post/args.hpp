// SPDX-License-Identifier: Apache-2.0
// Args: the arguments of a verb, read one by one; what nobody asked for is refused.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace offices::post {

/// Reads arguments; the first fault is kept and given by finish() as Code::usage (or the code of its own that it has).
class Args {
 public:
  explicit Args(const Json& json);
  [[nodiscard]] std::string text(const char* key);                  ///< required
  [[nodiscard]] std::optional<std::string> maybe(const char* key);  ///< absent or null: none
  [[nodiscard]] std::vector<std::string> list(const char* key);     ///< of strings; absent: empty
  [[nodiscard]] bool flag(const char* key);                         ///< absent: false
  [[nodiscard]] std::int64_t integer(const char* key, std::int64_t otherwise, std::int64_t least, std::int64_t most);
  [[nodiscard]] std::optional<Time> time(const char* key, Time now);  ///< as people type it
  [[nodiscard]] const Json* raw(const char* key);
  template <class T>
  [[nodiscard]] T keep(Result<T> r, T otherwise = {}) {
    if (r) return *std::move(r);
    note(std::move(r).error());
    return otherwise;
  }
  void note(Error e) {
    if (!error_) error_ = std::move(e);
  }
  [[nodiscard]] Result<void> finish();

 private:
  const Json* find(const char* key);
  const Json& json_;
  std::set<std::string, std::less<>> seen_;
  std::optional<Error> error_;
};

}  // namespace offices::post
