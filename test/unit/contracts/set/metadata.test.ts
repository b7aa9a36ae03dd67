import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { creationHashOf, creationHashOfParts, fingerprintOf } from '../../../../src/contracts/set/fingerprint.ts';
import { blankMetadata, compareCode, findMetadata } from '../../../../src/contracts/set/metadata.ts';
import type { Hex } from '../../../../src/values/index.ts';

/**
 * One contract that creates another, as real solc compiled it: as written, with a comment more, with another number in the
 * created one. Each row says its compiler, settings and source.
 */
interface Compiled {
  readonly title: string;
  readonly first: Codes;
  readonly comment: Codes;
  readonly changed: Codes;
}
interface Codes {
  readonly creation: string;
  readonly runtime: string;
}
const compiled: readonly Compiled[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'metadata-by-solc.json'), 'utf8'),
);
const bytes = (digits: string): Buffer => Buffer.from(digits, 'hex');
const keepCore = join(
  import.meta.dirname,
  '../../../../examples/keep-network/node_modules/@keep-network/keep-core/artifacts',
);

/** Entries of a metadata map, as solc writes them. */
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((value) => Buffer.from(value));
const entries = {
  ipfs: hash.map((value) => Buffer.concat([bytes('646970667358221220'), value])),
  bzzr0: hash.map((value) => Buffer.concat([bytes('65627a7a72305820'), value])),
  bzzr1: hash.map((value) => Buffer.concat([bytes('65627a7a72315820'), value])),
  solc: fc.oneof(
    fc.uint8Array({ minLength: 3, maxLength: 3 }).map((version) => Buffer.concat([bytes('64736f6c6343'), version])),
    fc
      .stringMatching(/^0\.8\.\d{1,2}-develop\.2024\.\d{1,2}\.\d{1,2}\+commit\.[0-9a-f]{8}$/)
      .map((version) => Buffer.concat([bytes('64736f6c63'), cborText(version)])),
  ),
  experimental: fc.constant(bytes('6c6578706572696d656e74616cf5')),
};
const blob = fc
  .shuffledSubarray(['ipfs', 'bzzr0', 'bzzr1', 'solc', 'experimental'] as const, { minLength: 1 })
  .chain((keys) => fc.tuple(...keys.map((key) => entries[key])))
  .map((parts) => withLength(Buffer.concat([Buffer.from([0xa0 + parts.length]), ...parts])));
/** Code in which no blob can be found, because it has no letter of a key. */
const code = fc.array(fc.constantFrom(0x00, 0x5b, 0x60, 0xa1, 0xa2, 0xf3, 0xfe), { maxLength: 80 }).map(Buffer.from);

function withLength(map: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(map.length);
  return Buffer.concat([map, length]);
}

function cborText(text: string): Buffer {
  const head = text.length < 24 ? [0x60 + text.length] : [0x78, text.length];
  return Buffer.concat([Buffer.from(head), Buffer.from(text)]);
}

describe('what only looks like metadata is code, and stays', () => {
  const map = bytes(`a2646970667358221220${'ab'.repeat(32)}64736f6c634300081e`);
  const whole = withLength(map);

  test('the example itself is metadata', () => {
    expect(findMetadata(whole)).toEqual([{ start: 0, end: whole.length }]);
  });

  test.each([
    ['whose length is one more', Buffer.concat([map, bytes('0034')])],
    ['whose length is one less', Buffer.concat([map, bytes('0032')])],
    ['cut before its length', map],
    ['cut within its length', whole.subarray(0, -1)],
    ['that says one entry more than it has', Buffer.concat([bytes('a3'), whole.subarray(1)])],
    ['that says one entry less than it has', Buffer.concat([bytes('a1'), whole.subarray(1)])],
    ['that is a list', Buffer.concat([bytes('82'), whole.subarray(1)])],
    ['of no entry', withLength(bytes('a0'))],
    ['with a key that solc does not write', withLength(bytes('a2667578666f6f6443aabbcc64736f6c634300081e'))],
    ['with the same key twice', withLength(bytes('a264736f6c634300081e64736f6c634300081f'))],
    ['with a hash that is no multihash', withLength(bytes(`a1646970667358221320${'ab'.repeat(32)}`))],
    ['with a hash too short', withLength(bytes(`a165627a7a7231581f${'ab'.repeat(31)}`))],
    ['with a version of two bytes', withLength(bytes('a164736f6c63420008'))],
    ['with a version of no printable text', withLength(bytes('a164736f6c6363000102'))],
    ['with experimental: false', withLength(bytes('a16c6578706572696d656e74616cf4'))],
  ])('a map %s', (_, almost) => {
    expect(findMetadata(almost)).toEqual([]);
    expect(findMetadata(Buffer.concat([bytes('5b'), almost, bytes('fe')]))).toEqual([]);
    expect(blankMetadata(almost)).toBe(almost);
  });

  test('codes that differ in what runs are different, whatever stands around', () => {
    expect(compareCode(Buffer.concat([bytes('5b'), whole]), Buffer.concat([bytes('5c'), whole]))).toBe('different');
    expect(compareCode(whole, Buffer.concat([whole, bytes('00')]))).toBe('different');
  });
});

