import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Plan } from '../../../../src/contracts/plan/plan-step.ts';
import { contractsOfPredicate } from '../../../../src/contracts/set/predicate.ts';
import type { PreparedCall } from '../../../../src/contracts/set/prepared-set.ts';
import { carriedOut, emptyWorld, isSent, plan, sent, type World, withContract } from '../plan-fixture.ts';
import { requireRules } from '../plan-rules.ts';
import { anySet, dependentsOf, namesOf } from '../plan-sets.ts';

describe('any plan', () => {
  test('is the same each time it is made', () => {
    fc.assert(
      fc.property(anySet, fc.nat(100), (set, nonce) => {
        const world = { ...emptyWorld, nonce };
        expect(plan(structuredClone(set), world)).toEqual(plan(set, world));
      }),
    );
  });

  test('has consecutive nonces, in the order of layers, creations before calls', () => {
    fc.assert(
      fc.property(anySet, fc.nat(100), (set, nonce) => {
        const steps = plan(set, { ...emptyWorld, nonce }).steps.filter(isSent);
        expect(steps.map((step) => step.nonce)).toEqual(steps.map((_, index) => nonce + index));
        const order = steps.map(({ layer, kind }) => layer * 2 + (kind === 'call' ? 1 : 0));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });

  test('keeps every rule of layers, and has no layer that no rule asks for', () => {
    fc.assert(
      fc.property(anySet, fc.infiniteStream(fc.boolean()), (set, coins) => {
        // Some of it is there already.
        const world = carriedOut(plan(set));
        const some = {
          ...world,
          contracts: world.contracts.filter(() => coins.next().value === true),
          calls: world.calls.filter(() => coins.next().value === true),
        };
        requireRules(set, plan(set, some));
      }),
    );
  });

  test('sends nothing after it was carried out', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        expect(sent(plan(set, carriedOut(plan(set))))).toEqual([]);
      }),
    );
  });

  test('sends nothing after it was carried out on what was there, whatever that was', () => {
    fc.assert(
      fc.property(anySet, fc.infiniteStream(fc.boolean()), (set, coins) => {
        const world = carriedOut(plan(set));
        const some = {
          ...world,
          contracts: world.contracts.filter(() => coins.next().value === true),
          calls: world.calls.filter(() => coins.next().value === true),
        };
        const next = plan(set, some);
        if (next.refusals.length === 0) expect(sent(plan(set, carriedOut(next, some)))).toEqual([]);
      }),
    );
  });

  test('of a run that was killed after any of its transactions sends exactly the others', () => {
    fc.assert(
      fc.property(anySet, fc.nat(), fc.nat(), (set, cut, stillPending) => {
        const first = plan(set);
        const steps = first.steps.filter(isSent);
        const logged = cut % (steps.length + 1);
        const mined = stillPending % (logged + 1);
        const next = plan(set, killedAfter(first, logged, mined));
        expect(next.refusals).toEqual([]);
        expect([...sent(next)].sort()).toEqual([...sent(first).slice(logged)].sort());
        expect(next.steps.filter(isSent).every(({ nonce }) => nonce >= logged)).toBe(true);
        const again = next.steps.filter((step) => 'isPending' in step && step.isPending);
        expect(again).toHaveLength(logged - mined);
      }),
    );
  });

  test('creates after a change of one contract exactly that and all that names it, by argument, link or encoded call', () => {
    fc.assert(
      fc.property(anySet, fc.nat(), (set, at) => {
        const changed = set.contracts[at % set.contracts.length];
        if (changed === undefined) return;
        const calls = set.calls.map((one) => ({ ...one, isOneShot: false }));
        const lenient = { ...set, calls };
        const other = {
          ...changed,
          artifact: { ...changed.artifact, creationCode: `fe${changed.artifact.creationCode}` },
        };
        const again = plan(withContract(lenient, other), carriedOut(plan(lenient)));
        const created = again.steps.filter(({ kind }) => kind === 'create').map((step) => step.contract);
        expect(new Set(created)).toEqual(dependentsOf(set, changed.name));
        const called = again.steps.filter(({ kind }) => kind === 'call').length;
        const isMade = (one: PreparedCall): boolean =>
          (one.until === undefined ? [...namesOf(one)] : contractsOfPredicate(one.until)).some((name) =>
            dependentsOf(set, changed.name).has(name),
          );
        expect(called).toBe(calls.filter(isMade).length);
      }),
    );
  });
});

/** What the next run knows when `logged` transactions are in the journal, and the first `mined` of them in blocks. */
function killedAfter(done: Plan, logged: number, mined: number): World {
  const steps = done.steps.filter(isSent);
  const after = carriedOut({ ...done, steps: steps.slice(0, logged) });
  const before = carriedOut({ ...done, steps: steps.slice(0, mined) });
  const minedContracts = new Set(before.contracts.map(({ recorded }) => recorded.address));
  const minedCalls = new Set(before.calls.map(({ recorded }) => recorded.calldata));
  return {
    ...after,
    answers: before.answers,
    contracts: after.contracts.map((known) => ({
      ...known,
      source: 'journal',
      isPending: !minedContracts.has(known.recorded.address),
    })),
    calls: after.calls.map((known) => ({
      ...known,
      source: 'journal',
      isPending: !minedCalls.has(known.recorded.calldata),
    })),
  };
}
