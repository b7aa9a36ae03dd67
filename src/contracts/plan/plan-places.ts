import type { PreparedCall, PreparedContract, PreparedSet } from '../set/prepared-set.ts';
import type { Decisions } from './plan-decisions.ts';
import { layersOf } from './plan-layers.ts';

/** Where a step stands: first by layer, creations before calls, then as the set has it. */
export type Place =
  | { readonly contract: PreparedContract; readonly layer: number; readonly isCreated: boolean }
  | { readonly call: PreparedCall; readonly layer: number; readonly isMade: boolean };

/** What is kept stands with the first layer, a skipped call with the call before it. */
export function placesOf(set: PreparedSet, { contracts, calls }: Decisions): readonly Place[] {
  const created = set.contracts.filter(({ name }) => !contracts.isKept(name));
  const made = set.calls.filter((call) => calls.of.get(call)?.kind === 'call');
  const layers = layersOf(created, made);
  const places: Place[] = set.contracts.map((contract) => {
    const isCreated = !contracts.isKept(contract.name);
    return { contract, isCreated, layer: isCreated ? layers.ofContract(contract) : 0 };
  });
  let layer = 0;
  for (const call of set.calls) {
    const isMade = calls.of.get(call)?.kind === 'call';
    layer = isMade ? layers.ofCall(call) : layer;
    places.push({ call, isMade, layer });
  }
  return places.sort((a, b) => a.layer - b.layer); // stable: creations stay before calls
}
