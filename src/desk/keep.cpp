// SPDX-License-Identifier: Apache-2.0
#include "desk/keep.hpp"

#include <algorithm>

#include "post/args.hpp"

namespace offices::desk {
namespace {

constexpr std::string_view shelf = "desk";
constexpr std::size_t name_length_max = 64;

std::string cell(const std::string& name) { return "desk/" + name; }

Result<void> check_name(std::string_view name) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("._:-").contains(c); };
  if (name.empty() || name.size() > name_length_max || !std::ranges::all_of(name, fits))
    return fail(Code::usage, "a name has 1 to 64 characters of a-z 0-9 . _ : -");
  return {};
}

Result<void> put(post::Ledger& ledger, const std::string& name, const Json& value) {
  if (value.is_null()) return ledger.erase(cell(name));
  OFFICES_TRY(before, ledger.get(cell(name)));
  OFFICES_TRY(count, ledger.count(shelf));
  if (!before && count >= kept_names_max) return fail(Code::too_large, "64 names are kept already");
  return ledger.put(cell(name), {{"name", name}, {"value", value}}, shelf);
}

}  // namespace

Result<Json> keep(post::Ledger& ledger, const Json& json) {
  post::Args args(json);
  auto name = args.text("name");
  const auto* value = args.raw("value");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(check_name(name));
  Json what = value ? *value : Json(nullptr);
  if (base::spell(what).size() > kept_bytes_max) return fail(Code::too_large, "256 KiB are kept under a name");
  OFFICES_CHECK(ledger.transaction([&] { return put(ledger, name, what); }));
  return Json{{"name", name}};
}

Result<Json> kept(post::Ledger& ledger, const Json& json) {
  post::Args args(json);
  auto name = args.maybe("name");
  OFFICES_CHECK(args.finish());
  if (name) {
    OFFICES_CHECK(check_name(*name));
    OFFICES_TRY(one, ledger.get(cell(*name)));
    return one ? *one : Json{{"name", *name}, {"value", nullptr}};
  }
  Json items = Json::array();
  OFFICES_CHECK(ledger.each(shelf, [&](const Json& one) -> Result<bool> {
    items.push_back(one);
    return true;
  }));
  return Json{{"items", items}};
}

}  // namespace offices::desk
