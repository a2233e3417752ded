// SPDX-License-Identifier: Apache-2.0
// What a person reads about appraisals.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string form_words(const std::string& form) {
  if (form == "exact") return "exact: every package has one worth";
  if (form == "partial") return "partial: some packages have a range of worths, by what was not said";
  return clean(form);
}

std::string where(const Json& r) {
  return flag(r, "shared") ? "shared with the intermediary, off the record; take it back with 'goodoffices appraise CASE --revoke'"
                           : "on this post alone";
}

/// "Of version 2" and what of it could not be mapped to the agenda in force.
std::string unmapped_text(const Json& r, std::size_t indent, const View& view) {
  auto lost = strings(r, "unmapped");
  if (lost.empty()) return {};
  return std::string(indent, ' ') + wrapped("What does not fit the agenda in force:", indent, view) + "\n" + dashed(lost, indent + 2, view);
}

std::string revoked_text(const Json& r, const View& view) {
  auto sentence = clean(field(r, "sentence"));
  auto said = !flag(r, "revoked") ? "There was no appraisal to erase." : sentence.empty() ? "Erased here." : sentence;
  return paragraph(said + (delivery(r).empty() ? "" : " The revocation is a message of its own. " + delivery(r)), view);
}

std::string shared_item(const Json& i, const View& view) {
  return foreign(field(i, "name"), view) + "\n" +
         facts({{"form", form_words(field(i, "form"))},
                {"agenda", i.value("version", Json()).is_null() ? "none of this case" : "version " + number(i, "version")},
                {"shared", local_time(field(i, "time"), false)}},
               2, view) +
         unmapped_text(i, 2, view) + block(field(i, "document"), "  | ", view);
}

std::string shared_items(const Json& items, const View& view) {
  std::string out;
  for (const auto& i : items) out += (out.empty() ? "" : "\n") + shared_item(i, view);
  return out.empty() ? "No appraisal was shared with you.\n" : "Off the record, for you alone:\n\n" + out;
}

std::string kept_text(const Json& r, const View& view) {
  return facts({{"form", form_words(field(r, "form"))}, {"agenda", "version " + number(r, "version")}, {"where", where(r)}}, 0, view) +
         unmapped_text(r, 0, view) + dashed(strings(r, "remarks"), 0, view) + block(field(r, "document"), "| ", view);
}

std::string made_text(const Json& r, const View& view) {
  auto sentence = clean(field(r, "sentence"));
  auto out = paragraph("Your appraisal of agenda version " + number(r, "version") + " is kept. It is " + form_words(field(r, "form")) + ".",
                       view) +
             dashed(strings(r, "remarks"), 2, view);
  out += paragraph(!sentence.empty() ? sentence : flag(r, "shared") ? "It is " + where(r) + "." : "It stays on this post.", view);
  return out + (delivery(r).empty() ? "" : paragraph(delivery(r), view));
}

}  // namespace

std::string say_appraise(const Json& r, const View& view) {
  if (!r.is_object()) return {};
  if (r.contains("revoked")) return revoked_text(r, view);
  if (r.contains("items")) return shared_items(part(r, "items"), view);
  return r.contains("document") ? kept_text(r, view) : made_text(r, view);
}

}  // namespace offices::cli
