import { checkAgainst, nearestAdvice } from '../../report/index.ts';
import { type ChainSettings, chainSchema } from '../journal/chain-schema.ts';
import type { Value } from '../set/set-schema.ts';

/** What a set may depend on of its chain, as keep-deploy.yml says it. */
export interface ChainFacts {
  /** Undefined where the file is wrong: then nothing is said of what needs it. */
  readonly id: number | undefined;
  /** What differs from network to network, by name. */
  readonly values?: { readonly [name: string]: Value } | undefined;
  /** The names of values that are wrong in the file; `all` when that can't be told. */
  readonly unknownValues?: readonly string[] | 'all';
  /** The largest code that the chain takes, in bytes. */
  readonly codeSizeLimit?: number | undefined;
}

export function chainFacts({ id, values, 'code-size-limit': codeSizeLimit }: ChainSettings): ChainFacts {
  return { id, values, codeSizeLimit };
}

/** The facts of a `chain` that may have mistakes. */
export function draftChainFacts(chain: unknown): ChainFacts {
  const { entries } = chainSchema;
  const at = (map: unknown, key: string): unknown => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined);
  const limit = checkAgainst(entries['code-size-limit'], at(chain, 'code-size-limit'));
  const given = at(chain, 'values') ?? {};
  const names = isMap(given) ? Object.keys(given) : [];
  const right = names.flatMap((name) => {
    const { value } = checkAgainst(entries.values, { [name]: at(given, name) });
    return value === undefined ? [] : [value];
  });
  const values: Record<string, Value> = Object.assign({}, ...right);
  return {
    id: checkAgainst(entries.id, at(chain, 'id')).value,
    values,
    unknownValues: isMap(chain) && isMap(given) ? names.filter((name) => !Object.hasOwn(values, name)) : 'all',
    codeSizeLimit: limit.problems === undefined ? limit.value : Number.POSITIVE_INFINITY,
  };
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** EIP-170. Init code may be twice as long (EIP-3860). */
export const defaultCodeSizeLimit = 24_576;

/** What `{ chain: NAME }` stands for; a text that says what is wrong with the name; undefined when it can't be known. */
export function chainValue(
  { id, values = {}, unknownValues = [] }: ChainFacts,
  name: string,
): { readonly value: Value } | string | undefined {
  if (name === 'id') return id === undefined ? undefined : { value: id };
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return { value };
  if (unknownValues === 'all' || unknownValues.includes(name)) return undefined;
  return `keep-deploy.yml gives this environment's chain no value ${name}${nearestAdvice(name, ['id', ...Object.keys(values)])}`;
}
