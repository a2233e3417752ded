// SPDX-License-Identifier: Apache-2.0
// What a person reads of calls, of texts that several sign, and of what was printed.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string own_text(const Json& t, const View& view) {
  const auto& pieces = part(t, "differences");
  return "    " + clean(field(t, "lang")) + "\n" + block(pieces.empty() ? field(t, "text") : marked(pieces), "    | ", view);
}

std::string text_of(const Json& t, const View& view) {
  auto purpose = field(t, "purpose") == "readout" ? std::string("Read-out ") : std::string("Communique ");
  auto out = purpose + short_id(field(t, "draft")) + ", version " + number(t, "number") + " in " + quoted(field(t, "case_title"), view) +
             ": " + clean(field(t, "state")) + "\n" +
             facts({{"disclosure", clean(field(t, "disclosure"))},
                    {"embargo", field(t, "embargo").empty() ? "" : local_time(field(t, "embargo"))}},
                   2, view);
  for (const auto& one : part(t, "texts")) out += "  " + clean(field(one, "lang")) + "\n" + block(field(one, "text"), "  | ", view);
  for (const auto& s : part(t, "signers")) {
    auto at = field(s, "time");
    out += "  " + foreign(field(s, "name"), view) + ": " + clean(field(s, "state")) + (at.empty() ? "" : " " + local_time(at)) + "\n";
    for (const auto& own : part(s, "own")) out += own_text(own, view);
  }
  return out;
}

std::string exhibit_text(const Json& e, const View& view) {
  auto out = "Exhibit " + short_id(field(e, "exhibit")) + " in " + quoted(field(e, "case_title"), view) + "\n" +
             facts({{"title", foreign(field(e, "title"), view)},
                    {"source", foreign(field(e, "source"), view)},
                    {"published", clean(field(e, "published"))},
                    {"spoken", clean(field(e, "spoken"))},
                    {"sha256", clean(field(e, "hash"))}},
                   2, view);
  for (const auto& q : part(e, "quotations")) {
    auto speaker = field(q, "speaker");
    out += "  " + padded(number(q, "number") + ".", 4) +
           wrapped("“" + foreign(field(q, "text"), view) + "”" + (speaker.empty() ? ", nobody named" : ", " + foreign(speaker, view)), 6,
                   view) +
           "\n";
  }
  for (const auto& l : part(e, "links"))
    out += "  " + padded(clean(field(l, "verdict")), 10) +
           wrapped("quotation " + number(l, "quotation") + ", signal " + short_id(field(l, "signal")) + " to " +
                       foreign(field(l, "to"), view) + ": " + clean(field(l, "sentence")),
                   12, view) +
           "\n";
  return out;
}

template <class One>
std::string items(const Json& r, const View& view, const char* none, One one) {
  std::string out;
  for (const auto& i : part(r, "items")) out += (out.empty() ? "" : "\n") + one(i, view);
  return out.empty() ? none : out;
}

std::string call_text(const Json& c, const View& view) {
  auto out = "Call " + short_id(field(c, "call")) + ", " + local_time(field(c, "at")) + ", " + clean(field(c, "state")) + ", in " +
             quoted(field(c, "case_title"), view) + "\n" + facts({{"with", listing(strings(c, "with"), view)}}, 2, view) +
             dashed(strings(c, "topics"), 2, view);
  for (const auto& n : part(c, "notes")) out += "  note, " + local_time(field(n, "time")) + "\n" + block(field(n, "text"), "  | ", view);
  for (const auto& t : part(c, "together_with"))
    out += "  together with call " + short_id(field(t, "call")) + " in " + quoted(field(t, "case_title"), view) + "\n";
  return out;
}

}  // namespace

