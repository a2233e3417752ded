// SPDX-License-Identifier: Apache-2.0
// Route: what a request to the desk asks for, read from its method and target, which may come from anyone (docs/api.md,
// "Over HTTP").
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"

namespace offices::desk {

struct OpenRoute {
  std::string token;
  bool operator==(const OpenRoute&) const = default;
};
struct PageRoute {
  std::string path;  ///< as it was asked for; never a path of the file system
  bool operator==(const PageRoute&) const = default;
};
struct DocumentRoute {
  bool operator==(const DocumentRoute&) const = default;
};
struct EventsRoute {
  bool operator==(const EventsRoute&) const = default;
};
struct VerbRoute {
  std::string verb;
  bool operator==(const VerbRoute&) const = default;
};
/// What the desk itself is asked: "state", "active", "lock", "unlock".
struct DeskRoute {
  std::string what;
  bool operator==(const DeskRoute&) const = default;
};

using Route = std::variant<OpenRoute, PageRoute, DocumentRoute, EventsRoute, VerbRoute, DeskRoute>;

struct Wanted {
  Route route;
  bool head = false;  ///< everything but the body
};

/// Reads method and target. Nothing is decoded: a path in another spelling is another path. Fails with Code::not_found,
/// Code::method_not_allowed, and Code::usage for the name of a verb that cannot be one.
[[nodiscard]] Result<Wanted> read_route(std::string_view method, std::string_view target);

}  // namespace offices::desk
