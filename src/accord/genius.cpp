// SPDX-License-Identifier: Apache-2.0
// GENIUS XML as it occurs: kinds in any of three attributes, bounds as attributes or in <range>, weights before or
// after the issues, ampersands and control characters as they fell.
#include <algorithm>
#include <charconv>
#include <map>
#include <pugixml.hpp>

#include "accord/genius_rectangles.hpp"
#include "accord/read.hpp"

namespace offices::accord {
namespace {

using pugi::xml_node;

std::string name_of(const xml_node& issue) { return clean_name(issue.attribute("name").value()); }

std::string text_attribute(const xml_node& node, const char* name) { return node.attribute(name).value(); }

Result<Rational> number_attribute(const File& file, const xml_node& node, const char* name, const std::string& where) {
  auto attribute = node.attribute(name);
  if (!attribute) return bad_file(file, where, std::string("attribute '") + name + "' is missing");
  auto v = parse_number(attribute.value());
  if (!v) return bad_file(file, where, std::string(name) + " " + v.error().detail);
  return v;
}

Result<xml_node> objective_of(const File& file, const pugi::xml_document& document) {
  xml_node root = document.child("utility_space");
  if (!root) root = document.child("negotiation_template").child("utility_space");
  if (!root) return bad_file(file, "top level", "neither <utility_space> nor <negotiation_template>");
  // Some files leave the objective out and put the issues straight into the space.
  xml_node objective = root.child("objective") ? root.child("objective") : root;
  if (objective.child("objective")) return bad_file(file, "objective", "nested objectives are not supported");
  if (!objective.child("issue")) return bad_file(file, "objective", "has no <issue>");
  return objective;
}

Result<void> load(const File& file, pugi::xml_document& document) {
  auto parsed = document.load_buffer(file.bytes.data(), file.bytes.size());
  if (!parsed) return bad_file(file, "octet " + std::to_string(parsed.offset), parsed.description());
  return {};
}

std::string kind_of(const xml_node& issue) {
  for (const char* attribute : {"vtype", "type", "etype"})
    if (auto kind = text_attribute(issue, attribute); !kind.empty()) return kind;
  return issue.child("item") ? "discrete" : "";
}

Result<std::int64_t> whole(const File& file, const Rational& v, const std::string& where) {
  if (denominator(v) != 1 || abs(numerator(v)) > Integer(1'000'000'000'000))
    return bad_file(file, where, "the bounds of an integer issue are integers");
  return numerator(v).convert_to<std::int64_t>();
}

Result<void> read_bounds(const File& file, const xml_node& node, Issue& issue) {
  auto where = "issue '" + issue.name + "'";
  xml_node holder = node.attribute("lowerbound") ? node : node.child("range");
  OFFICES_TRY(low, number_attribute(file, holder, "lowerbound", where));
  OFFICES_TRY(high, number_attribute(file, holder, "upperbound", where));
  if (low > high) return bad_file(file, where, "the range is empty");
  if (issue.kind == IssueKind::real) {
    issue.low = low;
    issue.high = high;
    return {};
  }
  OFFICES_TRY_SET(issue.from, whole(file, low, where));
  OFFICES_TRY_SET(issue.to, whole(file, high, where));
  if (issue.size() > options_max) return fail(Code::too_large, file.name + ": " + where + ": more than 20000 options");
  return {};
}

Result<void> read_items(const File& file, const xml_node& node, Issue& issue) {
  for (xml_node item : node.children("item")) {
    auto value = clean_name(item.attribute("value").value());
    if (issue.options.size() >= options_max)
      return fail(Code::too_large, file.name + ": issue '" + issue.name + "': more than 20000 options");
    issue.options.push_back(std::move(value));
  }
  if (issue.options.empty()) return bad_file(file, "issue '" + issue.name + "'", "has no <item>");
  auto sorted = issue.options;
  std::ranges::sort(sorted);
  if (auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    return bad_file(file, "issue '" + issue.name + "'", "lists option '" + *twice + "' twice");
  return {};
}

Result<Issue> read_issue(const File& file, const xml_node& node) {
  Issue issue;
  issue.name = name_of(node);
  auto kind = kind_of(node);
  if (kind == "discrete") {
    OFFICES_CHECK(read_items(file, node, issue));
    return issue;
  }
  if (kind != "integer" && kind != "real") return bad_file(file, "issue '" + issue.name + "'", "kind '" + kind + "' is not supported");
  issue.kind = kind == "integer" ? IssueKind::integer : IssueKind::real;
  OFFICES_CHECK(read_bounds(file, node, issue));
  return issue;
}

/// The profile's node for each issue of the agenda: by name.
Result<std::vector<xml_node>> match_issues(const File& file, const xml_node& objective, const Agenda& agenda) {
  std::map<std::string, xml_node> by_name;
  for (xml_node node : objective.children("issue"))
    if (!by_name.emplace(name_of(node), node).second) return bad_file(file, "issue '" + name_of(node) + "'", "occurs twice");
  std::vector<xml_node> nodes;
  for (const auto& issue : agenda.issues) {
    auto at = by_name.find(issue.name);
    if (at == by_name.end()) return bad_file(file, "issue '" + issue.name + "'", "is on the agenda but not in this profile");
    nodes.push_back(at->second);
    by_name.erase(at);
  }
  if (!by_name.empty()) return bad_file(file, "issue '" + by_name.begin()->first + "'", "is not on the agenda");
  return nodes;
}

Result<std::vector<Rational>> discrete_worth(const File& file, const xml_node& node, const Issue& issue) {
  auto where = "issue '" + issue.name + "'";
  std::map<std::string, Rational> evaluation;
  for (xml_node item : node.children("item")) {
    auto option = clean_name(item.attribute("value").value());
    OFFICES_TRY(e, number_attribute(file, item, "evaluation", where + " option '" + option + "'"));
    evaluation[option] = e;  // an option given twice: the last counts, as in GENIUS
  }
  std::vector<Rational> worth;
  for (const auto& option : issue.options) {
    auto at = evaluation.find(option);
    if (at == evaluation.end()) return bad_file(file, where, "option '" + option + "' has no evaluation");
    worth.push_back(at->second);
  }
  for (const auto& [option, e] : evaluation)
    if (!issue.find(option)) return bad_file(file, where, "evaluates option '" + option + "', which is not on the agenda");
  Rational most = *std::ranges::max_element(worth);
  if (most < 0) return bad_file(file, where, "all evaluations are negative");
  for (auto& e : worth) e = most == 0 ? Rational(0) : Rational(e / most);
  return worth;
}

Result<std::pair<Rational, Rational>> offset_and_slope(const File& file, const xml_node& node, const Issue& issue) {
  auto where = "issue '" + issue.name + "'";
  xml_node evaluator = node.child("evaluator");
  if (!evaluator) return bad_file(file, where, "has no <evaluator>");
  if (auto type = text_attribute(evaluator, "ftype"); !type.empty() && type != "linear")
    return bad_file(file, where, "evaluator '" + type + "' is not supported, only linear");
  const char* offset_name = evaluator.attribute("offset") ? "offset" : "parameter0";
  const char* slope_name = evaluator.attribute("slope") ? "slope" : "parameter1";
  OFFICES_TRY(offset, number_attribute(file, evaluator, offset_name, where + " evaluator"));
  OFFICES_TRY(slope, number_attribute(file, evaluator, slope_name, where + " evaluator"));
  return std::pair{offset, slope};
}

Rational clamp01(const Rational& v) { return v < 0 ? Rational(0) : v > 1 ? Rational(1) : v; }

std::vector<Rational> integer_worth(const Issue& issue, const Rational& offset, const Rational& slope) {
  std::vector<Rational> worth;
  for (std::size_t k = 0; k < issue.size(); ++k) worth.push_back(clamp01(offset + slope * k));
  return worth;
}

/// clamp01(offset + slope·v) on [low, high], by its corners.
std::vector<Corner> real_line(const Issue& issue, const Rational& offset, const Rational& slope) {
  std::vector<Rational> at{issue.low, issue.high};
  if (slope != 0)
    for (int level : {0, 1}) {
      Rational v = (level - offset) / slope;
      if (issue.low < v && v < issue.high) at.push_back(v);
    }
  std::ranges::sort(at);
  std::vector<Corner> line;
  for (const auto& v : at)
    if (line.empty() || line.back().value != v) line.push_back({v, clamp01(offset + slope * v)});
  return line;
}

Result<void> read_valuation(const File& file, const xml_node& node, const Issue& issue, const Rational& weight, std::size_t at,
                            Preferences& side) {
  if (issue.kind == IssueKind::discrete) {
    OFFICES_TRY_SET(side.worth[at], discrete_worth(file, node, issue));
  } else {
    OFFICES_TRY(line, offset_and_slope(file, node, issue));
    if (issue.kind == IssueKind::integer) side.worth[at] = integer_worth(issue, line.first, line.second);
    else side.lines[at] = real_line(issue, line.first, line.second);
  }
  for (auto& w : side.worth[at]) w *= weight;
  for (auto& corner : side.lines[at]) corner.worth *= weight;
  return {};
}

Result<std::map<std::string, Rational>> read_weights(const File& file, const xml_node& objective) {
  std::map<std::string, Rational> weights;
  for (xml_node node : objective.children("weight")) {
    auto index = text_attribute(node, "index");
    OFFICES_TRY(w, number_attribute(file, node, "value", "weight " + index));
    if (!weights.emplace(index, w).second) return bad_file(file, "weight " + index, "occurs twice");
  }
  return weights;
}

Result<void> read_additive(const File& file, const xml_node& objective, const Agenda& agenda, Preferences& side) {
  OFFICES_TRY(nodes, match_issues(file, objective, agenda));
  OFFICES_TRY(weights, read_weights(file, objective));
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) {
    auto weight = weights.find(text_attribute(nodes[i], "index"));
    if (weight == weights.end()) return bad_file(file, "issue '" + agenda.issues[i].name + "'", "has no <weight>");
    if (weight->second < 0) return bad_file(file, "weight " + weight->first, "is negative");
    side.weights.push_back(weight->second);
    OFFICES_CHECK(read_valuation(file, nodes[i], agenda.issues[i], weight->second, i, side));
  }
  return {};
}

}  // namespace

Result<Agenda> genius_agenda(const File& file) {
  pugi::xml_document document;
  OFFICES_CHECK(load(file, document));
  OFFICES_TRY(objective, objective_of(file, document));
  Agenda agenda;
  agenda.name = name_of(objective);
  std::map<std::string, int> seen;
  for (xml_node node : objective.children("issue")) {
    if (agenda.issues.size() >= issues_max) return fail(Code::too_large, file.name + ": issues: more than 2000");
    OFFICES_TRY(issue, read_issue(file, node));
    if (seen[issue.name]++ > 0) return bad_file(file, "issue '" + issue.name + "'", "occurs twice");
    agenda.issues.push_back(std::move(issue));
  }
  return agenda;
}

Result<Preferences> genius_side(const File& file, const Agenda& agenda, const Reading& reading) {
  pugi::xml_document document;
  OFFICES_CHECK(load(file, document));
  OFFICES_TRY(objective, objective_of(file, document));
  Preferences side;
  side.name = side_name(file);
  side.worth.resize(agenda.issues.size());
  side.lines.resize(agenda.issues.size());
  if (objective.child("utility")) {
    OFFICES_TRY(nodes, match_issues(file, objective, agenda));
    OFFICES_CHECK(read_rectangles(file, objective, agenda, side));
    if (reading.cap_rectangles) side.cap = Rational(1);
  } else {
    OFFICES_CHECK(read_additive(file, objective, agenda, side));
  }
  xml_node node = objective.child("reservation");
  if (!node) node = objective.parent().child("reservation");
  if (node) {
    OFFICES_TRY(value, number_attribute(file, node, "value", "reservation"));
    side.reservation = value;
  }
  return side;
}

}  // namespace offices::accord
