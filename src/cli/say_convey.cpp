// SPDX-License-Identifier: Apache-2.0
// What a person reads of the steps from a mandate to the addressee.
#include "cli/say.hpp"

namespace offices::cli {

std::string say_rendered(const Json& r, const View& view) {
  std::string next = flag(r, "needs_approval") ? " The author has to approve these words before they may be conveyed."
                                               : " The mandate waives approval: it may be conveyed.";
  return paragraph("Rendering " + short_id(field(r, "rendering")) + " is signed." + next + " " + delivery(r), view);
}

std::string say_approved(const Json& r, const View& view) {
  return paragraph("Approval " + short_id(field(r, "approval")) + " is signed: exactly these words, to this addressee. " + delivery(r),
                   view);
}

std::string say_refused(const Json& r, const View& view) {
  return paragraph("The words are refused (" + short_id(field(r, "refusal")) + "). " + delivery(r), view);
}

std::string say_conveyed(const Json& r, const View& view) {
  auto dispatch = short_id(field(r, "dispatch"));
  auto to = foreign(field(r, "to"), view);
  auto how = field(r, "form") + ", " + field(r, "attribution");
  auto text = dispatch.empty() ? "Nothing was signed. It would go to " + to + ": " + how + "."
                               : "Conveyed to " + to + ": " + how + ". Dispatch " + dispatch + ", conveyance " +
                                     short_id(field(r, "conveyance")) + ". " + delivery(r);
  auto out = paragraph(text, view);
  if (auto sentence = field(r, "sentence"); !sentence.empty()) out += "  " + wrapped(clean(sentence), 2, view) + "\n";
  if (const auto& pair = part(r, "pair"); pair.is_object())
    out += paragraph("In the same act to " + foreign(field(pair, "to"), view) + ": dispatch " + short_id(field(pair, "dispatch")) +
                         ", conveyance " + short_id(field(pair, "conveyance")) + ".",
                     view);
  return out;
}

std::string say_declined(const Json& r, const View& view) {
  return paragraph("Declined (" + short_id(field(r, "decline")) + "). " + delivery(r), view);
}

std::string say_acknowledged(const Json& r, const View& view) {
  return paragraph("The position is signed (" + short_id(field(r, "acknowledgement")) + "). " + delivery(r), view);
}

std::string say_disclosed(const Json& r, const View& view) {
  return paragraph("The mandate allows exactly this sentence in public. It is signed (" + short_id(field(r, "disclosure")) +
                       "), and the author learns these words. " + delivery(r),
                   view);
}

}  // namespace offices::cli
