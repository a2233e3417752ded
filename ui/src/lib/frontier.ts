// SPDX-License-Identifier: Apache-2.0
// The frontier as a picture: what is in it, where it lies, and where its names stand without covering anything.
// Lengths are pixels from the upper left; worth runs from 0 to 1, the first side's to the right, the second's upwards.
import type { Package, Result } from '../api/types';
import { settled } from './combination';

export type FrontierResult = Result<'framework.frontier'>;
export type Solution = FrontierResult['solutions'][number]['name'];
export interface Span { least: number; most: number }
/** What can be chosen. `at`: its worth for each side; null where it cannot be worked out. `number`: among its kind, from 1. */
export interface Mark { key: string; kind: 'point' | 'solution' | 'framework' | 'suggestion'; number: number; title: string; solutions: Solution[]; package: Package; at: (Span | null)[] }

/** What a package is known by, in whatever order its issues stand. */
export const keyOf = (chosen: Package): string => JSON.stringify(Object.entries(settled(chosen)).sort(([a], [b]) => (a < b ? -1 : 1)));

export const spanOf = (range: { least: string; most: string } | null): Span | null => (range ? { least: Number(range.least), most: Number(range.most) } : null);
const exactly = (worth: string[]): Span[] => worth.map((w) => ({ least: Number(w), most: Number(w) }));
export const middleOf = (span: Span): number => (span.least + span.most) / 2;
/** Whether it says one number, as far as one shows them. */
export const isOne = (span: Span): boolean => span.most - span.least < 0.0005;

interface Suggested { package: Package; sides: { name: string; utility: string }[] }
/** Everything that can be chosen: the line from left to right, solutions beside it, frameworks, suggestions. */
export function marksOf(result: FrontierResult, suggestions: Suggested[] = []): Mark[] {
  const points = result.points.toReversed().map((p, i): Mark => ({ key: `point ${keyOf(p.package)}`, kind: 'point', number: i + 1, title: '', solutions: [], package: p.package, at: exactly(p.utility) }));
  const found = new Map(points.map((m) => [keyOf(m.package), m]));
  const beside: Mark[] = [];
  for (const { name, points: at } of result.solutions)
    for (const p of at) {
      let mark = found.get(keyOf(p.package));
      if (!mark) {
        mark = { key: `solution ${keyOf(p.package)}`, kind: 'solution', number: beside.length + 1, title: '', solutions: [], package: p.package, at: exactly(p.utility) };
        found.set(keyOf(p.package), mark);
        beside.push(mark);
      }
      mark.solutions.push(name);
    }
  const frameworks = result.frameworks.map((f, i): Mark => ({ key: `framework ${f.framework}`, kind: 'framework', number: i + 1, title: f.title, solutions: [], package: f.package, at: result.sides.map((name) => spanOf(f.sides.find((s) => s.name === name)?.drawn ?? null)) }));
  const suggested = suggestions.map((s, i): Mark => ({ key: `suggestion ${i + 1}`, kind: 'suggestion', number: i + 1, title: '', solutions: [], package: s.package, at: result.sides.map((name) => { const worth = s.sides.find((side) => side.name === name)?.utility; return worth === undefined ? null : spanOf({ least: worth, most: worth }); }) }));
  return [...points, ...beside, ...frameworks, ...suggested];
}

export interface Scale { low: number; high: number; ticks: number[]; at: (value: number) => number }
const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
/** A linear scale from `start` to `end` pixels that has all `values` between its first and last tick. */
export function scaleOf(values: number[], start: number, end: number, most = 6): Scale {
  const [least, greatest] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const bounds = (step: number): [number, number] => {
    const low = Math.floor(least / step + 1e-9), high = Math.ceil(greatest / step - 1e-9);
    return high > low ? [low, high] : [low - 1, low + 1];
  };
  const step = steps.find((s) => bounds(s)[1] - bounds(s)[0] <= most) ?? 0.5;
  const [low, high] = bounds(step);
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => Number(((low + i) * step).toFixed(2)));
  return { low: low * step, high: high * step, ticks, at: (value) => start + ((value / step - low) / (high - low)) * (end - start) };
}

export interface Place { x: number; y: number }
export interface Box { left: number; top: number; right: number; bottom: number }
/** `lines`: its words, each line `lineHeight` below the one before; `y`: the middle of the first. */
export interface Label { key: string; lines: string[]; x: number; y: number; anchor: 'start' | 'middle' | 'end'; box: Box; lead: [Place, Place] | null }
export interface Wanted { key: string; lines: string[]; x: number; y: number }

export const letter = 7.2, lineHeight = 16;
export const shared = (a: Box, b: Box): number => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
const around = (p: Place, reach: number): Box => ({ left: p.x - reach, top: p.y - reach, right: p.x + reach, bottom: p.y + reach });

