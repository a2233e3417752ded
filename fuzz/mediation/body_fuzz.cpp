// SPDX-License-Identifier: Apache-2.0
// Bodies of statements: the input is a JSON object that is tried as every kind. What one reads it spells again identically, and
// what is said of it in plain words never breaks.
#include "fuzz/require.hpp"
#include "mediation/plain.hpp"

namespace offices::mediation {
namespace {

using fuzz::require;

constexpr std::string_view kinds[] = {
    "open",     "join",       "admit",    "introduce",   "remove",  "leave",    "incarnation", "signal",  "mandate",
    "withdraw", "rendering",  "approval", "refusal",     "decline", "dispatch", "conveyance",  "receipt", "acknowledgement",
    "report",   "disclosure", "agenda",   "table",       "sight",   "ballot",   "stub",        "outcome", "ratification",
    "witness",  "commitment", "claim",    "attestation", "showing"};

const CaseState& opened() {
  static const auto state = [] {
    auto key = *crypto::SigningKey::from_seed(Bytes(32, Byte{7}));
    Open body{"Talks", "Harbour", key.public_key(), {"All is confidential.", {"en"}, 0, {}}};
    record::Statement s{"open",
                        std::nullopt,
                        record::participant_of(key.public_key()),
                        record::post_of(key.public_key()),
                        Time{1'760'000'000},
                        encode_body(body),
                        std::nullopt};
    return open_case(record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), key)).value();
  }();
  return state;
}

void as_kind(std::string_view kind, const Json& json) {
  auto body = decode_body(kind, json);
  if (!body) return;
  require(kind_of(*body) == kind);
  require(encode_body(*body) == json);
  require(encode_body(*decode_body(kind, encode_body(*body))) == json);
  auto state = opened();
  ParticipantId side;
  std::optional<Subject> subject;
  Placed placed{{}, state.intermediary, Time{1'760'000'000}, Place{0, 0}, {}, *body};
  auto finding = objection(state, side, nullptr, placed);
  apply(state, side, subject, placed, finding);
  if (subject) require(to_json(*subject_from_json(to_json(*subject))) == to_json(*subject));
  require(to_json(*case_from_json(to_json(state))) == to_json(state));
}

}  // namespace
}  // namespace offices::mediation

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto json = base::parse_spelt(ByteView{data, size});
  // The fast reader and the slow one agree.
  auto slow = base::parse_json(ByteView{data, size});
  bool spelt = slow && base::spell(*slow) == base::as_text(ByteView{data, size});
  fuzz::require(json.has_value() == spelt && (!json || *json == *slow));
  if (!json) return 0;
  for (auto kind : mediation::kinds) mediation::as_kind(kind, *json);
  return 0;
}
