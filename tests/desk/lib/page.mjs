// SPDX-License-Identifier: Apache-2.0
// Chromium with the desk in it: opened as a person does, by its opening address; used by keyboard; looked at by axe.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import process from 'node:process';

const require = createRequire(new URL('../../../ui/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');

export function launch() {
  return chromium.launch({
    executablePath: process.env.GOODOFFICES_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
/** While one works on the page: what is in $GOODOFFICES_PAGE (ui/dist) in place of what the program holds, under its headers. */
async function replacePage(context) {
  const page = process.env.GOODOFFICES_PAGE;
  if (!page) return;
  await context.route(/^http:\/\/127\.0\.0\.1:\d+\/(assets\/.*|icon\.svg)?(\?.*|#.*)?$/, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = path === '/' ? '/index.html' : path;
    // What the program's own page asks for, before it is replaced, is the program's to give.
    const body = await readFile(`${page}${file}`).catch(() => null);
    if (body === null) return route.continue();
    const { 'content-encoding': _, 'content-length': __, ...headers } = (await route.fetch({ url: new URL('/', route.request().url()).href, maxRedirects: 0 })).headers();
    await route.fulfill({ status: 200, headers: { ...headers, 'content-type': types[file.split('.').pop()] }, body });
  });
}

/** A browser of its own for one person. */
export async function person(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Istanbul', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(20_000);
  await replacePage(context);
  const page = await context.newPage();
  if (process.env.GOODOFFICES_PAGE) {
    // What a redirect leads to cannot be replaced: it is asked for again.
    const ask = page.goto.bind(page);
    page.goto = async (url) => {
      const response = await ask(url);
      return url.includes('/open?') && response.ok() ? ask(new URL('/', url).href) : response;
    };
  }
  page.faults = [];
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 4\d\d|net::ERR/.test(m.text())) page.faults.push(m.text()); });
  page.on('pageerror', (e) => page.faults.push(String(e)));
  return page;
}

/** Opens the desk and waits for its first view. */
export async function openDesk(page, post) {
  await page.goto(await post.address());
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

export const go = async (page, hash) => {
  await page.evaluate((to) => { location.hash = to; }, hash);
  await page.locator('main h1').first().waitFor();
};

/** Every key chord, text or paste is one interaction. */
export class Keyboard {
  constructor(page) {
    this.page = page;
    this.done = [];
  }
  async press(key, what) {
    this.done.push(what ?? key);
    await this.page.keyboard.press(key);
  }
  async type(text, what) {
    this.done.push(what ?? 'text');
    await this.page.keyboard.insertText(text);
  }
  get count() {
    return this.done.length;
  }
}

/** Where the keyboard is has to be what one thinks it is. */
export const focused = (page, selector) => page.waitForFunction((s) => document.activeElement?.matches(s), selector);

/** What axe finds against WCAG 2.2 A and AA, one line each. */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const results = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] });
    return results.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).slice(0, 3).join(' | ')}`);
  });
  return found;
}
