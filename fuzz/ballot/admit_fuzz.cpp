// SPDX-License-Identifier: Apache-2.0
// Any octets to a session of any round: what is refused changes nothing, what is taken is held as it came. The first octet
// says which session, and whether the rest is laid over the honest message that is due.

#include "ballot/samples.hpp"
#include "fuzz/require.hpp"

namespace offices::ballot {
namespace {

using fuzz::require;

/// What was saved at the beginning of each round, and an honest message of it.
struct Due {
  Bytes saved;
  Bytes message;
};

const std::vector<Due>& due() {
  static const auto all = [] {
    std::vector<Due> out;
    const auto votes = samples::votes_of(2, 1);
    samples::Table table(2);
    while (!table.observer().outcome()) {
      const auto saved = base::to_bytes(table.member(1).save().view());
      const auto said = table.said(votes);
      out.push_back({saved, said.back()});
      table.show(said);
    }
    out.push_back({base::to_bytes(table.member(1).save().view()), table.observer().messages().back()});
    return out;
  }();
  return all;
}

void admit(Session& session, ByteView octets) {
  const auto before = session.save();
  const auto held = session.messages();
  if (!session.admit(octets)) {
    require(base::equal(before.view(), session.save().view()));
    return;
  }
  const auto now = session.messages();
  require(std::ranges::find(now, base::to_bytes(octets)) != now.end());
  require(now.size() <= held.size() + 1);
  require(Session::restore(session.save().view()).has_value());
}

}  // namespace
}  // namespace offices::ballot

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  using namespace offices::ballot;
  if (size == 0) return 0;
  const ByteView rest{data + 1, size - 1};
  const auto& chosen = due()[data[0] % due().size()];
  auto session = *Session::restore(chosen.saved);
  if (data[0] < 128) {
    admit(session, rest);
    return 0;
  }
  auto message = chosen.message;
  for (std::size_t i = 0; i < std::min(rest.size(), message.size()); ++i) message[i] ^= rest[i];
  admit(session, message);
  return 0;
}
