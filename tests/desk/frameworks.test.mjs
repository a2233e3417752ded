// SPDX-License-Identifier: Apache-2.0
// Frameworks beyond their ballot: what nobody may propose, a version that replaces another, an appraisal that says less than
// numbers, a screen too narrow for a table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { says, sign, unfold, visit } from './lib/acts.mjs';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { playScene } from './lib/scene.mjs';
import { openCase, Stage } from './lib/stage.mjs';

let stage, browser, scene;
before(async () => {
  stage = await Stage.open();
  scene = await playScene(stage);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await stage?.close();
});

const at = async (who, view, options) => {
  const page = await person(browser, options);
  await openDesk(page, stage.posts[who]);
  await go(page, `#/case/${scene.id}/${view}`);
  return page;
};
const article = (page, title) => page.locator('article', { has: page.getByRole('heading', { level: 2, name: title, exact: true }) });

test('a combination that the agenda rules out is remarked on before it is tabled, and one may be added to it and taken away', async () => {
  const page = await at('Envoy', 'frameworks');
  await unfold(page, 'Write a framework');
  const form = page.locator('details.sheet', { has: page.getByLabel('Text of the framework') });
  await form.getByLabel('Title').fill('Little for much');
  await form.getByLabel('Text of the framework').fill('Forty-five cubic metres a second for the full fee.');
  await form.getByRole('combobox', { name: 'Flow downstream' }).selectOption('low');
  await form.getByRole('combobox', { name: 'Transit fee' }).selectOption('full');
  await form.locator('[data-remark]', { hasText: 'The agenda rules it out' }).waitFor();
  await form.getByRole('combobox', { name: 'Transit fee' }).selectOption('none');
  await form.locator('[data-remark]', { hasText: 'The agenda rules it out' }).waitFor({ state: 'detached' });

  await go(page, `#/case/${scene.id}/agenda`);
  const never = page.getByRole('region', { name: 'What nobody may propose' });
  await never.locator('[data-never="1"]', { hasText: 'low' }).waitFor();
  await unfold(never, 'Rule out a combination');
  assert.ok(await never.getByRole('button', { name: 'Rule out a combination' }).isDisabled(), 'of nothing is none');
  await never.getByRole('combobox', { name: 'Control of the dam' }).selectOption('open');
  await never.getByRole('combobox', { name: 'Transit fee' }).selectOption('none');
  await never.getByRole('button', { name: 'Rule out a combination' }).click();
  await never.locator('[data-never="2"]').waitFor();
  await never.getByRole('button', { name: 'Remove' }).first().click();
  await unfold(page, 'As a file');
  const { agenda } = JSON.parse(await page.getByLabel('As a file').inputValue());
  assert.deepEqual(agenda.never, [{ Dam: ['open'], Fee: ['none'] }]);
  assert.equal(agenda.commitments.length, 2, 'what the page has no field for is kept');
  await page.getByRole('textbox', { name: 'Name', exact: true }).nth(2).fill('Toll');
  await never.getByText('Names what the agenda does not have').waitFor();
  await page.getByRole('textbox', { name: 'Name', exact: true }).nth(2).fill('Fee');
  await never.getByText('Names what the agenda does not have').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.locator('.notice.passed').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a new version begins with the words of the one before, takes its place, and shows everybody what changes', async () => {
  const envoy = await at('Envoy', 'frameworks'), side = await at('Downriver', 'frameworks');
  const before = 'Flow for control, with a fee', next = 'Flow for control, with the full fee';
  await article(envoy, before).getByRole('button', { name: 'New version' }).click();
  const form = envoy.locator('details[data-replaces]');
  await form.locator('summary', { hasText: new RegExp(`A new version of “.?${before}.?”`) }).waitFor();
  assert.equal(await form.getByLabel('Title').inputValue(), before);
  assert.ok(await form.getByLabel('Title').evaluate((e) => e === document.activeElement), 'the keyboard is where one goes on');
  assert.match(await form.getByLabel('Text of the framework').inputValue(), /^Upstream keeps control/);
  assert.match(await form.getByLabel('Translation').inputValue(), /^يبقى السد/);
  assert.equal(await form.getByRole('combobox', { name: 'Transit fee' }).inputValue(), 'half');
  await form.getByLabel('Title').fill(next);
  await form.getByRole('combobox', { name: 'Transit fee' }).selectOption('full');
  await form.getByLabel('Text of the framework').fill('Upstream keeps control of the dam; downstream is assured of the higher flow for the full fee.\nالجانبان ينظران فيه بعد سنة.');
  await sign(form, 'Put on the table');
  for (const page of [envoy, side]) {
    const changes = article(page, next).locator('[data-changes]');
    await changes.getByRole('heading', { name: new RegExp(`What changes from “.?${before}.?”`) }).waitFor();
    await changes.locator('[data-issue="Fee"] del', { hasText: 'half' }).waitFor();
    await changes.locator('[data-issue="Fee"] ins', { hasText: 'full' }).waitFor();
    assert.equal(await changes.locator('[data-issue]').count(), 1);
    const paragraphs = await changes.locator('.said').nth(1).locator('p').evaluateAll((all) => all.map((p) => getComputedStyle(p).direction));
    assert.deepEqual(paragraphs, ['ltr', 'rtl'], 'each paragraph runs its own way');
    assert.equal(await page.locator('thead th', { hasText: before }).getByText(before, { exact: true }).count(), 0, 'what was replaced is no longer on the table');
  }
  await unfold(article(side, next), 'Translations');
  await article(side, next).locator('.said[lang=ar]', { hasText: 'يبقى السد' }).waitFor();
  for (const page of [envoy, side]) { assert.deepEqual(page.faults, []); await page.context().close(); }
});

