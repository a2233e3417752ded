// SPDX-License-Identifier: Apache-2.0
// Every case of the post with its people, what waits, and urgent words that are here before their turn.
import { call, Refusal } from '../api/client';
import type { CaseDetail, CaseItem, InboxItem, WaitingItem } from '../api/types';
import { missedAt } from '../lib/lines';
import { onNewest } from './session.svelte';

let items = $state.raw<CaseItem[] | null>(null);
let waiting = $state.raw<WaitingItem[]>([]);
let early = $state.raw<InboxItem[]>([]);
let details = $state.raw<Record<string, CaseDetail>>({});
let error = $state.raw<Refusal | null>(null);
let busy: Promise<void> | null = null;
let wantedAgain = false;
let waking: ReturnType<typeof setTimeout> | undefined;

async function fetchAll(): Promise<void> {
  const background = { background: true };
  const [list, open, came] = await Promise.all([call('case.list', {}, background), call('waiting', {}, background), call('inbox', { limit: 50 }, background)]);
  const shown = await Promise.all(list.items.map((item) => call('case.show', { case: item.case }, background)));
  details = Object.fromEntries(shown.map((detail) => [detail.case, detail]));
  waiting = open.items;
  early = came.items.filter((item) => item.state === 'early');
  items = list.items;
  error = null;
  wake();
}
/** A line that was tested stops answering by the time alone: nothing new is in the record then. */
function wake(): void {
  clearTimeout(waking);
  const now = Date.now();
  const late = Object.values(details).flatMap((d) => d.lines).flatMap((line) => missedAt(line, now) ?? []);
  if (late.length > 0) waking = setTimeout(() => void refresh(), Math.min(...late.map((time) => new Date(time).getTime())) - now + 1000);
}

/** Asks once at a time; whoever asks meanwhile has it asked once more. */
export async function refresh(): Promise<void> {
  if (busy) {
    wantedAgain = true;
    return busy;
  }
  busy = fetchAll().catch((e: unknown) => { error = e instanceof Refusal ? e : new Refusal('internal', String(e)); });
  await busy;
  busy = null;
  if (wantedAgain) {
    wantedAgain = false;
    await refresh();
  }
}
onNewest(() => void refresh());

/** Nothing of the cases stays in a page that is locked or closed. */
export function forget(): void {
  clearTimeout(waking);
  items = null;
  waiting = [];
  early = [];
  details = {};
}

const precedences = ['ROUTINE', 'PRIORITY', 'IMMEDIATE', 'FLASH'];

export const cases = {
  get items(): CaseItem[] | null { return items; },
  get waiting(): WaitingItem[] { return waiting; },
  get early(): InboxItem[] { return early; },
  get error(): Refusal | null { return error; },
  detail: (id: string): CaseDetail | undefined => details[id] ?? Object.values(details).find((d) => id.length >= 4 && d.case.startsWith(id)),
  waitingIn: (id: string): WaitingItem[] => waiting.filter((w) => w.case === id),
  earlyIn: (id: string): InboxItem[] => early.filter((item) => item.case === id),
  highest: (list: { precedence: string }[]): string | null => list.reduce<string | null>((top, w) => (top === null || precedences.indexOf(w.precedence) > precedences.indexOf(top) ? w.precedence : top), null),
  deadline: (list: WaitingItem[]): string | null => list.reduce<string | null>((first, w) => (w.deadline && (first === null || w.deadline < first) ? w.deadline : first), null),
};
