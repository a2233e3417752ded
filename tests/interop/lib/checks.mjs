// SPDX-License-Identifier: Apache-2.0
// Checks: one line for each claim on standard output, and an exit status that says whether all of them hold.
import { createHash, randomBytes } from "node:crypto";

/** Octets that follow from a seed, so that a failure can be repeated: INTEROP_SEED=HEX. */
export class Draw {
  constructor(seed = process.env.INTEROP_SEED ?? randomBytes(8).toString("hex")) {
    this.seed = seed;
    this.block = 0;
    this.pool = Buffer.alloc(0);
  }
  octets(size) {
    while (this.pool.length < size) {
      const next = createHash("sha256").update(`${this.seed}/${this.block++}`).digest();
      this.pool = Buffer.concat([this.pool, next]);
    }
    const out = this.pool.subarray(0, size);
    this.pool = this.pool.subarray(size);
    return out;
  }
  /** An integer in [least, most]. */
  within(least, most) {
    return least + (this.octets(4).readUInt32BE() % (most - least + 1));
  }
  /** Between `least` and `most` octets. */
  some(least, most) {
    return this.octets(this.within(least, most));
  }
  oneOf(list) {
    return list[this.within(0, list.length - 1)];
  }
  /** A copy of `octets` in which one bit differs. */
  flipped(octets) {
    const out = Buffer.from(octets);
    out[this.within(0, out.length - 1)] ^= 1 << this.within(0, 7);
    return out;
  }
}

/** Runs `body(draw)`, which returns what was counted; prints "ok NAME: …" or "FAILED NAME: …". */
export async function check(name, body) {
  const draw = new Draw();
  try {
    console.log(`ok ${name}: ${await body(draw)}`);
  } catch (error) {
    console.log(`FAILED ${name}: ${error.message} (INTEROP_SEED=${draw.seed})`);
    process.exitCode = 1;
  }
}
