// SPDX-License-Identifier: Apache-2.0
// Keep: small things that the page leaves at its post, in the sealed ledger, so that a draft outlives the browser.
#pragma once

#include "post/ledger.hpp"

namespace offices::desk {

inline constexpr std::size_t kept_bytes_max = 256 * 1024;
inline constexpr std::int64_t kept_names_max = 64;

/// `desk.keep {name, value}`: keeps `value`, any JSON; null forgets it. Fails with Code::usage for a name that is not 1 to
/// 64 of a-z 0-9 . _ : -, and Code::too_large beyond 256 KiB or 64 names.
[[nodiscard]] Result<Json> keep(post::Ledger& ledger, const Json& args);

/// `desk.kept {name}`: {name, value}, null where there is none. Without a name: {items:[{name, value}]}.
[[nodiscard]] Result<Json> kept(post::Ledger& ledger, const Json& args);

}  // namespace offices::desk
