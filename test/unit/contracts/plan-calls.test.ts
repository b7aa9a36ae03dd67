import { describe, expect, test } from '@jest/globals';
import { planMigration, predicatesToRead } from '../../../src/contracts/plan.ts';
import type { KnownCall } from '../../../src/contracts/plan-step.ts';
import type { PreparedCall } from '../../../src/contracts/prepared-set.ts';
import {
  call,
  carriedOut,
  contract,
  deployer,
  hash,
  plan,
  reasonOf,
  reasons,
  sent,
  setOf,
  until,
  type World,
  withContract,
} from './plan-fixture.ts';

const contracts = [contract('Escrow'), contract('Staking', { names: ['Escrow'] }), contract('Other')];
const observed = { chain: { id: 1, genesisHash: hash }, deployer, nonce: 0, contracts: [], calls: [] };

/** A set of these contracts with one call, and the world in which it was made. */
function made(one: PreparedCall, of = contracts): { set: ReturnType<typeof setOf>; world: World } {
  const set = setOf(of, [one]);
  return { set, world: carriedOut(plan(set)) };
}

const withAnswer = (world: World, answer: string | undefined): World => ({
  ...world,
  answers: new Map([...world.answers.keys()].flatMap((key) => (answer === undefined ? [] : [[key, `0x${answer}`]]))),
});
const word = (digits: string): string => digits.padStart(64, '0');
const withSource = (world: World, changed: Partial<KnownCall>): World => ({
  ...world,
  calls: world.calls.map((known) => ({ ...known, ...changed })),
});

describe('a call with a predicate', () => {
  const transfer = call('Escrow', { names: ['Staking'], until: until('Escrow', 'Staking') });
  const { set, world } = made(transfer);

  test('can’t be planned before its predicate was read', () => {
    expect(() => planMigration(set, { ...observed, ...world, predicates: new Map() })).toThrow('was not read');
  });

  test('is not asked about where one of its contracts is created', () => {
    expect(predicatesToRead(set, { ...observed, predicates: new Map() })).toEqual([]);
    const changed = withContract(set, contract('Staking', { names: ['Escrow'], code: 'ab' }));
    expect(predicatesToRead(changed, { ...observed, ...world, predicates: new Map() })).toEqual([]);
  });

  test.each([
    ['another address', word('77'), `Escrow.owner() is not Staking yet (it is 0x${'77'.padStart(40, '0')})`],
    ['nothing, because there is no such function', '', 'Escrow.owner() is not Staking yet (it is nothing)'],
    ['a revert', undefined, 'Escrow.owner() is not Staking yet'],
  ])(
    'is made again when the chain answers %s, although record and journal say that it was made',
    (_, answer, reason) => {
      expect(reasons(plan(set, withAnswer(world, answer)))).toEqual([`call Escrow: ${reason}`]);
      expect(sent(plan(set, withSource(withAnswer(world, answer), { source: 'journal' })))).toEqual(['call Escrow']);
    },
  );

  test('is skipped when it is true, also when nobody recorded the call, and then has no transaction', () => {
    const again = plan(set, world);
    expect(again.steps.at(-1)).toMatchObject({
      kind: 'skip',
      reason: 'Escrow.owner() == Staking is true on the chain',
      known: { transaction: hash, block: 1, predicate: 'Escrow.owner() == Staking' },
    });
    const unrecorded = plan(set, { ...world, calls: [] }).steps.at(-1);
    expect(unrecorded).toMatchObject({ kind: 'skip', known: { contract: 'Escrow', function: 'use(address)' } });
    expect(unrecorded?.kind === 'skip' && 'transaction' in unrecorded.known).toBe(false);
    expect(carriedOut(plan(set, { ...world, calls: [] }), world).calls[0]?.recorded.transaction).toBeUndefined();
  });

  test('that was seen mined counts before one that only a predicate told of', () => {
    const plain = setOf(contracts, [{ ...transfer, until: undefined }]);
    const untold = world.calls.map(({ recorded: { transaction, block, ...recorded }, ...known }) => ({
      ...known,
      recorded,
    }));
    expect(sent(plan(plain, { ...world, calls: untold }))).toEqual(['call Escrow']);
    expect(sent(plan(plain, { ...world, calls: [...untold, ...world.calls] }))).toEqual([]);
  });

  test('that is logged but not mined is not made a second time', () => {
    const pending = withSource(withAnswer(world, word('77')), { source: 'journal', isPending: true });
    expect(plan(set, pending).steps.at(-1)).toMatchObject({ kind: 'skip', isPending: true });
  });

  test('that is logged but not mined is not sent again when the predicate is true without it', () => {
    const pending = withSource(world, { source: 'journal', isPending: true });
    const last = plan(set, pending).steps.at(-1);
    expect(last).toMatchObject({ kind: 'skip', isPending: false });
    expect(last?.kind === 'skip' && 'transaction' in last.known).toBe(false);
  });

  test('is made when a contract changes that the predicate speaks of', () => {
    const changed = withContract(set, contract('Staking', { names: ['Escrow'], code: 'ab' }));
    expect(reasons(plan(changed, world))).toEqual([
      'create Staking: its code changed',
      'call Escrow: argument 0 (other) names Staking, which changes',
    ]);
    expect(plan(changed, world).notices).toEqual([]);
  });

  test('that is true is skipped although an argument changes, and the plan says so', () => {
    const one = made(call('Escrow', { names: ['Other'], until: until('Escrow', 5n, 'count') }));
    const changed = plan(withContract(one.set, contract('Other', { code: 'ab' })), one.world);
    expect(sent(changed)).toEqual(['create Other']);
    expect(changed.notices).toEqual([
      'Escrow.use is not called, because Escrow.count() == 5 is true, although its argument Other is created anew: does the predicate say all that the call does?',
    ]);
  });

  test('carries the predicate with it, so that it can be checked afterwards', () => {
    const step = plan(set).steps.at(-1);
    const escrow = plan(set).steps.find(({ contract: name }) => name === 'Escrow');
    expect(step?.kind === 'call' && step.until).toMatchObject({
      text: 'Escrow.owner() == Staking',
      target: escrow?.kind === 'create' && escrow.address,
      outputType: 'address',
    });
  });

  test('asks each question once', () => {
    const twice = setOf(contracts, [transfer, { ...transfer, arguments: transfer.arguments }]);
    expect(predicatesToRead(twice, { ...observed, ...world, predicates: new Map() })).toHaveLength(1);
  });
});

