// SPDX-License-Identifier: Apache-2.0
// Shared scenarios: finds the third-party test data, for tests and benchmarks. Not part of the library's interface.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "accord/read.hpp"

namespace offices::accord::shared {

/// Where the scenarios are: $GOODOFFICES_SHARED, else where the build says.
inline std::filesystem::path folder() {
  const char* set = std::getenv("GOODOFFICES_SHARED");
  return std::filesystem::path(set ? set : OFFICES_SHARED) / "accord";
}

inline File load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {path.filename().string(), std::string(std::istreambuf_iterator<char>(in), {})};
}

/// The manifest's entries; empty where the data is absent.
inline nlohmann::json manifest() {
  auto file = load(folder() / "manifest.json");
  return file.bytes.empty() ? nlohmann::json::array() : nlohmann::json::parse(file.bytes);
}

inline Result<Scenario> scenario(const nlohmann::json& entry, const Reading& reading = {}) {
  auto at = folder() / entry["path"].get<std::string>();
  std::optional<File> domain;
  if (!entry["domain"].is_null()) domain = load(at / entry["domain"].get<std::string>());
  std::vector<File> profiles;
  for (const auto& p : entry["profiles"]) profiles.push_back(load(at / p.get<std::string>()));
  return read_scenario(domain, profiles, reading);
}

}  // namespace offices::accord::shared
