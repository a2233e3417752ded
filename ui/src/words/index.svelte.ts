// SPDX-License-Identifier: Apache-2.0
// The language in use. A catalogue is fetched from the post when it is first wanted; English is always there.
import { directionOf } from '../lib/direction';
import { en } from './en';
import { chosen, filled, languageFor, type Catalogue, type Key, type Language, type Slots } from './speak';

const loaders: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  fr: async () => (await import('./fr')).fr,
  ar: async () => (await import('./ar')).ar,
  fa: async () => (await import('./fa')).fa,
  he: async () => (await import('./he')).he,
  ru: async () => (await import('./ru')).ru,
};

let language = $state<Language>('en');
let catalogue = $state.raw<Catalogue>(en);

export const tongue = {
  get language(): Language { return language; },
  get direction() { return directionOf(language); },
};

export async function speak(wanted: Language): Promise<void> {
  const next = wanted === 'en' ? en : await loaders[wanted]();
  catalogue = next;
  language = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = directionOf(wanted);
  document.title = t('app_name');
}

export const browserLanguage = (): Language => languageFor(navigator.languages);

/** The message in the language in use, with its slots filled. `slots.n` chooses the plural. */
export function t(key: Key, slots: Slots = {}): string {
  const n = slots['n'];
  return filled(chosen(catalogue[key], language, typeof n === 'number' ? n : undefined), slots, language);
}

/** The template itself, for a sentence whose slots are controls. */
export const template = (key: Key): string => chosen(catalogue[key], language, undefined);

/** A message whose key is put together: a word of the protocol, or the word itself where the catalogue has none. */
export function tWord(prefix: string, word: string): string {
  const key = `${prefix}_${word.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  return key in catalogue ? t(key as Key) : word;
}
