// SPDX-License-Identifier: Apache-2.0
// What people do on the page, again and again.
import { go } from './page.mjs';

/** Brings a person to a view of the case, as the tabs do. */
export async function visit(page, id, tab) {
  if (!page.url().includes(id)) await go(page, `#/case/${id}`);
  await page.getByRole('navigation', { name: 'This case' }).getByRole('link', { name: tab, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: tab }).waitFor();
  return page;
}

/** What waits for a person is opened from the list of what waits. */
export async function openDuty(page, duty) {
  await go(page, '#/');
  await page.getByRole('link', { name: new RegExp(duty) }).first().click();
  return page;
}

/** Browser notifications of a page that nobody looks at, in `globalThis.told`; to be asked for before the page is opened. */
export const overhear = (page) =>
  page.addInitScript(() => {
    globalThis.told = [];
    globalThis.Notification = class {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title, options) { globalThis.told.push({ title, ...options }); }
    };
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
  });

/** Both steps of what cannot be undone. */
export async function sign(within, name) {
  await within.getByRole('button', { name, exact: true }).click();
  await within.locator('[data-confirm]').click();
}

export const unfold = (within, name) => within.locator('summary', { hasText: name }).first().click();

/** Words as they are shown: names in them are isolated. */
export const says = (text) => new RegExp(text.split(' ').map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[:;,]/g, '[\\u2068\\u2069]*$&')).join('[\\s\\u2068\\u2069]*'));

/** For a field that takes a time in UTC. */
export const utc = (seconds) => new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19);
