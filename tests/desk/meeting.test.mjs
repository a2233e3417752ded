// SPDX-License-Identifier: Apache-2.0
// Refusals as a person meets them, what peers may send, the line that breaks, two tabs, and five thousand cards.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { overhear } from './lib/acts.mjs';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { playScene } from './lib/scene.mjs';
import { arrived, openCase, Post, Stage } from './lib/stage.mjs';

/** A case of five thousand signals at posts of its own. It grows while the other tests play. */
async function growMany() {
  const to = ['North', 'South', 'Witnesses'];
  const id = await openCase(stage, { title: 'Many', intermediary: 'Registry', sides: to.slice(0, 2), verifiers: to.slice(2) });
  const batch = (from) => stage.posts.Registry.several(Array.from({ length: 425 }, (_, i) => ['signal', { case: id, to, text: `Notice ${from + i} of the intermediary` }]));
  for (let from = 0; from < 1_700 && !over; from += 425) await batch(from);
  return id;
}

let stage, browser, scene, many, over = false;
before(async () => {
  stage = await Stage.open();
  scene = await playScene(stage, { frameworks: false });
  browser = await launch();
  many = growMany();
  many.catch(() => {}); // it is told where it is waited for
});
after(async () => {
  over = true;
  await many?.catch(() => {});
  await browser?.close();
  await stage?.close();
});

const at = async (who, hash) => {
  const page = await person(browser);
  await openDesk(page, stage.posts[who]);
  if (hash) await go(page, hash);
  return page;
};
const problem = (page, code) => page.locator(`[data-code="${code}"]`).first();

test('an opening address works once', async () => {
  const address = await stage.posts.Envoy.address();
  const page = await person(browser);
  await page.goto(address);
  await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
  const other = await person(browser);
  const response = await other.goto(address);
  assert.equal(response.status(), 403);
  await other.getByText('This address has been used or has expired').waitFor();
  await other.goto(new URL('/', address).href);
  await other.getByText('This desk is closed').waitFor();
  await page.context().close();
  await other.context().close();
});

test('an opening address that nobody opened for five minutes is closed, and says how to get another', async (t) => {
  const library = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`;
  if (!existsSync(library)) return t.skip('faketime is not installed');
  const clock = join(stage.directory, 'clock');
  const turn = (offset) => writeFile(clock, `${offset}\n`);
  await turn('+0');
  const env = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const late = await stage.post('Late', { env });
  const page = await person(browser);
  const [early, stale] = [await late.address(), await late.address()];
  await turn('+240');
  assert.equal((await page.goto(early)).status(), 200);
  await page.locator('main').waitFor();
  await page.context().clearCookies();
  await turn('+301');
  const answer = await page.goto(stale);
  assert.equal(answer.status(), 403);
  assert.match(await page.locator('body').innerText(), /has expired[^]*goodoffices desk/);
  await page.goto(`http://127.0.0.1:${late.port}/`);
  await page.locator('h1').waitFor();
  assert.equal(await page.locator('[data-card]').count(), 0);
  await page.context().close();
  await late.stop();
});

test('another origin reads and does nothing', async () => {
  const page = await at('Envoy');
  const port = stage.posts.Envoy.port;
  await page.goto('data:text/html,<h1>elsewhere</h1>');
  const seen = await page.evaluate(async (p) => {
    try {
      const r = await fetch(`http://127.0.0.1:${p}/api/case.list`, { method: 'POST', body: '{}', headers: { 'Content-Type': 'text/plain' }, credentials: 'include' });
      return r.status;
    } catch {
      return 'refused';
    }
  }, port);
  assert.equal(seen, 'refused');
  await page.context().close();
});

test('what the mandate does not allow is shown as not permitted, and cannot be conveyed', async () => {
  const page = await at('Envoy', `#/case/${scene.id}/signal/${scene.request}?to=Downriver`);
  await page.locator('[data-rule="permitted"]').waitFor();
  await page.getByRole('radio').nth(1).check();
  await page.locator('[data-rule="forbidden"] [data-code="approval_required"]').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Convey to' }).isDisabled());
  await page.locator('del').first().waitFor();
  await page.context().close();
});