/** Breaks a name between words into two lines at most; what has no room then is left out, and that is shown. */
export function broken(text: string, most: number): string[] {
  const words = text.split(' '), lines = [''];
  for (const word of words) {
    const line = lines.at(-1) as string, longer = line ? `${line} ${word}` : word;
    if (line === '' || longer.length <= most || lines.length === 2) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
}

interface Spot { box: Box; anchor: Label['anchor'] }
/** Where a name may stand, nearest to its mark first. */
function* spotsFor({ x, y }: Place, width: number, height: number): Generator<Spot & { away: number }> {
  for (const away of [14, 20, 28, 42, 60, 84])
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, -1], [0, 1], [1, -1], [1, 1], [-1, 1], [-1, -1]] as const) {
      const left = dx > 0 ? x + away : dx < 0 ? x - away - width : x - width / 2;
      const top = dy === 0 ? y - height / 2 : dx === 0 ? (dy > 0 ? y + away - 2 : y - away + 2 - height) : y + dy * away - height / 2;
      yield { box: { left, top, right: left + width, bottom: top + height }, anchor: dx > 0 ? 'start' : dx < 0 ? 'end' : 'middle', away };
    }
}

/** What names keep clear of: `marks` wherever there is room, `lines` where that costs little. */
export interface Taken { marks: Box[]; lines: Box[] }
/** Puts each name where it covers least, near its mark. One that is far from it is led to it by a line. */
export function placed(wanted: Wanted[], taken: Taken, bounds: Box): Label[] {
  const labels: Label[] = [];
  const covered = (box: Box, others: Box[]): number => others.reduce((sum, other) => sum + shared(box, other), 0);
  for (const one of wanted) {
    const width = Math.min(Math.max(...one.lines.map((l) => l.length)) * letter, bounds.right - bounds.left), height = one.lines.length * lineHeight;
    let best = inside(one, width, height, bounds), least = Infinity;
    for (const spot of spotsFor(one, width, height)) {
      const { box } = spot;
      if (box.left < bounds.left || box.right > bounds.right || box.top < bounds.top || box.bottom > bounds.bottom) continue;
      const cost = 100 * covered(box, taken.marks) + 100 * covered(box, labels.map((l) => l.box)) + covered(box, taken.lines) + 2 * spot.away;
      if (cost < least) [best, least] = [spot, cost];
    }
    labels.push(labelled(one, best));
  }
  return labels;
}

/** Below its mark, pushed into the picture: for a name that fits nowhere. */
function inside({ x, y }: Place, width: number, height: number, bounds: Box): Spot {
  const left = Math.min(Math.max(bounds.left, x - width / 2), bounds.right - width), top = Math.max(bounds.top, Math.min(y + 11, bounds.bottom - height));
  return { box: { left, top, right: left + width, bottom: top + height }, anchor: 'middle' };
}
function labelled({ key, lines, x, y }: Wanted, { box, anchor }: Spot): Label {
  const edge = { x: Math.min(Math.max(x, box.left), box.right), y: Math.min(Math.max(y, box.top), box.bottom) };
  const far = Math.hypot(edge.x - x, edge.y - y) > 24;
  return { key, lines, anchor, box, x: anchor === 'start' ? box.left : anchor === 'end' ? box.right : (box.left + box.right) / 2, y: box.top + lineHeight / 2, lead: far ? [{ x, y }, edge] : null };
}

/** A mark in the picture; `box` is the range in which it lies where it leaves issues open. */
export interface Drawn extends Place { mark: Mark; box: Box | null }
export interface Arrow { from: Place; to: Place; box: Box | null; head: string }
export interface Drawing { width: number; height: number; plot: Box; x: Scale; y: Scale; line: string; corner: Place | null; drawn: Drawn[]; labels: Label[]; arrow: Arrow | null }
/** `name`: what a mark is called in the picture; empty for none. `change`: where the chosen one is, and would be. `walkAway`: by
    side; NaN where it has stated none, and then there is no corner. */
export interface Wish { marks: Mark[]; walkAway: number[]; size: { width: number; height: number }; name: (mark: Mark) => string; chosen?: string | undefined; change?: [Span, Span] | null }

