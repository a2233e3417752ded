// SPDX-License-Identifier: Apache-2.0
// What a person reads about signals and mandates of its own.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string mandate_lines(const Json& mandates, const View& view) {
  std::string out;
  for (const auto& m : mandates) {
    auto id = short_id(field(m, "mandate"));
    out += "  " + wrapped(clean(field(m, "sentence")) + (id.empty() ? "" : " (mandate " + id + ")"), 2, view) + "\n";
  }
  return out;
}

}  // namespace

std::string say_signal(const Json& r, const View& view) {
  auto id = short_id(field(r, "signal"));
  auto head = id.empty() ? std::string("Nothing was signed. If it were:") : "Signal " + id + " is signed. " + delivery(r);
  auto out = paragraph(head, view);
  const auto& mandates = part(r, "mandates");
  out += mandate_lines(mandates, view);
  if (auto sentence = field(r, "sentence"); !sentence.empty() && (mandates.empty() || field(mandates.front(), "sentence") != sentence))
    out += paragraph(clean(sentence), view);
  return out;
}

std::string say_mandate(const Json& r, const View& view) {
  auto id = short_id(field(r, "mandate"));
  auto head = id.empty() ? std::string("Nothing was signed. If it were:")
                         : "Mandate " + id + " for " + foreign(field(r, "to"), view) + " is signed. " + delivery(r);
  return paragraph(head, view) + "  " + wrapped(clean(field(r, "sentence")), 2, view) + "\n";
}

std::string say_withdrawn(const Json& r, const View& view) {
  return paragraph("Withdrawal " + short_id(field(r, "withdrawal")) + " is signed. " + delivery(r) +
                       " It counts from when the intermediary's post has seen it.",
                   view);
}

std::string say_confided(const Json& r, const View& view) {
  auto where = field(r, "delivery") == "sent" ? "The non-paper is on the relay" : "The non-paper is queued and leaves with the next sync";
  return paragraph(std::string(where) + ": off the record, in no dossier.", view);
}

}  // namespace offices::cli
