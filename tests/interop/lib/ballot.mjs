// SPDX-License-Identifier: Apache-2.0
// A prover of ballots, written from docs/protocol.md: for tests alone. It branches on the vote.
import { ristretto255 } from "@noble/curves/ed25519.js";
import { Ballot, challenge } from "../../../tools/verify-ballot.mjs";

const { Point } = ristretto255;
export const G = Point.BASE, order = Point.Fn.ORDER;
export const mod = (n) => ((n % order) + order) % order;
export const spelled = (n) => Buffer.from(mod(n).toString(16).padStart(64, "0"), "hex").reverse();
/** A scalar of a Draw. */
export const scalar = (draw) => mod(BigInt("0x" + Buffer.from(draw.octets(64)).toString("hex")));

/** A whole ballot: votes are 0 for yes and 1 for no, of side 1, 2, … */
export class Prover {
  constructor(setup, draw) {
    this.setup = setup;
    this.ballot = new Ballot(setup);
    this.next = () => scalar(draw);
    this.x = setup.roster.map(this.next);
    this.messages = [];
  }

  #say(round, i, points, scalars) {
    return Buffer.concat([Buffer.from([1, round, i]), this.ballot.echo, ...points.map((p) => Buffer.from(p.toBytes())), ...scalars.map(spelled)]);
  }
  #hash(claim, i, ...points) { return challenge(this.ballot.context, claim, i, this.ballot.echo, ...points); }

  key(i) {
    const k = this.next(), h = G.multiply(this.x[i]), c = this.#hash(1, i, h, G.multiply(k));
    return this.#say(1, i, [h], [c, k + c * this.x[i]]);
  }
  vote(i, v) {
    const [r, k, simulated, answer] = [this.next(), this.next(), this.next(), this.next()], h = this.ballot.key;
    const a = G.multiply(r), b = v ? h.multiply(r).add(G) : h.multiply(r);
    const other = v ? b : b.subtract(G);
    const commitments = [];
    commitments[v] = [G.multiply(k), h.multiply(k)];
    commitments[1 - v] = [G.multiply(answer).subtract(a.multiply(simulated)), h.multiply(answer).subtract(other.multiply(simulated))];
    const c = mod(this.#hash(2, i, h, a, b, ...commitments[0], ...commitments[1]) - simulated);
    return this.#say(2, i, [a, b], v ? [simulated, c, answer, k + c * r] : [c, simulated, k + c * r, answer]);
  }
  blinding(i) {
    const s = this.next(), k = this.next(), votes = this.ballot.votes, p = votes.map((q) => q.multiply(s));
    const c = this.#hash(3, i, ...votes, ...p, ...votes.map((q) => q.multiply(k)));
    return this.#say(3, i, p, [c, k + c * s]);
  }
  share(round, i) {
    const k = this.next(), a = this.ballot.blinded[0], d = a.multiply(this.x[i]);
    const c = this.#hash(4, i, G, a, G.multiply(this.x[i]), d, G.multiply(k), a.multiply(k));
    return this.#say(round, i, [d], [c, k + c * this.x[i]]);
  }

  #all(octets) {
    for (const o of octets) this.messages.push(Buffer.from(o).toString("hex")), this.ballot.admit(o);
  }
  run(votes) {
    const everybody = this.setup.roster.map((_, i) => i), sides = everybody.slice(1);
    this.#all(everybody.map((i) => this.key(i)));
    this.#all(sides.map((i) => this.vote(i, votes[i - 1])));
    this.#all(everybody.map((i) => this.blinding(i)));
    this.#all(sides.map((i) => this.share(4, i)));
    this.#all([this.share(5, 0)]);
    return { ...this.setup, messages: this.messages, outcome: this.ballot.outcome, transcript: this.ballot.echo.toString("hex") };
  }
}
