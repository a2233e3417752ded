// SPDX-License-Identifier: Apache-2.0
// One end of an HPKE conversation with another implementation: a line of JSON in, a line of JSON out. Octets are
// hexadecimal; a refusal answers {"refused": code}.

#include <iostream>

#include "base/json.hpp"
#include "crypto/hpke.hpp"

namespace offices::crypto {
namespace {

constexpr std::size_t list_max = 64;

Bytes octets(base::Fields& f, const char* key) {
  auto v = base::from_hex(f.text(key));
  if (!v) f.refuse(key, "is not hexadecimal");
  return v.value_or(Bytes{});
}

/// What both ends agree on, owning its octets.
struct Agreed {
  Bytes info, psk, psk_id;
  HpkeMode mode{};
  explicit Agreed(base::Fields& f)
      : info(octets(f, "info")), psk(octets(f, "psk")), psk_id(octets(f, "psk_id")), mode(static_cast<HpkeMode>(f.integer("mode", 0, 3))) {}
  [[nodiscard]] HpkeShared shared() const { return {mode, info, psk, psk_id, HpkeAead::chacha20_poly1305}; }
};

struct Message {
  Bytes aad, text;
};

Result<std::vector<Message>> messages_of(const Json& list) {
  std::vector<Message> out;
  for (const auto& m : list) {
    base::Fields f(m, "message");
    out.push_back({octets(f, "aad"), octets(f, "text")});
    OFFICES_CHECK(f.finish());
  }
  return out;
}

Result<Json> exports_of(const HpkeContext& context, const Json& list) {
  Json out = Json::array();
  for (const auto& e : list) {
    base::Fields f(e, "export");
    auto label = octets(f, "context");
    auto length = static_cast<std::size_t>(f.integer("length", 1, 255 * 32));
    OFFICES_CHECK(f.finish());
    out.push_back(base::hex(context.export_secret(label, length).view()));
  }
  return out;
}

/// {"do":"seal","mode","info","psk","psk_id","recipient":public,"sender":secret or "","messages","exports"}
Result<Json> seal(base::Fields& f) {
  Agreed agreed(f);
  auto recipient = f.id<SealingPublic>("recipient");
  auto secret = octets(f, "sender");
  const Json &list = f.array("messages", list_max), &exports = f.array("exports", list_max);
  OFFICES_CHECK(f.finish());
  std::optional<SealingPair> sender;
  if (!secret.empty()) { OFFICES_TRY_SET(sender, SealingPair::from_secret(secret)); }
  SystemRandom random;
  OFFICES_TRY(keys, HpkeOutgoing::make(recipient, sender ? &*sender : nullptr));
  OFFICES_TRY(setup, hpke_sender(agreed.shared(), keys, random));
  OFFICES_TRY(messages, messages_of(list));
  Json sealed = Json::array();
  for (const auto& m : messages) sealed.push_back(base::hex(setup.context.seal(m.aad, m.text)));
  OFFICES_TRY(exported, exports_of(setup.context, exports));
  return Json{{"enc", setup.enc.hex()}, {"sealed", sealed}, {"exported", exported}};
}

/// {"do":"open","mode","info","psk","psk_id","recipient":secret,"sender":public or "","enc","messages","exports"}
Result<Json> open(base::Fields& f) {
  Agreed agreed(f);
  auto secret = octets(f, "recipient"), from = octets(f, "sender");
  auto enc = f.id<SealingPublic>("enc");
  const Json &list = f.array("messages", list_max), &exports = f.array("exports", list_max);
  OFFICES_CHECK(f.finish());
  OFFICES_TRY(recipient, SealingPair::from_secret(secret));
  std::optional<SealingPublic> sender;
  if (!from.empty()) { OFFICES_TRY_SET(sender, SealingPublic::from(from)); }
  OFFICES_TRY(keys, HpkeIncoming::make(std::move(recipient), sender ? &*sender : nullptr));
  OFFICES_TRY(context, hpke_recipient(agreed.shared(), enc, keys));
  OFFICES_TRY(messages, messages_of(list));
  Json opened = Json::array();
  for (const auto& m : messages) {
    OFFICES_TRY(plain, context.open(m.aad, m.text));
    opened.push_back(base::hex(plain));
  }
  OFFICES_TRY(exported, exports_of(context, exports));
  return Json{{"opened", opened}, {"exported", exported}};
}

/// {"do":"derive","ikm"}: DeriveKeyPair.
Result<Json> derive(base::Fields& f) {
  auto ikm = octets(f, "ikm");
  OFFICES_CHECK(f.finish());
  auto pair = derive_sealing_pair(ikm);
  return Json{{"secret", base::hex(pair.secret.view())}, {"public", pair.open.hex()}};
}

Result<Json> answer(std::string_view line) {
  OFFICES_TRY(request, base::parse_json(base::as_bytes(line)));
  base::Fields f(request, "request");
  auto what = f.one_of("do", {"seal", "open", "derive"});
  return what == "seal" ? seal(f) : what == "open" ? open(f) : derive(f);
}

}  // namespace
}  // namespace offices::crypto

int main() {
  using namespace offices;
  for (std::string line; std::getline(std::cin, line);) {
    auto reply = crypto::answer(line);
    Json out = reply ? *reply : Json{{"refused", base::info(reply.error().code).name}, {"detail", reply.error().detail}};
    std::cout << base::spell(out) << std::endl;
  }
}
