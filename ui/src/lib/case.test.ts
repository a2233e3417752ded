// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Participant, RecordItem } from '../api/types';
import { folded, lanesOf, matches, noFilter, spanOf } from './lanes';
import { asTerms, closed, fromWording, openedParts, pieces, wordingOf, wordings } from './mandate';
import { namesOf, standing, Threads } from './threads';
import { Heights, windowOf } from './window';

const person = (name: string, role: Participant['role'], id = name.toLowerCase()): Participant => ({
  id, name, role, standing: 'active', number: '', compared: false, vouched: true, self: false, last_contact: null,
});
const people = [person('Moscow', 'intermediary'), person('Iran', 'party'), person('Israel', 'party'), person('IAEA', 'verifier')];

let row = 0;
const item = (kind: string, about: Partial<RecordItem>): RecordItem => ({
  row: ++row, id: `${kind}${row}`, kind, with: 'Israel', own: false, author: 'Israel', author_state: 'vouched', time: '2026-01-01T00:00:00Z',
  received: '2026-01-01T00:00:00Z', signal: null, body: {}, shows: null, counts: true, finding: null, ...about,
});
const words = { lang: 'en', text: 'We are committed.', translations: [] };
const terms = { form: 'verbatim', approval: 'required', attribution: 'named', not_before: null, until: '2999-01-01T00:00:00Z', simultaneous_with: null, disclosure: 'confidential', public_line: null };
function told(items: RecordItem[], middle = true): Threads {
  const threads = new Threads(namesOf(people), middle);
  for (const one of items) { threads.note(one); threads.take(one); }
  return threads;
}
const signal = item('signal', { id: 'S', signal: 'S', body: { act: 'assurance', precedence: 'PRIORITY', words } });
const mandate = item('mandate', { signal: 'S', body: { to: 'iran', terms } });
const dispatch = item('dispatch', { id: 'D', signal: 'S', author: 'Moscow', body: { to: 'iran', form: 'verbatim', attribution: 'named', words, pair: null } });

describe('a thread', () => {
  it('waits once it has a mandate, and is conveyed once a receipt is there', () => {
    const state = (items: RecordItem[]): string | undefined => told(items).byId.get('S')?.legs[0]?.state;
    expect(state([signal, mandate])).toBe('waiting');
    expect(state([signal, mandate, dispatch])).toBe('dispatched');
    expect(state([signal, mandate, dispatch, item('receipt', { signal: 'S', with: 'Iran', author: 'Iran' })])).toBe('conveyed');
  });
  it('tells its author by a report, with the position', () => {
    const report = (position: string | null): RecordItem => item('report', { signal: 'S', body: { dispatch: 'D' }, shows: { kind: position ? 'acknowledgement' : 'receipt', time: '2026-01-02T00:00:00Z', position: position as never } });
    const leg = told([signal, mandate, dispatch, report(null), report('accepted')], false).byId.get('S')?.legs[0];
    expect([leg?.state, leg?.position]).toEqual(['conveyed', 'accepted']);
  });
  it('waits for approval of the words for one addressee alone, and for others once they are refused', () => {
    const to = (name: string): RecordItem => item('mandate', { signal: 'S', body: { to: name, terms: { ...terms, form: 'paraphrase' } } });
    const proposed = [signal, to('iran'), to('iaea'), item('rendering', { id: 'R', signal: 'S', author: 'Moscow', body: { to: 'iran', form: 'paraphrase' } })];
    const states = (items: RecordItem[]): unknown => told(items).byId.get('S')?.legs.map((l) => [l.to, l.state]);
    expect(states(proposed)).toEqual([['Iran', 'rendering'], ['IAEA', 'waiting']]);
    expect(states([...proposed, item('refusal', { signal: 'S', body: { rendering: 'R', why: '' } })])).toEqual([['Iran', 'refused'], ['IAEA', 'waiting']]);
    expect(states([...proposed, item('approval', { signal: 'S', body: { to: 'iran', rendering: 'R' } })])).toEqual([['Iran', 'approved'], ['IAEA', 'waiting']]);
  });
  it('keeps a breach in sight, whatever comes after', () => {
    const bad = { ...dispatch, finding: 'words_differ' };
    const leg = told([signal, mandate, bad, item('receipt', { signal: 'S', with: 'Iran' })]).byId.get('S')?.legs[0];
    expect(leg?.state).toBe('breach');
  });
  it('is told of words by telephone as what their speaker has not signed, and ends with the answer to them', () => {
    const minute = item('minute', { id: 'M', signal: 'M', author: 'Moscow', body: { said: { act: 'information', precedence: 'ROUTINE', words }, mandates: [{ to: 'iran', terms: { ...terms, attribution: 'recorded' } }] } });
    const thread = (items: RecordItem[]): unknown => { const m = told(items).byId.get('M'); return [m?.author, m?.recorded, m?.legs[0]?.to, m?.legs[0]?.state]; };
    expect(thread([minute])).toEqual(['Israel', true, 'Iran', 'waiting']);
    expect(thread([minute, item('countersignature', { signal: 'M', body: { minute: 'M', says: 'contested', signal: null } })])).toEqual(['Israel', true, 'Iran', 'withdrawn']);
  });
  it('no longer waits when its mandate has run out', () => {
    const over = { ...mandate, body: { to: 'iran', terms: { ...terms, until: '2026-01-01T00:00:00Z' } } };
    const leg = told([signal, over]).byId.get('S')?.legs[0];
    expect(leg && standing(leg, Date.parse('2026-02-01T00:00:00Z'))).toBe('expired');
  });
  it('does not take what is kept only as evidence of a fork', () => {
    expect(told([{ ...signal, counts: false }]).list()).toEqual([]);
  });
  it('tells once what went to every side', () => {
    const agenda = (to: string): RecordItem => item('agenda', { with: to, author: 'Moscow', body: { title: 'Water', version: 1 } });
    expect(told([agenda('Israel'), agenda('Iran')]).list().map((x) => [x.event?.text, x.lane])).toEqual([['Water', 'Israel, Iran']]);
  });
  it('names nobody where what was conveyed is not attributed', () => {
    const conveyance = item('conveyance', { id: 'C', with: 'Iran', author: 'Moscow', body: { act: 'offer', precedence: 'ROUTINE', form: 'gist', from: null, words } });
    expect(told([conveyance], false).byId.get('C')?.author).toBeNull();
  });
});

