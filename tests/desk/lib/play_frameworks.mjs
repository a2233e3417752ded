// SPDX-License-Identifier: Apache-2.0
// From the agenda to ratification, as the steps of a case file say it, on the pages of its people.
import assert from 'node:assert/strict';
import { says, sign, unfold, utc } from './acts.mjs';
import { go } from './page.mjs';
import { filesOf, option, seconds } from './steps.mjs';

/** Presses until what is listed in a fieldset stands in the order that is wanted. */
async function rank(within, wanted) {
  for (const together of await within.getByRole('checkbox', { name: 'as good as the one above', checked: true }).all().then((all) => all.reverse())) await together.uncheck();
  const listed = async () => (await within.locator('[data-place] bdi').allTextContents());
  for (const [place, text] of wanted.entries()) {
    for (let at = (await listed()).indexOf(text); at > place; at--) await within.getByRole('button', { name: `Move up: ${text}`, exact: true }).click();
  }
  assert.deepEqual(await listed(), wanted);
}

async function appraiseExact(p, page, file) {
  await page.getByRole('radio', { name: 'In numbers' }).check();
  for (const [issue, worth] of Object.entries(file.worth)) {
    const group = page.getByRole('group', { name: p.issueText(issue), exact: true });
    for (const [name, value] of Object.entries(worth)) await group.getByRole('slider', { name: `Value: ${p.optionText(issue, name)}`, exact: true }).fill(String(value));
    await page.getByRole('slider', { name: `Weight: ${p.issueText(issue)}`, exact: true }).fill(String(file.weights[issue]));
  }
  await page.getByRole('slider', { name: 'Walk-away' }).fill(String(100 * Number(file.walk_away.value)));
}

async function appraisePartial(p, page, file) {
  await page.getByRole('radio', { name: 'As far as I want to say' }).check();
  assert.equal(await page.getByRole('slider').count(), 0, 'no number is asked for');
  for (const [issue, groups] of Object.entries(file.rankings)) await rank(page.getByRole('group', { name: p.issueText(issue), exact: true }), groups.flat().map((o) => p.optionText(issue, o)));
  await rank(page.getByRole('region', { name: 'Weigh the issues' }), file.swings.flat().map((issue) => p.issueText(issue)));
  for (const [i, statement] of file.statements.entries()) {
    await page.getByRole('button', { name: 'Add a statement' }).click();
    const one = page.getByRole('group', { name: `Statement ${i + 1}`, exact: true });
    const { rather, than, better_than_walking: better, worse_than_walking: worse } = statement;
    await one.getByRole('combobox', { name: 'Statement', exact: true }).selectOption(rather ? 'rather' : better ? 'better' : 'worse');
    await p.settle(rather ? one.getByRole('group', { name: 'This', exact: true }) : one, rather ?? better ?? worse);
    if (than) await p.settle(one.getByRole('group', { name: 'That', exact: true }), than);
  }
}

async function forbid(p, within, never) {
  for (const combination of never) {
    if (!(await within.getByRole('button', { name: 'Rule out a combination' }).isVisible())) await unfold(within, 'Rule out a combination');
    await p.settle(within, Object.fromEntries(Object.entries(combination).map(([issue, [chosen]]) => [issue, chosen])));
    await within.getByRole('button', { name: 'Rule out a combination' }).click();
  }
  assert.equal(await within.locator('[data-never] > li').count(), never.length);
}

/** Fills in the form for a framework: its title, an option for each issue, its words in every language. */
async function fillFramework(p, form, { title, text, translations = [], package: pack }) {
  await form.getByLabel('Title').fill(title);
  await p.settle(form, pack);
  await form.getByLabel('Text of the framework').fill(text);
  for (const [i, { lang, text: words }] of translations.entries()) {
    if ((await form.getByLabel('Translation').count()) <= i) {
      await form.getByRole('button', { name: 'Add a translation' }).click();
      await form.getByLabel('Language').nth(i + 1).fill(lang);
    }
    await form.getByLabel('Translation').nth(i).fill(words);
  }
}

async function openBallot(card, step) {
  if (!(await card.getByLabel('Votes are cast at').isVisible())) await unfold(card, 'Open a ballot');
  await card.getByLabel('Votes are cast at').fill(utc(seconds(option(step, '--until'))));
  const ratify = option(step, '--ratify-by');
  if (ratify) await card.getByLabel('To be ratified by').fill(utc(seconds(ratify)).slice(0, 16));
  await sign(card, 'Open a ballot');
}

