// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>

#include "crypto/framing.hpp"
#include "crypto/running_hash.hpp"

namespace offices::crypto {
namespace {

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* context_of_thread() {
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  return context.get();
}

/// One at a time in a context. OpenSSL's, which uses the processor's instructions (docs/decisions, 10); its octets are wiped at the
/// end, what stays in memory is the digest.
class Sha256 {
 public:
  explicit Sha256(EVP_MD_CTX* context) : context_(context) {
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

}  // namespace

Digest sha256(std::initializer_list<ByteView> parts) {
  Sha256 hash(context_of_thread());
  for (auto p : parts) hash.add(p);
  return hash.finish();
}

Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts) {
  Sha256 hash(context_of_thread());
  add_framed(label, parts, [&](ByteView v) { hash.add(v); });
  return hash.finish();
}

struct RunningSha256::State {
  std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  Sha256 hash{context.get()};
};

RunningSha256::RunningSha256() : state_(std::make_unique<State>()) {}
RunningSha256::RunningSha256(RunningSha256&&) noexcept = default;
RunningSha256::~RunningSha256() = default;
void RunningSha256::add(ByteView part) { state_->hash.add(part); }
Digest RunningSha256::finish() { return state_->hash.finish(); }

bool equal_secret(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace offices::crypto
