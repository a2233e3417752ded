// SPDX-License-Identifier: Apache-2.0
// Signs, derives keys and hashes with labels, so that another implementation can recompute it: a line of JSON in, a line
// of JSON out. Octets are hexadecimal; a refusal answers {"refused": code}.

#include <iostream>

#include "base/json.hpp"
#include "crypto/hash.hpp"
#include "crypto/sign.hpp"
#include "crypto/vault.hpp"

namespace offices::crypto {
namespace {

Bytes octets(base::Fields& f, const char* key) {
  auto v = base::from_hex(f.text(key));
  if (!v) f.refuse(key, "is not hexadecimal");
  return v.value_or(Bytes{});
}

/// {"do":"sign","seed","message"} → {"public","signature"}
Result<Json> sign(base::Fields& f) {
  auto seed = octets(f, "seed"), message = octets(f, "message");
  OFFICES_CHECK(f.finish());
  OFFICES_TRY(key, SigningKey::from_seed(seed));
  return Json{{"public", key.public_key().hex()}, {"signature", base::hex(key.sign(message))}};
}

/// {"do":"verify","public","message","signature"} → {"holds"}
Result<Json> check(base::Fields& f) {
  auto key = f.id<VerifyKey>("public");
  auto message = octets(f, "message"), raw = octets(f, "signature");
  Signature signature{};
  if (raw.size() != signature.size()) f.refuse("signature", "is not 64 octets");
  OFFICES_CHECK(f.finish());
  std::ranges::copy(raw, signature.begin());
  return Json{{"holds", verify(key, message, signature)}};
}

/// {"do":"derive","secret","label","length"} → {"octets"}
Result<Json> derive(base::Fields& f) {
  auto secret = octets(f, "secret");
  auto label = f.text("label");
  auto length = static_cast<std::size_t>(f.integer("length", 0, 255 * 32));
  OFFICES_CHECK(f.finish());
  return Json{{"octets", base::hex(derive_key(secret, label, length).view())}};
}

/// {"do":"hash","label","first","second"} → {"octets"}
Result<Json> hash(base::Fields& f) {
  auto label = f.text("label");
  auto first = octets(f, "first"), second = octets(f, "second");
  OFFICES_CHECK(f.finish());
  return Json{{"octets", labelled_hash(label, {first, second}).hex()}};
}

/// {"do":"passphrase","passphrase","salt","memory_kib","passes"} → {"octets"}
Result<Json> passphrase(base::Fields& f) {
  auto words = octets(f, "passphrase"), salt = octets(f, "salt");
  PassphraseCost cost{static_cast<std::uint32_t>(f.integer("memory_kib", 0, 1 << 21)),
                      static_cast<std::uint32_t>(f.integer("passes", 0, 100))};
  OFFICES_CHECK(f.finish());
  OFFICES_TRY(key, key_from_passphrase(words, salt, cost));
  return Json{{"octets", base::hex(key.view())}};
}

Result<Json> answer(std::string_view line) {
  OFFICES_TRY(request, base::parse_json(base::as_bytes(line)));
  base::Fields f(request, "request");
  auto what = f.one_of("do", {"sign", "verify", "derive", "hash", "passphrase"});
  return what == "sign" ? sign(f) : what == "verify" ? check(f) : what == "derive" ? derive(f) : what == "hash" ? hash(f) : passphrase(f);
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
