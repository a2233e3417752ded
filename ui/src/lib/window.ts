// SPDX-License-Identifier: Apache-2.0
// The windowed list: which of many rows of unequal height are on the screen, and where. A Fenwick tree of heights, so that
// a row that is measured and one that is sought cost the logarithm of their number.

export class Heights {
  private tree: Float64Array;
  private heights: Float64Array;
  readonly count: number;

  constructor(count: number, guess: number) {
    this.count = count;
    this.heights = new Float64Array(count).fill(guess);
    this.tree = new Float64Array(count + 1);
    for (let i = 1; i <= count; i++) {
      this.tree[i] = (this.tree[i] as number) + guess;
      const up = i + (i & -i);
      if (up <= count) this.tree[up] = (this.tree[up] as number) + (this.tree[i] as number);
    }
  }

  heightOf(row: number): number {
    return this.heights[row] ?? 0;
  }

  /** Says whether it changed anything. */
  set(row: number, height: number): boolean {
    const change = height - (this.heights[row] ?? height);
    if (Math.abs(change) < 0.5) return false;
    this.heights[row] = height;
    for (let i = row + 1; i <= this.count; i += i & -i) this.tree[i] = (this.tree[i] as number) + change;
    return true;
  }

  /** Where a row begins. */
  top(row: number): number {
    let sum = 0;
    for (let i = Math.min(row, this.count); i > 0; i -= i & -i) sum += this.tree[i] as number;
    return sum;
  }

  get total(): number {
    return this.top(this.count);
  }

  /** The row at a distance from the beginning; the last one beyond the end. */
  at(distance: number): number {
    let row = 0, left = distance;
    let step = 1;
    while (step * 2 <= this.count) step *= 2;
    for (; step > 0; step = step >> 1) {
      const next = row + step;
      if (next <= this.count && (this.tree[next] as number) <= left) { row = next; left -= this.tree[next] as number; }
    }
    return Math.max(0, Math.min(row, this.count - 1));
  }
}

export interface Window { first: number; last: number }

/** Rows [first, last) to be drawn for a viewport, with `spare` pixels around it. */
export function windowOf(heights: Heights, scrolled: number, viewport: number, spare = 600): Window {
  if (heights.count === 0) return { first: 0, last: 0 };
  const first = heights.at(Math.max(0, scrolled - spare));
  const last = heights.at(Math.max(0, scrolled + viewport + spare)) + 1;
  return { first, last: Math.min(last, heights.count) };
}
