// SPDX-License-Identifier: Apache-2.0
// Who is quoted in a press report. A paragraph is cut into words and marks, the marks into names and quotations.
#include <algorithm>
#include <array>

#include "mediation/press_report.hpp"

namespace offices::mediation {
namespace {

constexpr std::string_view opens = "\u201c", closes = "\u201d";
constexpr std::size_t name_words_max = 3, speaker_words_max = 6;
constexpr std::array verbs{
    std::string_view("said"),   std::string_view("says"),     std::string_view("stated"),     std::string_view("states"),
    std::string_view("told"),   std::string_view("added"),    std::string_view("declared"),   std::string_view("announced"),
    std::string_view("warned"), std::string_view("stressed"), std::string_view("reaffirmed"), std::string_view("affirmed"),
    std::string_view("noted"),  std::string_view("insisted"), std::string_view("recalled"),   std::string_view("wrote")};
constexpr std::array pronouns{std::string_view("he"), std::string_view("she"), std::string_view("they"), std::string_view("it")};
constexpr std::array joints{std::string_view("that"), std::string_view("and"), std::string_view("but"), std::string_view("as")};

bool one_of(const auto& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

struct Token {
  std::string text;
  bool quoted = false;
  bool ends_clause = false, ends_sentence = false;
};

bool is_stop(char c) { return c == '.' || c == '!' || c == '?'; }

/// Takes the punctuation off the end of a word, and keeps what it means.
void punctuate(Token& t) {
  while (!t.text.empty() && (is_stop(t.text.back()) || t.text.back() == ',' || t.text.back() == ';' || t.text.back() == ':')) {
    t.ends_clause = true;
    t.ends_sentence = t.ends_sentence || is_stop(t.text.back());
    t.text.pop_back();
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string_view::npos;) {
    auto end = std::min(text.find(' ', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void add_words(std::vector<Token>& tokens, std::string_view text) {
  for (auto& word : words_of(text)) {
    Token t{std::move(word)};
    punctuate(t);
    if (!t.text.empty()) tokens.push_back(std::move(t));
    else if (!tokens.empty()) {
      tokens.back().ends_clause = true;
      tokens.back().ends_sentence = tokens.back().ends_sentence || t.ends_sentence;
    }
  }
}

bool is_name(const Token& bare, bool begins_sentence) {
  auto words = words_of(bare.text);
  bool capitalised = std::ranges::all_of(words, [](const auto& w) { return w[0] >= 'A' && w[0] <= 'Z'; });
  return capitalised && words.size() <= name_words_max && !(begins_sentence && bare.ends_clause);
}

/// What stands between two marks: a name is words like others, anything else one token that keeps its stop.
void add_marked(std::vector<Token>& tokens, std::string_view text) {
  Token t{std::string(text)};
  punctuate(t);
  if (words_of(t.text).empty()) return;
  bool begins = tokens.empty() || tokens.back().ends_sentence;
  if (is_name(t, begins)) return add_words(tokens, text);
  t.quoted = true;
  t.text = text.substr(0, text.ends_with(',') ? text.size() - 1 : text.size());
  tokens.push_back(std::move(t));
}

struct MarkAt {
  std::size_t at, size;
};
MarkAt next_mark(std::string_view text, bool open) {
  auto curly = text.find(open ? closes : opens), straight = text.find('"');
  return curly < straight ? MarkAt{curly, opens.size()} : MarkAt{straight, 1};
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (bool open = false; !text.empty(); open = !open) {
    auto mark = next_mark(text, open);
    auto part = text.substr(0, mark.at);
    if (open) add_marked(tokens, part);
    else add_words(tokens, part);
    if (mark.at == std::string_view::npos) break;
    text.remove_prefix(mark.at + mark.size);
  }
  return tokens;
}

std::string joined(const std::vector<Token>& tokens, std::size_t from, std::size_t to) {
  std::string out;
  for (auto i = from; i < to; ++i) out += (out.empty() ? "" : " ") + tokens[i].text;
  return out;
}

bool parts(const Token& t) { return t.quoted || t.ends_clause || one_of(joints, t.text); }

/// The words before the verb back to the clause's beginning; after it, where nothing stands before (“…” said the envoy).
std::string speaker_at(const std::vector<Token>& tokens, std::size_t verb, std::size_t end) {
  auto from = verb;
  while (from > 0 && verb - from < speaker_words_max && !parts(tokens[from - 1])) --from;
  if (from < verb) return joined(tokens, from, verb);
  auto to = verb + 1;
  while (to < end && to - verb <= speaker_words_max && !tokens[to].quoted && !one_of(joints, tokens[to].text))
    if (tokens[to++].ends_clause) break;
  return joined(tokens, verb + 1, to);
}

/// The sentence that token `at` stands in, as a range.
std::pair<std::size_t, std::size_t> sentence_around(const std::vector<Token>& tokens, std::size_t at) {
  auto from = at, to = at;
  while (from > 0 && !tokens[from - 1].ends_sentence) --from;
  while (to < tokens.size() && !tokens[to].ends_sentence) ++to;
  return {from, std::min(to + 1, tokens.size())};
}

std::string speaker_of(const std::vector<Token>& tokens, std::size_t quotation) {
  auto [from, to] = sentence_around(tokens, quotation);
  std::size_t nearest = to;
  auto distance = [&](std::size_t i) { return i < quotation ? quotation - i : i - quotation; };
  for (auto i = from; i < to; ++i)
    if (!tokens[i].quoted && one_of(verbs, tokens[i].text) && (nearest == to || distance(i) < distance(nearest))) nearest = i;
  return nearest == to ? std::string() : speaker_at(tokens, nearest, to);
}

bool is_pronoun(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return one_of(pronouns, text);
}

}  // namespace

std::vector<Quotation> quotations(const PressReport& report) {
  std::vector<Quotation> out;
  std::string last;
  for (std::size_t p = 0; p < report.paragraphs.size(); ++p) {
    auto tokens = tokens_of(report.paragraphs[p]);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!tokens[i].quoted) continue;
      auto written = speaker_of(tokens, i);
      if (!written.empty() && !is_pronoun(written)) last = written;
      out.push_back({tokens[i].text, written.empty() ? written : last, written, p});
    }
  }
  return out;
}

}  // namespace offices::mediation
