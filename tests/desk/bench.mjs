// SPDX-License-Identifier: Apache-2.0
// How long the desk takes: to its first view, and to open a case with many statements; how much memory its page has; beside
// an empty page of a server that does nothing else, in the same run. Prints a table and one line of JSON.
// usage: bench.mjs [STATEMENTS]
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { arch, cpus, loadavg, release, totalmem } from 'node:os';
import process from 'node:process';
import { go, launch, openDesk, person } from './lib/page.mjs';
import { openCase, Stage } from './lib/stage.mjs';

const wanted = Number(process.argv[2] ?? 10_000);
// Others at work on the machine are in every figure, so how many is told with them.
const load = Number(loadavg()[0].toFixed(1));
const rounds = 7, aim_ms = 1_000, at_once = 500;
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const log = (what) => process.stderr.write(`${what}\n`);

/** The median of what `work` measures, or of how long it takes. */
async function measured(work, before = async () => {}) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    await before();
    const start = performance.now();
    const own = await work();
    times.push(typeof own === 'number' ? own : performance.now() - start);
  }
  return median(times);
}

async function emptyServer() {
  const page = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Empty</title><h1>Empty</h1></html>';
  const server = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(page));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

/** A case in which this many statements stand. */
async function grow(stage, count) {
  const id = await openCase(stage);
  const { Envoy } = stage.posts;
  const one = (n) => ['signal', { case: id, to: [n % 2 ? 'Upriver' : 'Downriver'], text: `Notice ${n} of the intermediary, as agreed with both sides on the telephone.` }];
  const start = performance.now();
  for (let n = 0; n < count; n += at_once) await Envoy.several(Array.from({ length: Math.min(at_once, count - n) }, (_, i) => one(n + i)));
  log(`a case with ${count} statements more than it began with grew in ${((performance.now() - start) / 1_000).toFixed(0)} s`);
  return id;
}

/** What a page has of memory: JavaScript's heap after a collection, and what is its renderer's alone, in MiB. */
async function memory(browser, page) {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const heap = (await client.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  await client.detach();
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  await whole.detach();
  let renderer = 0;
  for (const { id } of processInfo.filter((p) => p.type === 'renderer')) {
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'utf8').catch(() => '');
    renderer = Math.max(renderer, Number(/^Private_Dirty:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1_024);
  }
  return { heap, renderer };
}

// What takes the place of the program's page would take that of the empty one too.
if (process.env.GOODOFFICES_PAGE) throw new Error('the bench measures the page in the program: unset GOODOFFICES_PAGE');
const stage = await Stage.open();
const empty = await emptyServer();
const browsers = [];
/** A browser of its own, so that the renderer is the page's alone. */
async function fresh() {
  const browser = await launch();
  browsers.push(browser);
  return { browser, page: await person(browser) };
}
try {
  const id = await grow(stage, wanted);
  const { Envoy } = stage.posts;

  const nothing = await fresh();
  const blank = (page) => page.goto('about:blank');
  const emptyAddress = `http://127.0.0.1:${empty.address().port}/`;
  const seen = async (page, address, selector) => {
    await page.goto(address);
    await page.locator(selector).first().waitFor();
  };
  const empty_ms = await measured(() => seen(nothing.page, emptyAddress, 'h1'), () => blank(nothing.page));
  const emptyMemory = await memory(nothing.browser, nothing.page);

  const desk = await fresh();
  const root = `http://127.0.0.1:${Envoy.port}/`;
  await openDesk(desk.page, Envoy);
  const listed = 'main .list h3';
  await desk.page.locator(listed).waitFor();
  const first_ms = await measured(() => seen(desk.page, root, listed), () => blank(desk.page));
  // As if it had never been here: nothing of the page is in the browser's store.
  const cold = await desk.page.context().newCDPSession(desk.page);
  await cold.send('Network.enable');
  await cold.send('Network.setCacheDisabled', { cacheDisabled: true });
  const cold_ms = await measured(() => seen(desk.page, root, listed), () => blank(desk.page));
  await cold.detach();
  const casesMemory = await memory(desk.browser, desk.page);

  // Counted in the page, so that what the test asks of it is not in the figure.
  const opened = (whole) => desk.page.evaluate(([of, all]) => new Promise((done) => {
    const start = performance.now();
    const there = () => document.querySelector('[data-card]') && (!all || document.querySelector('search [data-complete="true"]'));
    const look = () => { if (there()) { watch.disconnect(); requestAnimationFrame(() => done(performance.now() - start)); } };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    location.hash = `#/case/${of}`;
    look();
  }), [id, whole]);
  const home = async () => { await go(desk.page, '#/'); await desk.page.locator(listed).waitFor(); };
  await home();
  const once_ms = await opened(true);
  const cards_ms = await measured(() => opened(false), home);
  const all_ms = await measured(() => opened(true), home);
  const allMemory = await memory(desk.browser, desk.page);
  const shown = Number((await desk.page.locator('search [role=status]').textContent()).replace(/\D/g, ''));
  if (shown < wanted) throw new Error(`the page shows ${shown} cards of ${wanted}`);

  const line = (what, value, unit, of, digits = 0) => console.log(`${what.padEnd(38)} ${value.toFixed(digits).padStart(8)} ${unit.padEnd(3)} ${(value / of).toFixed(1).padStart(7)} × empty page`);
  line('empty page', empty_ms, 'ms', empty_ms);
  line('first view', first_ms, 'ms', empty_ms);
  line('first view, nothing of it cached', cold_ms, 'ms', empty_ms);
  line(`case of ${wanted}: all, the first time`, once_ms, 'ms', empty_ms);
  line(`case of ${wanted}: first cards`, cards_ms, 'ms', empty_ms);
  line(`case of ${wanted}: all statements`, all_ms, 'ms', empty_ms);
  for (const [of, unit] of [['heap', 'JavaScript heap'], ['renderer', "renderer's own"]])
    for (const [what, had] of [['empty page', emptyMemory], ['list of cases', casesMemory], [`case of ${wanted}`, allMemory]])
      line(`${unit}: ${what}`, had[of], 'MiB', emptyMemory[of], 1);
  const met = Math.max(first_ms, cold_ms) < aim_ms;
  console.log(`first view in less than ${aim_ms} ms: ${met ? 'met' : 'MISSED'}`);
  const machine = { processor: cpus()[0].model, threads: cpus().length, memory_gib: Math.round(totalmem() / 2 ** 30), load, kernel: release(), arch: arch(), node: process.version, browser: desk.browser.version() };
  const rounded = (o) => Object.fromEntries(Object.entries(o).map(([k, v]) => [k, Number(v.toFixed(2))]));
  console.log(JSON.stringify({
    machine, statements: wanted, rounds, ...rounded({ empty_ms, first_view_ms: first_ms, first_view_cold_ms: cold_ms, all_first_ms: once_ms, first_cards_ms: cards_ms, all_ms }),
    heap_mib: rounded({ empty: emptyMemory.heap, cases: casesMemory.heap, all: allMemory.heap }), renderer_mib: rounded({ empty: emptyMemory.renderer, cases: casesMemory.renderer, all: allMemory.renderer }), first_view_met: met,
  }));
} finally {
  for (const browser of browsers) await browser.close();
  empty.close();
  await stage.close();
}
