import { expect, test } from '@jest/globals';
import type { TypedValue } from '../../../../src/contracts/abi/typed-value.ts';
import type { RecordedCall } from '../../../../src/contracts/journal/record.ts';
import { titleOfCall } from '../../../../src/contracts/plan/call-title.ts';
import { describeChangedCall } from '../../../../src/contracts/plan/changed-call.ts';
import type { PreparedCall } from '../../../../src/contracts/set/prepared-set.ts';
import type { Hex } from '../../../../src/values/index.ts';

const literal = (value: Extract<TypedValue, { kind: 'literal' }>['value']): TypedValue => ({ kind: 'literal', value });
const call = (values: readonly TypedValue[], types: readonly string[] = []) =>
  ({
    contract: 'Registry',
    entry: { type: 'function', name: 'add', inputs: types.map((type) => ({ type, name: 'to' })) },
    arguments: values,
    value: 0n,
  }) as unknown as PreparedCall;

test.each<[string, readonly TypedValue[], string]>([
  ['nothing', [], 'Registry.add()'],
  [
    'contracts by their names, and the deployer',
    [{ kind: 'contract', name: 'Token' }, { kind: 'deployer' }],
    'Registry.add(Token, deployer)',
  ],
  ['addresses by both ends', [literal(`0x${'ab'.repeat(19)}cd`)], 'Registry.add(0xababab…abcd)'],
  ['lists, numbers and truths', [{ kind: 'list', items: [literal(5n), literal(true)] }], 'Registry.add([5, true])'],
  [
    'an encoded call',
    [{ kind: 'encoded-call', entry: { type: 'function', name: 'init' }, arguments: [literal(1n)] }],
    'Registry.add(init(1))',
  ],
  ['long texts cut, on one line', [literal('a\nb::error::0123456789')], 'Registry.add(a b::error::0123456…)'],
])('a call is told with %s', (_, values, title) => {
  expect(titleOfCall(call(values))).toBe(title);
});

test('a call of many arguments is cut', () => {
  expect(titleOfCall(call(Array.from({ length: 99 }, () => literal(1n))))).toHaveLength(120);
});

const word = (digit: number): string => String(digit).padStart(64, '0');
const recorded = (calldata: string, value = '0') => ({ calldata, value }) as RecordedCall;

test.each([
  ['a number', ['uint256'], `0x00000000${word(5)}`, `0x00000000${word(6)}`, 'argument 0 (to) changed (5 → 6)'],
  [
    'what stands after a list',
    ['uint256[1]', 'uint256'],
    `0x00000000${word(5)}${word(1)}`,
    `0x00000000${word(5)}${word(2)}`,
    'its arguments changed',
  ],
  ['bytes that are no such arguments', ['uint256'], '0x00000000', `0x00000000${word(6)}`, 'its arguments changed'],
])('a call that is made again says what changed: %s', (_, types, before, now, reason) => {
  expect(describeChangedCall(call([], types), now as Hex, recorded(before))).toBe(reason);
});

test('a call that is made again for its ether says so', () => {
  expect(describeChangedCall(call([]), '0x00000000', recorded('0x00000000', '1'))).toBe(
    'its ether changed (1 wei → 0 ether)',
  );
});
