// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { fromInput, inDays, localText, relativeText, toInput, utcText } from './dates';
import { difference, paragraphsOf, wordsOf } from './diff';
import { directionOf, directionOfText, reveal } from './direction';
import { sentence } from './sentence';
import { shortened } from './shortened';
import { compare, groups, westernDigits } from './number';

describe('difference', () => {
  const before = (marks: ReturnType<typeof difference>): string => marks.filter((m) => m.kind !== 'added').map((m) => m.text).join('');
  const after = (marks: ReturnType<typeof difference>): string => marks.filter((m) => m.kind !== 'removed').map((m) => m.text).join('');

  it('keeps both texts whole, whatever they are', () => {
    let seed = 7;
    const random = (n: number): number => { seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648; return seed % n; };
    const words = ['we', 'are', ' ', 'not', ', ', 'ملتزمون', 'à', '\n', 'committed', '.'];
    for (let round = 0; round < 300; round++) {
      const text = (): string => Array.from({ length: random(30) }, () => words[random(words.length)]).join('');
      const a = text(), b = text(), marks = difference(a, b);
      expect([before(marks), after(marks)]).toEqual([a, b]);
    }
  });
  it('marks a changed word alone', () => {
    expect(difference('We will not attack.', 'We shall not attack.').filter((m) => m.kind !== 'same')).toEqual([{ kind: 'removed', text: 'will' }, { kind: 'added', text: 'shall' }]);
  });
  it('shows texts that are nothing alike whole', () => {
    expect(difference('a b c', 'x y z', 1)).toEqual([{ kind: 'removed', text: 'a b c' }, { kind: 'added', text: 'x y z' }]);
  });
  it('is told paragraph by paragraph, and loses none', () => {
    expect(paragraphsOf([{ kind: 'same', text: 'We stay.\n' }, { kind: 'removed', text: 'ab\n\nc' }, { kind: 'added', text: 'd' }])).toEqual([
      [{ kind: 'same', text: 'We stay.' }], [{ kind: 'removed', text: 'ab' }], [], [{ kind: 'removed', text: 'c' }, { kind: 'added', text: 'd' }],
    ]);
  });
  it('keeps a word with its joiners together', () => {
    expect(wordsOf('می‌خواهیم')).toHaveLength(1);
  });
});

describe('a text for which there is little room', () => {
  it('ends with a whole word and an ellipsis, and is left alone where it fits', () => {
    expect([shortened('We open the gate at nine.', 14), shortened('We open.', 14), shortened('Unbreakablelongword', 8)]).toEqual(['We open the…', 'We open.', 'Unbreaka…']);
  });
});

describe('a clause that stands by itself', () => {
  it('has its capital and its full stop, and no second one', () => {
    expect(['its mandate kept it confidential', 'It goes.', 'it is “all.”', ''].map(sentence)).toEqual(['Its mandate kept it confidential.', 'It goes.', 'It is “all.”', '']);
  });
});

describe('direction', () => {
  it('is found by the first letter', () => {
    expect(directionOfText('… 12 «سلام» hello')).toBe('rtl');
    expect(directionOfText('hello سلام')).toBe('ltr');
    expect(directionOfText('12', 'rtl')).toBe('rtl');
  });
  it('is known of a language and its regional kinds', () => {
    expect([directionOf('fa-AF'), directionOf('he'), directionOf('ru')]).toEqual(['rtl', 'rtl', 'ltr']);
  });
  it('shows hidden characters by name', () => {
    expect(reveal('می‌خواهیم').filter((p) => p.mark)).toEqual([{ text: 'ZWNJ', mark: true }]);
  });
});

describe('dates', () => {
  it('say UTC, and the year where it is another one', () => {
    expect(utcText('2026-11-29T18:00:00Z', 'en', new Date('2026-01-01T00:00:00Z'))).toMatch(/29.*18:00 UTC|18:00.*UTC/);
    expect(utcText('2027-11-29T18:00:00Z', 'en', new Date('2026-01-01T00:00:00Z'))).toContain('2027');
  });
  it('stand beside local time only where that is another', () => {
    expect(localText('2026-11-29T18:00:00Z', 'en', 'UTC')).toBeNull();
    expect(localText('2026-11-29T18:00:00Z', 'en', 'Asia/Tehran')).toContain('21:30');
  });
  it('survive an input field', () => {
    expect(fromInput(toInput('2026-11-29T18:00:00Z'))).toBe('2026-11-29T18:00:00Z');
    expect(fromInput('yesterday')).toBeNull();
    expect(inDays(7, new Date('2026-01-01T10:11:12Z'))).toBe('2026-01-08T10:11:00Z');
  });
  it('say how far off they are', () => {
    expect(relativeText('2026-01-01T05:00:00Z', 'en', Date.parse('2026-01-01T02:00:00Z'))).toBe('in 3 hours');
  });
});

describe('safety numbers', () => {
  const number = '12345 67890 11111 22222 33333 44444';
  it('come in six groups', () => expect(groups(number)).toHaveLength(6));
  it('are compared group by group while one types', () => {
    expect(compare(number, '12345 678')).toEqual(['same', 'partial', 'empty', 'empty', 'empty', 'empty']);
    expect(compare(number, '12346')[0]).toBe('different');
  });
  it('may be typed in other digits', () => expect(westernDigits('۱۲۳٤')).toBe('1234'));
});