/** By verb: how a step is played. */
export const frameworks = {
  'agenda set': async (p, { actor, files: { 'agenda.json': document }, expect }) => {
    const page = p.page(actor);
    p.agenda = document.agenda;
    await go(page, `#/case/${p.id}/agenda`);
    await unfold(page, 'As a file');
    const { never, ...rest } = document.agenda;
    await page.getByLabel('As a file').fill(JSON.stringify({ ...document, agenda: rest }));
    await page.keyboard.press('Tab');
    await forbid(p, page.getByRole('region', { name: 'What nobody may propose' }), never);
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.notice.passed').waitFor();
    await sign(page, 'Put the agenda before all sides');
    await page.getByRole('heading', { level: 1, name: 'Frameworks' }).waitFor();
    assert.equal(p.agenda.issues.length, expect['/issues']);
  },
  'agenda show': async (p, { actor }) => {
    const page = p.page(actor);
    await p.visit(actor, 'Frameworks');
    await page.getByRole('link', { name: 'Agenda', exact: true }).click();
    await page.getByRole('heading', { name: p.issueText('Summer water') }).waitFor();
    const [[one, [first]], [other, [second]]] = Object.entries(p.agenda.never[0]);
    for (const text of [p.issueText(one), p.optionText(one, first), p.issueText(other), p.optionText(other, second)]) await page.locator('[data-never]', { hasText: text }).waitFor();
    for (const { text } of p.agenda.commitments) await page.getByText(text.en).waitFor();
  },
  appraise: async (p, step) => {
    const { actor, args } = step, page = p.page(actor);
    if (args.includes('--show')) {
      await p.post(actor).until((x) => x.call('appraisal.show', { case: p.id }), (r) => r.items.length === 1);
      await go(page, `#/case/${p.id}/people`);
      await go(page, `#/case/${p.id}/suggest`);
      await page.getByRole('listitem').filter({ hasText: step.expect['/items/0/name'] }).waitFor();
      return assert.equal(await page.locator('main').getByText('Upriver').count(), 0, 'what was taken back is gone here too');
    }
    await go(page, `#/case/${p.id}/appraisal`);
    await page.getByRole('heading', { name: 'Weigh the issues' }).waitFor();
    if (args.includes('--revoke')) {
      await page.getByRole('button', { name: 'Revoke' }).click();
      return page.locator('h1 + .chip', { hasText: 'Stays on this device' }).waitFor();
    }
    const file = step.files?.['appraisal.json'];
    if (file) await (file.kind === 'exact' ? appraiseExact : appraisePartial)(p, page, file);
    if (file?.never) await forbid(p, page.getByRole('region', { name: 'Never together' }), file.never);
    if (args.includes('--share')) await sign(page, says('Share it with Envoy'));
    else await page.getByRole('button', { name: 'Keep the appraisal' }).click();
    await page.locator('.notice.passed').waitFor();
    await page.locator('h1 + .chip', { hasText: args.includes('--share') ? 'Shared with' : 'Stays on this device' }).waitFor();
    if (args.includes('--share')) p.shared = (p.shared ?? 0) + 1;
  },
  'framework suggest': async (p, step) => {
    const page = p.page(step.actor);
    await p.post(step.actor).until((x) => x.call('appraisal.show', { case: p.id }), (r) => r.items.length === p.shared);
    await go(page, `#/case/${p.id}/suggest`);
    const count = option(step, '--count');
    if (count) await page.getByLabel('How many').fill(count);
    await page.getByRole('button', { name: 'Suggest frameworks' }).click();
    if (step.refused) return page.locator(`[data-code="${step.refused}"]`).waitFor();
    await page.locator('main svg polyline').waitFor();
    await page.getByRole('button', { name: /^Package / }).first().waitFor();
    const packages = await page.getByRole('button', { name: /^Package / }).count();
    assert.ok(packages >= 1 && packages <= Number(count), `${packages} packages`);
  },
  'framework table': async (p, step) => {
    const page = await p.visit(step.actor, 'Frameworks'), files = filesOf(step), last = files.at(-1);
    const form = page.locator('details.sheet', { has: page.getByLabel('Text of the framework') });
    if (last.replaces) {
      await (await p.card(step.actor, p.called[last.replaces])).getByRole('button', { name: 'New version' }).click();
      await form.locator(`xpath=self::*[@data-replaces]`).waitFor();
    } else await unfold(page, 'Write a framework');
    for (const file of files) {
      await fillFramework(p, form, file);
      if (file !== last) await form.getByRole('button', { name: 'Another one with it' }).click();
    }
    await sign(form, 'Put on the table');
    for (const { title } of files) await (await p.card(step.actor, title)).waitFor();
    p.name(step, ...Object.values(step.save).map((path) => files[Number(path.split('/')[2])].title));
  },
  'framework list': async (p, { actor }) => {
    const page = await p.visit(actor, 'Frameworks');
    const row = page.locator('tr', { hasText: 'Worth to you' });
    await row.waitFor();
    const said = await row.textContent();
    assert.match(said, actor === 'Upriver' ? /\d+%[\s\S]*\d+%/ : /Depends on what is left open/);
    await page.getByText('Stays on this device').first().waitFor();
  },
  opinion: async (p, step) => {
    const card = await p.card(step.actor, p.called[step.args[0]]);
    await unfold(card, 'off the record');
    await card.getByRole('radio', { name: { 'live-with': 'Can live with it', reservations: 'Reservations' }[option(step, '--position')] }).check();
    await card.getByLabel('Its place in your order').fill(option(step, '--rank'));
    if (step.text) await card.getByLabel('Words').fill(step.text);
    await card.getByRole('button', { name: 'off the record' }).click();
    p.opinions = [...(p.opinions ?? []), step];
  },
  'framework show': async (p, { actor, args, expect }) => {
    const title = p.called[args[0]];
    if (expect['/shown_to/0/state']) {
      // A non-paper is no statement: the page reads it when its view is opened.
      await p.post(actor).until((x) => x.call('framework.list', { case: p.id }), (l) => l.items.flatMap((f) => f.opinions).length === p.opinions.length);
      await go(p.page(actor), `#/case/${p.id}/people`);
      const card = await p.card(actor, title);
      for (const name of ['Upriver', 'Downriver']) await card.getByText(says(`${name} signed that it was shown the same`)).waitFor();
      for (const one of p.opinions) { await card.getByText(`Place ${option(one, '--rank')}`).waitFor(); if (one.text) await card.getByText(one.text).waitFor(); }
      return;
    }
    const card = await p.card(actor, title);
    if (expect['/own/verdict']) {
      const changes = card.locator('[data-changes]');
      await changes.locator('[data-issue="Gate data"] ins', { hasText: p.optionText('Gate data', 'live gauge') }).waitFor();
      await changes.locator('[data-issue="Gate data"] del', { hasText: p.optionText('Gate data', 'monthly report') }).waitFor();
      await changes.locator('.said ins', { hasText: 'gauge' }).first().waitFor();
      const titles = await p.page(actor).locator('thead th bdi').allTextContents();
      await p.page(actor).locator('tr', { hasText: 'Worth to you' }).locator('td').nth(titles.indexOf(title)).getByText('Acceptable', { exact: true }).waitFor();
    }
    if (expect['/ratified_by/0']) await card.getByText(says(`Ratified by ${expect['/ratified_by/0']}`)).waitFor();
    if (expect['/state'] === 'ratified') {
      await card.getByText('Ratified', { exact: true }).waitFor();
      assert.equal(await card.locator('[data-undertaking]').count(), 3);
    }
  },
  'ballot open': async (p, step) => {
    const title = p.called[step.args[0]], card = await p.card(step.actor, title);
    await openBallot(card, step);
    if (step.refused) return card.locator(`[data-code="${step.refused}"]`).waitFor();
    await p.ballot(step.actor, title).waitFor();
    p.name(step, title, title);
  },
  'ballot vote': async (p, { actor, args }) => {
    await p.visit(actor, 'Frameworks');
    const ballot = p.ballot(actor, p.called[args[0]]);
    await ballot.getByText('What the outcome gives away').waitFor();
    await ballot.getByRole('button', { name: args[1] === 'yes' ? 'Yes' : 'No', exact: true }).click();
    await ballot.getByText(`Kept here: ${args[1]}`).waitFor();
  },
  'ballot show': async (p, { actor, args, expect }) => {
    await p.visit(actor, 'Frameworks');
    const ballot = p.ballot(actor, p.called[args[0]]);
    await ballot.getByText({ 'not-adopted': 'Not adopted', adopted: 'Adopted' }[expect['/state']], { exact: true }).waitFor({ timeout: 60_000 });
    if (expect['/state'] === 'not-adopted') assert.equal(await ballot.getByText('Kept here: yes').count(), 0, 'who said yes is nobody else’s to know');
  },
  ratify: async (p, { actor, args }) => {
    const card = await p.card(actor, p.called[args[0]]);
    await sign(card, 'Ratify');
    await card.getByText(new RegExp(`Ratified by .*${actor}`)).waitFor();
  },
};
