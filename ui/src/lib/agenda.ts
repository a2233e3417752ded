// SPDX-License-Identifier: Apache-2.0
// An agenda as it is edited on the page. What the page has no fields for stays as it was in the file.

export interface IssueDraft { name: string; label: string; options: string[]; rest?: Record<string, unknown> }
/** `lang`: which language its labels are in. */
export interface AgendaDraft { lang?: string; title: string; issues: IssueDraft[]; rest: Record<string, unknown> }

type Texts = Record<string, string>;
interface FileIssue { name: string; options?: string[]; texts?: Texts; [other: string]: unknown }
interface AgendaFile { format: string; agenda: { name: string; issues: FileIssue[]; [other: string]: unknown } }

export function toAgendaFile(draft: AgendaDraft): string {
  const lang = draft.lang ?? 'en';
  const issues = draft.issues.map((issue) => {
    const before = (issue.rest?.['texts'] as Texts | undefined) ?? {};
    const texts = issue.label.trim() ? { ...before, [lang]: issue.label.trim() } : before;
    const options = issue.options.map((o) => o.trim()).filter(Boolean);
    return { ...issue.rest, name: issue.name.trim(), ...(options.length > 0 ? { options } : {}), ...(Object.keys(texts).length > 0 ? { texts } : {}) };
  });
  return JSON.stringify({ format: 'goodoffices-accord-1', agenda: { ...draft.rest, name: draft.title.trim(), issues } });
}

export function fromAgendaFile(text: string, lang: string): AgendaDraft | null {
  try {
    const { agenda } = JSON.parse(text) as AgendaFile;
    const { name, issues, ...rest } = agenda;
    return {
      lang,
      title: name,
      rest,
      issues: issues.map(({ name: issue, options, ...more }) => ({ name: issue, label: more.texts?.[lang] ?? '', options: options ?? [], rest: more })),
    };
  } catch {
    return null;
  }
}
