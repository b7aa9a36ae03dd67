import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linkedCode, linkedDigits } from '../../../../src/contracts/set/linked-code.ts';
import { type Address, parseAddress } from '../../../../src/values/index.ts';
import { linkByReplacing } from '../link-by-replacing.ts';
import { contract } from '../plan-fixture.ts';

const libraries = ['Arithmetic', 'BadCode', 'Curve'];
const addresses = new Map(libraries.map((name, index) => [name, parseAddress(`0x${String(index + 5).repeat(40)}`)]));
const addressOf = (name: string): Address => addresses.get(name) ?? parseAddress('0x0');
const placeholder = (name: string): string => `__${name.padEnd(38, '_')}`;
const digits = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const part = fc.oneof(
  digits,
  digits.map((text) => text.toUpperCase()),
  fc.constantFrom(...libraries.map(placeholder)),
);

test('linked code has each library’s address at every place of its placeholder, and is lower case', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const linked = contract('A', { links: libraries });
      const prepared = { ...linked, artifact: { ...linked.artifact, creationCode: parts.join('') } };
      const expected = linkByReplacing(prepared.artifact, ({ library = '' }) => addressOf(library)).toLowerCase();
      expect(linkedDigits(prepared, addressOf)).toBe(expected);
      expect(linkedCode(prepared, addressOf).toString('hex')).toBe(expected);
    }),
  );
});

test('code that is no hexadecimal text, or links what the set does not give, is a fault of ours that is seen', () => {
  expect(() => linkedCode(contract('A', { code: '60zz' }), addressOf)).toThrow('no hexadecimal text');
  const unlinked = { ...contract('A', { links: ['Curve'] }), libraries: new Map<string, string>() };
  expect(() => linkedDigits(unlinked, addressOf)).toThrow('links a library that the set does not give');
});
