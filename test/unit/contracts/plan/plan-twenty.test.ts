import { describe, expect, test } from '@jest/globals';
import type { PreparedContract } from '../../../../src/contracts/set/prepared-set.ts';
import { call, carriedOut, contract, plan, reasonOf, sent, setOf, withContract } from '../plan-fixture.ts';

/** Code with solc's metadata in its middle, as of a contract that it creates, and at its end. */
const code = (name: string, { body = '00', comment = '1e' } = {}): string => {
  const metadata = `a164736f6c63430008${comment}000a`;
  return `60${body}${Buffer.from(name).toString('hex')}${metadata}fe${metadata}`;
};
const of = (name: string, parts: Parameters<typeof contract>[1] = {}): PreparedContract =>
  contract(name, { code: code(name), ...parts });

/** Twenty contracts: libraries on libraries, an encoded call, a diamond, and some that stand alone. */
const set = setOf(
  [
    of('Math'),
    of('Curve', { links: ['Math'] }),
    of('Codec'),
    of('Token', { numbers: [10n] }),
    of('Registry'),
    of('Oracle', { names: ['Registry'] }),
    of('Pool1', { names: ['Token'], links: ['Curve'] }),
    of('Pool2', { names: ['Token', 'Oracle'], links: ['Curve', 'Codec'] }),
    of('Pool3', { names: ['Registry'] }),
    of('Factory', { names: ['Pool1', 'Pool2'] }),
    of('RouterImpl', { numbers: [3n] }),
    of('Router', { names: ['RouterImpl'], encodes: ['Factory', 'Registry'] }),
    of('Vault', { names: ['Token'], value: 5n }),
    of('Grants', { names: ['Token'] }),
    of('Escrow', { names: ['Token', 'Grants'] }),
    of('Staking', { names: ['Token', 'Escrow'], numbers: [1n] }),
    of('Statistics', { names: ['Router'] }),
    of('Timelock', { numbers: [604_800n] }),
    of('Governor', { names: ['Timelock'], numbers: [4n] }),
    of('Faucet', { after: ['fill'] }),
  ],
  [
    call('Registry', { function: 'add', names: ['Pool1'] }),
    call('Registry', { function: 'add', names: ['Pool2'] }),
    call('Vault', { function: 'fill', name: 'fill', number: 7n, value: 7n }),
    call('Escrow', { function: 'transferOwnership', names: ['Staking'] }),
    call('Oracle', { function: 'setRouter', names: ['Router'] }),
  ],
);
const world = carriedOut(plan(set));

const rows: readonly (readonly [string, PreparedContract, readonly string[]])[] = [
  [
    'the code of one that stands alone',
    of('Faucet', { code: code('Faucet', { body: '01' }), after: ['fill'] }),
    ['create Faucet'],
  ],
  [
    'the code of one that a call names',
    of('Staking', { code: code('Staking', { body: '01' }), names: ['Token', 'Escrow'], numbers: [1n] }),
    ['create Staking', 'call Escrow'],
  ],
  [
    'the code of one that is called, and that nobody names',
    of('Vault', { code: code('Vault', { body: '01' }), names: ['Token'], value: 5n }),
    ['create Vault', 'call Vault'],
  ],
  [
    'the code of one that stands in an encoded call and in arguments',
    of('Registry', { code: code('Registry', { body: '01' }) }),
    [
      'create Registry',
      'create Oracle',
      'create Pool2',
      'create Pool3',
      'create Factory',
      'create Router',
      'create Statistics',
      'call Registry',
      'call Registry',
      'call Oracle',
    ],
  ],
  ['an argument of one that stands between', of('Timelock', { numbers: [1n] }), ['create Timelock', 'create Governor']],
  ['an argument of one that nobody names', of('Governor', { names: ['Timelock'], numbers: [5n] }), ['create Governor']],
  [
    'an argument of an implementation',
    of('RouterImpl', { numbers: [4n] }),
    ['create RouterImpl', 'create Router', 'create Statistics', 'call Oracle'],
  ],
  ['the ether of a constructor', of('Vault', { names: ['Token'], value: 6n }), ['create Vault', 'call Vault']],
  [
    'a library two levels down',
    of('Math', { code: code('Math', { body: '01' }) }),
    [
      'create Math',
      'create Curve',
      'create Pool1',
      'create Pool2',
      'create Factory',
      'create Router',
      'create Statistics',
      'call Registry',
      'call Registry',
      'call Oracle',
    ],
  ],
  [
    'a library one level down',
    of('Codec', { code: code('Codec', { body: '01' }) }),
    [
      'create Codec',
      'create Pool2',
      'create Factory',
      'create Router',
      'create Statistics',
      'call Registry',
      'call Oracle',
    ],
  ],
  [
    'an argument of what most others name',
    of('Token', { numbers: [11n] }),
    [
      'create Token',
      'create Pool1',
      'create Pool2',
      'create Factory',
      'create Router',
      'create Grants',
      'create Escrow',
      'create Staking',
      'create Statistics',
      'create Vault',
      'call Registry',
      'call Registry',
      'call Vault',
      'call Escrow',
      'call Oracle',
    ],
  ],
];

describe('one of twenty contracts changed', () => {
  test('and nothing else: nothing is sent', () => {
    expect(sent(plan(set, world))).toEqual([]);
  });

  test.each(rows)('in %s: exactly the right ones are created anew', (_, replacement, expected) => {
    expect(sent(plan(withContract(set, replacement), world))).toEqual(expected);
  });

  test.each(rows)('in %s: afterwards nothing more is sent', (_, replacement) => {
    const changed = withContract(set, replacement);
    expect(sent(plan(changed, carriedOut(plan(changed, world), world)))).toEqual([]);
  });

  test.each(set.contracts.map(({ name }) => [name] as const))(
    'in a comment of %s: nothing is sent, and the plan says so',
    (name) => {
      const before = set.contracts.find((one) => one.name === name);
      if (before === undefined) throw new Error(`there is no ${name}`);
      const { artifact } = before;
      const creationCode = artifact.creationCode.replaceAll('430008', '430009');
      expect(creationCode).not.toBe(artifact.creationCode);
      const changed = withContract(set, { ...before, artifact: { ...artifact, creationCode } });
      const again = plan(changed, world);
      expect(sent(again)).toEqual([]);
      expect(reasonOf(again, name)).toBe('only its metadata changed: kept');
      expect(again.notices).toEqual([expect.stringContaining(`only the metadata of ${name} changed`)]);
      expect(sent(plan(changed, world, { strict: true }))).toContain(`create ${name}`);
    },
  );
});
