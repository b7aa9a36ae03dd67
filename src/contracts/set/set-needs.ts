import { contractsIn } from '../abi/typed-value.ts';
import type { PreparedCall, PreparedContract } from './prepared-set.ts';
import type { Need, OrderNode } from './set-order.ts';
import type { ContractSet, Value } from './set-schema.ts';

/** Keys of calls and contracts in the order's graph can't meet. */
export const contractKey = (name: string): string => `contract ${name}`;
export const callKey = (index: number): string => `call ${index}`;

/**
 * What must come before each contract and call of a set. It is read from the file as far as that tells it, so that a cycle is
 * seen though something else is wrong.
 */
export function needsOf(
  set: ContractSet,
  contracts: ReadonlyMap<string, PreparedContract>,
  calls: ReadonlyMap<number, PreparedCall>,
): ReadonlyMap<string, OrderNode> {
  const named = new Map(set.calls.flatMap(({ name }, index): [string, number][] => (name ? [[name, index]] : [])));
  const after = (names: readonly string[] = []): Need[] =>
    names.map((name) => {
      const index = named.get(name);
      return { key: index === undefined ? contractKey(name) : callKey(index), tie: 'comes after' };
    });
  const nodes = new Map<string, OrderNode>();
  for (const [name, entry] of Object.entries(set.contracts)) {
    nodes.set(contractKey(name), {
      title: name,
      path: ['contracts', name],
      isOneShot: false,
      needs: distinct([
        ...tied('names', (entry.arguments ?? []).flatMap(referencesIn)),
        ...tied('links', [...(contracts.get(name)?.libraries.values() ?? [])]),
        ...after(entry.after),
      ]),
    });
  }
  for (const [index, entry] of set.calls.entries()) {
    const until = calls.get(index)?.until;
    nodes.set(callKey(index), {
      title: entry.name === undefined ? `the call of ${entry.contract}.${entry.function}` : `the call ${entry.name}`,
      path: ['calls', index],
      isOneShot: entry['one-shot'] ?? false,
      needs: distinct([
        ...tied('calls', [entry.contract]),
        ...tied('names', (entry.arguments ?? []).flatMap(referencesIn)),
        ...tied(
          'asks',
          until === undefined
            ? []
            : [until.contract, ...until.arguments.flatMap(contractsIn), ...contractsIn(until.expected)],
        ),
        ...after(entry.after),
      ]),
    });
  }
  return nodes;
}

function tied(tie: string, names: readonly string[]): readonly Need[] {
  return names.map((name) => ({ key: contractKey(name), tie }));
}

function distinct(needs: readonly Need[]): readonly Need[] {
  return [...new Map(needs.toReversed().map((need) => [need.key, need])).values()].reverse();
}

/** The contracts that a value names, as the file writes it. */
export function referencesIn(value: Value): readonly string[] {
  if (typeof value !== 'object') return [];
  if (isList(value)) return value.flatMap(referencesIn);
  if ('contract' in value) return [value.contract];
  return 'encode' in value ? (value.encode.arguments ?? []).flatMap(referencesIn) : [];
}

/** The artifacts whose functions a value encodes. */
export function encodersIn(value: Value): readonly string[] {
  if (typeof value !== 'object') return [];
  if (isList(value)) return value.flatMap(encodersIn);
  if (!('encode' in value)) return [];
  return [value.encode.contract, ...(value.encode.arguments ?? []).flatMap(encodersIn)];
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
