import { expect } from '@jest/globals';
import type { Plan } from '../../../src/contracts/plan/plan-step.ts';
import type { PreparedCall, PreparedContract, PreparedSet } from '../../../src/contracts/set/prepared-set.ts';
import { isSent } from './plan-fixture.ts';
import { namesOf } from './plan-sets.ts';

/** The rules of layers again, in other words than the planner's. */
export function requireRules(set: PreparedSet, made: Plan): void {
  const layerOf = new Map<string, number>();
  const bounds: number[] = [];
  for (const step of made.steps) if (step.kind === 'create') layerOf.set(step.contract, step.layer);
  const callSteps = made.steps.filter((step) => step.kind === 'call' || step.kind === 'skip');
  expect(callSteps).toHaveLength(set.calls.length);
  const callLayer = (name: string): number => {
    const index = set.calls.findIndex((one) => one.name === name);
    const step = callSteps[index];
    return step?.kind === 'call' ? step.layer : -1;
  };
  const lowest = (one: PreparedContract | PreparedCall): number => {
    const isCall = 'entry' in one;
    const named = [...namesOf(one)].map((name) => layerOf.get(name) ?? -1);
    const distance = isCall || one.value > 0n ? 1 : 0;
    const afterContracts = one.after.map((name) => (layerOf.get(name) ?? -1) + (layerOf.has(name) && isCall ? 1 : 0));
    const afterCalls = one.after
      .map((name) => callLayer(name))
      .map((layer) => (layer < 0 ? -1 : layer + (isCall ? 0 : 1)));
    return Math.max(0, ...named.map((layer) => (layer < 0 ? 0 : layer + distance)), ...afterContracts, ...afterCalls);
  };
  for (const one of set.contracts) {
    const layer = layerOf.get(one.name);
    if (layer !== undefined) expect(layer).toBe(lowest(one));
  }
  let previous = 0;
  for (const [index, one] of set.calls.entries()) {
    const step = callSteps[index];
    if (step?.kind !== 'call') continue;
    expect(step.names.length).toBeGreaterThan(0);
    for (const name of namesOf(one)) expect(layerOf.get(name) ?? -1).toBeLessThan(step.layer);
    const others = made.steps.filter(isSent).filter((other) => other !== step);
    if (one.isOneShot) {
      expect(others.filter(({ layer }) => layer === step.layer)).toEqual([]);
      bounds.push(step.layer);
      previous = step.layer + 1;
    } else {
      expect(step.layer).toBe(Math.max(previous, lowest(one)));
      previous = step.layer;
    }
  }
  // All layers up to the highest are used, so there is none that only costs a block.
  const used = new Set(made.steps.filter(isSent).map(({ layer }) => layer));
  expect([...used].sort((a, b) => a - b)).toEqual([...used.keys()].map((_, index) => index));
  // Nothing that need not follow a one-shot call comes after it.
  for (const bound of bounds) {
    const following = followersOf(
      set,
      callSteps.findIndex((step) => step.kind === 'call' && step.layer === bound),
    );
    for (const [name, layer] of layerOf) if (!following.has(name)) expect(layer).toBeLessThan(bound);
  }
}

/** Every contract that has to be created after a call, by what the set says. */
function followersOf(set: PreparedSet, index: number): ReadonlySet<string> {
  const contracts = new Set<string>();
  const calls = new Set(set.calls.slice(index));
  for (let size = -1; size < contracts.size + calls.size; ) {
    size = contracts.size + calls.size;
    for (const one of set.contracts) {
      const needs = [...namesOf(one), ...one.after];
      if (needs.some((name) => contracts.has(name) || [...calls].some((follower) => follower.name === name)))
        contracts.add(one.name);
    }
    for (const [at, one] of set.calls.entries())
      if ([...namesOf(one), ...one.after].some((name) => contracts.has(name)))
        for (const later of set.calls.slice(at)) calls.add(later);
  }
  return contracts;
}
