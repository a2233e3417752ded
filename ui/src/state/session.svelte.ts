// SPDX-License-Identifier: Apache-2.0
// The line to the post: whether it stands, whether the desk is locked, and what is newest.
import { deskState, onRefusal, stayActive, type Refusal } from '../api/client';
import type { DeskState, Relay } from '../api/types';

/** `closed`: no session; only a new opening address helps. */
export type LineState = 'connecting' | 'live' | 'reconnecting' | 'closed';

let line = $state<LineState>('connecting');
let locked = $state(false);
let unlock = $state<'passphrase' | 'opening'>('passphrase');
let relays = $state.raw<Relay[]>([]);
let newest = $state(0);
let online = $state(true);
let since = $state<number | null>(null);

const listeners = new Set<(newest: number) => void>();
/** Calls back whenever the record has grown, and after the line was lost and found. Returns what ends it. */
export function onNewest(listener: (newest: number) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function takeState(state: DeskState): void {
  const was = locked;
  locked = state.locked;
  if (state.unlock) unlock = state.unlock;
  if (!state.locked) relays = state.relays;
  if (was && !locked) announce();
}
function announce(): void {
  for (const listener of listeners) listener(newest);
}

let source: EventSource | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
let tries = 0;

function lost(): void {
  source?.close();
  source = null;
  if (line === 'closed') return;
  if (line === 'live') since = Date.now();
  line = 'reconnecting';
  clearTimeout(again);
  again = setTimeout(() => void connect(), Math.min(15_000, 500 * 2 ** tries++));
}

function found(): void {
  const before = line;
  line = 'live';
  since = null;
  tries = 0;
  if (before === 'reconnecting') announce();
}

function listen(): void {
  source?.close();
  source = new EventSource('/api/events');
  source.addEventListener('open', found);
  source.addEventListener('state', (e) => takeState(JSON.parse((e as MessageEvent<string>).data) as DeskState));
  source.addEventListener('newest', (e) => {
    newest = (JSON.parse((e as MessageEvent<string>).data) as { newest: number }).newest;
    announce();
  });
  source.addEventListener('error', lost);
}

async function connect(): Promise<void> {
  try {
    takeState(await deskState());
    listen();
  } catch (error) {
    if ((error as Refusal).code !== 'no_session') lost();
  }
}

function heard(refusal: Refusal): void {
  if (refusal.code === 'no_session') {
    line = 'closed';
    source?.close();
    source = null;
    clearTimeout(again);
  }
  if (refusal.code === 'desk_locked') locked = true;
  if (refusal.code === 'unreachable_desk' && line === 'live') lost();
}

/** Tells the post now and then that somebody is here, though nothing is asked of it: reading is use. */
function watchUse(): void {
  let told = 0;
  const used = (): void => {
    if (locked || line !== 'live' || Date.now() - told < 60_000) return;
    told = Date.now();
    void stayActive().catch(() => undefined);
  };
  for (const event of ['pointerdown', 'keydown', 'wheel'] as const) addEventListener(event, used, { passive: true });
}

export const session = {
  get line(): LineState { return line; },
  get locked(): boolean { return locked; },
  get unlock() { return unlock; },
  get relays(): Relay[] { return relays; },
  get newest(): number { return newest; },
  get online(): boolean { return online; },
  get since(): number | null { return since; },
  /** What is shown may be older than what the post knows. */
  get stale(): boolean { return line === 'reconnecting'; },
  takeState,
  async start(): Promise<void> {
    onRefusal(heard);
    online = navigator.onLine;
    addEventListener('online', () => { online = true; if (line === 'reconnecting') void connect(); });
    addEventListener('offline', () => { online = false; });
    watchUse();
    await connect();
  },
  retry(): void {
    clearTimeout(again);
    void connect();
  },
};
