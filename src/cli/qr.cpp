// SPDX-License-Identifier: Apache-2.0
#include "cli/qr.hpp"

#include <qrencode.h>

#include <memory>

namespace offices::cli {
namespace {

constexpr std::size_t qr_bytes_max = 2953;
constexpr int quiet = 2;  // light modules around the code

using Code2d = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

bool dark(const QRcode& code, int x, int y) {
  if (x < 0 || y < 0 || x >= code.width || y >= code.width) return false;
  return (code.data[y * code.width + x] & 1) != 0;
}

}  // namespace

Result<std::string> qr_code(std::string_view content) {
  if (content.size() > qr_bytes_max)
    return fail(Code::too_large, "the invitation has " + std::to_string(content.size()) + " octets and a QR code holds " +
                                     std::to_string(qr_bytes_max) + "; hand over the file instead");
  Code2d code(QRcode_encodeData(static_cast<int>(content.size()), reinterpret_cast<const unsigned char*>(content.data()), 0, QR_ECLEVEL_L),
              &QRcode_free);
  if (!code) return fail(Code::too_large, "no QR code holds the invitation; hand over the file instead");
  std::string out;
  for (int y = -quiet; y < code->width + quiet; y += 2) {
    out += "\033[30;107m";
    for (int x = -quiet; x < code->width + quiet; ++x) {
      bool up = dark(*code, x, y), down = dark(*code, x, y + 1);
      out += up ? (down ? "█" : "▀") : (down ? "▄" : " ");
    }
    out += "\033[0m\n";
  }
  return out;
}

}  // namespace offices::cli