test('one points into the frontier by keyboard and by pointer, sees what a change would do, and puts that on the table', async () => {
  const envoy = await at('Envoy', 'suggest'), side = await at('Downriver', 'frameworks');
  const { points, sides } = await stage.posts.Envoy.call('framework.frontier', { case: scene.id });
  const percent = (worth) => new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 }).format(Number(worth));
  await envoy.getByRole('listbox', { name: 'The frontier' }).focus();
  await envoy.keyboard.press('Home');
  await envoy.keyboard.press('ArrowRight');
  const second = points.at(-2), chosen = envoy.getByRole('region', { name: /^What is chosen/ });
  await envoy.getByRole('option', { selected: true, name: says(`Point 2 of the frontier; ${sides.map((name, i) => `${name}: ${percent(second.utility[i])}`).join('; ')}`) }).waitFor();
  for (const [i, name] of sides.entries()) await chosen.locator(`[data-side="${name}"]`, { hasText: percent(second.utility[i]) }).getByText(/ (above|below) walk-away/).waitFor();

  await envoy.locator('[data-frontier] text', { hasText: 'Commission first' }).click();
  await envoy.getByRole('option', { selected: true, name: /^Commission first; / }).waitFor();
  await envoy.getByRole('heading', { name: says('What is chosen: Commission first') }).waitFor();
  const change = envoy.getByRole('region', { name: 'What a change would do' });
  assert.ok(await change.getByRole('button', { name: 'Put this on the table' }).isDisabled(), 'it is there already');
  assert.equal(await envoy.locator('[data-arrow]').count(), 0);
  await change.getByRole('combobox', { name: 'Transit fee' }).selectOption('full');
  await change.getByRole('combobox', { name: 'Flow downstream' }).selectOption('low');
  await change.locator('[data-remark]', { hasText: 'The agenda rules it out' }).waitFor();
  await change.getByRole('button', { name: 'Undo the changes' }).click();
  await change.getByText('Nothing is changed yet.').waitFor();
  await change.getByRole('combobox', { name: 'Transit fee' }).selectOption('none');
  await change.locator('[data-side="Upriver"]').getByText(says('Worse: −10 points')).waitFor();
  await change.locator('[data-side="Downriver"]').getByText(says('Better: +7.5 points')).waitFor();
  await envoy.locator('[data-arrow]').waitFor();
  assert.equal(await change.locator('[data-remark]').count(), 0);

  await change.getByRole('button', { name: 'Put this on the table' }).click();
  const form = envoy.locator('details[data-begun]'), title = 'Commission without a fee';
  assert.ok(await form.getByLabel('Title').evaluate((e) => e === document.activeElement), 'the keyboard is where one goes on');
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Text of the framework').fill('A joint commission, sixty cubic metres a second, and no fee.');
  await sign(form, 'Put on the table');
  await envoy.locator('[data-frontier] text', { hasText: 'Commission without' }).waitFor();
  await article(side, title).waitFor();
  for (const who of ['Envoy', 'Upriver', 'Downriver']) {
    const { items } = await stage.posts[who].until((p) => p.call('framework.list', { case: scene.id }), (l) => l.items.some((f) => f.title === title));
    assert.deepEqual(items.find((f) => f.title === title).package, { Flow: 'middle', Dam: 'shared', Fee: 'none' });
  }
  await unfold(envoy, 'Every package that can be chosen');
  await envoy.getByRole('button', { name: /^Choose: Flow for control/ }).click();
  await envoy.getByRole('option', { selected: true, name: /^Flow for control/ }).waitFor();
  for (const page of [envoy, side]) { assert.deepEqual(page.faults, []); await page.context().close(); }
});

