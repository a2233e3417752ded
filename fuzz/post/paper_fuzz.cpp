// SPDX-License-Identifier: Apache-2.0
// Non-papers, which a peer sends, and framework files, which anybody may have written: what one reads it spells again identically.
#include "fuzz/require.hpp"
#include "post/framework_file.hpp"
#include "post/papers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  ByteView input{data, size};
  if (auto json = base::parse_json(input)) {
    auto paper = post::read_paper(*json);
    if (paper) {
      auto again = post::read_paper(post::paper_json(*paper));
      fuzz::require(again.has_value() && post::paper_json(*again) == post::paper_json(*paper));
    }
  }
  auto file = post::read_framework_file(base::as_text(input), "Harbour");
  if (!file) return 0;
  mediation::Tabling tabling{{}, {}, {file->framework}};
  auto body = mediation::decode_body("table", mediation::encode_body(tabling));
  if (body) fuzz::require(mediation::table_digest(std::get<mediation::Tabling>(*body)) == mediation::table_digest(tabling));
  return 0;
}
