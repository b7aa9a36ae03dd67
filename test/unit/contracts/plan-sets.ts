import fc from 'fast-check';
import { contractsIn } from '../../../src/contracts/abi/typed-value.ts';
import { contractsOfPredicate } from '../../../src/contracts/set/predicate.ts';
import type { PreparedCall, PreparedContract, PreparedSet } from '../../../src/contracts/set/prepared-set.ts';
import { call, contract, setOf, until } from './plan-fixture.ts';

/** One item of a set; its numbers choose among what stands before it, so that nothing waits for itself. */
const item = fc.record({
  isCall: fc.boolean(),
  names: fc.array(fc.nat(), { maxLength: 3 }),
  encodes: fc.array(fc.nat(), { maxLength: 1 }),
  links: fc.array(fc.nat(), { maxLength: 2 }),
  after: fc.array(fc.nat(), { maxLength: 2 }),
  target: fc.nat(),
  hasEther: fc.boolean(),
  isOneShot: fc.boolean(),
  expected: fc.option(fc.nat(), { nil: undefined }),
});

/** Contract sets with everything that an order can follow from. */
export const anySet: fc.Arbitrary<PreparedSet> = fc.array(item, { minLength: 1, maxLength: 14 }).map((items) => {
  const contracts: PreparedContract[] = [];
  const calls: PreparedCall[] = [];
  for (const [index, one] of items.entries()) {
    const pick = (numbers: readonly number[]): string[] =>
      contracts.length === 0 ? [] : [...new Set(numbers.map((at) => contracts[at % contracts.length]?.name ?? ''))];
    const before = [...contracts.map(({ name }) => name), ...calls.flatMap(({ name }) => name ?? [])];
    const after = before.length === 0 ? [] : [...new Set(one.after.map((at) => before[at % before.length] ?? ''))];
    const [target] = pick([one.target]);
    if (one.isCall && target !== undefined) {
      const [expected] = one.expected === undefined ? [] : pick([one.expected]);
      calls.push(
        call(target, {
          name: `call${index}`,
          function: `call${index}`,
          names: pick(one.names),
          value: one.hasEther ? 1n : 0n,
          isOneShot: one.isOneShot,
          after,
          ...(expected === undefined ? {} : { until: until(target, expected, `state${index}`) }),
        }),
      );
    } else {
      contracts.push(
        contract(`C${index}`, {
          names: pick(one.names),
          encodes: pick(one.encodes),
          links: pick(one.links),
          value: one.hasEther ? 1n : 0n,
          after,
        }),
      );
    }
  }
  return setOf(contracts, calls);
});

/** Every contract that a contract or call names. */
export function namesOf(one: PreparedContract | PreparedCall): ReadonlySet<string> {
  const inArguments = one.arguments.flatMap(contractsIn);
  if (!('entry' in one)) return new Set([...inArguments, ...one.libraries.values()]);
  return new Set([one.contract, ...inArguments, ...(one.until === undefined ? [] : contractsOfPredicate(one.until))]);
}

/** A contract and all that name it, directly or not. */
export function dependentsOf(set: PreparedSet, name: string): ReadonlySet<string> {
  const found = new Set([name]);
  for (const one of set.contracts) if ([...namesOf(one)].some((other) => found.has(other))) found.add(one.name);
  return found;
}
