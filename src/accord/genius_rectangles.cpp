// SPDX-License-Identifier: Apache-2.0
#include "accord/genius_rectangles.hpp"

#include <charconv>
#include <string_view>

namespace offices::accord {
namespace {

using pugi::xml_node;

Result<Rational> positive(const File& file, const xml_node& node, const char* name, const std::string& where) {
  auto v = parse_number(node.attribute(name).value());
  if (!v || *v <= 0) return bad_file(file, where, std::string("attribute '") + name + "' is not a positive number");
  return v;
}

Result<std::int64_t> bound(const File& file, const xml_node& node, const char* name) {
  std::string_view text = node.attribute(name).value();
  std::int64_t v = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (ec != std::errc{} || end != text.data() + text.size())
    return bad_file(file, node.name(), std::string("attribute '") + name + "' is not an integer");
  return v;
}

/// GENIUS counts issues by their index attribute, which starts where the file says.
std::optional<std::size_t> issue_at(const xml_node& objective, const Agenda& agenda, std::string_view index) {
  for (xml_node node : objective.children("issue"))
    if (index == node.attribute("index").value()) return agenda.find(clean_name(node.attribute("name").value()));
  return std::nullopt;
}

Result<Condition> read_bound(const File& file, const xml_node& node, const xml_node& objective, const Agenda& agenda) {
  auto at = issue_at(objective, agenda, node.attribute("index").value());
  if (!at) return bad_file(file, node.name(), "names issue '" + std::string(node.attribute("index").value()) + "', which there is not");
  const Issue& issue = agenda.issues[*at];
  if (issue.kind != IssueKind::integer) return bad_file(file, node.name(), "issue '" + issue.name + "' is not an integer issue");
  OFFICES_TRY(least, bound(file, node, "min"));
  OFFICES_TRY(most, bound(file, node, "max"));
  Condition condition{*at, std::vector<bool>(issue.size(), false)};
  for (std::size_t k = 0; k < issue.size(); ++k) {
    auto v = issue.from + static_cast<std::int64_t>(k);
    condition.options[k] = least <= v && v <= most;
  }
  return condition;
}

Result<void> read_rectangle(const File& file, const xml_node& node, const xml_node& objective, const Agenda& agenda, const Rational& scale,
                            Preferences& side) {
  auto pays = parse_number(node.attribute("utility").value());
  if (!pays) return bad_file(file, "hyperRectangle", "utility " + pays.error().detail);
  Term term{{}, Rational(*pays * scale)};
  std::size_t excludes = 0;
  for (xml_node child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    std::string_view tag = child.name();
    if (tag != "INCLUDES" && tag != "EXCLUDES") return bad_file(file, "hyperRectangle", "unknown element <" + clean_name(tag) + ">");
    excludes += tag == "EXCLUDES";
    OFFICES_TRY(condition, read_bound(file, child, objective, agenda));
    term.when.push_back(std::move(condition));
  }
  if (excludes != 0 && excludes != term.when.size()) return bad_file(file, "hyperRectangle", "mixes INCLUDES and EXCLUDES");
  if (excludes != 0) {
    side.base += term.pays;
    term.pays = -term.pays;
  }
  if (side.terms.size() >= terms_max) return fail(Code::too_large, file.name + ": too many rectangles");
  side.terms.push_back(std::move(term));
  return {};
}

}  // namespace

Result<void> read_rectangles(const File& file, const xml_node& objective, const Agenda& agenda, Preferences& side) {
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) {
    if (agenda.issues[i].kind == IssueKind::real)
      return bad_file(file, "issue '" + agenda.issues[i].name + "'", "real issues and rectangles do not go together");
    side.worth[i].assign(agenda.issues[i].size(), Rational(0));
  }
  xml_node utility = objective.child("utility");
  OFFICES_TRY(most, positive(file, utility, "maxutility", "utility"));
  for (xml_node ufun : utility.children("ufun")) {
    std::string_view aggregation = ufun.attribute("aggregation").value();
    if (!aggregation.empty() && aggregation != "sum")
      return bad_file(file, "ufun", "aggregation '" + clean_name(aggregation) + "' is not supported, only sum");
    Rational weight(1);
    if (ufun.attribute("weight")) { OFFICES_TRY_SET(weight, positive(file, ufun, "weight", "ufun")); }
    for (xml_node node : ufun.children("hyperRectangle"))
      OFFICES_CHECK(read_rectangle(file, node, objective, agenda, Rational(weight / most), side));
  }
  return {};
}

}  // namespace offices::accord
