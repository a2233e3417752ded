// SPDX-License-Identifier: Apache-2.0
#include "wire/mailbox.hpp"

#include <arpa/inet.h>

namespace offices::wire {
namespace {

constexpr std::size_t url_bytes_max = 300;

bool is_ipv6(std::string_view text) {
  in6_addr address;
  return ::inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

bool is_host_and_port(std::string_view rest) {
  if (rest.empty()) return false;
  for (char c : rest) {
    bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' ||
              c == ']';
    if (!ok) return false;
  }
  std::string_view port;
  if (rest.front() == '[') {
    auto end = rest.find(']');
    if (end == std::string_view::npos || !is_ipv6(rest.substr(1, end - 1))) return false;
    port = rest.substr(end + 1);
  } else {
    auto colon = rest.find(':');
    if (colon == 0 || rest.find_first_of("[]") != std::string_view::npos) return false;
    port = colon == std::string_view::npos ? std::string_view{} : rest.substr(colon);
  }
  if (port.empty()) return true;
  if (port.front() != ':' || port.size() < 2 || port.size() > 6) return false;
  int n = 0;
  for (char c : port.substr(1)) {
    if (c < '0' || c > '9') return false;
    n = n * 10 + (c - '0');
  }
  return n > 0 && n < 65536;
}

}  // namespace

Mailbox make_mailbox(std::string relay, crypto::Random& random) {
  return {{std::move(relay), crypto::random_id<MailboxId>(random), crypto::random_id<DepositKey>(random)},
          crypto::random_id<FetchKey>(random)};
}

crypto::Digest key_hash(ByteView key32) { return crypto::labelled_hash("relay-key", {key32}); }

Result<std::string> check_relay_url(std::string_view url) {
  if (url.size() <= url_bytes_max) {
    auto trimmed = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
    for (std::string_view scheme : {"http://", "https://"})
      if (trimmed.starts_with(scheme) && is_host_and_port(trimmed.substr(scheme.size()))) return std::string(trimmed);
  }
  return fail(Code::usage, "a relay's address reads https://host or https://host:port");
}

Json to_json(const Address& a) { return {{"relay", a.relay}, {"mailbox", a.mailbox.hex()}, {"deposit", a.deposit.hex()}}; }

Result<Address> address_from_json(const Json& json) {
  base::Fields f(json, "address");
  Address a{f.text("relay"), f.id<MailboxId>("mailbox"), f.id<DepositKey>("deposit")};
  OFFICES_CHECK(f.finish());
  auto url = check_relay_url(a.relay);
  if (!url || *url != a.relay) return fail(Code::malformed, "address: relay is not a relay's address");
  return a;
}

}  // namespace offices::wire
