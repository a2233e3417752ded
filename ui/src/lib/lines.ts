// SPDX-License-Identifier: Apache-2.0
// The health of a line over days, from the tests of this post and the answers to them that are in the record.
import type { LineHealth, RecordItem, Time } from '../api/types';
import { secondsBetween } from './dates';

export interface TestDay {
  day: string; // YYYY-MM-DD, UTC
  answered: number;
  missed: number;
  open: number; // not answered, and not yet missed
  lastGood: Time | null;
  roundTrip: number | null; // the longest, in seconds
}

/** After so many seconds without an answer a test is missed. */
const answerWithin = 300;

/** When a test that is under way counts as missed if no answer comes; null where that is so already, or no test is out. */
export function missedAt(line: LineHealth, now: number): Time | null {
  const sent = line.sent.open?.time;
  if (!sent) return null;
  const late = new Date(sent).getTime() + answerWithin * 1000;
  return late < now ? null : new Date(late).toISOString();
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The last `count` days, the oldest first; `name`: the other end, or null where there is one line alone. */
export function daysOf(items: RecordItem[], name: string | null, now: number, count = 14): TestDay[] {
  const days = new Map<string, TestDay>();
  for (let i = count - 1; i >= 0; i--) {
    const day = dayOf(now - i * 86_400_000);
    days.set(day, { day, answered: 0, missed: 0, open: 0, lastGood: null, roundTrip: null });
  }
  const here = items.filter((item) => name === null || item.with === name);
  const answers = new Map(here.filter((item) => item.kind === 'answer' && !item.own && item.body['by'] === 'post').map((item) => [item.body['test'], item]));
  for (const test of here.filter((item) => item.kind === 'test' && item.own)) {
    const day = days.get(test.time.slice(0, 10)), answer = answers.get(test.id);
    if (!day) continue;
    if (!answer) {
      if (secondsBetween(test.time, now) > answerWithin) day.missed++;
      else day.open++;
      continue;
    }
    day.answered++;
    day.lastGood = day.lastGood && day.lastGood > test.time ? day.lastGood : test.time;
    day.roundTrip = Math.max(day.roundTrip ?? 0, secondsBetween(test.time, answer.received));
  }
  return [...days.values()];
}
