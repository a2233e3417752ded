// SPDX-License-Identifier: Apache-2.0
// Negotiation: a case of two sides with an agenda, for tests of frameworks and ballots.
#pragma once

#include <cstdlib>

#include "sim/playing.hpp"

namespace offices::sim {

inline constexpr const char* agenda_file =
    R"({"format":"goodoffices-accord-1","agenda":{"name":"Water","issues":[{"name":"Flow","options":["low","middle","high"]},)"
    R"({"name":"Dam","options":["open","shared","closed"]},{"name":"Fee","options":["none","half","full"]}]}})";

class Negotiation : public Playing {
 public:
  const std::vector<std::string> sides{"Israel", "Iran"};

  explicit Negotiation(std::uint64_t seed) : Playing(seed) {
    net.add("Moscow");
    for (const auto& side : sides) net.add(side);
    id = net.open_case({{"Israel", "party"}, {"Iran", "party"}});
    must("Moscow", "agenda.set", {{"case", id}, {"document", agenda_file}});
    net.settle();
  }

  [[nodiscard]] std::vector<std::string> everybody() const { return {"Moscow", "Israel", "Iran"}; }

  static std::string framework_file(const std::string& title, const Json& package, const std::string& replaces = "") {
    Json file{
        {"format", "goodoffices-framework-1"}, {"title", title}, {"text", "The sides settle it so: " + title + "."}, {"package", package}};
    if (!replaces.empty()) file["replaces"] = replaces;
    return file.dump();
  }
  std::string table_one(const std::string& title = "First", const Json& package = {{"Flow", "middle"}, {"Dam", "shared"}}) {
    auto tabled = must("Moscow", "framework.table", {{"case", id}, {"documents", {framework_file(title, package)}}});
    net.settle();
    return tabled.at("frameworks").at(0).at("framework").get<std::string>();
  }
  std::string open_ballot(const std::string& framework, const std::string& ends = "+40d") {
    auto opened = must("Moscow", "ballot.open", {{"framework", framework}, {"until", "+1h"}, {"ends", ends}, {"unverified", true}});
    net.settle();
    return opened.at("ballot").get<std::string>();
  }
  void vote(const std::string& who, const std::string& ballot, const std::string& vote) {
    must(who, "ballot.vote", {{"ballot", ballot}, {"vote", vote}, {"unverified", true}});
  }
  Json framework(const std::string& who, const std::string& framework) { return must(who, "framework.show", {{"framework", framework}}); }
  /// Past the instant, in fair weather, until nothing moves.
  void run_to_end(const std::string&) {
    net.weather = {};
    net.now = net.now.plus(7200);
    net.settle();
  }
  void check_all() {
    for (const auto& who : everybody()) must(who, "fsck", Json::object());
  }
  static std::uint64_t seeds(std::uint64_t otherwise) {
    const char* asked = std::getenv("GOODOFFICES_SIM_SEEDS");
    return asked ? std::min<std::uint64_t>(std::strtoull(asked, nullptr, 10), otherwise) : otherwise;
  }
};

}  // namespace offices::sim
