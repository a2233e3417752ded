// SPDX-License-Identifier: Apache-2.0
// HPKE (RFC 9180) against @hpke/core: what one seals the other opens, in all four modes and both directions, and what
// was tampered with opens at neither end.
import assert from "node:assert/strict";
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { check } from "./lib/checks.mjs";
import { Peer } from "./lib/peer.mjs";

const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
const modes = ["base", "psk", "auth", "auth_psk"];
const cases = 60;
// @hpke/common 1.10.1 writes the length of an export as one octet, where RFC 9180 section 4 has two: its longer exports
// are not the RFC's. What is longer is checked against HKDF-Expand of @noble/hashes below.
const export_bytes_max = 255;
const hex = (octets) => Buffer.from(octets).toString("hex");
const octets = (text) => Buffer.from(text, "hex");
const exact = (buffer) => new Uint8Array(buffer).buffer;

async function pairFrom(draw) {
  const ikm = draw.octets(32);
  const pair = await suite.kem.deriveKeyPair(exact(ikm));
  return {
    ikm,
    pair,
    secret: hex(await suite.kem.serializePrivateKey(pair.privateKey)),
    open: hex(await suite.kem.serializePublicKey(pair.publicKey)),
  };
}

async function drawCase(draw, mode) {
  const withPsk = mode === 1 || mode === 3;
  return {
    mode,
    info: draw.some(0, 200),
    psk: withPsk ? draw.some(32, 64) : Buffer.alloc(0),
    pskId: withPsk ? draw.some(1, 40) : Buffer.alloc(0),
    recipient: await pairFrom(draw),
    sender: mode >= 2 ? await pairFrom(draw) : null,
    messages: Array.from({ length: draw.within(1, 4) }, () => ({ aad: draw.some(0, 80), text: draw.some(0, draw.oneOf([64, 2000, 16336])) })),
    exports: [{ context: draw.some(0, 40), length: draw.within(1, export_bytes_max) }],
  };
}

const ours = (c) => ({ mode: c.mode, info: hex(c.info), psk: hex(c.psk), psk_id: hex(c.pskId),
  exports: c.exports.map((e) => ({ context: hex(e.context), length: e.length })) });
const theirs = (c) => ({ info: exact(c.info), ...(c.psk.length ? { psk: { id: exact(c.pskId), key: exact(c.psk) } } : {}) });
const listed = (messages) => messages.map((m) => ({ aad: hex(m.aad), text: hex(m.text) }));

async function theirExports(context, c) {
  return Promise.all(c.exports.map(async (e) => hex(await context.export(exact(e.context), e.length))));
}

/** What our end says: {enc, sealed, exported}. */
const sealWithOurs = (peer, c) =>
  peer.ask({ do: "seal", ...ours(c), recipient: c.recipient.open, sender: c.sender?.secret ?? "", messages: listed(c.messages) });

async function sealWithTheirs(c) {
  const context = await suite.createSenderContext({ ...theirs(c), recipientPublicKey: c.recipient.pair.publicKey,
    ...(c.sender ? { senderKey: c.sender.pair } : {}) });
  const sealed = [];
  for (const m of c.messages) sealed.push(hex(await context.seal(exact(m.text), exact(m.aad))));
  return { enc: hex(context.enc), sealed, exported: await theirExports(context, c) };
}

const sealedMessages = (c, sent) => c.messages.map((m, i) => ({ aad: m.aad, text: octets(sent.sealed[i]) }));

const openWithOurs = (peer, c, sent) =>
  peer.ask({ do: "open", ...ours(c), recipient: c.recipient.secret, sender: c.sender?.open ?? "", enc: sent.enc,
    messages: listed(sealedMessages(c, sent)) });

/** {opened, exported}, or {refused} where the library throws. */
async function openWithTheirs(c, sent) {
  try {
    const context = await suite.createRecipientContext({ ...theirs(c), recipientKey: c.recipient.pair, enc: exact(octets(sent.enc)),
      ...(c.sender ? { senderPublicKey: c.sender.pair.publicKey } : {}) });
    const opened = [];
    for (const m of sealedMessages(c, sent)) opened.push(hex(await context.open(exact(m.text), exact(m.aad))));
    return { opened, exported: await theirExports(context, c) };
  } catch (error) {
    return { refused: error.name };
  }
}

