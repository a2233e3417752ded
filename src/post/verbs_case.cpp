// SPDX-License-Identifier: Apache-2.0
// Verbs about cases, invitations and contacts.
#include <algorithm>

#include "base/text.hpp"
#include "post/line_health.hpp"
#include "post/office.hpp"
#include "record/note.hpp"

namespace offices::post {
namespace {

using mediation::word;

constexpr std::int64_t invitation_default_s = 7 * base::day_s;
constexpr std::string_view default_charter =
    "What is said in this case stays between those to whom it is addressed. The intermediary conveys only what an author's "
    "mandate allows, and exactly so.";

Json charter_json(const mediation::Charter& c) {
  return {{"text", c.text}, {"languages", c.languages}, {"retention_days", c.retention_days}, {"existence", word(c.existence)}};
}

mediation::Charter read_charter(Args& args) {
  mediation::Charter c{std::string(default_charter), {"en"}, 0, mediation::Existence::confidential};
  const auto* json = args.raw("charter");
  if (!json) return c;
  if (json->is_string()) {
    c.text = json->get<std::string>();
  } else {
    Args one(*json);
    c.text = one.maybe("text").value_or(c.text);
    if (auto languages = one.list("languages"); !languages.empty()) c.languages = languages;
    c.retention_days = one.integer("retention_days", 0, 0, 100'000);
    c.existence = one.keep(mediation::from_word<mediation::Existence>(one.maybe("existence").value_or("confidential")));
    if (auto ok = one.finish(); !ok) args.note(ok.error());
  }
  if (auto ok = base::check_text(c.text); !ok) args.note(ok.error());
  return c;
}

Result<crypto::SigningKey> new_identity(Office& office) { return crypto::SigningKey::generate(office.ledger.random()); }

Result<Json> case_open(Office& office, Args& args) {
  auto title = args.text("title"), name = args.text("as");
  auto charter = read_charter(args);
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_line(title));
  OFFICES_CHECK(base::check_line(name));
  OFFICES_TRY(key, new_identity(office));
  mediation::Open body{title, name, key.public_key(), charter};
  record::Statement s{"open",
                      std::nullopt,
                      record::participant_of(key.public_key()),
                      record::post_of(key.public_key()),
                      office.clock.now(),
                      mediation::encode_body(body),
                      std::nullopt};
  auto opening = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), key);
  OFFICES_TRY(state, mediation::open_case(opening));
  state.self = state.intermediary;
  CaseFile file{state, mediation::Role::intermediary, name, {}};
  OFFICES_CHECK(office.ledger.put_secret(names::identity(state.id), key.seed()));
  Kept kept{0, {opening, {}}, false, "open", state.id, std::nullopt, state.intermediary, true, true, office.clock.now(), ""};
  OFFICES_TRY(row, office.ledger.append(kept, "record"));
  (void)row;
  auto folder = Folder::make(office.ledger, std::move(file));
  OFFICES_CHECK(folder.save());
  return Json{{"case", state.id.hex()}, {"title", title}, {"name", name}, {"number", record::number_of(state.intermediary)}};
}

Result<record::Signed> opening_of(Office& office, const record::CaseId& id) {
  OFFICES_TRY(kept, office.ledger.by_id(record::StatementId{id.octets}));
  if (!kept) return fail(Code::store_damaged, "the opening statement is missing");
  return kept->entry.statement;
}

Json invitation_item(const Json& kept, Time now) {
  auto expires = base::from_iso(kept.at("expires").get<std::string>());
  bool expired = kept.at("state") == "open" && expires && *expires < now;
  return {{"invitation", kept.at("invitation")},
          {"case", kept.at("case")},
          {"name", kept.at("name")},
          {"role", kept.at("role")},
          {"expires", kept.at("expires")},
          {"state", expired ? Json("expired") : kept.at("state")}};
}

Result<std::vector<Json>> invitations_of(Office& office, const std::optional<record::CaseId>& of_case) {
  std::vector<Json> items;
  OFFICES_CHECK(office.ledger.each(names::invitations, [&](const Json& kept) -> Result<bool> {
    if (!of_case || kept.at("case") == of_case->hex()) items.push_back(invitation_item(kept, office.clock.now()));
    return true;
  }));
  return items;
}

