import { describe, expect, test } from '@jest/globals';
import { buildRecord } from '../../../../src/contracts/journal/build-record.ts';
import { contractRecordDigest } from '../../../../src/contracts/journal/record.ts';
import { call, carriedOut, chain, contract, deployer, hash, plan, setOf, until, type World } from '../plan-fixture.ts';

const contracts = [contract('Escrow'), contract('Staking')];
const calls = [
  call('Staking', { names: ['Escrow'] }),
  call('Escrow', { names: ['Staking'], until: until('Escrow', 'Staking') }),
  call('Escrow', { names: ['Escrow'] }),
];
const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];
const inOrder = (order: readonly number[]) =>
  setOf(
    contracts,
    order.flatMap((index) => calls[index] ?? []),
  );

function digestOf(set: ReturnType<typeof setOf>, world: World): string {
  const results = {
    result: () => ({ transaction: hash, block: 1 }),
    proof: () => ({ codeHash: hash, proof: 'exact' as const }),
  };
  return contractRecordDigest(buildRecord(plan(set, world), chain, deployer, results));
}

describe('a record', () => {
  test.each(orders)('is the same in whatever order the set has its calls: %i, %i, %i', (...order) => {
    const world = carriedOut(plan(inOrder([0, 1, 2])));
    expect(digestOf(inOrder(order), world)).toBe(digestOf(inOrder([0, 1, 2]), world));
  });

  test('is another when a call is missing', () => {
    const world = carriedOut(plan(inOrder([0, 1, 2])));
    expect(digestOf(inOrder([0, 1]), world)).not.toBe(digestOf(inOrder([0, 1, 2]), world));
  });
});
