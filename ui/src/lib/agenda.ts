// SPDX-License-Identifier: Apache-2.0
// An agenda as it is edited on the page. What the page has no fields for stays as it was in the file.
import { numbered, type Choice, type Combination } from './combination';

export interface IssueDraft { name: string; label: string; options: string[]; rest?: Record<string, unknown> }
/** `lang`: which language its labels are in. `never`: what nobody may propose. */
export interface AgendaDraft { lang?: string; title: string; issues: IssueDraft[]; never?: Combination[]; rest: Record<string, unknown> }

type Texts = Record<string, string>;
interface FileIssue { name: string; options?: string[]; texts?: Texts; [other: string]: unknown }
interface AgendaFile { format: string; agenda: { name: string; issues: FileIssue[]; never?: Combination[]; [other: string]: unknown } }

export function toAgendaFile(draft: AgendaDraft): string {
  const lang = draft.lang ?? 'en';
  const issues = draft.issues.map((issue) => {
    const before = (issue.rest?.['texts'] as Texts | undefined) ?? {};
    const texts = issue.label.trim() ? { ...before, [lang]: issue.label.trim() } : before;
    const options = issue.options.map((o) => o.trim()).filter(Boolean);
    return { ...issue.rest, name: issue.name.trim(), ...(options.length > 0 ? { options } : {}), ...(Object.keys(texts).length > 0 ? { texts } : {}) };
  });
  const never = draft.never ?? [];
  return JSON.stringify({ format: 'goodoffices-accord-1', agenda: { ...draft.rest, name: draft.title.trim(), issues, ...(never.length > 0 ? { never } : {}) } });
}

/** Its issues as they stand in the form: options by their names, and numbers from first to last. */
export function choicesOfDraft(draft: AgendaDraft): Choice[] {
  return draft.issues.filter((i) => i.name.trim()).map((i) => {
    const options = i.options.map((o) => o.trim()).filter(Boolean);
    return { name: i.name.trim(), text: i.label.trim() || i.name.trim(), options: (options.length > 0 ? options : numbered(i.rest?.['from'], i.rest?.['to'])).map((name) => ({ name, text: name })) };
  });
}

export function fromAgendaFile(text: string, lang: string): AgendaDraft | null {
  try {
    const { agenda } = JSON.parse(text) as AgendaFile;
    const { name, issues, never = [], ...rest } = agenda;
    return {
      lang,
      title: name,
      rest,
      never,
      issues: issues.map(({ name: issue, options, ...more }) => ({ name: issue, label: more.texts?.[lang] ?? '', options: options ?? [], rest: more })),
    };
  } catch {
    return null;
  }
}