describe('metadata', () => {
  test('is found wherever it stands, in every combination of keys', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(code, blob)), code, (parts, rest) => {
        const expected: { start: number; end: number }[] = [];
        let all = Buffer.alloc(0);
        for (const [before, metadata] of parts) {
          const start = all.length + before.length;
          expected.push({ start, end: start + metadata.length });
          all = Buffer.concat([all, before, metadata]);
        }
        all = Buffer.concat([all, rest]);
        expect(findMetadata(all)).toEqual(expected);
        const blank = blankMetadata(all);
        expect(blank).toHaveLength(all.length);
        expect(findMetadata(blank)).toEqual([]);
        // Compared byte by byte: nothing else is touched.
        const outside = [...all.keys()].filter((at) => !expected.some(({ start, end }) => at >= start && at < end));
        expect(outside.every((at) => blank[at] === all[at])).toBe(true);
      }),
    );
  });

  test('within a hash belongs to that hash', () => {
    const inner = 'a164736f6c634300081e000a';
    const outer = withLength(bytes(`a165627a7a72315820${inner}${'ab'.repeat(20)}`));
    expect(findMetadata(outer)).toEqual([{ start: 0, end: outer.length }]);
  });

  test('counts for nothing when two codes are compared', () => {
    fc.assert(
      fc.property(code, entries.ipfs, entries.ipfs, code, (before, one, two, after) => {
        const around = (entry: Buffer) =>
          Buffer.concat([before, withLength(Buffer.concat([bytes('a1'), entry])), after]);
        expect(compareCode(around(one), around(two))).toBe(one.equals(two) ? 'equal' : 'metadata');
      }),
    );
  });

  test.each(compiled)(
    'of $title is all that a changed comment changes, also in the contract that it creates',
    (row) => {
      for (const kind of ['creation', 'runtime'] as const) {
        const [first, comment, changed] = [row.first, row.comment, row.changed].map((codes) => bytes(codes[kind]));
        if (first === undefined || comment === undefined || changed === undefined) throw new Error('a code is missing');
        const blobs = findMetadata(first);
        expect(blobs.length).toBeGreaterThanOrEqual(2);
        expect(blobs.at(-1)?.end).toBe(first.length);
        expect(compareCode(first, comment)).toBe(row.title.startsWith('no hash') ? 'equal' : 'metadata');
        expect(compareCode(first, changed)).toBe('different');
      }
    },
  );

  test('stands at the end of every code of the Keep network’s package', () => {
    const codes = readdirSync(keepCore)
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(keepCore, file), 'utf8')) as Record<string, unknown>)
      .map(({ deployedBytecode }) => String(deployedBytecode ?? '0x').replaceAll(/__.{38}/g, '0'.repeat(40)))
      .filter((digits) => digits.length > 2)
      .map((digits) => bytes(digits.slice(2)));
    expect(codes.length).toBeGreaterThan(60);
    expect(codes.filter((runtime) => findMetadata(runtime).at(-1)?.end !== runtime.length)).toEqual([]);
  });
});

describe('a fingerprint', () => {
  const noArguments: Hex = '0x';

  test.each(compiled)('of $title is the same after a changed comment, its creation hash is not', (row) => {
    const [first, comment, changed] = [row.first, row.comment, row.changed].map(({ creation }) => bytes(creation));
    if (first === undefined || comment === undefined || changed === undefined) throw new Error('a code is missing');
    const fingerprint = fingerprintOf(first, noArguments, 0n);
    expect(fingerprintOf(comment, noArguments, 0n)).toBe(fingerprint);
    expect(fingerprintOf(changed, noArguments, 0n)).not.toBe(fingerprint);
    if (!row.title.startsWith('no hash'))
      expect(creationHashOf(`0x${comment.toString('hex')}`, 0n)).not.toBe(
        creationHashOf(`0x${first.toString('hex')}`, 0n),
      );
  });

  test('takes arguments as they are, also where they are code with metadata', () => {
    const [row] = compiled;
    if (row === undefined) throw new Error('nothing is compiled');
    const argument = (codes: Codes): Hex => `0x${codes.creation}`;
    expect(fingerprintOf(bytes('60'), argument(row.first), 0n)).not.toBe(
      fingerprintOf(bytes('60'), argument(row.comment), 0n),
    );
  });

  test('differs by where metadata stands, and by its length: what runs counts on both', () => {
    const [short, long] = ['a164736f6c634300081e000a', `a165627a7a72315820${'ab'.repeat(32)}0029`];
    const codes = ['60016002', `6001${short}6002`, `60016002${short}`, `6001${long}6002`];
    expect(new Set(codes.map((digits) => fingerprintOf(bytes(digits), noArguments, 0n))).size).toBe(4);
    // The same bytes and length around, the same fingerprint: only the place tells these apart.
    expect(fingerprintOf(bytes(`6001${short}60`), '0x01', 0n)).not.toBe(
      fingerprintOf(bytes(`60${short}0160`), '0x01', 0n),
    );
  });

  test.each([
    ['ether', fingerprintOf(bytes('6001'), '0x02', 0n), fingerprintOf(bytes('6001'), '0x02', 1n)],
    ['an argument', fingerprintOf(bytes('6001'), '0x02', 0n), fingerprintOf(bytes('6001'), '0x03', 0n)],
    ['the place where code ends', fingerprintOf(bytes('6001'), '0x02', 0n), fingerprintOf(bytes('60'), '0x0102', 0n)],
    ['code', fingerprintOf(bytes('6001'), '0x02', 0n), fingerprintOf(bytes('6002'), '0x02', 0n)],
  ])('differs by %s', (_, one, two) => {
    expect(one).not.toBe(two);
  });
});

test('a creation hash is the same for code apart from its arguments as for the bytes that are sent', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 64 }),
      fc.bigInt({ min: 0n }),
      (one, two, value) => {
        const [codeDigits, digits] = [one, two].map((part) => Buffer.from(part).toString('hex'));
        expect(creationHashOfParts(one, `0x${digits}`, value)).toBe(creationHashOf(`0x${codeDigits}${digits}`, value));
      },
    ),
  );
});
