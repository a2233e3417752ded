// SPDX-License-Identifier: Apache-2.0
// The keyboard: by the place of a key, so that it works under every layout. Single keys can be switched off.
import { cases } from './cases.svelte';
import { prefs } from './prefs.svelte';
import { go, here } from './route.svelte';
import { hrefOf } from './ways';
import { announce } from './say.svelte';
import { t } from '../words/index.svelte';

let paletteOpen = $state(false);
let helpOpen = $state(false);
export const panels = {
  get palette(): boolean { return paletteOpen; },
  get help(): boolean { return helpOpen; },
  openPalette(): void { helpOpen = false; paletteOpen = true; },
  openHelp(): void { paletteOpen = false; helpOpen = true; },
  closePalette(): void { paletteOpen = false; },
  closeHelp(): void { helpOpen = false; },
};

/** Opens what is most urgent of what waits; in this case first. */
export function nextWaiting(): void {
  const at = 'case' in here.route ? here.route.case : null;
  const list = [...cases.waiting.filter((w) => w.case === at), ...cases.waiting.filter((w) => w.case !== at)];
  const current = 'id' in here.route ? here.route.id : null;
  const next = list.find((w) => w.id !== current && w.signal !== current) ?? list[0];
  if (next) location.hash = hrefOf(next);
  else announce(t('waits_nothing'));
}

const boxes = ['checkbox', 'radio', 'range', 'file', 'button'].map((type) => `[type='${type}']`).join(', ');
/** Where a letter is a letter. */
const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches(`input:not(${boxes}), textarea, select`));

/** Moves between cards; a list that is windowed listens for it. */
function move(by: number): void {
  dispatchEvent(new CustomEvent('desk:move', { detail: by }));
}

const single: Record<string, () => void> = {
  KeyN: nextWaiting,
  KeyC: () => { const r = here.route; if ('case' in r) go({ view: 'compose', case: r.case }); },
  KeyR: () => document.querySelector<HTMLElement>('main [data-reply]')?.click(),
  KeyG: () => go({ view: 'cases' }),
  KeyJ: () => move(1),
  KeyK: () => move(-1),
  Slash: () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
};

function pressed(e: KeyboardEvent): void {
  if ((e.ctrlKey || e.metaKey) && !e.altKey && e.code === 'KeyK') {
    e.preventDefault();
    panels.openPalette();
    return;
  }
  if ((e.ctrlKey || e.metaKey) && e.key === 'Enter' && !e.repeat) {
    const send = document.querySelector<HTMLButtonElement>('main [data-send] button:not([disabled])');
    if (send) { e.preventDefault(); send.click(); }
    return;
  }
  // The browser would close it too, and tell of it only after the next key.
  if (e.key === 'Escape' && (paletteOpen || helpOpen) && !e.isComposing) { e.preventDefault(); paletteOpen = helpOpen = false; return; }
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || paletteOpen || helpOpen || typing(e.target)) return;
  if (e.key === 'Escape' && 'case' in here.route && here.route.view !== 'case') return go({ view: 'case', case: here.route.case });
  if (!prefs.keys) return;
  if (e.key === '?') { e.preventDefault(); panels.openHelp(); return; }
  const act = single[e.code];
  if (act && !e.shiftKey) { e.preventDefault(); act(); }
}

export function installKeys(): void {
  addEventListener('keydown', pressed);
}
