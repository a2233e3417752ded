// SPDX-License-Identifier: Apache-2.0
// Safety numbers: thirty digits in six groups of five.

export function groups(number: string): string[] {
  return number.replace(/\D/g, '').match(/.{1,5}/g) ?? [];
}

/** For each group what was typed amounts to: nothing yet, the same so far, the same, or another. */
export type Comparison = 'empty' | 'same' | 'partial' | 'different';
export function compare(number: string, typed: string): Comparison[] {
  const digits = westernDigits(typed).replace(/\D/g, '');
  return groups(number).map((group, i) => {
    const said = digits.slice(i * 5, i * 5 + 5);
    if (said === '') return 'empty';
    if (said === group) return 'same';
    return group.startsWith(said) ? 'partial' : 'different';
  });
}

/** Arabic-Indic and Persian digits are digits. */
export function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (d) => String(d.charCodeAt(0) & 0xf));
}
