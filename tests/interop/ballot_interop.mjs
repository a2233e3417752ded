// SPDX-License-Identifier: Apache-2.0
// Ballots: tools/verify-ballot.mjs takes the frozen transcripts and those that ours makes anew, refuses every alteration,
// and names the same code as ours.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

import { ristretto255 } from "@noble/curves/ed25519.js";
import { Ballot, challenge, decode, verify } from "../../tools/verify-ballot.mjs";
import { G, mod, order, Prover, scalar as draw, spelled } from "./lib/ballot.mjs";
import { check } from "./lib/checks.mjs";
import { Peer } from "./lib/peer.mjs";

const { Point } = ristretto255;
const folder = new URL("./ballot/", import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith(".json")).sort();
const read = (name) => JSON.parse(readFileSync(new URL(name, folder)));
const octets = (hex) => Buffer.from(hex, "hex");
const hex = (o) => Buffer.from(o).toString("hex");
const peer = new Peer("ballot_peer");

const question = ({ session, framework, roster, deadline, messages }) => ({ do: "verify", session, framework, roster, deadline, messages });
/** Both verifiers' answer, which must be one. */
async function both(transcript) {
  const ours = await peer.ask(question(transcript)), theirs = verify(transcript);
  assert.deepEqual(ours, theirs);
  return theirs;
}

const find = (t, round, sender) => t.messages.findIndex((m) => octets(m)[1] === round && octets(m)[2] === sender);
/** The transcript with one message altered by `change`, which gets a copy of its octets and gives what stands there instead. */
function altered(t, round, sender, change) {
  const messages = [...t.messages];
  const at = find(t, round, sender);
  const made = change(octets(messages[at]));
  messages.splice(at, 1, hex(made));
  return { ...t, messages };
}
const put = (o, at, what) => { Buffer.from(what).copy(o, at); return o; };
const points = 35;
const scalarsAt = (o) => 35 + 32 * [0, 1, 2, 2, 1, 1][o[1]];

/** A ballot that has admitted everything before (round, sender). */
function before(t, round, sender) {
  const ballot = new Ballot(t);
  for (const m of t.messages.slice(0, find(t, round, sender))) ballot.admit(octets(m));
  return ballot;
}