describe('lanes', () => {
  const lanes = lanesOf(people);
  it('stand around the desk', () => expect(lanes.map((l) => l.name)).toEqual(['Iran', 'Moscow', 'Israel', 'IAEA']));
  it('are crossed by the line of a conveyance, without its ends', () => {
    expect(spanOf(lanes, 'Iran', 'Israel')).toEqual({ from: 1, to: 1, forward: true });
    expect(spanOf(lanes, 'IAEA', 'Iran')).toEqual({ from: 1, to: 2, forward: false });
    expect(spanOf(lanes, 'Iran', 'Nobody')).toBeNull();
    expect(spanOf(lanes, 'Israel', 'IAEA')).toBeNull();
  });
});

describe('the filter', () => {
  const thread = told([signal, mandate]).list()[0];
  it('finds words without regard to case, accents and vowel marks', () => {
    expect(folded('Défense') === folded('DEFENSE')).toBe(true);
    expect(folded('مُلتَزِم')).toBe(folded('ملتزم'));
    expect(thread && matches(thread, { ...noFilter, text: 'COMMITTED' }, standing)).toBe(true);
    expect(thread && matches(thread, { ...noFilter, text: 'ceasefire' }, standing)).toBe(false);
  });
  it('knows what is open', () => {
    expect(thread && matches(thread, { ...noFilter, state: 'open' }, standing)).toBe(true);
    expect(thread && matches(thread, { ...noFilter, state: 'conveyed' }, standing)).toBe(false);
  });
});

describe('the windowed list', () => {
  it('agrees with a list that adds up every height', () => {
    const heights = new Heights(500, 100), plain = Array.from({ length: 500 }, () => 100);
    for (let i = 0; i < 500; i += 3) { plain[i] = 37 + i; heights.set(i, 37 + i); }
    let sum = 0;
    for (let i = 0; i < 500; i++) {
      expect(heights.top(i)).toBe(sum);
      expect(heights.at(sum)).toBe(i);
      expect(heights.at(sum + (plain[i] ?? 0) - 1)).toBe(i);
      sum += plain[i] ?? 0;
    }
    expect(heights.total).toBe(sum);
  });
  it('draws a screen and a little more of ten thousand', () => {
    const shown = windowOf(new Heights(10_000, 100), 500_000, 900, 600);
    expect(shown.first).toBe(4994);
    expect(shown.last - shown.first).toBeLessThan(25);
  });
  it('draws nothing of nothing', () => expect(windowOf(new Heights(0, 100), 0, 900)).toEqual({ first: 0, last: 0 }));
});

describe('a mandate', () => {
  it('is closed by default', () => {
    expect(asTerms(closed(new Date('2026-01-01T00:00:00Z')))).toEqual({ form: 'verbatim', approval: 'required', attribution: 'named', until: '2026-01-08T00:00:00Z', disclosure: 'confidential' });
    expect(openedParts(closed())).toEqual([]);
  });
  it('sends no public line that its disclosure has no place for', () => {
    expect(asTerms({ ...closed(), publicLine: 'They talk.' })).not.toHaveProperty('public_line');
  });
  it('keeps the punctuation of its sentence beside what it follows', () => {
    expect(pieces('{who} may {words}, {naming}{start}؛ then {public}.')).toEqual([
      { slot: 'who', tail: '' }, { text: ' may ' }, { slot: 'words', tail: ',' }, { text: ' ' }, { slot: 'naming', tail: '' }, { slot: 'start', tail: '؛' }, { text: ' then ' }, { slot: 'public', tail: '.' },
    ]);
  });
  it('has one choice of words for each form and approval', () => {
    for (const w of wordings) expect(wordingOf(fromWording(w))).toBe(w);
  });
});
