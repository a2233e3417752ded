// SPDX-License-Identifier: Apache-2.0
// Dossier writer: a folder of dossiers, and beside each what our verifier says of it.
#pragma once

#include <algorithm>
#include <fstream>

#include "tests/support/memory_dossier.hpp"

namespace offices::testing {

class Writer {
 public:
  explicit Writer(std::string folder) : folder_(std::move(folder)) {}
  void put(const std::string& name, const MemoryDossier& d) {
    std::ofstream(folder_ + "/" + name + ".dossier", std::ios::binary) << d.text();
    std::ofstream(folder_ + "/" + name + ".json") << mediation::to_json(d.verify());
  }

 private:
  std::string folder_;
};

/// Changes one octet of the value after `key` in the line: hexadecimal and base64 stay what they are.
inline void flip(std::string& line, const std::string& key, std::size_t offset) {
  auto at = line.find("\"" + key + "\":");
  at = line.find_first_not_of("[\":", at + key.size() + 2) + offset;
  auto& digit = line.at(at);
  digit = digit == '1' ? '2' : '1';
}

/// Each statement of `kept` that is about something left out in turn, changed in one octet, and moved to the end.
template <class Kept>
void put_changed(Writer& out, const std::string& name, const MemoryDossier& good, const Kept& kept) {
  int n = 0;
  for (const auto& k : kept) {
    if (!k.subject) continue;
    auto at = static_cast<std::ptrdiff_t>(good.line_of(k.entry.statement) - 1);
    auto ending = k.kind + "-" + std::to_string(n++);
    auto d = good;
    d.lines.erase(d.lines.begin() + at);
    out.put(name + "-without-" + ending, d);
    d = good;
    flip(d.lines[static_cast<std::size_t>(at)], "payload", 120);
    out.put(name + "-other-" + ending, d);
    d = good;
    std::rotate(d.lines.begin() + at, d.lines.begin() + at + 1, d.lines.end());
    out.put(name + "-last-" + ending, d);
  }
}

/// Dossiers of agendas, frameworks and ballots: good, changed and dishonest ones.
void write_talks(Writer& out);
/// Of commitments and what is said of them: good, changed and dishonest ones.
void write_commitments(Writer& out);
/// Of incidents, telephone, joint texts and press reports: good, changed and dishonest ones.
void write_public(Writer& out);

}  // namespace offices::testing
