import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TypedValue } from '../../../src/contracts/abi/typed-value.ts';
import { createAddress } from '../../../src/contracts/create-address.ts';
import { planMigration } from '../../../src/contracts/plan.ts';
import type { KnownCall, KnownContract, Plan } from '../../../src/contracts/plan-step.ts';
import type { PreparedCall, PreparedContract, PreparedSet } from '../../../src/contracts/set-checks.ts';
import { type Hex, parseAddress } from '../../../src/values/index.ts';

const deployer = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const hash: Hex = `0x${'1'.repeat(64)}`;

/** A contract with the given code, which names others as arguments and links others. */
function contract(
  name: string,
  code: string,
  named: readonly string[] = [],
  linked: readonly string[] = [],
): PreparedContract {
  const placeholders = linked.map((library) => `__${library.padEnd(38, '_')}`);
  return {
    name,
    artifact: {
      name,
      abi: [],
      creationCode: code + placeholders.join(''),
      links: placeholders.map((placeholder, index) => ({ placeholder, library: linked[index] })),
      deployedCode: undefined,
      immutableReferences: undefined,
    },
    parameters: named.map(() => ({ type: 'address' })),
    arguments: named.map((other): TypedValue => ({ kind: 'contract', name: other })),
    libraries: new Map(placeholders.map((placeholder, index) => [placeholder, linked[index] ?? ''])),
    value: 0n,
    after: [],
    allowsUnproved: false,
    allowsRedeploy: false,
  };
}

function call(target: string, named: readonly string[], value = 0n): PreparedCall {
  const entry = { type: 'function', name: 'use', inputs: named.map(() => ({ type: 'address' })) };
  return {
    name: undefined,
    contract: target,
    entry,
    arguments: named.map((name) => ({ kind: 'contract', name })),
    value,
    abi: [entry],
    until: undefined,
    isOneShot: false,
    after: [],
  };
}

const set: PreparedSet = {
  contracts: [
    contract('Lib', 'aa'),
    contract('Token', 'bb'),
    contract('Grant', 'cc', ['Token']),
    contract('Staking', 'dd', ['Token'], ['Lib']),
    contract('Alone', 'ee'),
  ],
  calls: [call('Grant', ['Staking']), call('Token', ['Grant']), call('Alone', [])],
  notices: [],
};

function plan(
  wanted: PreparedSet,
  known: { contracts?: readonly KnownContract[]; calls?: readonly KnownCall[]; nonce?: number } = {},
): Plan {
  return planMigration(wanted, {
    chain: { id: 1101, genesisHash: hash },
    deployer,
    nonce: known.nonce ?? 0,
    contracts: known.contracts ?? [],
    calls: known.calls ?? [],
    predicates: new Map(),
  });
}

/** What a record says after this plan was carried out. */
function carriedOut(done: Plan): { contracts: KnownContract[]; calls: KnownCall[]; nonce: number } {
  const contracts = done.steps.flatMap((step): KnownContract[] => {
    if (step.kind === 'keep') return [{ recorded: step.known, source: 'record', code: 'recorded', isPending: false }];
    if (step.kind !== 'create') return [];
    const { contract: name, address, fingerprint, creationHash, abiHash, libraries } = step;
    const recorded = {
      name,
      address,
      value: String(step.value),
      fingerprint,
      creationHash,
      abiHash,
      libraries: { ...libraries },
      arguments: [...step.arguments],
      codeHash: hash,
      block: 1,
      transaction: hash,
      proof: 'exact',
    } as const;
    return [
      {
        recorded: { ...recorded, arguments: [...step.arguments] },
        source: 'record',
        code: 'recorded',
        isPending: false,
      },
    ];
  });
  const calls = done.steps.flatMap((step): KnownCall[] => {
    if (step.kind === 'skip') return [{ recorded: step.known, source: 'record', isPending: false }];
    if (step.kind !== 'call') return [];
    const { contract: name, target, calldata, value } = step;
    return [
      {
        recorded: {
          contract: name,
          function: step.function,
          target,
          calldata,
          value: String(value),
          transaction: hash,
          block: 1,
        },
        source: 'record',
        isPending: false,
      },
    ];
  });
  return { contracts, calls, nonce: done.steps.filter(({ kind }) => kind === 'create' || kind === 'call').length };
}

const brief = ({ steps }: Plan) => steps.map((step) => `${step.kind} ${step.contract}`);
const changed = ({ steps }: Plan) =>
  steps
    .filter(({ kind }) => kind === 'create' || kind === 'call')
    .map((step) => `${step.kind} ${step.contract}: ${step.reason}`);

