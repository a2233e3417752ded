// SPDX-License-Identifier: Apache-2.0
// Press reports, which anyone may have printed: what is read is spelled in one way, and every quotation stands in its paragraph.
#include "fuzz/require.hpp"
#include "mediation/press_report.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto report = mediation::read_press_report({reinterpret_cast<const char*>(data), size});
  if (!report) return 0;
  auto again = mediation::read_press_report(mediation::write_press_report(*report));
  fuzz::require(again && *again == *report);
  for (const auto& q : mediation::quotations(*report))
    fuzz::require(!q.text.empty() && report->paragraphs.at(q.paragraph).find(q.text) != std::string::npos);
  return 0;
}
