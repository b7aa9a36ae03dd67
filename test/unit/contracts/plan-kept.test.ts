import { describe, expect, test } from '@jest/globals';
import { carriedOut, contract, plan, reasonOf, reasons, sent, setOf, type World } from './plan-fixture.ts';

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
      { path: ['contracts', 'A'], message: expect.stringContaining('was never proved') },
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
