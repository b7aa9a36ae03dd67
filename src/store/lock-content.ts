import { excerpt } from '../report/index.ts';
import { canonicalJson } from '../values/index.ts';
import type { Store } from './store.ts';

/** A lock that somebody holds, as it is stored. */
export interface HeldLock {
  /** For people, such as the URL of the run. */
  readonly holder: string;
  /** Random, one for each run: only it proves that a lock is one's own. */
  readonly token: string;
  /** In UTC, ISO 8601, by the holder's clock. */
  readonly acquired: string;
  readonly expires: string;
  readonly leaseMs: number;
  /** The holder's process, for others on the same machine. */
  readonly process?: string | undefined;
}

/** What stands under a lock's name, and the generation that a change of it must name. */
export type SeenLock =
  | { readonly state: 'absent' }
  | { readonly state: 'released'; readonly generation: string }
  | { readonly state: 'held'; readonly generation: string; readonly lock: HeldLock }
  /** Nobody knows whose it is, so nobody takes it unasked: a newer keep-deploy may have written it. */
  | { readonly state: 'unreadable'; readonly generation: string };

export async function readLock(store: Store, name: string): Promise<SeenLock> {
  const found = await store.read(name);
  if (found === undefined) return { state: 'absent' };
  return { generation: found.generation, ...parseLock(found.bytes) };
}

export function heldLockBytes(lock: HeldLock): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ version: 1, ...lock }));
}

/** The store deletes nothing: a lock is free again when it says so. */
export function releasedLockBytes(holder: string, released: string): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ version: 1, holder, released }));
}

function parseLock(
  bytes: Uint8Array,
): { state: 'released' } | { state: 'held'; lock: HeldLock } | { state: 'unreadable' } {
  const fields = jsonObject(bytes);
  if (fields?.['version'] !== 1) return { state: 'unreadable' };
  const { holder, token, acquired, expires, leaseMs, released, process } = fields;
  if (isTime(released) && token === undefined) return { state: 'released' };
  if (typeof holder !== 'string' || typeof token !== 'string' || !isTime(acquired) || !isTime(expires))
    return { state: 'unreadable' };
  if (typeof leaseMs !== 'number' || !(leaseMs > 0)) return { state: 'unreadable' };
  // Another run's words, as far as people are shown them.
  const lock = { holder: excerpt(holder), token, acquired, expires, leaseMs };
  return { state: 'held', lock: typeof process === 'string' ? { ...lock, process } : lock };
}

function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value));
}
