// SPDX-License-Identifier: Apache-2.0
// Both example cases, played by four people in their browsers, with the words of examples/. Nothing is done at a post but
// reading numbers aloud. What follows the ballots of water-sharing is in afterwards.test.mjs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { openDuty, says, sign, unfold, utc, visit } from './lib/acts.mjs';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { Stage } from './lib/stage.mjs';

let browser;
const stages = [];
before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const stage of stages) await stage.close();
});

const example = async (name) => JSON.parse(await readFile(new URL(`../../examples/${name}/case.json`, import.meta.url), 'utf8'));
const step = (file, verb, more = () => true) => file.steps.find((s) => s.verb === verb && more(s));

/** Opens the case, invites everybody and lets them join, on the pages alone. */
async function gather(stage, file) {
  const pages = {};
  stages.push(stage);
  for (const { name } of file.participants) {
    pages[name] = await person(browser);
    await openDesk(pages[name], await stage.post(name));
  }
  const [middle, ...others] = file.participants;
  const chair = pages[middle.name];
  await go(chair, '#/open');
  await chair.getByLabel('Title').fill(file.title);
  await chair.getByLabel('Your name in it').fill(middle.name);
  await chair.getByLabel('Charter').fill(file.charter.text);
  await chair.getByRole('button', { name: 'Open the case' }).click();
  await chair.getByRole('heading', { level: 1, name: 'People and trust' }).waitFor();
  const id = /case\/([0-9a-f]+)/.exec(chair.url())[1];
  for (const { name, role } of others) {
    await chair.getByLabel('Name', { exact: true }).fill(name);
    await chair.getByLabel('Role').selectOption(role);
    await chair.getByRole('button', { name: 'Make an invitation' }).click();
    const made = chair.locator('.notice', { has: chair.locator('strong', { hasText: name }) });
    await unfold(made, 'As text');
    const page = pages[name];
    await go(page, '#/join');
    await page.getByLabel('Invitation', { exact: true }).fill(await made.getByLabel('As text').inputValue());
    await page.getByLabel('I have read the charter').check();
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await chair.locator('li.sheet h2', { hasText: name }).waitFor();
  }
  return { stage, pages, id, names: file.participants.map((p) => p.name) };
}

/** `who` compares the number of `name` by voice. */
async function compare({ stage, pages, id }, who, name) {
  const { number } = await stage.posts[name].call('contact.show', { case: id, name });
  const page = pages[who];
  await go(page, `#/case/${id}/people`);
  const card = page.locator('li.sheet', { has: page.locator('h2', { hasText: name }) });
  await unfold(card, 'Compare');
  await card.getByLabel('What you hear').fill(number);
  await card.getByRole('button', { name: 'They agree' }).click();
  await card.getByText('Number compared').waitFor();
}

/** Sets the sliders of an appraisal. */
async function appraise(page, id, agenda, worth, weights, share) {
  await go(page, `#/case/${id}/appraisal`);
  await page.getByRole('heading', { name: 'Walk-away' }).waitFor();
  for (const issue of agenda.issues)
    for (const [option, value] of Object.entries(worth[issue.name])) await page.getByRole('slider', { name: `Value: ${issue.option_texts?.[option].en ?? option}` }).fill(String(value));
  for (const issue of agenda.issues) await page.getByRole('slider', { name: `Weight: ${issue.texts.en}` }).fill(String(weights[issue.name]));
  await page.getByRole('slider', { name: 'Walk-away' }).fill('35');
  if (share) await sign(page, says('Share it with Envoy'));
  else await page.getByRole('button', { name: 'Keep the appraisal' }).click();
  await page.locator('.notice.passed').waitFor();
}

async function putOnTable(envoy, id, agenda, { title, text, package: pack }) {
  await visit(envoy, id, 'Frameworks');
  const form = envoy.locator('details.sheet', { has: envoy.getByLabel('Text of the framework') });
  if (!(await form.getByLabel('Title').isVisible())) await unfold(envoy, 'Write a framework');
  await form.getByLabel('Title').fill(title);
  for (const [issue, option] of Object.entries(pack)) await form.getByLabel(agenda.issues.find((i) => i.name === issue).texts.en).selectOption(option);
  await form.getByLabel('Text of the framework').fill(text);
  await sign(form, 'Put on the table');
  const card = envoy.locator('article', { has: envoy.getByRole('heading', { level: 2, name: title, exact: true }) });
  await card.waitFor();
  return card;
}