Result<Json> case_invite(Office& office, Args& args) {
  auto which = args.text("case"), name = args.text("name");
  auto role = args.keep(mediation::from_word<mediation::Role>(args.text("role")), mediation::Role::party);
  auto expires = args.time("expires", office.clock.now()).value_or(office.clock.now().plus(invitation_default_s));
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_line(name));
  if (role == mediation::Role::intermediary) return fail(Code::wrong_role, "a case has one intermediary");
  if (expires <= office.clock.now()) return fail(Code::bad_time, "it would have expired already");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary invites");
  const auto* taken = folder.state().named(name);
  bool invited =
      std::ranges::any_of(folder.lines, [&](const auto& l) { return l.second.state == LineState::invited && l.second.peer_name == name; });
  if (invited || (taken && taken->standing != mediation::Standing::left && taken->standing != mediation::Standing::removed))
    return fail(Code::name_taken, name);
  OFFICES_TRY(config, config_of(office));
  if (config.relays.empty()) return fail(Code::usage, "this post has no relay; make one with 'init --relay URL'");
  crypto::SecretBytes secret(32);
  office.ledger.random().fill(secret.writable());
  auto line_id = crypto::random_id<LineId>(office.ledger.random());
  OFFICES_TRY(line, office.mail.new_line(line_id, id, folder.state().self, config, secret.view()));
  line.as_intermediary = true;
  line.peer_name = name;
  OFFICES_TRY(opening, opening_of(office, id));
  OFFICES_TRY(card, office.mail.card_of(line));
  OFFICES_TRY(seed, office.ledger.get_secret(names::identity(id)));
  if (!seed) return fail(Code::store_damaged, "the signing key is missing");
  OFFICES_TRY(key, crypto::SigningKey::from_seed(seed->view()));
  Invitation invitation{opening, line_id, name, role, expires, card, std::move(secret)};
  auto file = encode_invitation(invitation, key);
  folder.add(std::move(line));
  OFFICES_CHECK(office.ledger.put("invitation/" + line_id.hex(),
                                  {{"invitation", line_id.hex()},
                                   {"case", id.hex()},
                                   {"name", name},
                                   {"role", word(role)},
                                   {"expires", base::iso(expires)},
                                   {"state", "open"}},
                                  names::invitations));
  OFFICES_CHECK(folder.save());
  return Json{{"invitation", line_id.hex()}, {"name", name}, {"role", word(role)}, {"expires", base::iso(expires)}, {"file", file}};
}

Result<Json> invitation_list(Office& office, Args& args) {
  auto which = args.maybe("case");
  OFFICES_CHECK(args.finish());
  std::optional<record::CaseId> of_case;
  if (which) { OFFICES_TRY_SET(of_case, find_case(office, *which)); }
  OFFICES_TRY(items, invitations_of(office, of_case));
  return Json{{"items", items}};
}

Result<Json> invitation_cancel(Office& office, Args& args) {
  auto prefix = args.text("invitation");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(items, invitations_of(office, std::nullopt));
  std::erase_if(items, [&](const Json& i) { return prefix.size() < 4 || !i.at("invitation").get<std::string>().starts_with(prefix); });
  if (items.empty()) return fail(Code::not_found, "no invitation " + prefix.substr(0, 64));
  if (items.size() > 1) return fail(Code::ambiguous, prefix);
  auto item = items.front();
  if (item.at("state") == "used") return fail(Code::invitation_used, "remove the participant instead");
  OFFICES_TRY(of_case, record::CaseId::from_hex(item.at("case").get<std::string>()));
  OFFICES_TRY(line_id, LineId::from_hex(item.at("invitation").get<std::string>()));
  OFFICES_TRY(folder, Folder::open(office.ledger, of_case));
  if (auto* line = folder.line(line_id)) {
    line->state = LineState::closed;
    line->peer_moved = true;
    for (auto& m : line->mailboxes) m.retiring = true;
    for (const char* purpose : {"introduction", "channel", "sealing", "reset"})
      OFFICES_CHECK(office.ledger.erase(line->secret_name(purpose)));
  }
  item["state"] = "cancelled";
  OFFICES_CHECK(office.ledger.put("invitation/" + line_id.hex(), item, names::invitations));
  OFFICES_CHECK(folder.save());
  return Json{{"invitation", line_id.hex()}, {"state", "cancelled"}};
}

