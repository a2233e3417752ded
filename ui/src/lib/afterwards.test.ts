// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Commitment, LineHealth, RecordItem } from '../api/types';
import { durationText } from './dates';
import { bytesText, fromBase64, toBase64 } from './evidence';
import { dueOf, ladderOf } from './ladder';
import { languageName } from './language';
import { daysOf, missedAt } from './lines';

const commitment = (name: string, rung: number, by: string, phase: Commitment['phase'] = 'in-force'): Commitment => ({ commitment: name, rung, by, phase }) as Commitment;

describe('the ladder', () => {
  it('stands on its lowest rung, and on a rung what is due first stands first', () => {
    const ladder = ladderOf([commitment('c', 2, '2026-03-01T00:00:00Z'), commitment('b', 1, '2026-02-01T00:00:00Z'), commitment('a', 1, '2026-01-01T00:00:00Z')]);
    expect(ladder.map((r) => [r.rung, r.items.map((c) => c.commitment)])).toEqual([[1, ['a', 'b']], [2, ['c']]]);
  });
  it('has the present between what is late and what is to come, and leaves out what has ended', () => {
    const due = dueOf([commitment('later', 1, '2026-03-01T00:00:00Z'), commitment('late', 1, '2026-01-01T00:00:00Z'), commitment('kept', 1, '2026-01-02T00:00:00Z', 'fulfilled')], Date.parse('2026-02-01T00:00:00Z'));
    expect([due.items.map((c) => c.commitment), due.now]).toEqual([['late', 'later'], 1]);
  });
});

describe('the days of a line', () => {
  const now = Date.parse('2026-02-10T12:00:00Z');
  const item = (kind: string, id: string, own: boolean, time: string, body: Record<string, unknown>, received = time): RecordItem => ({ kind, id, own, time, received, body, with: 'Upriver' }) as unknown as RecordItem;
  const tests = [
    item('test', 't1', true, '2026-02-09T10:00:00Z', {}),
    item('answer', 'a1', false, '2026-02-09T10:00:01Z', { test: 't1', by: 'post' }, '2026-02-09T10:00:04Z'),
    item('test', 't2', true, '2026-02-09T11:00:00Z', {}),
    item('answer', 'a2', false, '2026-02-09T11:30:00Z', { test: 't2', by: 'person' }),
    item('test', 't3', true, '2026-02-10T11:59:00Z', {}),
    item('test', 't4', false, '2026-02-10T11:00:00Z', {}),
  ];
  it('count what the post at the other end answered, what it did not, and what is under way', () => {
    const days = daysOf(tests, 'Upriver', now, 2);
    expect(days).toEqual([
      { day: '2026-02-09', answered: 1, missed: 1, open: 0, lastGood: '2026-02-09T10:00:00Z', roundTrip: 4 },
      { day: '2026-02-10', answered: 0, missed: 0, open: 1, lastGood: null, roundTrip: null },
    ]);
  });
  it('have a test that is missed five minutes after it was sent, unless it is late already', () => {
    const line = (time: string | null): LineHealth => ({ sent: { open: time && { time } } }) as LineHealth;
    expect([line('2026-02-10T11:58:00Z'), line('2026-02-10T11:00:00Z'), line(null)].map((l) => missedAt(l, now))).toEqual(['2026-02-10T12:03:00.000Z', null, null]);
  });
  it('are of one line alone', () => {
    expect(daysOf(tests, 'Downriver', now, 1)[0]).toMatchObject({ answered: 0, missed: 0, open: 0 });
  });
});

describe('what is shown of sizes', () => {
  it('says a duration in the two units that say most', () => {
    expect([0, 59, 125, 3_600, 7_260, 90_000].map((s) => durationText(s, 'en'))).toEqual(['0 secs', '59 secs', '2 mins 5 secs', '1 hr', '2 hrs 1 min', '1 day 1 hr']);
    expect(durationText(-5, 'en')).toBe('0 secs');
  });
  it('says bytes in one unit', () => {
    expect([38, 1_500, 64_000_000].map((n) => bytesText(n, 'en'))).toEqual(['38 bytes', '1.5 kB', '64 MB']);
  });
  it('names a language, or gives its tag', () => {
    expect([languageName('fa', 'en'), languageName('not a tag', 'en')]).toEqual(['Persian', 'not a tag']);
  });
});

describe('pieces of a file', () => {
  it('come back as they went', () => {
    const octets = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7) % 256);
    expect(fromBase64(toBase64(octets))).toEqual(octets);
  });
});
