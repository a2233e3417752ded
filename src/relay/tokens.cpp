// SPDX-License-Identifier: Apache-2.0
#include "relay/tokens.hpp"

#include <fstream>

namespace offices::relay {
namespace {

crypto::Digest hash_of(std::string_view token) { return crypto::labelled_hash("relay-token", {base::as_bytes(token)}); }

bool is_token(std::string_view t) {
  return t.size() >= 16 && t.size() <= 256 && std::ranges::all_of(t, [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

Result<Tokens> Tokens::read(const std::string& path) {
  std::ifstream in(path);
  if (!in) return fail(Code::file_unreadable, "the token file");
  Tokens tokens;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.starts_with('#')) continue;
    if (!is_token(line)) return fail(Code::malformed, "a token is 16 to 256 printable characters without a space");
    tokens.hashes_.push_back(hash_of(line));
  }
  if (!tokens.required()) return fail(Code::malformed, "the token file holds no token");
  return tokens;
}

bool Tokens::admits(std::string_view token) const {
  auto presented = hash_of(token);
  bool found = false;
  for (const auto& h : hashes_) found |= crypto::equal_secret(h.view(), presented.view());
  return found;
}

}  // namespace offices::relay
