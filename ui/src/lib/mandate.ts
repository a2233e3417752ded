// SPDX-License-Identifier: Apache-2.0
// The mandate as one sentence whose parts can be changed, and what follows from it for the intermediary and the addressee.
import type { Approval, Args, Attribution, Disclosure, Form, Terms, Time } from '../api/types';
import { inDays } from './dates';

/** What the composer holds. Closed by default. */
export interface Draft {
  form: Form;
  approval: Approval;
  attribution: Attribution;
  notBefore: Time | null;
  until: Time;
  with: string | null;
  disclosure: Disclosure;
  publicLine: string;
}
export const closed = (now = new Date()): Draft => ({
  form: 'verbatim', approval: 'required', attribution: 'named', notBefore: null, until: inDays(7, now), with: null, disclosure: 'confidential', publicLine: '',
});

type TermsArgs = Pick<Args<'mandate'>, 'form' | 'approval' | 'attribution' | 'until' | 'disclosure' | 'not_before' | 'simultaneous_with' | 'public_line'>;
/** As the verbs `signal` and `mandate` take it. */
export function asTerms(draft: Draft): TermsArgs {
  const terms: TermsArgs = {
    form: draft.form, approval: draft.approval, attribution: draft.attribution, until: draft.until, disclosure: draft.disclosure,
  };
  if (draft.notBefore) terms.not_before = draft.notBefore;
  if (draft.with) terms.simultaneous_with = draft.with;
  if (draft.disclosure === 'confirmable' && draft.publicLine.trim()) terms.public_line = draft.publicLine.trim();
  return terms;
}

/** What the words of one mandate are called: one choice of form and approval. */
export type Wording = 'exact' | 'paraphrase' | 'paraphrase_free' | 'gist' | 'gist_free';
export const wordings: Wording[] = ['exact', 'paraphrase', 'gist', 'paraphrase_free', 'gist_free'];
export function wordingOf(terms: { form: Form; approval: Approval }): Wording {
  if (terms.form === 'verbatim') return 'exact';
  return terms.approval === 'waived' ? `${terms.form}_free` : terms.form;
}
export function fromWording(wording: Wording): { form: Form; approval: Approval } {
  if (wording === 'exact') return { form: 'verbatim', approval: 'required' };
  const free = wording.endsWith('_free');
  return { form: (free ? wording.slice(0, -5) : wording) as Form, approval: free ? 'waived' : 'required' };
}
export type PublicPhrase = 'closed' | 'passed' | 'line' | 'open';
export function publicOf(terms: { disclosure: Disclosure; public_line?: string | null; publicLine?: string }): PublicPhrase {
  if (terms.disclosure === 'public') return 'open';
  if (terms.disclosure === 'confidential') return 'closed';
  return (terms.public_line ?? terms.publicLine ?? '').trim() ? 'line' : 'passed';
}

/** A template's pieces: text, and the names of its {slots} in the order of its language. `tail`: the punctuation after a slot,
 * which stays beside it where the line breaks. */
export type Piece = { text: string } | { slot: string; tail: string };
export function pieces(template: string): Piece[] {
  const out: Piece[] = [];
  for (const part of template.split(/(\{\w+\})/)) {
    const before = out.at(-1);
    if (/^\{\w+\}$/.test(part)) out.push({ slot: part.slice(1, -1), tail: '' });
    else if (part && before && 'slot' in before) {
      before.tail = /^\s?[.,;:،؛]+/u.exec(part)?.[0] ?? '';
      if (part.length > before.tail.length) out.push({ text: part.slice(before.tail.length) });
    } else if (part) out.push({ text: part });
  }
  return out;
}

/** How much wider than the default a mandate is: each entry names a part that was opened. */
export function openedParts(draft: Draft): string[] {
  const opened: string[] = [];
  if (draft.form !== 'verbatim') opened.push('form');
  if (draft.approval === 'waived') opened.push('approval');
  if (draft.disclosure !== 'confidential') opened.push('disclosure');
  return opened;
}

export function termsOfDraft(draft: Draft): Terms {
  return {
    form: draft.form, approval: draft.approval, attribution: draft.attribution, not_before: draft.notBefore, until: draft.until,
    simultaneous_with: draft.with, disclosure: draft.disclosure, public_line: draft.publicLine.trim() || null,
  };
}
