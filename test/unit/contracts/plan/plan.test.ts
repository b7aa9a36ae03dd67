import { describe, expect, test } from '@jest/globals';
import { planMigration } from '../../../../src/contracts/plan/plan.ts';
import type { KnownContract } from '../../../../src/contracts/plan/plan-step.ts';
import type { PreparedSet } from '../../../../src/contracts/set/prepared-set.ts';
import { createAddress } from '../../../../src/contracts/transaction/create-address.ts';
import type { Hex } from '../../../../src/values/index.ts';
import {
  call,
  carriedOut,
  contract,
  deployer,
  emptyWorld,
  hash,
  plan,
  reasonOf,
  reasons,
  sent,
  setOf,
  until,
  type World,
  withContract,
} from '../plan-fixture.ts';

const set = setOf(
  [
    contract('Lib'),
    contract('Token', { numbers: [10n] }),
    contract('Grant', { names: ['Token'] }),
    contract('Staking', { names: ['Token'], links: ['Lib'] }),
    contract('Alone'),
  ],
  [call('Grant', { names: ['Staking'] }), call('Token', { names: ['Grant'] }), call('Alone')],
);
const done = carriedOut(plan(set));
const tokenAddress = done.contracts.find(isToken)?.recorded.address;
const everything = ['create Token', 'create Grant', 'create Staking', 'call Grant', 'call Token'];

const change = (world: World, name: string, changed: Partial<KnownContract>): World => ({
  ...world,
  contracts: world.contracts.map((known) => (known.recorded.name === name ? { ...known, ...changed } : known)),
});

describe('a record that lies about the chain is not believed', () => {
  test.each([
    ['none', 'the chain has no code at its recorded address'],
    ['other', 'the chain has other code than recorded at'],
  ] as const)('with code: %s, the contract and what names it are created anew', (code, reason) => {
    const again = plan(set, change(done, 'Token', { code }));
    expect(sent(again)).toEqual(everything);
    expect(reasonOf(again, 'Token')).toBe(`${reason} ${tokenAddress}`);
  });

  test('a contract of another fingerprint is not kept, whatever its name, arguments and libraries say', () => {
    const recorded = done.contracts.find(isToken)?.recorded;
    if (recorded === undefined) throw new Error('there is no Token');
    const lying = change(done, 'Token', { recorded: { ...recorded, fingerprint: hash } });
    expect(sent(plan(set, lying))).toEqual(everything);
    expect(reasonOf(plan(set, lying), 'Token')).toBe('its code changed');
  });

  test('one address is never kept for two contracts', () => {
    const twins = setOf([contract('One', { code: 'aa', was: 'Old' }), contract('Two', { code: 'aa' })]);
    const one = carriedOut(plan(setOf([contract('Old', { code: 'aa' })])));
    expect(sent(plan(twins, one))).toEqual(['create Two']);
    const renamedFirst = setOf([contract('Two', { code: 'aa' }), contract('Old', { code: 'aa' })]);
    expect(sent(plan(renamedFirst, one))).toEqual(['create Two']);
    const both = carriedOut(plan(twins));
    expect(new Set(plan(twins, both).steps.map((step) => step.kind === 'keep' && step.address)).size).toBe(2);
  });

  test('a call counts as done only where it was mined with exactly this target, calldata and ether', () => {
    const calls = done.calls.map((known) => ({ ...known, recorded: { ...known.recorded, transaction: undefined } }));
    expect(sent(plan(set, { ...done, calls: calls as unknown as World['calls'] }))).toHaveLength(3);
    const others = done.calls.map(({ recorded, ...known }) => ({
      ...known,
      recorded: { ...recorded, target: deployer },
    }));
    expect(sent(plan(set, { ...done, calls: others }))).toHaveLength(3);
  });
});

function isToken({ recorded }: KnownContract): boolean {
  return recorded.name === 'Token';
}

