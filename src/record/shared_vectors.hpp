// SPDX-License-Identifier: Apache-2.0
// Shared vectors: finds the official test data, for tests alone.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "base/bytes.hpp"

namespace offices::record::shared {

/// Where the vectors are: $GOODOFFICES_SHARED, else where the build says.
inline std::filesystem::path folder() {
  const char* set = std::getenv("GOODOFFICES_SHARED");
  return std::filesystem::path(set ? set : OFFICES_SHARED) / "vectors";
}

inline std::string load(const std::string& name) {
  std::ifstream in(folder() / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Null where the file is absent.
inline nlohmann::json load_json(const std::string& name) {
  auto text = load(name);
  return text.empty() ? nlohmann::json() : nlohmann::json::parse(text);
}

/// A verifier key of C2SP signed-note: name, key id and Ed25519 key.
struct Vkey {
  std::string name;
  std::string key_id;
  Bytes key;
};
inline Vkey read_vkey(const std::string& text) {
  auto first = text.find('+'), second = text.find('+', first + 1);
  auto raw = base::from_base64(text.substr(second + 1)).value_or(Bytes(33));
  return {text.substr(0, first), text.substr(first + 1, second - first - 1), Bytes(raw.begin() + 1, raw.end())};
}

}  // namespace offices::record::shared

#define OFFICES_NEEDS_VECTORS \
  if (!std::filesystem::exists(offices::record::shared::folder())) GTEST_SKIP() << "the shared test vectors are not here"
