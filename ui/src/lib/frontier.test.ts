// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { broken, difference, drawing, keyOf, marksOf, nearest, placed, scaleOf, shared, type Drawing, type FrontierResult } from './frontier';

const weighed = (name: string, least: string, most: string) => ({ name, drawn: { least, most }, utility: null, walk_away: null, distance: null, verdict: 'depends' as const, red_lines: [], gains: [], gives: [] });
const result = {
  agenda: '', version: 1, sides: ['Up', 'Down'], exact: true, total: 3, walk_away: ['0.35', '0.2'], remarks: [],
  points: [{ package: { Flow: 'high', Fee: 'none' }, utility: ['0.9', '0.3'] }, { package: { Flow: 'middle', Fee: 'none' }, utility: ['0.7', '0.6'] }, { package: { Flow: 'low', Fee: 'none' }, utility: ['0.4', '0.85'] }],
  solutions: [{ name: 'nash', points: [{ package: { Fee: 'none', Flow: 'middle' }, utility: ['0.7', '0.6'] }] }, { name: 'egalitarian', points: [{ package: { Flow: 'middle', Fee: 'half' }, utility: ['0.6', '0.6'] }] }],
  frameworks: [
    { framework: 'f1', title: 'Commission first', package: { Flow: 'middle', Fee: 'none' }, sides: [weighed('Down', '0.6', '0.6'), weighed('Up', '0.7', '0.7')] },
    { framework: 'f2', title: 'Half of it', package: { Flow: 'middle' }, sides: [weighed('Up', '0.5', '0.7'), weighed('Down', '0.4', '0.6')] },
  ],
} as unknown as FrontierResult;
const wish = { marks: marksOf(result), walkAway: [0.35, 0.2], size: { width: 600, height: 480 }, name: (m: { title: string; solutions: string[] }) => m.title || m.solutions.join() };
const covers = (d: Drawing): string[] => d.labels.flatMap((one, i) => [
  ...d.labels.slice(i + 1).filter((other) => shared(one.box, other.box) > 0).map((other) => `${one.lines} and ${other.lines}`),
  ...d.drawn.filter((m) => shared(one.box, { left: m.x - 4, right: m.x + 4, top: m.y - 4, bottom: m.y + 4 }) > 0).map((m) => `${one.lines} and the mark ${m.mark.key}`),
]);

describe('what is in the picture', () => {
  const marks = wish.marks;
  it('runs along the line from left to right, and ends with what is on the table', () => {
    expect(marks.map((m) => m.kind)).toEqual(['point', 'point', 'point', 'solution', 'framework', 'framework']);
    expect(marks.slice(0, 3).map((m) => m.at[0]?.least)).toEqual([0.4, 0.7, 0.9]);
  });
  it('knows a point again as the solution that it is, however its issues are ordered', () => expect(marks.map((m) => m.solutions)).toEqual([[], ['nash'], [], ['egalitarian'], [], []]));
  it('has each side’s worth in the order of the sides', () => expect(marks[5]?.at).toEqual([{ least: 0.5, most: 0.7 }, { least: 0.4, most: 0.6 }]));
  it('has as many worths as there are sides, and none where one is not worked out', () => {
    const three = marksOf({ ...result, sides: ['Up', 'Third', 'Down'], points: [], solutions: [] }, [{ package: { Flow: 'low' }, sides: [{ name: 'Down', utility: '0.3' }, { name: 'Up', utility: '0.1' }, { name: 'Third', utility: '0.2' }] }]);
    expect(three.map((m) => m.at.map((s) => s?.least ?? null))).toEqual([[0.7, null, 0.6], [0.5, null, 0.4], [0.1, 0.2, 0.3]]);
  });
  it('leaves out an issue that is open in what a package is known by', () => expect(keyOf({ b: '1', a: '', c: '2' })).toBe(keyOf({ c: '2', b: '1' })));
});

describe('a scale', () => {
  it('has all values between its ends, in round steps', () => {
    const s = scaleOf([0.33, 0.91], 0, 100, 7);
    expect(s.ticks).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect([0.3, 0.65, 1].map((v) => Math.abs(Math.round(s.at(v))))).toEqual([0, 50, 100]);
  });
  it('has a place for what there is not yet', () => expect(scaleOf([], 0, 100, 5).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]));
  it('runs upwards where its end lies above', () => expect(scaleOf([0, 1], 100, 0, 2).at(0.25)).toBe(75));
  it('has room around a single value', () => {
    const s = scaleOf([0.5], 0, 100);
    expect(s.at(0.5)).toBe(50);
    expect(s.ticks).toEqual([0.49, 0.5, 0.51]);
  });
});

