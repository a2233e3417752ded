// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Commitment, Issue } from '../api/types';
import { choicesOfDraft, fromAgendaFile, toAgendaFile } from './agenda';
import { blank, fromDocument, groupsOf, moved, orderOf, placed, spread, tied, toDocument, valuesOf, worthOf } from './appraisal';
import { combined, fits } from './combination';
import { dueAfter, isUndertaken, textsOf } from './undertaking';

describe('an appraisal', () => {
  const issues = [{ name: 'Flow', kind: 'discrete', texts: {}, options: ['low', 'high'].map((name) => ({ name, texts: {} })) }, { name: 'Fee', kind: 'integer', texts: {}, options: [], from: 1, to: 3 }] as Issue[];
  it('reads back what it wrote', () => {
    const made = blank(issues);
    (made.issues[0] as (typeof made.issues)[0]).never = ['high'];
    (made.issues[1] as (typeof made.issues)[0]).weight = 100;
    expect(fromDocument(toDocument(made), issues)).toEqual(made);
  });
  it('weighs by swings, and spans what is left open', () => {
    const made = blank(issues);
    expect(worthOf(made, { Flow: 'low', Fee: '1' })).toEqual({ least: 100, most: 100, red: false });
    expect(worthOf(made, { Flow: 'low' })).toEqual({ least: 50, most: 100, red: false });
  });
  it('moves an option and leaves the steps where they are', () => {
    expect(orderOf(moved(spread(['a', 'b', 'c']), 'c', -1))).toEqual(['a', 'c', 'b']);
    expect(moved(spread(['a', 'b']), 'a', -1)).toEqual(spread(['a', 'b']));
  });
  it('tells a combination of several issues from an option, and keeps both', () => {
    const made = { ...blank(issues), together: [{ Flow: ['high'], Fee: ['1'] }] };
    (made.issues[0] as (typeof made.issues)[0]).never = ['low'];
    expect(JSON.parse(toDocument(made)).never).toEqual([{ Flow: ['low'] }, { Flow: ['high'], Fee: ['1'] }]);
    expect(fromDocument(toDocument(made), issues)).toMatchObject({ together: made.together, issues: [{ never: ['low'] }, { never: [] }] });
    expect([worthOf(made, { Flow: 'high', Fee: '1' }).red, worthOf(made, { Flow: 'high' }).red]).toEqual([true, false]);
  });
  it('keeps a walk-away point that is a package', () => {
    const made = { ...blank(issues), walkLike: { Flow: 'low', Fee: '3' } };
    expect(JSON.parse(toDocument(made)).walk_away).toEqual({ package: made.walkLike });
    expect(fromDocument(toDocument(made), issues)?.walkLike).toEqual(made.walkLike);
  });
});

describe('a partial appraisal', () => {
  const issues = [{ name: 'Flow', kind: 'discrete', texts: {}, options: ['low', 'middle', 'high'].map((name) => ({ name, texts: {} })) }, { name: 'Dam', kind: 'discrete', texts: {}, options: ['open', 'shut'].map((name) => ({ name, texts: {} })) }] as Issue[];
  const file = {
    format: 'goodoffices-appraisal-1', kind: 'partial', rankings: { Flow: [['high'], ['low', 'middle']], Dam: [['open'], ['shut']] }, swings: [['Dam'], ['Flow']],
    statements: [{ rather: { Flow: 'low', Dam: 'open' }, than: { Flow: 'high', Dam: 'shut' } }, { equal: [{ Flow: 'low' }, { Flow: 'middle' }] }, { better_than_walking: { Dam: 'open' } }, { worse_than_walking: { Dam: 'shut' } }],
    never: [{ Flow: ['low'], Dam: ['shut'] }],
  };
  it('reads back what it wrote, without a number in it', () => {
    const read = fromDocument(JSON.stringify(file), issues);
    expect(read && JSON.parse(toDocument(read))).toEqual(file);
  });
  it('says nothing of an issue that is left open', () => {
    const made = { ...blank(issues), kind: 'partial' as const };
    (made.issues[1] as (typeof made.issues)[0]).open = true;
    expect(JSON.parse(toDocument(made))).toEqual({ format: 'goodoffices-appraisal-1', kind: 'partial', rankings: { Flow: [['low'], ['middle'], ['high']] } });
    expect(fromDocument(toDocument(made), issues)).toEqual(made);
  });
  it('is not read where the page would lose some of it', () => {
    expect(fromDocument(JSON.stringify({ ...file, rankings: { Flow: [['high'], ['low']] } }), issues)).toBeNull();
    expect(fromDocument(JSON.stringify({ ...file, walk_away: { value: '0.3' } }), issues)).toBeNull();
  });
  it('moves what stands in an order, and puts it side by side', () => {
    const groups = [['a'], ['b', 'c'], ['d']];
    expect(placed(groups, 'd', -1)).toEqual([['a'], ['d'], ['b', 'c']]);
    expect(placed(groups, 'c', -1)).toEqual([['a'], ['c'], ['b'], ['d']]);
    expect(placed(groups, 'a', -1)).toEqual(groups);
    expect(tied(groups, 'd', true)).toEqual([['a'], ['b', 'c', 'd']]);
    expect(tied(groups, 'c', false)).toEqual([['a'], ['b'], ['c'], ['d']]);
    expect(tied(groups, 'a', true)).toEqual(groups);
    expect(groupsOf(valuesOf(groups))).toEqual(groups);
  });
});

