// SPDX-License-Identifier: Apache-2.0
// Asset: a file of the page, as it is embedded in the program. cmake/desk.cmake makes the table.
#pragma once

#include <span>
#include <string_view>

namespace offices::desk {

struct Asset {
  std::string_view path;  ///< "/index.html", "/assets/…"
  std::string_view hash;  ///< SHA-256 of what the file holds, hexadecimal
  std::string_view gzip;  ///< its octets, compressed (RFC 1952)
};

/// Every file of the page; empty in a build without one.
[[nodiscard]] std::span<const Asset> assets();
/// The file of that path ("/" is "/index.html"), or null.
[[nodiscard]] const Asset* find_asset(std::string_view path);
/// By its ending; "application/octet-stream" for an ending that no page of ours has.
[[nodiscard]] std::string_view content_type_of(std::string_view path);
/// The OpenAPI document (ui/api/openapi.json).
[[nodiscard]] std::string_view api_document();

}  // namespace offices::desk
