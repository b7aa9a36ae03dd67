import type { Problem } from '../../report/index.ts';
import type { CallEntry, ContractEntry, ContractSet, SourceEntry, Value } from './set-schema.ts';

type Path = Problem['path'];
type Raw = { readonly [key: string]: unknown };

/** Where something of a set has not the form it must have: nothing else is said of it. */
export interface Gaps {
  /** Whether exactly this is one. */
  has(path: Path): boolean;
  /** Whether this is one, or something in it. */
  within(path: Path): boolean;
}

export const noGaps: Gaps = { has: () => false, within: () => false };

/** A set that has mistakes of the form, as far as it can be read. What stands in for a gap means nothing. */
export interface DraftSet {
  readonly set: ContractSet;
  readonly gaps: Gaps;
}

/**
 * Reads what is right of a set's file beside its mistakes of the form, so that other mistakes are found all the same.
 * `problems` are those that its schema has found.
 */
export function draftSet(raw: unknown, problems: readonly Problem[]): DraftSet {
  const paths = new Set<string>();
  /** Every path on the way to a gap, and of the gap itself. */
  const ways = new Set<string>();
  const add = (path: Path) => {
    paths.add(JSON.stringify(path));
    for (let length = 0; length <= path.length; length++) ways.add(JSON.stringify(path.slice(0, length)));
  };
  const gaps: Gaps = {
    has: (path) => paths.has(JSON.stringify(path)),
    within: (path) => ways.has(JSON.stringify(path)),
  };
  for (const { path } of problems) add(path);
  const top = isMap(raw) ? raw : {};
  const contracts = isMap(top['contracts']) ? top['contracts'] : {};
  const calls = Array.isArray(top['calls']) ? top['calls'] : [];
  const set = {
    artifacts: (top['artifacts'] ?? []) as SourceEntry,
    contracts: Object.fromEntries(
      Object.entries(contracts).map(([name, entry]) => {
        const path = ['contracts', name];
        // Nothing written means nothing special.
        if (entry === null) paths.delete(JSON.stringify(path));
        return [name, isMap(entry) ? (entryAt(entry, path, gaps, add) as ContractEntry) : {}];
      }),
    ),
    calls: calls.map((call: unknown, index): CallEntry => {
      const entry = isMap(call) ? entryAt(call, ['calls', index], gaps, add) : {};
      return { contract: '', function: '', ...entry };
    }),
  };
  return { set, gaps };
}

/** A contract or a call without its gaps. */
function entryAt(entry: Raw, path: Path, gaps: Gaps, add: (path: Path) => void): Raw {
  const rest = withoutGaps(entry, path, gaps);
  const { arguments: values, libraries, after } = rest;
  return {
    ...rest,
    ...(Array.isArray(values) && { arguments: valuesAt(values, [...path, 'arguments'], gaps, add) }),
    ...(isMap(libraries) && { libraries: withoutGaps(libraries, [...path, 'libraries'], gaps) }),
    // The places of the others stay.
    ...(Array.isArray(after) && { after: after.map((name) => (typeof name === 'string' ? name : '')) }),
  };
}

function withoutGaps(map: Raw, path: Path, gaps: Gaps): Raw {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !gaps.has([...path, key])));
}

function valuesAt(values: readonly unknown[], path: Path, gaps: Gaps, add: (path: Path) => void): Value[] {
  return values.map((value, index) => valueAt(value, [...path, index], gaps, add));
}

function valueAt(value: unknown, path: Path, gaps: Gaps, add: (path: Path) => void): Value {
  const gap = (): Value => {
    add(path);
    return false;
  };
  if (gaps.has(path)) return false;
  if (Array.isArray(value)) return valuesAt(value, path, gaps, add);
  if (!isMap(value)) return value as Value;
  const { encode, ...reference } = withoutGaps(value, path, gaps);
  if (encode === undefined) return isReference(reference) ? (reference as Value) : gap();
  if (!isMap(encode)) return gap();
  const inner = [...path, 'encode'];
  const { contract, function: name, arguments: values } = withoutGaps(encode, inner, gaps);
  if (typeof contract !== 'string' || typeof name !== 'string') return gap();
  const list = Array.isArray(values) ? { arguments: valuesAt(values, [...inner, 'arguments'], gaps, add) } : {};
  return { encode: { contract, function: name, ...list } };
}

function isReference(value: Raw): boolean {
  return ['contract', 'account', 'chain'].some((key) => typeof value[key] === 'string');
}

function isMap(value: unknown): value is Raw {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
