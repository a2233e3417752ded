// SPDX-License-Identifier: Apache-2.0
// The relay's own parsers. The input is "METHOD\nTARGET\nAUTHORIZATION\nBODY". What parses as a route is spelled again
// and must read as the same route; what parses as a mailbox or as envelopes must spell to the same octets.

#include <cstdlib>

#include "base/json.hpp"
#include "relay/route.hpp"

namespace offices::relay {
namespace {

void require(bool ok) {
  if (!ok) std::abort();
}

std::string_view next_line(std::string_view& rest) {
  auto line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

struct Spelled {
  std::string_view method;
  std::string target;
};

std::string path_of(const wire::MailboxId& id) { return "/v1/mailboxes/" + id.hex(); }

Spelled spell(const HealthRoute&) { return {"GET", "/healthz"}; }
Spelled spell(const AboutRoute&) { return {"GET", "/v1/relay"}; }
Spelled spell(const CreateRoute& r) { return {"PUT", path_of(r.mailbox)}; }
Spelled spell(const RemoveRoute& r) { return {"DELETE", path_of(r.mailbox)}; }
Spelled spell(const DepositRoute& r) { return {"POST", path_of(r.mailbox) + "/envelopes"}; }
Spelled spell(const DeleteRoute& r) { return {"DELETE", path_of(r.mailbox) + "/envelopes?through=" + std::to_string(r.through)}; }
Spelled spell(const FetchRoute& r) {
  return {"GET", path_of(r.mailbox) + "/envelopes?after=" + std::to_string(r.after) + "&limit=" + std::to_string(r.limit) +
                     "&wait=" + std::to_string(r.wait_seconds)};
}

void route(std::string_view method, std::string_view target) {
  auto read = read_route(method, target);
  if (!read) return;
  auto spelled = std::visit([](const auto& r) { return spell(r); }, *read);
  require(spelled.method == method);
  auto again = read_route(spelled.method, spelled.target);
  require(again && *again == *read);
  if (!std::holds_alternative<FetchRoute>(*read)) require(spelled.target == target);
}

void keys(std::string_view authorization) {
  auto key = read_key(authorization);
  if (key != std::array<Byte, 32>{}) require("Bearer " + base::hex(key) == authorization);
  require(authorization.ends_with(read_token(authorization)));
}

void bodies(ByteView body) {
  if (auto c = read_create({}, body)) {
    Json spelled{{"deposit", c->deposit.hex()}, {"fetch", c->fetch.hex()}};
    auto again = read_create({}, base::as_bytes(base::spell(spelled)));
    require(again && again->deposit == c->deposit && again->fetch == c->fetch);
  }
  if (auto envelopes = read_envelopes(body)) {
    Bytes joined;
    for (const auto& e : *envelopes) base::put(joined, e);
    require(base::equal(joined, body));
  }
}

}  // namespace
}  // namespace offices::relay

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto rest = base::as_text({data, size});
  auto method = relay::next_line(rest);
  auto target = relay::next_line(rest);
  relay::route(method, target);
  relay::keys(relay::next_line(rest));
  relay::bodies(base::as_bytes(rest));
  return 0;
}
