// SPDX-License-Identifier: Apache-2.0
// A second verifier of dossiers, written against docs/protocol.md on @noble/curves and @noble/hashes, to hold the first one to
// its word: it shares no code with it. `node verify-dossier.mjs FILE` prints the result; exit 4 where there is a fault.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';

const from = createRequire(env.NOBLE_FROM ?? new URL('../tests/interop/package.json', import.meta.url));
const load = (name) => import(pathToFileURL(from.resolve(name)));
const { ed25519 } = await load('@noble/curves/ed25519.js');
const { sha256 } = await load('@noble/hashes/sha2.js');

const utf8 = (text) => Buffer.from(text, 'utf8');
const hash = (...parts) => Buffer.from(sha256(Buffer.concat(parts)));
const length = (n, octets) => { const b = Buffer.alloc(octets); octets === 8 ? b.writeBigUInt64BE(BigInt(n)) : b.writeUInt32BE(n); return b; };
const labelled = (label, ...parts) => hash(utf8(`goodoffices/v1/${label}\0`), ...parts.flatMap((p) => [length(p.length, 8), p])).toString('hex');
const raw = (hex) => Buffer.from(hex, 'hex');
const fail = (code, detail = '') => { throw Object.assign(new Error(detail), { code }); };

// One spelling of JSON: keys in the order of their octets, no white space, whole numbers, well-formed strings, at most 32 levels.
const byOctets = (a, b) => Buffer.compare(utf8(a), utf8(b));
const spell = (v) => Array.isArray(v) ? `[${v.map(spell)}]`
  : v && typeof v === 'object' ? `{${Object.keys(v).sort(byOctets).map((k) => `${JSON.stringify(k)}:${spell(v[k])}`)}}` : JSON.stringify(v);
const plain = (v, depth = 0) => typeof v === 'string' ? v.isWellFormed() : typeof v === 'number' ? Number.isSafeInteger(v)
  : !v || typeof v !== 'object' || (depth < 32 && Object.entries(v).every(([k, x]) => k.isWellFormed() && plain(x, depth + 1)));
const parse = (text) => {
  let v;
  try { v = JSON.parse(text); } catch { fail('malformed', 'not JSON'); }
  return plain(v) && spell(v) === text ? v : fail('malformed', 'another spelling');
};

// Shapes. A reader of an object takes every key and no other; a text rule's own code wins over "malformed".
const bad = () => fail('malformed');
const must = (test) => (v) => test(v) ? v : bad();
const string = must((v) => typeof v === 'string');
const id = must((v) => typeof v === 'string' && /^[0-9a-f]{64}$/.test(v));
const integer = (least, most) => must((v) => Number.isInteger(v) && v >= least && v <= most);
const size = integer(0, 2 ** 40);
const one = (...words) => must((v) => words.includes(v));
const time = must((v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(v) && v >= '1970' && !isNaN(new Date(v)) && new Date(v).toISOString() === v.replace('Z', '.000Z'));
const maybe = (read) => (v) => v === null ? null : read(v);
const list = (most, read) => (v) => Array.isArray(v) && v.length <= most ? v.map(read) : bad();
const base64 = (most) => (v) => { const b = Buffer.from(string(v), 'base64'); return b.toString('base64') === v && b.length <= most ? b : bad(); };
const lang = must((v) => typeof v === 'string' && /^[A-Za-z0-9-]{2,35}$/.test(v));
const text = (v) => {
  if (utf8(string(v)).length > 256 * 1024) fail('text_too_long');
  if (/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]/u.test(v)) fail('text_forbidden_character');
  return /[^ \t\n\u00a0\u3000\u2000-\u200f\u2060\u061c\u00ad]/u.test(v) ? v : fail('text_empty');
};
const line = (v) => {
  if (utf8(string(v)).length > 200) fail('too_large');
  return /[\t\n]|^ | $/.test(text(v)) ? fail('text_forbidden_character') : v;
};
const shape = (fields, also = () => {}) => (v) => {
  let first;
  if (!v || typeof v !== 'object' || Array.isArray(v)) bad();
  for (const [key, read] of Object.entries(fields)) try { read(v[key]); } catch (e) { if (!first || first.code === 'malformed') first = e; }
  if (first) throw first;
  if (Object.keys(v).some((k) => !(k in fields)) || Object.keys(fields).some((k) => !(k in v))) bad();
  return also(v), v;
};
const bare = shape({ payload: base64(2 ** 21), sig: (v) => base64(64)(v).length === 64 || bad() });
const words = shape({ lang, text, translations: list(8, shape({ lang, text, maker: line })) },
  (w) => [w, ...w.translations].reduce((n, t) => n + utf8(t.text).length, 0) > 384 * 1024 && fail('text_too_long'));
const role = one('intermediary', 'party', 'verifier'), form = one('verbatim', 'paraphrase', 'gist');
const attribution = one('named', 'unattributed', 'recorded'), disclosure = one('confidential', 'confirmable', 'public');
const act = one('assurance', 'request', 'offer', 'question', 'answer', 'warning', 'protest', 'information');
const precedence = one('ROUTINE', 'PRIORITY', 'IMMEDIATE', 'FLASH');
const head = { size, root: id };
const pack = must((v) => v && typeof v === 'object' && !Array.isArray(v) && Object.keys(v).length <= 2000
  && Object.entries(v).flat().every((x) => { try { return Boolean(line(x)); } catch { return false; } }));
