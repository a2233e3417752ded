// SPDX-License-Identifier: Apache-2.0
// A program of ours at the other end of a pipe: one line of JSON in, one line of JSON out.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Where the programs are: the first argument, as run.sh passes it. */
export function buildFolder() {
  const folder = process.argv[2];
  if (!folder) throw new Error("usage: NAME_interop.mjs BUILD_DIR");
  return folder;
}

export class Peer {
  /** Starts `name` of tests/interop in the build folder. */
  constructor(name) {
    this.child = spawn(join(buildFolder(), "tests/interop", name), { stdio: ["pipe", "pipe", "inherit"] });
    this.waiting = [];
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift()?.resolve(JSON.parse(line)));
    this.child.on("error", (error) => this.#fail(error));
    this.child.on("exit", (code, signal) => this.#fail(new Error(`${name} ended: ${signal ?? code}`)));
  }

  /** Sends one request and gives the answer; answers come in the order of the requests. */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(JSON.stringify(request) + "\n");
    });
  }

  close() {
    this.child.stdin.end();
  }

  #fail(error) {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
