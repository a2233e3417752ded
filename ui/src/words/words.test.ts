// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { pieces } from '../lib/mandate';
import { ar } from './ar';
import { en } from './en';
import { fa } from './fa';
import { fr } from './fr';
import { he } from './he';
import { ru } from './ru';
import { chosen, filled, languageFor, languages, type Catalogue, type Language, type Message } from './speak';

const catalogues: Record<Language, Catalogue> = { en, fr, ar, fa, he, ru };
const slotsOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
const texts = (message: Message): string[] => (typeof message === 'string' ? [message] : Object.values(message));

describe.each(languages)('the catalogue of %s', (language) => {
  const catalogue = catalogues[language];
  const english = en as Catalogue;

  it('has every message and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
  });
  it('has every plural category of its language, and no more', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.slice().sort();
    for (const [key, message] of Object.entries(catalogue) as [string, Message][])
      if (typeof message !== 'string') expect([key, Object.keys(message).sort()]).toEqual([key, wanted]);
  });
  it('fills the slots that English fills', () => {
    for (const [key, message] of Object.entries(catalogue) as [keyof Catalogue, Message][]) {
      const wanted = slotsOf(chosen(english[key], 'en', 5));
      for (const text of texts(message)) for (const slot of slotsOf(text)) expect([key, wanted]).toEqual([key, expect.arrayContaining([slot])]);
      if (typeof message === 'string') expect([key, slotsOf(message)]).toEqual([key, wanted]);
      else expect([key, slotsOf(message.other)]).toEqual([key, wanted]);
    }
  });
  it('says nothing with an empty text or a direction override', () => {
    for (const [key, message] of Object.entries(catalogue) as [string, Message][])
      for (const text of texts(message)) expect([key, text.trim() !== '' && !/[\u202a-\u202e\u2066-\u2069]/.test(text)]).toEqual([key, true]);
  });
  it('gives the mandate a place for each of its parts', () => {
    const slots = pieces(catalogue.mandate_sentence).flatMap((p) => ('slot' in p ? [p.slot] : []));
    expect(slots.slice().sort()).toEqual(['naming', 'public', 'start', 'to', 'together', 'until', 'who', 'words']);
  });
});

describe('filling', () => {
  it('isolates what it fills in', () => {
    expect(filled('{name} says', { name: 'ایران' }, 'en')).toBe('\u2068ایران\u2069 says');
  });
  it('writes numbers as the language does', () => {
    expect(filled('{n}', { n: 1234 }, 'fr')).toMatch(/1\s234/);
  });
  it('leaves a slot that is not given', () => {
    expect(filled('{a}', {}, 'en')).toBe('{a}');
  });
  it('takes the first language that it speaks', () => {
    expect(languageFor(['de-CH', 'fa-AF', 'en'])).toBe('fa');
    expect(languageFor(['xx'])).toBe('en');
  });
});