const round = integer(1, 5), roster = list(65, id), result = one('adopted', 'not-adopted', 'aborted');
const proposal = { signal: id, to: id, form: one('paraphrase', 'gist'), attribution, words };
const flag = must((v) => typeof v === 'boolean'), count = integer(1, 1e9), position = one('noted', 'accepted', 'rejected', 'none-yet');
const day = (v) => time(v).endsWith('T00:00:00Z') ? v : bad(), ascending = (ids) => ids.every((x, i) => !i || ids[i - 1] < x);
const severalTexts = (v) => { const all = list(8, shape({ lang, text }))(v); if (!all.length || !ascending(all.map((t) => t.lang))) bad(); return all.reduce((n, t) => n + utf8(t.text).length, 0) > 256 * 1024 ? fail('text_too_long') : all; };
const terms = shape({ form, approval: one('required', 'waived'), attribution, not_before: maybe(time), until: time, simultaneous_with: maybe(id), disclosure, public_line: maybe(text) });
const bodies = {
  open: shape({ title: line, name: line, key: id, charter: shape({ text, languages: list(16, lang), retention_days: integer(0, 100000), existence: disclosure }) }),
  join: shape({ name: line, role, key: id }), admit: shape({ participant: id, name: line, role, join: id }),
  introduce: shape({ participant: id, name: line, role, join: bare }),
  remove: shape({ participant: id, cause: one('removed', 'left'), heads: list(16, shape({ feed: id, ...head })) }),
  leave: shape({}), incarnation: shape({ previous: id, branches: list(16, shape(head)) }),
  signal: shape({ act, precedence, words, authority: maybe(line), reply_to: maybe(id) }),
  mandate: shape({ signal: id, to: id, terms }),
  minute: shape({ said: (v) => bodies.signal(v), spoken: time, read_back: flag, mandates: list(16, shape({ to: id, terms }, (n) => n.terms.attribution === 'named' && bad())) }, (b) => ascending(b.mandates.map((n) => n.to)) || bad()),
  countersignature: shape({ minute: id, says: one('own', 'contested'), signal: maybe(id) }, (b) => (b.says === 'own') !== (b.signal !== null) && bad()),
  call: shape({ call: id, at: time, with: list(16, id), topics: list(32, line), cancelled: flag }, (b) => (b.topics.length && ascending(b.with)) || bad()),
  draft: shape({ draft: id, number: integer(1, 1e6), purpose: one('readout', 'communique'), call: maybe(id), signers: list(16, shape({ participant: id, name: line })), texts: severalTexts, disclosure, embargo: maybe(time) },
    (b) => (b.signers.length && ascending(b.signers.map((x) => x.participant)) && !(b.purpose === 'communique' && (b.disclosure !== 'public' || b.call)) && !(b.embargo && b.disclosure !== 'public')) || bad()),
  agreement: shape({ draft: id, number: integer(1, 1e6), text: id }), divergence: shape({ draft: id, number: integer(1, 1e6), text: id, own: severalTexts }),
  exhibit: shape({ document: (v) => utf8(text(v)).length > 64 * 1024 ? fail('text_too_long') : v, source: line, published: day, spoken: day }, (b) => b.spoken > b.published && bad()),
  link: shape({ exhibit: id, quotation: integer(1, 1e6), signal: id, to: id }),
  incident: shape({ incident: id, precedence, release: one('intermediary', 'all'), words }),
  outreach: shape({ incident: id, number: count, precedence, handling_s: integer(60, 7 * 86400), words, evidence: maybe(bare) }),
  reached: shape({ incident: id, number: count, shown: id, at: time }), response: shape({ incident: id, number: count, position: maybe(position) }),
  attempt: shape({ incident: id, number: count, attempt: count, outcome: one('called', 'failed', 'held-back', 'unreached', 'unanswered') }),
  test: shape({ number: count, person: flag }), answer: shape({ test: id, number: count, by: one('post', 'person') }),
  withdraw: shape({ signal: id, to: maybe(id) }), rendering: shape(proposal), approval: shape({ rendering: id, ...proposal }),
  refusal: shape({ signal: id, rendering: id, why: text }), decline: shape({ signal: id, to: maybe(id), why: text }),
  dispatch: shape({ signal: id, to: id, mandate: id, approval: maybe(id), form, attribution, words, salt: id, pair: maybe(id) }),
  conveyance: shape({ of: id, act, precedence, form, attribution, from: maybe(id), words, evidence: list(2, bare) }),
  receipt: shape({ conveyance: id, of: id, words: id }), acknowledgement: shape({ conveyance: id, of: id, position }),
  report: shape({ signal: id, dispatch: id, evidence: bare }), disclosure: shape({ signal: id, to: id, mandate: id, text }),
  agenda: shape({ version: integer(1, 1e6), previous: maybe(id), document: must((v) => typeof v === 'string' && v && utf8(v).length <= 128 * 1024) }),
  table: shape({ table: id, agenda: id, frameworks: list(16, shape({ title: line, words, package: pack, replaces: maybe(id) })) }, (b) => b.frameworks.length || bad()),
  sight: shape({ table: id, shown: id }), ballot: shape({ framework: id, nonce: id, roster, until: time, ends: time, ratify_by: maybe(time) }),
  stub: shape({ ballot: id, round }), ratification: shape({ ballot: id, framework: id }), witness: shape({ evidence: bare }),
  outcome: shape({ ballot: id, result, cause: maybe(one('absent', 'refused', 'differs')), round, missing: roster, transcript: id },
    (b) => ((b.cause !== null) !== (b.result === 'aborted') || (b.missing.length && b.cause === null)) && bad()),
};
const reference = shape({ salt: id, hash: id });
const condition = shape({ after: maybe(time), of: maybe(reference), needs: maybe(one('undertaken', 'fulfilled', 'confirmed')) },
  (c) => ((c.after === null) === (c.of === null) || (c.needs === null) !== (c.of === null)) && bad());
const fileName = (v) => /[/\\:]|^\./.test(line(v)) ? bad() : v;
const file = shape({ name: fileName, bytes: integer(1, 64 * 2 ** 20), hash: id });
const readers = (v) => list(16, id)(v).length && v.every((p, i) => !i || v[i - 1] < p) ? v : bad();
Object.assign(bodies, {
  commitment: shape({ to: readers, by: time, words, precedence, when: list(8, condition), in_return_for: maybe(reference), verified_by: maybe(id), evidence: maybe(text) }),
  claim: shape({ commitment: id, says: one('received', 'performed', 'failed', 'satisfied', 'disputed', 'released'), about: maybe(id), words: maybe(words) },
    (b) => ['received', 'disputed'].includes(b.says) !== (b.about !== null) && bad()),
  attestation: shape({ commitment: id, finding: one('confirmed', 'not-confirmed', 'inconclusive'), scope: words, evidence: list(16, file), to: readers }),
  showing: shape({ commitment: id, evidence: bare }),
});
const statement = shape({ v: integer(1, 1), kind: must((v) => /^[a-z]{1,32}$/.test(v)), case: maybe(id), author: id, post: id, time, body: must((v) => v && typeof v === 'object' && !Array.isArray(v)), context: maybe(id) });
const context = shape({ v: integer(1, 1), channel: id, feed: id, index: size, head: shape(head), seen: list(16, shape({ feed: id, ...head, size: integer(1, 2 ** 40) })), salt: must((v) => /^[0-9a-f]{32}$/.test(v)) },
  (c) => (c.index !== c.head.size || c.seen.some((s, i) => s.feed === c.feed || (i && c.seen[i - 1].feed >= s.feed))) && bad());
const lines = {
  header: shape({ case: id, dossier: integer(1, 1), exported: time, exporter: id, mode: one('bare', 'placed') }),
  feed: shape({ feed: shape({ channel: id, feed: id, incarnation: integer(0, 0xffffffff), post: id, side: id, ...head }) }),
  group: shape({ group: id, side: id }), bare, placed: shape({ context, payload: base64(2 ** 21), proof: list(64, id), sig: (v) => base64(64)(v).length === 64 || bad() }),
};

// An agenda's document: an object of the format of docs/negotiation.md, in its one spelling, which shows in every list that has
// an order of its own. Refuses what cannot be read, or would be spelt otherwise.
const object = (v, read) => v && typeof v === 'object' && !Array.isArray(v) && Object.keys(v).length ? Object.entries(v).forEach(([k, x]) => read(k, x)) : bad();
const some = (most, read) => must((v) => Array.isArray(v) && v.length > 0 && v.length <= most && v.every((x) => (read(x), true)));
const keys = (v, required, optional = []) => v && typeof v === 'object' && !Array.isArray(v) && required.every((k) => Object.hasOwn(v, k))
  && Object.keys(v).every((k) => required.includes(k) || optional.includes(k)) ? v : bad();
const texts = (v) => object(v, (tag, t) => (tag.length <= 35 && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? text(t) : bad()));
const rising = (options, issue) => options.map((o) => issue.at(string(o))).every((n, i, all) => n >= 0 && (!i || all[i - 1] < n)) || bad();
function readIssue(v) {
  const listed = Object.hasOwn(v ?? {}, 'options');
  keys(v, listed ? ['name', 'options'] : ['name', 'from', 'to'], ['texts', 'option_texts']);
  line(v.name);
  if (listed ? new Set(some(20000, line)(v.options)).size !== v.options.length
    : ![v.from, v.to].every((n) => Number.isInteger(n) && Math.abs(n) <= 1e12) || v.from > v.to) bad();
  if (!listed && v.to - v.from >= 20000) fail('too_large');
  const at = (o) => listed ? v.options.indexOf(o) : /^(0|-?[1-9]\d*)$/.test(o) && +o >= v.from && +o <= v.to ? +o - v.from : -1;
  if ('texts' in v) texts(v.texts);
  if ('option_texts' in v) object(v.option_texts, (o, t) => (at(o) < 0 && bad(), texts(t)));
  return { name: v.name, at };
}
function readCommitment(v, issues) {
  keys(v, ['by', 'to', 'issue', 'options', 'text'], ['due']);
  const to = some(2000, line)(v.to), issue = issues.find((i) => i.name === v.issue);
  if (new Set([line(v.by), ...to]).size !== to.length + 1 || !issue) bad();
  rising(some(20000, string)(v.options), issue);
  typeof v.text === 'string' ? text(v.text) : texts(v.text);
  const due = 'due' in v ? /^\+([1-9]\d*)([dh])$/.exec(v.due) ?? bad() : null;
  if (due && +due[1] > 36500 * (due[2] === 'd' ? 1 : 24)) bad();
}
function readAgenda(document) {
  const v = keys(parse(document), ['agenda', 'format']), a = keys(v.agenda, ['issues', 'name'], ['texts', 'never', 'commitments']);
  if (v.format !== 'goodoffices-accord-1') bad();
  line(a.name);
  if (a.issues?.length > 2000) fail('too_large');
  some(2000, readIssue)(a.issues);
  const issues = a.issues.map(readIssue);
  if (new Set(issues.map((i) => i.name)).size !== issues.length) bad();
  if ('texts' in a) texts(a.texts);
  const condition = (name, options) => rising(some(20000, string)(options), issues.find((i) => i.name === name) ?? bad());
  if ('never' in a) some(20000, (x) => object(x, condition))(a.never);
  if ('commitments' in a) some(Infinity, (x) => readCommitment(x, issues))(a.commitments);
}