describe('a first plan', () => {
  test('creates all, at the addresses of consecutive nonces, and then calls', () => {
    const first = plan(set, { nonce: 7 });
    expect(brief(first)).toEqual([
      'create Lib',
      'create Token',
      'create Grant',
      'create Staking',
      'create Alone',
      'call Grant',
      'call Token',
      'call Alone',
    ]);
    expect(first.steps.map((step) => 'nonce' in step && step.nonce)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
    expect(first.steps.map((step) => step.kind === 'create' && step.address).slice(0, 5)).toEqual(
      [7, 8, 9, 10, 11].map((nonce) => createAddress(deployer, nonce)),
    );
  });

  test('has the addresses of libraries and arguments in the creation code', () => {
    const [lib, token, , staking] = plan(set).steps;
    const digits = (step: typeof lib) => (step?.kind === 'create' ? step.address.slice(2).toLowerCase() : '');
    expect(staking?.kind === 'create' && staking.data).toBe(`0xdd${digits(lib)}${digits(token).padStart(64, '0')}`);
  });

  test('names for every call each contract that must be proved before it', () => {
    const { steps } = plan(set);
    const addressOf = (name: string) =>
      steps.flatMap((step) => (step.kind === 'create' && step.contract === name ? [step.address] : []));
    expect(steps.flatMap((step) => (step.kind === 'call' ? [step.names] : []))).toEqual([
      [...addressOf('Grant'), ...addressOf('Staking')],
      [...addressOf('Token'), ...addressOf('Grant')],
      addressOf('Alone'),
    ]);
  });
});

describe('a second plan', () => {
  const done = carriedOut(plan(set));
  const withContract = (name: string, replacement: PreparedContract): PreparedSet => ({
    ...set,
    contracts: set.contracts.map((old) => (old.name === name ? replacement : old)),
  });

  test('of the same set sends nothing', () => {
    expect(changed(plan(set, done))).toEqual([]);
  });

  test.each([
    [
      'code of a contract that nobody names',
      withContract('Alone', contract('Alone', 'ef')),
      ['create Alone: its code changed', 'call Alone: Alone changes'],
    ],
    [
      'code of a library',
      withContract('Lib', contract('Lib', 'ab')),
      [
        'create Lib: its code changed',
        'create Staking: links Lib, which changes',
        'call Grant: argument 0 names Staking, which changes',
      ],
    ],
    [
      'code of what others have as argument',
      withContract('Token', contract('Token', 'bc')),
      [
        'create Token: its code changed',
        'create Grant: constructor argument 0 names Token, which changes',
        'create Staking: constructor argument 0 names Token, which changes',
        'call Grant: Grant changes',
        'call Token: Token changes',
      ],
    ],
    [
      'argument of a call',
      { ...set, calls: [call('Grant', ['Alone']), ...set.calls.slice(1)] },
      ['call Grant: its arguments or its ether changed'],
    ],
    [
      'value of a call',
      { ...set, calls: [...set.calls.slice(0, 2), call('Alone', [], 1n)] },
      ['call Alone: its arguments or its ether changed'],
    ],
    [
      'a new contract',
      { ...set, contracts: [...set.contracts, contract('New', 'ff')] },
      ['create New: not deployed yet'],
    ],
    [
      'nothing but an order',
      {
        ...set,
        contracts: set.contracts.toReversed().toSorted((a, b) => (a.arguments.length > b.arguments.length ? 1 : -1)),
      },
      [],
    ],
  ] as const)('after a change of the %s sends only what follows from it', (_, wanted, steps) => {
    expect(changed(plan(wanted, done))).toEqual(steps);
  });

  test('creates again what the chain has lost, with what names it', () => {
    const contracts = done.contracts.map((known) =>
      known.recorded.name === 'Token' ? { ...known, code: 'other' as const } : known,
    );
    expect(changed(plan(set, { ...done, contracts }))[0]).toBe(
      `create Token: the chain has other code than recorded at ${done.contracts[1]?.recorded.address}`,
    );
    expect(changed(plan(set, { ...done, contracts }))).toHaveLength(5);
  });

  test('keeps a contract under its new name', () => {
    const renamed = { ...withContract('Alone', contract('Renamed', 'ee')), calls: set.calls.slice(0, 2) };
    expect(changed(plan(renamed, done))).toEqual([]);
    expect(brief(plan(renamed, done))).toContain('keep Renamed');
  });

  test('never gives one contract of the chain to two names', () => {
    const twins: PreparedSet = { contracts: [contract('One', 'aa'), contract('Two', 'aa')], calls: [], notices: [] };
    const both = plan(twins);
    expect(brief(both)).toEqual(['create One', 'create Two']);
    const addresses = plan(twins, carriedOut(both)).steps.map((step) => step.kind === 'keep' && step.address);
    expect(new Set(addresses).size).toBe(2);
    expect(
      brief(
        plan(
          { contracts: [contract('Three', 'aa'), contract('Four', 'aa')], calls: [], notices: [] },
          carriedOut(plan({ contracts: [contract('One', 'aa')], calls: [], notices: [] })),
        ),
      ),
    ).toEqual(['keep Three', 'create Four']);
  });

  test('does a call as often as the set has it', () => {
    const twice: PreparedSet = { ...set, calls: [...set.calls, call('Alone', [])] };
    expect(changed(plan(twice, done))).toHaveLength(1);
    expect(changed(plan(twice, carriedOut(plan(twice))))).toEqual([]);
  });

  test('is empty after any plan was carried out, whatever was known before', () => {
    fc.assert(
      fc.property(
        fc.subarray(done.contracts),
        fc.subarray(done.calls),
        fc.integer({ min: 8, max: 50 }),
        (contracts, calls, nonce) => {
          expect(changed(plan(set, carriedOut(plan(set, { contracts, calls, nonce }))))).toEqual([]);
        },
      ),
    );
  });
});
