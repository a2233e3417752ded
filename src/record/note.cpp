// SPDX-License-Identifier: Apache-2.0
#include "record/note.hpp"

#include <charconv>

#include "base/text.hpp"

namespace offices::record {
namespace {

constexpr Byte ed25519_algorithm = 0x01;
constexpr std::string_view dash = "— ";
constexpr std::size_t note_bytes_max = 64 * 1024;

/// C2SP signed-note: UTF-8 without control characters but newline.
bool is_note_text(std::string_view text) {
  bool plain = text.size() > 1 && base::is_utf8(text);
  for (char c : text) plain = plain && (c == '\n' || static_cast<Byte>(c) >= 0x20);
  return plain;
}

/// The key id and signature of one signature line for `name`, if it is one.
Result<Bytes> signature_line(std::string_view line, std::string_view name) {
  if (!line.starts_with(dash)) return fail(Code::malformed, "a signature line");
  line.remove_prefix(dash.size());
  auto space = line.find(' ');
  if (space == std::string_view::npos || space == 0) return fail(Code::malformed, "a signature line");
  OFFICES_TRY(raw, base::from_base64(line.substr(space + 1)));
  if (raw.size() < 5) return fail(Code::malformed, "a signature line");
  if (line.substr(0, space) != name) return Bytes{};
  return raw;
}

}  // namespace

std::string origin_of(const FeedId& feed) { return "goodoffices/feed/" + feed.hex(); }

std::uint32_t note_key_id(std::string_view name, const crypto::VerifyKey& key) {
  Byte algorithm = ed25519_algorithm;
  auto digest = crypto::sha256({base::as_bytes(name), base::as_bytes("\n"), {&algorithm, 1}, key.view()});
  return base::get_u32(digest.view());
}

std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key) {
  Bytes blob;
  base::put_u32(blob, note_key_id(name, key.public_key()));
  base::put(blob, key.sign(base::as_bytes(text)));
  return std::string(text) + "\n" + std::string(dash) + std::string(name) + " " + base::base64(blob) + "\n";
}

Result<std::string> open_note(std::string_view note, std::string_view name, const crypto::VerifyKey& key) {
  auto cut = note.size() > note_bytes_max ? std::string_view::npos : note.rfind("\n\n");
  if (cut == std::string_view::npos || !note.ends_with('\n')) return fail(Code::malformed, "not a signed note");
  auto text = note.substr(0, cut + 1);
  auto lines = note.substr(cut + 2);
  if (!is_note_text(text)) return fail(Code::malformed, "a note with other than plain text");
  if (lines.empty()) return fail(Code::malformed, "a note without signatures");
  bool good = false;
  while (!lines.empty()) {
    auto end = lines.find('\n');
    OFFICES_TRY(raw, signature_line(lines.substr(0, end), name));
    lines.remove_prefix(end + 1);
    if (raw.size() != 4 + 64 || base::get_u32(raw) != note_key_id(name, key)) continue;
    crypto::Signature s{};
    std::copy(raw.begin() + 4, raw.end(), s.begin());
    if (!crypto::verify(key, base::as_bytes(text), s)) return fail(Code::bad_signature, "the note");
    good = true;
  }
  if (!good) return fail(Code::bad_signature, "the note is not signed by this key");
  return std::string(text);
}

std::string sign_checkpoint(const FeedHead& h, const crypto::SigningKey& key) {
  auto origin = origin_of(h.feed);
  return sign_note(origin + "\n" + std::to_string(h.head.size) + "\n" + base::base64(h.head.root.view()) + "\n", origin, key);
}

Result<FeedHead> open_checkpoint(std::string_view note, const FeedId& feed, const crypto::VerifyKey& key) {
  auto origin = origin_of(feed);
  OFFICES_TRY(text, open_note(note, origin, key));
  std::string_view rest = text;
  auto line = [&] {
    auto end = rest.find('\n');
    auto l = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return l;
  };
  if (line() != origin) return fail(Code::malformed, "a checkpoint of another feed");
  auto size_text = line();
  std::uint64_t size = 0;
  auto [end, ec] = std::from_chars(size_text.data(), size_text.data() + size_text.size(), size);
  if (ec != std::errc{} || end != size_text.data() + size_text.size() || std::to_string(size) != size_text)
    return fail(Code::malformed, "a checkpoint's size");
  OFFICES_TRY(raw, base::from_base64(line()));
  OFFICES_TRY(root, Digest::from(raw));
  if (!rest.empty()) return fail(Code::malformed, "a checkpoint with lines that a feed does not sign");
  return FeedHead{feed, {size, root}};
}

}  // namespace offices::record
