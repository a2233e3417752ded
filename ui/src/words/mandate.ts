// SPDX-License-Identifier: Apache-2.0
// A mandate in the reader's language.
import type { Terms } from '../api/types';
import { publicOf, wordingOf, type Draft } from '../lib/mandate';
import { utcText } from '../lib/dates';
import type { Names } from '../lib/threads';
import { t, tongue } from './index.svelte';

export interface Cast { who: string; author: string; to: string }

export const listed = (names: string[]): string => new Intl.ListFormat(tongue.language, { type: 'conjunction' }).format(names);

/** Complete: what it does not say is not allowed. */
export function mandateSentence(terms: Terms, cast: Cast, names: Names): string {
  const phrase = publicOf(terms);
  const sentence = t('mandate_sentence', {
    who: cast.who,
    to: cast.to,
    words: t(`words_${wordingOf(terms)}`, { author: cast.author }),
    naming: t(`naming_${terms.attribution}`, { author: cast.author }),
    start: terms.not_before ? t('start_at', { time: utcText(terms.not_before, tongue.language) }) : '',
    until: utcText(terms.until, tongue.language),
    together: terms.simultaneous_with ? t('together_with', { name: names(terms.simultaneous_with) ?? '' }) : '',
    public: phrase === 'line' ? t('public_line', { line: terms.public_line ?? '' }) : t(`public_${phrase}`),
  });
  // A public line that ends its own sentence ends this one too.
  return sentence.replace(/([.!?؟]\u2069?[”»״]\u2069?)\.$/u, '$1');
}

/** What the intermediary may do, as a list; what it may not do stands last. */
export function mayDo(draft: Draft, withName: string | null): string[] {
  const out = [t('may_exact')];
  if (draft.form !== 'verbatim') out.push(draft.approval === 'waived' ? t('may_free') : t('may_ask'));
  if (withName) out.push(t('may_pair', { name: withName }));
  const phrase = publicOf(draft);
  out.push(phrase === 'closed' ? t('may_not_public') : phrase === 'passed' ? t('may_public_passed') : phrase === 'line' ? t('may_public_line') : t('may_public_words'));
  out.push(t('may_not_other'));
  return out;
}