describe('names', () => {
  it('cover neither a mark nor each other where there is room', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => ({ ...wish.marks[4], key: `framework ${i}`, title: `Framework number ${i}`, at: [{ least: 0.5 + (i % 4) / 100, most: 0.5 + (i % 4) / 100 }, { least: 0.5 + Math.floor(i / 4) / 50, most: 0.5 + Math.floor(i / 4) / 50 }] })) as typeof wish.marks;
    for (const marks of [wish.marks, [...wish.marks, ...crowd.slice(0, 6)]])
      for (const size of [{ width: 600, height: 480 }, { width: 900, height: 560 }]) expect(covers(drawing({ ...wish, marks, size }))).toEqual([]);
  });
  it('stay in the picture, shortened where they are long', () => {
    const d = drawing({ ...wish, size: { width: 330, height: 320 }, name: (m) => (m.title ? `${m.title} and a good deal more than there is room for` : '') });
    for (const l of d.labels) expect(l.box.left >= d.plot.left && l.box.right <= d.plot.right && l.lines.length === 2 && l.lines[1]?.endsWith('…')).toBe(true);
  });
  it('break between words, into two lines at most', () => {
    expect(broken('Flow for control, with a fee', 20)).toEqual(['Flow for control,', 'with a fee']);
    expect(broken('Short', 20)).toEqual(['Short']);
    expect(broken('one two three four five', 9)).toEqual(['one two', 'three fo…']);
  });
  it('are all there even where there is no room', () => {
    const bounds = { left: 0, top: 0, right: 60, bottom: 20 };
    expect(placed([{ key: 'a', lines: ['aaaa'], x: 30, y: 10 }, { key: 'b', lines: ['bbbbbbbb'], x: 30, y: 10 }], { marks: [], lines: [] }, bounds).map((l) => l.key)).toEqual(['a', 'b']);
  });
});

describe('a drawing', () => {
  it('puts more worth for the first side to the right, for the second up', () => {
    const [left, middle] = drawing(wish).drawn;
    expect(left && middle && left.x < middle.x && left.y < middle.y).toBe(true);
  });
  it('has a range where a framework leaves issues open, and a place for all else', () => expect(drawing(wish).drawn.map((d) => d.box !== null)).toEqual([false, false, false, false, false, true]));
  it('has an arrow from the chosen one to where it would be, and none where it stays', () => {
    const one = (least: number, most = least) => ({ least, most });
    const to = drawing({ ...wish, chosen: 'framework f1', change: [one(0.5), one(0.8, 0.9)] });
    expect(to.arrow && to.arrow.to.x < to.arrow.from.x && to.arrow.to.y < to.arrow.from.y && to.arrow.box !== null).toBe(true);
    expect(drawing({ ...wish, chosen: 'framework f1', change: [one(0.7), one(0.6)] }).arrow).toBeNull();
  });
  it('has no corner before every side has a walk-away point', () => expect(drawing({ ...wish, walkAway: [0.3] }).corner).toBeNull());
  it('has none where one of them is not stated, and is drawn all the same', () => {
    const without = drawing({ ...wish, walkAway: [NaN, 0.2] });
    expect(without.corner).toBeNull();
    expect(without.line).toMatch(/^[^N]+$/);
    expect(without.drawn.length).toBe(drawing(wish).drawn.length);
  });
  it('leaves out what is not worked out for both sides', () => {
    const marks = wish.marks.map((m) => (m.key === 'framework f2' ? { ...m, at: [null, m.at[1] ?? null] } : m));
    expect(drawing({ ...wish, marks }).drawn).toHaveLength(5);
  });
});

describe('pointing', () => {
  const { drawn } = drawing(wish);
  const [first, second] = drawn;
  it('chooses what is nearest, and nothing far from all', () => {
    expect(nearest(drawn, { x: (first?.x ?? 0) + 6, y: (first?.y ?? 0) - 5 })?.key).toBe(first?.mark.key);
    expect(nearest(drawn, { x: 5, y: 5 })).toBeNull();
  });
  it('chooses the framework where one lies on a point', () => expect(nearest(drawn, { x: second?.x ?? 0, y: second?.y ?? 0 })?.key).toBe('framework f1'));
});

describe('a difference', () => {
  it('is in points, at worst and at best', () => expect(difference({ least: 0.5, most: 0.7 }, { least: 0.625, most: 0.67 })).toEqual({ least: -3, most: 12.5 }));
  it('is none where nothing changes', () => expect(difference({ least: 0.1, most: 0.1 }, { least: 0.1, most: 0.1 })).toEqual({ least: 0, most: 0 }));
});
