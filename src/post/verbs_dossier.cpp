// SPDX-License-Identifier: Apache-2.0
// Exporting a case as a dossier.
#include <sys/stat.h>

#include <fstream>
#include <map>
#include <set>

#include "mediation/dossier.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::DossierFeed;
using mediation::DossierMode;
using mediation::DossierPlace;
using mediation::DossierWriter;
using record::StatementId;

/// What is to be written, by name only: the words are read again when they are.
struct Plan {
  struct Group {
    StatementId subject;
    record::ParticipantId side;
    std::vector<StatementId> members;
  };
  std::vector<StatementId> about_case;
  std::vector<Group> groups;
  std::map<record::FeedId, std::vector<record::Digest>> leaves;
};

Result<std::set<StatementId>> wanted_subjects(Office& office, const record::CaseId& id, const std::vector<std::string>& only) {
  std::set<StatementId> wanted;
  for (const auto& prefix : only) {
    OFFICES_TRY(kept, find_kept(office, prefix, {}));
    if (kept.of_case != id) return fail(Code::not_found, prefix + " is of another case");
    wanted.insert(kept.subject.value_or(kept.entry.statement.id()));
  }
  return wanted;
}

Result<Plan> plan(Office& office, const record::CaseId& id, const std::set<StatementId>& wanted, bool placed) {
  Plan p;
  std::map<StatementId, std::size_t> index;
  OFFICES_CHECK(office.ledger.each_kept("", false, [&](Kept&& kept) -> Result<bool> {
    if (kept.of_case != id || !kept.counts) return true;
    auto statement = kept.entry.statement.id();
    if (placed && kept.placed) p.leaves[kept.entry.context.feed].push_back(record::leaf_hash(kept.entry.statement.payload));
    if (!kept.subject) {
      p.about_case.push_back(statement);
      return true;
    }
    if (!wanted.empty() && !wanted.contains(*kept.subject)) return true;
    auto [at, fresh] = index.emplace(*kept.subject, p.groups.size());
    if (fresh) p.groups.push_back({*kept.subject, kept.side, {}});
    p.groups[at->second].members.push_back(statement);
    return true;
  }));
  return p;
}

/// Writes statements, with their places where the dossier has them.
class Writing {
 public:
  Writing(Office& office, Folder& folder, DossierWriter& writer, Plan& plan, bool placed)
      : office_(office), writer_(writer), placed_(placed) {
    for (auto& [feed, leaves] : plan.leaves) levels_.emplace(feed, record::Levels(std::move(leaves)));
    for (const auto& [id, line] : folder.lines)
      for (const auto& f : line.feeds)
        if (auto it = levels_.find(f.id); it != levels_.end())
          feeds_.push_back({line.channel, f.id, f.incarnation, f.post, folder.side_of(line), it->second.head()});
  }

  Result<void> all(const Plan& plan) {
    OFFICES_CHECK(writer_.begin(feeds_));
    for (const auto& id : plan.about_case) OFFICES_CHECK(one(id));
    for (const auto& g : plan.groups) {
      OFFICES_CHECK(writer_.group(g.subject, g.side));
      for (const auto& id : g.members) OFFICES_CHECK(one(id));
    }
    return {};
  }

 private:
  Result<void> one(const StatementId& id) {
    OFFICES_TRY(kept, office_.ledger.by_id(id));
    if (!kept) return fail(Code::store_damaged, "a statement is missing");
    if (!placed_ || !kept->placed) return writer_.statement(kept->entry.statement);
    const auto& context = kept->entry.context;
    DossierPlace place{context, levels_.at(context.feed).inclusion(context.index)};
    return writer_.statement(kept->entry.statement, &place);
  }

  Office& office_;
  DossierWriter& writer_;
  bool placed_;
  std::map<record::FeedId, record::Levels> levels_;
  std::vector<DossierFeed> feeds_;
};

Result<Json> dossier_export(Office& office, Args& args) {
  auto which = args.text("case"), path = args.text("file");
  auto only = args.list("only");
  bool placed = args.flag("placed");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(wanted, wanted_subjects(office, id, only));
  OFFICES_TRY(p, plan(office, id, wanted, placed));
  auto mask = ::umask(0177);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  ::umask(mask);
  if (!out) return fail(Code::file_unwritable, path);
  DossierWriter writer({id, office.clock.now(), folder.state().self, placed ? DossierMode::placed : DossierMode::bare},
                       [&](std::string_view line) -> Result<void> {
                         out.write(line.data(), static_cast<std::streamsize>(line.size()));
                         return out ? Result<void>{} : fail(Code::file_unwritable, path);
                       });
  OFFICES_CHECK(Writing(office, folder, writer, p, placed).all(p));
  out.flush();
  if (!out) return fail(Code::file_unwritable, path);
  const char* sentence = placed ? "It shows the order of things and how much was said in each channel."
                                : "It shows words and signatures, not their order; a withdrawal that is left out of it cannot be excluded.";
  return Json{{"file", path}, {"mode", placed ? "placed" : "bare"}, {"statements", writer.statements()}, {"sentence", sentence}};
}

}  // namespace

std::span<const Verb> dossier_verbs() {
  static constexpr Verb verbs[] = {{"dossier.export", dossier_export, false}};
  return verbs;
}

}  // namespace offices::post
