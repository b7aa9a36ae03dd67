import { describe, expect, test } from '@jest/globals';
import { planMigration, predicatesToRead } from '../../../../src/contracts/plan/plan.ts';
import { contracts, made, observed, withAnswer, withSource, word } from '../plan-call-scene.ts';
import { call, carriedOut, contract, hash, plan, reasons, sent, setOf, until, withContract } from '../plan-fixture.ts';

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
    ['a revert', undefined, 'Escrow.owner() is not Staking yet (it reverts)'],
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
