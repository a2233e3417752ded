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
