// SPDX-License-Identifier: Apache-2.0
// LineHealth: how the lines of a case are, from the tests that crossed them and by this post's own clock.
#pragma once

#include "post/office.hpp"

namespace offices::post {

/// Every open line, by the name of its other end: "items" and whether all are "healthy", as docs/api.md says of line.show.
[[nodiscard]] Result<Json> line_health(Office& office, Folder& folder);

}  // namespace offices::post