// Statements and trees.
function read(signed) {
  const octets = Buffer.from(signed.payload, 'base64');
  let decoded;
  try { decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets); } catch { bad(); }
  return { ...statement(parse(decoded)), id: hash(octets).toString('hex'), octets, sig: Buffer.from(signed.sig, 'base64') };
}
const body = (s) => Object.hasOwn(bodies, s.kind) ? bodies[s.kind](s.body) : fail('unknown_kind');
const type = 'application/vnd.goodoffices.statement+json';
const judged = new Map(); // the same statement stands in several places of a dossier, and in several dossiers
function signedBy(s, key) {
  const what = `${s.id} ${s.sig.toString('hex')} ${key}`;
  if (!judged.has(what)) judged.set(what, isSignature(s, key));
  return judged.get(what);
}
function isSignature(s, key) {
  try { return ed25519.verify(s.sig, Buffer.concat([utf8(`DSSEv1 ${type.length} ${type} ${s.octets.length} `), s.octets]), raw(key), { zip215: false }); } catch { return false; }
}
const participantOf = (key) => labelled('participant', raw(key)), postOf = (key) => labelled('post', raw(key));
function rootBefore(top, index, leaf, proof) {
  if (index >= top.size || proof.length > 63) fail('bad_proof');
  let fn = BigInt(index), sn = BigInt(top.size - 1), r = leaf, before = null;
  const node = (l, x) => hash(Buffer.from([1]), l, x);
  for (const p of proof.map(raw)) {
    if (sn === 0n) fail('bad_proof');
    if (fn & 1n || fn === sn) {
      [r, before] = [node(p, r), before ? node(p, before) : p];
      while (!(fn & 1n) && fn) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else r = node(r, p);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && r.toString('hex') === top.root ? (before ?? hash()).toString('hex') : fail('bad_proof');
}

// The rules. A fact keeps its statement's id, place and what it had seen; without places nothing is known of order.
const looser = (a, b) => ['verbatim', 'paraphrase', 'gist'].indexOf(a) > ['verbatim', 'paraphrase', 'gist'].indexOf(b);
const covers = (seen, f) => f.place ? seen.some((s) => s.incarnation === f.place[0] && s.size > f.place[1]) : undefined;
const after = (a, b) => Boolean(a.place && b.place) && (a.place[0] - b.place[0] || a.place[1] - b.place[1]) > 0;
const same = (a, b) => spell(a) === spell(b);
const verdict = (what, code, byAbsence = false) => ({ what, code, byAbsence });
const breach = (code) => verdict('breach', code), absent = (code) => verdict('breach', code, true);
const offTerms = (t, at, f, a) => t.not_before && at < t.not_before ? breach('too_early') : at > t.until ? breach('too_late')
  : looser(f, t.form) ? breach('form_not_allowed') : a !== t.attribution ? breach('attribution_mismatch') : null;
const proposed = (d) => ({ signal: d.signal, to: d.to, form: d.form, attribution: d.attribution, words: d.words });
const names = (to, whom) => to === null || to === whom;

function judgeDispatch(g, d) {
  const noted = g.mandate.filter((x) => x.id === d.mandate), m = noted.find((x) => x.to === d.to) ?? noted[0];
  if (!m) return absent('no_mandate');
  if (m.to !== d.to || (!m.recorded && covers(d.seen, m) === false)) return breach('no_mandate');
  const off = offTerms(m.terms, d.time, d.form, d.attribution);
  if (off) return off;
  if (m.terms.simultaneous_with && !d.pair) return breach('pair_required');
  if (d.form === 'verbatim') { if (!same(d.words, g.signal.words)) return breach('words_differ'); }
  else if (d.approval) {
    const a = g.approval.find((x) => x.id === d.approval);
    if (!a) return absent('approval_required');
    if (covers(d.seen, a) === false) return breach('approval_required');
    if (!same(proposed(a), proposed(d))) return breach('approval_mismatch');
  } else if (m.terms.approval === 'required') return breach('approval_required');
  else for (const a of g.refusal) if (same(a.proposal, proposed(d)) && covers(d.seen, a) !== false)
    return covers(d.seen, a) ? breach('rendering_refused') : verdict('undecided', 'rendering_refused');
  let end = verdict('permitted');
  const ends = [...g.withdraw.filter((w) => names(w.to, d.to)).map((w) => [w, 'mandate_withdrawn']), ...g.mandate.filter((x) => x.to === d.to && x !== m).map((x) => [x, 'mandate_replaced'])];
  for (const [e, code] of ends) {
    if (!d.place || !m.place || !e.place) return verdict('undecided', code);
    if (!m.recorded && !after(e, m)) continue;
    if (covers(d.seen, e)) return breach(code);
    end = verdict('crossed', code);
  }
  return end;
}
const lastMandate = (g, to, seen) => g.mandate.filter((m) => m.to === to && (m.recorded || (covers(seen, m) ?? true))).reduce((a, m) => !a || after(m, a) ? m : a, null);
function judgeDisclosure(c, g, d) {
  const said = [...g.mandate.filter((m) => m.to === d.to), ...g.withdraw.filter((w) => names(w.to, d.to))];
  if (said.length > 1 && said.some((f) => !f.place)) return verdict('undecided', 'mandate_replaced');
  const m = lastMandate(g, d.to, d.seen);
  if (!m) return absent('no_mandate');
  if (g.withdraw.some((w) => names(w.to, d.to) && (covers(d.seen, w) ?? true) && (m.recorded || after(w, m)))) return breach('mandate_withdrawn');
  if (m.terms.disclosure === 'confidential') return breach('disclosure_not_allowed');
  const passed = g.dispatch.filter((x) => x.to === d.to && !x.finding);
  if (!passed.length) return absent('not_dispatched');
  const allowed = m.terms.disclosure === 'public' ? passed.flatMap((x) => [x.words.text, ...x.words.translations.map((t) => t.text)]) : [];
  allowed.push(m.terms.public_line ?? `A signal from ${c.name(g.signal.author)} to ${c.name(d.to)} was conveyed by ${c.name(c.intermediary)}.`);
  return !allowed.includes(d.text) ? breach('disclosure_differs') : m.id !== d.mandate ? breach('mandate_replaced') : verdict('permitted');
}
function evidence(c, signed) {
  const s = read(signed), p = c.people.get(s.author);
  if (s.case !== c.header.case) fail('wrong_context');
  if (!p) fail('not_a_participant');
  if (s.post !== postOf(p.key) || !signedBy(s, p.key)) fail('bad_signature');
  return { ...s, body: body(s) };
}
function judgeConveyance(c, addressee, at, v) {
  if (v.attribution === 'unattributed') return v.from || v.evidence.length ? breach('attribution_mismatch') : verdict('permitted');
  if (!v.from || v.from === addressee || v.from === c.intermediary) return breach('not_a_participant');
  if (!c.people.has(v.from)) return absent('not_a_participant');
  if (v.attribution === 'recorded') return v.evidence.length ? breach('attribution_mismatch') : verdict('permitted');
  const shown = [];
  for (const e of v.evidence) {
    try { shown.push(evidence(c, e)); } catch (e2) { return breach(e2.code); }
    if (shown.at(-1).author !== v.from) return breach('not_yours');
  }
  const off = (m, signal) => (signal && m.signal !== signal) || m.to !== addressee ? breach('no_mandate') : offTerms(m.terms, at, v.form, v.attribution) ?? verdict('permitted');
  const [a, b] = shown;
  if (v.form === 'verbatim' && shown.length === 2) {
    if (a.kind !== 'signal' || b.kind !== 'mandate') return breach('no_mandate');
    return same(a.body.words, v.words) && a.body.act === v.act && a.body.precedence === v.precedence ? off(b.body, a.id) : breach('words_differ');
  }
  if (v.form === 'verbatim' || shown.length !== 1) return breach('no_mandate');
  if (a.kind === 'mandate') return a.body.terms.approval === 'required' ? breach('approval_required') : off(a.body);
  if (a.kind !== 'approval') return breach('no_mandate');
  return a.body.to === addressee && a.body.form === v.form && a.body.attribution === v.attribution && same(a.body.words, v.words) ? verdict('permitted') : breach('approval_mismatch');
}

// Agendas, frameworks and ballots. Their hashes, and the rules of one channel.
const talks = ['agenda', 'table', 'sight', 'ballot', 'stub', 'outcome', 'ratification', 'witness'];
const agendaOf = (document) => labelled('agenda', utf8(document)), shownOf = (b) => labelled('table', utf8(spell(b)));
const frameworkOf = (b, f) => labelled('framework', raw(b.table), raw(b.agenda), utf8(spell(f))), ballotOf = (b) => labelled('ballot', utf8(spell(b)));
const outcomeOf = (g, ballot, by) => g.outcome.find((o) => o.ballot === ballot && o.by === by);
/** Who ended a ballot, and differently. */
const differ = (a, b) => a.result !== 'aborted' && b.result !== 'aborted' && (a.result !== b.result || a.transcript !== b.transcript);
function talk(c, g, s, b, side) {
  const mediator = s.author === c.intermediary, knew = (f, by) => by === s.author || (covers(s.seen ?? [], f) ?? true);
  const table = (number) => g.table.find((t) => t.table === number && knew(t, c.intermediary));
  const ballot = (which) => g.ballot.find((x) => x.ballot === which && knew(x, c.intermediary));
  const latest = g.agenda.reduce((a, x) => !a || x.version > a.version ? x : a, null), agenda = (a) => g.agenda.find((x) => x.agenda === a);
  const onTable = (f) => g.table.some((t) => t.ids.includes(f));
  const contradicted = (o, by) => g.outcome.some((x) => x.ballot === o.ballot && x.by !== by && differ(x, o) && knew(x, x.witness ? c.intermediary : x.by));
  const shown = {
    sight: (e) => { const t = table(e.body.table); return !t ? 'not_found' : t.shown !== e.body.shown ? 'table_differs' : null; },
    outcome: (e) => {
      const x = ballot(e.body.ballot);
      return !x ? 'not_found' : !x.roster.includes(e.author) ? 'not_yours' : contradicted(e.body, e.author) ? 'outcome_differs' : null;
    },
    ratification: (e) => {
      const x = ballot(e.body.ballot);
      return !x || x.framework !== e.body.framework ? 'not_found' : !x.roster.includes(e.author) ? 'not_yours' : null;
    },
  };
  return {
    agenda: () => {
      if (!mediator) return 'wrong_role';
      try { readAgenda(b.document); } catch (e) { return e.code; }
      if (!latest) return null;
      if (b.previous && !agenda(b.previous)) return 'no_agenda';
      return s.place && (b.version <= latest.version || b.previous !== latest.agenda) ? 'agenda_replaced' : null;
    },
    table: () => {
      if (!mediator) return 'wrong_role';
      const there = g.table.find((t) => t.table === b.table);
      if (there) return there.shown === shownOf(b) ? 'exists' : 'table_differs';
      if (!agenda(b.agenda)) return 'no_agenda';
      if (s.place && latest.agenda !== b.agenda) return 'agenda_replaced';
      const ids = b.frameworks.map((f) => frameworkOf(b, f)), wrong = b.frameworks.findIndex((f, i) => ids.indexOf(ids[i]) < i || (f.replaces && !onTable(f.replaces)));
      return wrong < 0 ? null : ids.indexOf(ids[wrong]) < wrong ? 'exists' : 'not_found';
    },
    sight: () => s.author !== side ? 'wrong_role' : shown.sight({ body: b }),
    ballot: () => {
      if (!mediator) return 'wrong_role';
      if (!onTable(b.framework)) return 'not_found';
      if (b.roster.length < 3 || new Set(b.roster).size !== b.roster.length) return 'malformed';
      if (b.roster[0] !== c.intermediary) return 'wrong_role';
      if (!b.roster.includes(side)) return 'wrong_context';
      for (const p of b.roster.slice(1)) if (c.people.get(p)?.role !== 'party') return c.people.has(p) ? 'wrong_role' : 'not_a_participant';
      if (b.ends <= b.until || (b.ratify_by && b.ratify_by <= b.until)) return 'too_late';
      const open = (x) => x.framework === b.framework && outcomeOf(g, x.ballot, c.intermediary)?.result !== 'aborted';
      return g.ballot.some((x) => x.ballot === ballotOf(b) || open(x)) ? 'exists' : null;
    },
    stub: () => !mediator ? 'wrong_role' : g.ballot.some((x) => x.ballot === b.ballot) ? null : 'not_found',
    outcome: () => {
      const x = ballot(b.ballot), absent = b.cause === 'absent';
      if (!x) return 'not_found';
      if (!b.missing.every((p) => x.roster.includes(p))) return 'malformed';
      if (absent && s.time < x.ends) return 'too_early';
      if (absent && mediator && b.missing.includes(side) && g.stub.some((t) => t.ballot === b.ballot && t.round === b.round)) return 'outcome_differs';
      return outcomeOf(g, b.ballot, s.author) ? 'ballot_ended' : contradicted(b, s.author) ? 'outcome_differs' : null;
    },
    ratification: () => {
      if (s.author !== side) return 'wrong_role';
      const x = ballot(b.ballot);
      if (!x || x.framework !== b.framework) return 'not_found';
      const adopted = g.outcome.some((o) => !o.witness && o.ballot === b.ballot && o.result === 'adopted' && knew(o, o.by));
      if (!x.ratify_by || !adopted || outcomeOf(g, b.ballot, s.author)?.result === 'not-adopted') return 'not_adopted';
      return s.time > x.ratify_by ? 'too_late' : null;
    },
    witness: () => {
      if (!mediator) return 'wrong_role';
      let e;
      try { e = evidence(c, b.evidence); } catch (e2) { return e2.code; }
      if (e.author === side || e.author === c.intermediary) return 'not_yours';
      return Object.hasOwn(shown, e.kind) ? shown[e.kind](e) : 'malformed';
    },
  }[s.kind]();
}
function keepTalk(g, s, b, finding) {
  if (finding && !(['sight', 'witness', 'outcome'].includes(s.kind) && ['table_differs', 'outcome_differs'].includes(finding))) return;
  const e = s.kind === 'witness' ? read(b.evidence) : null, kind = e?.kind ?? s.kind;
  const own = { agenda: () => ({ agenda: agendaOf(b.document) }), table: () => ({ shown: shownOf(b), ids: b.frameworks.map((f) => frameworkOf(b, f)) }), ballot: () => ({ ballot: ballotOf(b) }) }[kind]?.();
  g[kind].push({ ...(e?.body ?? b), ...own, ...fact(s), by: e?.author ?? s.author, witness: e?.id });
  g[kind].sort((x, y) => (x.place && y.place && (x.place[0] - y.place[0] || x.place[1] - y.place[1])) || (x.id < y.id ? -1 : 1));
}

// Commitments: who may say what of one, and to whom it is shown. `g.held` is what the channel has of it.
const ofCommitments = ['commitment', 'claim', 'attestation', 'showing'];
const commitmentOf = (c, side, which) => labelled('commitment-subject', raw(c.header.case), raw(side), raw(which));
function undertaking(c, held, s, b, side) {
  const seen = (f, by) => by === s.author || (covers(s.seen ?? [], f) ?? true);
  const knew = (which) => [held, ...held.said].some((f) => f.statement === which && seen(f, f.by));
  const off = (p, role) => !c.people.has(p) ? 'not_a_participant' : c.people.get(p).role === role ? null : 'wrong_role';
  const undertakes = (author, x) => {
    const wrong = off(author, 'party') ?? x.to.map((p) => p === author ? 'wrong_role' : off(p, 'party')).find(Boolean);
    if (wrong) return wrong;
    if (x.verified_by && off(x.verified_by, 'verifier')) return off(x.verified_by, 'verifier');
    if (x.when.some((w) => w.after && w.after >= x.by)) return 'bad_deadline';
    const salt = labelled('commitment-salt', raw(author), raw(x.to.join('')), raw(x.verified_by ?? ''));
    return [x.in_return_for, ...x.when.map((w) => w.of)].every((r) => !r || r.salt === salt) ? null : 'malformed';
  };
  const claims = (author, x) => {
    const own = author === held.by, served = held.to.includes(author), any = own || served || author === held.verified_by;
    if (!any) return 'not_yours';
    const may = { received: any, disputed: own || served, performed: own, failed: own, satisfied: served, released: served }[x.says];
    return may ? null : ['performed', 'failed'].includes(x.says) ? 'not_yours' : 'wrong_role';
  };
  const attests = (author, x) => author !== held.verified_by ? 'wrong_role' : x.to.every((p) => p === held.by || held.to.includes(p)) ? null : 'no_mandate';
  const onIt = () => s.author !== side ? 'wrong_role' : !held || !knew(held.statement) ? 'not_found' : null;
  const shown = {
    commitment: (e) => e.id !== b.commitment ? 'wrong_context' : ![...e.body.to, e.body.verified_by].includes(side) ? 'no_mandate' : undertakes(e.author, e.body),
    claim: (e) => e.body.commitment !== b.commitment ? 'wrong_context' : claims(e.author, e.body),
    attestation: (e) => e.body.commitment !== b.commitment ? 'wrong_context' : !e.body.to.includes(side) ? 'no_mandate' : attests(e.author, e.body),
  };
  return {
    commitment: () => s.author !== side ? 'wrong_role' : undertakes(s.author, b),
    claim: () => onIt() ?? claims(s.author, b) ?? (b.about && !knew(b.about) ? 'not_found' : null),
    attestation: () => onIt() ?? attests(s.author, b),
    showing: () => {
      if (s.author !== c.intermediary) return 'wrong_role';
      let e;
      try { e = evidence(c, b.evidence); } catch (e2) { return e2.code; }
      if (e.author === side || e.author === c.intermediary) return 'not_yours';
      return !held && e.kind !== 'commitment' ? 'not_found' : Object.hasOwn(shown, e.kind) ? shown[e.kind](e) : 'malformed';
    },
  }[s.kind]();
}
function keepUndertaking(g, s, b) {
  const e = s.kind === 'showing' ? read(b.evidence) : { ...s, body: b }, f = { ...fact(s), statement: e.id, by: e.author };
  if (e.kind !== 'commitment') g.held.said.push(f);
  else g.held ??= { ...f, to: e.body.to, verified_by: e.body.verified_by, said: [] };
}

// Incidents and tests of a line; calls, texts that several sign, and what was printed. `g.things` is what the channel has of one.
const ofThings = ['incident', 'outreach', 'reached', 'response', 'attempt', 'test', 'answer', 'call', 'draft', 'agreement', 'divergence', 'exhibit', 'link'];
const outreachOf = (b) => labelled('outreach', utf8(spell(b))), draftOf = (b) => labelled('draft', utf8(spell(b)));
/** Under which name a statement about such a thing is grouped; of a witness, what it shows. */
function thingOf(c, side, s, b) {
  const named = (label, which) => labelled(label, raw(c.header.case), raw(side), raw(which));
  if (s.kind === 'witness') { try { const e = read(b.evidence), x = body(e); return ['reached', 'agreement', 'divergence'].includes(e.kind) ? thingOf(c, side, e, x) : null; } catch { return null; } }
  return { test: s.id, exhibit: s.id, answer: b.test, link: b.exhibit }[s.kind] ?? (b.incident ? named('incident', b.incident) : s.kind === 'call' ? named('call', b.call) : named('draft-subject', b.draft));
}
function thing(c, things, s, b, side) {
  const mediator = s.author === c.intermediary, knew = (f, by) => by === s.author || (covers(s.seen ?? [], f) ?? true);
  const of = (kind) => things.filter((x) => x.kind === kind), outreach = (k) => of('outreach').find((x) => x.number === k);
  const known = (k) => { const o = outreach(k); return o && knew(o, c.intermediary) ? o : null; };
  const latest = (kind) => of(kind).reduce((a, x) => !a || x.number > a.number ? x : a, null);
  const numbered = (kind, shown) => {
    const same = of(kind).find((x) => x.number === b.number), last = latest(kind);
    return same ? (same.shown === shown ? 'exists' : 'table_differs') : s.place && last && b.number < last.number ? 'wrong_context' : null;
  };
  const says = (who, x) => {
    const v = of('draft').find((d) => d.number === x.number);
    return !v || !knew(v, c.intermediary) ? 'not_found' : !v.signers.some((p) => p.participant === who) ? 'not_yours' : v.shown === x.text ? null : 'table_differs';
  };
  const arrived = (x) => { const o = known(x.number); return !o ? 'not_found' : o.shown === x.shown ? null : 'table_differs'; };
  const told = of('incident')[0];
  return {
    incident: () => s.author !== side ? 'wrong_role' : told ? 'exists' : null,
    outreach: () => {
      if (!mediator || (c.people.get(side)?.role ?? 'party') !== 'party') return 'wrong_role';
      const off = numbered('outreach', outreachOf(b));
      if (off) return off;
      if (!b.evidence) return !told || !same(told.words, b.words) || !knew(told, side) ? null : told.release === 'all' ? 'attribution_mismatch' : 'no_mandate';
      let e;
      try { e = evidence(c, b.evidence); } catch (e2) { return e2.code; }
      if (e.kind !== 'incident' || e.body.incident !== b.incident || e.body.release !== 'all') return 'no_mandate';
      return same(e.body.words, b.words) && e.body.precedence === b.precedence ? null : 'words_differ';
    },
    reached: () => s.author !== side ? 'wrong_role' : !known(b.number) ? 'not_found' : b.at > s.time ? 'too_early' : arrived(b),
    response: () => s.author !== side ? 'wrong_role' : known(b.number) ? null : 'not_found',
    attempt: () => {
      const o = known(b.number), silence = ['unreached', 'unanswered'].includes(b.outcome);
      if (!o) return 'not_found';
      if (silence !== mediator) return 'wrong_role';
      if (!silence) return null;
      if (Date.parse(s.time) < Date.parse(o.time) + o.handling_s * 1000) return 'too_early';
      const there = of('reached').find((x) => x.number === b.number && x.by === side);
      if (b.outcome === 'unreached' && there && knew(there, side)) return 'already_answered';
      return of('response').some((x) => x.number === b.number && knew(x, side)) ? 'already_answered' : null;
    },
    test: () => c.people.has(s.author) ? null : 'not_a_participant',
    answer: () => { const t = of('test')[0]; return !t || t.side !== side || !knew(t, t.by) ? 'not_found' : t.by === s.author ? 'not_yours' : t.number === b.number ? null : 'wrong_context'; },
    call: () => !mediator ? 'wrong_role' : b.with.includes(side) && b.with.every((p) => c.people.has(p)) ? null : 'not_a_participant',
    draft: () => {
      if (!mediator) return 'wrong_role';
      for (const x of b.signers) {
        const p = c.people.get(x.participant);
        if (!p) return 'not_a_participant';
        if (p.name !== x.name) return 'name_taken';
        if (p.role === 'verifier') return 'wrong_role';
      }
      return b.signers.some((x) => x.participant === side) ? numbered('draft', draftOf(b)) : 'not_a_participant';
    },
    agreement: () => says(s.author, b), divergence: () => says(s.author, b),
    exhibit: () => {
      const first = b.document.match(/^\s*date (\d{4}-\d\d-\d\d) +\S[^\n]*\n\s*\S[^\n]*\n\s*\S/);
      return !first ? 'malformed' : `${first[1]}T00:00:00Z` === b.published ? null : 'bad_time';
    },
    link: () => !of('exhibit').length ? 'not_found' : b.to === side || !c.people.has(b.to) ? 'not_a_participant' : null,
    witness: () => {
      if (!mediator) return 'wrong_role';
      let e;
      try { e = evidence(c, b.evidence); } catch (e2) { return e2.code; }
      return e.author === side || e.author === c.intermediary ? 'not_yours' : e.kind === 'reached' ? arrived(e.body) : says(e.author, e.body);
    },
  }[s.kind]();
}
function keepThing(g, s, b, side, finding) {
  if (finding && !(finding === 'table_differs' && ['reached', 'agreement', 'divergence', 'witness'].includes(s.kind))) return;
  const e = s.kind === 'witness' ? read(b.evidence) : { kind: s.kind, author: s.author, body: b };
  const shown = { outreach: outreachOf, draft: draftOf }[e.kind];
  g.things.push({ ...e.body, ...fact(s), kind: e.kind, side, by: e.author, ...(shown && { shown: shown(e.body) }) });
  g.things.sort((x, y) => (x.place && y.place && (x.place[0] - y.place[0] || x.place[1] - y.place[1])) || (x.id < y.id ? -1 : 1));
}

/** What stands against statement `s` with body `b` in the channel of `side`: a code, or nothing. */
function objection(c, g, s, b, side) {
  const mediator = s.author === c.intermediary, person = c.people.get(s.author);
  const signal = g?.signal && (g.signal.author === side || g.signal.author === c.intermediary) ? g.signal : null;
  const conveyance = g?.conveyance && g.conveyance.side === side ? g.conveyance : null;
  if (!mediator && s.author !== side) return 'not_a_participant';
  if (ofThings.includes(s.kind) || (s.kind === 'witness' && thingOf(c, side, s, b))) return thing(c, g.things, s, b, side);
  if (talks.includes(s.kind)) return talk(c, g, s, b, side);
  if (ofCommitments.includes(s.kind)) return undertaking(c, g.held, s, b, side);
  const onSignal = () => !mediator ? 'wrong_role' : !signal ? 'not_found' : signal.author === c.intermediary ? 'wrong_role' : null;
  const byAuthor = () => !signal ? 'not_found' : s.author !== signal.author || mediator ? 'not_yours' : null;
  const wrong = (j) => j.what === 'breach' ? j.code : null;
  const answering = (r) => byAuthor() ?? (g.rendering.some((x) => x.id === r) ? null : 'not_found');
  const people = [...c.people.values()];
  return ({
    open: () => 'exists',
    join: () => s.author !== side ? 'wrong_role' : participantOf(b.key) !== s.author ? 'bad_signature' : b.role === 'intermediary' ? 'wrong_role'
      : person && person.standing !== 'invited' ? 'exists' : null,
    admit: () => { const p = c.people.get(b.participant); return !mediator ? 'wrong_role' : !p || b.participant !== side ? 'not_a_participant' : p.name !== b.name || p.role !== b.role ? 'name_taken' : null; },
    introduce: () => {
      const known = c.people.get(b.participant);
      if (!mediator) return 'wrong_role';
      if (b.participant === side || (known && (known.name !== b.name || known.role !== b.role))) return 'exists';
      if (!known && people.some((p) => p.name === b.name && p.standing === 'active')) return 'name_taken';
      let j;
      try { j = read(b.join); } catch { return 'malformed'; }
      try { if (j.kind !== 'join') bad(); body(j); } catch { return 'bad_signature'; }
      const fits = j.case === c.header.case && j.author === b.participant && j.body.name === b.name && j.body.role === b.role && participantOf(j.body.key) === b.participant;
      return fits && signedBy(j, j.body.key) ? null : 'bad_signature';
    },
    remove: () => !mediator ? 'wrong_role' : !c.people.has(b.participant) || b.participant === c.intermediary ? 'not_a_participant' : null,
    leave: () => s.author !== side ? 'wrong_role' : null,
    signal: () => !person ? 'not_a_participant' : b.authority && person.role === 'intermediary' ? 'wrong_role' : null,
    minute: () => {
      if (!mediator || b.said.authority !== null) return 'wrong_role';
      for (const { to, terms: t } of b.mandates) {
        if (to === side || to === c.intermediary || !c.people.has(to)) return 'not_a_participant';
        if (t.simultaneous_with) return 'pair_mismatch';
        if (t.not_before && t.not_before >= t.until) return 'too_late';
        if (t.public_line !== null && t.disclosure === 'confidential') return 'disclosure_not_allowed';
      }
      return b.spoken > s.time ? 'too_early' : null;
    },
    countersignature: () => s.author !== side ? 'wrong_role' : signal?.recorded ? null : 'not_found',
    mandate: () => {
      const other = (p) => p !== s.author && p !== c.intermediary && c.people.has(p), t = b.terms;
      return byAuthor() ?? (signal.recorded ? 'recorded' : t.attribution === 'recorded' ? 'attribution_mismatch' : !other(b.to) ? 'not_a_participant' : t.simultaneous_with && !other(t.simultaneous_with) ? 'pair_mismatch'
        : t.not_before && t.not_before >= t.until ? 'too_late' : t.public_line !== null && t.disclosure === 'confidential' ? 'disclosure_not_allowed' : null);
    },
    withdraw: () => byAuthor() ?? (b.to && !g.mandate.some((m) => m.to === b.to) ? 'no_mandate' : null),
    rendering: () => onSignal() ?? (lastMandate(g, b.to, s.seen) ? null : 'no_mandate'),
    approval: () => answering(b.rendering) ?? (same(proposed(g.rendering.find((r) => r.id === b.rendering)), proposed(b)) ? null : 'approval_mismatch'),
    refusal: () => answering(b.rendering), decline: onSignal,
    dispatch: () => onSignal() ?? wrong(judgeDispatch(g, { ...b, ...fact(s) })),
    conveyance: () => mediator ? null : 'wrong_role',
    receipt: () => s.author !== side ? 'wrong_role' : !conveyance ? 'not_found'
      : b.of !== conveyance.of || b.words !== arrived(conveyance.of, conveyance) ? 'words_differ' : null,
    acknowledgement: () => s.author !== side ? 'wrong_role' : !conveyance || conveyance.of !== b.of ? 'not_found' : null,
    report: () => {
      const stop = onSignal();
      if (stop) return stop;
      const d = g.dispatch.find((x) => x.id === b.dispatch);
      if (!d) return 'not_dispatched';
      let e;
      try { e = evidence(c, b.evidence); } catch (e2) { return e2.code; }
      if (e.author !== d.to) return 'not_yours';
      const of = labelled('of', raw(d.id), raw(d.salt));
      if (e.kind === 'receipt') return e.body.of !== of ? 'wrong_context' : e.body.words !== arrived(of, d) ? 'words_differ' : null;
      return e.kind !== 'acknowledgement' || e.body.of !== of ? 'wrong_context' : null;
    },
    disclosure: () => onSignal() ?? wrong(judgeDisclosure(c, g, { ...b, ...fact(s) })),
  }[s.kind] ?? (() => null))();
}
const arrived = (of, v) => labelled('receipt-words', raw(of), utf8(v.form), utf8(v.attribution), raw(labelled('words', utf8(spell(v.words)))));
const fact = (s) => ({ id: s.id, author: s.author, time: s.time, place: s.place ?? null, seen: s.seen ?? [], line: s.line });

function apply(c, g, s, b, side, finding) {
  const person = (p, key, standing) => c.people.set(p, { id: p, name: b.name, role: b.role, key, standing });
  const known = (p) => c.people.get(p);
  if (ofThings.includes(s.kind) || (s.kind === 'witness' && thingOf(c, side, s, b))) keepThing(g, s, b, side, finding);
  else if (talks.includes(s.kind)) keepTalk(g, s, b, finding);
  else if (s.kind === 'minute') {
    if (finding) return;
    g.signal = { ...b.said, ...fact(s), side, author: side, recorded: true };
    for (const m of b.mandates) g.mandate.push({ signal: s.id, ...m, ...fact(s), recorded: true });
  } else if (s.kind === 'countersignature') { if (!finding) g.withdraw.push({ signal: b.minute, to: null, ...fact(s) }); }
  else if (ofCommitments.includes(s.kind)) finding || keepUndertaking(g, s, b);
  else if (s.kind === 'signal' || s.kind === 'conveyance') Object.assign(g, { [s.kind]: { ...b, ...fact(s), side } });
  else if (g && (s.kind === 'dispatch' || s.kind === 'report')) {
    if (!g.signal || (g.signal.author !== side && g.signal.author !== c.intermediary)) return;
    const position = s.kind === 'report' ? (() => { try { return read(b.evidence).kind === 'acknowledgement'; } catch { return false; } })() : undefined;
    g[s.kind].push({ ...b, ...fact(s), finding, position });
    g[s.kind].sort((x, y) => x.place && y.place ? x.place[0] - y.place[0] || x.place[1] - y.place[1] : x.id < y.id ? -1 : 1);
  } else if (finding) return;
  else if (g?.[s.kind]) g[s.kind].push({ ...b, ...fact(s), ...(s.kind === 'refusal' && { proposal: proposed(g.rendering.find((r) => r.id === b.rendering)) }) });
  else if (s.kind === 'join') person(s.author, b.key, 'invited');
  else if (s.kind === 'admit') { if (known(b.participant).standing === 'invited') known(b.participant).standing = 'active'; }
  else if (s.kind === 'introduce') { if (!known(b.participant)) person(b.participant, read(b.join).body.key, 'active'); }
  else if (s.kind === 'remove') known(b.participant).standing = b.cause;
  else if (s.kind === 'leave' && known(s.author)?.standing !== 'removed') known(s.author).standing = 'left';
}

// The dossier: header, feeds, opening; statements about the case; groups.
export function verify(file) {
  const all = file.toString('latin1').split('\n'), cut = all.pop();
  if (cut) all.push(cut);
  const out = { mode: 'bare', statements: 0, proved: 0, breaches: 0, undecided: 0, complete: false, conveyances: [], tables: [], ballots: [] };
  let late = null, broken = false;
  const fault = (line, code, detail = '') => { if (!out.fault || line < out.fault.line) out.fault = { line, code, detail }; };
  const lateFault = (line, code) => { if (!late || line < late.line) late = { line, code }; };
  const textOf = (n) => n > all.length || (n === all.length && cut) ? fail('malformed', 'the file ends') : all[n - 1].length > 4 * 2 ** 20 ? fail('too_large') : all[n - 1];

  const c = { feeds: new Map(), people: new Map(), name: (p) => c.people.get(p)?.name ?? 'somebody who does not take part' };
  let n = 1;
  try {
    c.header = lines.header(parse(textOf(n)));
    out.mode = c.header.mode;
    for (n = 2; textOf(n).startsWith('{"feed":'); ++n) {
      const { feed } = lines.feed(parse(textOf(n)));
      if (out.mode !== 'placed' || c.feeds.has(feed.feed) || c.feeds.size === 4096) fail('malformed');
      c.feeds.set(feed.feed, { ...feed, line: n });
    }
    const v = parse(textOf(n)), placed = v && typeof v === 'object' ? 'context' in v : bad();
    const signed = (placed ? lines.placed : lines.bare)(v);
    if (placed || hash(Buffer.from(signed.payload, 'base64')).toString('hex') !== c.header.case) fail('wrong_context');
    const s = read(signed);
    if (s.kind !== 'open' || s.case !== null || s.context !== null) fail('malformed');
    const b = body(s);
    if (s.author !== participantOf(b.key) || s.post !== postOf(b.key) || !signedBy(s, b.key)) fail('bad_signature');
    c.intermediary = s.author;
    c.people.set(s.author, { id: s.author, name: b.name, role: 'intermediary', key: b.key, standing: 'active' });
    out.statements = 1;
  } catch (e) { if (!e.code) throw e; return fault(n, e.code, e.message), out; }
  for (const f of c.feeds.values()) {
    if (f.channel === labelled('channel', raw(c.header.case), raw(c.intermediary), raw(f.side)) && f.feed === labelled('feed', raw(f.channel), raw(f.post), length(f.incarnation, 4))) continue;
    fault(f.line, 'wrong_context'), broken = true;
    break;
  }

  const roots = new Map(), taken = new Map(), groups = new Set();
  let foreign = false, group = null, g = null, side = null;
  const sameRoot = (feed, h) => (roots.get(`${feed}/${h.size}`) ?? h.root) !== h.root ? fail('fork') : roots.set(`${feed}/${h.size}`, h.root);
  function takePlace({ feed, index, head: h, seen }) {
    if (taken.has(`${feed}/${index}`)) fail('fork');
    sameRoot(feed, h);
    let sum = 0;
    for (const x of seen) {
      const k = c.feeds.get(x.feed);
      if (!k) { foreign = true; continue; }
      if (x.size > k.size) fail('gap');
      if (x.size === k.size && x.root !== k.root) fail('fork');
      sameRoot(x.feed, x);
      sum += x.size;
    }
    if ((taken.get(`${feed}/${index - 1}`) ?? 0) > sum || (taken.get(`${feed}/${index + 1}`) ?? sum) < sum) fail('wrong_context');
    taken.set(`${feed}/${index}`, sum);
  }
  const answer = (f, what, code, ifComplete) => {
    if (what === 'breach') fault(f.line, code);
    if (ifComplete) lateFault(f.line, code);
    out[what === 'breach' ? 'breaches' : what] += 1;
    out.conveyances.push({ ...f, verdict: what, ...(code && { code }), ifComplete });
  };
  const everShown = new Map();
  function answerTable(table, shown, to) {
    if ((everShown.get(table) ?? shown) !== shown) fault(n, 'table_differs');
    else everShown.set(table, shown);
    out.tables.push({ table, shown, to: c.name(to), line: n });
  }
  function endGroup() {
    for (const b of g?.ballot ?? []) {
      const theirs = outcomeOf(g, b.ballot, c.intermediary);
      const agree = b.roster.filter((p) => { const o = outcomeOf(g, b.ballot, p); return theirs && o && o.result === theirs.result && o.transcript === theirs.transcript; });
      out.ballots.push({ ballot: b.ballot, framework: b.framework, to: c.name(side), result: theirs?.result ?? null, members: b.roster.length, signed_by: agree.length,
        verdict: theirs && theirs.result !== 'aborted' && agree.length === b.roster.length ? 'proved' : 'undecided', line: b.line });
    }
    for (const d of g?.dispatch ?? []) {
      const f = { line: d.line, signal: d.signal, dispatch: d.id, to: c.name(d.to) }, j = judgeDispatch(g, d);
      if (j.what === 'breach') { answer(f, j.byAbsence ? 'undecided' : 'breach', j.code, j.byAbsence); continue; }
      if (j.what === 'undecided') { answer(f, 'undecided', j.code); continue; }
      if (j.what === 'crossed') f.crossed = true;
      const r = g.report.find((x) => x.dispatch === d.id && !x.position);
      r && !r.finding ? answer(f, 'proved') : answer(f, 'undecided', r ? r.finding : 'no_receipt');
    }
  }
  function take(text) {
    if (text.startsWith('{"group":')) {
      const next = lines.group(parse(text));
      endGroup();
      group = next.group, side = next.side;
      g = { size: new Set(), next: new Map(), mentioned: new Map(), mandate: [], withdraw: [], rendering: [], approval: [], refusal: [], decline: [], dispatch: [], report: [], acknowledgement: [], disclosure: [], agenda: [], table: [], sight: [], ballot: [], stub: [], outcome: [], ratification: [], held: null, things: [] };
      if (groups.has(group)) fault(n, 'exists'), broken = true;
      groups.add(group);
      return;
    }
    out.statements += 1;
    const v = parse(text);
    if (!v || typeof v !== 'object') bad();
    const l = ('context' in v ? lines.placed : lines.bare)(v);
    if (('context' in l) !== (out.mode === 'placed')) fail('malformed');
    const s = read(l);
    s.line = n;
    if (s.case !== c.header.case) fail('wrong_context');
    let key = c.people.get(s.author)?.key;
    if (!key) {
      if (s.kind !== 'join') fail('not_a_participant');
      key = body(s).key;
      if (participantOf(key) !== s.author) fail('bad_signature');
    }
    if (s.post !== postOf(key)) fail('wrong_context');
    if (!signedBy(s, key)) fail('bad_signature');
    if (s.context === null) fail('wrong_context');
    let where = group ? side : s.author;
    if (l.context) {
      const x = l.context, f = c.feeds.get(x.feed);
      if (s.context !== labelled('context', utf8(spell(x))) || !f || f.channel !== x.channel || f.post !== s.post) fail('wrong_context');
      if (rootBefore(f, x.index, hash(Buffer.from([0]), s.octets), l.proof) !== x.head.root) fail('wrong_context');
      where = f.side;
      s.place = [f.incarnation, x.index];
      s.seen = x.seen.flatMap((h) => { const o = c.feeds.get(h.feed); return o && o.post !== f.post ? [{ incarnation: o.incarnation, size: h.size }] : []; });
    }
    const b = body(s);
    const about = ['signal', 'minute', 'conveyance'].includes(s.kind) ? s.id : s.kind === 'countersignature' ? b.minute
      : ofThings.includes(s.kind) || (s.kind === 'witness' && thingOf(c, where, s, b)) ? thingOf(c, where, s, b) : talks.includes(s.kind) ? labelled('proceedings', raw(c.header.case), raw(where))
      : ofCommitments.includes(s.kind) ? commitmentOf(c, where, b.commitment ?? s.id) : b.signal ?? b.conveyance ?? null;
    if (group ? about !== group || where !== side : about !== null) fail('wrong_context');
    if (group && g.size.size === 10000) fail('too_large');
    if (group && g.size.has(s.id)) fail('exists');
    g?.size.add(s.id);
    if (l.context) {
      const x = l.context, order = g ?? (c.order ??= { next: new Map(), mentioned: new Map() });
      takePlace(x);
      if (x.index < (order.next.get(x.feed) ?? 0) || x.index < (order.mentioned.get(x.feed) ?? 0)) fail('wrong_context');
      order.next.set(x.feed, x.index + 1);
      for (const h of x.seen) order.mentioned.set(h.feed, Math.max(h.size, order.mentioned.get(h.feed) ?? 0));
    }
    if (out.mode === 'bare' && !group && s.kind === 'admit') where = b.participant;
    const finding = objection(c, g, s, b, where), namesReaders = ['showing', 'attestation'].includes(s.kind) && finding === 'no_mandate';
    const absence = (['not_found', 'not_dispatched', 'no_mandate', 'not_a_participant', 'no_agenda', 'not_adopted'].includes(finding) && !namesReaders) || (s.kind === 'ballot' && finding === 'exists');
    if (finding && s.kind === 'dispatch' && finding === 'not_found') answer({ line: n, signal: b.signal, dispatch: s.id, to: c.name(b.to) }, 'undecided', finding, true);
    else if (finding && (s.kind !== 'dispatch' || ['wrong_role', 'not_a_participant'].includes(finding))) absence ? lateFault(n, finding) : fault(n, finding);
    apply(c, g, s, b, where, finding);
    if (s.author === c.intermediary) {
      const key = (label, which) => labelled(label, raw(which), utf8(String(b.number)));
      if (s.kind === 'table') answerTable(b.table, shownOf(b), where);
      if (s.kind === 'outreach') answerTable(key('outreach-key', b.incident), outreachOf(b), where);
      if (s.kind === 'draft') answerTable(key('draft-key', b.draft), draftOf(b), where);
    }
    if (s.kind !== 'conveyance' || finding) return;
    const f = { line: n, conveyance: s.id, to: c.name(where) }, j = judgeConveyance(c, where, s.time, b);
    if (j.what === 'breach') answer(f, j.byAbsence ? 'undecided' : 'breach', j.code, j.byAbsence);
    else b.attribution === 'named' ? answer(f, 'proved') : answer(f, 'undecided', b.attribution);
  }
  for (n += 1; n <= all.length; ++n) try { take(textOf(n)); } catch (e) { if (!e.code) throw e; fault(n, e.code, e.message), broken = true; }
  endGroup();
  const counts = new Map();
  for (const at of taken.keys()) counts.set(at.slice(0, 64), (counts.get(at.slice(0, 64)) ?? 0) + 1);
  out.complete = out.mode === 'placed' && !broken && !foreign && [...c.feeds.values()].every((f) => f.size === (counts.get(f.feed) ?? 0));
  if (out.complete && late) fault(late.line, late.code);
  for (const f of out.conveyances) if (f.ifComplete && out.complete) f.verdict = 'breach', out.breaches += 1, out.undecided -= 1;
  out.ballots.sort((a, b) => a.line - b.line);
  out.conveyances.sort((a, b) => a.line - b.line).forEach((f) => delete f.ifComplete);
  return out;
}

/** Verifies the file of a text that several have signed: its signers in the order of this copy, or a fault. */
export function verifyCommunique(file) {
  const v = parse(Buffer.from(file).toString('utf8').replace(/\n$/, ''));
  shape({ agreements: list(16, bare), first: id, format: one('goodoffices-communique-1'), keys: list(16, id), text: bodies.draft })(v);
  const { signers } = v.text;
  if (v.keys.length !== signers.length || v.agreements.length !== signers.length) fail('bad_proof');
  let of = null;
  const out = signers.map((signer, i) => {
    const s = read(v.agreements[i]);
    if (participantOf(v.keys[i]) !== signer.participant || !signedBy(s, v.keys[i])) fail('bad_signature');
    if (s.author !== signer.participant || s.post !== postOf(v.keys[i])) fail('bad_signature');
    if (s.kind !== 'agreement') fail('bad_proof');
    const a = body(s);
    if (a.draft !== v.text.draft || a.number !== v.text.number || a.text !== draftOf(v.text)) fail('bad_proof');
    if (s.case === null || (of !== null && of !== s.case)) fail('wrong_context');
    of = s.case;
    return { name: signer.name, participant: signer.participant, time: s.time };
  });
  const first = out.findIndex((s) => s.participant === v.first);
  if (first < 0) fail('malformed');
  out.unshift(...out.splice(first, 1));
  return { purpose: v.text.purpose, embargo: v.text.embargo, signers: out, texts: v.text.texts.map((t) => ({ ...t, text: t.text.replaceAll('{parties}', out.map((s) => s.name).join(', ')) })) };
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const file = readFileSync(argv[2]);
  let result;
  try { result = file.toString('utf8', 0, 15) === '{"agreements":[' ? { communique: verifyCommunique(file) } : verify(file); }
  catch (e) { if (!e.code) throw e; result = { fault: { code: e.code } }; }
  console.log(JSON.stringify(result, null, 1));
  process.exitCode = result.fault ? 4 : 0;
}