test('a pair goes together or not at all', async () => {
  const page = await at('Envoy', `#/case/${scene.id}/signal/${scene.offer}?to=Downriver`);
  await page.getByText('Both go in one step, or neither.').waitFor();
  await page.locator('[data-rule="permitted"]').waitFor();
  await page.getByRole('button', { name: 'Convey to' }).click();
  await page.locator('[data-confirm]').click();
  await page.getByRole('button', { name: 'Next thing that waits' }).waitFor();
  const states = await Promise.all([scene.offer, scene.counter].map(async (signal) => (await stage.posts.Envoy.call('trace', { signal })).to[0].state));
  assert.ok(states.every((state) => ['dispatched', 'conveyed'].includes(state)), String(states));
  await page.context().close();
});

test('an author approves exactly the words that were proposed', async () => {
  const page = await at('Upriver', `#/case/${scene.id}/signal/${scene.request}?to=Downriver`);
  await page.getByRole('heading', { name: /proposes these words/ }).waitFor();
  await page.getByRole('button', { name: 'Approve exactly these words' }).click();
  await page.locator('[data-confirm]').click();
  await page.getByText('Words approved').first().waitFor();
  await stage.posts.Envoy.until((p) => p.call('waiting', { case: scene.id }), (w) => w.items.some((i) => i.renderings.length === 1));
  await page.context().close();
});

test('words are shown to their end, however long, to whom approves and to whom conveys', async () => {
  const long = 'Long words about little. '.repeat(1_200);
  const { signal } = await stage.posts.Upriver.call('signal', { case: scene.id, to: ['Downriver'], form: 'paraphrase', text: `${long}We stay.` });
  await arrived(stage.posts.Envoy, signal);
  const { rendering } = await stage.posts.Envoy.call('render', { signal, to: 'Downriver', form: 'paraphrase', lang: 'en', text: `${long}We go.` });
  await stage.posts.Upriver.until((p) => p.call('waiting', { case: scene.id }), (w) => w.items.some((i) => i.id === rendering));
  const of = `#/case/${scene.id}/signal/${signal}?to=Downriver`;
  const [author, middle] = [await at('Upriver', of), await at('Envoy', of)];
  await middle.getByRole('radio').nth(1).check();
  for (const page of [author, middle]) {
    await page.locator('ins', { hasText: 'go' }).waitFor();
    await page.context().close();
  }
});

test('a hidden turn of direction is refused while one writes, and nothing can be signed', async () => {
  const page = await at('Upriver', `#/case/${scene.id}/compose`);
  await page.getByLabel('Words', { exact: true }).fill('safe \u202eetirw');
  await page.getByLabel('Downriver').check();
  await problem(page, 'text_forbidden_character').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Sign', exact: true }).isDisabled());
  await page.context().close();
});

test('the mandate is closed by default, and each part can be changed in its sentence', async () => {
  const page = await at('Upriver', `#/case/${scene.id}/compose`);
  await page.getByLabel('Words', { exact: true }).fill('We hear you.');
  await page.getByLabel('Downriver').check();
  const said = page.locator('[data-preview]');
  await said.filter({ hasText: 'exactly these words, naming Upriver' }).filter({ hasText: 'nobody may confirm or deny it in public' }).waitFor();
  await page.getByLabel('Whether you are named').selectOption('unattributed');
  await said.filter({ hasText: 'without saying that they come from Upriver' }).waitFor();
  await page.getByLabel('In public').selectOption('line');
  await page.getByLabel('The public line').fill('Contacts continue.');
  await said.filter({ hasText: 'in public it may say only: "Contacts continue."' }).waitFor();
  await page.getByText('Draft kept at the post').waitFor();
  await page.reload();
  await page.getByLabel('Words', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'We hear you.');
  assert.equal(await page.getByLabel('The public line').inputValue(), 'Contacts continue.');
  await page.context().close();
});

