import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DiffLine, diffLines, withContext } from '../../../../src/cluster/roll/line-diff.ts';

const print = (lines: readonly DiffLine[]) => lines.map(({ sign, text }) => sign + text).join(' ');
const side = (lines: readonly DiffLine[], without: '-' | '+') =>
  lines.filter(({ sign }) => sign !== without).map(({ text }) => text);
const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

describe('a difference by lines', () => {
  test.each<[string, string, string]>([
    ['', '', ''],
    ['a b c', 'a b c', ' a  b  c'],
    ['a b c', 'a x c', ' a -b +x  c'],
    ['a b', 'b', '-a  b'],
    ['b', 'a b', '+a  b'],
    ['a a', 'a', ' a -a'],
    ['a b c d', 'c d a b', '-a -b  c  d +a +b'],
  ])('from %j to %j', (before, after, expected) => {
    const words = (text: string) => text.split(' ').filter((word) => word !== '');
    expect(print(diffLines(words(before), words(after)))).toBe(expected);
  });

  test('leads from the one to the other, by the shortest way', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after);
        expect(side(diff, '+')).toEqual(before);
        expect(side(diff, '-')).toEqual(after);
        expect(diff.filter(({ sign }) => sign === ' ')).toHaveLength(common(before, after));
      }),
    );
  });

  test('of two long texts that have nothing in common is still found at once', () => {
    const long = (text: string) => Array.from({ length: 50_000 }, (_, index) => `${text}${index}`);
    const diff = diffLines(long('a'), long('b'));
    expect([diff.length, diff[0]?.sign, diff.at(-1)?.sign]).toEqual([100_000, '-', '+']);
  });
});

test('what is far from any change is left out, and so it is said where something is between', () => {
  const numbers = (...changed: readonly number[]) =>
    Array.from({ length: 20 }, (_, index) => (changed.includes(index) ? 'x' : `${index}`));
  expect(withContext(diffLines(numbers(), numbers(4, 5, 12)), 1)).toEqual([
    ...['  3', '- 4', '- 5', '+ x', '+ x', '  6'],
    '…',
    ...['  11', '- 12', '+ x', '  13'],
  ]);
  expect(withContext(diffLines(numbers(), numbers()), 3)).toEqual([]);
});

/** Length of the longest common subsequence, the slow way. */
function common([a, ...before]: readonly string[], [b, ...after]: readonly string[]): number {
  if (a === undefined || b === undefined) return 0;
  const key = `${a}${before.join('')} ${b}${after.join('')}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const length =
    a === b ? 1 + common(before, after) : Math.max(common([a, ...before], after), common(before, [b, ...after]));
  memory.set(key, length);
  return length;
}
const memory = new Map<string, number>();
