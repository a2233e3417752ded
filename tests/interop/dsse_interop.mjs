// SPDX-License-Identifier: Apache-2.0
// Signed statements (DSSE v1, Ed25519): envelopes of ours verified with @sigstore/core's pre-authentication encoding by
// node:crypto and @noble/curves, and envelopes that these sign verified by ours.
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { dsse } from "@sigstore/core";
import { check } from "./lib/checks.mjs";
import { Peer } from "./lib/peer.mjs";

const type = "application/vnd.goodoffices.statement+json";
const cases = 60;
const hex = (octets) => Buffer.from(octets).toString("hex");
const base64 = (octets) => Buffer.from(octets).toString("base64");
const pieces = ["word", " ", "\n", "\t", "\"", "\\", "/", "é", "שלום", "نعم", "\u200c", "\u200f", "😀", "\u2028", "\u007f", "0", "<", "&"];

const secretKey = (seed) => createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
const publicKey = (raw) => createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]), format: "der", type: "spki" });

/** Keys in the order of their octets, no white space: the spelling that payloads and envelopes have. */
function spell(value) {
  if (Array.isArray(value)) return `[${value.map(spell).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const keys = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${keys.map((k) => `${JSON.stringify(k)}:${spell(value[k])}`).join(",")}}`;
}

function labelledHash(label, part) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(part.length));
  return hex(sha256(Buffer.concat([Buffer.from(`goodoffices/v1/${label}\0`), length, part])));
}

const words = (draw) => Array.from({ length: draw.within(0, 12) }, () => draw.oneOf(pieces)).join("");

function drawStatement(draw) {
  const time = new Date(draw.within(0, 4_000_000_000) * 1000).toISOString().replace(".000Z", "Z");
  return {
    kind: draw.oneOf(["signal", "mandate", "receipt"]),
    case: hex(draw.octets(32)),
    author: hex(draw.octets(32)),
    context: hex(draw.octets(32)),
    time,
    body: { text: words(draw), ["k" + words(draw)]: [draw.within(0, 2 ** 31), -draw.within(1, 9), true, null, { "é": words(draw) }] },
  };
}

function signTheirs(draw, library) {
  const seed = draw.octets(32);
  const open = Buffer.from(ed25519.getPublicKey(seed));
  const statement = drawStatement(draw);
  const post = labelledHash("post", open);
  const payload = Buffer.from(spell({ v: 1, post, ...statement }));
  const encoded = dsse.preAuthEncoding(type, payload);
  const sig = library === "node:crypto" ? sign(null, encoded, secretKey(seed)) : ed25519.sign(encoded, seed);
  const envelope = { payload: base64(payload), payloadType: type, signatures: [{ keyid: post, sig: base64(sig) }] };
  return { envelope, payload, post, open: hex(open), statement };
}

function verifyOurs(answer) {
  const envelope = JSON.parse(answer.envelope);
  const payload = Buffer.from(envelope.payload, "base64");
  const encoded = dsse.preAuthEncoding(envelope.payloadType, payload);
  const signature = Buffer.from(envelope.signatures[0].sig, "base64");
  const open = Buffer.from(answer.public, "hex");
  assert.equal(envelope.payloadType, type);
  assert.equal(spell(envelope), answer.envelope, "the envelope has another spelling");
  assert.ok(verify(null, encoded, publicKey(open), signature), "node:crypto refuses the signature");
  assert.ok(ed25519.verify(signature, encoded, open), "@noble/curves refuses the signature");
  assert.ok(!verify(null, dsse.preAuthEncoding(`${type};x`, payload), publicKey(open), signature), "the type is not signed");
  assert.equal(envelope.signatures[0].keyid, labelledHash("post", open));
  assert.equal(answer.id, hex(sha256(payload)));
  return payload;
}

const peer = new Peer("dsse_peer");
const verifyTheirs = (envelope, open) => peer.ask({ do: "verify", envelope: spell(envelope), public: open });

await check("dsse: ours signs, @sigstore/core with node:crypto and @noble/curves verify", async (draw) => {
  for (let i = 0; i < cases; ++i) {
    const statement = drawStatement(draw);
    const answer = await peer.ask({ do: "sign", seed: hex(draw.octets(32)), ...statement });
    assert.ok(answer.envelope, JSON.stringify(answer));
    const payload = verifyOurs(answer).toString();
    const said = JSON.parse(payload);
    assert.equal(spell(said), payload, "the payload has another spelling");
    for (const key of Object.keys(statement)) assert.deepEqual(said[key], statement[key], key);
  }
  return `${cases} envelopes`;
});

for (const library of ["node:crypto", "@noble/curves"]) {
  await check(`dsse: ${library} signs, ours verifies`, async (draw) => {
    for (let i = 0; i < cases; ++i) {
      const { envelope, payload, post, open, statement } = signTheirs(draw, library);
      const { kind, time, body } = statement;
      assert.deepEqual(await verifyTheirs(envelope, open), { id: hex(sha256(payload)), post, statement: { kind, time, body } });
    }
    return `${cases} envelopes`;
  });
}

/** Each changes one thing and says what ours must answer. */
const changes = {
  "another payload": (draw, e) => ((e.payload = base64(draw.flipped(Buffer.from(e.payload, "base64")))), "bad_signature"),
  "another signature": (draw, e) => ((e.signatures[0].sig = base64(draw.flipped(Buffer.from(e.signatures[0].sig, "base64")))), "bad_signature"),
  "another type": (draw, e) => ((e.payloadType = "application/vnd.in-toto+json"), "malformed"),
  "a second signature": (draw, e) => (e.signatures.push(e.signatures[0]), "malformed"),
  "no signature": (draw, e) => ((e.signatures = []), "malformed"),
  "an unknown field": (draw, e) => ((e.note = words(draw)), "malformed"),
};

for (const [what, change] of Object.entries(changes)) {
  await check(`dsse: refused with ${what}`, async (draw) => {
    for (let i = 0; i < 20; ++i) {
      const { envelope, open } = signTheirs(draw, "node:crypto");
      const code = change(draw, envelope);
      assert.equal((await verifyTheirs(envelope, open)).refused, code);
    }
    return "20 envelopes";
  });
}

await check("dsse: a good signature over another spelling of a payload is refused", async (draw) => {
  const seed = draw.octets(32);
  const open = Buffer.from(ed25519.getPublicKey(seed));
  const post = labelledHash("post", open);
  const payload = Buffer.from(JSON.stringify({ v: 1, post, ...drawStatement(draw) }, null, 1));
  const sig = base64(sign(null, dsse.preAuthEncoding(type, payload), secretKey(seed)));
  const envelope = { payload: base64(payload), payloadType: type, signatures: [{ keyid: post, sig }] };
  assert.equal((await verifyTheirs(envelope, hex(open))).refused, "malformed");
  return "1 envelope";
});

peer.close();
