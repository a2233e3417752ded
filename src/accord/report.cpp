// SPDX-License-Identifier: Apache-2.0
#include "accord/report.hpp"

namespace offices::accord {
namespace {

std::string point_json(const Answer& answer, std::size_t p, bool with_count) {
  const auto& f = answer.frontier;
  if (with_count)
    return point_json(answer.scenario.agenda, {f.utilities(p), f.counted ? std::optional(f.count(p)) : std::nullopt, f.outcome(p)});
  return "{\"utility\":" + decimals_json(f.utilities(p)) + ",\"outcome\":" + outcome_json(answer.scenario.agenda, f.outcome(p)) + "}";
}

/// Ties can be as many as points, so they are written one by one.
void write_solution(const Answer& answer, const Solution& solution, const Rational* ceiling, const Sink& sink) {
  if (solution.points.empty()) return sink("null");
  std::string head = "{\"value\":\"" + decimal(solution.value) + "\"";
  if (ceiling) head += ",\"at_most\":\"" + decimal(*ceiling) + "\"";
  sink(head + ",\"points\":[");
  for (std::size_t i = 0; i < solution.points.size(); ++i) sink((i ? "," : "") + point_json(answer, solution.points[i], false));
  sink("],\"ties\":\"" + std::to_string(solution.points.size()) + "\",\"individually_rational\":");
  sink(solution.individually_rational ? "true}" : "false}");
}

void write_solutions(const Answer& answer, const Sink& sink) {
  const auto& s = answer.solutions;
  const Ceilings* c = answer.ceilings ? &*answer.ceilings : nullptr;
  sink("{\"nash\":");
  write_solution(answer, s.nash, c ? &c->nash : nullptr, sink);
  sink(",\"kalai_smorodinsky\":");
  write_solution(answer, s.kalai_smorodinsky, nullptr, sink);
  sink(",\"egalitarian\":");
  write_solution(answer, s.egalitarian, c ? &c->egalitarian : nullptr, sink);
  sink(",\"utilitarian\":");
  write_solution(answer, s.utilitarian, c ? &c->utilitarian : nullptr, sink);
  sink("}");
}

std::string zopa_json(const Answer& answer) {
  std::string out = std::string("{\"empty\":") + (answer.zopa.empty ? "true" : "false");
  out += std::string(",\"certain\":") + (answer.zopa.certain ? "true" : "false");
  out += ",\"frontier_size\":" + std::to_string(answer.solutions.rational_size);
  if (!answer.zopa.empty) return out + "}";
  out += ",\"concession_alone\":[";
  for (std::size_t s = 0; s < answer.zopa.alone.size(); ++s) {
    const auto& c = answer.zopa.alone[s];
    out += (s ? "," : "") + (c ? "\"" + decimal(*c) + "\"" : std::string("null"));
  }
  return out + "],\"concession_equal\":" + (answer.zopa.equal ? "\"" + decimal(*answer.zopa.equal) + "\"" : "null") + "}";
}

std::string head_json(const Answer& answer) {
  const auto& f = answer.frontier;
  std::string out = "{\"outcomes\":" + (answer.continuous ? std::string("null") : "\"" + answer.outcomes.str() + "\"");
  out += ",\"parties\":" + std::to_string(f.sides()) + ",\"sides\":[";
  for (std::size_t s = 0; s < f.sides(); ++s) out += (s ? "," : "") + json_text(answer.scenario.sides[s].name);
  out += "],\"convention\":" + json_text(name_of(answer.convention)) + ",\"exact\":" + (f.exact ? "true" : "false");
  if (!f.exact) out += ",\"slack\":" + decimals_json(f.slack);
  out += ",\"frontier_size\":" + std::to_string(f.size());
  return out + ",\"pareto_outcomes\":" + (f.counted ? "\"" + f.outcomes().str() + "\"" : "null");
}

void write_tail(const Answer& answer, const Sink& sink) {
  sink("\"zopa\":" + zopa_json(answer) + ",\"disagreement\":" + decimals_json(answer.disagreement) +
       ",\"lowest\":" + decimals_json(answer.lowest) + ",\"highest\":" + decimals_json(answer.highest) +
       ",\"ideal\":" + decimals_json(answer.solutions.ideal) + ",\"solutions\":");
  write_solutions(answer, sink);
  sink("}\n");
}

void text_solution(const Answer& answer, std::string_view name, const Solution& solution, const Sink& sink) {
  std::string line = "  " + std::string(name) + std::string(20 - name.size(), ' ');
  if (solution.points.empty()) {
    sink(line + "none: the ZOPA is empty\n");
    return;
  }
  line += decimal(solution.value, 6) + (solution.points.size() > 1 ? " (" + std::to_string(solution.points.size()) + " ties)" : "");
  if (!solution.individually_rational) line += "  outside the ZOPA";
  sink(line + "\n");
  std::size_t p = solution.points.front();
  for (std::size_t s = 0; s < answer.frontier.sides(); ++s)
    sink("    " + answer.scenario.sides[s].name + "  " + decimal(answer.frontier.utility(p, s), 6) + "\n");
  auto outcome = answer.frontier.outcome(p);
  for (std::size_t i = 0; i < outcome.choice.size(); ++i)
    sink("      " + answer.scenario.agenda.issues[i].name + ": " + answer.scenario.agenda.issues[i].option(outcome.choice[i]) + "\n");
}

void text_zopa(const Answer& answer, const Sink& sink) {
  if (!answer.zopa.empty) {
    sink("zone of possible agreement: " + std::to_string(answer.solutions.rational_size) + " of the frontier's points\n");
    return;
  }
  sink(answer.zopa.certain ? "zone of possible agreement: empty\n" : "zone of possible agreement: none found within the limits\n");
  for (std::size_t s = 0; s < answer.zopa.alone.size(); ++s) {
    const auto& c = answer.zopa.alone[s];
    sink("  " + answer.scenario.sides[s].name + " alone would have to give " + (c ? decimal(*c, 6) : std::string("more than it can")) +
         "\n");
  }
  if (answer.zopa.equal) sink("  or every side " + decimal(*answer.zopa.equal, 6) + "\n");
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  }
  return out + "\"";
}

std::string outcome_json(const Agenda& agenda, const Outcome& outcome) {
  std::string out = "{";
  for (std::size_t i = 0; i < outcome.choice.size(); ++i) {
    if (i > 0) out += ',';
    out += json_text(agenda.issues[i].name) + ":" + json_text(agenda.issues[i].option(outcome.choice[i]));
  }
  return out + "}";
}

std::string decimals_json(const std::vector<Rational>& values) {
  std::string out = "[";
  for (std::size_t i = 0; i < values.size(); ++i) out += (i ? ",\"" : "\"") + decimal(values[i]) + "\"";
  return out + "]";
}

std::string point_json(const Agenda& agenda, const StreamedPoint& point) {
  return "{\"utility\":" + decimals_json(point.utilities) + ",\"count\":" + (point.count ? "\"" + point.count->str() + "\"" : "null") +
         ",\"outcome\":" + outcome_json(agenda, point.outcome) + "}";
}

void write_json(const Answer& answer, const Sink& sink) {
  sink(head_json(answer) + ",\"frontier\":[");
  for (std::size_t p = 0; p < answer.frontier.size(); ++p) sink((p ? "," : "") + point_json(answer, p, true));
  sink("],");
  write_tail(answer, sink);
}

void write_json_lines(const Answer& answer, const Sink& sink) {
  for (std::size_t p = answer.streamed; p < answer.frontier.size(); ++p) sink(point_json(answer, p, true) + "\n");
  sink(head_json(answer) + ",");
  write_tail(answer, sink);
}

void write_text(const Answer& answer, std::size_t points, const Sink& sink) {
  const auto& f = answer.frontier;
  sink("outcomes: " + (answer.continuous ? std::string("a continuum") : answer.outcomes.str()) + "\n");
  sink("frontier: " + std::to_string(f.size()) + " points" + (f.counted ? ", " + f.outcomes().str() + " outcomes" : std::string()) +
       (f.exact ? "" : ", approximate") + "\n");
  for (std::size_t s = 0; s < f.sides() && !f.exact; ++s)
    sink("  no outcome gives " + answer.scenario.sides[s].name + " more than " + decimal(f.slack[s], 9) +
         " above a listed point near it\n");
  text_zopa(answer, sink);
  sink("solutions (" + std::string(name_of(answer.convention)) + "):\n");
  text_solution(answer, "nash", answer.solutions.nash, sink);
  text_solution(answer, "kalai-smorodinsky", answer.solutions.kalai_smorodinsky, sink);
  text_solution(answer, "egalitarian", answer.solutions.egalitarian, sink);
  text_solution(answer, "utilitarian", answer.solutions.utilitarian, sink);
  if (points > 0) sink("frontier, best for " + answer.scenario.sides[0].name + " first:\n");
  for (std::size_t p = 0; p < f.size() && p < points; ++p) {
    std::string line = " ";
    for (const auto& u : f.utilities(p)) line += " " + decimal(u, 6);
    sink(line + "\n");
  }
  if (points > 0 && f.size() > points) sink("  … and " + std::to_string(f.size() - points) + " more (--json gives all)\n");
}

}  // namespace offices::accord
