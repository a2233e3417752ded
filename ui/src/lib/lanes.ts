// SPDX-License-Identifier: Apache-2.0
// Lanes: where the cards of a case stand. The intermediary's own desk is the middle column; the others stand around it in
// the order in which they are listed.
import type { Participant } from '../api/types';
import type { Leg, Thread } from './threads';

export interface Lane { name: string; desk: boolean; participant: Participant }

export function lanesOf(participants: Participant[]): Lane[] {
  const here = participants.filter((p) => p.standing !== 'invited');
  const middle = here.find((p) => p.role === 'intermediary');
  // Parties face each other over the desk; a verifier stands outside.
  const parties = here.filter((p) => p.role === 'party'), verifiers = here.filter((p) => p.role === 'verifier');
  const others = [...parties, ...verifiers];
  const half = Math.ceil(parties.length / 2);
  const lane = (participant: Participant, desk: boolean): Lane => ({ name: participant.name, desk, participant });
  const left = others.slice(0, half).map((p) => lane(p, false)), right = others.slice(half).map((p) => lane(p, false));
  return middle ? [...left, lane(middle, true), ...right] : [...left, ...right];
}

export interface Span { from: number; to: number; forward: boolean }

/** The columns that the line of a conveyance crosses, without the two cards at its ends; columns count from 0. None where
    the two stand side by side. */
export function spanOf(lanes: Lane[], author: string, to: string): Span | null {
  const a = lanes.findIndex((l) => l.name === author), b = lanes.findIndex((l) => l.name === to);
  if (a < 0 || b < 0 || Math.abs(a - b) < 2) return null;
  return a < b ? { from: a + 1, to: b - 1, forward: true } : { from: b + 1, to: a - 1, forward: false };
}

export interface Filter {
  text: string;
  act: string;
  participant: string;
  state: '' | 'open' | 'conveyed' | 'closed' | 'breach';
}
export const noFilter: Filter = { text: '', act: '', participant: '', state: '' };

/** Letters as they are compared: without case, accents, vowel marks and lengthening strokes. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/[\p{M}\u0640\u200c\u200d]/gu, '').toLocaleLowerCase();
}

const said = new WeakMap<Thread, string>();
function wordsIn(thread: Thread): string {
  const known = said.get(thread);
  if (known !== undefined) return known;
  const texts = [thread.words?.text, ...(thread.words?.translations ?? []).map((t) => t.text), thread.event?.text, thread.id, thread.author];
  for (const leg of thread.legs) texts.push(leg.words?.text, leg.to);
  const all = folded(texts.filter(Boolean).join('\n'));
  said.set(thread, all);
  return all;
}

const inState = (thread: Thread, state: Filter['state'], standing: (leg: Leg) => string): boolean => {
  const states = thread.legs.map(standing);
  if (state === 'breach') return thread.finding !== null || states.includes('breach');
  if (state === 'conveyed') return states.includes('conveyed') || states.includes('dispatched') || thread.kind === 'conveyance';
  const open = states.some((s) => ['waiting', 'rendering', 'approved', 'refused'].includes(s)) || (thread.kind === 'conveyance' && thread.position === null);
  return state === 'open' ? open : !open;
};

export function matches(thread: Thread, filter: Filter, standing: (leg: Leg) => string): boolean {
  if (filter.act && thread.act !== filter.act) return false;
  if (filter.participant && thread.author !== filter.participant && !thread.legs.some((l) => l.to === filter.participant)) return false;
  if (filter.state && !inState(thread, filter.state, standing)) return false;
  const wanted = folded(filter.text.trim());
  return wanted === '' || wordsIn(thread).includes(wanted);
}
