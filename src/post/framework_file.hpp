// SPDX-License-Identifier: Apache-2.0
// Framework file: a framework as an intermediary writes it, before it is on a table (docs/api.md).
#pragma once

#include "mediation/kinds.hpp"

namespace offices::post {

/// A framework and what it replaces, which is the beginning of an id until the framework is looked up.
struct FrameworkFile {
  mediation::Framework framework;
  std::string replaces;
};

/// Reads a framework file, which may come from anybody; translations without a maker are `maker`'s. Fails with
/// Code::malformed, naming the field, or a text code.
[[nodiscard]] Result<FrameworkFile> read_framework_file(std::string_view text, const std::string& maker);

}  // namespace offices::post
