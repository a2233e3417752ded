// SPDX-License-Identifier: Apache-2.0
// A second verifier of ballots, written from the section "Ballot" of docs/protocol.md on @noble/curves and @noble/hashes: it
// shares no code with the first. `node verify-ballot.mjs FILE` reads a transcript (JSON: session, framework, roster,
// deadline, messages, and what is said to have come of them), prints the result, and exits with 4 where it is refused or
// another than the file says.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv, env } from 'node:process';
import { pathToFileURL } from 'node:url';

const from = createRequire(env.NOBLE_FROM ?? new URL('../tests/interop/package.json', import.meta.url));
const load = (name) => import(pathToFileURL(from.resolve(name)));
const { ristretto255 } = await load('@noble/curves/ed25519.js');
const { sha256, sha512 } = await load('@noble/hashes/sha2.js');

const { Point } = ristretto255;
const G = Point.BASE, O = Point.ZERO, order = Point.Fn.ORDER;
const fail = (code, detail = '') => { throw Object.assign(new Error(detail || code), { code }); };
const raw = (hex) => /^([0-9a-f]{2})*$/.test(hex) ? Buffer.from(hex, 'hex') : fail('malformed', 'not hexadecimal');
const octet = (n) => Buffer.from([n]);
const u64 = (n) => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(n)); return b; };
const framed = (label, parts) => Buffer.concat([Buffer.from(`goodoffices/v1/${label}\0`), ...parts.flatMap((p) => [u64(p.length), p])]);
const H = (label, ...parts) => Buffer.from(sha256(framed(label, parts)));
const number = (octets) => BigInt('0x' + (Buffer.from(octets).reverse().toString('hex') || '0'));
const modulo = (n) => ((n % order) + order) % order;
// noble refuses to multiply by zero.
const times = (s, p) => s === 0n ? O : p.multiply(s);
const sum = (points) => points.reduce((a, b) => a.add(b), O);

const point = (octets) => { try { return Point.fromBytes(Uint8Array.from(octets)); } catch { return fail('malformed', 'not a group element'); } };
const scalar = (octets) => { const n = number(octets); return n < order ? n : fail('malformed', 'not below the order'); };

const rounds = { 1: [1, 2], 2: [2, 4], 3: [2, 2], 4: [1, 2], 5: [1, 2] };  // points, scalars
export const speaks = (round, n) => round === 5 ? [0, 0] : round === 2 || round === 4 ? [1, n] : [0, n];

/** The hash that stands for the setup. */
export function contextOf({ session, framework, roster, deadline }) {
  const members = roster.map(raw);
  if (members.length < 3 || members.length > 65 || new Set(roster).size !== roster.length) fail('malformed', 'the roster');
  if ([raw(session), raw(framework), ...members].some((id) => id.length !== 32)) fail('malformed', 'an id');
  return H('ballot/context', raw(session), raw(framework), Buffer.concat(members), u64(deadline));
}

/** One message, decoded: {round, sender, echo, points, scalars}. */
export function decode(octets) {
  if (octets.length < 35 || octets[0] !== 1 || !(octets[1] in rounds)) fail('malformed', 'not a ballot message');
  const [points, scalars] = rounds[octets[1]];
  if (octets.length !== 35 + 32 * (points + scalars)) fail('malformed', 'its length');
  const parts = Array.from({ length: points + scalars }, (_, i) => octets.subarray(35 + 32 * i, 67 + 32 * i));
  return { round: octets[1], sender: octets[2], echo: octets.subarray(3, 35), points: parts.slice(0, points).map(point),
    scalars: parts.slice(points).map(scalar) };
}

/** The challenge of a proof of `claim` at a place. */
export const challenge = (context, claim, sender, echo, ...points) =>
  modulo(number(sha512(framed('ballot/challenge', [context, octet(claim), octet(sender), echo, ...points.map((p) => Buffer.from(p.toBytes()))]))));