test('markup from a peer is text, and 200 KiB of it are shown whole', async () => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script> {@html x} &lt;b&gt; \u200fعربي';
  const long = `${hostile}\n${'Long words about little. '.repeat(8_100)}END`;
  const { signal } = await stage.posts.Upriver.call('signal', { case: scene.id, to: ['Downriver'], text: long });
  await arrived(stage.posts.Envoy, signal);
  const { conveyance } = await stage.posts.Envoy.call('convey', { signal, to: 'Downriver' });
  await stage.posts.Downriver.until((p) => p.call('inbox', { case: scene.id }), (r) => r.items.some((i) => i.id === conveyance));
  const page = await at('Downriver', `#/case/${scene.id}/received/${conveyance}`);
  await page.locator('.said', { hasText: 'END' }).first().waitFor();
  const shown = await page.locator('.said').first().evaluate((e) => ({ images: e.querySelectorAll('img, script').length, text: e.textContent }));
  assert.equal(shown.images, 0);
  assert.ok(shown.text.includes(hostile.split('\u200f')[0]) && shown.text.length > 200_000);
  assert.equal(await page.title(), 'Good Offices');
  await page.getByLabel('Show hidden characters').check();
  await page.locator('.said kbd', { hasText: 'RLM' }).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a trace opens down to the statement, its key and its place, and the record is verified', async () => {
  const page = await at('Upriver', `#/case/${scene.id}/signal/${scene.assurance}?to=Downriver`);
  const received = page.locator('.line li', { hasText: 'Received' }).first();
  await received.locator('summary').click();
  await received.locator('dl', { hasText: 'Key' }).waitFor();
  await go(page, `#/case/${scene.id}/proof`);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.locator('[data-verified]').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export a dossier' }).click();
  const file = await (await download).path();
  await go(page, '#/check');
  await page.getByLabel('Dossier file').setInputFiles(file);
  await page.getByText(/Proved: .*Breaches: .*0/).waitFor();
  await page.context().close();
});

test('a locked desk asks for the passphrase, says when it is wrong, and opens again', async () => {
  const post = await stage.post('Oslo', { passphrase: 'correct horse battery' });
  const page = await person(browser);
  await openDesk(page, post);
  await page.getByRole('button', { name: 'Lock' }).click();
  await page.getByRole('heading', { name: 'The desk is locked' }).waitFor();
  await page.getByLabel('Passphrase').fill('wrong');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await problem(page, 'wrong_passphrase').waitFor();
  await page.getByLabel('Passphrase').fill('correct horse battery');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Cases' }).waitFor();
  await page.context().close();
});

test('a post that is killed under the page is missed, and found again at its port', async () => {
  const page = await at('Downriver', `#/case/${scene.id}`);
  await page.locator('[data-line="live"]').waitFor();
  await page.locator('[data-card]').first().waitFor();
  const { home, port } = stage.posts.Downriver;
  await stage.posts.Downriver.stop('SIGKILL');
  await page.getByText('The post does not answer. What you see may be old.').waitFor();
  await page.locator('[data-card]').first().waitFor();
  stage.posts.Downriver = await new Post(home).run(['--desk', port]);
  await page.getByText('This desk is closed').waitFor();
  await page.goto(await stage.posts.Downriver.address());
  await page.locator('[data-line="live"]').waitFor();
  await page.context().close();
});

test('two tabs on one post see the same, without reloading', async () => {
  const first = await at('Upriver', `#/case/${scene.id}`);
  const second = await first.context().newPage();
  await second.goto(`http://127.0.0.1:${stage.posts.Upriver.port}/#/case/${scene.id}`);
  await second.locator('[data-card]').first().waitFor();
  await stage.posts.Upriver.call('signal', { case: scene.id, to: ['Envoy'], text: 'For both tabs.' });
  for (const page of [first, second]) await page.locator('.said', { hasText: 'For both tabs.' }).waitFor();
  await first.context().close();
});

test('a notification says how urgent it is, and nothing of what or from whom', async () => {
  const page = await person(browser);
  await overhear(page);
  await openDesk(page, stage.posts.Envoy);
  await go(page, '#/settings');
  await page.getByLabel('Notifications').selectOption('PRIORITY');
  const speak = (precedence, text) => stage.posts.Upriver.call('signal', { case: scene.id, to: ['Downriver'], text, precedence });
  const told = () => page.evaluate(() => globalThis.told);
  await speak('ROUTINE', 'A quiet secret.');
  await speak('FLASH', 'A loud secret.');
  await page.waitForFunction(() => globalThis.told.length > 0);
  await speak('IMMEDIATE', 'Another secret.');
  await page.waitForFunction(() => globalThis.told.length > 1);
  const [flash, immediate] = await told();
  assert.match(flash.body, /Flash/);
  assert.match(immediate.body, /Immediate/);
  assert.notEqual(flash.tag, immediate.tag, 'the second would take the first away');
  for (const one of await told()) {
    assert.equal(one.renotify, true);
    assert.doesNotMatch(JSON.stringify(one), /secret|Upriver|Downriver|Routine/);
  }
  await page.context().close();
});