/** Two sides' worth as a picture; marks that are not worked out for both are not in it. */
export function drawing({ marks, walkAway, size, name, chosen, change }: Wish): Drawing {
  const placeable = marks.flatMap((mark) => (mark.at[0] && mark.at[1] ? [{ mark, at: [mark.at[0], mark.at[1]] as [Span, Span] }] : []));
  const values = (side: 0 | 1): number[] => [...placeable.map((p) => p.at[side]), ...(change ? [change[side]] : [])].flatMap((s) => [s.least, s.most]).concat(walkAway.slice(side, side + 1).filter(Number.isFinite));
  const plot: Box = { left: 50, top: 34, right: size.width - 24, bottom: size.height - 46 };
  const x = scaleOf(values(0), plot.left, plot.right, size.width < 480 ? 4 : 7), y = scaleOf(values(1), plot.bottom, plot.top, 7);
  const lies = (at: [Span, Span]): Place & { box: Box | null } => ({
    x: x.at(middleOf(at[0])), y: y.at(middleOf(at[1])),
    box: isOne(at[0]) && isOne(at[1]) ? null : { left: x.at(at[0].least), right: x.at(at[0].most), top: y.at(at[1].most), bottom: y.at(at[1].least) },
  });
  const drawn = placeable.map(({ mark, at }): Drawn => ({ mark, ...lies(at) }));
  const corner = walkAway.length === 2 && walkAway.every(Number.isFinite) ? { x: x.at(walkAway[0] as number), y: y.at(walkAway[1] as number) } : null;
  const begin = drawn.find((d) => d.mark.key === chosen), goal = change ? lies(change) : null;
  const arrow = begin && goal ? arrowOf(begin, goal) : null;
  const onLine = drawn.filter((d) => d.mark.kind === 'point');
  const taken: Taken = {
    marks: [...drawn.map((d) => around(d, d.mark.kind === 'point' && d.mark.solutions.length === 0 ? 5 : 9)), ...(arrow ? [around(arrow.to, 8), ...strewn([arrow.from, arrow.to], 4)] : [])],
    lines: [...strewn(onLine, 2), ...(corner ? [...strewn([{ x: corner.x, y: plot.top }, { x: corner.x, y: plot.bottom }], 2), ...strewn([{ x: plot.left, y: corner.y }, { x: plot.right, y: corner.y }], 2)] : [])],
  };
  const bounds = { left: plot.left + 2, top: plot.top - 6, right: plot.right - 2, bottom: plot.bottom - 2 };
  return { ...size, plot, x, y, drawn, corner, arrow, line: onLine.map((d) => `${round(d.x)},${round(d.y)}`).join(' '), labels: placed(names(drawn, name, plot), taken, bounds) };
}

/** A line as what it covers: boxes along it. */
function strewn(line: Place[], reach: number): Box[] {
  return line.slice(1).flatMap((to, i) => {
    const from = line[i] as Place, count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / (3 * reach)));
    return Array.from({ length: count }, (_, k) => around({ x: from.x + ((k + 0.5) / count) * (to.x - from.x), y: from.y + ((k + 0.5) / count) * (to.y - from.y) }, reach));
  });
}

/** Names of frameworks come first, so that they stand nearest. */
function names(drawn: Drawn[], name: Wish['name'], plot: Box): Wanted[] {
  const most = Math.max(8, Math.min(30, Math.floor((0.5 * (plot.right - plot.left)) / letter)));
  const order = { framework: 0, solution: 1, point: 1, suggestion: 2 };
  return drawn.toSorted((a, b) => order[a.mark.kind] - order[b.mark.kind]).flatMap((d) => {
    const text = name(d.mark);
    return text ? [{ key: d.mark.key, lines: broken(text, most), x: d.x, y: d.y }] : [];
  });
}

/** From one mark to where it would be, clear of both; null where it stays. */
function arrowOf(from: Place, to: Place & { box: Box | null }): Arrow | null {
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  if (long < 1) return null;
  const u = { x: (to.x - from.x) / long, y: (to.y - from.y) / long };
  const start = Math.min(12, long / 4), end = long - Math.min(6, long / 4), base = Math.max(start, end - 10);
  const along = (d: number, aside = 0): Place => ({ x: from.x + u.x * d - u.y * aside, y: from.y + u.y * d + u.x * aside });
  const head = [along(end), along(base, 5), along(base, -5)].map((p) => `${round(p.x)},${round(p.y)}`).join(' ');
  return { from: along(start), to: { x: to.x, y: to.y }, box: to.box, head };
}
const round = (n: number): number => Math.round(10 * n) / 10;

/** The mark nearest to a place, if one is within reach; of several at one place the one that says most. */
export function nearest(drawn: Drawn[], at: Place, within = 28): Mark | null {
  const rank = { framework: 0, suggestion: 1, solution: 2, point: 3 };
  const near = drawn.map((d) => ({ mark: d.mark, away: Math.hypot(d.x - at.x, d.y - at.y) })).filter((d) => d.away <= within);
  return near.toSorted((a, b) => (Math.abs(a.away - b.away) > 2 ? a.away - b.away : rank[a.mark.kind] - rank[b.mark.kind]))[0]?.mark ?? null;
}

/** By how much one thing is worth more than another, at worst and at best; in points of a hundred. */
export function difference(before: Span, after: Span): Span {
  const points = (n: number): number => Math.round(1000 * n) / 10 || 0;
  const a = points(after.least - before.least), b = points(after.most - before.most);
  return { least: Math.min(a, b), most: Math.max(a, b) };
}
