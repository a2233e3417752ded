// SPDX-License-Identifier: Apache-2.0
#include "tests/relay/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace offices::relay::testing {
namespace {

void require(bool ok) {
  if (!ok) std::abort();
}

void add_extension(X509* cert, int kind, const std::string& value) {
  X509_EXTENSION* e = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  require(e != nullptr && X509_add_ext(cert, e, -1) == 1);
  X509_EXTENSION_free(e);
}

std::string alternative_name(const std::string& name) {
  bool address = name.find_first_not_of("0123456789.:") == std::string::npos;
  return (address ? "IP:" : "DNS:") + name;
}

void write_file(const std::string& path, auto write) {
  std::FILE* f = std::fopen(path.c_str(), "w");
  require(f != nullptr && write(f) == 1 && std::fclose(f) == 0);
}

}  // namespace

void write_certificate(const std::string& name, const std::string& cert_path, const std::string& key_path) {
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
  require(key && cert);
  X509_set_version(cert.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 86400);
  auto* subject = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("relay"), -1, -1, 0);
  require(X509_set_issuer_name(cert.get(), subject) == 1 && X509_set_pubkey(cert.get(), key.get()) == 1);
  add_extension(cert.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(cert.get(), NID_subject_alt_name, alternative_name(name));
  require(X509_sign(cert.get(), key.get(), EVP_sha256()) > 0);
  write_file(cert_path, [&](std::FILE* f) { return PEM_write_X509(f, cert.get()); });
  write_file(key_path, [&](std::FILE* f) { return PEM_write_PrivateKey(f, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

}  // namespace offices::relay::testing
