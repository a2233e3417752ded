// SPDX-License-Identifier: Apache-2.0
// How long the desk takes: to its first view, and to open a case with many statements; beside an empty page of the same
// server in the same run. Prints a table and one line of JSON. usage: bench.mjs [STATEMENTS]
import { arch, cpus, release } from 'node:os';
import process from 'node:process';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { openCase, Stage } from './lib/stage.mjs';

const wanted = Number(process.argv[2] ?? 10_000);
const rounds = 7;
const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
async function measured(work) {
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(work));
  return median(times);
}

const stage = await Stage.open();
const browser = await launch();
try {
  const id = await openCase(stage);
  const { Envoy } = stage.posts;
  for (let from = 0; from < wanted; from += 1_000)
    await Envoy.several(Array.from({ length: 500 }, (_, i) => ['signal', { case: id, to: ['Upriver', 'Downriver'], text: `Notice ${from + 2 * i} of the intermediary to both sides, as agreed.` }]));

  const page = await person(browser);
  await openDesk(page, Envoy);
  const root = `http://127.0.0.1:${Envoy.port}/`;
  const heap = async () => {
    const client = await page.context().newCDPSession(page);
    await client.send('HeapProfiler.collectGarbage');
    return (await client.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };
  const empty = await measured(async () => { await page.goto(`${root}open?token=none`); await page.locator('h1').waitFor(); });
  const none = await heap();
  const first = await measured(async () => { await page.goto('about:blank'); await page.goto(root); await page.locator('main .list h3').waitFor(); });
  const few = await heap();
  const cards = await measured(async () => { await go(page, '#/'); await page.evaluate((c) => { location.hash = `#/case/${c}`; }, id); await page.locator('[data-card]').first().waitFor(); });
  await go(page, '#/');
  const all = await timed(async () => {
    await page.evaluate((c) => { location.hash = `#/case/${c}`; }, id);
    await page.waitForFunction((n) => Number((document.querySelector('search [role=status]')?.textContent ?? '').replace(/\D/g, '')) >= n && !/read/.test(document.querySelector('search [role=status]')?.textContent ?? ''), wanted);
  });
  const many = await heap();
  const rows = [['empty page', empty], ['first view', first], ['case: first cards', cards], [`case: all ${wanted} statements`, all]];
  for (const [what, ms] of rows) console.log(`${what.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms ${(ms / empty).toFixed(1).padStart(7)} × empty page`);
  for (const [what, mib] of [['heap: empty page', none], ['heap: cases', few], ['heap: all statements', many]])
    console.log(`${what.padEnd(34)} ${mib.toFixed(1).padStart(7)} MiB ${(mib / none).toFixed(1).padStart(6)} × empty page`);
  console.log(`first view in less than a second: ${first < 1_000 ? 'met' : 'MISSED'}`);
  const machine = { processor: cpus()[0].model, threads: cpus().length, kernel: release(), arch: arch(), browser: browser.version() };
  console.log(JSON.stringify({ machine, statements: wanted, empty_ms: empty, first_view_ms: first, first_cards_ms: cards, all_ms: all, heap_mib: { empty: none, cases: few, all: many } }));
} finally {
  await browser.close();
  await stage.close();
}
