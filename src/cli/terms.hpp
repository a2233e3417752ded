// SPDX-License-Identifier: Apache-2.0
// Terms: the flags of a mandate and of words, shared by the verbs that take them.
#pragma once

#include "cli/call.hpp"

namespace offices::cli {

/// --form, --approval, --attribution, --not-before, --until, --simultaneous-with, --disclosure, --public-line-file.
[[nodiscard]] std::vector<Flag> terms_flags();
/// Copies them into the arguments of `signal` or `mandate`; reads the public line's file.
[[nodiscard]] Result<void> put_terms(Json& args, Call& call);

/// --text-file, required.
[[nodiscard]] Flag text_flag(std::string text);
[[nodiscard]] Flag lang_flag();
/// The words of --text-file.
[[nodiscard]] Result<std::string> typed_words(Call& call);

/// Copies values that were typed under the same name in the arguments, dashes becoming underscores.
void put_typed(Json& args, const Call& call, std::initializer_list<const char*> names);
/// Copies a flag that is a whole number from `least` to `most`, if it was typed. Fails with Code::usage.
[[nodiscard]] Result<void> put_number(Json& args, const Call& call, const char* name, std::int64_t least, std::int64_t most);
/// MakeArgs of verbs whose arguments are just operands and flags.
[[nodiscard]] MakeArgs typed(std::initializer_list<const char*> names);

/// A number that was typed, or `otherwise`. Fails with Code::usage outside [least, most].
[[nodiscard]] Result<std::int64_t> typed_number(const Input& in, const char* name, std::int64_t otherwise, std::int64_t least,
                                                std::int64_t most);

[[nodiscard]] std::vector<Flag> joined(std::vector<Flag> a, std::vector<Flag> b);

}  // namespace offices::cli
