// SPDX-License-Identifier: Apache-2.0
// Pictures of every view, wide and narrow, light and dark, in English and Arabic. usage: screenshots.mjs DIRECTORY [WORD]
import { join } from 'node:path';
import process from 'node:process';
import { playAfterwards } from './lib/afterwards.mjs';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { playScene } from './lib/scene.mjs';
import { Stage } from './lib/stage.mjs';
import { states, views } from './lib/views.mjs';

const [directory = 'build/screenshots', word = ''] = process.argv.slice(2);
const sizes = { wide: { width: 1360, height: 900 }, narrow: { width: 390, height: 844 } };
const stage = await Stage.open();
const browser = await launch();
try {
  const scene = await playScene(stage);
  Object.assign(scene, await playAfterwards(stage, scene));
  await stage.post('Empty');
  for (const who of ['Envoy', 'Upriver', 'Downriver', 'Inspectors', 'Empty']) {
    const page = await person(browser);
    await openDesk(page, stage.posts[who]);
    for (const language of ['en', 'ar'])
      for (const theme of ['light', 'dark']) {
        await stage.posts[who].call('desk.keep', { name: 'preferences', value: { language, theme, notify: 'off', keys: true } });
        await page.reload();
        await page.waitForFunction((l) => document.documentElement.lang === l, language);
        for (const [size, viewport] of Object.entries(sizes)) {
          await page.setViewportSize(viewport);
          const shoot = async (name) => {
            if (size === 'narrow') await page.evaluate(() => scrollTo(0, 0));
            await page.screenshot({ path: join(directory, `${name}.${size}.${theme}.${language}.png`), fullPage: size === 'narrow' });
          };
          for (const view of views(scene).filter((v) => v.who === who && v.name.includes(word))) {
            await go(page, view.hash);
            await view.ready(page);
            await shoot(view.name);
          }
          for (const state of states.filter((s) => s.who === who && s.name.includes(word))) {
            await state.enter(page);
            await shoot(state.name);
            await state.leave(page);
          }
        }
      }
    await page.context().close();
  }
} finally {
  await browser.close();
  await stage.close();
}
