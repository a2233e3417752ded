// SPDX-License-Identifier: Apache-2.0
#include "cli/qr.hpp"

#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace offices::cli {
namespace {

constexpr std::size_t part_bytes_max = 640;  // 85 modules a side at the lowest error correction
constexpr int quiet = 2;                     // light modules around the code

using Code2d = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

bool dark(const QRcode& code, int x, int y) {
  if (x < 0 || y < 0 || x >= code.width || y >= code.width) return false;
  return (code.data[y * code.width + x] & 1) != 0;
}

/// Where a part that begins at `from` ends: near `length` on, between two characters.
std::size_t end_of_part(std::string_view content, std::size_t from, std::size_t length) {
  auto end = std::min(content.size(), from + length);
  while (end < content.size() && (static_cast<unsigned char>(content[end]) & 0xc0) == 0x80) --end;
  return end;
}

std::string drawn(const QRcode& code) {
  std::string out;
  for (int y = -quiet; y < code.width + quiet; y += 2) {
    out += "\033[30;107m";
    for (int x = -quiet; x < code.width + quiet; ++x) {
      bool up = dark(code, x, y), down = dark(code, x, y + 1);
      out += up ? (down ? "█" : "▀") : (down ? "▄" : " ");
    }
    out += "\033[0m\n";
  }
  return out;
}

}  // namespace

Result<std::vector<std::string>> qr_codes(std::string_view content) {
  auto parts = (content.size() + part_bytes_max - 1) / part_bytes_max;
  auto length = parts == 0 ? 0 : (content.size() + parts - 1) / parts;
  std::vector<std::string> out;
  for (std::size_t from = 0; from < content.size();) {
    auto part = content.substr(from, end_of_part(content, from, length) - from);
    Code2d code(QRcode_encodeData(static_cast<int>(part.size()), reinterpret_cast<const unsigned char*>(part.data()), 0, QR_ECLEVEL_L),
                &QRcode_free);
    if (!code) return fail(Code::internal, "no QR code can be made");
    out.push_back(drawn(*code));
    from += part.size();
  }
  return out;
}

}  // namespace offices::cli
