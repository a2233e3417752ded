// SPDX-License-Identifier: Apache-2.0
// An appraisal as it is made on the page: values of options from 0 to 100, swing weights, walk-away point, red lines; as a
// file for the post, and what it makes of packages while one still moves a slider. The post computes exactly; this is to look at.
import type { Issue, Package } from '../api/types';

export interface IssueValues { issue: string; values: Record<string, number>; weight: number; never: string[] }
export interface Appraisal { issues: IssueValues[]; walkAway: number }

export function optionsOf(issue: Issue): string[] {
  if (issue.options.length > 0) return issue.options.map((o) => o.name);
  const from = Number(issue.from), to = Number(issue.to);
  return Number.isInteger(from) && Number.isInteger(to) && to - from < 200 ? Array.from({ length: to - from + 1 }, (_, i) => String(from + i)) : [];
}

/** Every option alike between best and worst as listed; every issue as weighty as the next. */
export function blank(issues: Issue[]): Appraisal {
  return { issues: issues.map((issue) => ({ issue: issue.name, values: spread(optionsOf(issue)), weight: 50, never: [] })), walkAway: 40 };
}

/** Values for an order from best to worst: 100, …, 0 in equal steps. */
export function spread(order: string[]): Record<string, number> {
  const last = Math.max(1, order.length - 1);
  return Object.fromEntries(order.map((name, i) => [name, Math.round(100 * (1 - i / last))]));
}
export const orderOf = (values: Record<string, number>): string[] => Object.keys(values).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));

/** Moves an option one place up or down; the values keep their places, the options change theirs. */
export function moved(values: Record<string, number>, option: string, by: -1 | 1): Record<string, number> {
  const order = orderOf(values), at = order.indexOf(option), other = order[at + by];
  if (other === undefined) return values;
  return { ...values, [option]: values[other] ?? 0, [other]: values[option] ?? 0 };
}

const decimal = (n: number): string => String(Math.round(n * 10_000) / 10_000);

export function toDocument(appraisal: Appraisal): string {
  const strings = (values: Record<string, number>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([k, v]) => [k, decimal(v)]));
  const never = appraisal.issues.flatMap((i) => i.never.map((option) => ({ [i.issue]: [option] })));
  return JSON.stringify({
    format: 'goodoffices-appraisal-1',
    kind: 'exact',
    worth: Object.fromEntries(appraisal.issues.map((i) => [i.issue, strings(i.values)])),
    weights: Object.fromEntries(appraisal.issues.map((i) => [i.issue, decimal(i.weight)])),
    walk_away: { value: decimal(appraisal.walkAway / 100) },
    ...(never.length > 0 ? { never } : {}),
  });
}

interface Document { worth?: Record<string, Record<string, string>>; weights?: Record<string, string>; walk_away?: { value?: string }; never?: Record<string, string[]>[] }
/** Reads what toDocument() wrote, and what else is exact; null where the file is of another kind. */
export function fromDocument(text: string, issues: Issue[]): Appraisal | null {
  let file: Document;
  try { file = JSON.parse(text) as Document; } catch { return null; }
  if (!file.worth) return null;
  const start = blank(issues);
  for (const i of start.issues) {
    const worth = file.worth[i.issue];
    if (worth) i.values = { ...i.values, ...stretched(worth) };
    const weight = Number(file.weights?.[i.issue]);
    if (Number.isFinite(weight)) i.weight = weight;
    i.never = (file.never ?? []).flatMap((n) => (Object.keys(n).length === 1 ? (n[i.issue] ?? []) : []));
  }
  const most = Math.max(...start.issues.map((i) => i.weight), 1e-9);
  for (const i of start.issues) i.weight = Math.round((100 * i.weight) / most);
  const walk = Number(file.walk_away?.value);
  if (Number.isFinite(walk)) start.walkAway = Math.round(100 * walk);
  return start;
}
function stretched(worth: Record<string, string>): Record<string, number> {
  const numbers = Object.entries(worth).map(([k, v]) => [k, Number(v)] as const).filter(([, v]) => Number.isFinite(v));
  const low = Math.min(...numbers.map(([, v]) => v)), high = Math.max(...numbers.map(([, v]) => v));
  return Object.fromEntries(numbers.map(([k, v]) => [k, high > low ? Math.round((100 * (v - low)) / (high - low)) : 0]));
}

export interface Worth { least: number; most: number; red: boolean }
/** What a package is worth, from 0 to 100; a span where it leaves issues open. */
export function worthOf(appraisal: Appraisal, chosen: Package): Worth {
  const span = (i: IssueValues): { low: number; range: number } => {
    const all = Object.values(i.values);
    const low = Math.min(...all), high = Math.max(...all);
    return { low, range: high - low };
  };
  const counted = appraisal.issues.filter((i) => span(i).range > 0);
  const total = counted.reduce((sum, i) => sum + i.weight, 0) || 1;
  const out: Worth = { least: 0, most: 0, red: appraisal.issues.some((i) => i.never.includes(chosen[i.issue] ?? '\0')) };
  for (const i of counted) {
    const { low, range } = span(i);
    const option = chosen[i.issue];
    const value = option === undefined ? null : ((i.values[option] ?? low) - low) / range;
    out.least += ((value ?? 0) * i.weight * 100) / total;
    out.most += ((value ?? 1) * i.weight * 100) / total;
  }
  return out;
}
