// SPDX-License-Identifier: Apache-2.0
// Real processes on loopback: a relay, and posts with their desks. What a test asks of a post goes over its own socket.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';

const program = process.env.GOODOFFICES ?? 'build/release/goodoffices';

/** One JSON object of a process that goes on, or of one that ends. */
async function firstAnswer(child) {
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('the program ended without an answer');
}

function start(args, env = {}) {
  return spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
}

async function run(args) {
  const child = start(args);
  const ended = once(child, 'exit');
  const answer = await firstAnswer(child);
  await ended;
  if (answer.error) throw new Error(`${args[0]}: ${answer.error.code}: ${answer.error.message}`);
  return answer;
}

export class Refused extends Error {
  constructor(error) {
    super(`${error.code}: ${error.message}`);
    this.code = error.code;
  }
}

export class Post {
  constructor(home, passphraseFile, env) {
    this.env = env;
    this.home = home;
    this.passphrase = passphraseFile ? ['--passphrase-file', passphraseFile] : [];
  }

  async run(more = []) {
    this.child = start(['run', '--json', '--home', this.home, ...this.passphrase, ...more], this.env);
    const ready = await firstAnswer(this.child);
    if (ready.error) throw new Refused(ready.error);
    this.opening = ready.desk;
    if (ready.desk) this.port = new URL(ready.desk).port;
    return this;
  }

  /** An address that opens the desk once. */
  async address() {
    return (await run(['desk', '--json', '--no-browser', '--home', this.home])).url;
  }

  async stop(signal = 'SIGTERM') {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  call(verb, args = {}) {
    return this.several([[verb, args]]).then(([one]) => one);
  }

  /** Several requests on one connection, answered in order. */
  several(requests) {
    return new Promise((resolve, reject) => {
      const socket = createConnection(join(this.home, 'run.sock'));
      const answers = [];
      socket.on('error', reject);
      createInterface({ input: socket }).on('line', (line) => {
        const answer = JSON.parse(line);
        if (answer.error) { socket.destroy(); return reject(new Refused(answer.error)); }
        answers.push(answer.result);
        if (answers.length < requests.length) return send();
        socket.end();
        resolve(answers);
      });
      const send = () => socket.write(`${JSON.stringify({ verb: requests[answers.length][0], args: requests[answers.length][1] })}\n`);
      socket.on('connect', send);
    });
  }

  /** Comes back once `found` of a look at the post is true; looks again whenever the record has grown. */
  async until(look, found) {
    let newest = 0;
    for (let turn = 0; turn < 60; turn++) {
      const seen = await look(this);
      if (found(seen)) return seen;
      newest = (await this.call('await', { beyond: newest, timeout_s: 2 })).newest;
    }
    throw new Error('what was waited for did not come');
  }
}

export class Stage {
  static async open() {
    const stage = new Stage();
    stage.directory = await mkdtemp(join(tmpdir(), 'goodoffices-desk-'));
    stage.relay = start(['relay', 'serve', '--json', '--listen', '127.0.0.1:0', '--store', `sqlite:${join(stage.directory, 'relay.db')}`]);
    stage.url = (await firstAnswer(stage.relay)).listening;
    if (!/^http/.test(stage.url)) stage.url = `http://${stage.url}`;
    stage.posts = {};
    stage.made = 0;
    return stage;
  }

  /** Makes a post and runs it with its desk. */
  async post(name, { passphrase, env, run: more = ['--desk', '0'] } = {}) {
    const number = this.made++;
    const home = join(this.directory, `p${number}`);
    let file;
    if (passphrase) {
      file = join(this.directory, `${number}.pass`);
      await writeFile(file, passphrase, { mode: 0o600 });
    }
    await run(['init', '--json', '--home', home, '--relay', this.url, ...(file ? ['--passphrase-file', file] : ['--no-passphrase'])]);
    this.posts[name] = await new Post(home, file, env).run(more);
    return this.posts[name];
  }

  async close() {
    for (const post of Object.values(this.posts)) await post.stop();
    this.relay.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}

const charter = {
  text: 'What is said in this case stays between those to whom it is addressed. Envoy conveys only what an author’s mandate allows, and exactly so.',
  languages: ['en', 'ru', 'fa', 'he'],
  retention_days: 3650,
  existence: 'confirmable',
};

/** A case of an intermediary with sides, all admitted and known to one another. */
export async function openCase(stage, { title = 'Sharing the Osk', intermediary = 'Envoy', sides = ['Upriver', 'Downriver'], verifiers = [] } = {}) {
  const middle = stage.posts[intermediary] ?? (await stage.post(intermediary));
  const { case: id } = await middle.call('case.open', { title, as: intermediary, charter });
  for (const name of [...sides, ...verifiers]) {
    const post = stage.posts[name] ?? (await stage.post(name));
    const { file } = await middle.call('case.invite', { case: id, role: verifiers.includes(name) ? 'verifier' : 'party', name });
    await post.call('case.join', { file, accept_charter: true });
  }
  const everybody = 1 + sides.length + verifiers.length;
  const admitted = (shown) => shown.participants.filter((p) => p.standing === 'active').length === everybody;
  for (const name of [intermediary, ...sides, ...verifiers]) await stage.posts[name].until((p) => p.call('case.show', { case: id }), admitted);
  return id;
}

/** Waits until `signal` is held by the intermediary. */
export const arrived = (post, signal) => post.until((p) => p.call('trace', { signal }).catch(() => null), (trace) => trace !== null);
