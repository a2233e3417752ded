// SPDX-License-Identifier: Apache-2.0
// Any file as an appraisal of a fixed agenda. What reads has one spelling; it maps to the same agenda unchanged; and it
// can be remarked on and weighed, where every range holds its ends in order.
#include <cstdint>
#include <string>

#include "accord/weigh.hpp"
#include "fuzz/require.hpp"

namespace {

using namespace offices::accord;  // NOLINT: one small program
using offices::fuzz::require;

const AgendaFile& agenda() {
  static const AgendaFile fixed = [] {
    AgendaFile out;
    out.agenda = {"fixed",
                  {{"a", IssueKind::discrete, {"x", "y", "z"}, 0, 0, {}, {}},
                   {"n", IssueKind::integer, {}, -1, 2, {}, {}},
                   {"b", IssueKind::discrete, {"p", "q"}, 0, 0, {}, {}}}};
    out.issues.resize(3);
    out.never = {{{0, {true, false, false}}, {2, {true, false}}}};
    return out;
  }();
  return fixed;
}

void check(const std::optional<Range>& range) {
  if (range) require(range->low <= range->high);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto appraisal = read_appraisal(agenda(), {"input", std::string(reinterpret_cast<const char*>(data), size)});
  if (!appraisal) return 0;
  auto text = write_appraisal(agenda(), *appraisal);
  auto back = read_appraisal(agenda(), {"again", text});
  require(back.has_value() && *back == *appraisal && write_appraisal(agenda(), *back) == text);
  auto mapped = map_appraisal(agenda(), *appraisal, agenda());
  require(mapped.appraisal == *appraisal && mapped.lost.empty());
  (void)remarks(agenda(), *appraisal);
  auto weighed = weigh(agenda(), *appraisal, Package{{1, std::nullopt, std::nullopt}});
  if (!weighed) return 0;
  require(weighed->utility.has_value());  // the agenda allows some completion
  check(weighed->utility);
  check(weighed->walk_away);
  check(weighed->distance);
  for (const auto& one : weighed->issues) require(one.gains.low <= one.gains.high && one.gives.low <= one.gives.high);
  return 0;
}
