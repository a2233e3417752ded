// SPDX-License-Identifier: Apache-2.0
// The ladder of a case's commitments, from the ground up, and what is due when.
import type { Commitment } from '../api/types';

export interface Rung { rung: number; items: Commitment[] }

export const hasEnded = (c: Commitment): boolean => ['fulfilled', 'breached', 'lapsed', 'released'].includes(c.phase);

/** By rung; on one rung what is due first stands first. */
export function ladderOf(items: Commitment[]): Rung[] {
  const rungs = new Map<number, Commitment[]>();
  for (const item of items) rungs.set(item.rung, [...(rungs.get(item.rung) ?? []), item]);
  return [...rungs].sort(([a], [b]) => a - b).map(([rung, on]) => ({ rung, items: on.sort((a, b) => a.by.localeCompare(b.by)) }));
}

/** What has not ended, by its due time; `now` is the place in it where the present is. */
export function dueOf(items: Commitment[], now: number): { items: Commitment[]; now: number } {
  const open = items.filter((c) => !hasEnded(c)).sort((a, b) => a.by.localeCompare(b.by));
  return { items: open, now: open.filter((c) => new Date(c.by).getTime() <= now).length };
}
