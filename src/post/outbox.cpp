// SPDX-License-Identifier: Apache-2.0
#include "post/outbox.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace offices::post::outbox {
namespace {

using mediation::Precedence;

/// A shelf of its own for each precedence; the ordinary one has the plain name.
std::string shelf(const char* of, const LineId& line, Precedence p) {
  auto plain = of + line.hex();
  return p == Precedence::routine ? plain : plain + "/" + std::string(mediation::word(p));
}
std::string queue_shelf(const LineId& line, Precedence p) { return shelf("out/", line, p); }
std::string message_shelf(const LineId& line, Precedence p) { return shelf("messages/", line, p); }
std::string handed_shelf(const LineId& line) { return "handed/" + line.hex(); }
/// Of an item that is queued; known by its id, where it has one.
std::string item_name(const LineId& line, const std::string& id) { return line.hex() + "/" + id; }
std::string message_name(const LineId& line, std::uint64_t number) { return "message/" + line.hex() + "/" + std::to_string(number); }

Precedence precedence_in(const Json& message) {
  auto level = message.value("precedence", std::string("ROUTINE"));
  return mediation::from_word<Precedence>(level).value_or(Precedence::routine);
}

struct OfBody {
  std::optional<Precedence> operator()(const mediation::Signal& b) const { return b.precedence; }
  std::optional<Precedence> operator()(const mediation::Conveyance& b) const { return b.precedence; }
  std::optional<Precedence> operator()(const mediation::Minute& b) const { return b.signal.precedence; }
  std::optional<Precedence> operator()(const mediation::Commitment& b) const { return b.precedence; }
  std::optional<Precedence> operator()(const mediation::Incident& b) const { return b.precedence; }
  std::optional<Precedence> operator()(const mediation::Outreach& b) const { return b.precedence; }
  std::optional<Precedence> operator()(const mediation::LineTest&) const { return Precedence::priority; }
  std::optional<Precedence> operator()(const mediation::LineAnswer&) const { return Precedence::priority; }
  std::optional<Precedence> operator()(const auto&) const { return std::nullopt; }
};

struct OfSubject {
  Precedence operator()(const mediation::SignalState& s) const { return s.precedence; }
  Precedence operator()(const mediation::ConveyanceState& s) const { return s.precedence; }
  Precedence operator()(const mediation::IncidentState& s) const {
    auto most = s.told ? s.told->precedence : Precedence::routine;
    return s.latest() ? std::max(most, s.latest()->precedence) : most;
  }
  Precedence operator()(const auto&) const { return Precedence::routine; }
};

Result<void> each(Ledger& ledger, const std::string& shelf, bool& on, const Visit& visit) {
  return ledger.each(shelf, [&](const Json& json) -> Result<bool> {
    OFFICES_TRY_SET(on, visit(json));
    return on;
  });
}

}  // namespace

Precedence precedence_of(const mediation::Body& body, const mediation::Subject* subject) {
  if (auto own = std::visit(OfBody{}, body)) return *own;
  return subject ? std::visit(OfSubject{}, *subject) : Precedence::routine;
}

Result<void> queue(Ledger& ledger, const LineId& line, const Json& item, Precedence precedence) {
  std::string name;
  if (item.contains("id")) {
    const auto& id = item.at("id").get_ref<const std::string&>();
    OFFICES_TRY(before, is_queued(ledger, line, id));
    if (before) return {};  // it keeps its place
    name = item_name(line, id);
  } else {
    std::array<Byte, 12> drawn{};
    ledger.random().fill(drawn);
    name = base::hex(drawn);
  }
  return ledger.put("out/" + name, {{"name", name}, {"item", item}}, queue_shelf(line, precedence));
}

Result<bool> is_queued(Ledger& ledger, const LineId& line, const std::string& id) {
  OFFICES_TRY(found, ledger.get("out/" + item_name(line, id)));
  return found.has_value();
}

Result<void> each_queued(Ledger& ledger, const LineId& line, Precedence precedence, const Visit& visit) {
  return ledger.each(queue_shelf(line, precedence), visit);
}

Result<void> each_queued(Ledger& ledger, const LineId& line, const Visit& visit) {
  bool on = true;
  for (auto p : urgent_first)
    if (on) OFFICES_CHECK(each(ledger, queue_shelf(line, p), on, visit));
  return {};
}

Result<void> take_out(Ledger& ledger, const Json& queued) { return ledger.erase("out/" + queued.at("name").get<std::string>()); }

Result<std::int64_t> count_queued(Ledger& ledger, const LineId& line) {
  std::int64_t n = 0;
  for (auto p : urgent_first) {
    OFFICES_TRY(here, ledger.count(queue_shelf(line, p)));
    n += here;
  }
  return n;
}

Result<void> put_message(Ledger& ledger, const LineId& line, const Json& message) {
  auto shelf = message.value("handed", false) ? handed_shelf(line) : message_shelf(line, precedence_in(message));
  return ledger.put(message_name(line, message.at("number").get<std::uint64_t>()), message, shelf);
}

Result<std::optional<Json>> message(Ledger& ledger, const LineId& line, std::uint64_t number) {
  return ledger.get(message_name(line, number));
}

Result<void> confirmed(Ledger& ledger, const LineId& line, std::uint64_t number) { return ledger.erase(message_name(line, number)); }

Result<void> each_to_hand_over(Ledger& ledger, const LineId& line, Precedence precedence, const Visit& visit) {
  return ledger.each(message_shelf(line, precedence), visit);
}

Result<void> each_to_hand_over(Ledger& ledger, const LineId& line, const Visit& visit) {
  bool on = true;
  for (auto p : urgent_first)
    if (on) OFFICES_CHECK(each(ledger, message_shelf(line, p), on, visit));
  return {};
}

Result<void> each_handed(Ledger& ledger, const LineId& line, const Visit& visit) { return ledger.each(handed_shelf(line), visit); }

Result<void> each_message(Ledger& ledger, const LineId& line, const Visit& visit) {
  bool on = true;
  for (auto p : urgent_first)
    if (on) OFFICES_CHECK(each(ledger, message_shelf(line, p), on, visit));
  return on ? each(ledger, handed_shelf(line), on, visit) : Result<void>{};
}

Result<std::int64_t> count_messages(Ledger& ledger, const LineId& line) {
  OFFICES_TRY(n, ledger.count(handed_shelf(line)));
  for (auto p : urgent_first) {
    OFFICES_TRY(here, ledger.count(message_shelf(line, p)));
    n += here;
  }
  return n;
}

}  // namespace offices::post::outbox
