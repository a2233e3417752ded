// SPDX-License-Identifier: Apache-2.0
// Twin: reads a whole case as its intermediary's post keeps it, and says in the slowest and plainest way which words went
// beyond what their author allowed. Knows the kinds of statements and none of the rules' code.
#pragma once

#include "tests/support/memory_case.hpp"

namespace offices::testing {

/// A statement in its place, with its body read.
struct Filed {
  StatementId id;
  ParticipantId author, side;
  Time time;
  record::Context context;
  record::Signed statement;
  Body body;
};

class Twin {
 public:
  explicit Twin(MemoryCase& c) : harbour_(c.harbour().id) {
    for (const auto& k : c.post(c.harbour()).kept) {
      auto s = *record::decode_payload(k.entry.statement.payload);
      auto body = *mediation::decode_body(s.kind, s.body);
      all_.push_back({k.entry.statement.id(), s.author, k.side, s.time, k.entry.context, k.entry.statement, std::move(body)});
    }
    for (const auto& f : all_) by_id_.emplace(f.id, &f);
  }
  Twin(const Twin&) = delete;

  [[nodiscard]] const std::vector<Filed>& all() const { return all_; }
  [[nodiscard]] std::vector<const Filed*> conveyances() const {
    std::vector<const Filed*> out;
    for (const auto& f : all_)
      if (std::holds_alternative<mediation::Conveyance>(f.body)) out.push_back(&f);
    return out;
  }
  /// The half that the intermediary signed towards the author; null where it signed none.
  [[nodiscard]] const Filed* dispatch_of(const Filed& conveyance) const {
    const auto& of = std::get<mediation::Conveyance>(conveyance.body).of;
    for (const auto& f : all_)
      if (const auto* d = std::get_if<mediation::Dispatch>(&f.body); d && mediation::of_dispatch(f.id, d->salt) == of) return &f;
    return nullptr;
  }
  [[nodiscard]] bool halves_differ(const Filed& conveyance) const {
    const auto* f = dispatch_of(conveyance);
    const auto& c = std::get<mediation::Conveyance>(conveyance.body);
    const auto& d = std::get<mediation::Dispatch>(f->body);
    return c.words != d.words || c.form != d.form || c.attribution != d.attribution || d.to != conveyance.side;
  }

  /// What of a conveyance no mandate, or no approval, covers; empty where all is covered.
  [[nodiscard]] std::string excess(const Filed* conveyance) const {
    const auto* f = dispatch_of(*conveyance);
    if (!f) return "no dispatch";
    if (halves_differ(*conveyance)) return "other words were conveyed than dispatched";
    const auto& d = std::get<mediation::Dispatch>(f->body);
    const auto *m = find(d.mandate), *s = find(d.signal);
    const auto* mandate = m ? std::get_if<mediation::Mandate>(&m->body) : nullptr;
    const auto* signal = s ? std::get_if<mediation::Signal>(&s->body) : nullptr;
    if (!mandate || !signal || m->author != s->author || mandate->signal != s->id || s->author == harbour_) return "no mandate";
    if (mandate->to != conveyance->side) return "another addressee";
    if (!had_seen(*f, *m)) return "a mandate that it had not seen";
    const auto& t = mandate->terms;
    if ((t.not_before && f->time < *t.not_before) || f->time > t.until) return "out of its time";
    if (d.form > t.form || d.attribution != t.attribution) return "another form or attribution";
    if (t.simultaneous_with && !d.pair) return "half of a pair";
    if (auto ended = ending(*f, *m, *mandate); !ended.empty()) return ended;
    if (d.form == mediation::Form::verbatim) return d.words == signal->words ? "" : "other words than the author's";
    return allows_other_words(*f, d, t, s->author) ? "" : "words that the author did not approve";
  }

  /// The payload of a statement and of every statement inside it.
  [[nodiscard]] std::vector<std::string> texts_of(const Filed& f) const {
    std::vector<std::string> out{std::string(base::as_text(f.statement.payload))};
    auto add = [&](const record::Signed& s) { out.emplace_back(base::as_text(s.payload)); };
    if (const auto* c = std::get_if<mediation::Conveyance>(&f.body))
      for (const auto& e : c->evidence) add(e);
    if (const auto* r = std::get_if<mediation::Report>(&f.body)) add(r->evidence);
    if (const auto* i = std::get_if<mediation::Introduce>(&f.body)) add(i->join);
    return out;
  }

 private:
  [[nodiscard]] const Filed* find(const StatementId& id) const {
    auto it = by_id_.find(id);
    return it == by_id_.end() ? nullptr : it->second;
  }
  static bool had_seen(const Filed& who, const Filed& what) {
    return who.context.channel == what.context.channel && who.context.seen_size(what.context.feed) > what.context.index;
  }
  /// What ended a mandate before the eyes of who dispatched.
  [[nodiscard]] std::string ending(const Filed& dispatch, const Filed& m, const mediation::Mandate& mandate) const {
    for (const auto& f : all_) {
      if (f.author != m.author || f.context.index <= m.context.index || !had_seen(dispatch, f)) continue;
      const auto* w = std::get_if<mediation::Withdraw>(&f.body);
      if (w && w->signal == mandate.signal && (!w->to || *w->to == mandate.to)) return "after a withdrawal";
      const auto* r = std::get_if<mediation::Mandate>(&f.body);
      if (r && r->signal == mandate.signal && r->to == mandate.to) return "under a mandate that was replaced";
    }
    return {};
  }
  [[nodiscard]] bool allows_other_words(const Filed& f, const mediation::Dispatch& d, const mediation::Terms& t,
                                        const ParticipantId& author) const {
    mediation::Proposal said{d.signal, d.to, d.form, d.attribution, d.words};
    if (d.approval) {
      const auto* a = find(*d.approval);
      const auto* approval = a ? std::get_if<mediation::ApprovalOf>(&a->body) : nullptr;
      return approval && a->author == author && approval->proposal == said && had_seen(f, *a);
    }
    return t.approval == mediation::Approval::waived && !refused(f, said, author);
  }
  [[nodiscard]] bool refused(const Filed& dispatch, const mediation::Proposal& said, const ParticipantId& author) const {
    for (const auto& f : all_) {
      const auto* r = std::get_if<mediation::Refusal>(&f.body);
      if (!r || f.author != author || !had_seen(dispatch, f)) continue;
      const auto* rendering = find(r->rendering);
      if (rendering && std::get<mediation::Rendering>(rendering->body).proposal == said) return true;
    }
    return false;
  }

  ParticipantId harbour_;
  std::vector<Filed> all_;
  std::map<StatementId, const Filed*> by_id_;
};

}  // namespace offices::testing
