// SPDX-License-Identifier: Apache-2.0
// Both example cases, played by four people in their browsers, with the words of examples/. Nothing is done at a post but
// reading numbers aloud, and stopping the post of one that is away.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openDuty, says, sign, unfold, visit } from './lib/acts.mjs';
import { go, launch } from './lib/page.mjs';
import { compare, example, gather, play } from './lib/play.mjs';
import { Stage } from './lib/stage.mjs';

let browser;
const stages = [];
before(async () => { browser = await launch(); });
after(async () => {
  await browser?.close();
  for (const stage of stages) await stage.close();
});

const step = (file, verb, more = () => true) => file.steps.find((s) => s.verb === verb && more(s));
const seat = async (file) => {
  const stage = await Stage.open();
  stages.push(stage);
  return gather(browser, stage, file);
};

// Each has a relay and posts of its own: one plays while the other waits for its ballots.
describe('the examples', { concurrency: 2 }, () => {
  test('water-sharing: to its very end, every step in its order and words', { timeout: 600_000 }, async () => {
    const file = await example('water-sharing');
    const table = await seat(file);
    const { called } = await play(table, file);
    const { pages: { Upriver, Downriver }, id } = table;

    // Beyond the file: Upriver takes on what the framework asks of it, in the words of the agenda's template.
    const { agenda } = step(file, 'agenda set').files['agenda.json'];
    const { text } = agenda.commitments[1], reads = (lang) => text[lang].replace('{option}', agenda.issues[1].option_texts['live gauge'][lang]);
    await visit(Upriver, id, 'Frameworks');
    const card = Upriver.locator('article', { has: Upriver.getByRole('heading', { level: 2, name: called.$revised, exact: true }) });
    const asked = card.locator('[data-undertaking="2"]', { hasText: reads('en') });
    await asked.waitFor();
    assert.equal(await card.getByRole('link', { name: 'Undertake this' }).count(), 2, 'what Downriver is to undertake is Downriver’s');
    await asked.getByRole('link', { name: 'Undertake this' }).click();
    await Upriver.locator('[data-source="2"]').waitFor();
    assert.equal(await Upriver.getByLabel('What you undertake').inputValue(), reads('en'));
    assert.equal(await Upriver.getByLabel('Translation').inputValue(), reads('ar'));
    assert.ok(await Upriver.getByRole('checkbox', { name: 'Downriver', exact: true }).isChecked());
    const due = new Date(`${await Upriver.getByLabel('By (UTC)').inputValue()}Z`).getTime();
    assert.ok(Math.abs(due - Date.now() - 60 * 86_400_000) < 900_000, 'sixty days from the adoption');
    assert.equal(await Upriver.locator('[data-phase]', { hasText: reads('en') }).count(), 0, 'nothing is signed by filling in');
    await sign(Upriver, 'Undertake it');
    await Upriver.locator('[data-phase]', { hasText: reads('en') }).waitFor();
    await Upriver.locator('[data-asks] [data-undertaking="2"]').getByText('Undertaken already').waitFor();
    await visit(Downriver, id, 'Commitments');
    await Downriver.locator('[data-phase]', { hasText: reads('en') }).getByRole('link').first().click();
    await Downriver.locator('.said[lang=ar]', { hasText: reads('ar') }).waitFor();
    await Downriver.getByText(/Translation · Arabic · Made by .?Upriver/).waitFor();
    for (const page of Object.values(table.pages)) assert.deepEqual(page.faults, []);
  });

  test('dushanbe-2025: an assurance is conveyed in approved words, and no further, and confirmed in public by one line', async () => {
    const file = await example('dushanbe-2025');
    const table = await seat(file);
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
