// SPDX-License-Identifier: Apache-2.0
// What differs between two texts, word by word: Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986).

export interface Mark { kind: 'same' | 'removed' | 'added'; text: string }

/** Words with the white space before them; punctuation by itself. */
export function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{M}\p{N}\u200c\u200d]+|[^\s]/gu) ?? [];
}

type Trace = Map<number, number>[];

function search(a: string[], b: string[], most: number): Trace | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Trace = [];
  for (let d = 0; d <= most; d++) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return null;
}

function walkBack(a: string[], b: string[], trace: Trace): Mark[] {
  const out: Mark[] = [];
  let x = a.length, y = b.length;
  for (let d = trace.length - 1; d >= 0; d--) {
    const v = trace[d] as Map<number, number>;
    const k = x - y;
    const down = k === -d || (k !== d && (v.get(k - 1) ?? -1) < (v.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const px = d === 0 ? 0 : (v.get(before) ?? 0), py = d === 0 ? 0 : px - before;
    while (x > px && y > py) { out.push({ kind: 'same', text: a[--x] as string }); y--; }
    if (d === 0) break;
    if (down) out.push({ kind: 'added', text: b[--y] as string });
    else out.push({ kind: 'removed', text: a[--x] as string });
  }
  return out.reverse();
}

function merged(marks: Mark[]): Mark[] {
  const out: Mark[] = [];
  for (const mark of marks) {
    const last = out.at(-1);
    if (last && last.kind === mark.kind) last.text += mark.text;
    else out.push({ ...mark });
  }
  return out;
}

/** The marks that turn `a` into `b`. Texts that differ in more than `most` words are shown whole, one after the other. */
export function difference(a: string, b: string, most = 800): Mark[] {
  if (a === b) return a ? [{ kind: 'same', text: a }] : [];
  const left = wordsOf(a), right = wordsOf(b);
  const trace = search(left, right, most);
  if (!trace) return [{ kind: 'removed', text: a }, { kind: 'added', text: b }];
  return merged(walkBack(left, right, trace));
}

/** The marks paragraph by paragraph, so that each has its own direction. */
export function paragraphsOf(marks: Mark[]): Mark[][] {
  const out: Mark[][] = [[]];
  for (const { kind, text } of marks) {
    const [first = '', ...others] = text.split('\n');
    if (first) out.at(-1)?.push({ kind, text: first });
    for (const line of others) out.push(line ? [{ kind, text: line }] : []);
  }
  return out;
}
