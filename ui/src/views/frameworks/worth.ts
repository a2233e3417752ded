// SPDX-License-Identifier: Apache-2.0
// Worth, differences and marks of the frontier in the reader's language.
import type { Weighed } from '../../api/types';
import { isOne, spanOf, type Mark, type Span } from '../../lib/frontier';
import { t, tongue, tWord } from '../../words/index.svelte';
import { listed } from '../../words/mandate';

export const percent = (n: number, digits = 1): string => new Intl.NumberFormat(tongue.language, { style: 'percent', maximumFractionDigits: digits }).format(n);
export const spanText = (span: Span | null, digits = 1): string => {
  if (!span) return t('frontier_unknown');
  return isOne(span) ? percent(span.least, digits) : t('frontier_span', { a: percent(span.least, digits), b: percent(span.most, digits) });
};
/** Where it lies in the picture, or else what is certain of it. */
export const worthOf = (side: Weighed | undefined): Span | null => spanOf(side?.drawn ?? side?.utility ?? null);

const tenth = (n: number): number => Math.round(10 * n) / 10;
const points = (n: number): string => t('points', { n: tenth(n) });
/** With its sign, zero without one. */
const signed = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : ''}${points(Math.abs(n))}`;

/** By how much a side is better or worse off: in a word and with a sign. */
export function differenceText(d: Span): string {
  if (d.least === 0 && d.most === 0) return t('change_same');
  if (d.least === d.most) return t(d.least > 0 ? 'change_better' : 'change_worse', { points: signed(d.least) });
  const between = { a: signed(d.least), b: signed(d.most) };
  if (d.least >= 0) return t('change_better_span', between);
  return t(d.most <= 0 ? 'change_worse_span' : 'change_either', between);
}

/** How far above or below walk-away. */
export function walkText(n: number): string {
  const far = tenth(100 * n);
  return far === 0 ? t('at_walk') : t(far > 0 ? 'above_walk' : 'below_walk', { points: points(Math.abs(far)) });
}

export const solutionsText = (mark: Mark): string => listed(mark.solutions.map((s) => tWord('near', s)));
const plain = (mark: Mark): string => {
  if (mark.kind === 'framework') return mark.title;
  if (mark.kind === 'suggestion') return `${t('package')} ${new Intl.NumberFormat(tongue.language).format(mark.number)}`;
  return t(mark.kind === 'point' ? 'frontier_point' : 'frontier_beside', { n: mark.number });
};
/** What a mark is called where one reads it by itself. */
export const markText = (mark: Mark): string => (mark.solutions.length > 0 ? `${plain(mark)} · ${solutionsText(mark)}` : plain(mark));
/** What it is called in the picture: a plain point is not. */
export const markName = (mark: Mark): string => (mark.kind === 'framework' || mark.kind === 'suggestion' ? plain(mark) : mark.solutions.map((s) => tWord('near', s)).join(' · '));
/** What it is, and what it is worth to each side. */
export const markSays = (mark: Mark, sides: string[]): string => [markText(mark), ...sides.map((name, i) => t('frontier_side', { name, worth: spanText(mark.at[i] ?? null) }))].join('; ');