/** The same case with one thing changed that the seal binds. */
async function tampered(draw, c, sent) {
  const i = draw.within(0, c.messages.length - 1);
  const changed = { ...c, messages: [...c.messages] };
  const other = { ...sent, sealed: [...sent.sealed] };
  const changes = {
    ciphertext: () => (other.sealed[i] = hex(draw.flipped(octets(sent.sealed[i])))),
    truncated: () => (other.sealed[i] = sent.sealed[i].slice(0, -2 * draw.within(1, 16))),
    enc: () => (other.enc = hex(draw.octets(32))),
    aad: () => (changed.messages[i] = { ...c.messages[i], aad: Buffer.concat([c.messages[i].aad, Buffer.of(0)]) }),
    info: () => (changed.info = Buffer.concat([c.info, Buffer.of(0)])),
    ...(c.psk.length ? { psk: () => (changed.psk = draw.flipped(c.psk)), pskId: () => (changed.pskId = draw.flipped(c.pskId)) } : {}),
    ...(c.sender ? { sender: async () => (changed.sender = await pairFrom(draw)) } : {}),
    recipient: async () => (changed.recipient = await pairFrom(draw)),
  };
  const what = draw.oneOf(Object.keys(changes));
  await changes[what]();
  return { what, changed, other };
}

function assertOpened(c, sent, answer) {
  assert.deepEqual(answer.opened, c.messages.map((m) => hex(m.text)), `not opened: ${JSON.stringify(answer).slice(0, 200)}`);
  assert.deepEqual(answer.exported, sent.exported, "the exported secrets differ");
}

const peer = new Peer("hpke_peer");

await check("hpke keys derive alike", async (draw) => {
  for (let i = 0; i < cases; ++i) {
    const pair = await pairFrom(draw);
    assert.deepEqual(await peer.ask({ do: "derive", ikm: hex(pair.ikm) }), { secret: pair.secret, public: pair.open });
  }
  return `${cases} pairs`;
});

await check("hpke exports of more than 255 octets follow RFC 9180 section 5.3", async (draw) => {
  for (let i = 0; i < cases; ++i) {
    const c = await drawCase(draw, 0);
    c.exports = [{ context: draw.some(0, 40), length: draw.within(export_bytes_max + 1, 255 * 32) }];
    const sent = await sealWithOurs(peer, c);
    const { exporterSecret } = await suite.createRecipientContext({ ...theirs(c), recipientKey: c.recipient.pair, enc: exact(octets(sent.enc)) });
    const [{ context, length }] = c.exports;
    const suiteId = Buffer.concat([Buffer.from("HPKE"), octets("002000010003")]);
    const info = Buffer.concat([Buffer.of(length >> 8, length & 255), Buffer.from("HPKE-v1"), suiteId, Buffer.from("sec"), context]);
    assert.equal(sent.exported[0], hex(expand(sha256, new Uint8Array(exporterSecret), info, length)));
  }
  return `${cases} exports`;
});

for (const [mode, name] of modes.entries()) {
  await check(`hpke ${name}: ours seals, @hpke/core opens`, async (draw) => {
    for (let i = 0; i < cases; ++i) {
      const c = await drawCase(draw, mode);
      const sent = await sealWithOurs(peer, c);
      assertOpened(c, sent, await openWithTheirs(c, sent));
    }
    return `${cases} cases`;
  });

  await check(`hpke ${name}: @hpke/core seals, ours opens`, async (draw) => {
    for (let i = 0; i < cases; ++i) {
      const c = await drawCase(draw, mode);
      const sent = await sealWithTheirs(c);
      assertOpened(c, sent, await openWithOurs(peer, c, sent));
    }
    return `${cases} cases`;
  });

  await check(`hpke ${name}: neither end opens what was changed`, async (draw) => {
    const seen = new Set();
    for (let i = 0; i < cases; ++i) {
      const c = await drawCase(draw, mode);
      const sent = i % 2 ? await sealWithTheirs(c) : await sealWithOurs(peer, c);
      const { what, changed, other } = await tampered(draw, c, sent);
      assert.ok((await openWithTheirs(changed, other)).refused, `@hpke/core opened with another ${what}`);
      assert.equal((await openWithOurs(peer, changed, other)).refused, "bad_seal", `ours with another ${what}`);
      seen.add(what);
    }
    return `${cases} cases, ${seen.size} kinds of change`;
  });
}

peer.close();