describe('a one-shot call that was made already', () => {
  const oneShot = (names: readonly string[], parts: Parameters<typeof call>[1] = {}) =>
    call('Escrow', { names, isOneShot: true, ...parts });
  const allowing = contracts.map((one) => (one.name === 'Escrow' ? { ...one, allowsRedeploy: true } : one));

  test('with other arguments is refused, and the message says what to do', () => {
    const { world } = made(oneShot(['Other']));
    const changed = plan(setOf(contracts, [oneShot(['Staking'])]), world);
    expect(changed.refusals).toEqual([
      `the one-shot call Escrow.use can't be made again on Escrow at ${world.contracts[0]?.recorded.address}: it was made with other arguments in transaction ${hash}. Create Escrow anew with "allow-redeploy: true" at the contract, or change the call back`,
    ]);
  });

  test('with other arguments has its contract created anew where the set allows it, with all that names it', () => {
    const { world } = made(oneShot(['Other']), allowing);
    const changed = plan(setOf(allowing, [oneShot(['Staking'])]), world);
    expect(changed.refusals).toEqual([]);
    expect(reasons(changed)).toEqual([
      `create Escrow: its one-shot call use changed: it was made with other arguments in transaction ${hash}, and it allows to be redeployed`,
      'create Staking: constructor argument 0 names Escrow, which changes',
      'call Escrow: Escrow changes',
    ]);
    expect(sent(plan(setOf(allowing, [oneShot(['Staking'])]), carriedOut(changed, world)))).toEqual([]);
  });

  test('beside another that changes too has its contract created anew once', () => {
    const calls = (number: bigint) => [
      oneShot(['Other'], { number }),
      oneShot(['Staking'], { function: 'end', number }),
    ];
    const world = carriedOut(plan(setOf(allowing, calls(1n))));
    expect(sent(plan(setOf(allowing, calls(2n)), world))).toEqual([
      'create Escrow',
      'create Staking',
      'call Escrow',
      'call Escrow',
    ]);
  });

  test('is refused as well when an argument of it changes by itself', () => {
    const { world, set } = made(oneShot(['Staking']));
    const changed = plan(withContract(set, contract('Staking', { names: ['Escrow'], code: 'ab' })), world);
    expect(changed.refusals).toHaveLength(1);
    expect(plan(set, world).refusals).toEqual([]);
  });

  test('is refused when its predicate is no longer true', () => {
    const { world, set } = made(oneShot(['Staking'], { until: until('Escrow', 'Staking') }));
    expect(plan(set, world).refusals).toEqual([]);
    expect(plan(set, withAnswer(world, word('77'))).refusals[0]).toContain(
      `it was made in transaction ${hash}, but Escrow.owner() is not Staking yet`,
    );
  });

  test('is judged only when its predicate was read', () => {
    const { world, set } = made(oneShot(['Staking'], { until: until('Escrow', 'Staking') }), allowing);
    expect(predicatesToRead(set, { ...observed, ...world, predicates: new Map() })).toHaveLength(1);
    expect(sent(plan(set, world))).toEqual([]);
  });

  test('is made for the first time without a refusal, also beside one of the same function', () => {
    const { world } = made(oneShot(['Other']));
    const more = plan(setOf(contracts, [oneShot(['Other']), oneShot(['Staking'])]), world);
    expect([more.refusals, sent(more)]).toEqual([[], ['call Escrow']]);
  });

  test('is no obstacle while it is only pending, because it can be kept from being mined', () => {
    const { world } = made(oneShot(['Other']));
    const pending = withSource(world, { source: 'journal', isPending: true });
    expect(plan(setOf(contracts, [oneShot(['Staking'])]), pending).refusals).toEqual([]);
  });

  test('and has a contract created anew can bring the next such call about', () => {
    const chain = [
      contract('A', { allowsRedeploy: true }),
      contract('B', { allowsRedeploy: true }),
      contract('C', { allowsRedeploy: true }),
    ];
    const calls = (number: bigint) => [
      call('A', { number, isOneShot: true }),
      call('B', { names: ['A'], isOneShot: true }),
      call('C', { names: ['B'], isOneShot: true }),
    ];
    const world = carriedOut(plan(setOf(chain, calls(1n))));
    expect(sent(plan(setOf(chain, calls(1n)), world))).toEqual([]);
    expect(sent(plan(setOf(chain, calls(2n)), world))).toEqual([
      'create A',
      'create B',
      'create C',
      'call A',
      'call B',
      'call C',
    ]);
  });

  test('in an unfinished run leaves the contract before it to a set that was changed back', () => {
    const first = made(oneShot(['Other']), allowing);
    const changed = plan(setOf(allowing, [oneShot(['Staking'])]), first.world);
    const unfinished = carriedOut(changed, first.world);
    const both: World = {
      ...first.world,
      nonce: unfinished.nonce,
      contracts: [
        ...first.world.contracts,
        ...unfinished.contracts.map((known) => ({ ...known, source: 'journal' as const })),
      ],
      calls: [...first.world.calls, ...unfinished.calls.map((known) => ({ ...known, source: 'journal' as const }))],
    };
    expect(sent(plan(setOf(allowing, [oneShot(['Staking'])]), both))).toEqual([]);
    // Nothing is created anew by going back, so that nothing has to be allowed.
    const back = plan(setOf(contracts, first.set.calls), both);
    expect([sent(back), back.refusals]).toEqual([[], []]);
    expect(back.steps[0]).toMatchObject({ kind: 'keep', address: first.world.contracts[0]?.recorded.address });
  });
});