describe('a combination', () => {
  const choices = [{ name: 'Flow', text: 'Flow', options: [{ name: 'low', text: 'little' }] }];
  it('is of what was chosen alone, and fits where all of it is there', () => {
    expect(combined({ Flow: 'low', Dam: '' })).toEqual({ Flow: ['low'] });
    expect([fits({ Flow: ['low'] }, choices), fits({ Flow: ['high'] }, choices), fits({ Dam: ['low'] }, choices)]).toEqual([true, false, false]);
  });
});

describe('an agenda', () => {
  it('keeps what the page has no field for', () => {
    const file = '{"format":"goodoffices-accord-1","agenda":{"name":"Water","issues":[{"name":"Flow","options":["a","b"],"texts":{"en":"Flow","fa":"جریان"}},{"name":"Years","from":2,"to":4}],"never":[{"Flow":["a"]}]}}';
    for (const lang of ['en', 'fa', 'ru']) {
      const draft = fromAgendaFile(file, lang);
      expect(draft?.issues[0]?.label).toBe({ en: 'Flow', fa: 'جریان' }[lang] ?? '');
      expect(draft && JSON.parse(toAgendaFile(draft))).toEqual(JSON.parse(file));
    }
  });
  it('is null where a text is no agenda', () => expect(fromAgendaFile('{}', 'en')).toBeNull());
  it('has what nobody may propose, until it is taken away', () => {
    const draft = fromAgendaFile('{"format":"goodoffices-accord-1","agenda":{"name":"W","issues":[{"name":"Flow","options":["a","b"]},{"name":"Years","from":2,"to":3}],"never":[{"Flow":["a"],"Years":["2"]}]}}', 'en');
    expect(draft?.never).toEqual([{ Flow: ['a'], Years: ['2'] }]);
    expect(draft && choicesOfDraft(draft).map((c) => c.options.map((o) => o.name))).toEqual([['a', 'b'], ['2', '3']]);
    expect(draft && JSON.parse(toAgendaFile({ ...draft, never: [] })).agenda).not.toHaveProperty('never');
  });
});

describe('an undertaking of a framework', () => {
  const one = { by: 'Upriver', to: ['Downriver'], texts: { ar: 'يفتح', en: 'opens the gate' }, due: '+30d' };
  it('comes in the reader’s language, with all others as translations', () => {
    expect(textsOf(one, 'en')).toEqual([{ lang: 'en', text: 'opens the gate' }, { lang: 'ar', text: 'يفتح' }]);
    expect(textsOf(one, 'ar')[0]?.lang).toBe('ar');
    expect(textsOf({ ...one, texts: { '': 'opens' } }, 'fr')).toEqual([{ lang: 'fr', text: 'opens' }]);
  });
  it('is due so long after the adoption', () => expect(['+30d', '+12h', '', 'soon'].map(dueAfter)).toEqual([2_592_000, 43_200, null, null]));
  it('was undertaken by its author in its words, unless that was released', () => {
    const made = (about: Partial<Commitment>): Commitment[] => [{ author: 'Upriver', excerpt: 'opens the gate', phase: 'in-force', ...about } as Commitment];
    expect(isUndertaken(one, 'Upriver', made({}))).toBe(true);
    expect(isUndertaken(one, 'Upriver', made({ excerpt: 'opens the…' }))).toBe(true);
    expect([{ author: 'Downriver' }, { phase: 'released' as const }, { excerpt: 'shuts the gate' }].map((x) => isUndertaken(one, 'Upriver', made(x)))).toEqual([false, false, false]);
  });
});
