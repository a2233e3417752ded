// SPDX-License-Identifier: Apache-2.0
// Evidence: files given to a post and taken from it, in the parts in which the local API takes and gives them.
#pragma once

#include <filesystem>

#include "post/api.hpp"

namespace offices::cli {

/// Gives the file at `path` to the verifier's post, from where an earlier attempt stopped; what evidence.add says at the end. Fails
/// as the verb and SteadyFile do.
[[nodiscard]] Result<Json> add_evidence(post::Api& api, const std::string& of_case, const std::string& path);

/// Writes an evidence file that the post holds to `path`, whole, and checks its hash again: {evidence, name, bytes}. Fails as the
/// verb evidence.read and NewFile do, and with Code::evidence_differs.
[[nodiscard]] Result<Json> save_evidence(post::Api& api, const std::string& evidence, const std::filesystem::path& path, bool may_replace);

}  // namespace offices::cli
