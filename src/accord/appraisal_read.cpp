// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "accord/appraisal.hpp"
#include "accord/spelling.hpp"

namespace offices::accord {
namespace {

constexpr std::string_view format_name = "goodoffices-appraisal-1";

/// Numbers that surely can be spelled and read again.
const Integer digits_bound = pow10(30);

class Reader {
 public:
  Reader(const AgendaFile& agenda, const File& file) : agenda_(agenda), file_(file) {}

  Result<Appraisal> read(const Tree& tree) {
    OFFICES_CHECK(only_keys(file_, tree, "top level",
                            {"format", "kind", "worth", "weights", "rankings", "swings", "statements", "walk_away", "never"}));
    const Tree* format = tree.find("format");
    if (!format || format->text != format_name) return bad("format", "is not '" + std::string(format_name) + "'");
    OFFICES_CHECK(kind(tree));
    out_.rankings.resize(issues().size());
    if (const Tree* t = tree.find("worth")) OFFICES_CHECK(worth(*t));
    if (const Tree* t = tree.find("weights")) OFFICES_CHECK(weights(*t));
    if (const Tree* t = tree.find("rankings")) OFFICES_CHECK(rankings(*t));
    if (const Tree* t = tree.find("swings")) OFFICES_CHECK(swings(*t));
    if (const Tree* t = tree.find("statements")) OFFICES_CHECK(statements(*t));
    if (const Tree* t = tree.find("walk_away")) OFFICES_CHECK(walk_away(*t));
    if (const Tree* t = tree.find("never")) OFFICES_CHECK(never(*t));
    return std::move(out_);
  }

 private:
  [[nodiscard]] const std::vector<Issue>& issues() const { return agenda_.agenda.issues; }
  [[nodiscard]] std::unexpected<Error> bad(const std::string& where, const std::string& why) const { return bad_file(file_, where, why); }
  [[nodiscard]] static std::string in_quotes(std::string_view name) { return "'" + clean_name(name.substr(0, 80)) + "'"; }

  Result<void> kind(const Tree& tree) {
    const Tree* kind = tree.find("kind");
    if (!kind || (kind->text != "exact" && kind->text != "partial")) return bad("kind", "is 'exact' or 'partial'");
    if (kind->text == "partial") {
      if (tree.find("worth") || tree.find("weights")) return bad("kind", "a partial appraisal has no numbers");
      out_.kind = Appraisal::Kind::partial;
      return {};
    }
    for (const auto& issue : issues()) out_.worth.emplace_back(issue.size());
    out_.weights.resize(issues().size());
    return {};
  }

  Result<std::size_t> issue_named(std::string_view name, const std::string& where) const {
    auto at = agenda_.agenda.find(name);
    if (!at) return bad(where, "no such issue " + in_quotes(name));
    return *at;
  }
  Result<std::uint32_t> option_named(std::size_t issue, std::string_view name, const std::string& where) const {
    auto at = issues()[issue].find(name);
    if (!at) return bad(where, "issue '" + issues()[issue].name + "' has no option " + in_quotes(name));
    return *at;
  }
  Result<Rational> number(const Tree& tree, const std::string& where) const {
    OFFICES_TRY(v, number_of(tree, file_.name + ": " + where));
    if (abs(numerator(v)) >= digits_bound || denominator(v) >= digits_bound) return bad(where, "a number of more than 30 digits");
    return v;
  }

  Result<void> worth(const Tree& tree) {
    if (!tree.is(Tree::Kind::object)) return bad("worth", "an object of issues was expected");
    for (const auto& [name, options] : tree.members) {
      OFFICES_TRY(issue, issue_named(name, "worth"));
      auto where = "worth of '" + issues()[issue].name + "'";
      if (!options.is(Tree::Kind::object)) return bad(where, "an object of options was expected");
      for (const auto& [option, value] : options.members) {
        OFFICES_TRY(at, option_named(issue, option, where));
        if (out_.worth[issue][at]) return bad(where, "option " + in_quotes(option) + " occurs twice");
        OFFICES_TRY_SET(out_.worth[issue][at], number(value, where + ", option " + in_quotes(option)));
      }
    }
    return {};
  }

  Result<void> weights(const Tree& tree) {
    if (!tree.is(Tree::Kind::object)) return bad("weights", "an object of issues was expected");
    for (const auto& [name, value] : tree.members) {
      OFFICES_TRY(issue, issue_named(name, "weights"));
      OFFICES_TRY(weight, number(value, "weight of " + in_quotes(name)));
      if (weight < 0) return bad("weight of " + in_quotes(name), "is below 0");
      out_.weights[issue] = weight;
    }
    return {};
  }

  /// Groups of names, each at most once; `find` gives a name's index.
  template <class Find>
  Result<Ranking> groups(const Tree& tree, const std::string& where, Find find) const {
    if (!tree.is(Tree::Kind::array) || tree.items.empty()) return bad(where, "a list of groups was expected");
    Ranking out;
    std::vector<std::uint32_t> seen;
    for (const auto& group : tree.items) {
      if (!group.is(Tree::Kind::array) || group.items.empty()) return bad(where, "a group is a list of names");
      auto& into = out.emplace_back();
      for (const auto& name : group.items) {
        if (!name.is(Tree::Kind::string)) return bad(where, "a group is a list of names");
        OFFICES_TRY(index, find(name.text));
        into.push_back(index);
        seen.push_back(index);
      }
      std::ranges::sort(into);
    }
    std::ranges::sort(seen);
    if (std::ranges::adjacent_find(seen) != seen.end()) return bad(where, "a name occurs twice");
    return out;
  }

