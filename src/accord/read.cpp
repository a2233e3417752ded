// SPDX-License-Identifier: Apache-2.0
#include "accord/read.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace offices::accord {
namespace {

enum class Format { genius, geniusweb, negolog, own };

struct Opened {
  const File* file;
  Format format;
  Tree tree;
};

Result<Format> format_of(const File& file, const Tree& tree) {
  if (tree.find("format")) return Format::own;
  if (tree.find("issuesValues") || tree.find("LinearAdditiveUtilitySpace")) return Format::geniusweb;
  if (tree.find("issueWeights") && tree.find("issues")) return Format::negolog;
  return bad_file(file, "top level", "not a profile or domain of a known format");
}

Result<Opened> open_file(const File& file) {
  if (file.bytes.size() > file_bytes_max) return fail(Code::too_large, file.name + ": larger than 64 MiB");
  auto first = file.bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (first == std::string::npos) return bad_file(file, "top level", "the file is empty");
  if (file.bytes[first] == '<') return Opened{&file, Format::genius, {}};
  auto tree = parse_tree(file.bytes);
  if (!tree) return bad_file(file, "top level", tree.error().detail);
  OFFICES_TRY(format, format_of(file, *tree));
  return Opened{&file, format, *std::move(tree)};
}

Result<Agenda> agenda_of(const Opened& opened) {
  switch (opened.format) {
    case Format::genius: return genius_agenda(*opened.file);
    case Format::geniusweb: return geniusweb_agenda(*opened.file, opened.tree);
    case Format::negolog: return negolog_agenda(*opened.file, opened.tree);
    case Format::own: return own_agenda(*opened.file, opened.tree);
  }
  return fail(Code::internal);
}

Result<void> add_sides(const Opened& opened, const Reading& reading, Scenario& into) {
  if (opened.format == Format::own) {
    if (opened.tree.find("agenda")) {
      OFFICES_TRY(its_own, own_agenda(*opened.file, opened.tree));
      if (its_own.issues != into.agenda.issues) return bad_file(*opened.file, "agenda", "is not the domain's");
    }
    OFFICES_TRY(sides, own_sides(*opened.file, opened.tree, into.agenda));
    std::ranges::move(sides, std::back_inserter(into.sides));
    return {};
  }
  auto side = opened.format == Format::genius      ? genius_side(*opened.file, into.agenda, reading)
              : opened.format == Format::geniusweb ? geniusweb_side(*opened.file, opened.tree, into.agenda)
                                                   : negolog_side(*opened.file, opened.tree, into.agenda);
  if (!side) return std::unexpected(side.error());
  into.sides.push_back(*std::move(side));
  return {};
}

/// What the agenda rules out for everybody becomes a red line of every side.
Result<void> add_constraints(const Opened& opened, Scenario& into) {
  if (opened.format != Format::own || !opened.tree.find("agenda")) return {};
  OFFICES_TRY(never, own_constraints(*opened.file, opened.tree, into.agenda));
  for (auto& side : into.sides)
    for (const auto& one : never)
      if (std::ranges::find(side.never, one) == side.never.end()) side.never.push_back(one);
  return {};
}

/// The same name for two sides would make reports ambiguous.
void tell_apart(std::vector<Preferences>& sides) {
  for (std::size_t i = 0; i < sides.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (sides[i].name == sides[k].name) sides[i].name += " (" + std::to_string(i + 1) + ")";
}

}  // namespace

std::unexpected<Error> bad_file(const File& file, const std::string& element, const std::string& reason) {
  return fail(Code::malformed, file.name + ": " + element + ": " + reason);
}

std::string side_name(const File& file) {
  std::string name = file.name.substr(file.name.find_last_of('/') + 1);
  if (auto dot = name.find_last_of('.'); dot != std::string::npos && dot > 0) name.resize(dot);
  return clean_name(name);
}

std::string clean_name(std::string_view text) {
  bool utf8 = base::is_utf8(text);
  std::string out;
  for (char c : text) {
    auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet == 0x7f) {
      out.push_back(' ');
    } else if (octet < 0x80 || utf8) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xc0 | octet >> 6));
      out.push_back(static_cast<char>(0x80 | (octet & 0x3f)));
    }
  }
  return out;
}

Result<Scenario> read_scenario(const std::optional<File>& domain, std::span<const File> profiles, const Reading& reading) {
  std::vector<Opened> opened;
  for (const auto& file : profiles) {
    OFFICES_TRY(one, open_file(file));
    opened.push_back(std::move(one));
  }
  if (domain) {
    OFFICES_TRY(one, open_file(*domain));
    opened.insert(opened.begin(), std::move(one));
  }
  if (opened.empty()) return fail(Code::usage, "no profile was given");
  Scenario scenario;
  OFFICES_TRY_SET(scenario.agenda, agenda_of(opened.front()));
  bool only_agenda = domain && (opened.front().format != Format::own || !opened.front().tree.find("sides"));
  for (std::size_t i = only_agenda ? 1 : 0; i < opened.size(); ++i) OFFICES_CHECK(add_sides(opened[i], reading, scenario));
  for (const auto& one : opened) OFFICES_CHECK(add_constraints(one, scenario));
  tell_apart(scenario.sides);
  OFFICES_CHECK(check(scenario));
  return scenario;
}

Result<Outcome> read_outcome(const Agenda& agenda, const File& file) {
  auto tree = parse_tree(file.bytes);
  if (!tree) return bad_file(file, "top level", tree.error().detail);
  if (const Tree* inner = tree->find("outcome")) tree = Tree(*inner);
  if (!tree->is(Tree::Kind::object)) return bad_file(file, "top level", "an object of issue and option was expected");
  Outcome outcome{std::vector<std::uint32_t>(agenda.issues.size(), UINT32_MAX)};
  for (const auto& [issue, option] : tree->members) {
    auto at = agenda.find(issue);
    if (!at) return bad_file(file, issue, "no such issue on the agenda");
    auto index = agenda.issues[*at].find(option.text);
    if (!index) return bad_file(file, issue, "no such option '" + option.text.substr(0, 80) + "'");
    outcome.choice[*at] = *index;
  }
  for (std::size_t i = 0; i < agenda.issues.size(); ++i)
    if (outcome.choice[i] == UINT32_MAX) return bad_file(file, agenda.issues[i].name, "the package leaves it open");
  return outcome;
}

}  // namespace offices::accord
