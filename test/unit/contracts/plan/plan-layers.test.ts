import { describe, expect, test } from '@jest/globals';
import type { PreparedSet } from '../../../../src/contracts/set/prepared-set.ts';
import { call, carriedOut, contract, layersOf, plan, setOf, until, withContract } from '../plan-fixture.ts';

describe('layers', () => {
  const rows: readonly (readonly [string, PreparedSet, readonly string[]])[] = [
    [
      'contracts that name and link each other share a layer',
      setOf([contract('A'), contract('B', { names: ['A'] }), contract('C', { links: ['B'], encodes: ['A'] })]),
      ['0: create A create B create C'],
    ],
    [
      'calls come after all that they name, and not before an earlier call',
      setOf([contract('A'), contract('B')], [call('A'), call('B', { names: ['A'] }), call('A')]),
      ['0: create A create B', '1: call A call B call A'],
    ],
    [
      'ether is sent to a constructor only when what it names is proved, or when it names nothing',
      setOf([
        contract('A', { value: 1n }),
        contract('B', { names: ['A'], value: 1n }),
        contract('C', { links: ['B'] }),
        contract('D', { names: ['C'], value: 1n }),
      ]),
      ['0: create A', '1: create B create C', '2: create D'],
    ],
    [
      'a contract after a call starts a layer, one after a contract does not',
      setOf(
        [
          contract('A'),
          contract('B', { after: ['A'] }),
          contract('C', { after: ['set-up'] }),
          contract('D', { names: ['C'] }),
        ],
        [call('A', { name: 'set-up' }), call('D')],
      ),
      ['0: create A create B', '1: call A', '2: create C create D', '3: call D'],
    ],
    [
      'a contract after one of a later layer is in that layer',
      setOf([contract('A'), contract('B', { names: ['A'], value: 1n }), contract('C', { after: ['B'] })]),
      ['0: create A', '1: create B create C'],
    ],
    [
      'a call after a contract that it does not name waits for it',
      setOf(
        [contract('A'), contract('B', { after: ['first'] })],
        [call('A', { name: 'first' }), call('A', { after: ['B'] })],
      ),
      ['0: create A', '1: call A', '2: create B', '3: call A'],
    ],
    [
      'a predicate speaks of contracts that must be there',
      setOf(
        [contract('A'), contract('B', { after: ['x'] })],
        [call('A', { name: 'x' }), call('A', { until: until('A', 'B') })],
      ),
      ['0: create A', '1: call A', '2: create B', '3: call A'],
    ],
    [
      'a one-shot call stands alone, after everything that need not follow it',
      setOf(
        [
          contract('A'),
          contract('B', { after: ['late'] }),
          contract('C', { value: 1n, names: ['B'] }),
          contract('D', { after: ['once'] }),
        ],
        [call('A', { name: 'late' }), call('A', { isOneShot: true, name: 'once' }), call('A', { isOneShot: true })],
      ),
      ['0: create A', '1: call A', '2: create B', '3: create C', '4: call A', '5: create D', '6: call A'],
    ],
    ['an empty set has none', setOf([], []), []],
  ];

  test.each(rows)('%s', (_, set, layers) => {
    expect(layersOf(plan(set))).toEqual(layers);
  });

  test('count only what is sent: what is there already holds nothing up', () => {
    const set = setOf(
      [contract('A'), contract('B', { names: ['A'], value: 1n }), contract('C', { after: ['set-up'] })],
      [call('A', { name: 'set-up' }), call('B', { isOneShot: true })],
    );
    const world = carriedOut(plan(set));
    expect(layersOf(plan(withContract(set, contract('C', { code: 'ab', after: ['set-up'] })), world))).toEqual([
      '0: create C',
    ]);
    const changed = { ...set, calls: [call('A', { name: 'set-up', number: 1n }), ...set.calls.slice(1)] };
    expect(layersOf(plan(changed, world))).toEqual(['0: call A']);
    expect(
      layersOf(plan({ ...set, calls: [...set.calls, call('A', { isOneShot: true, number: 2n })] }, world)),
    ).toEqual(['0: call A']);
  });

  test('of contracts and calls that wait for each other are refused as a fault of ours: the set was not checked', () => {
    const set = setOf([contract('A'), contract('B', { after: ['x'] })], [call('A', { name: 'x', names: ['B'] })]);
    expect(() => plan(set)).toThrow('wait for each other');
  });
});