std::string say_minute(const Json& r, const View& view) {
  return paragraph("Minute " + short_id(field(r, "minute")) + ". " + clean(field(r, "sentence")) + " " + delivery(r), view);
}
std::string say_countersigned(const Json& r, const View& view) {
  auto signal = field(r, "signal");
  return paragraph(clean(field(r, "sentence")) + (signal.empty() ? "" : " Signal " + short_id(signal) + ".") + " " + delivery(r), view);
}
std::string say_call_arranged(const Json& r, const View& view) {
  std::string out = paragraph("A call is arranged for " + local_time(field(r, "at")) + ". " + delivery(r), view);
  for (const auto& c : part(r, "calls"))
    out += "  call " + short_id(field(c, "call")) + " in " + quoted(field(c, "case_title"), view) + "\n" +
           dashed(strings(c, "topics"), 4, view);
  return out + paragraph(clean(field(r, "sentence")), view);
}
std::string say_call_done(const Json& r, const View& view) {
  auto sentence = field(r, "sentence");
  return paragraph("Call " + short_id(field(r, "call")) + ": " + (sentence.empty() ? "called off. " + delivery(r) : clean(sentence)), view);
}
std::string say_calls(const Json& r, const View& view) { return items(r, view, "No call is arranged.\n", call_text); }

std::string say_text_drafted(const Json& r, const View& view) {
  return paragraph("Text " + short_id(field(r, "draft")) + ", version " + number(r, "number") + ", before " +
                       listing(strings(r, "signers"), view) + ". " + clean(field(r, "sentence")) + " " + delivery(r),
                   view);
}
std::string say_text_signed(const Json& r, const View& view) {
  return paragraph("Signed: text " + short_id(field(r, "draft")) + ", version " + number(r, "number") + ". " + delivery(r), view);
}
std::string say_text(const Json& r, const View& view) { return text_of(r, view); }
std::string say_texts(const Json& r, const View& view) { return items(r, view, "No text was drafted.\n", text_of); }
std::string say_text_released(const Json& r, const View& view) {
  if (!field(r, "at").empty())
    return paragraph("From " + local_time(field(r, "at")) + " on, once all have agreed, 'goodoffices run' writes " +
                         clean(field(r, "file")) + ". 'case show' says when it has, or why not.",
                     view);
  return paragraph("Wrote " + clean(field(r, "file")) + ": anyone can verify it with 'goodoffices dossier verify'.", view);
}

std::string say_exhibit_added(const Json& r, const View& view) {
  std::string out = paragraph("Kept " + quoted(field(r, "title"), view) + ", published " + clean(field(r, "published")) + ", spoken " +
                                  clean(field(r, "spoken")) + ", with " + number(r, "quotations") +
                                  (number(r, "quotations") == "1" ? " direct quotation. " : " direct quotations. ") + delivery(r),
                              view);
  for (const auto& e : part(r, "exhibits"))
    out += "  exhibit " + short_id(field(e, "exhibit")) + " with " + foreign(field(e, "with"), view) + "\n";
  return out;
}
std::string say_exhibit(const Json& r, const View& view) { return exhibit_text(r, view) + block(field(r, "document"), "  | ", view); }
std::string say_exhibits(const Json& r, const View& view) { return items(r, view, "No press report is kept.\n", exhibit_text); }
std::string say_linked(const Json& r, const View& view) {
  return paragraph("Quotation " + number(r, "quotation") + " of signal " + short_id(field(r, "signal")) + " to " +
                       foreign(field(r, "to"), view) + ", " + clean(field(r, "verdict")) + ": " + clean(field(r, "sentence")) + ". " +
                       delivery(r),
                   view);
}

std::string say_communique(const Json& c, const View& view) {
  std::string out = "All its signers have signed this text:\n";
  for (const auto& t : part(c, "texts")) out += "  " + clean(field(t, "lang")) + "\n" + block(field(t, "text"), "  | ", view);
  for (const auto& s : part(c, "signers"))
    out += "  " + foreign(field(s, "name"), view) + ", " + local_time(field(s, "time")) + ", participant " +
           short_id(field(s, "participant")) + "\n";
  if (auto embargo = field(c, "embargo"); !embargo.empty()) out += "  under embargo until " + local_time(embargo) + "\n";
  return out + paragraph("Whose a key is, its owner says: compare the participants with what they publish.", view);
}

}  // namespace offices::cli
