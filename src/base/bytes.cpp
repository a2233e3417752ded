// SPDX-License-Identifier: Apache-2.0
#include "base/bytes.hpp"

namespace offices::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values_of(std::string_view digits) {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < digits.size(); ++i) values[static_cast<Byte>(digits[i])] = static_cast<std::int8_t>(i);
  return values;
}
constexpr auto hex_values = values_of(hex_digits);
constexpr auto base64_values = values_of(base64_digits);

template <class T>
void put_big_endian(Bytes& out, T v) {
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) out.push_back(static_cast<Byte>(v >> shift));
}

template <class T>
T get_big_endian(ByteView at) {
  T v = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) v = static_cast<T>((v << 8) | at[i]);
  return v;
}

}  // namespace

std::string hex(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (Byte b : bytes) {
    out.push_back(hex_digits[b >> 4]);
    out.push_back(hex_digits[b & 15]);
  }
  return out;
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Code::malformed, "hexadecimal of odd length");
  Bytes out(text.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    int high = hex_values[static_cast<Byte>(text[2 * i])];
    int low = hex_values[static_cast<Byte>(text[2 * i + 1])];
    if (high < 0 || low < 0) return fail(Code::malformed, "not lower-case hexadecimal");
    out[i] = static_cast<Byte>(high << 4 | low);
  }
  return out;
}

std::string base64(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < n ? bytes[i + k] : 0u);
    for (std::size_t k = 0; k < 4; ++k) out.push_back(k <= n ? base64_digits[group >> (18 - 6 * k) & 63] : '=');
  }
  return out;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return fail(Code::malformed, "base64 of a wrong length");
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  Bytes out(text.size() / 4 * 3);
  std::int32_t group = 0;
  int all = 0;  // negative once a character was none of the digits
  for (std::size_t i = 0, o = 0; i < text.size(); i += 4, o += 3) {
    std::size_t digits = i + 4 == text.size() ? 4 - padding : 4;
    group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      int value = k < digits ? base64_values[static_cast<Byte>(text[i + k])] : 0;
      all |= value;
      group = group << 6 | (value & 63);
    }
    for (std::size_t k = 0; k < 3; ++k) out[o + k] = static_cast<Byte>(group >> (16 - 8 * k));
  }
  if (all < 0) return fail(Code::malformed, "not base64");
  if ((group & ((1 << 8 * padding) - 1)) != 0) return fail(Code::malformed, "base64 with stray bits");
  out.resize(out.size() - padding);
  return out;
}

void put_u16(Bytes& out, std::uint16_t v) { put_big_endian(out, v); }
void put_u32(Bytes& out, std::uint32_t v) { put_big_endian(out, v); }
void put_u64(Bytes& out, std::uint64_t v) { put_big_endian(out, v); }
void put(Bytes& out, ByteView v) { out.insert(out.end(), v.begin(), v.end()); }
std::uint16_t get_u16(ByteView at) { return get_big_endian<std::uint16_t>(at); }
std::uint32_t get_u32(ByteView at) { return get_big_endian<std::uint32_t>(at); }
std::uint64_t get_u64(ByteView at) { return get_big_endian<std::uint64_t>(at); }

}  // namespace offices::base
