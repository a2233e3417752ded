// SPDX-License-Identifier: Apache-2.0
// axe on every view and state, in a language that runs to the right and one that runs to the left, light and dark.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { playAfterwards } from './lib/afterwards.mjs';
import { go, launch, openDesk, person, violations } from './lib/page.mjs';
import { playScene } from './lib/scene.mjs';
import { Stage } from './lib/stage.mjs';
import { states, views } from './lib/views.mjs';

let stage, browser, scene;
before(async () => {
  stage = await Stage.open();
  scene = await playScene(stage);
  Object.assign(scene, await playAfterwards(stage, scene));
  await stage.post('Empty');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await stage?.close();
});

const wide = { width: 1280, height: 900 }, narrow = { width: 390, height: 844 };
const looks = [['en', 'light', wide], ['en', 'dark', narrow], ['ar', 'light', narrow], ['ar', 'dark', wide]];

/** What is folded away is looked at too. */
const unfold = (page) => page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });

/** Words that begin with a Latin letter and run from the right. */
const turned = (page) => page.evaluate(() => [...document.querySelectorAll('main .said p, main div.said:not(:has(p))')].filter((e) => {
  const words = [...e.querySelectorAll('.sr')].reduce((text, sr) => text.replace(sr.textContent, ''), e.textContent);
  return /^\P{L}*\p{Script=Latin}/u.test(words) && getComputedStyle(e).direction !== 'ltr';
}).map((e) => `turned: ${e.textContent.slice(0, 60)}`));

/** What makes the page itself scroll sideways. */
const sideways = (page) => page.evaluate(() => (document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['wider than the screen'] : []));

describe('each at its own post, two at a time', { concurrency: 2 }, () => {
  for (const who of ['Envoy', 'Upriver', 'Downriver', 'Inspectors', 'Empty'])
    test(`nothing is amiss in what ${who} sees`, async () => {
      const page = await person(browser);
      await openDesk(page, stage.posts[who]);
      const found = [];
      for (const [language, theme, size] of looks) {
        await page.setViewportSize(size);
        await stage.posts[who].call('desk.keep', { name: 'preferences', value: { language, theme, notify: 'off', keys: true } });
        await page.reload();
        await page.waitForFunction((l) => document.documentElement.lang === l, language);
        for (const view of views(scene).filter((v) => v.who === who)) {
          await go(page, view.hash);
          await view.ready(page);
          await unfold(page);
          for (const line of [...(await turned(page)), ...(await sideways(page)), ...(await violations(page))]) found.push(`${view.name} ${language} ${theme}: ${line}`);
        }
        for (const state of states.filter((s) => s.who === who)) {
          await state.enter(page);
          for (const line of [...(await sideways(page)), ...(await violations(page))]) found.push(`${state.name} ${language} ${theme}: ${line}`);
          await state.leave(page);
        }
      }
      assert.deepEqual(found, []);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    });
});

test('nothing is amiss where there is no session', async () => {
  const page = await person(browser, { locale: 'he' });
  await page.goto(`http://127.0.0.1:${stage.posts.Empty.port}/`);
  await page.locator('h1').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});
