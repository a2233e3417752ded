// SPDX-License-Identifier: Apache-2.0
// An appraisal as it is made on the page: in numbers (values of options from 0 to 100, swing weights, walk-away point), or as
// far as a side wants to say (orders, and what it would rather have than what); red lines in both. As a file for the post, and
// what numbers make of packages while one still moves a slider. The post computes exactly; this is to look at.
import type { Issue, Package } from '../api/types';
import { numbered, settled, type Combination } from './combination';

/** `exact`: in numbers. `partial`: orders and statements alone, and not of every issue. */
export type Kind = 'exact' | 'partial';
/** `open`: nothing is said of it; in a partial appraisal alone. */
export interface IssueValues { issue: string; values: Record<string, number>; weight: number; never: string[]; open: boolean }
/** `rather`: one than other. `equal`: both alike. `better`, `worse`: one than walking away. */
export interface Statement { says: 'rather' | 'equal' | 'better' | 'worse'; one: Package; other: Package }
/** `together`: combinations of several issues that are never acceptable. */
export interface Appraisal { kind: Kind; issues: IssueValues[]; walkAway: number; walkLike: Package | null; together: Combination[]; statements: Statement[] }

export function optionsOf(issue: Issue): string[] {
  if (issue.options.length > 0) return issue.options.map((o) => o.name);
  return numbered(issue.from, issue.to);
}

/** Every option alike between best and worst as listed; every issue as weighty as the next. */
export function blank(issues: Issue[]): Appraisal {
  return { kind: 'exact', issues: issues.map((issue) => ({ issue: issue.name, values: spread(optionsOf(issue)), weight: 50, never: [], open: false })), walkAway: 40, walkLike: null, together: [], statements: [] };
}

/** Values for an order from best to worst: 100, …, 0 in equal steps. */
export const spread = (order: string[]): Record<string, number> => valuesOf(order.map((name) => [name]));
export const orderOf = (values: Record<string, number>): string[] => groupsOf(values).flat();

/** Names in groups, best first; what stands in one group is equally good. */
export type Groups = string[][];
export function groupsOf(values: Record<string, number>): Groups {
  const groups = new Map<number, string[]>();
  for (const [name, value] of Object.entries(values)) groups.set(value, [...(groups.get(value) ?? []), name]);
  return [...groups].sort(([a], [b]) => b - a).map(([, names]) => names);
}
/** Values in equal steps from 100 to 0. */
export function valuesOf(groups: Groups): Record<string, number> {
  const last = Math.max(1, groups.length - 1);
  return Object.fromEntries(groups.flatMap((names, i) => names.map((name) => [name, Math.round(100 * (1 - i / last))] as const)));
}
/** Moves `name` one place; it then stands by itself. */
export function placed(groups: Groups, name: string, by: -1 | 1): Groups {
  const at = groups.findIndex((names) => names.includes(name)), group = groups[at];
  if (!group) return groups;
  const rest = group.filter((x) => x !== name);
  if (rest.length > 0) return [...groups.slice(0, at), ...(by < 0 ? [[name], rest] : [rest, [name]]), ...groups.slice(at + 1)];
  const other = groups[at + by];
  if (!other) return groups;
  return groups.map((names, i) => (i === at ? other : i === at + by ? group : names));
}
/** Joins the group of `name` to the one above; or parts it from `name` on. */
export function tied(groups: Groups, name: string, on: boolean): Groups {
  const at = groups.findIndex((names) => names.includes(name)), group = groups[at] ?? [], above = groups[at - 1], place = group.indexOf(name);
  if (on) return above && place === 0 ? [...groups.slice(0, at - 1), [...above, ...group], ...groups.slice(at + 1)] : groups;
  return place > 0 ? [...groups.slice(0, at), group.slice(0, place), group.slice(place), ...groups.slice(at + 1)] : groups;
}

/** Moves an option one place up or down; the values keep their places, the options change theirs. */
export function moved(values: Record<string, number>, option: string, by: -1 | 1): Record<string, number> {
  const order = orderOf(values), at = order.indexOf(option), other = order[at + by];
  if (other === undefined) return values;
  return { ...values, [option]: values[other] ?? 0, [other]: values[option] ?? 0 };
}

/** Issues by their weight, of which something is said. */
export const swingsOf = (appraisal: Appraisal): Groups => groupsOf(Object.fromEntries(appraisal.issues.filter((i) => !i.open).map((i) => [i.issue, i.weight])));
/** Weights in equal steps from 100 down, none of them nothing. */
export function weigh(appraisal: Appraisal, swings: Groups): void {
  for (const i of appraisal.issues) {
    const at = swings.findIndex((names) => names.includes(i.issue));
    if (at >= 0) i.weight = Math.round((100 * (swings.length - at)) / swings.length);
  }
}

const decimal = (n: number): string => String(Math.round(n * 10_000) / 10_000);

