// SPDX-License-Identifier: Apache-2.0
// Plays a case file of examples/ on the pages of its people: every step in its order, with its words. What a step does at the
// command line is done here by pressing, choosing and typing.
import { readFile } from 'node:fs/promises';
import { unfold, visit } from './acts.mjs';
import { go, openDesk, person } from './page.mjs';
import { afterwards } from './play_afterwards.mjs';
import { frameworks } from './play_frameworks.mjs';
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

const acts = { 'contact verify': (p, { actor, args }) => compare(p, actor, args[1]), ...frameworks, ...afterwards };

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
