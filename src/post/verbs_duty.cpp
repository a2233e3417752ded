// SPDX-License-Identifier: Apache-2.0
// Verbs about whom a post calls. The socket's alone: the desk does not set what runs on its user's machine.
#include "post/office.hpp"

namespace offices::post {
namespace {

Result<Json> duty_set(Office& office, Args& args) {
  const auto* json = args.raw("list");
  OFFICES_CHECK(args.finish());
  if (!json) return fail(Code::usage, "'list' is missing");
  OFFICES_TRY(list, read_duty_list(*json));
  OFFICES_CHECK(office.duties.set(list));
  return to_json(list);
}

Result<Json> duty_show(Office& office, Args& args) {
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(list, office.duties.list());
  return to_json(list);
}

}  // namespace

std::span<const Verb> duty_verbs() {
  static constexpr Verb verbs[] = {{"duty.set", duty_set, true}, {"duty.show", duty_show, false}};
  return verbs;
}

}  // namespace offices::post
