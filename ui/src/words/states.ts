// SPDX-License-Identifier: Apache-2.0
// What each state looks like: one tone and one shape, everywhere.
import type { IconName } from '../parts/Icon.svelte';
import type { LegState } from '../lib/threads';

export type Tone = 'plain' | 'passed' | 'waits' | 'broken' | 'act';
export const legTone: Record<LegState, Tone> = {
  'on-record': 'plain', waiting: 'waits', rendering: 'waits', approved: 'act', refused: 'waits', declined: 'broken', withdrawn: 'plain',
  expired: 'plain', dispatched: 'act', conveyed: 'passed', received: 'passed', breach: 'broken',
};
export const legIcon: Partial<Record<LegState, IconName>> = { dispatched: 'half', breach: 'alert', withdrawn: 'none', approved: 'passed' };
export const precedenceTone: Record<string, Tone> = { ROUTINE: 'plain', PRIORITY: 'act', IMMEDIATE: 'waits', FLASH: 'broken' };
export const positionTone: Record<string, Tone> = { noted: 'plain', accepted: 'passed', rejected: 'broken', 'none-yet': 'waits' };
export const frameworkTone: Record<string, Tone> = {
  tabled: 'act', replaced: 'plain', 'on-ballot': 'waits', 'not-adopted': 'plain', adopted: 'passed', ratified: 'passed', lapsed: 'plain', aborted: 'broken',
};
export const phaseTone: Record<string, Tone> = {
  offered: 'plain', undertaken: 'act', 'in-force': 'waits', fulfilled: 'passed', breached: 'broken', disputed: 'broken', lapsed: 'plain', released: 'plain',
};
export const findingTone: Record<string, Tone> = { confirmed: 'passed', 'not-confirmed': 'broken', inconclusive: 'waits' };
export const claimTone: Record<string, Tone> = { performed: 'act', failed: 'broken', satisfied: 'passed', disputed: 'broken', released: 'plain' };
export const reachTone: Record<string, Tone> = { 'not-sent': 'broken', 'at-relay': 'waits', 'at-post': 'act', seen: 'passed', answered: 'passed' };
export const textTone: Record<string, Tone> = { open: 'waits', differs: 'broken', agreed: 'passed', 'under-embargo': 'act', released: 'passed' };
export const signerTone: Record<string, Tone> = { open: 'waits', agrees: 'passed', differs: 'broken', 'another-text': 'broken' };
export const verdictTone: Record<string, Tone> = { release: 'passed', leak: 'broken', undecided: 'waits' };
