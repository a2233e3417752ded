// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>

namespace offices::crypto {
namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* context_of_thread() {
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  return context.get();
}

/// One at a time in a thread. OpenSSL's, which uses the processor's instructions (docs/decisions, 10); its octets are wiped at the
/// end, what stays in memory is the digest.
class Sha256 {
 public:
  Sha256() : context_(context_of_thread()) {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    check(context_ != nullptr && algorithm != nullptr && EVP_DigestInit_ex2(context_, algorithm, nullptr) == 1);
  }
  Sha256(const Sha256&) = delete;
  void add(ByteView part) { check(EVP_DigestUpdate(context_, part.data(), part.size()) == 1); }
  [[nodiscard]] Digest finish() {
    Digest d;
    check(EVP_DigestFinal_ex(context_, d.octets.data(), nullptr) == 1);
    return d;
  }

 private:
  /// Nothing but a lack of memory or a broken installation fails here; a wrong digest must not come of it.
  static void check(bool done) {
    if (!done) std::abort();
  }
  EVP_MD_CTX* context_;
};

std::array<Byte, 8> big_endian(std::uint64_t v) {
  std::array<Byte, 8> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Byte>(v >> (56 - 8 * i));
  return out;
}

}  // namespace

Digest sha256(std::initializer_list<ByteView> parts) {
  Sha256 hash;
  for (auto p : parts) hash.add(p);
  return hash.finish();
}

Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts) {
  if (label.find('\0') != std::string_view::npos) std::abort();
  constexpr Byte end = 0;
  Sha256 hash;
  hash.add(base::as_bytes("goodoffices/v1/"));
  hash.add(base::as_bytes(label));
  hash.add({&end, 1});
  for (auto p : parts) {
    hash.add(big_endian(p.size()));
    hash.add(p);
  }
  return hash.finish();
}

bool equal_secret(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace offices::crypto
