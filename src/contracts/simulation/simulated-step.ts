import type { Address, Hex } from '../../values/index.ts';

/** What one transaction of the deployer is about to do, with everything that a simulation has to know of it. */
export interface SimulatedStep {
  /** Absent for a creation. */
  readonly to?: Address | undefined;
  readonly data: Hex;
  readonly value: bigint;
  readonly nonce: number;
  /** Where a creation will stand. */
  readonly address?: Address | undefined;
  /** Every contract that it names, links or calls. */
  readonly names: readonly Address[];
}

export interface SimulationSuccess {
  readonly kind: 'success';
  /** What the transaction will use, its fixed costs included. */
  readonly gas: bigint;
  /** What it should be allowed to use: the chain moves on, and a simulation doesn't see everything. */
  readonly gasLimit: bigint;
  /** What would be enough if nothing is given back at the end, where that is not known. */
  readonly limitWithoutRefund?: bigint;
  /** Of the created code, or of the call's target, where it is known. */
  readonly codeHash: Hex | undefined;
}

export type SimulationOutcome =
  | SimulationSuccess
  | {
      readonly kind: 'revert';
      readonly data: Hex;
      /** What the node says of it, when that says more than that it reverts. */
      readonly message?: string | undefined;
      /** True: a call before it fails, on which it may depend, and it was run without that one. */
      readonly followsFailure?: boolean;
    }
  /** A step before it fails, on which it depends: that it would succeed without that one means nothing. */
  | { readonly kind: 'not-reached' }
  /** Nothing is known: it may succeed. Its gas has to be estimated when what it depends on is mined. */
  | { readonly kind: 'not-simulated'; readonly why: string };

/** The steps that a step needs to have happened, by their index: creations that it names, and calls that name the same as it. */
export interface Dependencies {
  /** Everything that the wanted steps need and that comes before them, and themselves, in order. */
  closure(wanted: readonly number[]): readonly number[];
  /** What can't be known any more when these fail. */
  dependents(failed: readonly number[]): ReadonlySet<number>;
}

export function createDependencies(steps: readonly SimulatedStep[]): Dependencies {
  const creationAt = new Map(steps.flatMap(({ address }, index) => (address === undefined ? [] : [[address, index]])));
  const callsNaming = new Map<Address, number[]>();
  for (const [index, { to, names }] of steps.entries()) {
    if (to === undefined) continue;
    for (const name of new Set([to, ...names])) callsNaming.set(name, [...(callsNaming.get(name) ?? []), index]);
  }
  const touchedBy = ({ to, address, names }: SimulatedStep): readonly Address[] => [
    ...names,
    ...(to === undefined ? [] : [to]),
    ...(address === undefined ? [] : [address]),
  ];
  const directly = (index: number): readonly number[] => {
    const step = steps[index];
    if (step === undefined) return [];
    return touchedBy(step)
      .flatMap((name) => [...(callsNaming.get(name) ?? []), creationAt.get(name) ?? index])
      .filter((before) => before < index);
  };
  return {
    closure(wanted) {
      const found = new Set<number>();
      const open = [...wanted];
      for (let index = open.pop(); index !== undefined; index = open.pop()) {
        if (found.has(index)) continue;
        found.add(index);
        open.push(...directly(index));
      }
      return [...found].sort((a, b) => a - b);
    },
    dependents(failed) {
      const found = new Set(failed);
      for (const index of steps.keys()) if (directly(index).some((before) => found.has(before))) found.add(index);
      return new Set([...found].filter((index) => !failed.includes(index)));
    },
  };
}