Json shown(const OpenedInvitation& o) {
  const auto& state = o.state;
  return {{"case", state.id.hex()},
          {"title", state.title},
          {"intermediary", state.name_of(state.intermediary)},
          {"intermediary_number", record::number_of(state.intermediary)},
          {"name", o.invitation.name},
          {"role", word(o.invitation.role)},
          {"charter", charter_json(state.charter)},
          {"expires", base::iso(o.invitation.expires)}};
}

Result<Json> invitation_read(Office&, Args& args) {
  auto file = args.text("file");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(opened, open_invitation(base::as_bytes(file)));
  return shown(opened);
}

/// Signs the joining statement: the first of the own feed, before anybody has admitted it.
Result<record::Entry> joining_entry(Office& office, const Line& line, const crypto::SigningKey& key, const Invitation& i) {
  mediation::Join body{i.name, i.role, key.public_key()};
  record::Entry entry;
  entry.context.channel = line.channel;
  entry.context.feed = line.own_feed()->id;
  entry.context.head = record::empty_head();
  office.ledger.random().fill(entry.context.salt);
  record::Statement s{"join",
                      line.of_case,
                      line.me,
                      record::post_of(key.public_key()),
                      office.clock.now(),
                      mediation::encode_body(body),
                      record::context_digest(entry.context)};
  entry.statement = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), key);
  return entry;
}

Result<Json> joined(Folder& folder, const Line& line) {
  const auto& s = folder.state();
  return Json{{"case", s.id.hex()},
              {"title", s.title},
              {"name", folder.file.name},
              {"role", word(folder.file.role)},
              {"number", record::number_of(s.self)},
              {"state", line.state == LineState::open ? "admitted" : "introduced"}};
}

Result<Json> case_join(Office& office, Args& args) {
  auto file = args.text("file");
  bool accepts = args.flag("accept_charter");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(opened, open_invitation(base::as_bytes(file)));
  auto& invitation = opened.invitation;
  if (!accepts) return fail(Code::charter_not_accepted);
  OFFICES_TRY(there, office.ledger.get(names::of_case(opened.state.id)));
  if (there) {
    OFFICES_TRY(folder, Folder::open(office.ledger, opened.state.id));
    auto* line = folder.line(invitation.line);
    if (line && !line->as_intermediary) return joined(folder, *line);
    return fail(Code::exists, "this post takes part already");
  }
  if (invitation.expires < office.clock.now()) return fail(Code::invitation_expired, base::iso(invitation.expires));
  OFFICES_TRY(config, config_of(office));
  if (config.relays.empty()) return fail(Code::usage, "this post has no relay; make one with 'init --relay URL'");
  OFFICES_TRY(key, new_identity(office));
  auto me = record::participant_of(key.public_key());
  auto state = opened.state;
  state.self = me;
  OFFICES_CHECK(office.ledger.put_secret(names::identity(state.id), key.seed()));
  OFFICES_TRY(line, office.mail.new_line(invitation.line, state.id, me, config, invitation.secret.view()));
  line.state = LineState::introducing;
  line.peer = state.intermediary;
  line.peer_name = state.name_of(state.intermediary);
  line.peer_card = opened.card;
  line.channel = record::channel_of(state.id, state.intermediary, me);
  auto mine = record::post_of(key.public_key()), theirs = record::post_of(state.find(state.intermediary)->key);
  line.feeds = {Feed{record::feed_of(line.channel, mine, 0), mine, 0, true, {}},
                Feed{record::feed_of(line.channel, theirs, 0), theirs, 0, false, {}}};
  Kept opening{0, {invitation.opening, {}}, false, "open", state.id, std::nullopt, state.intermediary, false, true, office.clock.now(), ""};
  OFFICES_TRY(row, office.ledger.append(opening, "record"));
  (void)row;
  auto folder = Folder::make(office.ledger, CaseFile{state, invitation.role, invitation.name, {}});
  auto& kept_line = folder.add(std::move(line));
  OFFICES_TRY(entry, joining_entry(office, kept_line, key, invitation));
  Error why;
  OFFICES_TRY(taken, office.clerk.take(folder, kept_line, entry, why));
  if (taken != Taken::appended) return fail(why.code, why.detail);
  OFFICES_CHECK(office.mail.queue_introduction(kept_line, entry));
  OFFICES_CHECK(folder.save());
  return joined(folder, kept_line);
}

