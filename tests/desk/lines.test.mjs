// SPDX-License-Identifier: Apache-2.0
// Lines that do not answer, clocks that differ, and urgent words that are told of before their turn: with posts whose clocks
// are turned, and posts that stand still.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { overhear } from './lib/acts.mjs';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { openCase, Stage } from './lib/stage.mjs';

const library = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`;
const skip = existsSync(library) ? false : 'faketime is not installed';

let stage, browser, id, turn;
before(async () => {
  stage = await Stage.open();
  browser = await launch();
  if (skip) return;
  const clock = join(stage.directory, 'clock');
  turn = (offset) => writeFile(clock, `${offset}\n`);
  await turn('+0');
  const env = (more) => ({ env: { LD_PRELOAD: library, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', ...more } });
  await stage.post('Envoy', env({ FAKETIME_TIMESTAMP_FILE: clock }));
  await stage.post('Downriver', env({ FAKETIME: '+2h' }));
  id = await openCase(stage);
});
after(async () => {
  await browser?.close();
  await stage?.close();
});

test('a side whose clock is two hours ahead is said to differ, in the list of cases and at its line', { skip }, async () => {
  const page = await person(browser);
  await openDesk(page, stage.posts.Envoy);
  const line = (name) => page.locator(`[data-line-of="${name}"]`);
  await line('Upriver').waitFor();
  assert.equal(await line('Upriver').getByText('Clocks differ').count(), 0);
  await stage.posts.Downriver.call('signal', { case: id, to: ['Upriver'], text: 'By our clock it is evening.' });
  await line('Downriver').getByText('Clocks differ').waitFor();
  assert.equal(await line('Upriver').getByText('Clocks differ').count(), 0, 'and of nobody else');
  await go(page, `#/case/${id}/lines`);
  await page.locator('[data-line-with="Downriver"]').getByText('Clocks differ').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a line whose post is stopped is first under test, and after five minutes does not answer', { skip }, async () => {
  const page = await person(browser);
  await page.clock.install();
  await openDesk(page, stage.posts.Envoy);
  await go(page, `#/case/${id}/lines`);
  await stage.posts.Upriver.stop();
  const card = page.locator('[data-line-with="Upriver"]');
  await card.getByRole('button', { name: 'Test it now' }).click();
  await card.locator('dd', { hasText: 'At the relay' }).waitFor();
  const watcher = await person(browser, { storageState: await page.context().storageState() });
  await watcher.clock.install();
  await watcher.goto(`http://127.0.0.1:${stage.posts.Envoy.port}/`);
  const row = watcher.locator('[data-line-of="Upriver"]');
  await row.getByText('The test under way').waitFor();
  await row.getByText('At the relay').waitFor();
  await turn('+301');
  for (const one of [page, watcher]) await one.clock.fastForward(302_000);
  await row.getByText('Does not answer').waitFor();
  await card.getByText('Does not answer', { exact: true }).waitFor();
  await card.locator('dt', { hasText: 'Missed since' }).locator('+ dd', { hasText: '1' }).waitFor();
  assert.equal(await watcher.locator('[data-line-of="Downriver"]').getByText('Does not answer').count(), 0);
  await row.getByRole('link').click();
  await watcher.getByRole('heading', { level: 1, name: 'Lines' }).waitFor();
  for (const one of [page, watcher]) { assert.deepEqual(one.faults, []); await one.context().close(); }
});

test('urgent words that are here before their turn are told of by how urgent they are, and of nothing else in them', async () => {
  await openCase(stage, { title: 'The bend', intermediary: 'Registry', sides: ['Harbour'], verifiers: ['Wardens'] });
  const { Registry, Wardens } = stage.posts, { items: [{ case: of }] } = await Wardens.call('case.list');
  const page = await person(browser);
  await overhear(page);
  await openDesk(page, Wardens);
  await go(page, '#/settings');
  await page.getByLabel('Notifications').selectOption('IMMEDIATE');
  // A post that stands still for a while has it all to take in at once.
  Wardens.child.kill('SIGSTOP');
  const notices = Array.from({ length: 200 }, (_, i) => ['signal', { case: of, to: ['Wardens'], text: `Notice ${i} of the routine` }]);
  await Registry.several([...notices, ['signal', { case: of, to: ['Wardens'], precedence: 'FLASH', text: 'The gate is broken.' }]]);
  Wardens.child.kill('SIGCONT');
  await page.waitForFunction(() => globalThis.told.length > 0);
  await Wardens.until((p) => p.call('inbox', { case: of, limit: 250 }), (inbox) => inbox.items.length === 201 && inbox.items.every((i) => i.state !== 'early'));
  const { items } = await Wardens.call('waiting', { case: of });
  assert.deepEqual(items, [], 'nothing but their being early is told of: a word to the wardens waits for nobody');
  const told = await page.evaluate(() => globalThis.told);
  assert.equal(told.length, 1, 'once');
  assert.match(told[0].body, /Flash/);
  assert.equal(told[0].tag, 'goodoffices-FLASH');
  assert.doesNotMatch(JSON.stringify(told), /gate|broken|Registry|bend|Notice/i);
  await page.context().close();
});