/** Name, the code it must be refused with, and how it is made from a transcript of two sides. */
const forgeries = [
  ["a copied vote", "ballot_proof", (t) => altered(t, 2, 2, (o) => put(octets(t.messages[find(t, 2, 1)]), 2, [2]))],
  ["a copied key", "ballot_proof", (t) => altered(t, 1, 2, () => put(octets(t.messages[find(t, 1, 1)]), 2, [2]))],
  ["a copied blinding", "ballot_proof", (t) => altered(t, 3, 2, () => put(octets(t.messages[find(t, 3, 1)]), 2, [2]))],
  ["a negated vote", "ballot_proof", (t) => altered(t, 2, 2, () => {
    const m = decode(octets(t.messages[find(t, 2, 1)])), o = put(octets(t.messages[find(t, 2, 1)]), 2, [2]);
    put(o, points, m.points[0].negate().toBytes());
    put(o, points + 32, G.subtract(m.points[1]).toBytes());
    return put(o, 99, Buffer.concat([m.scalars[1], m.scalars[0], -m.scalars[3], -m.scalars[2]].map(spelled)));
  })],
  ["a vote of two", "ballot_proof", (t) => altered(t, 2, 1, (o) => put(o, 67, decode(o).points[1].add(G).toBytes()))],
  ["a vote of minus one", "ballot_proof", (t) => altered(t, 2, 1, (o) => put(o, 67, decode(o).points[1].subtract(G.add(G)).toBytes()))],
  ["an identity key", "ballot_identity", (t) => altered(t, 1, 1, (o) => put(o, points, Buffer.alloc(32)))],
  ["an identity in a vote", "ballot_identity", (t) => altered(t, 2, 1, (o) => put(o, points, Buffer.alloc(32)))],
  ["an identity as the second point of a vote", "ballot_identity", (t) => altered(t, 2, 1, (o) => put(o, 67, Buffer.alloc(32)))],
  ["an identity share", "ballot_identity", (t) => altered(t, 4, 1, (o) => put(o, points, Buffer.alloc(32)))],
  ["a zero blinding with a proof that holds", "ballot_identity", (t, d) => altered(t, 3, 1, (o) => {
    const ballot = before(t, 3, 1), k = draw(d), [a, b] = ballot.votes;
    const c = challenge(ballot.context, 3, 1, ballot.echo, a, b, Point.ZERO, Point.ZERO, a.multiply(k), b.multiply(k));
    return put(o, points, Buffer.concat([Buffer.alloc(64), spelled(c), spelled(k)]));
  })],
  ["a rogue key", "ballot_proof", (t, d) => altered(t, 1, 2, (o) => {
    const x = draw(d), k = draw(d), ballot = before(t, 1, 2);
    const others = ballot.held[1][0].points[0].add(ballot.held[1][1].points[0]), key = G.multiply(x).subtract(others);
    const c = challenge(ballot.context, 1, 2, ballot.echo, key, G.multiply(k));
    return put(o, points, Buffer.concat([Buffer.from(key.toBytes()), spelled(c), spelled(k + c * x)]));
  })],
  ["a share of another key", "ballot_proof", (t, d) => altered(t, 4, 1, (o) => {
    const ballot = before(t, 4, 1), x = draw(d), k = draw(d), base = ballot.blinded[0], share = base.multiply(x);
    const c = challenge(ballot.context, 4, 1, ballot.echo, G, base, ballot.held[1][1].points[0], share, G.multiply(k), base.multiply(k));
    return put(o, points, Buffer.concat([Buffer.from(share.toBytes()), spelled(c), spelled(k + c * x)]));
  })],
  ["a vote of two with a proof for one", "ballot_proof", (t, d) => altered(t, 2, 1, (o) => {
    const ballot = before(t, 2, 1), h = ballot.key, [r, k, c0, z0] = [draw(d), draw(d), draw(d), draw(d)];
    const a = G.multiply(r), b = h.multiply(r).add(G).add(G);
    const hash = challenge(ballot.context, 2, 1, ballot.echo, h, a, b, G.multiply(z0).subtract(a.multiply(c0)),
      h.multiply(z0).subtract(b.multiply(c0)), G.multiply(k), h.multiply(k));
    const c1 = mod(hash - c0);
    return put(o, points, Buffer.concat([Buffer.from(a.toBytes()), Buffer.from(b.toBytes()), ...[c0, c1, z0, k + c1 * r].map(spelled)]));
  })],
  ["a point that is not canonical", "malformed", (t) => altered(t, 1, 1, (o) => put(o, points, octets("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")))],
  ["an identity spelled with its top bit set", "malformed", (t) => altered(t, 3, 1, (o) => put(o, points, octets("00".repeat(31) + "80")))],
  ["a point spelled with its top bit set", "malformed", (t) => altered(t, 1, 1, (o) => put(o, points + 31, [o[points + 31] | 0x80]))],
  ["a negative point", "malformed", (t) => altered(t, 1, 1, (o) => put(o, points, octets("01" + "00".repeat(31))))],
  ["a scalar that is not below the order", "malformed", (t) => altered(t, 3, 0, (o) => {
    const raised = decode(o).scalars[1] + order;
    return put(o, scalarsAt(o) + 32, Buffer.from(raised.toString(16).padStart(64, "0"), "hex").reverse());
  })],
  ["halves of a vote's proof swapped", "ballot_proof", (t) => altered(t, 2, 1, (o) => {
    const s = decode(o).scalars;
    return put(o, 99, Buffer.concat([s[1], s[0], s[3], s[2]].map(spelled)));
  })],
  ["another echo", "ballot_echo", (t) => altered(t, 3, 1, (o) => put(o, 3, [o[3] ^ 1]))],
  ["another version", "malformed", (t) => altered(t, 1, 0, (o) => put(o, 0, [2]))],
  ["the intermediary voting", "malformed", (t) => altered(t, 2, 1, (o) => put(o, 2, [0]))],
  ["a stranger", "malformed", (t) => altered(t, 2, 1, (o) => put(o, 2, [3]))],
  ["a side that opens", "malformed", (t) => altered(t, 5, 0, (o) => put(o, 2, [1]))],
  ["an octet too many", "malformed", (t) => altered(t, 4, 1, (o) => Buffer.concat([o, octets("00")]))],
  ["a round before its time", "ballot_early", (t) => ({ ...t, messages: [t.messages[find(t, 2, 1)], ...t.messages] })],
  ["a message left out", "ballot_early", (t) => ({ ...t, messages: t.messages.filter((_, i) => i !== find(t, 3, 1)) })],
  ["no opening", "ballot_early", (t) => ({ ...t, messages: t.messages.slice(0, -1) })],
  ["a second message that differs", "ballot_conflict", (t) => ({ ...t, messages: [...t.messages, hex(put(octets(t.messages[find(t, 3, 1)]), 130, [7]))] })],
  ["another deadline", "ballot_echo", (t) => ({ ...t, deadline: t.deadline + 1 })],
  ["another session", "ballot_echo", (t) => ({ ...t, session: "ab" + t.session.slice(2) })],
  ["another framework", "ballot_echo", (t) => ({ ...t, framework: "ab" + t.framework.slice(2) })],
  ["two members changing places", "ballot_echo", (t) => ({ ...t, roster: [t.roster[0], t.roster[2], t.roster[1]] })],
  ["a member twice", "malformed", (t) => ({ ...t, roster: [t.roster[0], t.roster[1], t.roster[1]] })],
];