describe('a kept contract whose code was never proved', () => {
  const set = setOf([contract('A', { allowsUnproved: true })]);
  const world = carriedOut(plan(set));
  const unproved: World = {
    ...world,
    contracts: world.contracts.map((known) => ({ ...known, recorded: { ...known.recorded, proof: 'unproved' } })),
  };

  test('is refused when the set no longer allows it', () => {
    expect(plan(set, unproved).refusals).toEqual([]);
    expect(plan(setOf([contract('A')]), unproved).refusals).toEqual([expect.stringContaining('was never proved')]);
  });
});

describe('a change of nothing but metadata', () => {
  const withMetadata = (version: string) =>
    setOf([contract('A', { code: `6001a164736f6c63430008${version}000a` }), contract('B', { names: ['A'] })]);
  const world = carriedOut(plan(withMetadata('1e')));

  test('keeps the contract and what names it, and says so', () => {
    const again = plan(withMetadata('1f'), world);
    expect(sent(again)).toEqual([]);
    expect(reasonOf(again, 'A')).toBe('only its metadata changed: kept');
    expect(reasonOf(again, 'B')).toBe('unchanged, its code is on the chain');
    expect(again.notices).toEqual([
      'only the metadata of A changed, such as by a comment: kept. The input strict has it created anew',
    ]);
    expect(carriedOut(again, world).contracts).toEqual(world.contracts);
  });

  test('creates it anew, with what names it, when metadata counts', () => {
    const again = plan(withMetadata('1f'), world, { strict: true });
    expect(reasons(again)).toEqual([
      'create A: its metadata changed, and metadata counts (strict)',
      'create B: constructor argument 0 names A, which changes',
    ]);
    expect(again.notices).toEqual([]);
    expect(sent(plan(withMetadata('1e'), world, { strict: true }))).toEqual([]);
  });
});
