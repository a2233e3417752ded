// SPDX-License-Identifier: Apache-2.0
// Dates: UTC first, local time beside it, and how long there is left.
import type { Time } from '../api/types';

/** Dates in English are written day first. */
const localeOf = (lang: string): string => (lang === 'en' ? 'en-GB' : lang);

const utc = (lang: string, withYear: boolean): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(localeOf(lang), {
    weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC',
    ...(withYear ? { year: 'numeric' } : {}),
  });

/** "Sun, 29 Nov, 18:00 UTC"; with the year where it is another one than now. */
export function utcText(time: Time, lang: string, now = new Date()): string {
  const date = new Date(time);
  const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
  return `${utc(lang, !sameYear).format(date)} UTC`;
}

/** The same instant where the reader is, or null where that is UTC. */
export function localText(time: Time, lang: string, timeZone?: string): string | null {
  const date = new Date(time);
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const options: Intl.DateTimeFormatOptions = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone, timeZoneName: 'short' };
  if (zone === 'UTC' || zone === 'Etc/UTC') return null;
  return new Intl.DateTimeFormat(localeOf(lang), options).format(date);
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]];

/** "in 3 hours", "5 minutes ago". */
export function relativeText(time: Time, lang: string, now = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  for (const [unit, size] of units) if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(0, 'minute');
}

/** For an input of type datetime-local that is read as UTC. */
export const toInput = (time: Time): string => time.slice(0, 16);
/** What such an input holds, as the post writes it; null where it is no time. */
export function fromInput(value: string): Time | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value)) return null;
  const date = new Date(`${value}Z`);
  return Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, 19)}Z`;
}
export const inDays = (days: number, now = new Date()): Time => {
  const date = new Date(now.getTime() + days * 86_400_000);
  date.setUTCSeconds(0, 0);
  return `${date.toISOString().slice(0, 19)}Z`;
};

const spans: [string, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];
/** "3 mins 5 secs": the two units that say most; the smaller is left out where there is none of it. */
export function durationText(seconds: number, lang: string): string {
  let left = Math.max(0, Math.floor(seconds));
  const first = spans.findIndex(([, size]) => left >= size);
  const from = first < 0 ? spans.length - 1 : first;
  return spans.slice(from, from + 2).flatMap(([unit, size], i) => {
    const n = Math.floor(left / size);
    left -= n * size;
    return i > 0 && n === 0 ? [] : new Intl.NumberFormat(localeOf(lang), { style: 'unit', unit, unitDisplay: 'short' }).format(n);
  }).join(' ');
}
/** Seconds from one instant to another, or to now. */
export const secondsBetween = (from: Time, to: Time | number): number => (new Date(to).getTime() - new Date(from).getTime()) / 1000;
