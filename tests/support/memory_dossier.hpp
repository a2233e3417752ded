// SPDX-License-Identifier: Apache-2.0
// Memory dossier: what a post in memory would export, line by line, so that tests can change lines before they verify them.
#pragma once

#include <sstream>

#include "mediation/dossier.hpp"
#include "tests/support/memory_case.hpp"

namespace offices::testing {

struct MemoryDossier {
  std::vector<std::string> lines;

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const auto& l : lines) all += l;
    return all;
  }
  /// Number, from 1, of the line that holds the statement; 0 if none does.
  [[nodiscard]] std::uint64_t line_of(const record::Signed& s) const {
    auto payload = "\"payload\":\"" + base::base64(s.payload) + "\"";
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (lines[i].find(payload) != std::string::npos) return i + 1;
    return 0;
  }
  [[nodiscard]] mediation::DossierReport verify(unsigned threads = 2) const {
    std::istringstream in(text());
    return mediation::verify_dossier(in, {threads, 1000}).value();
  }
};

/// Everything that `post` keeps, or only what is about `only`.
inline MemoryDossier export_dossier(const record::Signed& opening, MemoryPost& post, mediation::DossierMode mode, Time now,
                                    const std::vector<StatementId>& only = {}) {
  MemoryDossier out;
  mediation::DossierWriter writer({post.state.id, now, post.me().id, mode}, [&](std::string_view line) -> Result<void> {
    out.lines.emplace_back(line);
    return {};
  });
  bool placed = mode == mediation::DossierMode::placed;
  std::vector<mediation::DossierFeed> feeds;
  std::map<record::FeedId, record::Levels> levels;
  for (const auto& [side, c] : post.channels)
    for (const auto* f : {&c.own, &c.other})
      if (placed && f->frontier.size() > 0) {
        feeds.push_back({c.id, f->id, 0, f->post, side, f->frontier.head()});
        levels.emplace(f->id, record::Levels(f->leaves));
      }
  (void)writer.begin(feeds);
  (void)writer.statement(opening);
  auto write = [&](const KeptEntry& k) {
    if (!placed) return void(writer.statement(k.entry.statement));
    const auto& c = k.entry.context;
    mediation::DossierPlace place{c, levels.at(c.feed).inclusion(c.index)};
    (void)writer.statement(k.entry.statement, &place);
  };
  std::vector<std::pair<StatementId, ParticipantId>> groups;
  for (const auto& k : post.kept) {
    if (!k.subject) write(k);
    else if (std::ranges::find(groups, *k.subject, &std::pair<StatementId, ParticipantId>::first) == groups.end() &&
             (only.empty() || std::ranges::find(only, *k.subject) != only.end()))
      groups.emplace_back(*k.subject, k.side);
  }
  for (const auto& [subject, side] : groups) {
    (void)writer.group(subject, side);
    for (const auto& k : post.kept)
      if (k.subject == subject) write(k);
  }
  return out;
}

}  // namespace offices::testing
