// SPDX-License-Identifier: Apache-2.0
#include "desk/route.hpp"

#include <algorithm>

namespace offices::desk {
namespace {

constexpr std::size_t verb_length_max = 40;
constexpr std::size_t path_length_max = 200;
constexpr std::size_t token_length_max = 64;

bool could_be_a_verb(std::string_view name) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '_'; };
  return !name.empty() && name.size() <= verb_length_max && std::ranges::all_of(name, fits);
}

/// Only letters, digits and - _ . / : what a file of the page may be called. No step upwards can be spelt with a match.
bool could_be_a_file(std::string_view path) {
  auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-_./").contains(c);
  };
  return path.starts_with('/') && path.size() <= path_length_max && std::ranges::all_of(path, fits);
}

Result<Wanted> only(std::string_view method, std::string_view allowed, Route route) {
  if (method == allowed) return Wanted{std::move(route)};
  return fail(Code::method_not_allowed, std::string(allowed) + " alone");
}

Result<Wanted> readable(std::string_view method, Route route) {
  if (method != "GET" && method != "HEAD") return fail(Code::method_not_allowed, "GET and HEAD alone");
  return Wanted{std::move(route), method == "HEAD"};
}

Result<Wanted> read_verb(std::string_view method, std::string_view name) {
  if (name == "events") return only(method, "GET", EventsRoute{});
  if (!could_be_a_verb(name)) return fail(Code::usage, "no such verb");
  return only(method, "POST", VerbRoute{std::string(name)});
}

Result<Wanted> read_desk(std::string_view method, std::string_view what) {
  if (what == "state") return only(method, "GET", DeskRoute{std::string(what)});
  if (what == "active" || what == "lock" || what == "unlock") return only(method, "POST", DeskRoute{std::string(what)});
  return fail(Code::not_found, {});
}

}  // namespace

Result<Wanted> read_route(std::string_view method, std::string_view target) {
  constexpr std::string_view open = "/open?token=", api = "/api/", desk = "/desk/";
  if (target.starts_with(open)) {
    auto token = target.substr(open.size());
    return only(method, "GET", OpenRoute{std::string(token.substr(0, token_length_max))});
  }
  if (target.starts_with(api)) return read_verb(method, target.substr(api.size()));
  if (target.starts_with(desk)) return read_desk(method, target.substr(desk.size()));
  // The page keeps what it shows behind "#", which no browser sends; a query is nobody's.
  auto path = target.substr(0, target.find('?'));
  if (path == "/api") return readable(method, DocumentRoute{});
  if (!could_be_a_file(path)) return fail(Code::not_found, {});
  return readable(method, PageRoute{std::string(path)});
}

}  // namespace offices::desk
