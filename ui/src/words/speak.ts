// SPDX-License-Identifier: Apache-2.0
// Catalogues: what the page says, in six languages. A message is a text with {slots}, or one text for each plural category
// of its language.
import { isolate } from '../lib/direction';
import type { en } from './en';

export type PluralMessage = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Message = string | PluralMessage;
export type Key = keyof typeof en;
export type Catalogue = { [K in Key]: (typeof en)[K] extends string ? string : PluralMessage };
export type Slots = Record<string, string | number>;

export const languages = ['en', 'fr', 'ar', 'fa', 'he', 'ru'] as const;
export type Language = (typeof languages)[number];
export const languageNames: Record<Language, string> = {
  en: 'English', fr: 'Français', ar: 'العربية', fa: 'فارسی', he: 'עברית', ru: 'Русский',
};

/** The language of the reader's browser that the page speaks, or English. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0] as Language;
    if (languages.includes(base)) return base;
  }
  return 'en';
}

/** The text of a message for a number; a message without plurals is its own text. */
export function chosen(message: Message, language: string, n: number | undefined): string {
  if (typeof message === 'string') return message;
  const category = new Intl.PluralRules(language).select(n ?? 0);
  return message[category] ?? message.other;
}

/** Fills the slots. What is filled in is isolated, so that a name in another script cannot turn the sentence around. */
export function filled(template: string, slots: Slots, language: string): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = slots[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : isolate(value);
  });
}