export function toDocument(appraisal: Appraisal): string {
  const never = [...appraisal.issues.flatMap((i) => i.never.map((option) => ({ [i.issue]: [option] }))), ...appraisal.together];
  return JSON.stringify({
    format: 'goodoffices-appraisal-1',
    kind: appraisal.kind,
    ...(appraisal.kind === 'exact' ? numbers(appraisal) : orders(appraisal)),
    ...(never.length > 0 ? { never } : {}),
  });
}
function numbers(appraisal: Appraisal): object {
  const strings = (values: Record<string, number>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, decimal(v)]));
  return {
    worth: Object.fromEntries(appraisal.issues.map((i) => [i.issue, strings(i.values)])),
    weights: Object.fromEntries(appraisal.issues.map((i) => [i.issue, decimal(i.weight)])),
    walk_away: appraisal.walkLike ? { package: appraisal.walkLike } : { value: decimal(appraisal.walkAway / 100) },
  };
}
function orders(appraisal: Appraisal): object {
  const said = appraisal.issues.filter((i) => !i.open), swings = swingsOf(appraisal), statements = appraisal.statements.map(spelled);
  return {
    rankings: Object.fromEntries(said.map((i) => [i.issue, groupsOf(i.values)])),
    ...(swings.length > 1 ? { swings } : {}),
    ...(statements.length > 0 ? { statements } : {}),
  };
}
function spelled({ says, one, other }: Statement): object {
  if (says === 'rather') return { rather: settled(one), than: settled(other) };
  if (says === 'equal') return { equal: [settled(one), settled(other)] };
  return says === 'better' ? { better_than_walking: settled(one) } : { worse_than_walking: settled(one) };
}

interface SpelledStatement { rather?: Package; than?: Package; equal?: [Package, Package]; better_than_walking?: Package; worse_than_walking?: Package }
interface Document {
  kind?: Kind; worth?: Record<string, Record<string, string>>; weights?: Record<string, string>; walk_away?: { value?: string; package?: Package }; never?: Combination[];
  rankings?: Record<string, Groups>; swings?: Groups; statements?: SpelledStatement[];
}
/** Reads what toDocument() wrote, and what else has a place on the page; null where statements say what it has no place for. */
export function fromDocument(text: string, issues: Issue[]): Appraisal | null {
  let file: Document;
  try { file = JSON.parse(text) as Document; } catch { return null; }
  const start = blank(issues);
  readNever(file.never ?? [], start);
  if (file.kind === 'partial') return readOrders(file, start);
  return file.worth ? readNumbers(file, start) : null;
}
function readNever(never: Combination[], into: Appraisal): void {
  for (const combination of never) {
    const [only, ...others] = Object.entries(combination);
    const issue = others.length === 0 ? into.issues.find((i) => i.issue === only?.[0]) : undefined;
    if (issue && only) issue.never.push(...only[1].map(String));
    else into.together.push(combination);
  }
}
function readNumbers(file: Document, into: Appraisal): Appraisal {
  for (const i of into.issues) {
    const worth = file.worth?.[i.issue];
    if (worth) i.values = { ...i.values, ...stretched(worth) };
    const weight = Number(file.weights?.[i.issue]);
    if (Number.isFinite(weight)) i.weight = weight;
  }
  const most = Math.max(...into.issues.map((i) => i.weight), 1e-9);
  for (const i of into.issues) i.weight = Math.round((100 * i.weight) / most);
  const walk = Number(file.walk_away?.value);
  if (Number.isFinite(walk)) into.walkAway = Math.round(100 * walk);
  into.walkLike = file.walk_away?.package ?? null;
  return into;
}
function readOrders(file: Document, into: Appraisal): Appraisal | null {
  if (file.walk_away) return null;
  into.kind = 'partial';
  for (const i of into.issues) {
    const ranking = file.rankings?.[i.issue];
    i.open = ranking === undefined;
    if (!ranking) continue;
    if (ranking.flat().length !== Object.keys(i.values).length) return null;
    i.values = valuesOf(ranking.map((names) => names.map(String)));
  }
  const swings = file.swings ?? [], said = into.issues.filter((i) => !i.open);
  if (swings.length > 0 && swings.flat().length !== said.length) return null;
  weigh(into, swings);
  into.statements = (file.statements ?? []).map(readStatement);
  return into;
}
function readStatement(s: SpelledStatement): Statement {
  if (s.rather) return { says: 'rather', one: s.rather, other: s.than ?? {} };
  if (s.equal) return { says: 'equal', one: s.equal[0], other: s.equal[1] };
  return s.better_than_walking ? { says: 'better', one: s.better_than_walking, other: {} } : { says: 'worse', one: s.worse_than_walking ?? {}, other: {} };
}
function stretched(worth: Record<string, string>): Record<string, number> {
  const numbers = Object.entries(worth).map(([k, v]) => [k, Number(v)] as const).filter(([, v]) => Number.isFinite(v));
  const low = Math.min(...numbers.map(([, v]) => v)), high = Math.max(...numbers.map(([, v]) => v));
  return Object.fromEntries(numbers.map(([k, v]) => [k, high > low ? Math.round((100 * (v - low)) / (high - low)) : 0]));
}

export interface Worth { least: number; most: number; red: boolean }
/** What a package is worth in numbers, from 0 to 100; a span where it leaves issues open. */
export function worthOf(appraisal: Appraisal, chosen: Package): Worth {
  const span = (i: IssueValues): { low: number; range: number } => {
    const all = Object.values(i.values);
    const low = Math.min(...all), high = Math.max(...all);
    return { low, range: high - low };
  };
  const counted = appraisal.issues.filter((i) => span(i).range > 0);
  const total = counted.reduce((sum, i) => sum + i.weight, 0) || 1;
  const meets = (c: Combination): boolean => Object.entries(c).every(([issue, options]) => options.includes(chosen[issue] ?? '\0'));
  const out: Worth = { least: 0, most: 0, red: appraisal.issues.some((i) => i.never.includes(chosen[i.issue] ?? '\0')) || appraisal.together.some(meets) };
  for (const i of counted) {
    const { low, range } = span(i);
    const option = chosen[i.issue];
    const value = option === undefined ? null : ((i.values[option] ?? low) - low) / range;
    out.least += ((value ?? 0) * i.weight * 100) / total;
    out.most += ((value ?? 1) * i.weight * 100) / total;
  }
  return out;
}
