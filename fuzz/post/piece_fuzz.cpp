// SPDX-License-Identifier: Apache-2.0
// Pieces of evidence files and what is asked of them, which a peer sends: what reads is spelled again identically.
#include "fuzz/require.hpp"
#include "post/piece.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  ByteView input{data, size};
  if (auto piece = post::decode_piece(input)) {
    fuzz::require(post::is_piece(input) && piece->index < post::pieces_of(piece->of.bytes));
    fuzz::require(base::equal(post::encode_piece(*piece), input));
  }
  auto json = base::parse_json(input);
  auto asking = json ? post::read_asking(*json) : fail(Code::malformed);
  if (!asking) return 0;
  fuzz::require(post::asking_json(*asking) == *json);
  fuzz::require(post::size_of(asking->runs) + asking->held <= post::pieces_of(asking->of.bytes));
  fuzz::require(post::without(asking->runs, asking->runs).empty() && post::with(asking->runs, asking->runs) == asking->runs);
  return 0;
}
