// SPDX-License-Identifier: Apache-2.0
// Notifications of the browser: that something waits and how urgent it is, never what or from whom.
import { t, tWord } from '../words/index.svelte';
import { cases } from './cases.svelte';
import { prefs } from './prefs.svelte';
import { announce } from './say.svelte';

const order = ['ROUTINE', 'PRIORITY', 'IMMEDIATE', 'FLASH'];

export function installNotifications(): void {
  let known: Set<string> | null = null;
  $effect.root(() => {
    $effect(() => {
      const now = [...cases.waiting, ...cases.early];
      if (cases.items === null) return;
      const fresh = known === null ? [] : now.filter((w) => !known?.has(w.id + w.kind));
      known = new Set(now.map((w) => w.id + w.kind));
      const top = cases.highest(fresh);
      if (top) tell(top);
    });
  });
}

function tell(precedence: string): void {
  const sentence = t('notification', { precedence: tWord('precedence', precedence) });
  announce(sentence);
  if (prefs.notify === 'off' || order.indexOf(precedence) < order.indexOf(prefs.notify)) return;
  if (typeof Notification === 'undefined' || Notification.permission !== 'granted' || document.visibilityState === 'visible') return;
  // One of each precedence: what is routine takes no FLASH away, and a second FLASH sounds again.
  const options: NotificationOptions & { renotify: boolean } = { body: sentence, tag: `goodoffices-${precedence}`, renotify: true };
  new Notification(t('app_name'), options);
}
