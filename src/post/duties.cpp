// SPDX-License-Identifier: Apache-2.0
#include "post/duties.hpp"

#include <algorithm>

#include "mediation/incidents.hpp"
#include "post/ahead.hpp"
#include "post/news.hpp"
#include "post/outbox.hpp"

namespace offices::post {
namespace {

using mediation::Precedence;

constexpr const char* list_cell = "duty/list";
constexpr const char* row_cell = "duty/row";          // of the record: up to here everything was told of, or counted
constexpr const char* arrived_cell = "duty/arrived";  // {case: {precedence, count}}

/// How urgently its arrival is told; none where it is not.
std::optional<Precedence> calls_for(const mediation::Body& body) {
  const auto* test = std::get_if<mediation::LineTest>(&body);
  bool arrives = comes_into_inbox(body) || std::holds_alternative<mediation::Incident>(body) ||
                 std::holds_alternative<mediation::Outreach>(body) || (test && test->person);
  return arrives ? std::optional(outbox::precedence_of(body, nullptr)) : std::nullopt;
}

/// What was told of before its turn is not told of again.
std::string early_cell(const record::StatementId& id) { return "duty/early/" + id.hex(); }

void count(Json& arrived, const record::CaseId& id, Precedence precedence) {
  auto& of_case = arrived[id.hex()];
  if (of_case.is_null()) of_case = {{"precedence", mediation::word(precedence)}, {"count", 0}};
  auto before = mediation::from_word<Precedence>(of_case.at("precedence").get<std::string>()).value_or(Precedence::routine);
  of_case["precedence"] = mediation::word(std::max(before, precedence));
  of_case["count"] = of_case.at("count").get<std::int64_t>() + 1;
}

}  // namespace

Result<DutyList> Duties::list() {
  OFFICES_TRY(json, ledger_.get(list_cell));
  return json ? read_duty_list(*json) : DutyList{};
}

Result<void> Duties::set(const DutyList& list) {
  OFFICES_TRY(row, ledger_.newest_row());
  OFFICES_CHECK(ledger_.put(row_cell, {{"row", row}}));
  OFFICES_CHECK(ledger_.erase(arrived_cell));
  return ledger_.put(list_cell, to_json(list));
}

Result<Duties::Todo> Duties::next_call(const LocalMinute& minute) {
  Todo todo;
  OFFICES_CHECK(ledger_.transaction([&]() -> Result<void> {
    todo = {};
    OFFICES_TRY(duty, list());
    if (duty.stages.empty()) return {};
    OFFICES_TRY(cases, cases_in(ledger_));
    for (const auto& id : cases) OFFICES_CHECK(in_case(duty, id, minute, todo));
    return {};
  }));
  return todo;
}

Result<void> Duties::in_case(const DutyList& duty, const record::CaseId& id, const LocalMinute& minute, Todo& todo) {
  OFFICES_TRY(folder, Folder::open(ledger_, id));
  const auto me = folder.state().self;
  auto* line = folder.line_of(me);
  if (folder.as_intermediary() || !line || line->state != LineState::open || line->awaiting_tail) return {};
  OFFICES_TRY(all, ids_on<record::Digest>(ledger_, names::incidents(id), "incident"));
  for (const auto& incident : all) {
    OFFICES_TRY(state, folder.incident(me, incident));
    const auto* outreach = state ? state->latest() : nullptr;
    if (!outreach) continue;
    auto progress = mediation::progress_of(*state, outreach->number);
    if (!progress.at_post || progress.seen) continue;
    // By this post's own clock, from when the words were here: the clock of the intermediary may be another.
    auto plan = plan_of(duty, outreach->precedence, progress.at_post->plus(outreach->handling_s), minute);
    auto attempt = mediation::attempts_of(*state, outreach->number, me);
    while (static_cast<std::size_t>(attempt) < plan.size()) {
      const auto& step = plan[static_cast<std::size_t>(attempt)];
      if (step.at > clock_.now()) {
        if (!todo.next || step.at < *todo.next) todo.next = step.at;
        break;
      }
      ++attempt;
      if (!step.held_back) {
        const auto& stage = duty.stages[step.stage];
        DutyCall call{id, incident, outreach->number, attempt, outreach->precedence, stage.name, stage.command};
        if (!todo.call || todo.call->precedence < call.precedence) todo.call = std::move(call);
        break;
      }
      mediation::Attempt body{incident, outreach->number, attempt, mediation::AttemptOutcome::held_back};
      OFFICES_TRY(said, clerk_.sign(folder, *line, body));
      (void)said;
      todo.said = true;
    }
  }
  return folder.save();
}

Result<void> Duties::called(const DutyCall& call, bool well) {
  return ledger_.transaction([&]() -> Result<void> {
    OFFICES_TRY(folder, Folder::open(ledger_, call.of_case));
    auto* line = folder.line_of(folder.state().self);
    if (!line) return {};
    mediation::Attempt body{call.incident, call.number, call.attempt,
                            well ? mediation::AttemptOutcome::called : mediation::AttemptOutcome::failed};
    if (!clerk_.rehearse(folder, *line, body)) return {};
    OFFICES_TRY(said, clerk_.sign(folder, *line, body));
    (void)said;
    if (!well)
      OFFICES_CHECK(folder.notice(clock_.now(), "The command of '" + call.stage +
                                                    "' on the duty list did not run to a good end: nobody may " +
                                                    "have been called. Try it with 'duty test'."));
    return folder.save();
  });
}

/// Counts what has come since the last time; by itself, so that what was counted stays so whatever becomes of the command.
Result<void> Duties::collect(const DutyList& duty) {
  OFFICES_TRY(newest, ledger_.newest_row());
  OFFICES_TRY(row, ledger_.get(row_cell));
  auto after = row ? row->at("row").get<std::int64_t>() : newest;
  OFFICES_TRY(before, ledger_.get(arrived_cell));
  Json arrived = before.value_or(Json::object());
  std::vector<std::string> told_before;
  OFFICES_CHECK(ledger_.each_between(after, newest + 1, [&](Kept&& kept) -> Result<bool> {
    if (kept.own || !kept.placed) return true;
    auto body = mediation::decode_body(kept.kind, record::decode_payload(kept.entry.statement.payload)->body);
    auto precedence = body ? calls_for(*body) : std::nullopt;
    if (!precedence || *precedence < duty.notify_from) return true;
    OFFICES_TRY(told, ledger_.get(early_cell(kept.entry.statement.id())));
    if (told) told_before.push_back(early_cell(kept.entry.statement.id()));
    else count(arrived, kept.of_case, *precedence);
    return true;
  }));
  for (const auto& cell : told_before) OFFICES_CHECK(ledger_.erase(cell));
  OFFICES_TRY(cases, cases_in(ledger_));
  for (const auto& id : cases) {
    OFFICES_TRY(early, ahead::in(ledger_, id));
    for (const auto& e : early) {
      auto cell = early_cell(e.entry.statement.id());
      OFFICES_TRY(told, ledger_.get(cell));
      if (told) continue;
      auto s = record::decode_payload(e.entry.statement.payload);
      auto body = mediation::decode_body(s->kind, s->body);
      OFFICES_CHECK(ledger_.put(cell, true));
      if (auto p = calls_for(*body); p && *p >= duty.notify_from) count(arrived, id, *p);
    }
  }
  OFFICES_CHECK(ledger_.put(row_cell, {{"row", newest}}));
  return ledger_.put(arrived_cell, arrived);
}

Result<std::optional<Arrival>> Duties::next_arrival() {
  std::optional<Arrival> out;
  auto work = [&]() -> Result<void> {
    out.reset();
    OFFICES_TRY(duty, list());
    if (duty.notify.empty()) return {};
    OFFICES_CHECK(collect(duty));
    OFFICES_TRY(arrived, ledger_.get(arrived_cell));
    for (const auto& [id, of_case] : arrived->items()) {
      OFFICES_TRY(precedence, mediation::from_word<Precedence>(of_case.at("precedence").get<std::string>()));
      if (out && out->precedence >= precedence) continue;
      OFFICES_TRY(which, record::CaseId::from_hex(id));
      out = Arrival{which, precedence, of_case.at("count").get<std::int64_t>(), duty.notify};
    }
    return {};
  };
  OFFICES_CHECK(ledger_.transaction(work, store::Sync::later));
  return out;
}

Result<void> Duties::told(const Arrival& arrival) {
  return ledger_.transaction([&]() -> Result<void> {
    OFFICES_TRY(arrived, ledger_.get(arrived_cell));
    if (!arrived || !arrived->contains(arrival.of_case.hex())) return {};
    auto& of_case = (*arrived)[arrival.of_case.hex()];
    auto left = of_case.at("count").get<std::int64_t>() - arrival.count;
    if (left > 0) of_case["count"] = left;
    else arrived->erase(arrival.of_case.hex());
    return ledger_.put(arrived_cell, *arrived);
  });
}

}  // namespace offices::post
