// SPDX-License-Identifier: Apache-2.0
// Signatures, derived keys, labelled hashes and keys from passphrases, recomputed with @noble/curves and @noble/hashes.
import assert from "node:assert/strict";
import { ed25519 } from "@noble/curves/ed25519.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { check } from "./lib/checks.mjs";
import { Peer } from "./lib/peer.mjs";

const cases = 100;
const hex = (octets) => Buffer.from(octets).toString("hex");
const labelOf = (draw) => hex(draw.some(0, 20));
const peer = new Peer("keys_peer");

await check("keys: Ed25519, both sign alike and both verify", async (draw) => {
  for (let i = 0; i < cases; ++i) {
    const seed = draw.octets(32);
    const message = draw.some(0, 500);
    const ours = await peer.ask({ do: "sign", seed: hex(seed), message: hex(message) });
    const theirs = ed25519.sign(message, seed);
    assert.deepEqual(ours, { public: hex(ed25519.getPublicKey(seed)), signature: hex(theirs) });
    assert.deepEqual(await peer.ask({ do: "verify", public: ours.public, message: hex(message), signature: hex(theirs) }), { holds: true });
  }
  return `${cases} signatures`;
});

await check("keys: Ed25519, neither accepts another key, message or signature", async (draw) => {
  for (let i = 0; i < cases; ++i) {
    const seed = draw.octets(32);
    const message = draw.some(1, 500);
    const whole = { public: Buffer.from(ed25519.getPublicKey(seed)), message, signature: Buffer.from(ed25519.sign(message, seed)) };
    for (const field of Object.keys(whole)) {
      const t = { ...whole, [field]: draw.flipped(whole[field]) };
      const ours = await peer.ask({ do: "verify", public: hex(t.public), message: hex(t.message), signature: hex(t.signature) });
      assert.deepEqual(ours, { holds: false }, field);
      assert.equal(ed25519.verify(t.signature, t.message, t.public, { zip215: false }), false, field);
    }
  }
  return `${3 * cases} changes`;
});

await check("keys: derived keys are HKDF-SHA-256 under our salt", async (draw) => {
  for (let i = 0; i < cases; ++i) {
    const [secret, label, length] = [draw.some(0, 80), labelOf(draw), draw.within(1, 300)];
    const expected = hkdf(sha256, secret, Buffer.from("goodoffices/v1"), Buffer.from(label), length);
    assert.deepEqual(await peer.ask({ do: "derive", secret: hex(secret), label, length }), { octets: hex(expected) });
  }
  return `${cases} keys`;
});

await check("keys: labelled hashes are SHA-256 of label, lengths and parts", async (draw) => {
  const part = (octets) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(octets.length));
    return Buffer.concat([length, octets]);
  };
  for (let i = 0; i < cases; ++i) {
    const [label, first, second] = [labelOf(draw), draw.some(0, 80), draw.some(0, 80)];
    const expected = sha256(Buffer.concat([Buffer.from(`goodoffices/v1/${label}\0`), part(first), part(second)]));
    assert.deepEqual(await peer.ask({ do: "hash", label, first: hex(first), second: hex(second) }), { octets: hex(expected) });
  }
  return `${cases} hashes`;
});

await check("keys: passphrases go through argon2id", async (draw) => {
  for (let i = 0; i < 20; ++i) {
    const [words, salt, m, t] = [draw.some(0, 60), draw.octets(16), draw.within(8, 1000), draw.within(1, 4)];
    const answer = await peer.ask({ do: "passphrase", passphrase: hex(words), salt: hex(salt), memory_kib: m, passes: t });
    assert.deepEqual(answer, { octets: hex(argon2id(words, salt, { m, t, p: 1, dkLen: 32 })) });
  }
  return "20 keys of different cost";
});

peer.close();
