// SPDX-License-Identifier: Apache-2.0
// Read: scenarios from the files that the field uses (GENIUS XML, GeniusWeb JSON, NegoLog JSON) and from our own.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accord/model.hpp"
#include "accord/tree.hpp"

namespace offices::accord {

inline constexpr std::size_t file_bytes_max = 64u << 20;

/// A file as its reader got it: the name that errors give, and the octets.
struct File {
  std::string name;
  std::string bytes;
};

/// How to read what formats leave open.
struct Reading {
  bool cap_rectangles = false;  ///< utilities of hyper-rectangle profiles are capped at 1, as GENIUS does
};

/// Reads a scenario: the agenda from `domain` (or, without one, from the first profile that carries it) and one side
/// or more from each profile. The format of each file is found out from its content.
///
/// Discrete GENIUS evaluations are divided by the largest; weights stand as written; a reservation value that
/// the file does not give stays absent. Fails with Code::malformed or too_large, naming file, element and reason.
[[nodiscard]] Result<Scenario> read_scenario(const std::optional<File>& domain, std::span<const File> profiles,
                                             const Reading& reading = {});

/// Reads {"issue": "option", …} (a package) against `agenda`; every issue is named exactly once.
[[nodiscard]] Result<Outcome> read_outcome(const Agenda& agenda, const File& file);

/// Our own format (docs/negotiation.md): one file with the agenda and all sides. Reading it back gives an equal
/// scenario.
[[nodiscard]] std::string write_scenario(const Scenario& scenario);

// One function pair per format; what read_scenario dispatches to.
[[nodiscard]] Result<Agenda> genius_agenda(const File& file);
[[nodiscard]] Result<Preferences> genius_side(const File& file, const Agenda& agenda, const Reading& reading);
[[nodiscard]] Result<Agenda> geniusweb_agenda(const File& file, const Tree& tree);
[[nodiscard]] Result<Preferences> geniusweb_side(const File& file, const Tree& tree, const Agenda& agenda);
[[nodiscard]] Result<Agenda> negolog_agenda(const File& file, const Tree& tree);
[[nodiscard]] Result<Preferences> negolog_side(const File& file, const Tree& tree, const Agenda& agenda);
[[nodiscard]] Result<Agenda> own_agenda(const File& file, const Tree& tree);
[[nodiscard]] Result<std::vector<Preferences>> own_sides(const File& file, const Tree& tree, const Agenda& agenda);

/// What else our own agenda says to a solver: what is out of the question for everybody. Its words and commitments are
/// checked as read_agenda() does (agenda.hpp).
[[nodiscard]] Result<std::vector<Combination>> own_constraints(const File& file, const Tree& tree, const Agenda& agenda);

// What the readers of our own formats share.
/// Refuses what is no object, or has other keys than these.
[[nodiscard]] Result<void> only_keys(const File& file, const Tree& tree, const std::string& where,
                                     std::initializer_list<std::string_view> known);
/// {"issue": ["option", …], …} as a combination, in the order written.
[[nodiscard]] Result<Combination> own_combination(const File& file, const Tree& tree, const Agenda& agenda, const std::string& where);

/// `text` as a name that can be printed: control characters become spaces, octets that are not UTF-8 are read as
/// Latin-1.
[[nodiscard]] std::string clean_name(std::string_view text);
/// What to call the side whose profile this is: the file's name without folders and ending.
[[nodiscard]] std::string side_name(const File& file);
/// "file.xml: element: reason", as every reader's error reads.
[[nodiscard]] std::unexpected<Error> bad_file(const File& file, const std::string& element, const std::string& reason);

}  // namespace offices::accord
