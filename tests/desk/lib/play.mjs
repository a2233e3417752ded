// SPDX-License-Identifier: Apache-2.0
// Plays a case file of examples/ on the pages of its people: every step in its order, with its words. What a step does at the
// command line is done here by pressing, choosing and typing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { openDuty, says, sign, unfold, utc, visit } from './acts.mjs';
import { go, openDesk, person } from './page.mjs';
import { Post } from './stage.mjs';

export const example = async (name) => JSON.parse(await readFile(new URL(`../../../examples/${name}/case.json`, import.meta.url), 'utf8'));

/** Opens the case, invites everybody and lets them join, on the pages alone. */
export async function gather(browser, stage, file) {
  const pages = {};
  for (const { name } of file.participants) {
    pages[name] = await person(browser, { acceptDownloads: true });
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
  return { stage, pages, id };
}

/** `who` compares the number of `name` by voice. */
export async function compare({ stage, pages, id }, who, name) {
  const { number } = await stage.posts[name].call('contact.show', { case: id, name });
  const page = pages[who];
  await go(page, `#/case/${id}/people`);
  const card = page.locator('li.sheet', { has: page.locator('h2', { hasText: name }) });
  await unfold(card, 'Compare');
  await card.getByLabel('What you hear').fill(number);
  await card.getByRole('button', { name: 'They agree' }).click();
  await card.getByText('Number compared').waitFor();
}

const option = (step, name) => { const at = step.args.indexOf(name); return at < 0 ? undefined : step.args[at + 1]; };
const options = (step, name) => step.args.flatMap((arg, i) => (step.args[i - 1] === name ? [arg] : []));
/** A time from now, as "+12s" says. */
const seconds = (text) => Number(text.slice(1, -1)) * { s: 1, h: 3_600, d: 86_400 }[text.at(-1)];
const filesOf = (step) => options(step, '--file').map((name) => step.files[name]);

/** The people of one case file before their pages, and what the file calls things. */
class Players {
  constructor(table) {
    Object.assign(this, table);
    this.called = {};
    this.away = new Set();
  }
  page(who) { return this.pages[who]; }
  visit(who, tab) { return visit(this.pages[who], this.id, tab); }
  post(who) { return this.stage.posts[who]; }
  name(step, ...things) { Object.keys(step.save ?? {}).forEach((key, i) => { this.called[`$${key}`] ??= things[i]; }); }

  async leave(who) {
    this.away.add(who);
    await this.post(who).stop();
  }
  async back(who) {
    this.away.delete(who);
    const { home, port } = this.post(who);
    this.stage.posts[who] = await new Post(home).run(['--desk', port]);
    await this.page(who).goto(await this.post(who).address());
    await this.page(who).locator('[data-line="live"]').waitFor();
  }

  issue(name) { return this.agenda.issues.find((i) => i.name === name); }
  issueText(name) { return this.issue(name).texts.en; }
  optionText(issue, name) { return this.issue(issue).option_texts?.[name]?.en ?? String(name); }
  async settle(within, pack) { for (const [issue, chosen] of Object.entries(pack)) await within.getByRole('combobox', { name: this.issueText(issue), exact: true }).selectOption(String(chosen)); }

  async card(who, title) {
    const page = await this.visit(who, 'Frameworks');
    return page.locator('article', { has: page.getByRole('heading', { level: 2, name: title, exact: true }) });
  }
  ballot(who, title) {
    const page = this.page(who);
    return page.locator('article', { has: page.getByRole('heading', { level: 3, name: new RegExp(`^Ballot: .?${title}.?$`) }) }).first();
  }
}

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

async function draftText(p, who, tab, summary, step, more = async () => {}) {
  const page = await p.visit(who, tab);
  await unfold(page, summary);
  const form = page.locator('details', { has: page.locator('summary', { hasText: summary }) });
  for (const [i, one] of options(step, '--text').entries()) {
    const [lang, name] = one.split('=');
    if (i > 0) await form.getByRole('button', { name: 'Add a language' }).click();
    await form.getByLabel('Language').nth(i).fill(lang);
    await form.getByLabel('Text', { exact: true }).nth(i).fill(step.files[name]);
  }
  await more(form);
  await sign(form, 'Put it before them');
  await page.locator('[data-text]').first().waitFor();
}
const agree = async (p, who) => {
  await openDuty(p.page(who), 'Sign, or give your own text');
  const text = p.page(who).locator('[data-text]').first();
  await sign(text, 'Agree to this text');
  await text.getByText(says(`${who} agrees`)).waitFor();
};

/** By verb: how a step is played. */
const acts = {
  'contact verify': (p, { actor, args }) => compare(p, actor, args[1]),

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

  commit: async (p, step) => {
    const page = await p.visit(step.actor, 'Commitments'), inReturn = option(step, '--in-return-for'), verifier = option(step, '--verified-by');
    if (!(await page.getByLabel('What you undertake').isVisible())) await unfold(page, 'Undertake something');
    await page.getByLabel('What you undertake').fill(step.text);
    await page.getByRole('checkbox', { name: option(step, '--to'), exact: true }).check();
    await page.getByLabel('By (UTC)').fill(utc(seconds(option(step, '--by'))).slice(0, 16));
    if (verifier) await page.getByLabel('Verified by').selectOption(verifier);
    if (inReturn) await page.getByLabel('In return for').selectOption(await page.locator('option', { hasText: p.called[inReturn].slice(0, 60) }).first().getAttribute('value'));
    await page.locator('[data-preview]').waitFor();
    await sign(page, 'Undertake it');
    await page.locator('[data-phase]', { hasText: step.text }).waitFor();
    p.name(step, step.text);
  },
  attest: async (p, step) => {
    const page = await p.visit(step.actor, 'Commitments');
    await page.locator('[data-phase]', { hasText: p.called[step.args[0]] }).getByRole('link').first().click();
    assert.equal(await page.getByRole('link', { name: 'Incidents', exact: true }).count(), 0, 'a verifier sees what it verifies and nothing else');
    await page.getByRole('radio', { name: 'Confirmed', exact: true }).check();
    await page.getByLabel('What you looked at').fill(option(step, '--scope'));
    await sign(page, 'Attest');
    await page.locator('[data-said="confirmed"]').waitFor();
  },
  commitments: async (p, { actor }) => {
    const page = await p.visit(actor, 'Commitments');
    await page.locator('[data-phase="fulfilled"]', { hasText: p.called.$gate }).waitFor();
  },

  'incident open': async (p, step) => {
    const page = await p.visit(step.actor, 'Incidents');
    await unfold(page, 'Tell of an incident');
    await page.getByLabel('Words', { exact: true }).fill(step.text);
    await page.getByLabel('Precedence').selectOption(option(step, '--precedence'));
    if (option(step, '--release') === 'all') await page.getByLabel('May reach all sides').check();
    await sign(page, 'Tell it');
    await page.locator('[data-incident]', { hasText: step.text }).waitFor();
    p.name(step, step.text);
  },
  outreach: async (p, { actor }) => {
    const page = await openDuty(p.page(actor), 'Reach all sides'), incident = page.locator('[data-incident]');
    assert.ok(await incident.getByLabel('In the words of').isChecked());
    await sign(incident, 'Reach all sides');
    await incident.getByText('Outreach 1').first().waitFor();
  },
  'incident report': async (p, { actor, expect }) => {
    const page = await p.visit(actor, 'Incidents'), incident = page.locator('[data-incident]');
    const sides = expect ? { Downriver: expect['/outreaches/0/sides/0/state'], Upriver: expect['/outreaches/0/sides/1/state'] } : { Upriver: 'answered' };
    for (const [name, state] of Object.entries(sides)) await incident.locator(`[data-side="${name}"][data-state="${state}"]`).waitFor();
    if (expect) assert.match(await incident.locator('[data-side="Upriver"] p[lang=en]').textContent(), /relay/, 'silence has the post’s own sentence');
    if (expect) return;
    await incident.getByText('Position: None yet').waitFor();
    await unfold(incident, 'The course of it');
    await incident.locator('.time li').nth(3).waitFor();
  },
  'incident respond': async (p, { actor }) => {
    const page = await openDuty(p.page(actor), 'Say that you have seen it');
    await page.getByText(p.called.$flood).first().waitFor();
    await page.getByRole('radio', { name: 'None yet' }).check();
    await sign(page, 'None yet');
    await page.getByText('Your position may change').waitFor();
  },

  minute: async (p, step) => {
    const page = await p.visit(step.actor, 'Calls');
    await unfold(page, 'Take down words');
    await page.getByLabel('Who speaks').selectOption(option(step, '--from'));
    await page.getByLabel('What was said').fill(step.text);
    await page.getByLabel('Read back').check();
    const form = page.locator('form', { has: page.getByLabel('Who speaks') });
    for (const name of options(step, '--to')) await form.getByRole('checkbox', { name, exact: true }).check();
    await page.locator('[data-preview]', { hasText: 'not signed by Upriver' }).waitFor();
    await sign(form, 'Take down words');
    await page.locator('[data-minute]', { hasText: step.text }).getByText(says('Not signed by Upriver')).waitFor();
    p.name(step, step.text);
  },
  convey: async (p, step) => {
    const page = await p.visit(step.actor, 'Calls'), words = p.called[step.args[0]];
    if (step.refused) {
      const minute = page.locator('[data-minute]', { hasText: words });
      await minute.getByText('Countersigned by').waitFor();
      assert.equal(await minute.getByRole('link', { name: 'Convey' }).count(), 0, 'what was countersigned goes under the speaker’s own name');
      await go(page, `#/case/${p.id}/signal/${p.minuteId}?to=Downriver`);
      await page.locator('.said', { hasText: words }).first().waitFor();
      return assert.equal(await page.getByRole('button', { name: 'Convey to' }).count(), 0);
    }
    await page.locator('[data-minute]', { hasText: words }).getByRole('link', { name: 'Convey' }).click();
    await page.locator('[data-rule="permitted"]').waitFor();
    p.minuteId = /signal\/([0-9a-f]+)/.exec(page.url())[1];
    await page.getByRole('button', { name: 'Convey to' }).click();
    await page.locator('[data-confirm]').click();
    await page.getByRole('button', { name: 'Next thing that waits' }).waitFor();
    const reader = await openDuty(p.page('Downriver'), 'Say how you take it');
    await reader.getByText('Recorded, not signed').waitFor();
    await reader.locator('.said', { hasText: words }).first().waitFor();
  },
  countersign: async (p, { actor }) => {
    const page = await openDuty(p.page(actor), 'Countersign or contest');
    await sign(page.locator('[data-minute]'), 'These are my words');
    await page.getByText('Countersigned by').waitFor();
  },
  'call schedule': async (p, step) => {
    const page = await p.visit(step.actor, 'Calls');
    await unfold(page, 'Arrange a call');
    await page.getByLabel('When (UTC)').fill(utc(seconds(option(step, '--at'))).slice(0, 16));
    await page.getByLabel('Topic').fill(option(step, '--topic'));
    for (const name of options(step, '--with')) assert.ok(await page.locator('form', { has: page.getByLabel('Topic') }).getByRole('checkbox', { name, exact: true }).isChecked());
    await sign(page, 'Arrange a call');
    await page.locator('[data-call]').getByText('Arranged').waitFor();
    p.name(step, option(step, '--topic'));
  },
  'readout draft': (p, step) => draftText(p, step.actor, 'Calls', 'Draft a read-out', step, (form) => form.getByLabel('About which call').selectOption({ label: p.called.$call })),
  'readout agree': (p, { actor }) => agree(p, actor),
  'readout differ': async (p, step) => {
    const page = await openDuty(p.page(step.actor), 'Sign, or give your own text');
    await unfold(page, 'Give your own text');
    await page.getByLabel('Your text').fill(step.files['ours.txt']);
    await sign(page.locator('[data-text]'), 'Give your own text');
  },
  'readout show': async (p, { actor }) => {
    const page = await p.visit(actor, 'Calls'), own = page.locator('[data-state="differs"] [data-own="Downriver"]');
    await own.locator('ins', { hasText: 'promised' }).waitFor();
    await own.locator('del', { hasText: 'regretted' }).waitFor();
    await page.locator('[data-state="differs"] [data-signer="Upriver"]', { hasText: 'agrees' }).waitFor();
  },
  'communique draft': (p, step) => draftText(p, step.actor, 'In public', 'Draft a communiqué', step, (form) => form.getByLabel('Embargo until').fill(utc(seconds(option(step, '--embargo'))))),
  'communique agree': (p, { actor }) => agree(p, actor),
  'communique show': async (p, { actor }) => {
    const page = await p.visit(actor, 'In public'), text = page.locator('[data-text][data-state="released"]');
    await text.waitFor({ timeout: 60_000 });
    await text.getByText(/Upriver, Downriver share the Osk/).waitFor();
    await p.page('Downriver').locator('[data-text][data-state="released"]').getByText(/Downriver, Upriver share the Osk/).waitFor();
    const download = page.waitForEvent('download');
    await text.getByRole('button', { name: 'Save the released file' }).click();
    assert.equal(JSON.parse(await readFile(await (await download).path(), 'utf8')).format, 'goodoffices-communique-1');
  },
};

/** Plays every step of `file`; those of whom a step says that they are away have no post until they act again. */
export async function play(table, file) {
  const players = new Players(table);
  for (const [number, step] of file.steps.entries()) {
    for (const who of step.away ?? []) if (!players.away.has(who)) await players.leave(who);
    if (players.away.has(step.actor)) await players.back(step.actor);
    try {
      await acts[step.verb](players, step);
    } catch (e) {
      throw new Error(`step ${number + 1}, ${step.actor}: ${step.verb}: ${e.message}`, { cause: e });
    }
  }
  return players;
}