describe('a first plan', () => {
  const first = plan(set, { ...emptyWorld, nonce: 7 });

  test('creates all at the addresses of consecutive nonces, and then calls', () => {
    expect(first.steps.map((step) => 'nonce' in step && step.nonce)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect(first.steps.flatMap((step) => (step.kind === 'create' ? [step.address] : []))).toEqual(
      [7, 8, 9, 10, 11].map((nonce) => createAddress(deployer, nonce)),
    );
    expect(new Set(first.steps.map(({ reason }) => reason))).toEqual(new Set(['not deployed yet', 'not called yet']));
  });

  test('has the addresses of libraries and arguments in the creation code', () => {
    const [lib, token, , staking] = first.steps;
    const digits = (step: typeof lib) => (step?.kind === 'create' ? step.address.slice(2).toLowerCase() : '');
    const code = Buffer.from('Staking').toString('hex');
    expect(staking?.kind === 'create' && staking.data).toBe(
      `0x${code}${digits(lib)}${digits(token).padStart(64, '0')}`,
    );
  });

  test('names for every step each contract that must be proved before it, a call’s target first', () => {
    const addressOf = (name: string) =>
      first.steps.flatMap((step) => (step.kind === 'create' && step.contract === name ? [step.address] : []));
    const named = first.steps.flatMap((step) => ('names' in step ? [[step.contract, ...step.names]] : []));
    expect(named).toEqual([
      ['Lib'],
      ['Token'],
      ['Grant', ...addressOf('Token')],
      ['Staking', ...addressOf('Token'), ...addressOf('Lib')],
      ['Alone'],
      ['Grant', ...addressOf('Grant'), ...addressOf('Staking')],
      ['Token', ...addressOf('Token'), ...addressOf('Grant')],
      ['Alone', ...addressOf('Alone')],
    ]);
  });
});

describe('a second plan', () => {
  test('of the same set sends nothing', () => {
    expect(sent(plan(set, done))).toEqual([]);
    expect(plan(set, done).steps).toHaveLength(8);
  });

  const rows: readonly (readonly [string, PreparedSet, readonly string[]])[] = [
    [
      'code of a contract that nobody names',
      withContract(set, contract('Alone', { code: 'ef' })),
      ['create Alone: its code changed', 'call Alone: Alone changes'],
    ],
    [
      'code of a library',
      withContract(set, contract('Lib', { code: 'ab' })),
      [
        'create Lib: its code changed',
        'create Staking: links Lib, which changes',
        'call Grant: argument 0 (other) names Staking, which changes',
      ],
    ],
    [
      'argument of what others have as argument',
      withContract(set, contract('Token', { numbers: [11n] })),
      [
        'create Token: constructor argument 0 (limit0) changed (10 → 11)',
        'create Grant: constructor argument 0 names Token, which changes',
        'create Staking: constructor argument 0 names Token, which changes',
        'call Grant: Grant changes',
        'call Token: Token changes',
      ],
    ],
    [
      'ether and number of arguments',
      withContract(set, contract('Alone', { numbers: [1n], value: 10n ** 18n })),
      [
        'create Alone: its code changed; constructor arguments: 0 → 1; its ether changed (0 ether → 1 ether)',
        'call Alone: Alone changes',
      ],
    ],
    [
      'contract that an argument names',
      withContract(set, contract('Grant', { names: ['Alone'] })),
      [
        `create Grant: constructor argument 0 changed (${tokenAddress} → Alone)`,
        'call Grant: Grant changes',
        'call Token: argument 0 (other) names Grant, which changes',
      ],
    ],
    [
      'library, with its code',
      withContract(set, contract('Staking', { names: ['Token'], links: ['Alone'] })),
      ['create Staking: links Alone, which it did not before', 'call Grant: argument 0 (other) names Staking'],
    ],
    [
      'argument of a call',
      { ...set, calls: [call('Grant', { names: ['Alone'] }), ...set.calls.slice(1)] },
      [
        `call Grant: argument 0 (other) changed (${done.contracts.find(({ recorded }) => recorded.name === 'Staking')?.recorded.address.toLowerCase()} → Alone)`,
      ],
    ],
    [
      'ether of a call',
      { ...set, calls: [...set.calls.slice(0, 2), call('Alone', { value: 1n })] },
      ['call Alone: its ether changed (0 ether → 1 wei)'],
    ],
    [
      'set by a contract more, which one has as argument',
      setOf([contract('New'), ...set.contracts.slice(0, 4), contract('Alone', { names: ['New'] })], set.calls),
      ['create New: not deployed yet', 'create Alone: its code changed', 'call Alone: Alone changes'],
    ],
    ['set by a call less', { ...set, calls: set.calls.slice(1) }, []],
    ['set by a contract less', setOf(set.contracts.slice(0, 4), set.calls.slice(0, 2)), []],
    ['order of contracts', setOf(['Alone', 'Token', 'Lib', 'Staking', 'Grant'].map(ofSet), set.calls), []],
  ];

  function ofSet(name: string) {
    return set.contracts.find((one) => one.name === name) ?? contract(name);
  }

  test.each(rows)('after a change of the %s sends only what follows from it', (_, wanted, steps) => {
    const changed = plan(wanted, done);
    const seen = reasons(changed);
    expect(changed.refusals).toEqual([]);
    expect(seen).toHaveLength(steps.length);
    for (const [index, step] of steps.entries()) expect(seen[index]).toMatch(new RegExp(`^${escaped(step)}`));
  });

  test('names libraries by their new names, in what is recorded too', () => {
    const before = carriedOut(plan(setOf([contract('Old', { code: 'aa' }), contract('User', { links: ['Old'] })])));
    const renamed = setOf([contract('New', { code: 'aa', was: 'Old' }), contract('User', { links: ['New'] })]);
    // The placeholder is the compiler's, whatever the set calls the library.
    const [old] = contract('User', { links: ['Old'] }).artifact.links;
    const user = contract('User', { links: ['Old'] });
    const linked = withContract(renamed, { ...user, libraries: new Map([[old?.placeholder ?? '', 'New']]) });
    const again = plan(linked, before);
    expect(sent(again)).toEqual([]);
    const recorded = carriedOut(again).contracts.find(({ recorded: { name } }) => name === 'User')?.recorded;
    expect(Object.keys(recorded?.libraries ?? {})).toEqual(['New']);
  });

  test('keeps a contract under its new name, where the set says what it was, with the calls that were made', () => {
    const renamed = setOf(
      [...set.contracts.slice(0, 4), contract('Renamed', { code: hexOf('Alone'), was: 'Alone' })],
      [...set.calls.slice(0, 2), call('Renamed')],
    );
    expect(sent(plan(renamed, done))).toEqual([]);
    expect(reasonOf(plan(renamed, done), 'Renamed')).toBe('unchanged, its code is on the chain; it was Alone so far');
    const names = carriedOut(plan(renamed, done)).contracts.map(({ recorded }) => recorded.name);
    expect(names).toEqual(['Grant', 'Lib', 'Renamed', 'Staking', 'Token']);
    expect(plan(renamed, done).steps.at(-1)).toMatchObject({ kind: 'skip', known: { contract: 'Renamed' } });
  });

  test('leaves the same record, in whatever order the set has its contracts', () => {
    const turned = setOf(['Alone', 'Token', 'Lib', 'Staking', 'Grant'].map(ofSet), set.calls);
    expect(carriedOut(plan(turned, done), done)).toEqual(done);
  });

  test('does a call as often as the set has it', () => {
    const twice: PreparedSet = { ...set, calls: [...set.calls, call('Alone')] };
    expect(sent(plan(twice, done))).toEqual(['call Alone']);
    expect(sent(plan(twice, carriedOut(plan(twice))))).toEqual([]);
  });
});

describe('what an unfinished run has logged', () => {
  const pending: World = {
    ...done,
    contracts: done.contracts.map((known) => ({ ...known, source: 'journal', isPending: true })),
    calls: done.calls.map((known) => ({ ...known, source: 'journal', isPending: true })),
  };

  test('is taken as if it will be mined, and marked as what must be sent again', () => {
    const again = plan(set, pending);
    expect(sent(again)).toEqual([]);
    expect(again.steps.every((step) => (step.kind === 'keep' || step.kind === 'skip') && step.isPending)).toBe(true);
  });

  test('is not taken when the new set wants it otherwise', () => {
    expect(sent(plan(withContract(set, contract('Alone', { code: 'ef' })), pending))).toEqual([
      'create Alone',
      'call Alone',
    ]);
  });

  test('stands before what the record has of the same contract', () => {
    const [old] = done.contracts;
    if (old === undefined) throw new Error('nothing was deployed');
    const address = createAddress(deployer, 99);
    const newer: KnownContract = { ...old, source: 'journal', recorded: { ...old.recorded, address } };
    const again = plan(set, { ...done, contracts: [...done.contracts, newer] });
    expect(again.steps.find((step) => step.contract === old.recorded.name)).toMatchObject({ kind: 'keep', address });
  });
});

describe('a plan’s digest', () => {
  test('covers what is sent, by whom and where, not the words', () => {
    const { digest } = plan(set);
    expect(plan(set).digest).toBe(digest);
    expect(plan(set, { ...emptyWorld, nonce: 1 }).digest).not.toBe(digest);
    expect(plan(withContract(set, contract('Alone', { value: 1n }))).digest).not.toBe(digest);
    expect(plan({ ...set, calls: set.calls.toReversed() }).digest).not.toBe(digest);
    const [first, ...rest] = set.calls;
    if (first === undefined) throw new Error('there are no calls');
    const withUntil = (other: string) => ({ ...set, calls: [{ ...first, until: until('Grant', other) }, ...rest] });
    expect(plan(withUntil('Token')).digest).not.toBe(digest);
    expect(plan(withUntil('Token')).digest).not.toBe(plan(withUntil('Alone')).digest);
  });

  test('is another for each chain and deployer', () => {
    const somewhere = (id: number, genesisHash: Hex, from = deployer) =>
      planMigration(setOf([]), { ...emptyWorld, chain: { id, genesisHash }, deployer: from, predicates: new Map() })
        .digest;
    const other: Hex = `0x${'2'.repeat(64)}`;
    const digests = [
      somewhere(1, hash),
      somewhere(2, hash),
      somewhere(1, other),
      somewhere(1, hash, tokenAddress ?? deployer),
    ];
    expect(new Set(digests).size).toBe(4);
  });

  test('is another after a comment changed, because other bytes are sent', () => {
    const withComment = (version: string) => setOf([contract('A', { code: `6001a164736f6c63430008${version}000a` })]);
    expect(plan(withComment('1e')).digest).not.toBe(plan(withComment('1f')).digest);
  });
});

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
