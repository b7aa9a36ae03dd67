import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type OrderNode, orderByNeeds } from '../../../../src/contracts/set/set-order.ts';
import { folderWith, prepare } from '../artifact-folder-fixture.ts';

let folder = '';
beforeAll(async () => {
  const address = { type: 'address', name: 'other' };
  const abi = [
    { type: 'function', name: 'go', inputs: [], stateMutability: 'nonpayable' },
    { type: 'function', name: 'use', inputs: [address], stateMutability: 'nonpayable' },
    { type: 'function', name: 'owner', inputs: [], outputs: [{ type: 'address', name: '' }], stateMutability: 'view' },
  ];
  const artifact = (inputs: object[]) => ({ abi: [{ type: 'constructor', inputs }, ...abi], bytecode: '0x6001' });
  folder = await folderWith({ 'a/Plain.json': artifact([]), 'a/Named.json': artifact([address]) });
});
afterAll(() => rm(folder, { recursive: true }));

/** Contracts by what their only argument names, or nothing. */
function contractsOf(given: { readonly [name: string]: string | undefined | object }): object {
  const entry = (value: string | undefined | object) => {
    if (value === undefined) return { artifact: 'Plain' };
    if (typeof value === 'string') return { artifact: 'Named', arguments: [{ contract: value }] };
    return { artifact: 'Plain', ...value };
  };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, entry(value)]));
}

async function orderOf(contracts: Parameters<typeof contractsOf>[0], calls: readonly object[] = []) {
  const set = { artifacts: { folder: 'a' }, contracts: contractsOf(contracts), calls };
  const { prepared, problems } = await prepare(folder, set);
  const named = prepared?.calls.map(({ name, contract }) => name ?? contract);
  return problems.length > 0 ? problems : [prepared?.contracts.map(({ name }) => name).join(' '), named?.join(' ')];
}

describe('a cycle', () => {
  test.each<[title: string, contracts: Parameters<typeof contractsOf>[0], calls: readonly object[], problem: string]>([
    [
      'of arguments',
      { A: 'B', B: 'C', C: 'A' },
      [],
      'contracts.A: none of these can come before the others: A names B, B names C, C names A',
    ],
    [
      'of arguments and order',
      { Free: undefined, A: 'B', B: { after: ['A'] } },
      [],
      'contracts.A: none of these can come before the others: A names B, B comes after A',
    ],
    [
      'through a call',
      { A: { after: ['setUp'] }, B: 'A' },
      [{ name: 'setUp', contract: 'B', function: 'go' }],
      'contracts.A: none of these can come before the others: A comes after the call setUp, the call setUp calls B, B names A',
    ],
    [
      'through what a call is given and waits for',
      { A: { after: ['setUp'] }, B: undefined },
      [{ name: 'setUp', contract: 'B', function: 'use', arguments: [{ contract: 'A' }] }],
      'contracts.A: none of these can come before the others: A comes after the call setUp, the call setUp names A',
    ],
    [
      'through what a call asks',
      { A: { after: ['setUp'] }, B: undefined },
      [{ name: 'setUp', contract: 'B', function: 'go', until: 'A.owner() == deployer' }],
      'contracts.A: none of these can come before the others: A comes after the call setUp, the call setUp asks A',
    ],
    [
      'of calls',
      { A: undefined },
      [
        { name: 'one', contract: 'A', function: 'go', after: ['two'] },
        { name: 'two', contract: 'A', function: 'go', after: ['one'] },
      ],
      'calls.0: none of these can come before the others: the call one comes after the call two, the call two comes after the call one',
    ],
    ['of one', { A: 'A' }, [], 'contracts.A: A names A, which is itself'],
  ])('%s is told with what ties it', async (_, contracts, calls, problem) => {
    expect(await orderOf(contracts, calls)).toEqual([problem]);
  });

  test('is told together with every other one, and with the mistakes of its members', async () => {
    const problems = await orderOf({ A: 'B', B: 'A', C: 'D', D: { arguments: [{ contract: 'C' }], value: 'x' } });
    expect(problems.map((problem) => problem?.split(':')[0])).toEqual([
      'contracts.D.arguments',
      'contracts.D.value',
      'contracts.A',
      'contracts.C',
    ]);
  });
});

