import { nearestAdvice } from '../report/index.ts';
import type { ChainSettings } from './chain-schema.ts';
import type { Value } from './set-schema.ts';

/** What a set may depend on of its chain, as keep-deploy.yml says it. */
export interface ChainFacts {
  readonly id: number;
  /** What differs from network to network, by name. */
  readonly values?: { readonly [name: string]: Value } | undefined;
  /** The largest code that the chain takes, in bytes. */
  readonly codeSizeLimit?: number | undefined;
}

export function chainFacts({ id, values, 'code-size-limit': codeSizeLimit }: ChainSettings): ChainFacts {
  return { id, values, codeSizeLimit };
}

/** EIP-170. Init code may be twice as long (EIP-3860). */
export const defaultCodeSizeLimit = 24_576;

/** What `{ chain: NAME }` stands for; a text that says what is wrong with the name. */
export function chainValue({ id, values = {} }: ChainFacts, name: string): { readonly value: Value } | string {
  if (name === 'id') return { value: id };
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value !== undefined) return { value };
  return `keep-deploy.yml gives this environment's chain no value ${name}${nearestAdvice(name, ['id', ...Object.keys(values)])}`;
}