std::string_view standing_word(mediation::Standing s) {
  constexpr std::string_view words[] = {"invited", "active", "left", "removed"};
  return words[static_cast<std::size_t>(s)];
}

std::optional<Time> last_contact(Folder& folder) {
  std::optional<Time> last;
  for (const auto& [id, l] : folder.lines)
    if (l.last_contact && (!last || *l.last_contact > *last)) last = l.last_contact;
  return last;
}

Json own_standing(Folder& folder) {
  const auto* me = folder.state().find(folder.state().self);
  return me ? Json(standing_word(me->standing)) : Json("invited");
}

Result<Json> case_list(Office& office, Args& args) {
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(ids, cases_in(office.ledger));
  Json items = Json::array();
  for (const auto& id : ids) {
    OFFICES_TRY(folder, Folder::open(office.ledger, id));
    OFFICES_TRY(waiting, office.ledger.count(names::open_items(id)));
    auto last = last_contact(folder);
    items.push_back({{"case", id.hex()},
                     {"title", folder.state().title},
                     {"name", folder.file.name},
                     {"role", word(folder.file.role)},
                     {"standing", own_standing(folder)},
                     {"waiting", waiting},
                     {"last_contact", last ? Json(base::iso(*last)) : Json(nullptr)}});
  }
  return Json{{"items", items}};
}

/// The intermediary first, then the others by name.
Json participants_json(Folder& folder) {
  Json out = Json::array();
  std::vector<const mediation::Participant*> all;
  for (const auto& [id, p] : folder.state().participants) all.push_back(&p);
  std::ranges::sort(all, {}, [](const auto* p) { return std::pair(p->role != mediation::Role::intermediary, p->name); });
  for (const auto* one : all) {
    const auto& p = *one;
    const auto& id = p.id;
    const auto* line = folder.as_intermediary()            ? folder.line_of(id)
                       : id == folder.state().intermediary ? folder.line_of(folder.state().self)
                                                           : nullptr;
    auto trust = trust_in(folder, id);
    out.push_back({{"id", id.hex()},
                   {"name", p.name},
                   {"role", word(p.role)},
                   {"standing", standing_word(p.standing)},
                   {"number", record::number_of(id)},
                   {"compared", trust == "compared"},
                   {"vouched", trust == "vouched"},
                   {"self", id == folder.state().self},
                   {"last_contact", line && line->last_contact ? Json(base::iso(*line->last_contact)) : Json(nullptr)}});
  }
  return out;
}

Result<Json> feeds_json(Office& office, Folder& folder) {
  OFFICES_TRY(seed, office.ledger.get_secret(names::identity(folder.id())));
  if (!seed) return fail(Code::store_damaged, "the signing key is missing");
  OFFICES_TRY(key, crypto::SigningKey::from_seed(seed->view()));
  Json out = Json::array();
  for (const auto& [id, line] : folder.lines)
    for (const auto& f : line.feeds) {
      auto head = f.frontier.head();
      Json item{{"with", line.peer_name},
                {"feed", f.id.hex()},
                {"of", f.own ? folder.file.name : line.peer_name},
                {"size", head.size},
                {"root", head.root.hex()}};
      if (f.own && head.size > 0) item["checkpoint"] = record::sign_checkpoint({f.id, head}, key);
      out.push_back(std::move(item));
    }
  return out;
}

Result<Json> case_show(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(feeds, feeds_json(office, folder));
  OFFICES_TRY(invitations, invitations_of(office, id));
  Json notices = Json::array();
  OFFICES_CHECK(office.ledger.each(
      names::notices(id),
      [&](const Json& n) -> Result<bool> {
        notices.push_back({{"at", n.at("at")}, {"text", n.at("text")}});
        return notices.size() < 50;
      },
      true));
  OFFICES_TRY(lines, line_health(office, folder));
  const auto& s = folder.state();
  return Json{{"case", id.hex()},
              {"title", s.title},
              {"name", folder.file.name},
              {"role", word(folder.file.role)},
              {"standing", own_standing(folder)},
              {"opened", base::iso(s.opened)},
              {"charter", charter_json(s.charter)},
              {"participants", participants_json(folder)},
              {"feeds", feeds},
              {"invitations", invitations},
              {"lines", lines.at("items")},
              {"notices", notices}};
}

