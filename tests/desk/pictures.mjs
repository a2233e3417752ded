// SPDX-License-Identifier: Apache-2.0
// The pictures in docs/desk.md. usage: pictures.mjs [DIRECTORY]
import { join } from 'node:path';
import process from 'node:process';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { playFrameworks, playScene } from './lib/scene.mjs';
import { Stage } from './lib/stage.mjs';

const directory = process.argv[2] ?? 'docs/desk';
const stage = await Stage.open();
const browser = await launch();
try {
  const { id, request } = await playScene(stage, { frameworks: false });
  const of = `#/case/${id}`;
  const { Upriver, Envoy } = stage.posts;
  const looks = { viewport: { width: 1180, height: 820 }, colorScheme: 'light' };

  const side = await person(browser, { ...looks, viewport: { width: 1180, height: 1000 } });
  await openDesk(side, Upriver);
  await go(side, `${of}/compose`);
  await side.locator('main textarea').fill('Upriver could accept inspectors of a third country at the gate, once Downriver has said in writing which records they may see.');
  await side.getByLabel('Which words').selectOption('paraphrase');
  await side.locator('[data-preview]').waitFor();
  await side.getByText('Draft kept at the post').waitFor();
  await side.screenshot({ path: join(directory, 'compose.png') });

  const middle = await person(browser, looks);
  await openDesk(middle, Envoy);
  await go(middle, of);
  await middle.locator('[data-card]').first().waitFor();
  await middle.locator('summary').first().click();
  await middle.evaluate(() => scrollTo(0, document.querySelector('.heads').getBoundingClientRect().top + 620));
  await middle.locator('[data-card]', { hasText: 'Assurance' }).waitFor();
  await middle.screenshot({ path: join(directory, 'lanes.png') });
  await go(middle, `${of}/signal/${request}?to=Downriver`);
  await middle.getByRole('radio').nth(1).check();
  await middle.locator('[data-rule="forbidden"]').waitFor();
  await middle.locator('ins').first().waitFor();
  await middle.evaluate(() => scrollTo(0, 0));
  await middle.screenshot({ path: join(directory, 'convey.png') });

  await playFrameworks(stage, id);
  await go(middle, `${of}/suggest`);
  await middle.locator('[data-frontier] text', { hasText: 'Commission first' }).click();
  await middle.locator('[aria-labelledby=change] select').last().selectOption('none');
  await middle.locator('[data-arrow]').waitFor();
  await middle.evaluate(() => { document.activeElement.blur(); scrollTo(0, document.querySelector('[aria-labelledby=change]').getBoundingClientRect().top - 90); });
  await middle.screenshot({ path: join(directory, 'frontier.png') });
} finally {
  await browser.close();
  await stage.close();
}
