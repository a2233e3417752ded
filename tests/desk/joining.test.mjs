// SPDX-License-Identifier: Apache-2.0
// The main job by keyboard alone. docs/desk.md lists these interactions; the test holds the list to what it pressed.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { focused, Keyboard, launch, person } from './lib/page.mjs';
import { arrived, Stage } from './lib/stage.mjs';

let stage, browser;
before(async () => {
  stage = await Stage.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await stage?.close();
});

/** The numbered list under a heading of the docs. */
async function documented(heading) {
  const text = await readFile(new URL('../../docs/desk.md', import.meta.url), 'utf8');
  const section = text.split(`### ${heading}\n`)[1]?.split(/\n#/)[0] ?? '';
  return [...section.matchAll(/^\d+\. (.+)$/gm)].map((m) => m[1]);
}

test('a person joins a case, reads what was conveyed and answers it, in at most 15 interactions', async () => {
  const envoy = await stage.post('Envoy');
  const upriver = await stage.post('Upriver');
  const downriver = await stage.post('Downriver');
  const { case: id } = await envoy.call('case.open', { title: 'Sharing the Osk', as: 'Envoy' });
  const invite = async (name) => (await envoy.call('case.invite', { case: id, role: 'party', name })).file;
  await upriver.call('case.join', { file: await invite('Upriver'), accept_charter: true });
  const invitation = await invite('Downriver');

  const page = await person(browser);
  const keys = new Keyboard(page);
  keys.done.push('Open the address');
  await page.goto(await downriver.address());
  await focused(page, 'a[href="#/join"]');
  await keys.press('Enter', 'Enter on “Join a case”');
  await focused(page, 'textarea');
  await keys.type(invitation, 'Paste the invitation');
  await focused(page, 'input[type="checkbox"]');
  await keys.press('Space', 'Space: the charter is accepted');
  await keys.press('Enter', 'Enter: join');
  await page.getByRole('heading', { level: 1, name: 'Sharing the Osk' }).waitFor();

  const active = (shown) => shown.participants.filter((p) => p.standing === 'active').length === 3;
  for (const post of [upriver, downriver]) await post.until((p) => p.call('case.show', { case: id }), active);
  const { signal } = await upriver.call('signal', { case: id, to: ['Downriver'], act: 'question', text: 'Would Downriver meet in Muscat?' });
  await arrived(envoy, signal);
  await envoy.call('convey', { signal, to: 'Downriver' });
  await page.locator('summary', { hasText: 'Waits for you' }).waitFor();

  await keys.press('n', 'n: what waits is opened');
  await page.locator('main .said', { hasText: 'Would Downriver meet in Muscat?' }).first().waitFor();
  await focused(page, 'input[name="position"]');
  await keys.press('Control+Enter', 'Ctrl Enter: “Noted”');
  await focused(page, '[data-confirm]');
  await keys.press('Enter', 'Enter: signed');
  await page.getByText('Your position: ').first().waitFor();
  await keys.press('r', 'r: reply');
  await focused(page, 'textarea');
  await keys.type('Downriver would meet in Muscat in the first week of December.', 'Type the words');
  await page.locator('[data-preview]', { hasText: 'Envoy may tell Upriver exactly these words, naming Downriver' }).waitFor();
  await keys.press('Control+Enter', 'Ctrl Enter: what will be signed is shown');
  await focused(page, '[data-confirm]');
  await keys.press('Enter', 'Enter: signed');
  await page.getByRole('heading', { level: 1, name: 'Sharing the Osk' }).waitFor();

  const waits = await envoy.until((p) => p.call('waiting', { case: id }), (w) => w.items.some((i) => i.from === 'Downriver'));
  assert.equal(waits.items[0].act, 'answer');
  assert.ok(keys.count <= 15, `${keys.count} interactions`);
  assert.deepEqual(await documented('A side, by keyboard'), keys.done);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('the intermediary reads what waits and conveys it, in four interactions', async () => {
  const page = await person(browser);
  const keys = new Keyboard(page);
  keys.done.push('Open the address');
  await page.goto(await stage.posts.Envoy.address());
  await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
  await focused(page, 'a[href*="/signal/"]');
  await keys.press('Enter', 'Enter on what waits: original, what Upriver will see, and the rule');
  await page.locator('[data-rule="permitted"]').waitFor();
  await focused(page, 'button[data-focus]');
  await keys.press('Enter', 'Enter on “Convey to Upriver”');
  await focused(page, '[data-confirm]');
  await keys.press('Enter', 'Enter: conveyed');
  await page.getByText('Conveyed to').first().waitFor();
  const inbox = await stage.posts.Upriver.until((p) => p.call('inbox', {}), (r) => r.items.some((i) => i.kind === 'conveyance'));
  assert.equal(inbox.items.find((i) => i.kind === 'conveyance').text, 'Downriver would meet in Muscat in the first week of December.');
  assert.deepEqual(await documented('The intermediary, by keyboard'), keys.done);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('two numbers are compared side by side, and a wrong one is not taken', async () => {
  const page = await person(browser);
  await page.goto(await stage.posts.Downriver.address());
  await page.locator('h3 a', { hasText: 'Sharing the Osk' }).click();
  await page.getByRole('link', { name: 'People' }).click();
  const card = page.locator('li.sheet', { hasText: 'Envoy' }).filter({ hasText: 'Intermediary' });
  await card.getByText('Compare', { exact: true }).click();
  const field = card.getByLabel('What you hear');
  await field.fill('00000');
  await card.getByText('A group differs').waitFor();
  assert.ok(await card.getByRole('button', { name: 'They agree' }).isDisabled());
  const { number } = await stage.posts.Envoy.call('contact.show', { case: (await stage.posts.Envoy.call('case.list')).items[0].case, name: 'Envoy' });
  await field.fill(number);
  await card.getByRole('button', { name: 'They agree' }).click();
  await card.getByText('Number compared').waitFor();
  await page.context().close();
});

test('an invitation made on the page opens as a text, and as codes', async () => {
  const page = await person(browser);
  await page.goto(await stage.posts.Envoy.address());
  await page.locator('h3 a').first().click();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Inspectors');
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  await page.getByText('As codes').click();
  const codes = await page.locator('.codes svg').count();
  assert.ok(codes >= 2, `${codes} codes`);
  await page.getByText('As text').click();
  const text = await page.getByLabel('As text').inputValue();
  assert.equal(JSON.parse(text).type, 'goodoffices invitation');
  await page.context().close();
});