test('what is opened from the palette stays open, and Escape closes it', async () => {
  const page = await at('Envoy');
  const help = page.locator('dialog[open] dl');
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText('shortcuts');
  await page.keyboard.press('Enter');
  await help.waitFor();
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  assert.equal(await help.count(), 1);
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.keyboard.press('Shift+?');
  await help.waitFor();
  await page.context().close();
});

test('a key pressed right after Escape has closed a dialog is not lost', async () => {
  const page = await at('Envoy');
  const help = page.locator('dialog[open] dl');
  for (const opens of ['Shift+?', 'Control+k'])
    for (let turn = 0; turn < 3; turn++) {
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press(opens);
      await page.locator('dialog[open]').waitFor();
      await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Shift+?')]);
      await help.waitFor();
      await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('Control+k')]);
      const field = page.locator('dialog[open] input[role=combobox]');
      await field.waitFor();
      await page.keyboard.insertText('settings');
      assert.equal(await field.inputValue(), 'settings');
      await page.keyboard.press('Escape');
      await page.locator('dialog[open]').waitFor({ state: 'detached' });
    }
  await page.context().close();
});

test('a browser that is offline says so, and what was read stays readable', async () => {
  const page = await at('Downriver', `#/case/${scene.id}`);
  await page.locator('[data-line="live"]').waitFor();
  await page.locator('[data-card]').first().waitFor();
  await page.context().setOffline(true);
  await page.getByText('This machine is offline').first().waitFor();
  await page.locator('[data-card]').first().waitFor();
  await page.context().setOffline(false);
  await page.getByText('This machine is offline').first().waitFor({ state: 'detached' });
  await page.context().close();
});

test('what is printed is the case alone: nothing to click, dark on white', async () => {
  const page = await at('Envoy', `#/case/${scene.id}`);
  await page.locator('[data-card]').first().waitFor();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  assert.equal(await page.locator('nav:visible, search:visible').count(), 0);
  assert.ok((await page.locator('[data-card]:visible').count()) > 0);
  const [paper, ink] = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]);
  assert.match(paper, /rgb\(255, 255, 255\)|rgba\(0, 0, 0, 0\)/);
  assert.match(ink, /rgb\((\d|[1-5]\d), /);
  await page.context().close();
});

test('urgent words that overtake what was signed before them stand on top, and are no longer early when that has come', async () => {
  const page = await at('Inspectors');
  await page.evaluate(() => {
    new MutationObserver(() => { globalThis.early ??= document.querySelector('[data-early]')?.innerText; }).observe(document.body, { subtree: true, childList: true });
  });
  // A post that stands still for a while has it all to take in at once.
  const { child } = stage.posts.Inspectors;
  child.kill('SIGSTOP');
  const notices = Array.from({ length: 200 }, (_, i) => ['signal', { case: scene.id, to: ['Inspectors'], text: `Notice ${i} of the routine` }]);
  await stage.posts.Envoy.several([...notices, ['signal', { case: scene.id, to: ['Inspectors'], precedence: 'FLASH', text: 'The gate is broken. Keep away from the bend.' }]]);
  child.kill('SIGCONT');
  await page.waitForFunction(() => globalThis.early);
  const said = (await page.evaluate(() => globalThis.early)).replace(/[\u2066-\u2069]/g, '');
  for (const part of ['Here before their turn', 'Flash', 'From Envoy', 'Sharing the Osk', 'The gate is broken.', 'it counts, and can be answered, when that has come']) assert.ok(said.includes(part), said);
  await page.locator('[data-early]').waitFor({ state: 'detached' });
  await go(page, `#/case/${scene.id}`);
  await page.locator('.said', { hasText: 'The gate is broken.' }).waitFor();
  await page.context().close();
});

test('five thousand cards are scrolled with a screenful of them in the page', async () => {
  const id = await many;
  const page = await at('Registry', `#/case/${id}`);
  await page.waitForFunction(() => /5,1\d\d cards$/.test(document.querySelector('search [role=status]')?.textContent ?? ''));
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
  await page.locator('[data-index]', { hasText: 'Notice 8' }).first().waitFor();
  const drawn = await page.locator('[data-index]').count();
  assert.ok(drawn < 60, `${drawn} rows are drawn`);
  await page.getByLabel('Search in this case').fill('Notice 77 of');
  await page.locator('[data-index]').first().waitFor();
  assert.equal(await page.locator('[data-index]').count(), 3);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
