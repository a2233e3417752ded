// SPDX-License-Identifier: Apache-2.0
#include "mediation/dossier.hpp"

namespace offices::mediation {

Result<void> DossierWriter::begin(std::span<const DossierFeed> feeds) {
  const char* mode = header_.mode == DossierMode::placed ? "placed" : "bare";
  OFFICES_CHECK(put_(base::spell({{"case", header_.of_case.hex()},
                                  {"dossier", 1},
                                  {"exported", base::iso(header_.exported)},
                                  {"exporter", header_.exporter.hex()},
                                  {"mode", mode}}) +
                     "\n"));
  for (const auto& f : feeds)
    OFFICES_CHECK(put_(base::spell({{"feed",
                                     {{"channel", f.channel.hex()},
                                      {"feed", f.feed.hex()},
                                      {"incarnation", f.incarnation},
                                      {"post", f.post.hex()},
                                      {"root", f.head.root.hex()},
                                      {"side", f.side.hex()},
                                      {"size", f.head.size}}}}) +
                       "\n"));
  return {};
}

Result<void> DossierWriter::group(const StatementId& subject, const ParticipantId& side) {
  return put_(base::spell({{"group", subject.hex()}, {"side", side.hex()}}) + "\n");
}

Result<void> DossierWriter::statement(const Signed& s, const DossierPlace* place) {
  ++statements_;
  std::string line = "{";
  if (place) line += "\"context\":" + record::encode_context(place->context) + ",";
  line += "\"payload\":\"" + base::base64(s.payload) + "\",";
  if (place) {
    line += "\"proof\":[";
    for (std::size_t i = 0; i < place->proof.size(); ++i) line += (i ? ",\"" : "\"") + place->proof[i].hex() + "\"";
    line += "],";
  }
  line += "\"sig\":\"" + base::base64(s.signature) + "\"}\n";
  return put_(line);
}

}  // namespace offices::mediation
