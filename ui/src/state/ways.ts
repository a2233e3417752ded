// SPDX-License-Identifier: Apache-2.0
// Where things are opened.
import type { WaitingItem } from '../api/types';
import type { Thread } from '../lib/threads';
import { spell } from './route.svelte';

export function hrefOf(w: WaitingItem): string {
  if (w.kind === 'vote' || w.kind === 'ratify') return spell({ view: 'frameworks', case: w.case });
  if (['reach', 'respond', 'answer', 'perform', 'verify', 'confirm', 'settle'].includes(w.kind)) return spell({ view: 'people', case: w.case });
  if (w.kind === 'acknowledge') return spell({ view: 'received', case: w.case, id: w.id });
  return spell({ view: 'signal', case: w.case, id: w.signal ?? w.id, ...(w.to ? { to: w.to } : {}) });
}

export function hrefOfThread(thread: Thread, ofCase: string, to?: string): string {
  if (thread.kind === 'event') return spell({ view: ['agenda', 'table', 'ballot', 'outcome', 'ratification'].includes(thread.event?.kind ?? '') ? 'frameworks' : 'people', case: ofCase });
  if (thread.kind === 'conveyance') return spell({ view: 'received', case: ofCase, id: thread.id });
  return spell({ view: 'signal', case: ofCase, id: thread.id, ...(to ? { to } : {}) });
}