  Result<void> rankings(const Tree& tree) {
    if (!tree.is(Tree::Kind::object)) return bad("rankings", "an object of issues was expected");
    for (const auto& [name, order] : tree.members) {
      OFFICES_TRY(issue, issue_named(name, "rankings"));
      auto where = "ranking of '" + issues()[issue].name + "'";
      OFFICES_TRY_SET(out_.rankings[issue], groups(order, where, [&](std::string_view o) { return option_named(issue, o, where); }));
    }
    return {};
  }

  Result<void> swings(const Tree& tree) {
    auto find = [&](std::string_view name) -> Result<std::uint32_t> {
      OFFICES_TRY(issue, issue_named(name, "swings"));
      return static_cast<std::uint32_t>(issue);
    };
    OFFICES_TRY_SET(out_.swings, groups(tree, "swings", find));
    return {};
  }

  Result<Package> package(const Tree* tree, const std::string& where) const {
    if (!tree) return bad(where, "a package is missing");
    return package_from(agenda_.agenda, *tree, file_.name + ": " + where);
  }

  Result<void> comparison(const Tree* better, const Tree* worse, bool equal) {
    OFFICES_TRY(a, package(better, "statement"));
    OFFICES_TRY(b, package(worse, "statement"));
    for (std::size_t i = 0; i < a.choice.size(); ++i)
      if (a.choice[i].has_value() != b.choice[i].has_value())
        return bad("statement", "the two packages settle different issues; on what both leave open all is equal");
    out_.comparisons.push_back({std::move(a), std::move(b), equal});
    return {};
  }

  Result<void> statement(const Tree& tree) {
    if (const Tree* equal = tree.find("equal")) {
      OFFICES_CHECK(only_keys(file_, tree, "statement", {"equal"}));
      if (!equal->is(Tree::Kind::array) || equal->items.size() != 2) return bad("statement", "'equal' is a list of two packages");
      return comparison(&equal->items[0], &equal->items[1], true);
    }
    for (bool better : {true, false}) {
      const char* key = better ? "better_than_walking" : "worse_than_walking";
      const Tree* about = tree.find(key);
      if (!about) continue;
      OFFICES_CHECK(only_keys(file_, tree, "statement", {key}));
      OFFICES_TRY(p, package(about, "statement"));
      out_.against_walking.push_back({std::move(p), better});
      return {};
    }
    OFFICES_CHECK(only_keys(file_, tree, "statement", {"rather", "than"}));
    return comparison(tree.find("rather"), tree.find("than"), false);
  }

  Result<void> statements(const Tree& tree) {
    if (!tree.is(Tree::Kind::array)) return bad("statements", "a list was expected");
    if (tree.items.size() > comparisons_max) return fail(Code::too_large, file_.name + ": statements: more than 500");
    for (const auto& item : tree.items) OFFICES_CHECK(statement(item));
    return {};
  }

  Result<void> walk_away(const Tree& tree) {
    OFFICES_CHECK(only_keys(file_, tree, "walk_away", {"value", "package"}));
    if (tree.members.size() != 1) return bad("walk_away", "is a value or a package");
    if (const Tree* value = tree.find("value")) {
      OFFICES_TRY(v, number(*value, "walk_away"));
      out_.walk_away = v;
      return {};
    }
    OFFICES_TRY(p, package(tree.find("package"), "walk_away"));
    if (!p.complete()) return bad("walk_away", "the package leaves an issue open");
    out_.walk_away = std::move(p);
    return {};
  }

  Result<void> never(const Tree& tree) {
    if (!tree.is(Tree::Kind::array)) return bad("never", "a list of combinations was expected");
    if (tree.items.size() > terms_max) return fail(Code::too_large, file_.name + ": never: too many combinations");
    for (const auto& item : tree.items) {
      OFFICES_TRY(one, own_combination(file_, item, agenda_.agenda, "never"));
      for (const auto& condition : one)
        if (std::ranges::find(condition.options, true) == condition.options.end())
          return bad("never", "issue '" + issues()[condition.issue].name + "' has no option in a combination");
      std::ranges::sort(one, {}, &Condition::issue);
      out_.never.push_back(std::move(one));
    }
    return {};
  }

  const AgendaFile& agenda_;
  const File& file_;
  Appraisal out_;
};

}  // namespace

Result<Appraisal> read_appraisal(const AgendaFile& agenda, const File& file) {
  if (file.bytes.size() > appraisal_bytes_max) return fail(Code::too_large, file.name + ": an appraisal has at most 1 MiB");
  auto tree = parse_tree(file.bytes);
  if (!tree) return bad_file(file, "top level", tree.error().detail);
  return Reader(agenda, file).read(*tree);
}

}  // namespace offices::accord
