// SPDX-License-Identifier: Apache-2.0
// What comes after yes, played in the browsers of four people: nothing here is done at a post but looking.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openDuty as open, says, sign, unfold, utc, visit as bring } from './lib/acts.mjs';
import { launch, openDesk, person } from './lib/page.mjs';
import { openCase, Stage } from './lib/stage.mjs';

const stage = await Stage.open();
const pages = {};
let browser, id;
before(async () => {
  id = await openCase(stage, { sides: ['Upriver', 'Downriver'], verifiers: ['Inspectors'] });
  browser = await launch();
  for (const who of ['Envoy', 'Upriver', 'Downriver', 'Inspectors']) {
    pages[who] = await person(browser, { acceptDownloads: true });
    await openDesk(pages[who], stage.posts[who]);
  }
});
after(async () => {
  await browser?.close();
  await stage.close();
});

const visit = (who, tab) => bring(pages[who], id, tab);
const openDuty = (who, duty) => open(pages[who], duty);

test('an undertaking is made, in force, done, and attested with a file by its verifier; a dispute stands beside the finding', async () => {
  const author = await visit('Upriver', 'Commitments');
  await unfold(author, 'Undertake something');
  await author.getByLabel('What you undertake').fill('Upriver opens the Narrow Gate at nine every morning.');
  await author.getByLabel('Verified by').selectOption('Inspectors');
  await author.locator('[data-preview]', { hasText: 'Inspectors verifies it' }).waitFor();
  await sign(author, 'Undertake it');
  await author.locator('[data-phase="in-force"]', { hasText: 'It is your move.' }).waitFor();

  const other = await visit('Downriver', 'Commitments');
  await other.locator('[data-phase="in-force"]', { hasText: says('It is the move of Upriver') }).waitFor();
  await unfold(other, 'Undertake something');
  await other.getByLabel('What you undertake').fill('Downriver stops building at the bend.');
  await other.getByLabel('In return for').selectOption({ index: 1 });
  await sign(other, 'Undertake it');
  await other.locator('.rung', { hasText: 'Step 2' }).locator('[data-phase]', { hasText: 'Downriver stops building' }).waitFor();
  const download = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Save as a calendar' }).click();
  assert.match(await readFile(await (await download).path(), 'utf8'), /^BEGIN:VCALENDAR[\s\S]*Downriver stops building/);

  await author.getByRole('link', { name: says('Upriver undertakes towards') }).click();
  await author.getByRole('radio', { name: 'Done', exact: true }).check();
  await sign(author, 'Done');
  await author.locator('[data-said="performed"]').waitFor();

  const verifier = await openDuty('Inspectors', 'Say what you found');
  await verifier.getByRole('heading', { name: 'Your finding' }).waitFor();
  assert.equal(await verifier.getByRole('link', { name: 'Incidents', exact: true }).count(), 0, 'a verifier sees what it verifies and nothing else');
  await verifier.getByRole('radio', { name: 'Confirmed', exact: true }).check();
  await verifier.getByLabel('What you looked at').fill('The gate, at nine, on three days that nobody was told of.');
  await verifier.getByLabel('Files that show it').setInputFiles({ name: 'gate.txt', mimeType: 'text/plain', buffer: Buffer.alloc(40_000, 'gate ') });
  await sign(verifier, 'Attest');
  await verifier.locator('[data-said="confirmed"]').waitFor();

  const reader = await visit('Downriver', 'Commitments');
  await reader.locator('[data-phase="fulfilled"]').getByRole('link').first().click();
  const finding = reader.locator('[data-said="confirmed"]');
  await finding.getByText('Here', { exact: true }).waitFor();
  const file = reader.waitForEvent('download');
  await finding.getByRole('button', { name: 'Download' }).click();
  assert.equal((await readFile(await (await file).path())).length, 40_000);
  await reader.getByRole('radio', { name: 'Disputed' }).check();
  await reader.getByLabel('In your words').fill('They looked at the wrong gate.');
  assert.match(await reader.getByLabel('What you dispute').locator('option:checked').textContent(), /Inspectors: Confirmed/);
  await sign(reader, 'Disputed');
  await reader.locator('[data-said="disputed"]', { hasText: 'They looked at the wrong gate.' }).waitFor();
  await author.locator('[data-said="confirmed"]', { hasText: says('Disputed by Downriver') }).waitFor();
  await author.locator('[data-said="disputed"]', { hasText: says('Disputes what Inspectors said: Confirmed') }).waitFor();
});