try {
  await check("ballots, frozen", async () => {
    assert.ok(files.length >= 4);
    for (const name of files) {
      const t = read(name);
      assert.deepEqual(await both(t), { outcome: t.outcome, transcript: t.transcript }, name);
      assert.equal(new Ballot(t).context.toString("hex"), t.context);
    }
    return `${files.length} transcripts, ${files.map((f) => f.slice(0, -5)).join(", ")}`;
  });

  await check("ballots, made anew", async (d) => {
    const outcomes = {};
    for (let i = 0; i < 8; ++i) {
      const sides = d.within(2, 4), noes = d.within(0, 3);
      const t = await peer.ask({ do: "make", sides, noes, seed: d.within(0, 1 << 29) });
      const said = await both(t);
      assert.deepEqual(said, { outcome: noes === 0 ? "adopted" : "not_adopted", transcript: t.transcript });
      outcomes[said.outcome] = (outcomes[said.outcome] ?? 0) + 1;
    }
    return JSON.stringify(outcomes);
  });

  await check("ballots, made by the other implementation", async (d) => {
    for (let noes = 0; noes < 8; ++noes) {
      const id = () => hex(d.octets(32));
      const setup = { session: id(), framework: id(), roster: [id(), id(), id(), id()], deadline: d.within(0, 1 << 30) };
      const t = new Prover(setup, d).run([noes & 1, (noes >> 1) & 1, noes >> 2]);
      assert.deepEqual(await both(t), { outcome: noes ? "not_adopted" : "adopted", transcript: t.transcript });
    }
    return "the truth table of three sides";
  });

  await check("ballots, forged", async (d) => {
    for (const name of files.filter((f) => f.startsWith("two-"))) {
      for (const [what, code, make] of forgeries) assert.deepEqual(await both(make(read(name), d)), { refused: code }, `${what} in ${name}`);
    }
    return `${forgeries.length} kinds, each refused by both with its code`;
  });

  await check("ballots, one bit flipped", async (d) => {
    const codes = new Set();
    let flips = 0;
    const t = read(files[files.length - 1]);
    for (let i = 0; i < t.messages.length; ++i) {
      for (let n = 0; n < 24; ++n, ++flips) {
        const messages = [...t.messages];
        messages[i] = hex(d.flipped(octets(messages[i])));
        const said = await both({ ...t, messages });
        assert.ok(said.refused, `message ${i}`);
        codes.add(said.refused);
      }
    }
    return `${flips} flips, all refused: ${[...codes].sort().join(", ")}`;
  });
} finally {
  peer.close();
}
