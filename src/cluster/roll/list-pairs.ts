import type { Json } from '../../values/index.ts';
import { isMap } from '../ownership/field-set.ts';

export interface ItemPair {
  /** As fieldsV1 names the item. */
  readonly step: string;
  readonly old: Json | undefined;
  readonly young: Json | undefined;
}

/** By what the items of Kubernetes' lists are told apart, the most telling first. */
const keys = ['name', 'mountPath', 'devicePath', 'containerPort', 'port', 'topologyKey', 'ip', 'key'];

/**
 * Items of two lists that are the same thing, in the order of the new list, then what is gone; `undefined` for lists of other
 * things than maps, which are shown whole. Items without a key of their own are paired by their place.
 */
export function pairItems(before: readonly Json[], after: readonly Json[]): readonly ItemPair[] | undefined {
  if (![...before, ...after].every(isMap)) return undefined;
  const key = keys.find((candidate) => isKeyOf(before, candidate) && isKeyOf(after, candidate));
  if (key === undefined) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
      step: `i:${index}`,
      old: before[index],
      young: after[index],
    }));
  }
  const known = new Map(before.map((item) => [fieldOf(item, key), item]));
  const isLeft = new Set(after.map((item) => fieldOf(item, key)));
  const step = (item: Json): string => `k:${JSON.stringify({ [key]: fieldOf(item, key) })}`;
  return [
    ...after.map((item) => ({ step: step(item), old: known.get(fieldOf(item, key)), young: item })),
    ...before
      .filter((item) => !isLeft.has(fieldOf(item, key)))
      .map((item) => ({ step: step(item), old: item, young: undefined })),
  ];
}

function isKeyOf(items: readonly Json[], key: string): boolean {
  const values = items.map((item) => fieldOf(item, key));
  return (
    values.every((value) => typeof value === 'string' || typeof value === 'number') &&
    new Set(values).size === values.length
  );
}

function fieldOf(item: Json | undefined, key: string): Json | undefined {
  return isMap(item) ? item[key] : undefined;
}
