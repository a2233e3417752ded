// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::from_word;

constexpr std::int64_t mandate_default_s = 7 * base::day_s;

}  // namespace

mediation::Terms read_terms(Args& args, Folder& folder, Time now) {
  mediation::Terms t;
  if (auto v = args.maybe("form")) t.form = args.keep(from_word<mediation::Form>(*v));
  if (auto v = args.maybe("approval")) t.approval = args.keep(from_word<mediation::Approval>(*v));
  if (auto v = args.maybe("attribution")) t.attribution = args.keep(from_word<mediation::Attribution>(*v));
  if (auto v = args.maybe("disclosure")) t.disclosure = args.keep(from_word<mediation::Disclosure>(*v));
  t.not_before = args.time("not_before", now);
  t.until = args.time("until", now).value_or(now.plus(mandate_default_s));
  if (auto v = args.maybe("simultaneous_with")) {
    auto with = find_participant(folder, *v);
    if (with) t.simultaneous_with = with->id;
    else args.note(with.error());
  }
  t.public_line = args.maybe("public_line");
  if (t.public_line)
    if (auto ok = base::check_text(*t.public_line); !ok) args.note(ok.error());
  return t;
}

}  // namespace offices::post