describe('the order', () => {
  test.each<
    [title: string, contracts: Parameters<typeof contractsOf>[0], calls: readonly object[], order: readonly string[]]
  >([
    ['follows needs first and the file second', { A: 'D', B: undefined, C: 'B', D: undefined }, [], ['D A B C', '']],
    ['follows after', { A: { after: ['C'] }, B: undefined, C: undefined }, [], ['C A B', '']],
    [
      'has calls as the file has them',
      { A: undefined },
      [
        { name: 'two', contract: 'A', function: 'go' },
        { name: 'one', contract: 'A', function: 'go' },
      ],
      ['A', 'two one'],
    ],
    [
      'has a call before the one that must come after it',
      { A: undefined, B: { after: ['second'] } },
      [
        { name: 'first', contract: 'B', function: 'go' },
        { name: 'second', contract: 'A', function: 'go' },
      ],
      ['A B', 'second first'],
    ],
    [
      'has a one-shot call after all others',
      { A: undefined },
      [
        { name: 'last', contract: 'A', function: 'go', 'one-shot': true },
        { name: 'one', contract: 'A', function: 'go' },
        { name: 'two', contract: 'A', function: 'go' },
      ],
      ['A', 'one two last'],
    ],
    [
      'has what comes after a one-shot call before the next of them',
      { A: undefined, B: { after: ['shut'] }, C: 'B' },
      [
        { name: 'shut', contract: 'A', function: 'go', 'one-shot': true },
        { name: 'burn', contract: 'A', function: 'go', 'one-shot': true },
        { name: 'use', contract: 'C', function: 'go' },
        { name: 'free', contract: 'A', function: 'go' },
      ],
      ['A B C', 'free shut use burn'],
    ],
    [
      'has one-shot calls as they need each other',
      { A: undefined },
      [
        { name: 'late', contract: 'A', function: 'go', 'one-shot': true, after: ['early'] },
        { name: 'early', contract: 'A', function: 'go', 'one-shot': true },
      ],
      ['A', 'early late'],
    ],
  ])('%s', async (_, contracts, calls, order) => {
    expect(await orderOf(contracts, calls)).toEqual(order);
  });

  test('has everything once, after what it needs, and one-shot calls after all that does not need them', () => {
    const graph = fc
      .array(fc.record({ needs: fc.array(fc.nat(30), { maxLength: 4 }), isOneShot: fc.boolean() }), { maxLength: 30 })
      .map(
        (given) =>
          new Map(
            given.map(({ needs, isOneShot }, index): [string, OrderNode] => [
              String(index),
              {
                title: String(index),
                path: [],
                isOneShot,
                // Only towards the front: without cycles.
                needs: needs.filter((other) => other < index).map((other) => ({ key: String(other), tie: 'needs' })),
              },
            ]),
          ),
      );
    fc.assert(
      fc.property(graph, (nodes) => {
        const shuffled = new Map([...nodes].reverse());
        const { order, problems } = orderByNeeds(shuffled);
        expect(problems).toEqual([]);
        expect([...order].sort()).toEqual([...nodes.keys()].sort());
        const place = new Map(order.map((key, index) => [key, index]));
        const at = (key: string) => place.get(key) ?? -1;
        const needsOf = (key: string): ReadonlySet<string> => {
          const all = new Set([key]);
          for (const next of all) for (const need of nodes.get(next)?.needs ?? []) all.add(need.key);
          return all;
        };
        for (const key of order) {
          for (const need of nodes.get(key)?.needs ?? []) expect(at(need.key)).toBeLessThan(at(key));
          if (nodes.get(key)?.isOneShot !== true) continue;
          // Nothing that could have come before it without another one-shot call comes after it.
          const late = order.slice(at(key) + 1).filter((other) => {
            const oneShots = [...needsOf(other)].filter((need) => nodes.get(need)?.isOneShot === true);
            return oneShots.every((oneShot) => at(oneShot) < at(key));
          });
          expect(late).toEqual([]);
        }
      }),
      { numRuns: 200, seed: 1101 },
    );
  });
});
