// SPDX-License-Identifier: Apache-2.0
#include "post/whereabouts.hpp"

#include <algorithm>

#include "post/outbox.hpp"

namespace offices::post {
namespace {

bool is(const Json& item, const std::string& id) { return item.contains("id") && item.at("id") == id; }

std::vector<std::string> relays_of(const Line& line, const Json& deposits) {
  std::vector<std::string> out;
  if (!line.peer_card) return out;
  for (const auto& a : line.peer_card->addresses)
    if (deposits.contains(a.mailbox.hex())) out.push_back(a.relay);
  return out;
}

}  // namespace

std::string_view word_of(Way way) {
  constexpr std::string_view words[] = {"not-sent", "at-relay", "at-post"};
  return words[static_cast<std::size_t>(way)];
}

Result<Whereabouts> whereabouts(Ledger& ledger, const Line& line, const record::StatementId& id) {
  Whereabouts out;
  OFFICES_TRY(in_queue, outbox::is_queued(ledger, line.id, id.hex()));
  if (in_queue) return Whereabouts{Way::not_sent, {}};
  OFFICES_CHECK(outbox::each_message(ledger, line.id, [&](const Json& message) -> Result<bool> {
    if (std::ranges::none_of(message.at("items"), [&](const Json& item) { return is(item, id.hex()); })) return true;
    out.way = message.at("deposits").empty() ? Way::not_sent : Way::at_relay;
    out.relays = relays_of(line, message.at("deposits"));
    return false;
  }));
  return out;
}

}  // namespace offices::post