test('with three sides a table takes the place of the picture, and nothing is there before all have shared an appraisal', async () => {
  const sides = ['Upriver', 'Downriver', 'Midriver'], { Envoy } = stage.posts;
  const id = await openCase(stage, { title: 'Three of them', sides });
  await Envoy.call('agenda.set', { case: id, document: JSON.stringify({ format: 'goodoffices-accord-1', agenda: { name: 'Water', issues: ['Flow', 'Fee'].map((name) => ({ name, options: ['less', 'more'] })) } }) });
  const page = await person(browser);
  await openDesk(page, Envoy);
  await go(page, `#/case/${id}/suggest`);
  await page.getByText('Both sides have to share an appraisal with you first.').waitFor();
  for (const [i, name] of sides.entries()) {
    await stage.posts[name].until((p) => p.call('agenda.show', { case: id }).catch(() => null), (a) => a !== null);
    const worth = (more) => ({ less: more ? '0' : '1', more: more ? '1' : '0' });
    await stage.posts[name].call('appraise', { case: id, share: true, document: JSON.stringify({ format: 'goodoffices-appraisal-1', kind: 'exact', worth: { Flow: worth(i === 0), Fee: worth(i === 1) }, weights: { Flow: '3', Fee: String(i + 1) }, walk_away: { value: '0' } }) });
  }
  await Envoy.until((p) => p.call('appraisal.show', { case: id }), (r) => r.items.length === 3);
  await go(page, `#/case/${id}/frameworks`);
  await go(page, `#/case/${id}/suggest`);
  await page.locator('[data-row]').first().waitFor();
  const table = page.getByRole('region', { name: 'Every package that can be chosen, as a table' });
  assert.deepEqual(await table.getByRole('columnheader').allTextContents(), ['Package', ...sides.toSorted(), 'Choose']);
  assert.equal(await page.locator('[data-frontier]').count(), 0);
  await table.getByRole('button', { name: 'Choose: Point 1 of the frontier' }).click();
  for (const name of sides) await page.getByRole('region', { name: /^What is chosen/ }).locator(`[data-side="${name}"]`, { hasText: '%' }).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('an appraisal may leave an issue out and give no number, and is read back as it was said', async () => {
  const page = await at('Upriver', 'appraisal');
  await page.getByRole('radio', { name: 'As far as I want to say' }).check();
  await page.getByRole('group', { name: 'Control of the dam' }).getByLabel('Say nothing of this issue').check();
  const flow = page.getByRole('group', { name: 'Flow downstream', exact: true });
  await flow.getByRole('checkbox', { name: /as good as the one above: 60/ }).check();
  await page.getByRole('button', { name: 'Add a statement' }).click();
  const one = page.getByRole('group', { name: 'Statement 1', exact: true });
  await one.getByRole('combobox', { name: 'Statement', exact: true }).selectOption('worse');
  await one.getByRole('combobox', { name: 'Transit fee' }).selectOption('full');
  await page.getByRole('button', { name: 'Keep the appraisal' }).click();
  await page.locator('.notice.passed').waitFor();
  await page.getByRole('complementary').getByText('have no order').first().waitFor();

  const said = JSON.parse((await stage.posts.Upriver.call('appraisal.show', { case: scene.id })).document);
  assert.equal(said.kind, 'partial');
  assert.deepEqual(said.rankings.Flow.map((names) => names.length), [2, 1]);
  assert.ok(!('Dam' in said.rankings) && !('worth' in said) && !('walk_away' in said));
  assert.deepEqual(said.statements, [{ worse_than_walking: { Fee: 'full' } }]);

  await page.reload();
  await page.getByRole('radio', { name: 'As far as I want to say' }).waitFor();
  assert.ok(await page.getByRole('radio', { name: 'As far as I want to say' }).isChecked());
  assert.ok(await page.getByRole('group', { name: 'Control of the dam' }).getByLabel('Say nothing of this issue').isChecked());
  assert.ok(await flow.getByRole('checkbox', { name: /as good as the one above/ }).first().isChecked());
  assert.equal(await one.getByRole('combobox', { name: 'Transit fee' }).inputValue(), 'full');
  await page.getByRole('group', { name: 'Control of the dam' }).getByLabel('Say nothing of this issue').uncheck();
  await page.getByRole('button', { name: 'Keep the appraisal' }).click();
  await page.getByRole('complementary').getByText(/^(Acceptable|Not acceptable|Depends on what is left open)$/).first().waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('on a narrow screen frameworks stand below each other, issue by issue, and nothing is cut off', async () => {
  const page = await at('Downriver', 'frameworks', { viewport: { width: 390, height: 844 } });
  const stacked = page.locator('[data-stacked]');
  await stacked.waitFor();
  assert.equal(await page.locator('main table').count(), 0);
  const { items } = await stage.posts.Downriver.call('framework.list', { case: scene.id });
  const living = items.filter((f) => f.state !== 'replaced');
  assert.equal(await stacked.locator('dt').count(), 4 * living.length, 'three issues and what they are worth, of each');
  const cut = await stacked.locator('dt, dd').evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth || e.getBoundingClientRect().right > innerWidth).map((e) => e.textContent));
  assert.deepEqual(cut, []);
  await page.setViewportSize({ width: 1200, height: 844 });
  await page.locator('main table').waitFor();
  await page.context().close();
});

test('a commitment has translations, which those whom it serves read with its words', async () => {
  const author = await at('Upriver', 'commitments');
  await unfold(author, 'Undertake something');
  await author.getByLabel('What you undertake').fill('Upriver hands over the books.');
  await author.getByRole('button', { name: 'Add a translation' }).click();
  await author.getByLabel('Language', { exact: true }).last().fill('fa');
  await author.getByLabel('Translation').fill('بالارود دفترها را تحویل می‌دهد.');
  await author.locator('[data-preview]').waitFor();
  await sign(author, 'Undertake it');
  const reader = await visit(await at('Downriver', ''), scene.id, 'Commitments');
  await reader.locator('[data-phase]', { hasText: 'hands over the books' }).getByRole('link').first().click();
  await reader.getByText(/Translation · Persian · Made by .?Upriver/).waitFor();
  const words = reader.locator('.said[lang=fa]', { hasText: 'بالارود' });
  assert.equal(await words.evaluate((e) => getComputedStyle(e).direction), 'rtl');
  for (const page of [author, reader]) { assert.deepEqual(page.faults, []); await page.context().close(); }
});

test('what was said last covers nothing that cannot be scrolled clear of it', async () => {
  const viewport = { width: 390, height: 600 };
  const page = await at('Envoy', 'proof', { viewport });
  await page.getByRole('button', { name: 'Verify now', exact: true }).click();
  const said = page.locator('.live.shown');
  await said.waitFor();
  await go(page, `#/case/${scene.id}/frameworks`);
  await unfold(page, 'Write a framework');
  const last = page.getByRole('button', { name: 'Put on the table', exact: true });
  await last.waitFor();
  assert.ok(await said.isVisible(), 'it stays until it is closed');
  await said.locator('span').evaluate((e) => { e.textContent = 'Every side’s post votes at its instant. '.repeat(8); });
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const [button, line] = [await last.boundingBox(), await said.boundingBox()];
  assert.ok(button.y + button.height <= line.y, `the button ends at ${button.y + button.height}, what was said begins at ${line.y}`);
  assert.ok(line.y + line.height <= viewport.height, 'all of it is in view');
  await page.evaluate(() => scrollTo(0, 0));
  const above = await said.boundingBox();
  assert.ok(above.y + above.height <= viewport.height, 'and is in view at the top too');
  await said.getByRole('button', { name: 'Close' }).click();
  await said.waitFor({ state: 'detached' });
});
