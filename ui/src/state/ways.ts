// SPDX-License-Identifier: Apache-2.0
// Where things are opened.
import type { Role, WaitingItem } from '../api/types';
import type { Thread } from '../lib/threads';
import { afterwards, spell, type Afterwards } from './route.svelte';

/** The views of what comes after yes that a role has a part in: a verifier sees what it verifies, and its line. */
export const afterwardsOf = (role: Role | undefined): Afterwards[] => afterwards.filter((view) => role !== 'verifier' || view === 'commitments' || view === 'lines');

/** Where a duty of what comes after yes is done. */
const places: Record<string, Afterwards> = { reach: 'incidents', respond: 'incidents', answer: 'lines', countersign: 'calls' };

export function hrefOf(w: WaitingItem): string {
  if (w.kind === 'vote' || w.kind === 'ratify') return spell({ view: 'frameworks', case: w.case });
  if (w.kind === 'perform' || w.kind === 'verify' || w.kind === 'confirm' || w.kind === 'settle') return spell({ view: 'commitment', case: w.case, id: w.id });
  if (w.kind === 'sign') return spell({ view: w.purpose === 'communique' ? 'public' : 'calls', case: w.case });
  const place = places[w.kind];
  if (place) return spell({ view: place, case: w.case });
  if (w.kind === 'acknowledge') return spell({ view: 'received', case: w.case, id: w.id });
  return spell({ view: 'signal', case: w.case, id: w.signal ?? w.id, ...(w.to ? { to: w.to } : {}) });
}

export function hrefOfThread(thread: Thread, ofCase: string, to?: string): string {
  if (thread.kind === 'event') return spell({ view: ['agenda', 'table', 'ballot', 'outcome', 'ratification'].includes(thread.event?.kind ?? '') ? 'frameworks' : 'people', case: ofCase });
  if (thread.recorded && thread.own) return spell({ view: 'calls', case: ofCase });
  if (thread.kind === 'conveyance') return spell({ view: 'received', case: ofCase, id: thread.id });
  return spell({ view: 'signal', case: ofCase, id: thread.id, ...(to ? { to } : {}) });
}