Result<Json> case_remove(Office& office, Args& args) {
  auto which = args.text("case"), name = args.text("name");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary removes; a side leaves");
  OFFICES_TRY(who, find_participant(folder, name));
  if (who.id == folder.state().intermediary) return fail(Code::wrong_role, "the intermediary cannot be removed");
  if (who.standing == mediation::Standing::removed || who.standing == mediation::Standing::left) return fail(Code::removed, name);
  auto* line = folder.line_of(who.id);
  if (!line) return fail(Code::not_a_participant, name);
  // Its own channel names the last heads accepted from it; the others learn only that it is gone.
  OFFICES_TRY(statement, office.clerk.sign(folder, *line, mediation::Remove{who.id, false, line->heads(false)}));
  for (auto& [line_id, other] : folder.lines)
    if (other.state == LineState::open && other.peer != who.id && folder.state().is_active(other.peer)) {
      OFFICES_TRY(told, office.clerk.sign(folder, other, mediation::Remove{who.id, false, {}}));
      (void)told;
    }
  OFFICES_CHECK(folder.save());
  return Json{{"statement", statement.hex()}, {"name", name}, {"delivery", queued}};
}

Result<Json> case_leave(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  if (folder.as_intermediary()) return fail(Code::wrong_role, "the intermediary cannot leave its own case");
  auto* line = folder.line_of(folder.state().self);
  if (!line) return fail(Code::not_a_participant, "");
  OFFICES_TRY(statement, sign_and_save(office, folder, *line, mediation::Leave{}));
  return Json{{"statement", statement.hex()}, {"delivery", queued}};
}

std::string contact_sentence(const mediation::Participant& p, std::string_view trust) {
  if (trust == "self") return "This is your own number; read it out when you compare.";
  if (trust == "compared") return "You compared " + p.name + "'s number; statements under its key are " + p.name + "'s.";
  return p.role == mediation::Role::intermediary
             ? "The key came with the invitation; compare the number by voice to be sure who made it."
             : "The key of " + p.name +
                   " is vouched for by the intermediary only; compare the number, or find it where its owner published it.";
}

Result<Json> contact_show(Office& office, Args& args) {
  auto which = args.text("case"), name = args.text("name");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(p, find_participant(folder, name));
  auto trust = trust_in(folder, p.id);
  return Json{{"name", p.name},
              {"id", p.id.hex()},
              {"role", word(p.role)},
              {"number", record::number_of(p.id)},
              {"compared", trust == "compared"},
              {"sentence", contact_sentence(p, trust)}};
}

Result<Json> contact_verify(Office& office, Args& args) {
  auto which = args.text("case"), name = args.text("name"), number = args.text("number");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(p, find_participant(folder, name));
  auto digits = [](std::string s) {
    std::erase_if(s, [](char c) { return c == ' ' || c == '-'; });
    return s;
  };
  if (digits(number) != digits(record::number_of(p.id))) return fail(Code::wrong_number, name);
  folder.file.compared.insert_or_assign(p.id, office.clock.now());
  OFFICES_CHECK(folder.save());
  return Json{{"name", name}, {"compared", true}};
}

Result<Json> status(Office& office, Args& args) {
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(config, config_of(office));
  OFFICES_TRY(cases, cases_in(office.ledger));
  OFFICES_TRY(pending, office.mail.pending());
  return Json{{"post", config.post.hex()}, {"relays", config.relays}, {"cases", cases.size()}, {"outbox", pending}, {"run", false}};
}

}  // namespace

std::span<const Verb> case_verbs() {
  static constexpr Verb verbs[] = {
      {"status", status, false},
      {"case.open", case_open, true},
      {"case.invite", case_invite, true},
      {"invitation.list", invitation_list, false},
      {"invitation.cancel", invitation_cancel, true},
      {"invitation.read", invitation_read, false},
      {"case.join", case_join, true},
      {"case.list", case_list, false},
      {"case.show", case_show, false},
      {"case.remove", case_remove, true},
      {"case.leave", case_leave, true},
      {"contact.show", contact_show, false},
      {"contact.verify", contact_verify, true},
  };
  return verbs;
}

}  // namespace offices::post