test('a file that comes while one looks is here without a touch', async () => {
  const reader = await visit('Downriver', 'Commitments');
  await reader.getByRole('link', { name: says('Upriver undertakes towards') }).click();
  await reader.locator('[data-said="confirmed"]').waitFor();
  const verifier = await visit('Inspectors', 'Commitments');
  await verifier.getByRole('link', { name: says('Upriver undertakes towards') }).click();
  await verifier.getByRole('radio', { name: 'Not confirmed', exact: true }).check();
  await verifier.getByLabel('What you looked at').fill('Pictures of a fourth day.');
  await verifier.getByLabel('Files that show it').setInputFiles({ name: 'pictures.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(16 << 20, 'picture ') });
  await sign(verifier, 'Attest');
  await reader.locator('[data-said="not-confirmed"]').getByText('Here', { exact: true }).waitFor();
});

test('an incident is told, all sides are reached, and the clocks of each run until a person has answered', async () => {
  const teller = await visit('Downriver', 'Incidents');
  await unfold(teller, 'Tell of an incident');
  await teller.getByLabel('Words', { exact: true }).fill('The lower meadows are under water. Is the gate open?');
  await teller.getByLabel('Precedence').selectOption('FLASH');
  await teller.getByLabel('May reach all sides').check();
  await sign(teller, 'Tell it');

  const envoy = await openDuty('Envoy', 'Reach all sides');
  const incident = envoy.locator('[data-incident]');
  await incident.getByText('No side has been reached yet').waitFor();
  assert.ok(await incident.getByLabel('In the words of').isChecked());
  await sign(incident, 'Reach all sides');
  const upriver = incident.locator('[data-side="Upriver"]'), downriver = incident.locator('[data-side="Downriver"]');
  await incident.locator('[data-side="Upriver"][data-state="at-post"]').waitFor();
  const running = upriver.getByRole('timer', { name: 'Due in' });
  const first = await running.textContent();
  assert.match(first, /^(9 mins( \d+ secs?)?|10 mins)$/);
  await envoy.waitForFunction(([e, text]) => e.textContent !== text, [await running.elementHandle(), first]);

  const seen = await openDuty('Upriver', 'Say that you have seen it');
  await seen.getByText('was told the same').waitFor();
  await seen.getByRole('radio', { name: 'Accepted' }).check();
  await sign(seen, 'Accepted');
  await seen.getByText('Your position may change').waitFor();
  await upriver.getByText('Position: Accepted').waitFor();
  assert.equal(await upriver.getByRole('timer').count(), 0, 'nothing runs where a person has answered');
  await openDuty('Downriver', 'Say that you have seen it');
  await sign(pages.Downriver, 'Seen, no word yet');
  await incident.locator('[data-side="Downriver"][data-state="seen"]').waitFor();
  assert.match(await downriver.locator('[lang=en]').last().textContent(), /\w+/, 'silence has the post’s own sentence');
  await unfold(incident, 'The course of it');
  await incident.locator('.time li').nth(3).waitFor();
});

test('a line is tested, a person answers, and the day shows it', async () => {
  const envoy = await visit('Envoy', 'Lines');
  const line = envoy.locator('[data-line-with="Upriver"]');
  await line.getByRole('button', { name: 'Ask for a person' }).click();
  await line.getByText('Answers', { exact: true }).waitFor();
  const asked = await openDuty('Upriver', 'Answer the line test');
  await asked.getByRole('button', { name: 'I am here' }).click();
  await line.locator('dt', { hasText: 'A person answered' }).locator('+ dd time').waitFor();
  await line.getByRole('img', { name: says('1 answered, 0 missed') }).waitFor();
  await unfold(line, 'Day by day');
  assert.equal(await line.locator('tbody tr').count(), 1);
  await line.getByLabel('By itself every').selectOption('3600');
  await envoy.waitForFunction((e) => e.value === '3600', await line.getByLabel('By itself every').elementHandle());
});

test('words by telephone are conveyed as recorded, and signed by whose they are only when it countersigns', async () => {
  const envoy = await visit('Envoy', 'Calls');
  await unfold(envoy, 'Take down words');
  await envoy.getByLabel('Who speaks').selectOption('Upriver');
  await envoy.getByLabel('What was said').fill('Nobody opened the gate last night.');
  await envoy.getByLabel('Read back').check();
  await envoy.locator('form', { has: envoy.getByLabel('Who speaks') }).getByRole('checkbox', { name: 'Downriver' }).check();
  await envoy.locator('[data-preview]', { hasText: 'not signed by Upriver' }).waitFor();
  await sign(envoy, 'Take down words');
  await envoy.locator('[data-minute]', { hasText: says('Not signed by Upriver') }).getByText(says('Upriver has not signed')).waitFor();
  await envoy.locator('[data-minute]').getByRole('link', { name: 'Convey' }).click();
  await envoy.locator('[data-rule="permitted"]').waitFor();
  await envoy.getByRole('button', { name: 'Convey to' }).click();
  await envoy.locator('[data-confirm]').click();
  await envoy.getByRole('button', { name: 'Next thing that waits' }).waitFor();
  const reader = await openDuty('Downriver', 'Say how you take it');
  await reader.getByRole('heading', { level: 1, name: says('From Upriver') }).waitFor();
  await reader.getByText('Recorded, not signed').waitFor();
  await visit('Envoy', 'Calls');
  const upriver = await openDuty('Upriver', 'Countersign or contest');
  await sign(upriver.locator('[data-minute]'), 'These are my words');
  await upriver.getByText('Countersigned by').waitFor();
  await envoy.getByText('Countersigned by').waitFor();
});

test('a call is arranged, noted in private, and its read-out shows where two differ', async () => {
  const envoy = await visit('Envoy', 'Calls');
  await unfold(envoy, 'Arrange a call');
  await envoy.getByLabel('Topic').fill('The night at the lower meadows');
  await sign(envoy, 'Arrange a call');
  const call = envoy.locator('[data-call]');
  await call.getByText('Arranged').waitFor();
  await unfold(call, 'A private note');
  await call.getByLabel('Note', { exact: true }).fill('Upriver sounded tired.');
  await call.getByRole('button', { name: 'Keep it here' }).click();
  await call.getByText('Upriver sounded tired.').first().waitFor();

  await unfold(envoy, 'Draft a read-out');
  const form = envoy.locator('details', { has: envoy.getByLabel('About which call') });
  await form.getByLabel('Text', { exact: true }).fill('They spoke about the night. Upriver regretted it. Two keepers watch the gate.');
  await form.getByLabel('About which call').selectOption({ index: 1 });
  await sign(form, 'Put it before them');
  await envoy.locator('[data-text][data-state="open"]').waitFor();

  const upriver = await openDuty('Upriver', 'Sign, or give your own text');
  await sign(upriver.locator('[data-text]'), 'Agree to this text');
  const downriver = await openDuty('Downriver', 'Sign, or give your own text');
  await unfold(downriver, 'Give your own text');
  await downriver.getByLabel('Your text').fill('They spoke about the night. Upriver promised to pay. Two keepers watch the gate.');
  await sign(downriver.locator('[data-text]'), 'Give your own text');
  const own = envoy.locator('[data-own="Downriver"]');
  await own.locator('ins', { hasText: 'promised' }).waitFor();
  await own.locator('del', { hasText: 'regretted' }).waitFor();
  await envoy.locator('[data-state="differs"] [data-signer="Upriver"]', { hasText: 'agrees' }).waitFor();
  await upriver.locator('[data-own="Downriver"] ins').first().waitFor();
});

test('a communiqué that all have signed is held back by its embargo, and released at its instant', async () => {
  const envoy = await visit('Envoy', 'In public');
  await unfold(envoy, 'Draft a communiqué');
  const form = envoy.locator('details', { has: envoy.getByLabel('Embargo until') });
  await form.getByLabel('Text', { exact: true }).fill('{parties} share the Osk.');
  await form.getByLabel('Embargo until').fill(utc(9));
  await sign(form, 'Put it before them');
  for (const who of ['Upriver', 'Downriver']) {
    await openDuty(who, 'Sign, or give your own text');
    await sign(pages[who].locator('[data-text]'), 'Agree to this text');
  }
  const text = pages.Downriver.locator('[data-text]');
  await text.locator('xpath=self::*[@data-state="under-embargo"]').waitFor();
  assert.ok(await text.getByRole('button', { name: 'Save the released file' }).isDisabled());
  await text.getByRole('timer', { name: 'Released in' }).waitFor();
  await text.getByText(/Downriver, Upriver share the Osk/).waitFor();
  await text.locator('xpath=self::*[@data-state="released"]').waitFor();
  const download = pages.Downriver.waitForEvent('download');
  await text.getByRole('button', { name: 'Save the released file' }).click();
  assert.equal(JSON.parse(await readFile(await (await download).path(), 'utf8')).format, 'goodoffices-communique-1');
});

test('a quotation in the press is told to be a leak where no mandate allowed it', async () => {
  const upriver = pages.Upriver;
  const envoy = await visit('Envoy', 'In public');
  await unfold(envoy, 'Keep a report');
  await envoy.getByLabel('Its text').fill(`date ${utc(86_400).slice(0, 10)} Gate stays shut\n\nBy a reporter\n\n“Nobody opened the gate last night,” a spokesman said.\n`);
  await envoy.getByLabel('Where it was printed').fill('The Bend Gazette');
  await envoy.getByLabel('In whose channel').selectOption('Upriver');
  await sign(envoy, 'Keep a report');
  const exhibit = envoy.locator('[data-exhibit]');
  await exhibit.getByText('Gate stays shut').waitFor();
  await unfold(exhibit, 'Tie a quotation to a signal');
  await exhibit.getByLabel('Signal').selectOption({ index: 1 });
  await exhibit.getByRole('combobox', { name: 'To', exact: true }).selectOption('Downriver');
  await exhibit.locator('[data-preview]').waitFor();
  await sign(exhibit, 'Tie a quotation to a signal');
  await exhibit.getByText('A leak: its mandate did not allow it on that day').waitFor();
  assert.match(await exhibit.locator('[data-why]').textContent(), /^[A-Z].*\.$/);
  await visit('Upriver', 'In public');
  await upriver.getByText('A leak: its mandate did not allow it on that day').waitFor();
  for (const page of Object.values(pages)) assert.deepEqual(page.faults, []);
});
