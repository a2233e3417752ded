// SPDX-License-Identifier: Apache-2.0
#include "mediation/dossier_verdicts.hpp"

#include <algorithm>

namespace offices::mediation {
namespace {

constexpr std::size_t group_statements_max = 10'000;

/// Refusals that a statement left out of the dossier would explain.
bool explained_by_absence(const Body& body, Code code) {
  if (std::holds_alternative<BallotOpening>(body) && code == Code::exists) return true;  // the ballot before it was aborted
  bool names_its_readers = std::holds_alternative<Showing>(body) || std::holds_alternative<Attestation>(body);
  if (names_its_readers && code == Code::no_mandate) return false;
  return code == Code::not_found || code == Code::not_dispatched || code == Code::no_mandate || code == Code::not_a_participant ||
         code == Code::no_agenda || code == Code::not_adopted;
}

/// What no judgement of a dispatch says: its signer or its signal is wrong.
bool before_judgement(Code code) { return code == Code::wrong_role || code == Code::not_found || code == Code::not_a_participant; }

const ReportFact* receipt_for(const SignalState& signal, const StatementId& dispatch) {
  auto it = std::ranges::find_if(signal.reports, [&](const auto& r) { return r.dispatch == dispatch && !r.position; });
  return it == signal.reports.end() ? nullptr : &*it;
}

}  // namespace

void DossierVerdicts::fault(std::uint64_t line, const Error& error) {
  if (!report_.fault || line < report_.fault->line) report_.fault = {line, error.code, error.detail};
}

void DossierVerdicts::broken(std::uint64_t line, const Error& error) {
  broken_ = true;
  fault(line, error);
}

void DossierVerdicts::absent_fault(std::uint64_t line, Code code, const std::string& detail) {
  if (!absent_fault_ || line < absent_fault_->line) absent_fault_ = {line, code, detail};
}

void DossierVerdicts::take(Examined e) {
  if (e.is_statement) ++report_.statements;
  report_.signatures += e.signatures;
  if (e.fault) return broken(e.line, *e.fault);
  if (e.group) return begin_group(e.line, *e.group);
  if (auto ok = check_order(e); !ok) return broken(e.line, ok.error());
  judge(e);
}

void DossierVerdicts::begin_group(std::uint64_t line, const GroupLine& group) {
  end_group();
  group_ = group;
  if (!groups_.insert(group.subject).second) broken(line, {Code::exists, "a second group about one subject"});
}

void DossierVerdicts::end_group() {
  if (const auto* signal = subject_ ? std::get_if<SignalState>(&*subject_) : nullptr)
    for (const auto& d : signal->dispatches) answer(*signal, d);
  if (const auto* p = subject_ ? std::get_if<Proceedings>(&*subject_) : nullptr) answer_proceedings(*p);
  subject_.reset();
  lines_.clear();
  next_.clear();
  mentioned_.clear();
}

/// What the lines before it say about where it may stand.
Result<void> DossierVerdicts::check_order(const Examined& e) {
  auto about = subject_of(known_.state.id, e.side, e.placed.id, e.placed.body);
  bool belongs = group_ ? about == group_->subject && e.side == group_->side : !about.has_value();
  if (!belongs) return fail(Code::wrong_context, "a statement outside its group");
  if (group_ && lines_.size() == group_statements_max) return fail(Code::too_large, "more statements than a group may have");
  if (group_ && !lines_.emplace(e.placed.id, e.line).second) return fail(Code::exists, "a statement is here twice");
  if (!e.context) return {};
  OFFICES_CHECK(places_.take(e));
  const auto& c = *e.context;
  if (c.index < next_[c.feed] || c.index < mentioned_[c.feed]) return fail(Code::wrong_context, "it stands after what came later");
  next_[c.feed] = c.index + 1;
  for (const auto& h : c.seen) mentioned_[h.feed] = std::max(mentioned_[h.feed], h.head.size);
  return {};
}

void DossierVerdicts::judge(Examined& e) {
  auto side = e.side;
  if (!known_.placed() && !group_)
    if (const auto* admit = std::get_if<Admit>(&e.placed.body)) side = admit->participant;
  judge_by_rules(e, side);
  const auto* t = std::get_if<Tabling>(&e.placed.body);
  if (t && e.placed.author == known_.state.intermediary) answer_shown(e, t->table, table_digest(*t));
  const auto* o = std::get_if<Outreach>(&e.placed.body);
  if (o && e.placed.author == known_.state.intermediary) answer_shown(e, outreach_key(o->incident, o->number), outreach_digest(*o));
  const auto* d = std::get_if<Draft>(&e.placed.body);
  if (d && e.placed.author == known_.state.intermediary) answer_shown(e, draft_key(d->draft, d->number), draft_digest(*d));
  const auto* c = std::get_if<Conveyance>(&e.placed.body);
  if (c && e.placed.author == known_.state.intermediary) answer_conveyance(e, *c);
}

std::optional<Error> DossierVerdicts::objection_to(Examined& e, const ParticipantId& side) {
  if (e.conveyance && e.placed.author == known_.state.intermediary) return std::nullopt;  // judged when it was examined
  auto before = [&](const Signed&) { return *e.evidence; };
  return objection(known_.state, side, subject_ ? &*subject_ : nullptr, e.placed, e.evidence ? CheckEvidence(before) : CheckEvidence());
}

void DossierVerdicts::judge_by_rules(Examined& e, const ParticipantId& side) {
  auto finding = objection_to(e, side);
  const auto* dispatch = std::get_if<Dispatch>(&e.placed.body);
  if (finding && dispatch && finding->code == Code::not_found)
    add({e.line, dispatch->signal, e.placed.id, {}, known_.state.name_of(dispatch->to), Proof::undecided, false, Code::not_found}, true,
        finding->detail);
  else if (finding && (!dispatch || before_judgement(finding->code)))
    explained_by_absence(e.placed.body, finding->code) ? absent_fault(e.line, finding->code, finding->detail) : fault(e.line, *finding);
  apply(known_.state, side, subject_, e.placed, finding);
}

void DossierVerdicts::answer(const SignalState& signal, const DispatchFact& d) {
  DossierFinding f{lines_.at(d.fact.id), signal.fact.id, d.fact.id, {}, known_.state.name_of(d.to), Proof::undecided, false, {}};
  auto j = judge_dispatch(known_.state, signal, d);
  if (j.verdict == Verdict::breach) {
    f.code = j.code;
    if (!j.by_absence) f.proof = Proof::breach;
    return add(std::move(f), j.by_absence, j.sentence);
  }
  if (j.verdict == Verdict::undecided) {
    f.code = j.code;
    return add(std::move(f), false, j.sentence);
  }
  f.crossed = j.verdict == Verdict::crossed;
  const auto* receipt = receipt_for(signal, d.fact.id);
  if (!receipt) f.code = Code::no_receipt;
  else if (!receipt->fact.finding.empty()) f.code = base::code_named(receipt->fact.finding);
  else f.proof = Proof::proved;
  add(std::move(f), false, "");
}

/// Whatever else is wrong with a table or an outreach: it was shown, and the intermediary signed that.
void DossierVerdicts::answer_shown(const Examined& e, const Digest& number, const Digest& shown) {
  if (shown_.try_emplace(number, shown).first->second != shown)
    fault(e.line, {Code::table_differs, "not everybody was shown the same under this number"});
  if (report_.tables.size() < findings_max_) report_.tables.push_back({e.line, number, shown, known_.state.name_of(e.side)});
}

void DossierVerdicts::answer_proceedings(const Proceedings& p) {
  const auto to = known_.state.name_of(group_->side);
  for (const auto& b : p.ballots) {
    if (report_.ballots.size() == findings_max_) return;
    DossierBallot out{lines_.at(b.fact.id), b.ballot, b.framework, to, std::nullopt, b.roster.size(), 0, false};
    const auto* theirs = p.outcome(b.ballot, known_.state.intermediary);
    if (theirs) {
      out.result = theirs->result;
      auto agrees = [&](const auto& id) {
        const auto* o = p.outcome(b.ballot, id);
        return o && o->result == theirs->result && o->transcript == theirs->transcript;
      };
      out.signed_by = static_cast<std::size_t>(std::ranges::count_if(b.roster, agrees));
      out.proved = out.signed_by == b.roster.size() && theirs->result != BallotResult::aborted;
    }
    report_.ballots.push_back(std::move(out));
  }
}

void DossierVerdicts::answer_conveyance(const Examined& e, const Conveyance& c) {
  DossierFinding f{e.line, {}, {}, e.placed.id, known_.state.name_of(e.side), Proof::proved, false, {}};
  const auto& j = *e.conveyance;
  if (j.verdict == Verdict::breach) {
    f.proof = j.by_absence ? Proof::undecided : Proof::breach;
    f.code = j.code;
  } else if (c.attribution == Attribution::unattributed) {
    f.proof = Proof::undecided;
    f.code = Code::unattributed;
  } else if (c.attribution == Attribution::recorded) {
    f.proof = Proof::undecided;
    f.code = Code::recorded;
  }
  add(std::move(f), j.by_absence, j.sentence);
}

void DossierVerdicts::add(DossierFinding f, bool if_complete, const std::string& sentence) {
  if (f.proof == Proof::breach) fault(f.line, {*f.code, sentence});
  if (if_complete) {
    ++absent_breaches_;
    absent_fault(f.line, *f.code, sentence);
  }
  auto& count = f.proof == Proof::proved ? report_.proved : f.proof == Proof::breach ? report_.breaches : report_.undecided;
  ++count;
  auto& list = f.proof == Proof::proved ? proved_ : open_;
  if (list.size() < findings_max_) list.push_back({std::move(f), if_complete});
}

DossierReport DossierVerdicts::finish() {
  end_group();
  report_.complete = known_.placed() && !broken_ && places_.complete();
  if (report_.complete) {
    report_.breaches += absent_breaches_;
    report_.undecided -= absent_breaches_;
    if (absent_fault_) fault(absent_fault_->line, {absent_fault_->code, absent_fault_->detail});
    for (auto& k : open_)
      if (k.if_complete) k.finding.proof = Proof::breach;
  }
  for (auto* list : {&open_, &proved_})
    for (auto& k : *list) report_.findings.push_back(std::move(k.finding));
  std::ranges::stable_sort(report_.findings, {}, &DossierFinding::line);
  std::ranges::stable_sort(report_.ballots, {}, &DossierBallot::line);
  return std::move(report_);
}

}  // namespace offices::mediation
