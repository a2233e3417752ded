// SPDX-License-Identifier: Apache-2.0
// The transcript: what a newcomer reads while a case file is played.
#include <ostream>

#include "cli/player.hpp"
#include "cli/table.hpp"

namespace offices::cli {
namespace {

constexpr std::size_t margin = 4;

bool is_id(const std::string& word) { return word.size() == 64 && word.find_first_not_of("0123456789abcdef") == std::string::npos; }

/// One word as it is typed in a shell; ids short, as a person would type them.
std::string typed_word(const std::string& word) {
  if (is_id(word)) return short_id(word);
  bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$`!*?[]{}()<>|&;#~") == std::string::npos;
  if (plain) return word;
  std::string out = "'";
  for (char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string shown_error(const Json& answer, const View& view) {
  const auto& error = part(answer, "error");
  std::string out = wrapped("goodoffices: error: " + clean(field(error, "message")), 2, view) + "\n";
  if (auto hint = field(error, "hint"); !hint.empty()) out += wrapped("goodoffices: hint: " + clean(hint), 2, view) + "\n";
  return out;
}

std::string answer_text(const Played& played, const View& view) {
  if (played.refused()) return shown_error(played.answer, view);
  if (played.verb == "relay serve") return "goodoffices: listening on " + field(played.answer, "listening") + "\n";
  const auto* verb = find_verb(played.verb);
  return verb != nullptr && verb->say ? verb->say(played.answer, view) : std::string();
}

std::string indented(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    out += (line.empty() ? "" : std::string(margin, ' ')) + line + '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace

void Player::introduce() const {
  out_ << file_.title << "\n\n" << wrapped(file_.about, 0, view_) << "\n\n";
  for (const auto& source : file_.sources) out_ << wrapped("Source: " + source, 8, view_) << '\n';
  out_ << '\n'
       << wrapped(
              "Every command below is really run, each post and the relay as processes of their own; after each step every "
              "post runs 'goodoffices sync' until nothing moves, which is left out here. A step that the source does not contain is marked "
              "[illustration].",
              0, view_)
       << "\n";
  heading("The setting");
}

void Player::heading(std::string_view text) const { out_ << '\n' << text << '\n' << std::string(width(text), '-') << '\n'; }

void Player::tell(std::string_view text, bool reported, const std::optional<std::string>& cite) {
  ++told_;
  auto number = std::to_string(told_) + ". ";
  auto indent = number.size();
  out_ << '\n' << number << wrapped(clean(text) + (reported ? "" : " [illustration]"), indent, view_) << '\n';
  if (cite) out_ << std::string(indent, ' ') << wrapped("Source: " + clean(*cite), indent, view_) << '\n';
  out_ << std::flush;
}

void Player::tell_wait(std::string_view until) const { out_ << std::string(margin, ' ') << "(until " << until << ")\n" << std::flush; }

void Player::show(const Played& played) const {
  View narrow = view_;
  narrow.columns = view_.columns > margin + 40 ? view_.columns - margin : 40;
  std::string prompt = clean(played.who) + "$ ", line = "goodoffices";
  for (const auto& word : played.typed) line += ' ' + typed_word(word);
  out_ << indented(prompt + wrapped(line, width(prompt), narrow));
  if (!played.input.empty()) out_ << indented(block(played.input, "  < ", narrow));
  out_ << indented(answer_text(played, narrow)) << std::flush;
}

}  // namespace offices::cli
