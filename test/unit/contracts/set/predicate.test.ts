import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeArguments } from '../../../../src/contracts/abi/encode.ts';
import type { AbiValue } from '../../../../src/contracts/abi/json-abi.ts';
import type { ResolvedPredicate } from '../../../../src/contracts/plan/plan-step.ts';
import { contractsOfPredicate, describeUnmet, predicateHolds } from '../../../../src/contracts/set/predicate.ts';
import type { Predicate } from '../../../../src/contracts/set/prepared-set.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

const target = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const predicate = (
  outputType: string,
  operator: ResolvedPredicate['operator'],
  expected: AbiValue,
): ResolvedPredicate => ({ text: `f() ${operator} x`, target, calldata: '0x', operator, expected, outputType });
const encoded = (type: string, value: AbiValue): Hex => encodeArguments([{ type }], [value]);

describe('a predicate', () => {
  test.each([undefined, '0x', '0x01', `0x${'0'.repeat(62)}`] as const)('never holds on the answer %s', (answer) => {
    for (const operator of ['==', '!=', '>=', '>', '<=', '<'] as const)
      expect(predicateHolds(predicate('uint256', operator, 0n), answer)).toBe(false);
  });

  test('speaks of the contract that it asks, of its arguments and of what it expects', () => {
    const named = (name: string) => ({ kind: 'contract', name }) as const;
    const asked: Predicate = {
      text: 'A.isFor(B) == C',
      contract: 'A',
      entry: { type: 'function', name: 'isFor' },
      arguments: [named('B')],
      operator: '==',
      expected: named('C'),
    };
    expect(contractsOfPredicate(asked)).toEqual(['A', 'B', 'C']);
  });

  test('compares no order of what is longer than a word', () => {
    expect(predicateHolds(predicate('bytes', '>=', '0x01'), encoded('bytes', '0x01'))).toBe(false);
  });

  test.each([
    ['address', target, parseAddress('0x8617E340B3D01FA5F11F306F4090FD50E238070D')],
    ['bool', true, false],
    ['bytes32', `0x${'ab'.repeat(32)}`, `0x${'ac'.repeat(32)}`],
    ['bytes4', '0x01020304', '0x01020305'],
    ['string', 'one', 'two'],
    ['bytes', '0x1234', '0x1235'],
    ['uint8', 1n, 2n],
    ['int16', -1n, 65535n],
  ])('of type %s is equal or not', (type, one, two) => {
    for (const [value, isSame] of [
      [one, true],
      [two, false],
    ] as const) {
      if (type === 'int16' && !isSame) continue;
      expect(predicateHolds(predicate(type, '==', one), encoded(type, value))).toBe(isSame);
      expect(predicateHolds(predicate(type, '!=', one), encoded(type, value))).toBe(!isSame);
    }
  });

  test.each([
    ['uint256', fc.bigInt({ min: 0n, max: (1n << 256n) - 1n })],
    ['int256', fc.bigInt({ min: -(1n << 255n), max: (1n << 255n) - 1n })],
    ['int8', fc.bigInt({ min: -128n, max: 127n })],
  ] as const)('of type %s orders numbers as they are, negative ones too', (type, numbers) => {
    fc.assert(
      fc.property(numbers, numbers, (seen, limit) => {
        const holds = (operator: ResolvedPredicate['operator']) =>
          predicateHolds(predicate(type, operator, limit), encoded(type, seen));
        expect([holds('=='), holds('!='), holds('>='), holds('>'), holds('<='), holds('<')]).toEqual([
          seen === limit,
          seen !== limit,
          seen >= limit,
          seen > limit,
          seen <= limit,
          seen < limit,
        ]);
      }),
    );
  });

  test.each([
    [
      'T.owner() == Staking',
      '==',
      'address',
      encoded('address', target),
      `T.owner() is not Staking yet (it is ${target.toLowerCase()})`,
    ],
    ['T.owner() == Staking', '==', 'address', undefined, 'T.owner() is not Staking yet (it reverts)'],
    ['T.owner() != deployer', '!=', 'address', undefined, 'T.owner() != deployer is not true yet (it reverts)'],
    ['T.owner() == Staking', '==', 'address', '0x', 'T.owner() is not Staking yet (it is nothing)'],
    ['T.owner() != deployer', '!=', 'address', encoded('address', target), 'T.owner() is still deployer'],
    ['T.count() >= 5', '>=', 'uint256', encoded('uint256', 4n), 'T.count() >= 5 is not true yet (it is 4)'],
    ['T.low() < -5', '<', 'int8', encoded('int8', -4n), 'T.low() < -5 is not true yet (it is -4)'],
    ['T.isOpen() == true', '==', 'bool', encoded('bool', false), 'T.isOpen() is not true yet (it is false)'],
  ] as const)('%s %s of %s with the answer %s is described', (text, operator, outputType, answer, words) => {
    expect(describeUnmet({ text, operator, outputType }, answer)).toBe(words);
  });
});
