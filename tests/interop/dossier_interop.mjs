// SPDX-License-Identifier: Apache-2.0
// Dossiers: the verifier in tools/verify-dossier.mjs and ours name the same first fault and give the same verdicts.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { verify } from "../../tools/verify-dossier.mjs";
import { check } from "./lib/checks.mjs";
import { buildFolder } from "./lib/peer.mjs";

const folder = mkdtempSync(join(tmpdir(), "dossiers-"));
execFileSync(join(buildFolder(), "tests/interop/dossier_peer"), [folder], { stdio: "inherit" });
const names = readdirSync(folder).filter((f) => f.endsWith(".dossier")).map((f) => f.slice(0, -8));
const said = (r) => JSON.stringify([r.fault && [r.fault.line, r.fault.code], r.statements, r.proved, r.breaches, r.undecided, r.complete,
  r.conveyances.map((f) => [f.line, f.to, f.verdict, f.code, f.crossed, f.signal, f.dispatch, f.conveyance]),
  r.tables.map((t) => [t.line, t.to, t.table, t.shown]),
  r.ballots.map((b) => [b.line, b.to, b.ballot, b.framework, b.result, b.members, b.signed_by, b.verdict])]);

async function agree(kind, least) {
  await check(`dossiers, ${kind}`, () => {
    const mine = names.filter((n) => n.startsWith(kind));
    const faults = new Set();
    if (mine.length < least) throw new Error(`only ${mine.length} dossiers`);
    for (const name of mine) {
      const ours = JSON.parse(readFileSync(join(folder, `${name}.json`)));
      const theirs = verify(readFileSync(join(folder, `${name}.dossier`)));
      if (said(ours) !== said(theirs)) throw new Error(`${name}\n ours:   ${said(ours)}\n theirs: ${said(theirs)}`);
      if (kind === "good" && (ours.fault || !ours.proved !== name.includes("Inspectorate"))) throw new Error(`${name}: ${said(ours)}`);
      if (ours.fault) faults.add(ours.fault.code);
    }
    return `${mine.length} dossiers, the same verdicts; first faults ${[...faults].sort().join(", ") || "none"}`;
  });
}

try {
  await agree("good", 10);
  await agree("changed", 40);
  await agree("dishonest", 40);
  await agree("talks-good", 6);
  await agree("talks-changed", 120);
  await agree("talks-dishonest", 250);
  await agree("commitments-good", 10);
  await agree("commitments-changed", 80);
  await agree("commitments-dishonest", 150);
  await agree("public-good", 10);
  await agree("public-changed", 60);
  await agree("public-dishonest", 180);
} finally {
  rmSync(folder, { recursive: true });
}
