// SPDX-License-Identifier: Apache-2.0
// A saved session that is read is saved again to the same octets, and goes on as any session: it speaks, takes its own
// words, ends.

#include "ballot/session.hpp"
#include "fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  using fuzz::require;
  const ByteView octets{data, size};
  auto session = ballot::Session::restore(octets);
  if (!session) {
    require(session.error().code == Code::malformed);
    return 0;
  }
  require(base::equal(session->save().view(), octets));
  crypto::SeededRandom random(1);
  const bool ended = session->outcome().has_value();
  require(session->missing().empty() == ended);
  if (auto said = session->speak(random)) {
    require(!ended && session->admit(*said).has_value());
    require(ballot::Session::restore(session->save().view()).has_value());
  }
  const auto held = session->messages();
  session->abort(0);
  require(session->outcome().has_value() && session->messages() == held);
  if (auto again = session->speak(random)) require(std::ranges::find(held, *again) != held.end());
  const auto after = session->save();
  require(base::equal(ballot::Session::restore(after.view())->save().view(), after.view()));
  return 0;
}