/** One ballot as anybody sees who has its messages: admits them one by one, refuses by the codes of the protocol. */
export class Ballot {
  constructor(setup) {
    this.context = this.echo = contextOf(setup);
    this.n = setup.roster.length - 1;
    this.round = 1;
    this.held = {};  // by round, then sender
    this.outcome = null;
  }

  admit(octets) {
    const m = decode(octets);
    const [first, last] = speaks(m.round, this.n);
    if (m.sender < first || m.sender > last) fail('malformed', `member ${m.sender} does not speak in round ${m.round}`);
    const before = this.held[m.round]?.[m.sender];
    if (before) return before.octets.equals(octets) ? undefined : fail('ballot_conflict');
    if (this.outcome) fail('ballot_ended');
    if (m.round !== this.round) fail('ballot_early');
    if (!this.echo.equals(m.echo)) fail('ballot_echo');
    if (m.points.some((p) => p.equals(O))) fail('ballot_identity');
    if (!this.#proved(m)) fail('ballot_proof');
    this.#hold({ ...m, octets });
  }

  #points(round, i) { return Object.values(this.held[round]).map((m) => m.points[i]); }

  #proved({ round, sender, points: [p, q], scalars: [c, z, ...more] }) {
    const hash = (claim, ...points) => challenge(this.context, claim, sender, this.echo, ...points);
    const commitment = (response, base, ch, image) => times(response, base).subtract(times(ch, image));
    if (round === 1) return c === hash(1, p, commitment(z, G, c, p));
    if (round === 2) {
      const [c0, c1, z0, z1] = [c, z, ...more];
      return modulo(c0 + c1) === hash(2, this.key, p, q, commitment(z0, G, c0, p), commitment(z0, this.key, c0, q),
        commitment(z1, G, c1, p), commitment(z1, this.key, c1, q.subtract(G)));
    }
    if (round === 3) return c === hash(3, ...this.votes, p, q, commitment(z, this.votes[0], c, p), commitment(z, this.votes[1], c, q));
    const key = this.held[1][sender].points[0];
    return c === hash(4, G, this.blinded[0], key, p, commitment(z, G, c, key), commitment(z, this.blinded[0], c, p));
  }

  #hold(m) {
    const said = { ...this.held[m.round], [m.sender]: m };
    const [first, last] = speaks(m.round, this.n);
    const closes = Object.keys(said).length === last - first + 1;
    if (closes && m.round < 4 && sum(Object.values(said).map((x) => x.points[0])).equals(O)) fail('ballot_identity');
    this.held[m.round] = said;
    if (closes) this.#close();
  }

  #close() {
    const round = this.round;
    this.echo = H('ballot/round', this.echo, octet(round), Buffer.concat(Object.values(this.held[round]).map((m) => m.octets)));
    if (round === 1) this.key = sum(this.#points(1, 0));
    if (round === 2) this.votes = [sum(this.#points(2, 0)), sum(this.#points(2, 1))];
    if (round === 3) this.blinded = [sum(this.#points(3, 0)), sum(this.#points(3, 1))];
    if (round === 5) {
      const left = this.blinded[1].subtract(sum([...this.#points(4, 0), ...this.#points(5, 0)]));
      this.outcome = left.equals(O) ? 'adopted' : 'not_adopted';
    }
    this.round += 1;
  }
}

/** {outcome, transcript} of a whole transcript, or {refused: code}. */
export function verify(transcript) {
  try {
    const ballot = new Ballot(transcript);
    for (const message of transcript.messages) ballot.admit(raw(message));
    if (!ballot.outcome) fail('ballot_early');
    return { outcome: ballot.outcome, transcript: ballot.echo.toString('hex') };
  } catch (error) {
    if (!error.code) throw error;
    return { refused: error.code };
  }
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  const file = JSON.parse(readFileSync(argv[2], 'utf8'));
  const result = verify(file);
  console.log(JSON.stringify(result));
  process.exitCode = result.outcome === file.outcome && result.transcript === file.transcript ? 0 : 4;
}
