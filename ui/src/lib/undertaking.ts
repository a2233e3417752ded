// SPDX-License-Identifier: Apache-2.0
// What a framework makes its sides undertake: the words of the agenda's template in the languages it has, its due time, and
// whether it has been undertaken.
import type { Commitment, Schemas } from '../api/types';

export type Undertaking = Schemas['Undertaking'];
export interface Text { lang: string; text: string; maker?: string }

/** The words in `lang` first, where the template has it; then all others as translations. Words of no stated language are taken to be in `lang`. */
export function textsOf(undertaking: Undertaking, lang: string): Text[] {
  const all = Object.entries(undertaking.texts).map(([tag, text]) => ({ lang: tag || lang, text }));
  return all.sort((a, b) => Number(b.lang === lang) - Number(a.lang === lang));
}

const unit: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** Seconds from the adoption to the due time of a template, as "+30d" says; null where it says none. */
export function dueAfter(due: string): number | null {
  const parts = /^\+(\d+)([smhd])$/.exec(due);
  return parts ? Number(parts[1]) * (unit[parts[2] ?? ''] ?? 0) : null;
}

const head = (excerpt: string): string => excerpt.replace(/…$/, '');
/** Whether `author` has undertaken it in the words of its template, and that has not been released or lapsed. */
export function isUndertaken(undertaking: Undertaking, author: string, items: Commitment[]): boolean {
  return items.some((c) => c.author === author && !['released', 'lapsed'].includes(c.phase) && Object.values(undertaking.texts).some((text) => text.startsWith(head(c.excerpt))));
}
