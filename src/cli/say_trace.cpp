// SPDX-License-Identifier: Apache-2.0
// What a person reads of a trace.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

/// What a state means, for somebody who sees it for the first time.
std::string_view meaning(const std::string& state) {
  if (state == "on-record") return "on record, for the intermediary alone";
  if (state == "waiting") return "the intermediary has not acted yet";
  if (state == "rendering") return "words are proposed and wait for the author";
  if (state == "approved") return "words are approved and not yet conveyed";
  if (state == "declined") return "the intermediary declined";
  if (state == "withdrawn") return "the author withdrew it before it was conveyed";
  if (state == "dispatched") return "the intermediary signed that it conveyed; no receipt has come yet";
  if (state == "conveyed") return "a receipt under the addressee's key matches";
  if (state == "crossed") return "conveyed while a withdrawal or replacement was on its way; no breach";
  if (state == "breach") return "conveyed against the mandate; the intermediary's signature proves it";
  return {};
}

std::string bounds(const Json& step) {
  auto after = field(step, "not_before"), before = field(step, "not_after");
  if (after.empty() && before.empty()) return {};
  std::string out;
  if (!after.empty()) out += "not before " + local_time(after);
  if (!before.empty()) out += (out.empty() ? "" : ", ") + std::string("not after ") + local_time(before);
  return out;
}

std::string step_text(const Json& s, const View& view) {
  auto by = foreign(field(s, "by"), view), lang = clean(field(s, "lang"));
  std::string out = "  " + local_time(field(s, "time")) + "  " + clean(field(s, "step")) + (by.empty() ? "" : ", by " + by) +
                    (field(s, "id").empty() ? "" : "  " + short_id(field(s, "id"))) + "\n";
  if (auto text = field(s, "text"); !text.empty()) out += block(text, "      | ", view);
  return out + facts({{"language", lang == "en" ? "" : lang},
                      {"form", clean(field(s, "form"))},
                      {"time bound", bounds(s)},
                      {"clocks", flag(s, "clocks_differ") ? "differ: this time and its bound do not go together" : ""},
                      {"proof", clean(field(s, "proof"))},
                      {"note", clean(field(s, "sentence"))},
                      {"finding", clean(field(s, "finding"))}},
                     6, view);
}

}  // namespace

std::string say_trace(const Json& r, const View& view) {
  std::string out =
      "Signal " + short_id(field(r, "signal")) + " by " + foreign(field(r, "author"), view) + ", case " + short_id(field(r, "case")) + "\n";
  if (auto said = field(r, "act"); !said.empty()) out += "  " + local_time(field(r, "time")) + "  " + clean(said) + "\n";
  if (auto text = field(r, "text"); !text.empty()) out += block(text, "      | ", view);
  for (const auto& to : part(r, "to")) {
    auto state = field(to, "state");
    auto explained = meaning(state);
    auto name = foreign(field(to, "name"), view);
    out +=
        "\n" +
        wrapped((name.empty() ? "" : "To " + name + ": ") + clean(state) + (explained.empty() ? "" : " (" + std::string(explained) + ")"),
                2, view) +
        "\n";
    for (const auto& s : part(to, "steps")) out += step_text(s, view);
  }
  return out;
}

}  // namespace offices::cli
