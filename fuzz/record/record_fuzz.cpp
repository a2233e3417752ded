// SPDX-License-Identifier: Apache-2.0
// Every parser of the record reads the same input. What parses must be spelled again to the same octets, and what is
// read back must mean the same; notes are signed here first, so that their text is reached behind a good signature.

#include "fuzz/require.hpp"
#include "record/context.hpp"
#include "record/note.hpp"

namespace offices::record {
namespace {

using fuzz::require;

void payload(ByteView octets) {
  auto s = decode_payload(octets);
  if (!s) return;
  require(encode_payload(*s) == base::as_text(octets));
}

void context(ByteView octets) {
  auto c = decode_context(octets);
  if (!c) return;
  require(encode_context(*c) == base::as_text(octets));
  require(c->index == c->head.size && c->seen_size(c->feed) == 0);
}

void envelope(ByteView octets) {
  auto e = decode_envelope(octets);
  if (!e) return;
  require(encode_envelope(e->content, e->keyid) == base::as_text(octets));
  require(*bare_from_json(bare_to_json(e->content)) == e->content);
}

void entry(ByteView octets) {
  auto json = base::parse_json(octets);
  if (!json) return;
  require(*base::parse_json(base::as_bytes(base::spell(*json))) == *json);
  if (auto bare = bare_from_json(*json)) require(bare_to_json(*bare) == *json);
  auto e = entry_from_json(*json);
  if (!e) return;
  require(entry_to_json(*e) == *json);
  auto admitted = check_next(*e, e->context.feed, Frontier());
  require(!admitted || (e->context.index == 0 && admitted->context == context_digest(e->context)));
}

void frontier(ByteView octets) {
  auto f = Frontier::decode(octets);
  if (!f) return;
  require(base::equal(f->encode(), octets));
  auto before = f->head();
  f->append(leaf_hash(octets));
  require(f->head().size == before.size + 1 && f->head().root != before.root);
}

const crypto::SigningKey& key() {
  static const auto made = *crypto::SigningKey::from_seed(Bytes(32, Byte{7}));
  return made;
}

void note(std::string_view text) {
  constexpr std::string_view name = "goodoffices/fuzz";
  if (auto opened = open_note(text, name, key().public_key())) require(text.starts_with(*opened + "\n"));
  auto opened = open_note(sign_note(text, name, key()), name, key().public_key());
  require(!opened || *opened == text);
}

void checkpoint(std::string_view text) {
  FeedId feed;
  auto note = sign_note(origin_of(feed) + "\n" + std::string(text), origin_of(feed), key());
  auto head = open_checkpoint(note, feed, key().public_key());
  if (head) require(sign_checkpoint(*head, key()) == note);
}

}  // namespace
}  // namespace offices::record

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  ByteView octets{data, size};
  record::payload(octets);
  record::context(octets);
  record::envelope(octets);
  record::entry(octets);
  record::frontier(octets);
  record::note(base::as_text(octets));
  record::checkpoint(base::as_text(octets));
  return 0;
}
