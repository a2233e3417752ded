// SPDX-License-Identifier: Apache-2.0
// Communiqué file: a text that several have signed, with their signatures, that anyone verifies; it holds nothing else of the
// case it comes from. docs/protocol.md has the format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mediation/kinds.hpp"

namespace offices::mediation {

inline constexpr std::string_view communique_format = "goodoffices-communique-1";
inline constexpr std::size_t communique_bytes_max = 1024 * 1024;

/// Whether `text` says of itself that it is such a file.
[[nodiscard]] bool is_communique(std::string_view text);

/// The copy of `first`, whose name stands before the others' (the alternat). `keys` and `agreements` go with the draft's signers, in
/// their order; ends with a newline.
[[nodiscard]] std::string write_communique(const Draft& draft, const std::vector<crypto::VerifyKey>& keys,
                                           const std::vector<Signed>& agreements, const ParticipantId& first);

struct CommuniqueSigner {
  ParticipantId participant;
  std::string name;
  Time signed_at;  ///< as it claims
};
struct Communique {
  Draft draft;
  std::vector<CommuniqueSigner> signers;  ///< in the order of this copy
};
/// Reads and verifies a file from anyone: every signer of the text has signed exactly these octets, under the key whose hash it is.
/// Whether a key is really somebody's is for its owner to say, by the number that it publishes. Does not look at the embargo.
///
/// Fails with Code::malformed (also where the spelling is another), too_large, bad_signature, wrong_context (agreements of several
/// cases) or bad_proof.
[[nodiscard]] Result<Communique> read_communique(std::string_view text);

[[nodiscard]] Json to_json(const Communique& communique);

/// A text with `{parties}` replaced by the names, in the order of this copy.
[[nodiscard]] std::string spoken_text(const Text& text, const std::vector<std::string>& names);

}  // namespace offices::mediation
