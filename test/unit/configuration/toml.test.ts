import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { encodeToml, type TomlTable } from '../../../src/configuration/toml.ts';

const text = fc.string({ unit: 'binary' }).filter((any) => any.isWellFormed());
const integer = fc.maxSafeInteger();
const scalar = fc.oneof(text, integer, fc.boolean());
const table = fc.letrec<{ table: TomlTable }>((tie) => ({
  table: fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    fc.oneof({ maxDepth: 3 }, scalar, fc.array(scalar), fc.array(fc.array(text)), tie('table')),
    { maxKeys: 5 },
  ),
})).table;

describe('TOML', () => {
  test.each([
    ['a fraction', { Port: 3919.5 }],
    ['not a number', { Port: Number.NaN }],
    ['an integer that JavaScript can’t hold', { Port: 2 ** 53 }],
    ['half of a surrogate pair', { name: '\ud800' }],
  ])('is not written from %s', (_, value) => {
    expect(() => encodeToml(value)).toThrow(RangeError);
  });

  test('reads back as what was written, whatever stands in it', () => {
    fc.assert(
      fc.property(table, (value) => {
        expect(JSON.parse(JSON.stringify(parse(encodeToml(value))))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('has integers that read back as integers and not as fractions', () => {
    fc.assert(
      fc.property(integer, (value) =>
        expect(parse(encodeToml({ value }), { integersAsBigInt: true })['value']).toBe(BigInt(value)),
      ),
    );
  });

  test('has no way out of a text into a line of its own', () => {
    fc.assert(
      fc.property(text, text, (key, value) => {
        const lines = encodeToml({ [key]: value }).split('\n');
        expect(lines).toHaveLength(2);
        expect(lines[1]).toBe('');
      }),
    );
  });

  test('leaves out what is absent and keeps a table that is empty', () => {
    expect(encodeToml({ a: undefined, b: {}, c: { d: { e: 1 } }, f: -0 })).toBe('f = 0\n\n[b]\n\n[c.d]\ne = 1\n');
  });
});
