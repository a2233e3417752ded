// SPDX-License-Identifier: Apache-2.0
// What a person reads of waiting, inbox and show.
#include <algorithm>

#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// "; "-joined, without the empty ones.
std::string listed(std::initializer_list<std::string> parts) {
  std::string out;
  for (const auto& p : parts)
    if (!p.empty()) out += (out.empty() ? "" : "; ") + p;
  return out;
}

std::string unless_routine(const std::string& precedence) { return precedence == "ROUTINE" ? "" : precedence; }

/// The command that does `may` with a waiting item, as a person types it.
std::string command_for(const std::string& may, const Json& item) {
  auto to = field(item, "to");
  auto signal = may + " " + short_id(field(item, "signal")), own = may + " " + short_id(field(item, "id"));
  auto addressee = to.empty() ? std::string() : " --to " + (to.find(' ') == std::string::npos ? clean(to) : "'" + clean(to) + "'");
  if (may == "convey") return signal + addressee;
  if (may == "render") return signal + addressee + " --text-file FILE";
  if (may == "decline") return signal + " --why REASON";
  if (may == "refuse") return own + " --why REASON";
  if (may == "acknowledge") return own + " --position POSITION";
  if (may.ends_with(" differ")) return own + " --text LANG=FILE";
  if (may == "attest") return own + " --finding FINDING --scope TEXT";
  if (may == "ratify") return "ratify " + (field(item, "framework").empty() ? "FRAMEWORK" : short_id(field(item, "framework")));
  return own;
}

std::string waiting_item(const Json& i, const View& view) {
  auto deadline = field(i, "deadline");
  auto head = padded(upper(field(i, "kind")), 13) + short_id(field(i, "id")) + "  " +
              listed({field(i, "precedence"), deadline.empty() ? "no deadline" : "by " + local_time(deadline, false)});
  std::string out =
      head + "\n  " + wrapped(clean(field(i, "sentence")) + " (" + quoted(field(i, "case_title"), view, 40) + ")", 2, view) + "\n";
  if (auto excerpt = field(i, "excerpt"); !excerpt.empty()) out += block(excerpt, "  | ", view);
  auto command = [&](const std::string& typed) { out += "  > goodoffices " + wrapped(typed, 6, view) + "\n"; };
  for (const auto& r : part(i, "renderings"))
    out += "  " + clean(field(r, "form")) + " " + short_id(field(r, "id")) + ", which may be conveyed now:\n" +
           block(field(r, "excerpt"), "  | ", view);
  for (const auto& r : part(i, "renderings")) command(command_for("convey", i) + " --rendering " + short_id(field(r, "id")));
  for (const auto& may : part(i, "may"))
    if (may.is_string()) command(command_for(may.get<std::string>(), i));
  return out;
}

std::string inbox_item(const Json& i, const View& view) {
  auto author = field(i, "author");
  auto sentence = clean(field(i, "sentence"));
  auto what = sentence.empty() ? field(i, "kind") + (author.empty() ? "" : " from " + foreign(author, view)) : sentence;
  std::string out = wrapped(local_time(field(i, "time"), false) + "  " + short_id(field(i, "id")) + "  " + what, 2, view) + "\n";
  out += "  " +
         wrapped(listed({quoted(field(i, "case_title"), view, 40), field(i, "act"), unless_routine(field(i, "precedence")),
                         clean(field(i, "form")), clean(field(i, "lang")), clean(field(i, "state"))}),
                 2, view) +
         "\n";
  if (auto said = clean(field(i, "verification")); !said.empty()) out += "  " + wrapped(said, 2, view) + "\n";
  if (auto text = field(i, "text"); !text.empty()) out += block(text, "  | ", view);
  return out + translations_text(i, "  ", view);
}

std::string plain_value(const Json& value) {
  if (value.is_string()) return clean(value.get<std::string>());
  return value.is_null() ? "" : clean(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// What a statement's body says beside its words: one line for each simple field.
std::vector<std::pair<std::string, std::string>> body_facts(const Json& body) {
  std::vector<std::pair<std::string, std::string>> rows;
  if (!body.is_object()) return rows;
  for (const auto& [key, value] : body.items()) {
    if (key == "words" || key == "text" || value.is_null() || value == "" || value == Json::array()) continue;
    auto name = key;
    std::ranges::replace(name, '_', ' ');
    if (key == "terms" && value.is_object()) {
      for (const auto& row : body_facts(value)) rows.push_back(row);
    } else if (key == "evidence") {
      // Signed statements, for programs to check; their words stand beside them.
      rows.emplace_back(name,
                        count_of(value.is_array() ? static_cast<std::int64_t>(value.size()) : 1, "signed statement") + " (--json shows)");
    } else {
      rows.emplace_back(name, plain_value(value));
    }
  }
  return rows;
}

std::string place_text(const Json& place) {
  if (!place.is_object()) return {};
  return "entry " + number(place, "index") + " of feed " + short_id(field(place, "feed"));
}

std::string joined_items(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& i : items) out += (out.empty() ? "" : "\n") + i;
  return out;
}

}  // namespace

std::string translations_text(const Json& words, const std::string& margin, const View& view) {
  std::string out;
  for (const auto& t : part(words, "translations")) {
    auto maker = field(t, "maker");
    out += margin + "in " + clean(field(t, "lang")) + (maker.empty() ? "" : ", translated by " + foreign(maker, view)) + ":\n" +
           block(field(t, "text"), margin + "| ", view);
  }
  return out;
}

std::string dashed(const std::vector<std::string>& sentences, std::size_t indent, const View& view) {
  std::string out, margin(indent, ' ');
  for (const auto& s : sentences) out += margin + "- " + wrapped(clean(s), indent + 2, view) + "\n";
  return out;
}

std::string say_waiting(const Json& r, const View& view) {
  std::vector<std::string> items;
  for (const auto& i : part(r, "items")) items.push_back(waiting_item(i, view));
  return items.empty() ? "Nothing waits for you.\n" : joined_items(items);
}

std::string say_inbox(const Json& r, const View& view) {
  std::vector<std::string> items, apart;
  for (const auto& i : part(r, "items")) (field(i, "kind") == "nonpaper" ? apart : items).push_back(inbox_item(i, view));
  auto out = joined_items(items);
  if (!apart.empty()) out += (out.empty() ? "" : "\n") + std::string("Off the record (in no dossier):\n\n") + joined_items(apart);
  return out.empty() ? "Nothing has arrived yet.\n" : out;
}

std::string say_statement(const Json& r, const View& view) {
  auto author = foreign(field(r, "author"), view);
  std::string out = field(r, "kind") + " " + field(r, "id") + "\n";
  std::vector<std::pair<std::string, std::string>> rows = {
      {"case", short_id(field(r, "case"))},          {"author", author},
      {"time", local_time(field(r, "time"))},        {"signed by", "post " + short_id(field(r, "signed_by"))},
      {"verified", clean(field(r, "verification"))}, {"finding", clean(field(r, "finding"))},
      {"place", place_text(part(r, "place"))}};
  for (const auto& row : body_facts(part(r, "body"))) rows.push_back(row);
  out += facts(rows, 2, view);
  if (auto sentence = field(r, "sentence"); !sentence.empty()) out += "  " + wrapped(clean(sentence), 2, view) + "\n";
  if (auto text = field(r, "text"); !text.empty()) out += block(text, "  | ", view);
  return out + translations_text(part(part(r, "body"), "words"), "  ", view);
}

}  // namespace offices::cli
