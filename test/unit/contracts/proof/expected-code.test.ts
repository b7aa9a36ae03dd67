import { describe, expect, test } from '@jest/globals';
import type { Artifact } from '../../../../src/contracts/artifacts/artifact.ts';
import { compareMasked, expectedCode } from '../../../../src/contracts/proof/expected-code.ts';
import { type Address, parseAddress } from '../../../../src/values/index.ts';

const own = parseAddress(`0x${'1'.repeat(40)}`);
const library = parseAddress(`0x${'2'.repeat(40)}`);
const placeholder = `__Library${'_'.repeat(31)}`;
const zeros = '00'.repeat(32);

function expected(
  deployedCode: string | undefined,
  parts: Partial<Artifact> = {},
  addresses: Record<string, Address> = { Library: library },
) {
  const artifact = {
    name: 'C',
    abi: [],
    creationCode: '',
    links: [],
    deployedCode,
    immutableReferences: undefined,
    ...parts,
  };
  return expectedCode({ artifact, libraries: new Map([[placeholder, 'Library']]) }, addresses);
}
const compare = (deployedCode: string, seen: string, parts: Partial<Artifact> = {}) => {
  const code = expected(deployedCode, parts);
  return code && compareMasked(code, Buffer.from(seen, 'hex'), own);
};

describe('the code that an artifact says its contract has', () => {
  test.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is no code', '60zz'],
    ['needs a library that is not the set’s', `73__Other${'_'.repeat(33)}`],
  ])('can not be compared when it %s', (_, code) => {
    expect(expected(code)).toBeUndefined();
  });

  test('can not be compared while a library has no address', () => {
    expect(expected(`73${placeholder}`, {}, {})).toBeUndefined();
  });

  test.each([
    ['6001', '600100', { kind: 'length' }],
    ['6001', '60', { kind: 'length' }],
    ['6001', '6002', { kind: 'different', at: 1 }],
    [`73${placeholder}00`, `73${'3'.repeat(40)}00`, { kind: 'different', at: 1 }],
    [`73${'00'.repeat(20)}3014`, `73${'2'.repeat(40)}3014`, { kind: 'different', at: 1 }],
    [`6073${'00'.repeat(20)}3014`, `6073${'1'.repeat(40)}3014`, { kind: 'different', at: 2 }],
    [`7f${zeros}5b`, `7f${'44'.repeat(32)}5c`, { kind: 'different', at: 33 }],
    [`60${zeros}5b`, `60${'44'.repeat(32)}5b`, { kind: 'different', at: 1 }],
  ])('%s is not %s', (code, seen, comparison) => {
    expect(compare(code, seen)).toEqual(comparison);
  });

  test.each([
    ['a library in its place', `73${placeholder}00`, `73${'2'.repeat(40)}00`],
    ['a library’s own address in its guard', `73${'00'.repeat(20)}3014`, `73${'1'.repeat(40)}3014`],
    ['an immutable in 32 pushed zeros', `7f${zeros}5b`, `7f${'44'.repeat(32)}5b`],
  ])('is equal with %s', (_, code, seen) => {
    expect(compare(code, seen)).toEqual({ kind: 'equal' });
  });

  test('has its immutables where it says, and nowhere else', () => {
    const immutableReferences = [{ start: 1, length: 2 }];
    expect(compare('600000607f', '601234607f', { immutableReferences })).toEqual({ kind: 'equal' });
    expect(compare(`7f${zeros}`, `7f${'00'.repeat(31)}01`, { immutableReferences })).toEqual({
      kind: 'different',
      at: 32,
    });
    expect(expected(`7f${zeros}7f${zeros}`)?.immutables).toEqual([
      { start: 1, length: 32 },
      { start: 34, length: 32 },
    ]);
  });
});
