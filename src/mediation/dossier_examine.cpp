// SPDX-License-Identifier: Apache-2.0
#include "mediation/dossier_examine.hpp"

#include <algorithm>

namespace offices::mediation {

Digest PathMemo::node(std::size_t level, const Digest& left, const Digest& right) {
  auto& last = last_.at(level);
  if (!last.filled || last.left != left || last.right != right) last = {left, right, record::node_hash(left, right), true};
  return last.parent;
}

Result<Digest> root_before(const record::Head& head, std::uint64_t index, const Digest& leaf, std::span<const Digest> proof,
                           PathMemo& memo) {
  if (index >= head.size || proof.size() > 63) return fail(Code::bad_proof, "an index beyond the feed's head");
  auto fn = index, sn = head.size - 1;
  Digest r = leaf;
  std::optional<Digest> before;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    const auto& p = proof[i];
    if (sn == 0) return fail(Code::bad_proof, "an inclusion proof that is too long");
    if ((fn & 1) != 0 || fn == sn) {
      r = memo.node(i, p, r);
      before = before ? record::node_hash(p, *before) : p;
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = memo.node(i, r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || r != head.root) return fail(Code::bad_proof, "the inclusion proof gives another root");
  return before ? *before : record::empty_head().root;
}

Examined Examiner::examine(const RawLine& raw) {
  Examined e;
  e.line = raw.number;
  auto done = raw.fault ? Result<void>(std::unexpected(*raw.fault)) : read(raw, e);
  if (!done) e.fault = done.error();
  return e;
}

Result<crypto::VerifyKey> Examiner::key_of(const record::Statement& s) const {
  if (const auto* p = known_.state.find(s.author)) return p->key;
  if (s.kind != "join") return fail(Code::not_a_participant, "its author does not take part");
  OFFICES_TRY(body, decode_body("join", s.body));
  const auto& key = std::get<Join>(body).key;
  if (record::participant_of(key) != s.author) return fail(Code::bad_signature, "the key is not this participant's");
  return key;
}

Result<void> Examiner::read(const RawLine& raw, Examined& e) {
  if (is_group_line(raw.text)) {
    OFFICES_TRY_SET(e.group, read_group_line(raw.text));
    return {};
  }
  e.is_statement = true;
  OFFICES_TRY(line, read_statement_line(raw.text));
  if (line.place.has_value() != known_.placed()) return fail(Code::malformed, "a line of the other mode");
  OFFICES_TRY(s, record::decode_payload(line.statement.payload));
  if (s.of_case != known_.header.of_case) return fail(Code::wrong_context, "a statement of another case");
  OFFICES_TRY(key, key_of(s));
  if (s.post != record::post_of(key)) return fail(Code::wrong_context, "a statement of another post");
  ++e.signatures;
  if (!record::signature_holds(line.statement, key)) return fail(Code::bad_signature, "a statement of " + known_.state.name_of(s.author));
  if (!s.context) return fail(Code::wrong_context, "only the opening has no place");
  e.placed = {line.statement.id(), s.author, s.time, std::nullopt, {}, Leave{}};
  e.side = raw.side.value_or(s.author);
  if (known_.placed()) OFFICES_CHECK(place(line, s, e));
  OFFICES_TRY_SET(e.placed.body, decode_body(s.kind, s.body));
  look_inside(e);
  return {};
}

Result<void> Examiner::place(const StatementLine& line, const record::Statement& s, Examined& e) {
  const auto& c = line.place->context;
  if (s.context != line.context_digest) return fail(Code::wrong_context, "the context is not the one that was signed");
  auto it = known_.feeds.find(c.feed);
  if (it == known_.feeds.end()) return fail(Code::wrong_context, "a feed that the dossier does not name");
  const auto& feed = it->second;
  if (feed.channel != c.channel || feed.post != s.post) return fail(Code::wrong_context, "another channel's or post's feed");
  OFFICES_TRY(before, root_before(feed.head, c.index, record::leaf_hash(line.statement.payload), line.place->proof, memos_[c.feed]));
  if (before != c.head.root) return fail(Code::wrong_context, "its author had signed another history");
  e.feed = &feed;
  e.side = feed.side;
  e.context = c;
  e.placed.place = Place{feed.incarnation, c.index};
  for (const auto& h : c.seen)
    if (auto other = known_.feeds.find(h.feed); other != known_.feeds.end() && other->second.post != feed.post)
      e.placed.seen.push_back({other->second.incarnation, h.head.size});
  std::ranges::sort(e.placed.seen, {}, &SeenFeed::incarnation);
  return {};
}

void Examiner::look_inside(Examined& e) const {
  auto check = [&](const Signed& bare) {
    ++e.signatures;
    return check_evidence(known_.state, bare);
  };
  if (const auto* c = std::get_if<Conveyance>(&e.placed.body))
    e.conveyance = judge_conveyance(known_.state, e.side, e.placed.time, *c, check);
  if (const auto* r = std::get_if<Report>(&e.placed.body)) e.evidence = check(r->evidence);
  if (const auto* w = std::get_if<Witness>(&e.placed.body)) e.evidence = check(w->evidence);
  if (const auto* shown = std::get_if<Showing>(&e.placed.body)) e.evidence = check(shown->evidence);
  if (const auto* o = std::get_if<Outreach>(&e.placed.body); o && o->evidence) e.evidence = check(*o->evidence);
}

}  // namespace offices::mediation
