// SPDX-License-Identifier: Apache-2.0
#include "cli/accord_say.hpp"

#include <algorithm>

#include "accord/report.hpp"

namespace offices::cli {
namespace {

using accord::Answer;
using accord::decimal;
using accord::json_text;
using accord::Rational;
using accord::Route;

constexpr unsigned shown_digits = 4;

std::string utilities_text(const Answer& answer, const std::vector<Rational>& u) {
  std::string out;
  for (std::size_t s = 0; s < u.size(); ++s) out += (s ? ", " : "") + answer.scenario.sides[s].name + " " + decimal(u[s], shown_digits);
  return out;
}

/// "side A gives 0.03, side B gains 0.12"
std::string gains_text(const Answer& answer, const std::vector<Rational>& gain) {
  std::string out;
  for (std::size_t s = 0; s < gain.size(); ++s) {
    if (gain[s] == 0) continue;
    out += (out.empty() ? "" : ", ") + answer.scenario.sides[s].name + (gain[s] < 0 ? " gives " : " gains ") +
           decimal(Rational(abs(gain[s])), shown_digits);
  }
  return out.empty() ? "nobody gains or gives" : out;
}

std::string route_text(const Answer& answer, const std::string& title, const std::optional<Route>& route) {
  if (!route) return "";
  std::string out = title + ": in all, " + gains_text(answer, route->total) + "\n";
  for (const auto& t : route->trades) {
    const auto& issue = answer.scenario.agenda.issues[t.issue];
    out += "  on " + issue.name + ", from " + issue.option(t.from) + " to " + issue.option(t.to) + ": " + gains_text(answer, t.gain) + "\n";
  }
  bool interacts = std::ranges::any_of(route->interaction, [](const Rational& v) { return v != 0; });
  if (interacts) out += "  how the issues play together: " + gains_text(answer, route->interaction) + "\n";
  return out;
}

std::string route_json(const Answer& answer, const std::optional<Route>& route) {
  if (!route) return "null";
  std::string out = "{\"total\":" + accord::decimals_json(route->total) + ",\"interaction\":" + accord::decimals_json(route->interaction) +
                    ",\"trades\":[";
  for (std::size_t i = 0; i < route->trades.size(); ++i) {
    const auto& t = route->trades[i];
    const auto& issue = answer.scenario.agenda.issues[t.issue];
    out += (i ? "," : "") + ("{\"issue\":" + json_text(issue.name) + ",\"from\":" + json_text(issue.option(t.from)) +
                             ",\"to\":" + json_text(issue.option(t.to)) + ",\"gain\":" + accord::decimals_json(t.gain) + "}");
  }
  return out + "]}";
}

std::string flag(bool v) { return v ? "true" : "false"; }

std::string robust_text(const Answer& answer, const Robust& robust) {
  std::string out;
  for (std::size_t s = 0; s < robust.size(); ++s) {
    if (!robust[s]) continue;
    const auto& r = *robust[s];
    out += "  weights of " + answer.scenario.sides[s].name + ": on the frontier for errors ";
    out += !r.frontier ? "up to 1" : std::string(r.exact ? "below " : "at least below ") + decimal(*r.frontier, 6);
    out += "; keeps its share of the Nash product for errors up to at least " + decimal(r.nash, 6) + "\n";
  }
  return out.empty() ? out : "robustness:\n" + out;
}

std::string robust_json(const Robust& robust) {
  std::string out = "[";
  for (std::size_t s = 0; s < robust.size(); ++s) {
    out += s ? "," : "";
    if (!robust[s]) {
      out += "null";
      continue;
    }
    const auto& r = *robust[s];
    out += "{\"frontier_below\":\"" + decimal(r.frontier.value_or(Rational(1))) + "\",\"exact\":" + flag(r.exact) +
           ",\"nash_at_least\":\"" + decimal(r.nash) + "\"}";
  }
  return out + "]";
}

}  // namespace

std::string frameworks_text(const Answer& answer, const accord::Frameworks& found) {
  std::string out = std::to_string(found.points.size()) + " of " + std::to_string(found.candidates) +
                    " good packages; any two differ in at least " + decimal(Rational(found.distance * 100), 1) + " % of content" +
                    (found.exact ? "" : " (chosen greedily: at least half the best)") + "\n";
  for (std::size_t i = 0; i < found.points.size(); ++i) {
    auto p = found.points[i];
    out += "\nframework " + std::to_string(i + 1) + ": " + utilities_text(answer, answer.frontier.utilities(p)) + "\n";
    auto outcome = answer.frontier.outcome(p);
    for (std::size_t k = 0; k < outcome.choice.size(); ++k)
      out += "  " + answer.scenario.agenda.issues[k].name + ": " + answer.scenario.agenda.issues[k].option(outcome.choice[k]) + "\n";
  }
  return out;
}

std::string frameworks_json(const Answer& answer, const accord::Frameworks& found) {
  std::string out = "{\"candidates\":" + std::to_string(found.candidates) + ",\"distance\":\"" + decimal(found.distance) +
                    "\",\"exact\":" + flag(found.exact) + ",\"frameworks\":[";
  for (std::size_t i = 0; i < found.points.size(); ++i) {
    auto p = found.points[i];
    out += (i ? "," : "") + ("{\"utility\":" + accord::decimals_json(answer.frontier.utilities(p)) +
                             ",\"outcome\":" + accord::outcome_json(answer.scenario.agenda, answer.frontier.outcome(p)) + "}");
  }
  return out + "]}\n";
}

std::string explanation_text(const Answer& answer, const accord::Explanation& e, const Robust& robust) {
  std::string out = "the package: " + utilities_text(answer, e.utility) + "\n";
  if (!e.allowed) out += "it crosses a red line\n";
  if (!e.rational) out += "it is outside the zone of possible agreement\n";
  if (e.on_frontier)
    out += std::string("it is on the frontier") + (answer.frontier.exact ? "" : ", as far as the limits could tell") + "\n";
  else
    out += "it leaves value on the table: every side could gain " + decimal(Rational(e.common_gain * 100), 2) + " % of its range at once\n";
  for (std::size_t i = 0; i < e.dominating.size() && i < 5; ++i)
    out += "  better for somebody, worse for nobody: " + utilities_text(answer, answer.frontier.utilities(e.dominating[i])) + "\n";
  out += route_text(answer, "trades to the best of these", e.to_dominating);
  out += route_text(answer, "trades to the Nash point", e.to_nash);
  out += route_text(answer, "trades to the Kalai–Smorodinsky point", e.to_kalai_smorodinsky);
  out += route_text(answer, "trades to the egalitarian point", e.to_egalitarian);
  out += route_text(answer, "trades to the utilitarian point", e.to_utilitarian);
  return out + robust_text(answer, robust);
}

std::string explanation_json(const Answer& answer, const accord::Explanation& e, const Robust& robust) {
  std::string out = "{\"utility\":" + accord::decimals_json(e.utility) + ",\"allowed\":" + flag(e.allowed) +
                    ",\"individually_rational\":" + flag(e.rational) + ",\"on_frontier\":" + flag(e.on_frontier) +
                    ",\"exact\":" + flag(answer.frontier.exact) + ",\"common_gain\":\"" + decimal(e.common_gain) + "\",\"dominating\":[";
  for (std::size_t i = 0; i < e.dominating.size(); ++i) {
    auto p = e.dominating[i];
    out += (i ? "," : "") + ("{\"utility\":" + accord::decimals_json(answer.frontier.utilities(p)) +
                             ",\"outcome\":" + accord::outcome_json(answer.scenario.agenda, answer.frontier.outcome(p)) + "}");
  }
  out += "],\"routes\":{\"dominating\":" + route_json(answer, e.to_dominating) + ",\"nash\":" + route_json(answer, e.to_nash) +
         ",\"kalai_smorodinsky\":" + route_json(answer, e.to_kalai_smorodinsky) +
         ",\"egalitarian\":" + route_json(answer, e.to_egalitarian) + ",\"utilitarian\":" + route_json(answer, e.to_utilitarian) +
         "},\"robustness\":" + robust_json(robust) + "}\n";
  return out;
}

}  // namespace offices::cli
