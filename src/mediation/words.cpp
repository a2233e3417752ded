// SPDX-License-Identifier: Apache-2.0
// The words of the enumerations, and digests over words.
#include <array>

#include "crypto/hash.hpp"
#include "mediation/kinds.hpp"

namespace offices::mediation {
namespace {

template <class E>
struct Spelling;
#define OFFICES_WORDS(Enum, ...)                               \
  template <>                                                  \
  struct Spelling<Enum> {                                      \
    static constexpr std::string_view words[] = {__VA_ARGS__}; \
  };
OFFICES_WORDS(Role, "intermediary", "party", "verifier")
OFFICES_WORDS(Act, "assurance", "request", "offer", "question", "answer", "warning", "protest", "information")
OFFICES_WORDS(Form, "verbatim", "paraphrase", "gist")
OFFICES_WORDS(Approval, "required", "waived")
OFFICES_WORDS(Attribution, "named", "unattributed", "recorded")
OFFICES_WORDS(Disclosure, "confidential", "confirmable", "public")
OFFICES_WORDS(Precedence, "ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH")
OFFICES_WORDS(Position, "noted", "accepted", "rejected", "none-yet")
OFFICES_WORDS(Existence, "confidential", "confirmable", "public")
OFFICES_WORDS(BallotResult, "adopted", "not-adopted", "aborted")
OFFICES_WORDS(AbortCause, "absent", "refused", "differs")
OFFICES_WORDS(Said, "received", "performed", "failed", "satisfied", "disputed", "released")
OFFICES_WORDS(Finding, "confirmed", "not-confirmed", "inconclusive")
OFFICES_WORDS(Needs, "undertaken", "fulfilled", "confirmed")
OFFICES_WORDS(Release, "intermediary", "all")
OFFICES_WORDS(AttemptOutcome, "called", "failed", "held-back", "unreached", "unanswered")
OFFICES_WORDS(Answerer, "post", "person")
OFFICES_WORDS(Countersign, "own", "contested")
OFFICES_WORDS(Purpose, "readout", "communique")
#undef OFFICES_WORDS

}  // namespace

template <class E>
std::string_view word(E e) {
  return Spelling<E>::words[static_cast<std::size_t>(e)];
}

template <class E>
Result<E> from_word(std::string_view text) {
  std::string allowed;
  for (std::size_t i = 0; i < std::size(Spelling<E>::words); ++i) {
    if (Spelling<E>::words[i] == text) return static_cast<E>(i);
    allowed += (i ? ", " : "") + std::string(Spelling<E>::words[i]);
  }
  return fail(Code::usage, "'" + std::string(text.substr(0, 40)) + "' is none of " + allowed);
}

#define OFFICES_INSTANTIATE(Enum)             \
  template std::string_view word<Enum>(Enum); \
  template Result<Enum> from_word<Enum>(std::string_view);
OFFICES_INSTANTIATE(Role)
OFFICES_INSTANTIATE(Act)
OFFICES_INSTANTIATE(Form)
OFFICES_INSTANTIATE(Approval)
OFFICES_INSTANTIATE(Attribution)
OFFICES_INSTANTIATE(Disclosure)
OFFICES_INSTANTIATE(Precedence)
OFFICES_INSTANTIATE(Position)
OFFICES_INSTANTIATE(Existence)
OFFICES_INSTANTIATE(BallotResult)
OFFICES_INSTANTIATE(AbortCause)
OFFICES_INSTANTIATE(Said)
OFFICES_INSTANTIATE(Finding)
OFFICES_INSTANTIATE(Needs)
OFFICES_INSTANTIATE(Release)
OFFICES_INSTANTIATE(AttemptOutcome)
OFFICES_INSTANTIATE(Answerer)
OFFICES_INSTANTIATE(Countersign)
OFFICES_INSTANTIATE(Purpose)
#undef OFFICES_INSTANTIATE

Json words_to_json(const Words& words) {
  Json translations = Json::array();
  for (const auto& t : words.translations) translations.push_back({{"lang", t.lang}, {"text", t.text}, {"maker", t.maker}});
  return {{"lang", words.lang}, {"text", words.text}, {"translations", std::move(translations)}};
}

Digest words_digest(const Words& words) {
  auto spelt = base::spell(words_to_json(words));
  return crypto::labelled_hash("words", {base::as_bytes(spelt)});
}

Digest of_dispatch(const StatementId& dispatch, const Digest& salt) { return crypto::labelled_hash("of", {dispatch.view(), salt.view()}); }

Digest receipt_words(const Digest& of, Form form, Attribution attribution, const Digest& words) {
  return crypto::labelled_hash("receipt-words", {of.view(), base::as_bytes(word(form)), base::as_bytes(word(attribution)), words.view()});
}

}  // namespace offices::mediation
