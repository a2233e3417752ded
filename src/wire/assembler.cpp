// SPDX-License-Identifier: Apache-2.0
#include "wire/assembler.hpp"

namespace offices::wire {
namespace {

constexpr std::size_t count_max = (message_bytes_max + frame_body_max - 1) / frame_body_max;

}  // namespace

Result<void> Assembler::check(const Frame& frame) const {
  if (frame.count == 0 || frame.count > count_max || frame.index >= frame.count || frame.body.size() > frame_body_max)
    return fail(Code::malformed, "a frame of impossible size or place");
  if (frame.count > 1 && frame.message == 0) return fail(Code::malformed, "a part of a message without a number");
  auto it = partial_.find(frame.message);
  if (it != partial_.end()) {
    if (it->second.count != frame.count) return fail(Code::malformed, "a part of a message of another length");
    auto same = it->second.parts.find(frame.index);
    if (same == it->second.parts.end()) return {};
    return same->second == frame.body ? Result<void>{} : fail(Code::malformed, "two parts for one place");
  }
  return {};
}

Result<std::optional<Bytes>> Assembler::add(const Frame& frame) {
  OFFICES_CHECK(check(frame));
  if (frame.count == 1) return frame.body;
  auto it = partial_.find(frame.message);
  if (it == partial_.end() && partial_.size() >= limits_.messages) return fail(Code::too_large, "too many unfinished messages");
  if (it != partial_.end() && it->second.parts.contains(frame.index)) return std::nullopt;
  if (frame.body.size() > limits_.bytes - bytes_) return fail(Code::too_large, "too much of unfinished messages");
  auto& partial = partial_[frame.message];
  partial.count = frame.count;
  partial.parts.emplace(frame.index, frame.body);
  partial.bytes += frame.body.size();
  bytes_ += frame.body.size();
  if (partial.parts.size() < partial.count) return std::nullopt;
  return take_whole(frame.message);
}

Bytes Assembler::take_whole(std::uint64_t number) {
  const auto& partial = partial_.at(number);
  Bytes whole;
  whole.reserve(partial.bytes);
  for (const auto& [index, body] : partial.parts) base::put(whole, body);
  forget(number);
  return whole;
}

void Assembler::forget(std::uint64_t number) {
  auto it = partial_.find(number);
  if (it == partial_.end()) return;
  bytes_ -= it->second.bytes;
  partial_.erase(it);
}

}  // namespace offices::wire
