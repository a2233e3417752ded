// SPDX-License-Identifier: Apache-2.0
// Words of an agenda in the reader's language, as accord chooses them: the language, none stated, English, the first, the name.
import type { Issue } from '../../api/types';
import { optionsOf } from '../../lib/appraisal';
import type { Choice } from '../../lib/combination';
import { tongue } from '../../words/index.svelte';

export function label(texts: Record<string, string> | undefined, name: string): string {
  if (!texts) return name;
  return texts[tongue.language] ?? texts[''] ?? texts['en'] ?? Object.values(texts)[0] ?? name;
}

/** The text of an option; an issue of numbers has none for it. */
export const optionLabel = (issue: Issue | undefined, option: string): string => label(issue?.options.find((o) => o.name === option)?.texts, option);

export const choicesOf = (issues: Issue[]): Choice[] => issues.map((issue) => ({ name: issue.name, text: label(issue.texts, issue.name), options: optionsOf(issue).map((name) => ({ name, text: optionLabel(issue, name) })) }));
