import type { ContractRecord } from '../contracts/index.ts';
import type { Address } from '../values/index.ts';

/** A contract or call of the record before that the new one doesn't have, because the set doesn't. */
export interface DroppedPart {
  /** A contract's name, or `CONTRACT.function`. */
  readonly what: string;
  readonly address: Address;
  readonly reason: string;
}

/** What left the set. A contract that is replaced or has another name now, and a call that is made anew, did not. */
export function droppedParts(before: ContractRecord | undefined, after: ContractRecord): readonly DroppedPart[] {
  if (before === undefined) return [];
  const names = new Set(after.contracts.map(({ name }) => name));
  const addresses = new Set(after.contracts.map(({ address }) => address));
  const contracts = before.contracts
    .filter(({ name, address }) => !names.has(name) && !addresses.has(address))
    .map(({ name, address }) => ({
      what: name,
      address,
      reason: 'no longer in the contract set; it stays on the chain',
    }));
  return [...contracts, ...droppedCalls(before.calls, after.calls)];
}

function droppedCalls(before: ContractRecord['calls'], after: ContractRecord['calls']): readonly DroppedPart[] {
  const done = new Set(after.map(({ transaction }) => transaction));
  const earlier = new Set(before.map(({ transaction }) => transaction));
  const anew = after
    .filter(({ transaction }) => !earlier.has(transaction))
    .map(({ contract, function: name }) => `${contract}.${name}`);
  return before
    .filter(({ transaction }) => !done.has(transaction))
    .flatMap(({ contract, function: name, target }) => {
      const what = `${contract}.${name}`;
      const successor = anew.indexOf(what);
      if (successor >= 0) {
        anew.splice(successor, 1);
        return [];
      }
      return [{ what, address: target, reason: 'no longer in the contract set; what it did stays on the chain' }];
    });
}
