// SPDX-License-Identifier: Apache-2.0
// The one way from the page to its post.
import type { Args, DeskState, Result, Shown, Verb } from './types';

/** A refusal of the post, or of the line to it (`unreachable_desk`). */
export class Refusal extends Error {
  readonly code: string;
  readonly hint: string;
  constructor(code: string, message: string, hint = '') {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const heard: ((refusal: Refusal) => void)[] = [];
/** Calls `listener` with every refusal that concerns the page as a whole: no session, locked, unreachable. */
export function onRefusal(listener: (refusal: Refusal) => void): void {
  heard.push(listener);
}

const whole = new Set(['no_session', 'desk_locked', 'unreachable_desk']);

function tell(refusal: Refusal): Refusal {
  if (whole.has(refusal.code)) for (const listener of heard) listener(refusal);
  return refusal;
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw tell(new Refusal('unreachable_desk', 'the post does not answer'));
  }
  let answer: { result?: T; error?: { code: string; message: string; hint?: string } };
  try {
    answer = (await response.json()) as typeof answer;
  } catch {
    throw tell(new Refusal('unreachable_desk', `the post answered ${response.status} without words`));
  }
  if (answer.error) throw tell(new Refusal(answer.error.code, answer.error.message, answer.error.hint ?? ''));
  return answer.result as T;
}

function post<T>(path: string, body: unknown, background: boolean): Promise<T> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (background) headers['GoodOffices-Background'] = '1';
  return request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** `background`: the page asks by itself; it does not keep the desk from locking. */
export interface CallOptions { background?: boolean }

export function call<V extends Verb>(verb: V, args: Args<V>, options: CallOptions = {}): Promise<Result<V>> {
  return post<Result<V>>(`/api/${verb}`, args, options.background ?? false);
}

export const deskState = (): Promise<DeskState> => request<DeskState>('/desk/state', { method: 'GET' });
export const lockDesk = (): Promise<DeskState> => post<DeskState>('/desk/lock', {}, false);
export const unlockDesk = (passphrase: string): Promise<DeskState> => post<DeskState>('/desk/unlock', { passphrase }, false);
export const stayActive = (): Promise<DeskState> => post<DeskState>('/desk/active', {}, false);

/** What makes a repeated write the same write. */
export const requestId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/** One statement, or a non-paper. */
export const shownOf = async (id: string): Promise<Shown> => (await call('show', { id })) as Shown;

/** What the page keeps at its post under a name; null where there is nothing. */
export async function kept(name: string): Promise<unknown> {
  const answer = await call('desk.kept', { name }, { background: true });
  return 'value' in answer ? answer.value : null;
}
