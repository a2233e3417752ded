// SPDX-License-Identifier: Apache-2.0
// Which way text runs, and how a name is kept from turning the sentence around it.

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur', 'ps', 'yi', 'dv', 'sd', 'ug', 'ckb']);

export type Direction = 'ltr' | 'rtl';

export function directionOf(lang: string): Direction {
  return rightToLeft.has(lang.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

const strongRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const strongAny = /\p{L}/u;

/** The direction of a paragraph by its first letter, as `dir=auto` finds it. */
export function directionOfText(text: string, otherwise: Direction = 'ltr'): Direction {
  for (const ch of text) if (strongAny.test(ch)) return strongRight.test(ch) ? 'rtl' : 'ltr';
  return otherwise;
}

/** Wraps `text` in first-strong isolates (UAX #9), for a place inside a sentence of the page. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}

/** Paragraphs of a text, each to have its own direction. */
export function paragraphs(text: string): string[] {
  return text.split('\n');
}

/** Characters that are allowed and invisible: shown by name where the reader asks. */
export const invisible: Record<string, string> = {
  '\u200c': 'ZWNJ', '\u200d': 'ZWJ', '\u200e': 'LRM', '\u200f': 'RLM', '\u061c': 'ALM', '\u200b': 'ZWSP', '\u2060': 'WJ', '\u00ad': 'SHY',
};
export interface Piece { text: string; mark: boolean }
export function reveal(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  for (const ch of text) {
    const name = invisible[ch];
    if (name === undefined) { plain += ch; continue; }
    if (plain) pieces.push({ text: plain, mark: false });
    plain = '';
    pieces.push({ text: name, mark: true });
  }
  if (plain) pieces.push({ text: plain, mark: false });
  return pieces;
}
