// SPDX-License-Identifier: Apache-2.0
#include "post/line_health.hpp"

#include <algorithm>

#include "post/whereabouts.hpp"

namespace offices::post {
namespace {

using mediation::Answerer;
using mediation::LineTestState;

constexpr std::int64_t answer_within_s = 300;
constexpr std::size_t looked_at = 64;

/// The newest tests of a line, newest first.
Result<std::vector<LineTestState>> tests_of(Office& office, Folder& folder, const Line& line) {
  std::vector<LineTestState> out;
  OFFICES_CHECK(office.ledger.each(
      names::line_tests(line.id),
      [&](const Json& json) -> Result<bool> {
        OFFICES_TRY(id, record::StatementId::from_hex(json.at("test").get<std::string>()));
        OFFICES_TRY(subject, folder.subject(id));
        if (subject) out.push_back(std::get<LineTestState>(*std::move(subject)));
        return out.size() < looked_at;
      },
      true));
  return out;
}

/// When it came to this post.
Result<Time> came(Office& office, const record::StatementId& id) {
  OFFICES_TRY(kept, office.ledger.by_id(id));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  return kept->received;
}

/// From the tests that this post made: by its own clock alone.
Result<Json> outward(Office& office, const Line& line, const std::vector<LineTestState>& tests) {
  Json out{{"number", nullptr}, {"time", nullptr}, {"round_trip_s", nullptr}, {"person", nullptr}};
  std::int64_t missed = 0;
  std::optional<Json> silent;
  for (const auto& t : tests) {
    if (t.by != line.me) continue;
    if (const auto* a = t.answer(Answerer::post)) {
      OFFICES_TRY(at, came(office, a->fact.id));
      out = {{"number", t.number},
             {"time", base::iso(t.fact.time)},
             {"round_trip_s", at.seconds - t.fact.time.seconds},
             {"person", t.answer(Answerer::person) ? Json(base::iso(t.answer(Answerer::person)->fact.time)) : Json(nullptr)}};
      break;
    }
    if (t.fact.time.plus(answer_within_s) < office.clock.now()) ++missed;
    if (silent) continue;
    OFFICES_TRY(where, whereabouts(office.ledger, line, t.fact.id));
    silent = Json{{"number", t.number}, {"time", base::iso(t.fact.time)}, {"state", word_of(where.way)}, {"relays", where.relays}};
  }
  return Json{{"good", std::move(out)}, {"missed", missed}, {"open", silent ? *std::move(silent) : Json(nullptr)}};
}

std::string health_sentence(const std::string& with, const Json& sent) {
  const auto& open = sent.at("open");
  if (sent.at("good").at("number").is_null() && open.is_null()) return "The line to " + with + " was never tested from here.";
  if (sent.at("missed") == 0) return "The line to " + with + (open.is_null() ? " answers." : " is being tested.");
  auto state = open.at("state").get<std::string>();
  auto where = state == "not-sent" ? "it was not sent: no relay of " + with + " has taken it"
               : state == "at-relay"
                   ? "it is at the relay " + (open.at("relays").empty() ? std::string() : open.at("relays")[0].get<std::string>()) +
                         ", and " + with + "'s post has not fetched it"
                   : "it is at " + with + "'s post, which has not answered";
  return "Test " + std::to_string(open.at("number").get<std::int64_t>()) + " has no answer: " + where + ".";
}

Result<Json> line_json(Office& office, Folder& folder, const Line& line) {
  OFFICES_TRY(tests, tests_of(office, folder, line));
  OFFICES_TRY(out, outward(office, line, tests));
  Json in{{"number", nullptr}, {"time", nullptr}, {"received", nullptr}};
  for (const auto& t : tests)
    if (t.by != line.me) {
      OFFICES_TRY(at, came(office, t.fact.id));
      in = {{"number", t.number}, {"time", base::iso(t.fact.time)}, {"received", base::iso(at)}};
      break;
    }
  OFFICES_TRY(schedule, office.ledger.get(names::line_schedule(line.id)));
  auto with = folder.state().name_of(line.peer);
  auto sentence = health_sentence(with, out);
  bool healthy = out.at("missed") == 0 && !out.at("good").at("number").is_null();
  return Json{{"with", with},
              {"healthy", healthy},
              {"sent", std::move(out)},
              {"came", std::move(in)},
              {"every_s", schedule ? schedule->at("every_s") : Json(nullptr)},
              {"last_contact", line.last_contact ? Json(base::iso(*line.last_contact)) : Json(nullptr)},
              {"clocks_differ", line.clocks_differ},
              {"sentence", std::move(sentence)}};
}

}  // namespace

Result<Json> line_health(Office& office, Folder& folder) {
  std::vector<Json> items;
  for (const auto& [line_id, line] : folder.lines) {
    if (line.state != LineState::open) continue;
    OFFICES_TRY(item, line_json(office, folder, line));
    items.push_back(std::move(item));
  }
  std::ranges::sort(items, {}, [](const Json& l) { return l.at("with").get<std::string>(); });
  bool healthy = !items.empty() && std::ranges::all_of(items, [](const Json& l) { return l.at("healthy").get<bool>(); });
  return Json{{"items", std::move(items)}, {"healthy", healthy}};
}

}  // namespace offices::post
