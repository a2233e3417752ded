// SPDX-License-Identifier: Apache-2.0
#include "mediation/body_reader.hpp"

#include <algorithm>

namespace offices::mediation {
namespace {

constexpr std::size_t translations_max = 8;
constexpr std::size_t words_bytes_max = 384 * 1024;  // so that signal and conveyance fit one payload, escapes and all

}  // namespace

Result<ParticipantId> read_participant(const Json& json) {
  if (!json.is_string()) return fail(Code::malformed, "a list of participants holds something else");
  return ParticipantId::from_hex(json.get_ref<const std::string&>());
}

bool is_language_tag(std::string_view v) {
  auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  return v.size() >= 2 && v.size() <= 35 && std::ranges::all_of(v, allowed);
}

namespace {

Result<Translation> read_translation(const Json& json) {
  Reader r(json, "translation");
  Translation t{r.lang("lang"), r.prose("text"), r.line("maker")};
  return r.finish(std::move(t));
}

}  // namespace

Result<Words> read_words(const Json& json) {
  Reader r(json, "words");
  Words w{r.lang("lang"), r.prose("text"), r.list<Translation>("translations", translations_max, read_translation)};
  std::size_t octets = w.text.size();
  for (const auto& t : w.translations) octets += t.text.size();
  if (octets > words_bytes_max) r.keep<Words>(fail(Code::text_too_long, "text and translations have 384 KiB together"));
  return r.finish(std::move(w));
}

}  // namespace offices::mediation
