// SPDX-License-Identifier: Apache-2.0
// Verbs about lines: testing them, answering a test, and how they are.
#include "post/line_health.hpp"

namespace offices::post {
namespace {

using mediation::Answerer;

constexpr std::int64_t every_least_s = 60, every_most_s = 7 * base::day_s;

/// The line to the intermediary, or the intermediary's to NAME.
Result<Line*> line_to(Folder& folder, const std::optional<std::string>& name) {
  auto side = folder.state().self;
  if (folder.as_intermediary()) {
    if (!name) return fail(Code::usage, "'name' is missing: which line");
    OFFICES_TRY(p, find_participant(folder, *name));
    side = p.id;
  } else if (name && *name != folder.state().name_of(folder.state().intermediary)) {
    return fail(Code::wrong_role, "a side's line is to the intermediary; there is none between sides");
  }
  auto* line = folder.line_of(side);
  if (!line || line->state != LineState::open) return fail(Code::not_a_participant, "no open line");
  return line;
}

Result<Json> line_test(Office& office, Args& args) {
  auto which = args.text("case");
  auto name = args.maybe("name");
  bool person = args.flag("person"), stop = args.flag("stop");
  auto every_s = args.integer("every_s", 0, every_least_s, every_most_s);
  OFFICES_CHECK(args.finish());
  if (stop && every_s != 0) return fail(Code::usage, "either test it every so often or stop that");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(line, line_to(folder, name));
  if (stop) OFFICES_CHECK(office.ledger.erase(names::line_schedule(line->id)));
  if (every_s != 0)
    OFFICES_CHECK(
        office.ledger.put(names::line_schedule(line->id), {{"every_s", every_s}, {"next", office.clock.now().plus(every_s).seconds}}));
  auto with = folder.state().name_of(line->peer);
  if (stop) return Json{{"test", nullptr}, {"number", nullptr}, {"with", with}, {"every_s", nullptr}};
  OFFICES_TRY(number, office.clerk.next_test(folder, *line));
  OFFICES_TRY(test, sign_and_save(office, folder, *line, mediation::LineTest{number, person}));
  return Json{
      {"test", test.hex()}, {"number", number}, {"with", with}, {"every_s", every_s ? Json(every_s) : Json(nullptr)}, {"delivery", queued}};
}

Result<Json> line_answer(Office& office, Args& args) {
  auto prefix = args.text("test");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(kept, find_kept(office, prefix, {"test"}));
  OFFICES_TRY(folder, Folder::open(office.ledger, kept.of_case));
  OFFICES_TRY(body, body_of(kept));
  auto* line = folder.line_of(kept.side);
  if (!line) return fail(Code::store_damaged, "the line of a test is missing");
  auto number = std::get<mediation::LineTest>(body).number;
  OFFICES_TRY(id, sign_and_save(office, folder, *line, mediation::LineAnswer{kept.entry.statement.id(), number, Answerer::person}));
  return Json{{"answer", id.hex()}, {"number", number}, {"delivery", queued}};
}

Result<Json> line_show(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  return line_health(office, folder);
}

}  // namespace

std::span<const Verb> line_verbs() {
  static constexpr Verb verbs[] = {{"line.test", line_test, true}, {"line.answer", line_answer, true}, {"line.show", line_show, false}};
  return verbs;
}

}  // namespace offices::post