async function openBallot(card, seconds) {
  if (!(await card.getByLabel('Votes are cast at').isVisible())) await unfold(card, 'Open a ballot');
  await card.getByLabel('Votes are cast at').fill(utc(seconds));
  await sign(card, 'Open a ballot');
}

// Each has a relay and posts of its own: one plays while the other waits for its ballots.
describe('the examples', { concurrency: 2 }, () => {
  test('water-sharing: from the agenda over two ballots, in which nobody says yes first, to a ratified framework', async () => {
    const file = await example('water-sharing');
    const table = await gather(await Stage.open(), file);
    const { pages: { Envoy, Upriver, Downriver }, id } = table;
    await compare(table, 'Envoy', 'Upriver');
    for (const [who, name] of [['Upriver', 'Envoy'], ['Upriver', 'Downriver'], ['Downriver', 'Envoy'], ['Downriver', 'Upriver']]) await compare(table, who, name);

    const document = step(file, 'agenda set').files['agenda.json'], { agenda } = document;
    await go(Envoy, `#/case/${id}/agenda`);
    await unfold(Envoy, 'As a file');
    await Envoy.getByLabel('As a file').fill(JSON.stringify(document));
    await Envoy.keyboard.press('Tab');
    await sign(Envoy, 'Put the agenda before all sides');

    const given = step(file, 'appraise').files['appraisal.json'];
    const theirs = { 'Summer water': { '60-40': 0, '50-50': 70, '45-55': 100 }, 'Gate data': { 'yearly report': 0, 'monthly report': 40, 'live gauge': 100 }, Term: { 2: 100, 3: 70, 4: 50, 5: 30, 6: 0 } };
    await Upriver.getByRole('link', { name: 'Frameworks', exact: true }).click();
    await Upriver.getByRole('link', { name: 'Your appraisal' }).waitFor();
    await appraise(Upriver, id, agenda, given.worth, given.weights, true);
    await appraise(Downriver, id, agenda, theirs, { 'Summer water': 100, 'Gate data': 60, Term: 30 }, false);
    await go(Envoy, `#/case/${id}/suggest`);
    await Envoy.getByRole('button', { name: 'Suggest frameworks' }).click();
    await Envoy.locator('[data-code="no_appraisal"]').waitFor();
    await sign(Downriver, says('Share it with Envoy'));
    await table.stage.posts.Envoy.until((p) => p.call('appraisal.show', { case: id }), (r) => r.items.length === 2);
    await Envoy.getByRole('button', { name: 'Suggest frameworks' }).click();
    await Envoy.locator('main svg polyline').waitFor();

    const tabled = step(file, 'framework table').files;
    await putOnTable(Envoy, id, agenda, tabled['halves.json']);
    const halves = await putOnTable(Envoy, id, agenda, tabled['open-term.json']);
    const view = async (page) => { await visit(page, id, 'Frameworks'); return page.locator('article', { has: page.getByRole('heading', { level: 2, name: tabled['open-term.json'].title, exact: true }) }); };
    const theirCard = await view(Downriver);
    await unfold(theirCard, 'off the record');
    await theirCard.getByRole('radio', { name: 'Reservations' }).check();
    await theirCard.getByLabel('Words').fill(step(file, 'opinion', (s) => s.text).text);
    await theirCard.getByRole('button', { name: 'off the record' }).click();
    // A non-paper is no statement: the page reads it when its view is opened.
    await table.stage.posts.Envoy.until((p) => p.call('framework.list', { case: id }), (l) => l.items.some((f) => f.opinions.length > 0));
    await visit(Envoy, id, 'People');
    await visit(Envoy, id, 'Frameworks');
    await halves.getByText('We have to see the water while it passes.').waitFor();

    await openBallot(halves, 60);
    await halves.locator('[data-code="ballot_unverified"]').waitFor();
    await compare(table, 'Envoy', 'Downriver');
    await visit(Envoy, id, 'Frameworks');
    await openBallot(halves, 9);
    const ballot = (page, name) => page.locator('article', { has: page.getByRole('heading', { level: 3, name: new RegExp(`Ballot: .?${name}.?$`) }) });
    await view(Upriver);
    const first = ballot(Upriver, tabled['open-term.json'].title);
    await first.getByRole('button', { name: 'Yes', exact: true }).click();
    await first.getByText('Kept here: yes').waitFor();
    await first.getByText('Not adopted', { exact: true }).waitFor();
    assert.equal(await ballot(Downriver, tabled['open-term.json'].title).getByText('Kept here: yes').count(), 0, 'who said yes is nobody else’s to know');

    const revised = step(file, 'framework table', (s) => s.files['revised.json']).files['revised.json'];
    const card = await putOnTable(Envoy, id, agenda, revised);
    await openBallot(card, 9);
    for (const page of [Upriver, Downriver]) {
      const second = ballot(page, revised.title);
      await second.getByRole('button', { name: 'Yes', exact: true }).click();
      await second.getByText('Kept here: yes').waitFor();
    }
    for (const page of [Upriver, Downriver]) {
      const mine = page.locator('article', { has: page.getByRole('heading', { level: 2, name: revised.title, exact: true }) });
      await mine.getByText('Adopted ad referendum').waitFor();
      await sign(mine, 'Ratify');
    }
    await card.getByText('Ratified', { exact: true }).waitFor();
    for (const page of Object.values(table.pages)) assert.deepEqual(page.faults, []);
  });

  test('dushanbe-2025: an assurance is conveyed in approved words, and no further, and confirmed in public by one line', async () => {
    const file = await example('dushanbe-2025');
    const table = await gather(await Stage.open(), file);
    const { pages: { Moscow, Israel, Iran, IAEA }, id } = table;
    await compare(table, 'Moscow', 'Israel');

    const assurance = step(file, 'signal').text, line = step(file, 'mandate').files['public-line.txt'];
    await go(Israel, `#/case/${id}/compose`);
    await Israel.getByLabel('Words', { exact: true }).fill(assurance);
    await Israel.getByRole('checkbox', { name: 'Iran', exact: true }).check();
    await Israel.getByLabel('Act').selectOption('assurance');
    await Israel.getByLabel('Which words').selectOption('paraphrase');
    await Israel.getByLabel('In public').selectOption('line');
    await Israel.getByLabel('The public line').fill(line);
    await Israel.locator('[data-preview]', { hasText: 'We continue our trust-based contacts' }).waitFor();
    await sign(Israel, 'Sign');

    await openDuty(Moscow, 'Convey or decline|Propose words');
    await Moscow.getByRole('heading', { name: says('Iran will see') }).waitFor();
    assert.equal(await Moscow.getByRole('button', { name: 'Convey to' }).count(), 1, 'there is no way to convey it to the IAEA');
    await unfold(Moscow, 'Propose words');
    await Moscow.getByLabel('Proposed words').fill(step(file, 'render').text);
    await Moscow.getByRole('button', { name: 'Propose to' }).click();
    await Moscow.getByRole('radio').nth(1).check();
    await Moscow.locator('[data-rule="forbidden"] [data-code="approval_required"]').waitFor();
    await openDuty(Israel, 'Approve words');
    await sign(Israel, 'Approve exactly these words');
    await Moscow.locator('[data-rule="permitted"]').waitFor();
    await Moscow.getByRole('button', { name: 'Convey to' }).click();
    await Moscow.locator('[data-confirm]').click();

    await openDuty(Iran, 'Say how you take it');
    await Iran.locator('.said', { hasText: step(file, 'render').text }).first().waitFor();
    await sign(Iran, 'Noted');
    await Israel.getByText('Conveyed', { exact: true }).first().waitFor();
    await unfold(Moscow, 'Say in public');
    assert.equal(await Moscow.getByLabel('The public sentence').inputValue(), line);
    await sign(Moscow, 'Say in public');
    await Moscow.locator('.line', { hasText: 'Said in public' }).waitFor();

    await go(Moscow, `#/case/${id}/compose`);
    await Moscow.getByLabel('Words', { exact: true }).fill(step(file, 'signal', (s) => s.actor === 'Moscow').text);
    for (const name of ['Iran', 'IAEA']) await Moscow.getByRole('checkbox', { name, exact: true }).check();
    await sign(Moscow, 'Sign');
    await go(IAEA, `#/case/${id}`);
    await IAEA.locator('[data-card]', { hasText: 'Moscow' }).waitFor();
    assert.equal(await IAEA.getByText(assurance).count(), 0, 'the IAEA hears nothing of the assurance');
    for (const page of Object.values(table.pages)) assert.deepEqual(page.faults, []);
  });
});
