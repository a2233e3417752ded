// SPDX-License-Identifier: Apache-2.0
// What comes after yes, as the steps of a case file say it, on the pages of its people.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { openDuty, says, sign, unfold, utc } from './acts.mjs';
import { go } from './page.mjs';
import { option, options, seconds } from './steps.mjs';

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
export const afterwards = {
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
