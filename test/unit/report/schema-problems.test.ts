import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { checkAgainst, describeSeen, nearestName, secretLook } from '../../../src/report/index.ts';

const point = v.strictObject({ x: v.number(), y: v.pipe(v.number(), v.description('the height')) });
const schema = v.strictObject({
  point,
  list: v.optional(v.array(point)),
  either: v.optional(
    v.union(
      [v.string(), v.strictObject({ one: v.number() }), v.strictObject({ two: v.number() })],
      'expected a text, { one } or { two }',
    ),
  ),
  secret: v.optional(v.pipe(v.string(), v.regex(/^\$/, 'expected $NAME'))),
  map: v.optional(v.record(v.string(), v.strictObject({ a: v.optional(v.number()) }))),
});
const right = { point: { x: 1, y: 2 } };

describe('a value that doesn’t fit its schema', () => {
  test.each<[string, unknown, string[]]>([
    ['is no map', 1, [': expected a map, found 1']],
    ['lacks keys', { point: {} }, ['point.x: the key "x" is missing', 'point.y: the key "y" is missing: the height']],
    [
      'has several unknown keys',
      { ...right, pont: 1, z: 2 },
      [
        'pont: unknown key "pont": expected one of point, list, either, secret, map',
        'z: unknown key "z": expected one of point, list, either, secret, map',
      ],
    ],
    [
      'has a mistyped key',
      { point: { x: 1, Y: 2 } },
      ['point.y: the key "y" is missing: the height', 'point.Y: unknown key "Y": did you mean "y"?'],
    ],
    ['has a list for a map', { point: [] }, ['point: expected a map, found a list']],
    [
      'has a list for a map of which nothing is required',
      { ...right, map: { b: [] } },
      ['map.b: expected a map, found a list'],
    ],
    ['has a text for a number', { point: { x: '1', y: 2 } }, ['point.x: expected a number, found "1"']],
    [
      'has nothing for a map of which nothing is required',
      { ...right, map: { b: null } },
      ['map.b: expected a map, found nothing: write {}'],
    ],
    ['has nothing for a map that needs keys', { point: null }, ['point: expected a map, found nothing']],
    [
      'has nothing for a number',
      { point: { x: 1, y: null } },
      ['point.y: expected a number (the height), found nothing'],
    ],
    [
      'has a name that would be dropped',
      { ...right, map: { constructor: { a: 1 } } },
      ['map.constructor: the name "constructor" can\'t be used: choose another'],
    ],
    [
      'has a key of JavaScript’s own',
      { ...right, constructor: [] },
      ['constructor: unknown key "constructor": expected one of point, list, either, secret, map'],
    ],
    [
      'has mistakes in a list',
      { ...right, list: [right.point, { x: 1, y: [] }] },
      ['list.1.y: expected a number (the height), found an empty list'],
    ],
    ['is none of the options', { ...right, either: 1 }, ['either: expected a text, { one } or { two }, found 1']],
    [
      'is nearly one of the options',
      { ...right, either: { two: 'x', more: 1 } },
      ['either.two: expected a number, found "x"', 'either.more: unknown key "more": expected one of two'],
    ],
    [
      'is a secret in the wrong place',
      { ...right, secret: 'canary' },
      ['secret: expected $NAME; what was found is not shown'],
    ],
  ])('because it %s is told so', (_, value, expected) => {
    const { problems } = checkAgainst(schema, value);
    expect(problems?.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(expected);
  });

  test('is given back when it fits', () => {
    expect(checkAgainst(schema, right)).toEqual({ value: right });
  });
});

test.each([
  ['prot', 'port'],
  ['Port', 'port'],
  ['na_me_space', 'namespace'],
  ['xyz', undefined],
])('the known name nearest to %s is %s', (name, nearest) => {
  expect(nearestName(name, ['port', 'namespace', 'peers'])).toBe(nearest);
});

describe('what was seen', () => {
  test.each([
    ['a'.repeat(64), /64 hexadecimal digits/],
    [`0x${'A1'.repeat(32)}`, /64 hexadecimal digits/],
    ['-----BEGIN PRIVATE KEY-----\nx', /PEM/],
    ['wss://user:pass@node.example', /credentials/],
    ['https://node.example/?apikey=0123456789abcdef0123', /access key/],
    ['https://node.example/v3/0123456789abcdef0123456789abcdef', /access key/],
    ['{"crypto":{"ciphertext": "00"}}', /keyfile/],
    ['ghp_0123456789', /access token/],
    ['test test test test test test test test test test test junk', /mnemonic/],
  ])('%s looks like a secret and is not repeated', (text, look) => {
    expect(secretLook(text)).toMatch(look);
    expect(describeSeen(text)).not.toContain(text.slice(10, 30));
  });

  test.each([
    'http://eth-tx-node.default.svc.cluster.local:8545',
    `keep-client@sha256:${'a'.repeat(64)}`,
    `0x02${'a'.repeat(64)}`,
    '/dns4/keep-client-0.keep-test.svc.cluster.local/tcp/3919/ipfs/16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH',
    'gs://keep-test-releases/second',
    'setOperatorContractUpgrader(address,address)',
  ])('%s looks like no secret', (text) => {
    expect(secretLook(text)).toBeUndefined();
  });

  test('is cut to its length when it is long', () => {
    expect(describeSeen('ab '.repeat(100))).toBe('a text of 300 characters');
  });
});
