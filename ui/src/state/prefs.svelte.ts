// SPDX-License-Identifier: Apache-2.0
// Language, appearance and notifications: kept at the post, and a copy of the first two in the browser for the locked page.
import { call, kept as keptAt } from '../api/client';
import { browserLanguage, speak } from '../words/index.svelte';
import { languages, type Language } from '../words/speak';

export type Theme = 'auto' | 'light' | 'dark';
export type Notify = 'off' | 'PRIORITY' | 'IMMEDIATE' | 'FLASH' | 'ROUTINE';
interface Kept { language: Language; theme: Theme; notify: Notify; keys: boolean }

const local = 'goodoffices.look';
let kept = $state<Kept>({ language: 'en', theme: 'auto', notify: 'off', keys: true });

function readLocal(): Partial<Kept> {
  try {
    return JSON.parse(localStorage.getItem(local) ?? '{}') as Partial<Kept>;
  } catch {
    return {};
  }
}

function show(): void {
  const root = document.documentElement;
  if (kept.theme === 'auto') root.removeAttribute('data-theme');
  else root.dataset['theme'] = kept.theme;
  try {
    localStorage.setItem(local, JSON.stringify({ language: kept.language, theme: kept.theme }));
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

async function take(next: Partial<Kept>): Promise<void> {
  kept = { ...kept, ...next };
  show();
  await speak(kept.language);
}

const known = (value: unknown): value is Language => languages.includes(value as Language);

export const prefs = {
  get language(): Language { return kept.language; },
  get theme(): Theme { return kept.theme; },
  get keys(): boolean { return kept.keys; },
  get notify(): Notify { return kept.notify; },
  /** Before the post is asked: what the browser remembers, or its own language. */
  async begin(): Promise<void> {
    const before = readLocal();
    await take({ ...before, language: known(before.language) ? before.language : browserLanguage() });
  },
  async load(): Promise<void> {
    const value = await keptAt('preferences');
    if (value && typeof value === 'object') {
      const next = value as Partial<Kept>;
      await take({ ...next, language: known(next.language) ? next.language : kept.language });
    }
  },
  async set(next: Partial<Kept>): Promise<void> {
    await take(next);
    await call('desk.keep', { name: 'preferences', value: { ...kept } }).catch(() => undefined);
  },
};
