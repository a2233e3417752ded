// SPDX-License-Identifier: Apache-2.0
// Combinations that are out of the question: options of issues that may not come together.

/** Issue by issue, the options that are meant. */
export type Combination = Record<string, string[]>;
/** An issue with its options, and what both are called in the reader's language. */
export interface Choice { name: string; text: string; options: { name: string; text: string }[] }

/** What is chosen, without the issues for which nothing is. */
export const settled = (chosen: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(chosen).filter(([, option]) => option !== ''));
/** The same as a combination. */
export const combined = (chosen: Record<string, string>): Combination => Object.fromEntries(Object.entries(settled(chosen)).map(([issue, option]) => [issue, [option]]));
/** Whole numbers from first to last, as options are named; none where there are too many to choose from. */
export const numbered = (from: unknown, to: unknown): string[] => {
  const [first, last] = [Number(from), Number(to)];
  return Number.isInteger(first) && Number.isInteger(last) && last - first < 200 ? Array.from({ length: last - first + 1 }, (_, i) => String(first + i)) : [];
};

/** Whether the issues have all that it names. */
export const fits = (combination: Combination, choices: Choice[]): boolean =>
  Object.entries(combination).every(([issue, options]) => { const choice = choices.find((c) => c.name === issue); return choice !== undefined && options.every((o) => choice.options.some((x) => x.name === String(o))); });

export const same = (a: Combination, b: Combination): boolean => JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
