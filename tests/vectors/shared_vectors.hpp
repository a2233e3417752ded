// SPDX-License-Identifier: Apache-2.0
// Shared vectors: reads the third-party test vectors, which are not part of the project. A test that needs a file which
// is not there is skipped and says so.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace offices::vectors {

/// Where the vectors are: under $GOODOFFICES_SHARED, else where the build says.
inline std::filesystem::path folder() {
  const char* set = std::getenv("GOODOFFICES_SHARED");
  return std::filesystem::path(set ? set : OFFICES_SHARED) / "vectors";
}

/// The file's octets; empty where it is absent.
inline std::string text(const std::string& path) {
  std::ifstream in(folder() / path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Upper or lower case. Throws where it is not hexadecimal: then the vector file is broken.
inline Bytes unhex(std::string digits) {
  for (char& c : digits)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  auto r = base::from_hex(digits);
  if (!r) throw std::runtime_error("not hexadecimal: " + digits);
  return *r;
}
inline Bytes unhex(const nlohmann::json& v) { return unhex(v.get<std::string>()); }
/// The octets of `key`, none where the vector has no such field.
inline Bytes unhex_or_none(const nlohmann::json& v, const char* key) { return v.contains(key) ? unhex(v.at(key)) : Bytes{}; }

template <std::size_t N>
std::array<Byte, N> fixed(ByteView v) {
  if (v.size() != N) throw std::runtime_error("a vector of " + std::to_string(v.size()) + " octets");
  std::array<Byte, N> out{};
  std::ranges::copy(v, out.begin());
  return out;
}

using Record = std::map<std::string, std::string, std::less<>>;

/// Reads "key = value" lines; a key seen in the record already begins the next one. Comments begin with '#'.
inline std::vector<Record> records(std::string_view lines) {
  std::vector<Record> out(1);
  while (!lines.empty()) {
    auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    auto equals = line.find('=');
    if (line.starts_with('#') || equals == std::string_view::npos) continue;
    auto trim = [](std::string_view s) {
      auto first = s.find_first_not_of(" \r");
      return first == std::string_view::npos ? std::string() : std::string(s.substr(first, s.find_last_not_of(" \r") - first + 1));
    };
    auto key = trim(line.substr(0, equals));
    if (out.back().contains(key)) out.emplace_back();
    out.back()[key] = trim(line.substr(equals + 1));
  }
  return out;
}

}  // namespace offices::vectors

/// Binds the octets of a vector file, or skips the test.
#define OFFICES_VECTOR_TEXT(name, path)             \
  const auto name = ::offices::vectors::text(path); \
  if (name.empty()) GTEST_SKIP() << "skipped: no file " << path << " under " << ::offices::vectors::folder()
/// The same, parsed.
#define OFFICES_VECTOR_JSON(name, path)   \
  OFFICES_VECTOR_TEXT(name##_text, path); \
  const auto name = ::nlohmann::json::parse(name##_text)
