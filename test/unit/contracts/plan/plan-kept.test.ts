import { describe, expect, test } from '@jest/globals';
import { carriedOut, contract, plan, reasonOf, reasons, sent, setOf, type World } from '../plan-fixture.ts';

describe('a kept contract whose code was never proved', () => {
  const set = setOf([contract('A', { allowsUnproved: true })]);
  const world = carriedOut(plan(set));
  const unproved: World = {
    ...world,
    contracts: world.contracts.map((known) => ({ ...known, recorded: { ...known.recorded, proof: 'unproved' } })),
  };

  test('is refused when the set no longer allows it', () => {
    expect(plan(set, unproved).refusals).toEqual([]);
    expect(plan(setOf([contract('A')]), unproved).refusals).toEqual([
      { path: ['contracts', 'A'], message: expect.stringContaining('is not proved: neither when it was created') },
    ]);
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

describe('a contract that is made exactly like one which the set no longer has', () => {
  const same = (name: string, was?: string) => contract(name, { code: 'aa', ...(was !== undefined && { was }) });
  const world = carriedOut(plan(setOf([same('A'), same('B'), contract('Other')])));
  const addressOf = (made: ReturnType<typeof plan>, name: string) =>
    made.steps.flatMap((step) => (step.kind === 'keep' && step.contract === name ? [step.address] : []))[0];
  const [a, b] = world.contracts.map(({ recorded }) => recorded.address);

  test('is never taken for it, nor for another: the set has to say which it was', () => {
    const path = (name: string) => ['contracts', name];
    expect(plan(setOf([same('A2'), same('B2')]), world).refusals).toEqual(
      ['A2', 'B2'].map((name) => ({
        path: path(name),
        message: `${name} is made exactly like A at ${a} and B at ${b}, which the set no longer has. If it is one of them, renamed, write "was: A" or "was: B" at it; if it is to be another contract, take them out of the set in a run of its own first`,
      })),
    );
    expect(plan(setOf([same('New'), same('B')]), world).refusals).toEqual([
      {
        path: path('New'),
        message: `New is made exactly like A at ${a}, which the set no longer has. If it is A, renamed, write "was: A" at it; if it is to be another contract, take A out of the set in a run of its own first`,
      },
    ]);
    // Also where there are fewer of them than of those that may be one.
    expect(plan(setOf([same('One'), same('Two'), same('B')]), world).refusals.map((one) => one.path)).toEqual([
      path('One'),
      path('Two'),
    ]);
  });

  test('keeps the contract that it was, however many are renamed at once', () => {
    for (const order of [
      [same('A2', 'A'), same('B2', 'B')],
      [same('B2', 'B'), same('A2', 'A')],
    ]) {
      const again = plan(setOf(order), world);
      expect([again.refusals, sent(again)]).toEqual([[], []]);
      expect([addressOf(again, 'A2'), addressOf(again, 'B2')]).toEqual([a, b]);
      // What was said stays right once it is recorded.
      expect(plan(setOf(order), carriedOut(again, world)).steps.map(({ kind }) => kind)).toEqual(['keep', 'keep']);
    }
  });

  test('is created when what it might have been is another’s by then, or has left the set in a run before', () => {
    const claimed = plan(setOf([same('New'), same('A2', 'A'), same('B')]), world);
    expect([claimed.refusals, sent(claimed)]).toEqual([[], ['create New']]);
    const without = carriedOut(plan(setOf([same('B')]), world), world);
    const anew = plan(setOf([same('New'), same('B')]), without);
    expect([anew.refusals, reasons(anew)]).toEqual([[], ['create New: not deployed yet']]);
  });

  test('is created with the reason, and what it replaces, where it was renamed and changed at once', () => {
    const changed = plan(setOf([contract('A2', { code: 'ab', was: 'A' }), same('B')]), world);
    expect([changed.refusals, reasons(changed)]).toEqual([[], ['create A2: its code changed']]);
    expect(changed.steps.find(({ kind }) => kind === 'create')).toMatchObject({ replaces: a });
    // Not another one that is gone either: the set has said which it was.
    const wrong = plan(setOf([same('New', 'Other')]), world);
    expect([wrong.refusals, sent(wrong)]).toEqual([[], ['create New']]);
  });
});
