import { describe, expect, test } from '@jest/globals';
import { predicatesToRead } from '../../../../src/contracts/plan/plan.ts';
import { contracts, made, observed, withAnswer, withSource, word } from '../plan-call-scene.ts';
import {
  call,
  carriedOut,
  contract,
  hash,
  plan,
  reasons,
  sent,
  setOf,
  until,
  type World,
  withContract,
} from '../plan-fixture.ts';

describe('a one-shot call that was made already', () => {
  const oneShot = (names: readonly string[], parts: Parameters<typeof call>[1] = {}) =>
    call('Escrow', { names, isOneShot: true, ...parts });
  const allowing = contracts.map((one) => (one.name === 'Escrow' ? { ...one, allowsRedeploy: true } : one));

  test('with other arguments is refused, and the message says what to do', () => {
    const { world } = made(oneShot(['Other']));
    const changed = plan(setOf(contracts, [oneShot(['Staking'])]), world);
    expect(changed.refusals.map(({ message }) => message)).toEqual([
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
    expect(plan(set, withAnswer(world, word('77'))).refusals[0]?.message).toContain(
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
