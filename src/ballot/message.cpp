// SPDX-License-Identifier: Apache-2.0
#include "ballot/message.hpp"

#include <set>

namespace offices::ballot {
namespace {

constexpr Byte version = 1;
constexpr std::size_t header_octets = 35;
constexpr std::size_t element_octets = 32;

struct Shape {
  std::size_t points;
  std::size_t scalars;
};

Shape shape_of(Round round) {
  switch (round) {
    case Round::vote: return {2, 4};
    case Round::blinding: return {2, 2};
    case Round::key:
    case Round::share:
    case Round::opening: break;
  }
  return {1, 2};
}

}  // namespace

Result<void> check(const Setup& setup) {
  if (setup.roster.size() < min_sides + 1 || setup.roster.size() > max_sides + 1) {
    return fail(Code::malformed, "a ballot has an intermediary and 2 to 64 sides");
  }
  if (std::set<MemberId>(setup.roster.begin(), setup.roster.end()).size() != setup.roster.size()) {
    return fail(Code::malformed, "a ballot's roster names a member twice");
  }
  return {};
}

Digest context_of(const Setup& setup) {
  Bytes roster;
  for (const auto& member : setup.roster) base::put(roster, member.view());
  Bytes deadline;
  base::put_u64(deadline, setup.deadline);
  return crypto::labelled_hash("ballot/context", {setup.session.view(), setup.framework.view(), roster, deadline});
}

Speakers speakers(Round round, const Setup& setup) {
  const auto last = static_cast<Byte>(setup.sides());
  switch (round) {
    case Round::vote:
    case Round::share: return {1, last};
    case Round::opening: return {0, 0};
    case Round::key:
    case Round::blinding: break;
  }
  return {0, last};
}

std::size_t message_octets(Round round) {
  auto shape = shape_of(round);
  return header_octets + element_octets * (shape.points + shape.scalars);
}

std::size_t point_count(Round round) { return shape_of(round).points; }

Bytes encode(const Message& message) {
  Bytes out{version, static_cast<Byte>(message.round), message.sender};
  base::put(out, message.echo.view());
  auto shape = shape_of(message.round);
  for (std::size_t i = 0; i < shape.points; ++i) base::put(out, message.points[i].view());
  for (std::size_t i = 0; i < shape.scalars; ++i) base::put(out, message.scalars[i].view());
  return out;
}

Result<Message> decode(ByteView octets) {
  if (octets.size() < header_octets) return fail(Code::malformed, "a ballot message is shorter than its header");
  if (octets[0] != version) return fail(Code::malformed, "a ballot message of an unknown version");
  if (octets[1] < 1 || octets[1] > round_count) return fail(Code::malformed, "a ballot message of an unknown round");
  Message message;
  message.round = static_cast<Round>(octets[1]);
  message.sender = octets[2];
  OFFICES_TRY_SET(message.echo, Digest::from(octets.subspan(3, element_octets)));
  if (octets.size() != message_octets(message.round)) return fail(Code::malformed, "a ballot message of the wrong length");
  auto rest = octets.subspan(header_octets);
  auto shape = shape_of(message.round);
  for (std::size_t i = 0; i < shape.points; ++i, rest = rest.subspan(element_octets)) {
    OFFICES_TRY_SET(message.points[i], Point::from(rest.first(element_octets)));
  }
  for (std::size_t i = 0; i < shape.scalars; ++i, rest = rest.subspan(element_octets)) {
    OFFICES_TRY_SET(message.scalars[i], Scalar::from(rest.first(element_octets)));
  }
  return message;
}

Digest echo_after(Round round, const Digest& earlier, const std::vector<Bytes>& messages) {
  const std::array number{static_cast<Byte>(round)};
  Bytes all;  // of one length each: their borders are known
  for (const auto& message : messages) base::put(all, message);
  return crypto::labelled_hash("ballot/round", {earlier.view(), ByteView(number), all});
}

}  // namespace offices::ballot
