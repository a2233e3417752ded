// SPDX-License-Identifier: Apache-2.0
// Duty lists: what is read is spelled in one way, and nobody is called in quiet hours.
#include "base/json.hpp"
#include "fuzz/require.hpp"
#include "post/duty_list.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto json = base::parse_json({data, size});
  if (!json) return 0;
  auto list = post::read_duty_list(*json);
  if (!list) return 0;
  auto again = post::read_duty_list(post::to_json(*list));
  fuzz::require(again && post::to_json(*again) == post::to_json(*list));
  auto minute = [](Time t) { return static_cast<int>(t.seconds / 60 % 1440); };
  auto plan = post::plan_of(*list, mediation::Precedence::priority, Time{1'700'000'000}, minute);
  std::size_t calls = 0;
  for (const auto& step : plan)
    if (!step.held_back) ++calls;
  fuzz::require(calls == list->stages.size());
  return 0;
}
